import { z } from "zod";
import type { Location, Store } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { known, mapEach } from "../mapped";
import { objects } from "./paging";
import { address, addressOf, text } from "./values";

/** GET /v2/merchants/{id}, GET /v2/locations: who the merchant is and where it sells. */

const merchant = z.object({
  id: z.string(),
  business_name: text,
  country: text,
  language_code: text,
  currency: text,
  main_location_id: text,
  created_at: text,
});
export const merchantAnswer = z.object({ merchant });

const location = z.object({
  id: z.string(),
  name: text,
  business_name: text,
  address: address.nullish(),
  timezone: text,
  status: text,
  type: text,
  currency: text,
  phone_number: text,
  website_url: text,
  created_at: text,
});
const locationAnswer = z.object({ location });

/** Square knows no shop as such: the merchant, with the time zone and site of its main location. */
export async function readStore(api: Api): Promise<Mapped<Store>> {
  const id = encodeURIComponent(api.account.id || "me");
  const { body: merchantBody } = await api.send({ method: "GET", path: `/merchants/${id}` });
  const owner = expectShape(merchantAnswer, merchantBody).merchant;
  const mainBody = owner.main_location_id
    ? (await api.send({ method: "GET", path: `/locations/${encodeURIComponent(owner.main_location_id)}` }))
        .body
    : null;
  const main = mainBody === null ? null : expectShape(locationAnswer, mainBody).location;
  return mapping("merchant", () => ({
    value: {
      id: owner.id,
      name: owner.business_name ?? main?.business_name ?? owner.id,
      url: main?.website_url ?? null,
      country: owner.country ?? null,
      currency: owner.currency ?? main?.currency ?? null,
      timezone: main?.timezone ?? null,
      locale: owner.language_code ?? null,
      created_at: utc(owner.created_at),
    },
    raw: { merchant: rawOf(merchantBody, "merchant"), main_location: rawOf(mainBody, "location") },
  }));
}

function rawOf(body: unknown, key: string): unknown {
  return body === null ? null : (body as Record<string, unknown>)[key];
}

const KINDS = { PHYSICAL: "physical", MOBILE: "mobile" } as const;

function mapLocation(from: z.infer<typeof location>): Location {
  return {
    id: from.id,
    name: from.name ?? from.business_name ?? from.id,
    active: from.status === "ACTIVE",
    kind: known(KINDS, from.type),
    currency: from.currency ?? null,
    timezone: from.timezone ?? null,
    address: addressOf(from.address, { phone: from.phone_number }),
    created_at: utc(from.created_at),
    updated_at: null,
  };
}

/** Every location, closed ones too (they keep their orders), in the order of their ids. */
export async function allLocations(api: Api): Promise<Mapped<Location>[]> {
  const { body } = await api.send({ method: "GET", path: "/locations" });
  const raws = expectShape(z.object({ locations: objects }), body).locations ?? [];
  const records = mapEach("locations", raws, location, mapLocation);
  return records.sort((a, b) => (a.value.id < b.value.id ? -1 : 1));
}

/** Square gives all at once (300 at most); the pages are ours, each beginning after the last id given. */
export async function readLocations(api: Api, query: ListQuery): Promise<Page<Location>> {
  const { cursor } = query;
  const rest = (await allLocations(api)).filter((record) => cursor === null || record.value.id > cursor);
  const records = rest.slice(0, query.limit);
  const next = rest.length > records.length ? (records.at(-1)?.value.id ?? null) : null;
  return { records, next, warnings: [] };
}
