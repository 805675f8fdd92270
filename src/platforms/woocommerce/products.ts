import type { Money } from "../../kernel/money";
import type { Product, Variant } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { decimal, moneyOf } from "../decimal";
import { expectShape, mapping } from "../expect";
import {
  catalogPage,
  product,
  type WithVariations,
  type WooProduct,
  type WooVariation,
  withVariations,
} from "./catalog";
import { shopCurrency } from "./store";
import { gmt, idPath } from "./values";

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const [currency, { records, next }] = await Promise.all([shopCurrency(api), catalogPage(api, query)]);
  return {
    records: records.map(({ value, raw }, index) => ({
      value: mapping(`products.${index}`, () => mapProduct(value, currency)),
      raw,
    })),
    next,
    warnings: [],
  };
}

export async function readProduct(api: Api, id: string): Promise<Mapped<Product>> {
  const { body } = await api.send({ method: "GET", path: `/products/${idPath(id)}` });
  const one = { value: expectShape(product, body, "product"), raw: body };
  const [currency, found] = await Promise.all([shopCurrency(api), withVariations(api, [one])]);
  const { value, raw } = found[0] ?? { value: { product: one.value, variations: null }, raw: body };
  return { value: mapping("product", () => mapProduct(value, currency)), raw };
}

/** Drafts, reviews pending and private ones are not on sale; what is in the bin is not listed at all. */
const STATUSES: Readonly<Record<string, Product["status"]>> = {
  publish: "active",
  draft: "draft",
  pending: "draft",
  future: "draft",
  private: "draft",
  trash: "archived",
};

function mapProduct({ product: from, variations }: WithVariations, currency: string): Product {
  const names = (list: readonly { name: string | null }[] | null | undefined) =>
    (list ?? []).flatMap(({ name }) => name ?? []);
  return {
    id: from.id,
    name: from.name ?? "",
    description: from.description,
    status: (Object.hasOwn(STATUSES, from.status) && STATUSES[from.status]) || "unknown",
    vendor: names(from.brands)[0] ?? null,
    category: names(from.categories)[0] ?? null,
    tags: names(from.tags),
    url: from.permalink,
    image_urls: (from.images ?? []).flatMap(({ src }) => src ?? []),
    variants: variations ? variations.map((one) => mapVariant(one, currency)) : [mapVariant(from, currency)],
    created_at: gmt(from.date_created_gmt),
    updated_at: gmt(from.date_modified_gmt),
  };
}

function mapVariant(from: WooProduct | WooVariation, currency: string): Variant {
  const options = "attributes" in from ? (from.attributes ?? []) : [];
  const price = priceOf(from.price, currency);
  return {
    id: from.id,
    sku: from.sku,
    barcode: from.global_unique_id,
    name: options.map(({ option }) => option).join(" / ") || null,
    options: options.flatMap(({ name, option }) => (name && option ? [{ name, value: option }] : [])),
    price,
    compare_at_price: from.on_sale ? priceOf(from.regular_price, currency) : null,
    tracks_inventory: from.manage_stock == null ? null : from.manage_stock !== false,
    inventory_item_id: null,
  };
}

/** An empty price is none: the product cannot be bought yet, or is a group of others. */
function priceOf(value: string | number | null | undefined, currency: string): Money | null {
  return value == null || value === "" ? null : moneyOf(decimal(value), currency);
}
