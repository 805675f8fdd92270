import { z } from "zod";
import type { InventoryLevel, Product } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { decimal, decimalText, moneyOf } from "../decimal";
import { expectShape, mapping } from "../expect";
import { currencyOf } from "./restaurant";
import { notFound, number, type Placed, pageOf, placed, text } from "./values";

/** GET /menus/v2/menus, GET /stock/v1/inventory: both come whole. */

const tags = z.array(z.object({ name: text })).nullish();
const list = z.array(z.unknown()).nullish();
const menus = z.object({ menus: z.array(z.object({ menuGroups: list })) });
const group = z.object({ name: text, menuGroups: list, menuItems: list });

const item = z.object({
  guid: z.string(),
  name: text,
  description: text,
  price: number,
  sku: text,
  plu: text,
  image: text,
  images: z.array(z.string()).nullish(),
  itemTags: tags,
});

interface MenuItem extends Placed {
  group: string | null;
}

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const currency = await currencyOf(api);
  const items = await readMenus(api);
  const groups = groupsOf(items);
  return pageOf(items, query, item, (from) => mapItem(from, groups.get(from.guid) ?? null, currency));
}

export async function readProduct(api: Api, id: string): Promise<Mapped<Product>> {
  const currency = await currencyOf(api);
  const found = (await readMenus(api)).find(({ guid }) => guid === id);
  if (!found) throw notFound();
  const from = expectShape(item, found.raw, found.where);
  return { value: mapping(found.where, () => mapItem(from, found.group, currency)), raw: found.raw };
}

/** An item stands in every menu that shows it, each time with that menu's price: the first is taken. */
async function readMenus(api: Api): Promise<MenuItem[]> {
  const { body } = await api.send({ method: "GET", path: "/menus/v2/menus" });
  const all = expectShape(menus, body).menus.flatMap(({ menuGroups }, index) =>
    itemsOf(menuGroups ?? [], `menus.${index}.menuGroups`),
  );
  return [...new Map(all.reverse().map((one) => [one.guid, one])).values()].reverse();
}

function itemsOf(groups: readonly unknown[], where: string): MenuItem[] {
  return groups.flatMap((raw, index) => {
    const at = `${where}.${index}`;
    const { name, menuGroups, menuItems } = expectShape(group, raw, at);
    const own = placed(menuItems ?? [], `${at}.menuItems`).map((one) => ({ ...one, group: name || null }));
    return [...own, ...itemsOf(menuGroups ?? [], `${at}.menuGroups`)];
  });
}

function groupsOf(items: readonly MenuItem[]): Map<string, string | null> {
  return new Map(items.map(({ guid, group }) => [guid, group]));
}

function mapItem(from: z.infer<typeof item>, category: string | null, currency: string): Product {
  const images = from.images?.length ? from.images : [from.image ?? ""];
  return {
    id: from.guid,
    name: from.name ?? "",
    description: from.description || null,
    status: "active",
    vendor: null,
    category,
    tags: (from.itemTags ?? []).flatMap(({ name }) => name || []),
    url: null,
    image_urls: images.filter(Boolean),
    variants: [
      {
        id: from.guid,
        sku: from.sku || from.plu || null,
        barcode: null,
        name: null,
        options: [],
        price: from.price == null ? null : moneyOf(decimal(from.price), currency),
        compare_at_price: null,
        tracks_inventory: null,
        inventory_item_id: null,
      },
    ],
    created_at: null,
    updated_at: null,
  };
}

const stock = z.object({ guid: z.string(), status: text, quantity: number });

export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { body } = await api.send({ method: "GET", path: "/stock/v1/inventory" });
  const rows = placed(expectShape(z.array(z.unknown()), body, "inventory"), "inventory");
  return pageOf(rows, query, stock, (from) => ({
    variant_id: from.guid,
    inventory_item_id: null,
    product_id: from.guid,
    sku: null,
    location_id: api.account.id,
    available: available(from),
    on_hand: null,
    updated_at: null,
  }));
}

/** Of an item in stock Toast keeps no count. @throws NotMoney */
function available({ status, quantity }: z.infer<typeof stock>): string | null {
  if (status === "OUT_OF_STOCK") return "0";
  return status === "QUANTITY" && quantity != null ? decimalText(decimal(quantity)) : null;
}
