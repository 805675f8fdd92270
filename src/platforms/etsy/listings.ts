import { z } from "zod";
import type { InventoryLevel, Product, Variant } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { mapOne, readCursor } from "../mapped";
import { place, slice } from "./paging";
import { shopPath } from "./shop";
import { amountOrNull, id, money, seconds, text, timeOf } from "./values";

/**
 * GET /shops/{shop_id}/listings (getListingsByShop) with their inventory, /listings/{listing_id} (getListing), which no
 * longer offers it, and /listings/{listing_id}/inventory (getListingInventory).
 */

const offering = z.object({
  quantity: z.int().nullish(),
  is_enabled: z.boolean().nullish(),
  is_deleted: z.boolean().nullish(),
  price: money.nullish(),
});
const product = z.object({
  product_id: id,
  sku: text,
  is_deleted: z.boolean().nullish(),
  offerings: z.array(offering).nullish(),
  property_values: z
    .array(z.object({ property_name: text, values: z.array(z.string()).nullish() }))
    .nullish(),
});
type EtsyProduct = z.infer<typeof product>;

const listing = z.object({
  listing_id: id,
  shop_id: id,
  title: text,
  description: text,
  state: text,
  url: text,
  tags: z.array(z.string()).nullish(),
  created_timestamp: seconds,
  updated_timestamp: seconds,
  images: z.array(z.object({ url_fullxfull: text })).nullish(),
  inventory: z.object({ products: z.array(product).nullish() }).nullish(),
});
type Listing = z.infer<typeof listing>;

/** The values of `state`, in the order in which they are read: Etsy lists one at a time. */
const STATES = ["active", "inactive", "sold_out", "draft", "expired"] as const;

const STATUSES: Readonly<Record<string, Product["status"]>> = {
  active: "active",
  sold_out: "active",
  inactive: "draft",
  draft: "draft",
  expired: "archived",
};
/** The states behind each status of ours, to ask by. */
const STATES_OF: Readonly<Record<string, readonly (typeof STATES)[number][]>> = {
  active: ["active", "sold_out"],
  draft: ["inactive", "draft"],
  archived: ["expired"],
};
export const PRODUCT_STATUSES = Object.keys(STATES_OF);

const position = z.object({ state: z.int().nonnegative(), at: place.nullable() });

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const page = await listings(api, query, statesFor(query.status), "Images,Inventory");
  return { ...page, records: page.items.map(({ where, raw }) => mapOne(where, raw, listing, mapListing)) };
}

/** Only what is for sale has stock that counts; the seller's other listings keep their figures in the raw product. */
export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const page = await listings(api, query, ["active"], "Inventory");
  const records = page.items.flatMap(({ where, raw }) => {
    const { value } = mapOne(where, raw, listing, levelsOf);
    return value.map((level) => ({ value: level, raw }));
  });
  return { ...page, records };
}

async function listings(
  api: Api,
  query: ListQuery,
  states: readonly string[],
  includes: string,
): Promise<{ items: { raw: unknown; where: string }[]; next: string | null; warnings: [] }> {
  const here = query.cursor === null ? { state: 0, at: null } : readCursor(position, query.cursor);
  const state = states[here.state];
  if (state === undefined) return { items: [], next: null, warnings: [] };
  const { items, next } = await slice(
    api,
    {
      path: `${shopPath(api)}/listings`,
      query: { state, includes, sort_on: "created", sort_order: "asc" },
    },
    { at: here.at, limit: query.limit, idField: "listing_id" },
  );
  const isLast = here.state + 1 >= states.length;
  const following = next
    ? { state: here.state, at: next }
    : isLast
      ? null
      : { state: here.state + 1, at: null };
  return { items, next: following && JSON.stringify(following), warnings: [] };
}

function statesFor(status: string | undefined): readonly string[] {
  if (status === undefined) return STATES;
  const found = Object.hasOwn(STATES_OF, status) ? STATES_OF[status] : undefined;
  if (found) return found;
  throw new PlatformFailure(
    { kind: "rejected", detail: `status: one of ${PRODUCT_STATUSES.join(", ")}` },
    null,
  );
}

export async function readProduct(api: Api, listingId: string): Promise<Mapped<Product>> {
  const path = `/listings/${encodeURIComponent(listingId)}`;
  const { body, status } = await api.send({ method: "GET", path, query: { includes: "Images" } });
  const { shop_id } = expectShape(listing.pick({ shop_id: true }), body, "body");
  // Any shop's listing can be fetched by its id; another shop's is none of this connection's.
  if (String(shop_id) !== api.account.id) throw new PlatformFailure({ kind: "not_found" }, status);
  // Together they are what a listing of the list is.
  const whole = { ...(body as object), inventory: await inventoryAt(api, `${path}/inventory`) };
  return mapOne("body", whole, listing, mapListing);
}

/** Null where Etsy keeps none: a listing never edited with its inventory tools has no record (getListingInventory). */
async function inventoryAt(api: Api, path: string): Promise<unknown> {
  try {
    return (await api.send({ method: "GET", path })).body;
  } catch (error) {
    if (error instanceof PlatformFailure && error.failure.kind === "not_found") return null;
    throw error;
  }
}

function mapListing(from: Listing): Product {
  return {
    id: String(from.listing_id),
    name: from.title ?? "",
    description: from.description ?? null,
    status: STATUSES[from.state ?? ""] ?? "unknown",
    vendor: null,
    category: null,
    tags: from.tags ?? [],
    url: from.url ?? null,
    image_urls: (from.images ?? []).flatMap((image) => image.url_fullxfull ?? []),
    variants: productsOf(from).map(mapVariant),
    created_at: timeOf(from.created_timestamp),
    updated_at: timeOf(from.updated_timestamp),
  };
}

function productsOf({ inventory }: Listing): EtsyProduct[] {
  return (inventory?.products ?? []).filter((one) => !one.is_deleted);
}

function offeringsOf(from: EtsyProduct): z.infer<typeof offering>[] {
  return (from.offerings ?? []).filter((one) => !one.is_deleted);
}

function mapVariant(from: EtsyProduct): Variant {
  const offer = offeringsOf(from)[0];
  const options = (from.property_values ?? []).flatMap(({ property_name, values }) =>
    values?.length ? [{ name: property_name ?? "", value: values.join(", ") }] : [],
  );
  return {
    id: String(from.product_id),
    sku: from.sku || null,
    barcode: null,
    name: options.map(({ value }) => value).join(" / ") || null,
    options,
    price: amountOrNull(offer?.price),
    compare_at_price: null,
    tracks_inventory: true,
    inventory_item_id: null,
  };
}

function levelsOf(from: Listing): InventoryLevel[] {
  return productsOf(from).map((one) => {
    const counts = offeringsOf(one).map((offer) => offer.quantity);
    const isTold = counts.length > 0 && counts.every((count) => count != null);
    return {
      variant_id: String(one.product_id),
      inventory_item_id: null,
      product_id: String(from.listing_id),
      sku: one.sku || null,
      location_id: null,
      available: isTold ? String(counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)) : null,
      on_hand: null,
      updated_at: timeOf(from.updated_timestamp),
    };
  });
}
