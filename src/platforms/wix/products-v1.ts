import { z } from "zod";
import type { Product, Variant } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { decimal, moneyOf } from "../decimal";
import { expectShape, mapping, utc } from "../expect";
import { mapEach } from "../mapped";
import { digits, since } from "./paging";
import { text, variantIdOf } from "./values";

/** Catalog V1: POST /stores/v1/products/query, GET /stores/v1/products/{id}. Filters and sorts are JSON in text. */

const priceData = z
  .object({ currency: z.string().length(3), price: z.number(), discountedPrice: z.number().nullish() })
  .nullish();

const variant = z.object({
  id: text,
  choices: z.record(z.string(), z.string()).nullish(),
  variant: z.object({ priceData, sku: text }).nullish(),
  stock: z.object({ trackQuantity: z.boolean().nullish() }).nullish(),
});

const product = z.object({
  id: z.string().min(1),
  numericId: text,
  name: text,
  description: text,
  visible: z.boolean().nullish(),
  sku: text,
  brand: text,
  priceData,
  stock: z.object({ trackInventory: z.boolean().nullish() }).nullish(),
  variants: z.array(variant).nullish(),
  media: z
    .object({ items: z.array(z.object({ image: z.object({ url: text }).nullish() })).nullish() })
    .nullish(),
  productPageUrl: z.object({ base: text, path: text }).nullish(),
  createdDate: text,
  lastUpdated: text,
});
type V1Product = z.infer<typeof product>;

/** By `numericId`, which grows with each product, from the last one given: nothing shifts a page. */
export async function v1Products(api: Api, query: ListQuery): Promise<Page<Product>> {
  const after = digits(query);
  const filter = {
    ...(after === null ? {} : { numericId: { $gt: after } }),
    lastUpdated: since(query.updated_since),
  };
  const { body } = await api.send({
    method: "POST",
    path: "/stores/v1/products/query",
    json: {
      query: {
        paging: { limit: query.limit },
        filter: JSON.stringify(filter),
        sort: JSON.stringify([{ numericId: "asc" }]),
      },
      includeVariants: true,
      includeHiddenProducts: true,
    },
  });
  const { products } = expectShape(z.object({ products: z.array(z.unknown()) }), body);
  const parsed = products.at(-1);
  const last = parsed ? expectShape(z.object({ numericId: text }), parsed, "products").numericId : null;
  return {
    records: mapEach("products", products, product, mapProduct),
    next: products.length < query.limit ? null : last,
    warnings: [],
  };
}

export async function v1Product(api: Api, id: string): Promise<Mapped<Product>> {
  const { body } = await api.send({ method: "GET", path: `/stores/v1/products/${encodeURIComponent(id)}` });
  const raw = expectShape(z.object({ product: z.unknown() }), body).product;
  return { value: mapping("product", () => mapProduct(expectShape(product, raw, "product"))), raw };
}

function mapProduct(from: V1Product): Product {
  const variants = from.variants ?? [];
  const page = from.productPageUrl;
  return {
    id: from.id,
    name: from.name ?? "",
    description: from.description,
    status: from.visible == null ? "unknown" : from.visible ? "active" : "draft",
    vendor: from.brand,
    category: null,
    tags: [],
    url: page?.base && page.path ? `${page.base.replace(/\/$/, "")}/${page.path.replace(/^\//, "")}` : null,
    image_urls: (from.media?.items ?? []).flatMap(({ image }) => image?.url ?? []),
    variants: (variants.length > 0 ? variants : [{ id: null, sku: null }]).map((one) =>
      mapVariant({ choices: null, variant: null, stock: null, ...one }, from),
    ),
    created_at: utc(from.createdDate),
    updated_at: utc(from.lastUpdated),
  };
}

/** A variant without a price or SKU of its own has the product's. */
function mapVariant(from: z.infer<typeof variant>, of: V1Product): Variant {
  const options = Object.entries(from.choices ?? {}).map(([name, value]) => ({ name, value }));
  const told = from.variant?.priceData ?? of.priceData;
  const regular = told ? moneyOf(decimal(told.price), told.currency) : null;
  const reduced =
    told?.discountedPrice != null && told.discountedPrice < told.price
      ? moneyOf(decimal(told.discountedPrice), told.currency)
      : null;
  return {
    id: variantIdOf(from.id, of.id) ?? of.id,
    sku: from.variant?.sku ?? of.sku,
    barcode: null,
    name: options.map(({ value }) => value).join(" / ") || null,
    options,
    price: reduced ?? regular,
    compare_at_price: reduced ? regular : null,
    tracks_inventory: from.stock?.trackQuantity ?? of.stock?.trackInventory ?? null,
    inventory_item_id: null,
  };
}
