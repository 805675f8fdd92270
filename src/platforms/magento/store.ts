import { z } from "zod";
import type { Location, Store } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";
import { search } from "./search";
import { addressOf, id, text } from "./values";

const storeConfig = z.object({
  id,
  code: z.string(),
  website_id: id,
  locale: text,
  base_currency_code: z.string().regex(/^[A-Z]{3}$/, "not an ISO 4217 code"),
  timezone: text,
  secure_base_url: text,
  secure_base_media_url: text,
});
export type StoreConfig = z.infer<typeof storeConfig>;
export const storeConfigs = z.array(storeConfig).min(1);

/** The oldest store view stands for the shop; catalogue prices are in its base currency. */
export async function mainStore(api: Api): Promise<{ config: StoreConfig; raw: unknown }> {
  const { body } = await api.send({ method: "GET", path: "/store/storeConfigs" });
  const configs = expectShape(storeConfigs, body).toSorted((a, b) => Number(a.id) - Number(b.id));
  return { config: configs[0] as StoreConfig, raw: body };
}

const websites = z.array(z.object({ id, name: text }));

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const [{ config, raw }, sites] = await Promise.all([
    mainStore(api),
    api.send({ method: "GET", path: "/store/websites" }),
  ]);
  const site = expectShape(websites, sites.body, "websites").find((one) => one.id === config.website_id);
  return {
    value: {
      id: api.account.id,
      name: site?.name ?? api.account.id,
      url: config.secure_base_url,
      country: null,
      currency: config.base_currency_code,
      timezone: config.timezone,
      locale: config.locale?.replace("_", "-") ?? null,
      created_at: null,
    },
    raw: { storeConfigs: raw, websites: sites.body },
  };
}

const source = z.object({
  source_code: z.string(),
  name: text,
  enabled: z.boolean().nullish(),
  street: text,
  city: text,
  region: text,
  postcode: text,
  country_id: text,
  phone: text,
});

/** Inventory sources, by code: places that stock is kept at. */
export async function readLocations(api: Api, query: ListQuery): Promise<Page<Location>> {
  const after =
    query.cursor === null ? [] : [{ field: "source_code", is: "gt" as const, value: query.cursor }];
  const { items } = await search(api, "/inventory/sources", after, {
    sortBy: "source_code",
    pageSize: query.limit,
  });
  const records = mapEach(
    "items",
    items,
    source,
    (from): Location => ({
      id: from.source_code,
      name: from.name ?? from.source_code,
      active: from.enabled ?? false,
      kind: "unknown",
      currency: null,
      timezone: null,
      address: addressOf({
        ...from,
        firstname: null,
        lastname: null,
        company: null,
        region_code: null,
        telephone: from.phone,
      }),
      created_at: null,
      updated_at: null,
    }),
  );
  const next = items.length < query.limit ? null : (records.at(-1)?.value.id ?? null);
  return { records, next, warnings: [] };
}
