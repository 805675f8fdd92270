import { z } from "zod";
import type { Product, Variant } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapEach } from "../mapped";
import { inTurns, listAll, listOnce, page, pageQuery, stripeStatus } from "./lists";
import { amountOf, at, moment, text, units } from "./values";

/** GET /v1/products and /v1/prices: what is sold, and at which prices. */

const product = z.object({
  id: z.string(),
  active: z.boolean(),
  created: moment,
  updated: moment.nullish(),
  name: z.string(),
  description: text,
  images: z.array(z.string()).nullish(),
  url: text,
});

export const price = z.object({
  id: z.string(),
  currency: z.string(),
  nickname: text,
  unit_amount: units.nullish(),
  recurring: z.object({ interval: z.string(), interval_count: z.int().nullish() }).nullish(),
});

/** Our word for each value of `active`, to ask by. */
export const PRODUCT_STATUSES = { active: "true", archived: "false" } as const;

export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const active = stripeStatus(PRODUCT_STATUSES, query.status);
  const { raws, next } = await listOnce(api, "/products", { ...pageQuery(query), active });
  const parsed = raws.map((raw, index) => expectShape(product, raw, `data.${index}`));
  const prices = await inTurns(parsed, ({ id }) => pricesOf(api, id));
  return page(
    parsed.map((from, index) => mapped(from, raws[index], prices[index] ?? [], `data.${index}`)),
    next,
  );
}

export async function readProduct(api: Api, id: string): Promise<Mapped<Product>> {
  const { body } = await api.send({ method: "GET", path: `/products/${encodeURIComponent(id)}` });
  return mapped(expectShape(product, body), body, await pricesOf(api, id), "product");
}

/** Those that can be bought at: an archived price is in the orders of its time only. */
async function pricesOf(api: Api, id: string): Promise<unknown[]> {
  return await listAll(api, "/prices", { product: id, active: "true" });
}

function mapped(
  from: z.infer<typeof product>,
  raw: unknown,
  prices: readonly unknown[],
  where: string,
): Mapped<Product> {
  const variants = mapEach(`${where}.prices`, prices, price, mapPrice).map(({ value }) => value);
  return mapping(where, () => ({ value: mapProduct(from, variants), raw: { product: raw, prices } }));
}

function mapProduct(from: z.infer<typeof product>, variants: Variant[]): Product {
  return {
    id: from.id,
    name: from.name,
    description: from.description ?? null,
    status: from.active ? "active" : "archived",
    vendor: null,
    category: null,
    tags: [],
    url: from.url ?? null,
    image_urls: from.images ?? [],
    variants,
    created_at: at(from.created),
    updated_at: from.updated == null ? null : at(from.updated),
  };
}

function mapPrice(from: z.infer<typeof price>): Variant {
  const { recurring } = from;
  const every = recurring && `${recurring.interval_count ?? 1} ${recurring.interval}`;
  return {
    id: from.id,
    sku: null,
    barcode: null,
    name: from.nickname ?? null,
    options: every ? [{ name: "billing_interval", value: every }] : [],
    // Null where the buyer chooses, the quantity decides (tiers), or it has fractions of the smallest unit.
    price: from.unit_amount == null ? null : amountOf(from.unit_amount, from.currency),
    compare_at_price: null,
    tracks_inventory: false,
    inventory_item_id: null,
  };
}
