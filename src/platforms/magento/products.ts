import { z } from "zod";
import type { Product, Variant } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { decimal, moneyOf } from "../decimal";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";
import { readPage, searchBy, timeConditions } from "./search";
import { mainStore, type StoreConfig } from "./store";
import { figure, id, text, utcTime } from "./values";

/** `/products`: what can be bought by itself, configurable products with what can be chosen as their variants. */

const custom = z.array(z.object({ attribute_code: z.string(), value: z.unknown() })).nullish();

const product = z.object({
  id,
  sku: z.string(),
  name: text,
  price: figure.nullish(),
  status: z.int().nullish(),
  created_at: text,
  updated_at: text,
  custom_attributes: custom,
  media_gallery_entries: z.array(z.object({ file: text, disabled: z.boolean().nullish() })).nullish(),
  extension_attributes: z
    .object({
      configurable_product_links: z.array(id).nullish(),
      configurable_product_options: z.array(z.object({ attribute_id: id, label: text })).nullish(),
    })
    .nullish(),
});
type MagentoProduct = z.infer<typeof product>;

const attribute = z.object({
  attribute_id: id,
  attribute_code: z.string(),
  options: z.array(z.object({ label: text, value: text })).nullish(),
});
type Attribute = z.infer<typeof attribute>;

interface Around {
  config: StoreConfig;
  children: ReadonlyMap<string, Mapped<MagentoProduct>>;
  attributes: ReadonlyMap<string, Attribute>;
}

/** "Not Visible Individually" (Magento\Catalog\Model\Product\Visibility): the choices of a configurable product. */
const NOT_BY_ITSELF = { field: "visibility", is: "neq", value: "1" } as const;

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const conditions = [NOT_BY_ITSELF, ...timeConditions(query)];
  const { raws, next } = await readPage(api, "/products", query, conditions, "id");
  return { records: await mapAll(api, raws), next, warnings: [] };
}

/** By id: Magento's own call for one product wants its SKU. */
export async function readProduct(api: Api, key: string): Promise<Mapped<Product>> {
  const found = /^\d{1,12}$/.test(key) ? await searchBy(api, "/products", "entity_id", [key]) : [];
  const [record] = await mapAll(api, found);
  if (record === undefined) throw new PlatformFailure({ kind: "not_found" }, null);
  return record;
}

async function mapAll(api: Api, raws: readonly unknown[]): Promise<Mapped<Product>[]> {
  if (raws.length === 0) return [];
  const parsed = mapEach("items", raws, product, (from) => from).map(({ value }) => value);
  const extensions = parsed.flatMap((one) => one.extension_attributes ?? []);
  const [{ config }, children, attributes] = await Promise.all([
    mainStore(api),
    searchBy(
      api,
      "/products",
      "entity_id",
      extensions.flatMap((one) => one.configurable_product_links ?? []),
    ),
    searchBy(
      api,
      "/products/attributes",
      "attribute_id",
      extensions.flatMap((one) =>
        (one.configurable_product_options ?? []).map((option) => option.attribute_id),
      ),
    ),
  ]);
  const around: Around = {
    config,
    children: new Map(
      mapEach("children", children, product, (from) => from).map((one) => [one.value.id, one]),
    ),
    attributes: new Map(
      expectShape(z.array(attribute), attributes, "attributes").map((one) => [one.attribute_id, one]),
    ),
  };
  return mapEach("items", raws, product, (from) => mapProduct(from, around)).map((one, index) => {
    const chosen = choicesOf(parsed[index], around);
    return chosen.length === 0
      ? one
      : { ...one, raw: { product: one.raw, children: chosen.map(({ raw }) => raw) } };
  });
}

function choicesOf(from: MagentoProduct | undefined, { children }: Around): Mapped<MagentoProduct>[] {
  return (from?.extension_attributes?.configurable_product_links ?? []).flatMap(
    (of) => children.get(of) ?? [],
  );
}

const STATUSES: Readonly<Record<number, Product["status"]>> = { 1: "active", 2: "draft" };

function mapProduct(from: MagentoProduct, around: Around): Product {
  const choices = choicesOf(from, around);
  const media = around.config.secure_base_media_url;
  return {
    id: from.id,
    name: from.name ?? "",
    description: customText(from, "description"),
    status: STATUSES[from.status ?? 0] ?? "unknown",
    vendor: null,
    category: null,
    tags: [],
    url: null,
    image_urls: (from.media_gallery_entries ?? []).flatMap(({ file, disabled }) =>
      file !== null && media !== null && !disabled ? [`${media}catalog/product${file}`] : [],
    ),
    variants:
      choices.length > 0
        ? choices.map(({ value }) => mapVariant(value, optionsOf(value, from, around), around))
        : [mapVariant(from, [], around)],
    created_at: utcTime(from.created_at),
    updated_at: utcTime(from.updated_at),
  };
}

function customText(from: MagentoProduct, code: string): string | null {
  const value = from.custom_attributes?.find((one) => one.attribute_code === code)?.value;
  return typeof value === "string" && value !== "" ? value : null;
}

/** What a choice is chosen by: the labels of the attributes that its configurable product names. */
function optionsOf(
  choice: MagentoProduct,
  parent: MagentoProduct,
  { attributes }: Around,
): Variant["options"] {
  return (parent.extension_attributes?.configurable_product_options ?? []).flatMap((option) => {
    const facts = attributes.get(option.attribute_id);
    const chosen = facts && customText(choice, facts.attribute_code);
    const label = facts?.options?.find(({ value }) => value !== null && value === chosen)?.label;
    return label ? [{ name: option.label ?? facts.attribute_code, value: label }] : [];
  });
}

function mapVariant(from: MagentoProduct, options: Variant["options"], { config }: Around): Variant {
  return {
    id: from.id,
    sku: from.sku,
    barcode: null,
    name: options.map(({ value }) => value).join(" / ") || null,
    options,
    price: from.price == null ? null : moneyOf(decimal(from.price), config.base_currency_code),
    compare_at_price: null,
    tracks_inventory: null,
    // Sources count by SKU.
    inventory_item_id: from.sku,
  };
}
