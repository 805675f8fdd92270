import type { InventoryLevel } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { decimal, decimalText } from "../decimal";
import { mapping } from "../expect";
import { catalogPage, type WooProduct, type WooVariation } from "./catalog";
import { gmt } from "./values";

/** Stock stands with the products and variations themselves; there is one place for all of it. */
export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { records, next } = await catalogPage(api, query);
  const levels = records.flatMap(({ value: { product, variations }, raw }, index) => {
    const raws = variations ? (raw as { variations: unknown[] }).variations : [raw];
    return (variations ?? [product]).map((one, at) => ({
      value: mapping(`products.${index}`, () => mapLevel(one, product)),
      raw: raws[at],
    }));
  });
  return { records: levels, next, warnings: [] };
}

/** What is not counted has no quantity, however much of it there is. */
function mapLevel(from: WooProduct | WooVariation, product: WooProduct): InventoryLevel {
  const counted = from.manage_stock === "parent" ? product.stock_quantity : from.stock_quantity;
  const quantity = from.manage_stock && counted != null ? decimalText(decimal(counted)) : null;
  return {
    variant_id: from.id,
    inventory_item_id: null,
    product_id: product.id,
    sku: from.sku,
    location_id: null,
    available: quantity,
    on_hand: null,
    updated_at: gmt(from.date_modified_gmt),
  };
}
