import { z } from "zod";
import type { InventoryLevel, Product, Variant } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, utc } from "../expect";
import { mapEach } from "../mapped";
import { changedSince, readPage } from "./paging";
import { amountOf, money, text } from "./values";

/** GET /v2/commerce/products[/{ids}], GET /1.0/commerce/inventory. */

const pricing = z
  .object({ basePrice: money.nullish(), onSale: z.boolean().nullish(), salePrice: money.nullish() })
  .nullish();

const stock = z.object({ unlimited: z.boolean().nullish() }).nullish();

const variant = z.object({
  id: z.string(),
  sku: text,
  pricing,
  stock,
  /** Value by attribute: `{"Size": "Large"}`. */
  attributes: z.record(z.string(), z.string().nullable()).nullish(),
});

const product = z.object({
  id: z.string(),
  type: text,
  name: text,
  description: text,
  url: text,
  tags: z.array(z.string()).nullish(),
  isVisible: z.boolean().nullish(),
  /** Of a download, which has no variants. */
  pricing,
  variants: z.array(variant).nullish(),
  images: z.array(z.object({ url: text })).nullish(),
  createdOn: text,
  modifiedOn: text,
});
type SquarespaceProduct = z.infer<typeof product>;

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const { raws, next, warnings } = await readPage(
    api,
    "/v2/commerce/products",
    "products",
    query,
    changedSince(api, query),
  );
  return { records: mapEach("products", raws, product, mapProduct), next, warnings };
}

/** The path takes several ids, joined by commas: whatever was given for one, only that very one is answered. */
export async function readProduct(api: Api, id: string): Promise<Mapped<Product>> {
  const { body, status } = await api.send({
    method: "GET",
    path: `/v2/commerce/products/${encodeURIComponent(id)}`,
  });
  const { products } = expectShape(z.object({ products: z.array(z.unknown()) }), body);
  const found = mapEach("products", products, product, mapProduct).find(({ value }) => value.id === id);
  if (!found) throw new PlatformFailure({ kind: "not_found" }, status);
  return found;
}

function mapProduct(from: SquarespaceProduct): Product {
  const variants = from.variants ?? [];
  return {
    id: from.id,
    name: from.name ?? "",
    description: from.description,
    status: from.isVisible == null ? "unknown" : from.isVisible ? "active" : "draft",
    vendor: null,
    category: null,
    tags: from.tags ?? [],
    url: from.url && /^https?:\/\//.test(from.url) ? from.url : null,
    image_urls: (from.images ?? []).flatMap((image) => image.url ?? []),
    variants:
      variants.length > 0
        ? variants.map(mapVariant)
        : from.pricing
          ? [mapVariant({ id: from.id, sku: null, pricing: from.pricing })]
          : [],
    created_at: utc(from.createdOn),
    updated_at: utc(from.modifiedOn),
  };
}

function mapVariant(from: z.infer<typeof variant>): Variant {
  const base = from.pricing?.basePrice ? amountOf(from.pricing.basePrice) : null;
  const sale = from.pricing?.onSale && from.pricing.salePrice ? amountOf(from.pricing.salePrice) : null;
  const options = Object.entries(from.attributes ?? {}).flatMap(([name, value]) =>
    value ? [{ name, value }] : [],
  );
  return {
    id: from.id,
    sku: from.sku,
    barcode: null,
    name: options.map(({ value }) => value).join(" / ") || null,
    options,
    price: sale ?? base,
    compare_at_price: sale ? base : null,
    tracks_inventory: from.stock?.unlimited == null ? null : !from.stock.unlimited,
    inventory_item_id: null,
  };
}

const inventoryItem = z.object({
  variantId: z.string(),
  sku: text,
  isUnlimited: z.boolean(),
  quantity: z.number().nullish(),
});

export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { raws, next, warnings } = await readPage(api, "/1.0/commerce/inventory", "inventory", query);
  const records = mapEach("inventory", raws, inventoryItem, (from) => ({
    variant_id: from.variantId,
    inventory_item_id: null,
    product_id: null,
    sku: from.sku,
    location_id: null,
    // What is not tracked has no count, whatever number stands there.
    available: from.isUnlimited || from.quantity == null ? null : String(from.quantity),
    on_hand: null,
    updated_at: null,
  }));
  return { records, next, warnings };
}
