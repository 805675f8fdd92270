import { z } from "zod";
import type { InventoryLevel, Product } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import {
  amount,
  amountOf,
  createdFilter,
  idOf,
  quantity,
  quantityOf,
  readAccount,
  readById,
  readList,
  related,
  text,
} from "./values";

/** GET /Item, GET /ItemShop. Each item of a matrix is an item of its own; `itemMatrixID` in `raw` holds them together. */

const item = z.object({
  itemID: z.string(),
  description: text,
  archived: text,
  itemType: text,
  upc: text,
  ean: text,
  customSku: text,
  manufacturerSku: text,
  systemSku: text,
  createTime: text,
  timeStamp: text,
  Category: z.object({ name: text }).nullish(),
  Manufacturer: z.object({ name: text }).nullish(),
  Prices: related("ItemPrice", z.object({ amount, useType: text })),
});

const RELATIONS = ["Category", "Manufacturer"];

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const currency = (await readAccount(api)).from.defaultCurrency.code;
  const listing = {
    kind: "Item",
    id: "itemID",
    relations: RELATIONS,
    filters: { archived: "true", createTime: createdFilter(query) },
  };
  return readList(api, query, listing, item, (from) => mapItem(from, currency));
}

export async function readProduct(api: Api, id: string): Promise<Mapped<Product>> {
  const raw = await readById(api, "Item", id, RELATIONS);
  const from = expectShape(item, raw, "Item");
  const currency = (await readAccount(api)).from.defaultCurrency.code;
  return { value: mapping("Item", () => mapItem(from, currency)), raw };
}

function mapItem(from: z.infer<typeof item>, currency: string): Product {
  const price = (useType: string) => {
    const found = from.Prices.find((one) => one.useType === useType)?.amount;
    return found == null ? null : amountOf(found, currency);
  };
  return {
    id: from.itemID,
    name: from.description ?? "",
    description: null,
    status: from.archived === "true" ? "archived" : "active",
    vendor: from.Manufacturer?.name || null,
    category: from.Category?.name || null,
    tags: [],
    url: null,
    image_urls: [],
    variants: [
      {
        id: from.itemID,
        sku: from.customSku || from.manufacturerSku || from.systemSku || null,
        barcode: from.upc || from.ean || null,
        name: null,
        options: [],
        price: price("Default"),
        compare_at_price: null,
        tracks_inventory: from.itemType ? from.itemType !== "non_inventory" : null,
        inventory_item_id: null,
      },
    ],
    created_at: utc(from.createTime),
    updated_at: utc(from.timeStamp),
  };
}

const itemShop = z.object({
  itemID: z.string(),
  shopID: text,
  qoh: quantity.nullish(),
  sellable: quantity.nullish(),
  timeStamp: text,
});

/** Shop 0 is the sum over all shops, and is left out. */
export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const listing = { kind: "ItemShop", id: "itemShopID", filters: { shopID: query.location_id ?? "!=,0" } };
  return readList(api, query, listing, itemShop, (from) => ({
    variant_id: from.itemID,
    inventory_item_id: null,
    product_id: from.itemID,
    sku: null,
    location_id: idOf(from.shopID),
    available: from.sellable == null ? null : quantityOf(from.sellable),
    on_hand: from.qoh == null ? null : quantityOf(from.qoh),
    updated_at: utc(from.timeStamp),
  }));
}
