import { z } from "zod";
import type { InventoryLevel, Product, Variant } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapEach, offsetOf, search, timeFilters } from "./paging";
import { currencyOf } from "./store";
import { amountOf, figure, flag, id, text, timeOf } from "./values";

/** GET /products[/{id}]: a product with its variations (`combinations`) and what is in stock of each. */

const attributes = z.array(z.object({ type: text, value: text })).nullish();

const sellable = {
  id,
  sku: text,
  price: figure.nullish(),
  compareToPrice: figure.nullish(),
  quantity: figure.nullish(),
  unlimited: flag,
  /** What is in stock at each place, by the place's id. */
  locationInventory: z.record(z.string(), figure).nullish(),
  attributes,
};

export const combination = z.object({
  ...sellable,
  options: z.array(z.object({ name: text, value: text })).nullish(),
});

export const product = z.object({
  ...sellable,
  name: z.string(),
  description: text,
  url: text,
  enabled: flag,
  nameYourPriceEnabled: flag,
  defaultCategoryId: id.nullish(),
  categories: z.array(z.object({ id, name: text })).nullish(),
  imageUrl: text,
  media: z.object({ images: z.array(z.object({ imageOriginalUrl: text })).nullish() }).nullish(),
  combinations: z.array(combination).nullish(),
  created: text,
  updated: text,
});

type EcwidProduct = z.infer<typeof product>;
type Sellable = Pick<z.infer<typeof combination>, keyof typeof sellable>;

/** Oldest first: a product that is added meanwhile comes last. */
async function fetchProducts(api: Api, query: ListQuery) {
  return search(api, "/products", {
    limit: query.limit,
    offset: offsetOf(query),
    sortBy: "ADDED_TIME_ASC",
    ...timeFilters(query),
  });
}

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const currency = await currencyOf(api);
  const { raws, next } = await fetchProducts(api, query);
  const records = mapEach(raws, product, (from) => mapProduct(from, currency));
  return { records, next: next === null ? null : String(next), warnings: [] };
}

export async function readProduct(api: Api, productId: string): Promise<Mapped<Product>> {
  const currency = await currencyOf(api);
  const { body } = await api.send({ method: "GET", path: `/products/${encodeURIComponent(productId)}` });
  const from = expectShape(product, body, "product");
  return { value: mapping("product", () => mapProduct(from, currency)), raw: body };
}

function mapProduct(from: EcwidProduct, currency: string): Product {
  const category = from.categories?.find((one) => one.id === from.defaultCategoryId) ?? from.categories?.[0];
  const images = (from.media?.images ?? []).flatMap((image) => image.imageOriginalUrl ?? []);
  const combinations = from.combinations ?? [];
  return {
    id: String(from.id),
    name: from.name,
    description: from.description,
    status: from.enabled == null ? "unknown" : from.enabled ? "active" : "draft",
    vendor: attributeOf(from, "BRAND"),
    category: category?.name ?? null,
    tags: [],
    url: from.url,
    image_urls: images.length > 0 ? images : from.imageUrl ? [from.imageUrl] : [],
    variants:
      combinations.length > 0
        ? combinations.map((one) => mapVariant(one, one.options ?? [], from, currency))
        : [mapVariant(from, [], from, currency)],
    created_at: timeOf(from.created),
    updated_at: timeOf(from.updated),
  };
}

/** A variation without a price of its own sells at the product's. */
function mapVariant(
  from: Sellable,
  chosen: readonly { name: string | null; value: string | null }[],
  of: EcwidProduct,
  currency: string,
): Variant {
  const options = chosen.flatMap(({ name, value }) => (name && value ? [{ name, value }] : []));
  const price = from.price ?? of.price;
  const compared = from.compareToPrice ?? (from.price == null ? of.compareToPrice : null);
  return {
    id: String(from.id),
    sku: from.sku,
    barcode: attributeOf(from, "UPC"),
    name: options.map(({ value }) => value).join(" / ") || null,
    options,
    price: price == null || of.nameYourPriceEnabled ? null : amountOf(price, currency),
    compare_at_price: compared == null ? null : amountOf(compared, currency),
    tracks_inventory: from.unlimited == null ? null : !from.unlimited,
    inventory_item_id: null,
  };
}

function attributeOf(from: Pick<Sellable, "attributes">, type: string): string | null {
  return from.attributes?.find((attribute) => attribute.type === type)?.value ?? null;
}

/** The products once more, for their counts: a page holds `limit` products, and may hold more counts. */
export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { raws, next } = await fetchProducts(api, query);
  const records = raws.flatMap((raw, index) => {
    const where = `items.${index}`;
    const from = expectShape(product, raw, where);
    const sold: readonly Sellable[] = from.combinations?.length ? from.combinations : [from];
    return sold.flatMap((one) => mapping(where, () => counts(one, from)).map((value) => ({ value, raw })));
  });
  return { records, next: next === null ? null : String(next), warnings: [] };
}

function counts(from: Sellable, of: EcwidProduct): InventoryLevel[] {
  const places = Object.entries(from.locationInventory ?? {});
  const counted: [string | null, number | null | undefined][] =
    places.length > 0 ? places : [[null, from.quantity]];
  return counted.map(([location, quantity]) => ({
    variant_id: String(from.id),
    inventory_item_id: null,
    product_id: String(of.id),
    sku: from.sku,
    location_id: location,
    // What is never out of stock is not counted, whatever number was left standing there.
    available: from.unlimited || quantity == null ? null : String(quantity),
    on_hand: null,
    updated_at: timeOf(of.updated),
  }));
}
