import { z } from "zod";
import type { InventoryLevel, Product } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping } from "../expect";
import { readCursor } from "../mapped";
import { BEGINNING, type Place, placeSchema, readPage } from "./keyset";
import { currencyOf } from "./merchant";
import { mapEach, moneyOf, nested, reference, text, time, utcOf } from "./values";

/** GET /v3/merchants/{mId}/items: what is sold. An item is its own only variant; item groups are told in `raw`. */

const item = z.object({
  id: z.string(),
  name: text,
  alternateName: text,
  code: text,
  sku: text,
  price: z.int().nullish(),
  priceType: text,
  hidden: z.boolean().nullish(),
  available: z.boolean().nullish(),
  deleted: z.boolean().nullish(),
  deletedTime: time,
  modifiedTime: time,
  categories: nested(z.object({ name: text })),
  tags: nested(z.object({ name: text })),
  itemGroup: reference,
  options: nested(z.object({ name: text })),
});

const EXPAND = "categories,tags,options";

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const currency = await currencyOf(api);
  const { raws, next } = await readPage(api, {
    path: "/items",
    by: "modifiedTime",
    place: placeOf(query),
    limit: query.limit,
    expand: EXPAND,
  });
  const records = mapEach(raws, item, (from) => mapItem(from, currency));
  return { records, next: next && JSON.stringify(next), warnings: [] };
}

function placeOf(query: ListQuery): Place {
  if (query.cursor !== null) return readCursor(placeSchema, query.cursor);
  return query.updated_since === undefined ? BEGINNING : { from: Date.parse(query.updated_since), seen: [] };
}

export async function readProduct(api: Api, id: string): Promise<Mapped<Product>> {
  const { body } = await api.send({
    method: "GET",
    path: `/items/${encodeURIComponent(id)}`,
    query: { expand: EXPAND },
  });
  const from = expectShape(item, body, "item");
  const currency = await currencyOf(api);
  return { value: mapping("item", () => mapItem(from, currency)), raw: body };
}

function mapItem(from: z.infer<typeof item>, currency: string): Product {
  const isGone = from.deleted === true || (from.deletedTime ?? 0) > 0;
  return {
    id: from.id,
    name: from.name ?? "",
    description: null,
    // `hidden` keeps an item off the register: it is neither for sale nor gone.
    status: isGone ? "archived" : from.hidden ? "draft" : "active",
    vendor: null,
    category: from.categories[0]?.name ?? null,
    tags: from.tags.flatMap(({ name }) => name ?? []),
    url: null,
    image_urls: [],
    variants: [
      {
        id: from.id,
        sku: from.sku || null,
        barcode: from.code || null,
        name: from.options.flatMap(({ name }) => name ?? []).join(" / ") || null,
        options: [],
        // VARIABLE: asked for at the sale. PER_UNIT: for one of `unitName`. Of merchants in VAT countries, tax included.
        price: from.priceType === "VARIABLE" || from.price == null ? null : moneyOf(from.price, currency),
        compare_at_price: null,
        tracks_inventory: null,
        inventory_item_id: null,
      },
    ],
    created_at: null,
    updated_at: utcOf(from.modifiedTime),
  };
}

/** `stockCount` is its deprecated, whole predecessor. */
const stocked = z.object({
  id: z.string(),
  sku: text,
  itemStock: z.object({ quantity: z.number().nullish(), modifiedTime: time }).nullish(),
});

/** The items with their stock: `item_stocks` itself neither sorts nor filters as documented. */
export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { raws, next } = await readPage(api, {
    path: "/items",
    by: "modifiedTime",
    place: placeOf(query),
    limit: query.limit,
    expand: "itemStock",
  });
  const records = mapEach(raws, stocked, (from, where) => ({
    variant_id: from.id,
    inventory_item_id: null,
    product_id: from.id,
    sku: from.sku || null,
    location_id: api.account.id,
    available: quantityOf(from.itemStock?.quantity, where),
    on_hand: null,
    updated_at: utcOf(from.itemStock?.modifiedTime),
  }));
  return { records, next: next && JSON.stringify(next), warnings: [] };
}

/** A JSON number's shortest text is what Clover wrote; thousandths at the finest. @throws RangeError */
function quantityOf(value: number | null | undefined, where: string): string | null {
  if (value === null || value === undefined) return null;
  const written = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(written)) throw new RangeError(`${where}.itemStock.quantity is not a decimal`);
  return written;
}
