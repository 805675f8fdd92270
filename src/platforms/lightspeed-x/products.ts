import { z } from "zod";
import type { InventoryLevel, Product } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { mapEach } from "../mapped";
import { readTerms, type Terms } from "./retailer";
import { amountOf, number, quantityOf, readCollection, readOne, text } from "./values";

/** GET /products, POST /inventory. Every variant is a product of its own here; `family_id` in `raw` says what belongs together. */

const named = z.object({ name: text }).nullish();

const product = z.object({
  id: z.string(),
  name: text,
  variant_name: text,
  description: text,
  active: z.boolean().nullish(),
  is_active: z.boolean().nullish(),
  has_inventory: z.boolean().nullish(),
  sku: text,
  product_codes: z.array(z.object({ code: text, type: text })).nullish(),
  price_excluding_tax: number,
  price_including_tax: number,
  brand: named,
  type: named,
  product_category: named,
  categories: z.array(z.object({ name: text })).nullish(),
  images: z.array(z.object({ url: text })).nullish(),
  variant_options: z.array(z.object({ name: text, value: text })).nullish(),
  created_at: text,
  updated_at: text,
  deleted_at: text,
});

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const terms = await readTerms(api);
  return readCollection(api, query, "/products", product, (from) => mapProduct(from, terms));
}

export async function readProduct(api: Api, id: string): Promise<Mapped<Product>> {
  const raw = await readOne(api, `/products/${encodeURIComponent(id)}`);
  const from = expectShape(product, raw, "product");
  const terms = await readTerms(api);
  return { value: mapping("product", () => mapProduct(from, terms)), raw };
}

function mapProduct(from: z.infer<typeof product>, { currency, taxExclusive }: Terms): Product {
  const price = taxExclusive
    ? from.price_excluding_tax
    : (from.price_including_tax ?? from.price_excluding_tax);
  const code = from.product_codes?.find(({ type }) => type !== "custom") ?? from.product_codes?.[0];
  return {
    id: from.id,
    name: from.name ?? "",
    description: from.description || null,
    status: from.deleted_at ? "archived" : (from.is_active ?? from.active ?? true) ? "active" : "draft",
    vendor: from.brand?.name || null,
    category: from.product_category?.name || from.type?.name || null,
    tags: (from.categories ?? []).flatMap(({ name }) => name || []),
    url: null,
    image_urls: (from.images ?? []).flatMap(({ url }) => url || []),
    variants: [
      {
        id: from.id,
        sku: from.sku || null,
        barcode: code?.code || null,
        name: from.variant_name || null,
        options: (from.variant_options ?? []).flatMap(({ name, value }) =>
          name && value ? { name, value } : [],
        ),
        price: price === null || price === undefined ? null : amountOf(price, currency),
        compare_at_price: null,
        tracks_inventory: from.has_inventory ?? null,
        inventory_item_id: null,
      },
    ],
    created_at: utc(from.created_at),
    updated_at: utc(from.updated_at),
  };
}

const record = z.object({
  outlet_id: text,
  product_id: z.string(),
  current_inventory_level: number,
  version: z.int(),
});

/** A bare array, unlike all other lists, and a POST; its cursor is the same version. */
export async function readInventory(api: Api, query: ListQuery): Promise<Page<InventoryLevel>> {
  const { body } = await api.send({
    method: "POST",
    path: "/inventory",
    json: {
      size: query.limit,
      sort_direction: "asc",
      ...(query.cursor !== null && { after: versionOf(query.cursor) }),
    },
  });
  const raws = expectShape(z.array(z.unknown()), body, "inventory");
  const records = mapEach("inventory", raws, record, (from) => ({
    variant_id: from.product_id,
    inventory_item_id: null,
    product_id: from.product_id,
    sku: null,
    location_id: from.outlet_id ?? null,
    available: from.current_inventory_level == null ? null : quantityOf(from.current_inventory_level),
    on_hand: null,
    updated_at: null,
  }));
  const last = raws.at(-1);
  return {
    records,
    next: last ? String(expectShape(record, last, "inventory").version) : null,
    warnings: [],
  };
}

function versionOf(cursor: string): number {
  const version = Number(cursor);
  if (!Number.isSafeInteger(version))
    throw new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
  return version;
}
