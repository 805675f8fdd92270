import { z } from "zod";
import type { InventoryLevel } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, utc } from "../expect";
import { mapEach } from "../mapped";
import { cursor, objects, page } from "./paging";
import { quantity, text } from "./values";

/** POST /v2/inventory/counts/batch-retrieve: one count per variation and location. */

const count = z.object({
  catalog_object_id: text,
  catalog_object_type: text,
  location_id: text,
  quantity: quantity.nullish(),
  calculated_at: text,
});
const countsAnswer = z.object({ counts: objects, cursor });

/**
 * Only `IN_STOCK` is asked for: each further state would be a second record of the same variation and place.
 * It is the quantity on hand and for sale; what is reserved Square does not count under it, so `on_hand` stays null.
 */
export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { body } = await api.send({
    method: "POST",
    path: "/inventory/counts/batch-retrieve",
    json: {
      states: ["IN_STOCK"],
      limit: query.limit,
      ...(query.location_id !== undefined && { location_ids: [query.location_id] }),
      ...(query.updated_since !== undefined && { updated_after: query.updated_since }),
      ...(query.cursor !== null && { cursor: query.cursor }),
    },
  });
  const answer = expectShape(countsAnswer, body);
  return page(mapEach("counts", answer.counts ?? [], count, mapCount), answer.cursor);
}

function mapCount(from: z.infer<typeof count>): InventoryLevel {
  const id = from.catalog_object_id ?? null;
  // Square for Restaurants counts whole items; everything else counts variations (InventoryCount).
  const isItem = from.catalog_object_type === "ITEM";
  return {
    variant_id: isItem ? null : id,
    inventory_item_id: null,
    product_id: isItem ? id : null,
    sku: null,
    location_id: from.location_id ?? null,
    available: from.quantity ?? null,
    on_hand: null,
    updated_at: utc(from.calculated_at),
  };
}
