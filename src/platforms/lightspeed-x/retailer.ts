import { z } from "zod";
import type { Location, Store } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping, utc } from "../expect";
import { addressOf, readCollection, readOne, text } from "./values";

/** GET /retailer, GET /outlets. */

const retailer = z.object({
  id: text,
  name: text,
  domain_prefix: text,
  country: text,
  culture: text,
  timezone: text,
  store_url: text,
  created_at: text,
  currency: z.object({ code: z.string() }),
  tax_exclusive: z.boolean().nullish(),
});

/** What sales and prices are in: they name no currency themselves. */
export interface Terms {
  currency: string;
  /** Prices are kept and shown without tax. */
  taxExclusive: boolean;
}

export async function readTerms(api: Api): Promise<Terms> {
  const from = expectShape(retailer, await readOne(api, "/retailer"), "retailer");
  return { currency: from.currency.code, taxExclusive: from.tax_exclusive ?? false };
}

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const raw = await readOne(api, "/retailer");
  const from = expectShape(retailer, raw, "retailer");
  return mapping("retailer", () => ({
    value: {
      id: from.id ?? api.account.id,
      name: from.name ?? api.account.id,
      url: from.store_url || null,
      country: from.country || null,
      currency: from.currency.code,
      timezone: from.timezone || null,
      locale: from.culture?.replace("_", "-") || null,
      created_at: utc(from.created_at),
    },
    raw,
  }));
}

const outlet = z.looseObject({
  id: z.string(),
  name: z.string(),
  currency: text,
  time_zone: text,
  phone: text,
  deleted_at: text,
});

export async function readLocations(api: Api, query: ListQuery): Promise<Page<Location>> {
  return readCollection(api, query, "/outlets", outlet, (from) => ({
    id: from.id,
    name: from.name,
    active: !from.deleted_at,
    kind: "unknown" as const,
    currency: from.currency ?? null,
    timezone: from.time_zone ?? null,
    address: addressOf(from, "physical", from.phone || null),
    created_at: null,
    updated_at: null,
  }));
}
