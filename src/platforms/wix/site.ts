import { z } from "zod";
import type { Location, Store } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";
import { offsetOf } from "./paging";
import { address, addressOf, text } from "./values";

/** GET /site-properties/v4/properties, GET /locations/v1/locations. */

const properties = z.object({
  siteDisplayName: text,
  businessName: text,
  externalSiteUrl: text,
  paymentCurrency: text,
  timeZone: text,
  language: text,
  locale: z.object({ languageCode: text, country: text }).nullish(),
  address: z.object({ country: text }).nullish(),
});

/** Wix's properties name no site: our id of the store is that of its instance of our app, as webhooks have it. */
export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { body } = await api.send({ method: "GET", path: "/site-properties/v4/properties" });
  const raw = expectShape(z.object({ properties: z.unknown() }), body).properties;
  const from = expectShape(properties, raw, "properties");
  const { languageCode, country } = from.locale ?? { languageCode: null, country: null };
  return {
    value: {
      id: api.account.id,
      name: from.businessName ?? from.siteDisplayName ?? api.account.id,
      url: from.externalSiteUrl,
      country: from.address?.country ?? country,
      currency: from.paymentCurrency,
      timezone: from.timeZone,
      locale: languageCode && country ? `${languageCode}-${country}` : (languageCode ?? from.language),
      created_at: null,
    },
    raw: body,
  };
}

const location = z.object({
  id: z.string().min(1),
  name: text,
  status: text,
  archived: z.boolean().nullish(),
  timeZone: text,
  phone: text,
  address: address.nullish(),
});

const locationsAnswer = z.object({
  locations: z.array(z.unknown()),
  pagingMetadata: z.object({ hasNext: z.boolean().nullish() }).nullish(),
});

export async function readLocations(api: Api, query: ListQuery): Promise<Page<Location>> {
  const offset = offsetOf(query);
  const { body } = await api.send({
    method: "GET",
    path: "/locations/v1/locations",
    query: { "paging.limit": query.limit, "paging.offset": offset, includeArchived: "true" },
  });
  const { locations, pagingMetadata } = expectShape(locationsAnswer, body);
  const more = (pagingMetadata?.hasNext ?? locations.length >= query.limit) && locations.length > 0;
  return {
    records: mapEach("locations", locations, location, mapLocation),
    next: more ? String(offset + locations.length) : null,
    warnings: [],
  };
}

function mapLocation(from: z.infer<typeof location>): Location {
  return {
    id: from.id,
    name: from.name ?? from.id,
    active: from.archived !== true && from.status !== "INACTIVE",
    // `locationType` says what a place is to the business (a branch, an office), not whether it is one.
    kind: from.address ? "physical" : "unknown",
    currency: null,
    timezone: from.timeZone,
    address: from.address ? addressOf(from.address, { name: null, phone: from.phone }) : null,
    created_at: null,
    updated_at: null,
  };
}
