import { z } from "zod";
import type { Product, Variant } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { decimal, moneyOf } from "../decimal";
import { expectShape, mapping } from "../expect";
import { mapEach } from "../mapped";
import { variantId } from "./ids";
import { listBy, one, readPage, timeFilters } from "./requests";
import { codeOf, readCurrencies, readSettings, type Settings } from "./settings";
import { association, figure, flag, id, idPath, inLanguage, localized, reference, text } from "./values";
import { fromWall } from "./zoned";

/** `products` with their `combinations`, and what those name by id. */

const sold = { reference: text, ean13: text, upc: text, isbn: text, price: figure };

const product = z.object({
  ...sold,
  id,
  name: localized,
  description: localized,
  active: flag,
  state: figure.nullish(),
  manufacturer_name: text,
  id_category_default: reference,
  date_add: text,
  date_upd: text,
});
type PrestaProduct = z.infer<typeof product>;

const combination = z.object({
  ...sold,
  id,
  id_product: id,
  associations: z.object({ product_option_values: association(z.object({ id })) }).optional(),
});
type Combination = z.infer<typeof combination>;

const optionValue = z.object({ id, id_attribute_group: reference, name: localized });
const named = z.object({ id, name: localized });

interface Around {
  settings: Settings;
  currency: string;
  combinations: readonly Mapped<Combination>[];
  options: ReadonlyMap<string, { name: string; value: string }>;
  categories: ReadonlyMap<string, string>;
}

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const settings = await readSettings(api);
  const { raws, next } = await readPage(api, "products", query, timeFilters(query, settings));
  const around = await surroundings(api, settings, raws);
  const records = mapEach("products", raws, product, (from) => mapProduct(from, around));
  return { records: records.map((record) => withCombinations(record, around)), next, warnings: [] };
}

export async function readProduct(api: Api, key: string): Promise<Mapped<Product>> {
  const [settings, raw] = await Promise.all([
    readSettings(api),
    one(api, "products", "product", idPath(key)),
  ]);
  const around = await surroundings(api, settings, [raw]);
  const value = mapping("product", () => mapProduct(expectShape(product, raw, "product"), around));
  return withCombinations({ value, raw }, around);
}

/** The raw object is the product, and beside it its combinations' own. */
function withCombinations({ value, raw }: Mapped<Product>, { combinations }: Around): Mapped<Product> {
  const own = combinations.filter((one) => one.value.id_product === value.id);
  return { value, raw: { product: raw, combinations: own.map((one) => one.raw) } };
}

const names = z.object({ id, id_category_default: reference });

async function surroundings(api: Api, settings: Settings, raws: readonly unknown[]): Promise<Around> {
  const products = expectShape(z.array(names), raws, "products");
  const [currencies, combos, categories] = await Promise.all([
    readCurrencies(api),
    listBy(
      api,
      "combinations",
      "id_product",
      products.map((one) => one.id),
    ),
    listBy(
      api,
      "categories",
      "id",
      products.map((one) => one.id_category_default),
      "[id,name]",
    ),
  ]);
  const combinations = mapEach("combinations", combos, combination, (from) => from);
  return {
    settings,
    currency: codeOf(currencies, settings.currencyId),
    combinations,
    options: await optionsOf(api, settings, combinations),
    categories: namesOf(expectShape(z.array(named), categories, "categories"), settings),
  };
}

/** Option values with the option each belongs to. */
async function optionsOf(
  api: Api,
  settings: Settings,
  combinations: readonly Mapped<Combination>[],
): Promise<Around["options"]> {
  const ids = combinations.flatMap(({ value }) =>
    (value.associations?.product_option_values ?? []).map((one) => one.id),
  );
  const raws = await listBy(api, "product_option_values", "id", ids, "[id,id_attribute_group,name]");
  const values = expectShape(z.array(optionValue), raws, "product_option_values");
  const groups = await listBy(
    api,
    "product_options",
    "id",
    values.map((one) => one.id_attribute_group),
    "[id,name]",
  );
  const groupNames = namesOf(expectShape(z.array(named), groups, "product_options"), settings);
  return new Map(
    values.map((one) => [
      one.id,
      {
        name: groupNames.get(one.id_attribute_group ?? "") ?? "",
        value: inLanguage(one.name, settings.languageId) ?? "",
      },
    ]),
  );
}

function namesOf(list: readonly z.infer<typeof named>[], { languageId }: Settings): Map<string, string> {
  return new Map(list.map((one) => [one.id, inLanguage(one.name, languageId) ?? ""]));
}

function mapProduct(from: PrestaProduct, around: Around): Product {
  const { settings } = around;
  const own = around.combinations.filter((one) => one.value.id_product === from.id);
  // `state` 0: somebody has begun to write it and not saved it yet.
  const isWritten = from.state == null || String(from.state) !== "0";
  return {
    id: from.id,
    name: inLanguage(from.name, settings.languageId) ?? "",
    description: inLanguage(from.description, settings.languageId),
    status: from.active && isWritten ? "active" : "draft",
    vendor: from.manufacturer_name,
    category: around.categories.get(from.id_category_default ?? "") || null,
    tags: [],
    url: null,
    image_urls: [],
    variants:
      own.length > 0
        ? own.map(({ value }) => mapVariant(from, value, around))
        : [mapVariant(from, null, around)],
    created_at: fromWall(from.date_add, settings.timezone),
    updated_at: fromWall(from.date_upd, settings.timezone),
  };
}

/** A combination's price is what it adds to the product's. */
function mapVariant(from: PrestaProduct, combination: Combination | null, around: Around): Variant {
  const codes = combination ?? from;
  const options = (combination?.associations?.product_option_values ?? []).flatMap(
    (one) => around.options.get(one.id) ?? [],
  );
  const price = decimal(from.price) + (combination ? decimal(combination.price) : 0n);
  return {
    id: variantId(from.id, combination?.id ?? null),
    sku: combination?.reference ?? from.reference,
    barcode: codes.ean13 ?? codes.upc ?? codes.isbn,
    name: options.map(({ value }) => value).join(" / ") || null,
    options,
    price: moneyOf(price, around.currency),
    compare_at_price: null,
    tracks_inventory: null,
    inventory_item_id: null,
  };
}
