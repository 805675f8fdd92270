import { z } from "zod";
import type { Product, Variant } from "../../model/retail";
import type { Api, ListQuery, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { tokenPage } from "./paging";
import { amountOf, code, known, text } from "./values";

/** GET /catalog/products: product sets with their variations, each offered in the countries of its business clients. */

const named = z.union([z.string(), z.object({ value: text })]).nullish();
const sale = z.object({
  value: z.number().nullish(),
  localValue: z.number().nullish(),
  startAt: text,
  endAt: text,
});

const offer = z.object({
  status: text,
  price: z
    .object({
      currency: text,
      value: z.number().nullish(),
      localCurrency: text,
      localValue: z.number().nullish(),
      salePrice: sale.nullish(),
    })
    .nullish(),
});
type Offer = z.infer<typeof offer>;

const variation = z.object({
  id: z.string().min(1),
  sellerSku: text,
  barcodeEan: text,
  variation: text,
  globalPrice: z.object({ currency: text, value: z.number().nullish(), salePrice: sale.nullish() }).nullish(),
  businessClients: z.array(offer).nullish(),
});
type Variation = z.infer<typeof variation>;

const product = z.object({
  id: z.string().min(1),
  name: named,
  description: named,
  brand: z.object({ name: text, code }).nullish(),
  category: z.object({ name: text, code }).nullish(),
  images: z.array(z.object({ url: text })).nullish(),
  createdAt: text,
  updatedAt: text,
  variations: z.array(variation).nullish(),
});

const DAY_MS = 86_400_000;

/** Jumia's days are dates of an undocumented time zone: asked for with a day to spare, and compared here. */
export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const { created_after, created_before, location_id } = query;
  const { raws, next } = await tokenPage(api, "/catalog/products", "products", {
    size: query.limit,
    token: query.cursor ?? undefined,
    shopId: location_id,
    createdAtFrom: created_after && dayOf(Date.parse(created_after) - DAY_MS),
    createdAtTo: created_before && dayOf(Date.parse(created_before) + DAY_MS),
    latestFirst: "false",
  });
  const records = raws.map((raw, index) => {
    const where = `products.${index}`;
    return { value: mapping(where, () => mapProduct(expectShape(product, raw, where), api.now)), raw };
  });
  const meant = records.filter(({ value: { created_at } }) => {
    const created = Date.parse(created_at ?? "");
    return (
      !(created_after !== undefined && created < Date.parse(created_after)) &&
      !(created_before !== undefined && created > Date.parse(created_before))
    );
  });
  return { records: meant, next, warnings: [] };
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function mapProduct(from: z.infer<typeof product>, now: number): Product {
  const variations = from.variations ?? [];
  return {
    id: from.id,
    name: textOf(from.name) ?? "",
    description: textOf(from.description),
    status: statusOf(variations.flatMap(({ businessClients }) => businessClients ?? [])),
    vendor: from.brand?.name ?? null,
    category: from.category?.name ?? null,
    tags: [],
    url: null,
    image_urls: (from.images ?? []).flatMap(({ url }) => url ?? []),
    variants: variations.map((one) => mapVariation(one, now)),
    created_at: utc(from.createdAt),
    updated_at: utc(from.updatedAt),
  };
}

/** Documented as an object, answered as a text. */
function textOf(value: z.infer<typeof named>): string | null {
  return typeof value === "string" ? value : (value?.value ?? null);
}

const STATUS_OF = { ACTIVE: "active", INACTIVE: "archived", DELETED: "archived" } as const;

/** On sale where it is in one country at least. */
function statusOf(offers: readonly Offer[]): Product["status"] {
  const states = offers.map(({ status }) => known(STATUS_OF, status));
  if (states.includes("active")) return "active";
  return states.length > 0 && states.every((state) => state === "archived") ? "archived" : "unknown";
}

function mapVariation(from: Variation, now: number): Variant {
  const { regular, reduced } = priceOf(from, now);
  return {
    id: from.id,
    sku: from.sellerSku ?? null,
    barcode: from.barcodeEan || null,
    name: from.variation ?? null,
    options: [],
    price: reduced ?? regular,
    compare_at_price: reduced ? regular : null,
    tracks_inventory: true,
    inventory_item_id: null,
  };
}

/** The local price where it is offered in one country, else the global one; none where that names no currency. */
function priceOf({ businessClients, globalPrice }: Variation, now: number) {
  const [only, ...others] = businessClients ?? [];
  const local = others.length === 0 ? only?.price : null;
  if (local?.localCurrency && local.localValue != null) {
    return priced(local.localCurrency, local.localValue, local.salePrice?.localValue, local.salePrice, now);
  }
  const chosen = local?.currency && local.value != null ? local : globalPrice;
  if (!chosen?.currency || chosen.value == null) return { regular: null, reduced: null };
  return priced(chosen.currency, chosen.value, chosen.salePrice?.value, chosen.salePrice, now);
}

function priced(
  currency: string,
  value: number,
  reduced: number | null | undefined,
  during: z.infer<typeof sale> | null | undefined,
  now: number,
) {
  const begun = !during?.startAt || Date.parse(during.startAt) <= now;
  const over = during?.endAt && Date.parse(during.endAt) < now;
  const applies = reduced != null && begun && !over;
  return { regular: amountOf(value, currency), reduced: applies ? amountOf(reduced, currency) : null };
}
