import { z } from "zod";
import { type Api, type ListQuery, type Mapped, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";
import { MAX_PER_PAGE, readPage, timeFilters } from "./paging";
import { figure, id, text } from "./values";

/** GET /products with the variations of those that have any. */

const sellable = {
  id,
  sku: text,
  global_unique_id: text,
  price: figure.nullish(),
  regular_price: figure.nullish(),
  on_sale: z.boolean().nullish(),
  /** `parent`: counted for the whole product. */
  manage_stock: z.union([z.boolean(), z.literal("parent")]).nullish(),
  stock_quantity: figure.nullish(),
  date_modified_gmt: text,
};

export const variation = z.object({
  ...sellable,
  parent_id: id.nullish(),
  name: text,
  attributes: z.array(z.object({ name: text, option: text })).nullish(),
});
export type WooVariation = z.infer<typeof variation>;

export const product = z.object({
  ...sellable,
  name: text,
  type: z.string(),
  status: z.string(),
  description: text,
  permalink: text,
  categories: z.array(z.object({ name: text })).nullish(),
  tags: z.array(z.object({ name: text })).nullish(),
  brands: z.array(z.object({ name: text })).nullish(),
  images: z.array(z.object({ src: text })).nullish(),
  variations: z.array(id).nullish(),
  date_created_gmt: text,
});
export type WooProduct = z.infer<typeof product>;

export interface WithVariations {
  product: WooProduct;
  /** Null for a product that has none. */
  variations: WooVariation[] | null;
}

/** A page of the catalogue, each product with its variations; the raw object has the variations' own in place of ids. */
export async function catalogPage(
  api: Api,
  query: ListQuery,
): Promise<{ records: Mapped<WithVariations>[]; next: string | null }> {
  const { raws, next } = await readPage(api, "/products", query, timeFilters(query));
  const products = mapEach("products", raws, product, (from) => from);
  return { records: await withVariations(api, products), next };
}

export async function withVariations(
  api: Api,
  products: readonly Mapped<WooProduct>[],
): Promise<Mapped<WithVariations>[]> {
  const parents = products.map(({ value }) => value).filter(hasVariations);
  const found = await variationsOf(api, parents);
  return products.map(({ value, raw }) => {
    if (!hasVariations(value)) return { value: { product: value, variations: null }, raw };
    const own = found.get(value.id) ?? [];
    return {
      value: { product: value, variations: own.map((one) => one.value) },
      raw: { ...(raw as object), variations: own.map((one) => one.raw) },
    };
  });
}

function hasVariations({ variations }: WooProduct): boolean {
  return (variations ?? []).length > 0;
}

type Variations = Map<string, Mapped<WooVariation>[]>;

/** All at once where the shop can (GET /variations, since WooCommerce 10.3), else product by product. */
async function variationsOf(api: Api, parents: readonly WooProduct[]): Promise<Variations> {
  const ids = parents.flatMap(({ variations }) => variations ?? []);
  if (ids.length === 0) return new Map();
  try {
    const all = (await Promise.all(chunks(ids).map((include) => byIds(api, include)))).flat();
    const byId = new Map(all.map((one) => [one.value.id, one]));
    return new Map(
      parents.map((one) => [one.id, (one.variations ?? []).flatMap((of) => byId.get(of) ?? [])]),
    );
  } catch (error) {
    if (!(error instanceof PlatformFailure) || error.failure.kind !== "not_found") throw error;
  }
  const found: Variations = new Map();
  for (const { id } of parents) found.set(id, await ofProduct(api, id));
  return found;
}

async function byIds(api: Api, include: readonly string[]): Promise<Mapped<WooVariation>[]> {
  const query = { include: include.join(","), per_page: include.length, orderby: "id", order: "asc" };
  const { body } = await api.send({ method: "GET", path: "/variations", query });
  return mapEach("variations", expectShape(z.array(z.unknown()), body), variation, (from) => from);
}

async function ofProduct(api: Api, id: string): Promise<Mapped<WooVariation>[]> {
  const all: Mapped<WooVariation>[] = [];
  for (let cursor: string | null = "0"; cursor !== null; ) {
    const page = await readPage(api, `/products/${id}/variations`, { limit: MAX_PER_PAGE, cursor });
    all.push(...mapEach("variations", page.raws, variation, (from) => from));
    cursor = page.next;
  }
  return all;
}

function chunks(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / MAX_PER_PAGE);
  return Array.from({ length: count }, (_, i) => ids.slice(i * MAX_PER_PAGE, (i + 1) * MAX_PER_PAGE));
}
