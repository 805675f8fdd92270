import { z } from "zod";
import type { Location, Store } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { known, mapEach } from "../mapped";
import { listAnswer, nextPage, pageNumber } from "./paging";
import { addressOf, id, text } from "./values";

/** GET /v2/store, GET /v3/inventory/locations. */

const store = z.object({
  id: z.string(),
  name: text,
  secure_url: text,
  country_code: text,
  language: text,
  currency: text,
  timezone: z.object({ name: text }).nullish(),
});

const location = z.object({
  id,
  code: text,
  label: text,
  type_id: text,
  enabled: z.boolean(),
  time_zone: text,
  created_at: text,
  updated_at: text,
  address: z
    .object({
      address1: text,
      address2: text,
      city: text,
      state: text,
      zip: text,
      phone: text,
      country_code: text,
    })
    .nullish(),
});

export async function fetchStore(api: Api) {
  const { body } = await api.send({ method: "GET", path: "/v2/store" });
  return { from: expectShape(store, body, "store"), raw: body };
}

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { from, raw } = await fetchStore(api);
  return {
    value: {
      id: from.id,
      name: from.name ?? from.id,
      url: from.secure_url,
      country: from.country_code,
      currency: from.currency,
      timezone: from.timezone?.name ?? null,
      locale: from.language,
      created_at: null,
    },
    raw,
  };
}

/** The currency that catalogue prices are in, which the catalogue does not name; and where the products' pages are. */
export async function storeFacts(api: Api): Promise<{ currency: string; url: string | null }> {
  const { from } = await fetchStore(api);
  return mapping("store", () => ({
    currency: expectShape(z.string().length(3), from.currency, "store.currency"),
    url: from.secure_url,
  }));
}

export async function readLocations(api: Api, query: ListQuery): Promise<Page<Location>> {
  const { body } = await api.send({
    method: "GET",
    path: "/v3/inventory/locations",
    query: { limit: query.limit, page: pageNumber(query), "location_id:in": query.location_id },
  });
  const answer = expectShape(listAnswer, body);
  const records = mapEach("data", answer.data, location, mapLocation);
  return { records, next: nextPage(answer, query), warnings: [] };
}

const KINDS = { PHYSICAL: "physical", VIRTUAL: "online" } as const;

function mapLocation(from: z.infer<typeof location>): Location {
  const { address } = from;
  return {
    id: String(from.id),
    name: from.label ?? from.code ?? String(from.id),
    active: from.enabled,
    kind: known(KINDS, from.type_id),
    currency: null,
    timezone: from.time_zone,
    address: address
      ? addressOf({
          line1: address.address1,
          line2: address.address2,
          city: address.city,
          region: address.state,
          postal_code: address.zip,
          // Documented as alpha-3, shown as alpha-2: only what is alpha-2 is taken for it.
          country: address.country_code?.length === 2 ? address.country_code : null,
          phone: address.phone,
        })
      : null,
    created_at: utc(from.created_at),
    updated_at: utc(from.updated_at),
  };
}
