import { z } from "zod";
import type { Money } from "../../kernel/money";
import type { Product, Variant } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { cursorPage, cursorQuery, since } from "./paging";
import { amountOf, exact, price, text, type WixPrice } from "./values";

/** Catalog V3: POST /stores/v3/products/query, GET /stores/v3/products/{id}; variants by query-variants. */

/** What Wix gives only to who asks. */
const FIELDS = ["URL", "CURRENCY", "PLAIN_DESCRIPTION", "MEDIA_ITEMS_INFO"] as const;

/** Wix's most for a page of variants; a product may have a thousand of them. */
const VARIANTS = 1_000;

const product = z.object({
  id: z.string().min(1),
  name: text,
  plainDescription: text,
  visible: z.boolean().nullish(),
  /** A text, or in two parts as Catalog V1 has it. */
  url: z
    .union([z.string(), z.object({ url: text }), z.object({ relativePath: text })])
    .nullish()
    .transform((value) => (typeof value === "string" ? value : value && "url" in value ? value.url : null)),
  brand: z.object({ name: text }).nullish(),
  currency: text,
  media: z
    .object({
      itemsInfo: z
        .object({
          items: z
            .array(z.object({ image: z.union([z.string(), z.object({ url: text })]).nullish() }))
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
  createdDate: text,
  updatedDate: text,
});

const variant = z.object({
  variantId: z.string().min(1),
  sku: text,
  barcode: text,
  optionChoices: z
    .array(z.object({ optionChoiceNames: z.object({ optionName: text, choiceName: text }).nullish() }))
    .nullish(),
  price: z.object({ actualPrice: price.nullish(), compareAtPrice: price.nullish() }).nullish(),
  productData: z.object({ productId: z.string() }),
});
type V3Variant = z.infer<typeof variant>;

export async function v3Products(api: Api, query: ListQuery): Promise<Page<Product>> {
  const { body } = await api.send({
    method: "POST",
    path: "/stores/v3/products/query",
    json: {
      query: cursorQuery(query, {
        filter: { updatedDate: since(query.updated_since) },
        sort: [{ fieldName: "createdDate", order: "ASC" }],
      }),
      fields: FIELDS,
    },
  });
  const { raws, next } = cursorPage(body, "products", "pagingMetadata");
  return { records: await withVariants(api, raws, "products"), next, warnings: [] };
}

export async function v3Product(api: Api, id: string): Promise<Mapped<Product>> {
  const { body } = await api.send({
    method: "GET",
    path: `/stores/v3/products/${encodeURIComponent(id)}`,
    query: { fields: FIELDS },
  });
  const raw = expectShape(z.object({ product: z.unknown() }), body).product;
  const [mapped] = await withVariants(api, [raw], "product");
  if (!mapped) throw new Error("one product in, none out");
  return mapped;
}

async function withVariants(api: Api, raws: readonly unknown[], list: string): Promise<Mapped<Product>[]> {
  const products = raws.map((raw, index) => ({ from: expectShape(product, raw, `${list}.${index}`), raw }));
  const variants = await variantsOf(
    api,
    products.map(({ from }) => from.id),
  );
  return products.map(({ from, raw }, index) => ({
    value: mapping(`${list}.${index}`, () => mapProduct(from, variants.get(from.id) ?? [])),
    raw,
  }));
}

/** Lists of products come without variants, which are asked for together. */
async function variantsOf(api: Api, products: readonly string[]): Promise<Map<string, V3Variant[]>> {
  const found = new Map<string, V3Variant[]>();
  for (let cursor: string | null = null, more = products.length > 0; more; more = cursor !== null) {
    const { body } = await api.send({
      method: "POST",
      path: "/stores/v3/products/query-variants",
      json: {
        query: cursorQuery(
          { limit: VARIANTS, cursor },
          {
            filter: { "productData.productId": { $in: products } },
            sort: [{ fieldName: "productData.productId", order: "ASC" }],
          },
        ),
      },
    });
    const { raws, next } = cursorPage(body, "variants", "pagingMetadata");
    for (const [index, raw] of raws.entries()) {
      const one = expectShape(variant, raw, `variants.${index}`);
      const of = one.productData.productId;
      found.set(of, [...(found.get(of) ?? []), one]);
    }
    cursor = next;
  }
  return found;
}

function mapProduct(from: z.infer<typeof product>, variants: readonly V3Variant[]): Product {
  const { currency } = from;
  const money = (told: WixPrice | null | undefined): Money | null => {
    if (!told) return null;
    if (currency === null) throw new RangeError("a price without a currency");
    return amountOf(told, currency);
  };
  return {
    id: from.id,
    name: from.name ?? "",
    description: from.plainDescription,
    status: from.visible == null ? "unknown" : from.visible ? "active" : "draft",
    vendor: from.brand?.name ?? null,
    category: null,
    tags: [],
    url: from.url,
    image_urls: (from.media?.itemsInfo?.items ?? []).flatMap(({ image }) =>
      image == null || typeof image === "string" ? (image ?? []) : (image.url ?? []),
    ),
    variants: variants.map((one) => mapVariant(one, money)),
    created_at: utc(from.createdDate),
    updated_at: utc(from.updatedDate),
  };
}

function mapVariant(from: V3Variant, money: (told: WixPrice | null | undefined) => Money | null): Variant {
  const { actualPrice, compareAtPrice } = from.price ?? {};
  const options = (from.optionChoices ?? []).flatMap(({ optionChoiceNames: names }) =>
    names?.optionName && names.choiceName ? [{ name: names.optionName, value: names.choiceName }] : [],
  );
  return {
    id: from.variantId,
    sku: from.sku,
    barcode: from.barcode,
    name: options.map(({ value }) => value).join(" / ") || null,
    options,
    price: money(actualPrice),
    compare_at_price:
      compareAtPrice && exact(compareAtPrice) > exact(actualPrice) ? money(compareAtPrice) : null,
    // Counted for each location, and so told there (`trackQuantity` of an inventory item).
    tracks_inventory: null,
    inventory_item_id: null,
  };
}
