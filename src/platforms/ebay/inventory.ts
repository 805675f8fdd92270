import { z } from "zod";
import type { Warning } from "../../model/common";
import type { InventoryLevel, Product } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape } from "../expect";
import { mapOne, readCursor } from "../mapped";
import { amount, amountOf, text } from "./values";

/** GET /sell/inventory/v1/inventory_item[/{sku}] and /offer (Inventory API): what was listed through that API. */

const item = z.object({
  sku: z.string(),
  product: z
    .object({
      title: text,
      description: text,
      brand: text,
      ean: z.array(z.string()).nullish(),
      upc: z.array(z.string()).nullish(),
      isbn: z.array(z.string()).nullish(),
      imageUrls: z.array(z.string()).nullish(),
      // The specification says string, its own description and examples an object of lists.
      aspects: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
    })
    .nullish(),
  availability: z
    .object({
      shipToLocationAvailability: z
        .object({
          quantity: z.int().nullish(),
          availabilityDistributions: z
            .array(z.object({ merchantLocationKey: z.string(), quantity: z.int().nullish() }))
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
type Item = z.infer<typeof item>;

const offer = z.object({
  status: text,
  format: text,
  categoryId: text,
  pricingSummary: z.object({ price: amount.nullish(), originalRetailPrice: amount.nullish() }).nullish(),
});
type Offer = z.infer<typeof offer>;

const itemsAnswer = z.object({ inventoryItems: z.array(z.unknown()).nullish(), total: z.int().nullish() });
const offersAnswer = z.object({ offers: z.array(offer).nullish() });
const position = z.object({ page: z.int() });

const NO_PRICES: Warning = {
  code: "prices_not_listed",
  field: "data.variants.price",
  message:
    "eBay tells prices and states by offer, one call a SKU: they are null here and told by the single product.",
};
const ONLY_ITS_OWN: Warning = {
  code: "incomplete",
  message:
    "eBay's Inventory API knows the items made through it; listings made by hand or by older APIs are not told.",
};

/** `offset` counts pages here, from 0 (getInventoryItems); so the page size stays the query's own. */
async function itemsPage(
  api: Api,
  query: ListQuery,
): Promise<{ items: Mapped<Item>[]; next: string | null }> {
  const page = query.cursor === null ? 0 : readCursor(position, query.cursor).page;
  const { body } = await api.send({
    method: "GET",
    path: "/sell/inventory/v1/inventory_item",
    query: { limit: query.limit, offset: page },
  });
  const { inventoryItems, total } = expectShape(itemsAnswer, body);
  const items = (inventoryItems ?? []).map((raw, index) =>
    mapOne(`inventoryItems.${index}`, raw, item, (one) => one),
  );
  const hasMore = items.length > 0 && (page + 1) * query.limit < (total ?? 0);
  return { items, next: hasMore ? JSON.stringify({ page: page + 1 }) : null };
}

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const { items, next } = await itemsPage(api, query);
  const records = items.map(({ value, raw }) => ({ value: mapItem(value, null), raw }));
  return { records, next, warnings: [ONLY_ITS_OWN, ...(records.length > 0 ? [NO_PRICES] : [])] };
}

export async function readProduct(api: Api, sku: string): Promise<Mapped<Product>> {
  const path = `/sell/inventory/v1/inventory_item/${encodeURIComponent(sku)}`;
  const { body } = await api.send({ method: "GET", path });
  // getInventoryItem leaves out the SKU that it was asked by.
  const { value } = mapOne("body", { sku, ...(body as object | null) }, item, (one) => one);
  const answer = await api.send({ method: "GET", path: "/sell/inventory/v1/offer", query: { sku } });
  const { offers } = expectShape(offersAnswer, answer.body, "offers");
  // A SKU may be in an auction beside its fixed price: the price is the fixed one.
  const fixed = (offers ?? []).find((one) => one.format === "FIXED_PRICE") ?? null;
  return mapOne("body", body, z.unknown(), () => mapItem(value, { offers: offers ?? [], fixed }));
}

function mapItem(from: Item, sold: { offers: Offer[]; fixed: Offer | null } | null): Product {
  const { product } = from;
  const price = sold?.fixed?.pricingSummary?.price;
  const retail = sold?.fixed?.pricingSummary?.originalRetailPrice;
  return {
    id: from.sku,
    name: product?.title ?? from.sku,
    description: product?.description ?? null,
    status: statusOf(sold?.offers),
    vendor: product?.brand ?? null,
    category: sold?.fixed?.categoryId ?? null,
    tags: [],
    url: null,
    image_urls: product?.imageUrls ?? [],
    variants: [
      {
        id: from.sku,
        sku: from.sku,
        barcode: product?.ean?.[0] ?? product?.upc?.[0] ?? product?.isbn?.[0] ?? null,
        name: null,
        options: Object.entries(product?.aspects ?? {}).flatMap(([name, values]) =>
          values.map((value) => ({ name, value })),
        ),
        price: price ? amountOf(price) : null,
        compare_at_price: retail ? amountOf(retail) : null,
        tracks_inventory: true,
        inventory_item_id: null,
      },
    ],
    created_at: null,
    updated_at: null,
  };
}

const OFFER_STATUSES: Readonly<Record<string, Product["status"]>> = {
  PUBLISHED: "active",
  UNPUBLISHED: "draft",
};

function statusOf(offers: readonly Offer[] | undefined): Product["status"] {
  if (!offers) return "unknown";
  if (offers.some((one) => one.status === "PUBLISHED")) return "active";
  return offers.length === 0 ? "draft" : (OFFER_STATUSES[offers[0]?.status ?? ""] ?? "unknown");
}

/** One figure for the SKU, or one for each warehouse where the seller keeps several. */
export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { items, next } = await itemsPage(api, query);
  const records = items.flatMap(({ value, raw }) =>
    levelsOf(value)
      .filter((level) => query.location_id === undefined || level.location_id === query.location_id)
      .map((level) => ({ value: level, raw })),
  );
  return { records, next, warnings: [ONLY_ITS_OWN] };
}

function levelsOf({ sku, availability }: Item): InventoryLevel[] {
  const told = availability?.shipToLocationAvailability;
  const level = (location_id: string | null, quantity: number | null | undefined): InventoryLevel => ({
    variant_id: sku,
    inventory_item_id: null,
    product_id: sku,
    sku,
    location_id,
    available: quantity == null ? null : String(quantity),
    on_hand: null,
    updated_at: null,
  });
  const places = told?.availabilityDistributions ?? [];
  if (places.length > 0) return places.map((one) => level(one.merchantLocationKey, one.quantity));
  return told ? [level(null, told.quantity)] : [];
}
