import { z } from "zod";
import type { InventoryLevel } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { tokenPage } from "./paging";
import { text } from "./values";

/** GET /catalog/stock: one figure for each variation, over all countries. */

const level = z.object({
  id: z.string().min(1),
  sellerSku: text,
  globalStock: z.int(),
  lastStockUpdatedAt: text,
});

export async function readInventory(api: Api, { limit, cursor }: ListQuery): Promise<Page<InventoryLevel>> {
  const { raws, next } = await tokenPage(api, "/catalog/stock", "products", {
    size: limit,
    token: cursor ?? undefined,
  });
  const records = raws.map((raw, index) => {
    const where = `products.${index}`;
    return { value: mapping(where, () => mapLevel(expectShape(level, raw, where))), raw };
  });
  return { records, next, warnings: [] };
}

function mapLevel(from: z.infer<typeof level>): InventoryLevel {
  return {
    variant_id: from.id,
    inventory_item_id: null,
    product_id: null,
    sku: from.sellerSku ?? null,
    location_id: null,
    available: String(from.globalStock),
    on_hand: null,
    updated_at: utc(from.lastStockUpdatedAt),
  };
}
