import { z } from "zod";
import type { Product, Variant } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { mapEach } from "../mapped";
import { cursor, objects, page } from "./paging";
import { amountOf, money, text } from "./values";

/** POST /v2/catalog/search for `ITEM`, GET /v2/catalog/object/{id}: an item and its variations. */

const override = z.object({ track_inventory: z.boolean().nullish() });

const variation = z.object({
  id: z.string(),
  is_deleted: z.boolean().nullish(),
  item_variation_data: z
    .object({
      name: text,
      sku: text,
      upc: text,
      price_money: money.nullish(),
      track_inventory: z.boolean().nullish(),
      location_overrides: z.array(override).nullish(),
      item_option_values: z.array(z.object({ item_option_id: text, item_option_value_id: text })).nullish(),
    })
    .nullish(),
});

const reference = z.object({ id: text });

const item = z.object({
  id: z.string(),
  type: z.string(),
  updated_at: text,
  is_deleted: z.boolean().nullish(),
  item_data: z
    .object({
      name: text,
      description: text,
      description_plaintext: text,
      category_id: text,
      categories: z.array(reference).nullish(),
      reporting_category: reference.nullish(),
      image_ids: z.array(z.string()).nullish(),
      ecom_uri: text,
      is_archived: z.boolean().nullish(),
      variations: z.array(variation).nullish(),
    })
    .nullish(),
});

/** What an item points at and is no part of it: its categories, images and options. */
const related = z.object({
  id: z.string(),
  category_data: z.object({ name: text }).nullish(),
  image_data: z.object({ url: text }).nullish(),
  item_option_data: z
    .object({
      name: text,
      display_name: text,
      values: z
        .array(z.object({ id: text, item_option_value_data: z.object({ name: text }).nullish() }))
        .nullish(),
    })
    .nullish(),
});

type Related = ReadonlyMap<string, z.infer<typeof related>>;

const searchAnswer = z.object({ objects, related_objects: objects, cursor });
const objectAnswer = z.object({
  object: z.object({ type: z.string() }),
  related_objects: objects,
});

/** The catalogue is read newest-version only; `begin_time` is exclusive (SearchCatalogObjects). */
export async function readProducts(api: Api, query: ListQuery): Promise<Page<Product>> {
  const { body } = await api.send({
    method: "POST",
    path: "/catalog/search",
    json: {
      object_types: ["ITEM"],
      include_related_objects: true,
      limit: query.limit,
      ...(query.cursor !== null && { cursor: query.cursor }),
      ...(query.updated_since !== undefined && { begin_time: query.updated_since }),
    },
  });
  const answer = expectShape(searchAnswer, body);
  const around = relatedOf(answer.related_objects);
  const records = mapEach("objects", answer.objects ?? [], item, (from) => mapItem(from, around));
  return page(records, answer.cursor);
}

export async function readProduct(api: Api, id: string): Promise<Mapped<Product>> {
  const { body, status } = await api.send({
    method: "GET",
    path: `/catalog/object/${encodeURIComponent(id)}`,
    query: { include_related_objects: "true" },
  });
  const answer = expectShape(objectAnswer, body);
  // Any object of the catalogue can be fetched by its id; a tax or a variation is no product.
  if (answer.object.type !== "ITEM") throw new PlatformFailure({ kind: "not_found" }, status);
  const raw = (body as { object: unknown }).object;
  const around = relatedOf(answer.related_objects);
  return { value: mapping("object", () => mapItem(expectShape(item, raw, "object"), around)), raw };
}

function relatedOf(raws: readonly unknown[] | null | undefined): Related {
  const parsed = (raws ?? []).map((raw, index) => expectShape(related, raw, `related_objects.${index}`));
  return new Map(parsed.map((object) => [object.id, object]));
}

function mapItem(from: z.infer<typeof item>, around: Related): Product {
  const data = from.item_data;
  const category = data?.reporting_category?.id ?? data?.categories?.[0]?.id ?? data?.category_id;
  return {
    id: from.id,
    name: data?.name ?? "",
    description: data?.description_plaintext ?? data?.description ?? null,
    // The catalogue has no drafts: an item is on sale until it is archived or deleted.
    status: data?.is_archived || from.is_deleted ? "archived" : "active",
    vendor: null,
    category: (category && around.get(category)?.category_data?.name) || null,
    tags: [],
    url: data?.ecom_uri ?? null,
    image_urls: (data?.image_ids ?? []).flatMap((id) => around.get(id)?.image_data?.url ?? []),
    variants: (data?.variations ?? [])
      .filter((one) => !one.is_deleted)
      .map((one) => mapVariation(one, around)),
    created_at: null,
    updated_at: utc(from.updated_at),
  };
}

function mapVariation(from: z.infer<typeof variation>, around: Related): Variant {
  const data = from.item_variation_data;
  return {
    id: from.id,
    sku: data?.sku ?? null,
    barcode: data?.upc ?? null,
    name: data?.name ?? null,
    options: (data?.item_option_values ?? []).flatMap((chosen) => {
      const option = around.get(chosen.item_option_id ?? "")?.item_option_data;
      const value = option?.values?.find((one) => one.id === chosen.item_option_value_id);
      const name = option?.display_name ?? option?.name;
      const valueName = value?.item_option_value_data?.name;
      return name && valueName ? [{ name, value: valueName }] : [];
    }),
    price: amountOf(data?.price_money),
    compare_at_price: null,
    tracks_inventory: tracksInventory(data),
    inventory_item_id: null,
  };
}

/** "If unset at both levels, inventory tracking is disabled"; where locations differ no one answer is true. */
function tracksInventory(data: z.infer<typeof variation>["item_variation_data"]): boolean | null {
  const everywhere = data?.track_inventory ?? false;
  const differs = (data?.location_overrides ?? []).some(
    (one) => one.track_inventory != null && one.track_inventory !== everywhere,
  );
  return differs ? null : everywhere;
}
