import { z } from "zod";
import type { Location, Store } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape } from "../expect";
import { mapEach } from "../mapped";
import { siteOf } from "./sites";

/** GET /sellers/v1/marketplaceParticipations (Sellers API v1): the stores a seller trades in. */

const participation = z.object({
  marketplace: z.object({
    id: z.string(),
    name: z.string(),
    countryCode: z.string(),
    defaultCurrencyCode: z.string(),
    defaultLanguageCode: z.string(),
    domainName: z.string(),
  }),
  participation: z.object({ isParticipating: z.boolean() }),
  storeName: z.string(),
});
type Participation = z.infer<typeof participation>;

async function participations(api: Api): Promise<Mapped<Participation>[]> {
  const { body } = await api.send({ method: "GET", path: "/sellers/v1/marketplaceParticipations" });
  const raws = expectShape(z.object({ payload: z.array(z.unknown()) }), body).payload;
  return mapEach("payload", raws, participation, (from) => from);
}

/** The seller, as its home store shows it. */
export async function readStore(api: Api): Promise<Mapped<Store>> {
  const home = siteOf(api.target).marketplace;
  const all = await participations(api);
  const own = all.find(({ value }) => value.marketplace.id === home) ?? all[0];
  const market = own?.value.marketplace;
  return {
    value: {
      id: api.account.id,
      name: own?.value.storeName ?? api.account.id,
      url: market ? `https://${market.domainName}` : null,
      country: market?.countryCode ?? null,
      currency: market?.defaultCurrencyCode ?? null,
      timezone: null,
      locale: market?.defaultLanguageCode.replace("_", "-") ?? null,
      created_at: null,
    },
    raw: own?.raw ?? null,
  };
}

/** Amazon gives all at once; the pages are ours, each beginning after the last id given. */
export async function readLocations(api: Api, query: ListQuery): Promise<Page<Location>> {
  const all = (await participations(api)).map(({ value, raw }) => ({ value: mapMarketplace(value), raw }));
  const rest = all
    .filter(({ value }) => query.cursor === null || value.id > query.cursor)
    .sort((a, b) => (a.value.id < b.value.id ? -1 : 1));
  const records = rest.slice(0, query.limit);
  const next = rest.length > records.length ? (records.at(-1)?.value.id ?? null) : null;
  return { records, next, warnings: [] };
}

function mapMarketplace({ marketplace, participation: { isParticipating } }: Participation): Location {
  return {
    id: marketplace.id,
    name: marketplace.name,
    active: isParticipating,
    kind: "online",
    currency: marketplace.defaultCurrencyCode,
    timezone: null,
    address: null,
    created_at: null,
    updated_at: null,
  };
}
