import { z } from "zod";
import type { InventoryLevel } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, utc } from "../expect";
import { mapOne } from "../mapped";
import { listingsPage } from "./listing-pages";
import { siteOf } from "./sites";
import { text } from "./values";

/**
 * Stock is counted in two places: what the seller ships itself stands in the listing (`fulfillmentAvailability`), what
 * Amazon ships in its warehouses (GET /fba/inventory/v1/summaries, FBA Inventory API v1). Both are asked by the page
 * of listings: FBA's own pages hang on tokens that live 30 seconds.
 */

const counted = z.object({
  sku: z.string(),
  fulfillmentAvailability: z
    .array(z.object({ fulfillmentChannelCode: z.string(), quantity: z.int().nullish() }))
    .nullish(),
});

const summary = z.object({
  sellerSku: z.string(),
  inventoryDetails: z.object({ fulfillableQuantity: z.int().nullish() }).nullish(),
  lastUpdatedTime: text,
});
type Summary = z.infer<typeof summary>;
const summaries = z.object({ payload: z.object({ inventorySummaries: z.array(summary) }) });

/** The seller's own channel; every other is one of Amazon's networks (AMAZON_NA, AMAZON_EU …). */
const OWN = "DEFAULT";

export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const marketplace = query.location_id ?? siteOf(api.target).marketplace;
  const page = await listingsPage(api, query, { marketplace, data: "summaries,fulfillmentAvailability" });
  const parsed = page.items.map(({ raw, where }) => ({
    raw,
    where,
    listing: expectShape(counted, raw, where),
  }));
  const inWarehouse = parsed.flatMap(({ listing }) => (isWithAmazon(listing) ? [listing.sku] : []));
  const warehouse = await warehouseOf(api, marketplace, inWarehouse);
  const records = parsed
    .filter(({ listing }) => listing.fulfillmentAvailability?.length)
    .map(({ raw, where }) =>
      mapOne(where, raw, counted, (from) => levelOf(from, marketplace, warehouse.get(from.sku))),
    );
  return { records, next: page.next, warnings: page.warnings };
}

function isWithAmazon({ fulfillmentAvailability }: z.infer<typeof counted>): boolean {
  return fulfillmentAvailability?.some((one) => one.fulfillmentChannelCode !== OWN) ?? false;
}

async function warehouseOf(
  api: Api,
  marketplace: string,
  skus: readonly string[],
): Promise<ReadonlyMap<string, Summary>> {
  // The list is comma-separated, so a SKU with a comma cannot be asked for; its count stays untold.
  const asked = skus.filter((sku) => !sku.includes(","));
  if (asked.length === 0) return new Map();
  const { body } = await api.send({
    method: "GET",
    path: "/fba/inventory/v1/summaries",
    query: {
      details: "true",
      granularityType: "Marketplace",
      granularityId: marketplace,
      marketplaceIds: marketplace,
      sellerSkus: asked.join(","),
    },
  });
  const found = expectShape(summaries, body).payload.inventorySummaries;
  return new Map(found.map((one) => [one.sellerSku, one]));
}

function levelOf(
  from: z.infer<typeof counted>,
  marketplace: string,
  warehouse: Summary | undefined,
): InventoryLevel {
  const counts = (from.fulfillmentAvailability ?? []).map((one) =>
    one.fulfillmentChannelCode === OWN ? one.quantity : warehouse?.inventoryDetails?.fulfillableQuantity,
  );
  const isTold = counts.every((count) => count != null);
  return {
    variant_id: from.sku,
    inventory_item_id: null,
    product_id: from.sku,
    sku: from.sku,
    location_id: marketplace,
    available: isTold ? String(counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)) : null,
    on_hand: null,
    updated_at: utc(warehouse?.lastUpdatedTime),
  };
}
