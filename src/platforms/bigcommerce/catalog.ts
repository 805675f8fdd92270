import { z } from "zod";
import { type Money, toMinor } from "../../kernel/money";
import type { InventoryLevel, Product, Variant } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { mapEach } from "../mapped";
import { afterId, byId, listAnswer, nextPage, pageNumber } from "./paging";
import { storeFacts } from "./store";
import { amountOf, figure, id, text } from "./values";

/** GET /v3/catalog/products[/{id}] with variants and images, GET /v3/inventory/items. */

const price = figure.nullish();

const variant = z.object({
  id,
  sku: text,
  price,
  sale_price: price,
  retail_price: price,
  upc: text,
  gtin: text,
  option_values: z.array(z.object({ option_display_name: text, label: text })).nullish(),
});

const product = z.object({
  id,
  name: z.string(),
  description: text,
  is_visible: z.boolean().nullish(),
  inventory_tracking: text,
  search_keywords: text,
  price: figure,
  sale_price: price,
  retail_price: price,
  custom_url: z.object({ url: text }).nullish(),
  images: z.array(z.object({ url_standard: text, sort_order: z.number().nullish() })).nullish(),
  variants: z.array(variant).nullish(),
  date_created: text,
  date_modified: text,
});

type Facts = Awaited<ReturnType<typeof storeFacts>>;

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const facts = await storeFacts(api);
  const { body } = await api.send({
    method: "GET",
    path: "/v3/catalog/products",
    query: {
      include: "variants,images",
      sort: "id",
      direction: "asc",
      limit: query.limit,
      "id:greater": afterId(query),
      "date_modified:min": query.updated_since,
    },
  });
  const answer = expectShape(listAnswer, body);
  return byId(
    mapEach("data", answer.data, product, (from) => mapProduct(from, facts)),
    query.limit,
  );
}

export async function readProduct(api: Api, productId: string): Promise<Mapped<Product>> {
  const facts = await storeFacts(api);
  const { body } = await api.send({
    method: "GET",
    path: `/v3/catalog/products/${encodeURIComponent(productId)}`,
    query: { include: "variants,images" },
  });
  const raw = expectShape(z.object({ data: z.unknown() }), body).data;
  return { value: mapping("data", () => mapProduct(expectShape(product, raw, "data"), facts)), raw };
}

function mapProduct(from: z.infer<typeof product>, facts: Facts): Product {
  const images = [...(from.images ?? [])].sort((a, b) => (a.sort_order ?? 0) - (b.sort_order ?? 0));
  const path = from.custom_url?.url;
  return {
    id: String(from.id),
    name: from.name,
    description: from.description,
    // Hidden products are not for sale on the storefront; the catalogue has no other draft.
    status: from.is_visible == null ? "unknown" : from.is_visible ? "active" : "draft",
    vendor: null,
    category: null,
    tags: (from.search_keywords ?? "")
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean),
    url: facts.url && path ? `${facts.url.replace(/\/$/, "")}${path}` : null,
    image_urls: images.flatMap((image) => image.url_standard ?? []),
    variants: (from.variants ?? []).map((one) => mapVariant(one, from, facts.currency)),
    created_at: utc(from.date_created),
    updated_at: utc(from.date_modified),
  };
}

/** A variant without a price of its own sells at the product's (product-variants, `price`). */
function mapVariant(from: z.infer<typeof variant>, of: z.infer<typeof product>, currency: string): Variant {
  const priced = from.price == null ? of : { ...from, price: from.price };
  const regular = amountOf(priced.price, currency);
  const sale = priced.sale_price ? amountOf(priced.sale_price, currency) : null;
  const listed = priced.retail_price ? amountOf(priced.retail_price, currency) : null;
  const reduced = sale && isLess(sale, regular) ? sale : null;
  const options = (from.option_values ?? []).flatMap(({ option_display_name: name, label }) =>
    name && label ? [{ name, value: label }] : [],
  );
  return {
    id: String(from.id),
    sku: from.sku,
    barcode: from.gtin ?? from.upc,
    name: options.map(({ value }) => value).join(" / ") || null,
    options,
    price: reduced ?? regular,
    compare_at_price: reduced ? regular : listed && isLess(regular, listed) ? listed : null,
    tracks_inventory: of.inventory_tracking === null ? null : of.inventory_tracking !== "none",
    inventory_item_id: null,
  };
}

function isLess(a: Money, b: Money): boolean {
  return toMinor(a) < toMinor(b);
}

const item = z.object({
  identity: z.object({ sku: text, variant_id: id, product_id: id }),
  locations: z.array(
    z.object({
      location_id: id,
      available_to_sell: z.number().nullish(),
      total_inventory_onhand: z.number().nullish(),
    }),
  ),
});

/** One item a variant, with a count for each location: a page holds `limit` items, and so more counts. */
export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { body } = await api.send({
    method: "GET",
    path: "/v3/inventory/items",
    query: { limit: query.limit, page: pageNumber(query), "location_id:in": query.location_id },
  });
  const answer = expectShape(listAnswer, body);
  const records = answer.data.flatMap((raw, index) => {
    const { identity, locations } = expectShape(item, raw, `data.${index}`);
    return locations.map((count) => ({
      value: {
        variant_id: String(identity.variant_id),
        inventory_item_id: null,
        product_id: String(identity.product_id),
        sku: identity.sku,
        location_id: String(count.location_id),
        available: quantityOf(count.available_to_sell),
        on_hand: quantityOf(count.total_inventory_onhand),
        updated_at: null,
      },
      raw,
    }));
  });
  return { records, next: nextPage(answer, query), warnings: [] };
}

function quantityOf(count: number | null | undefined): string | null {
  return count == null ? null : String(count);
}
