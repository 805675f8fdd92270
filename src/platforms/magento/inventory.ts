import { z } from "zod";
import type { InventoryLevel } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { decimal, decimalText } from "../decimal";
import { mapEach, notACursor } from "../mapped";
import { search } from "./search";
import { figure } from "./values";

/** `/inventory/source-items`: what lies at each source, by SKU. What of it is promised to orders is not taken off. */

const item = z.object({ sku: z.string(), source_code: z.string(), quantity: figure });

/**
 * The rows' own id is not told, though they can be sorted by it: so here pages are counted. What is added lands at the
 * end. The cursor is the page and its size, which must stay the same.
 */
export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { page, size } = placeOf(query);
  const at = query.location_id;
  const conditions = at === undefined ? [] : [{ field: "source_code", is: "eq" as const, value: at }];
  const { items, total } = await search(api, "/inventory/source-items", conditions, {
    sortBy: "source_item_id",
    pageSize: size,
    currentPage: page,
  });
  const records = mapEach(
    "items",
    items,
    item,
    (from): InventoryLevel => ({
      variant_id: null,
      inventory_item_id: from.sku,
      product_id: null,
      sku: from.sku,
      location_id: from.source_code,
      available: null,
      on_hand: decimalText(decimal(from.quantity)),
      updated_at: null,
    }),
  );
  const isMore = total === null ? items.length === size : page * size < total;
  return { records, next: isMore && items.length > 0 ? `${page + 1}:${size}` : null, warnings: [] };
}

function placeOf({ cursor, limit }: ListQuery): { page: number; size: number } {
  if (cursor === null) return { page: 1, size: limit };
  const match = /^(\d{1,7}):(\d{1,4})$/.exec(cursor);
  if (!match) throw notACursor();
  return { page: Number(match[1]), size: Number(match[2]) };
}
