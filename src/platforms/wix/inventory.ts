import { z } from "zod";
import type { InventoryLevel } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { mapEach } from "../mapped";
import { catalogOf } from "./catalog";
import { cursorPage, cursorQuery, digits } from "./paging";
import { text, variantIdOf } from "./values";

/** POST /stores/v2/inventoryItems/query (Catalog V1), POST /stores/v3/inventory-items/query (Catalog V3). */

const quantity = z.number().nullish();

const v1Item = z.object({
  numericId: text,
  productId: text,
  trackQuantity: z.boolean().nullish(),
  variants: z.array(z.object({ variantId: text, quantity })).nullish(),
  lastUpdated: text,
});

const v3Item = z.object({
  variantId: text,
  productId: text,
  locationId: text,
  trackQuantity: z.boolean().nullish(),
  quantity,
  product: z.object({ variantSku: text }).nullish(),
  updatedDate: text,
});

export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  return (await catalogOf(api)) === "V1" ? v1Inventory(api, query) : v3Inventory(api, query);
}

/** An item is a product, with a count for each of its variants; the site is one place. */
async function v1Inventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const after = digits(query);
  const { body } = await api.send({
    method: "POST",
    path: "/stores/v2/inventoryItems/query",
    json: {
      query: {
        paging: { limit: query.limit },
        filter: JSON.stringify(after === null ? {} : { numericId: { $gt: after } }),
        sort: JSON.stringify([{ numericId: "asc" }]),
      },
    },
  });
  const { inventoryItems } = expectShape(z.object({ inventoryItems: z.array(z.unknown()) }), body);
  const items = inventoryItems.map((raw, index) => ({
    from: expectShape(v1Item, raw, `inventoryItems.${index}`),
    raw,
    where: `inventoryItems.${index}`,
  }));
  const records = items.flatMap(({ from, raw, where }) =>
    (from.variants ?? []).map((one) => ({
      value: mapping(where, () => ({
        variant_id: variantIdOf(one.variantId, from.productId),
        inventory_item_id: null,
        product_id: from.productId,
        sku: null,
        location_id: null,
        available: counted(from.trackQuantity, one.quantity),
        on_hand: null,
        updated_at: utc(from.lastUpdated),
      })),
      raw,
    })),
  );
  const isLast = items.length < query.limit;
  return { records, next: isLast ? null : (items.at(-1)?.from.numericId ?? null), warnings: [] };
}

async function v3Inventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { body } = await api.send({
    method: "POST",
    path: "/stores/v3/inventory-items/query",
    json: {
      query: cursorQuery(query, { filter: {}, sort: [{ fieldName: "createdDate", order: "ASC" }] }),
    },
  });
  const { raws, next } = cursorPage(body, "inventoryItems", "pagingMetadata");
  const records = mapEach("inventoryItems", raws, v3Item, (from) => ({
    variant_id: from.variantId,
    inventory_item_id: null,
    product_id: from.productId,
    sku: from.product?.variantSku ?? null,
    location_id: from.locationId,
    available: counted(from.trackQuantity, from.quantity),
    on_hand: null,
    updated_at: utc(from.updatedDate),
  }));
  return { records, next, warnings: [] };
}

/** Where quantities are not tracked Wix keeps "in stock" or not, and a figure there says nothing. */
function counted(isTracked: boolean | null | undefined, count: number | null | undefined): string | null {
  return isTracked === false || count == null ? null : String(count);
}
