import { z } from "zod";
import type { Location, Store } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping } from "../expect";
import { currencyOf, text } from "./values";

/** GET /shops: the shops under the vendor's master shop, all at once. Each sells in one country or more. */

const shop = z.object({
  id: z.string().min(1),
  name: text,
  businessClients: z.array(z.object({ countryCode: text, status: text })).nullish(),
});
type Shop = z.infer<typeof shop>;

/** A list, or an object around it: both are seen. */
const answer = z.union([z.array(z.unknown()), z.object({ shops: z.array(z.unknown()) })]);

/** In the order of their ids, so that pages are stable; at least one. @throws PlatformFailure */
export async function allShops(api: Pick<Api, "send">): Promise<Mapped<Shop>[]> {
  const { body } = await api.send({ method: "GET", path: "/shops" });
  const parsed = expectShape(answer, body, "shops");
  const raws = Array.isArray(parsed) ? parsed : parsed.shops;
  const shops = raws.map((raw, index) => ({ value: expectShape(shop, raw, `shops.${index}`), raw }));
  expectShape(z.array(z.unknown()).min(1), shops, "shops");
  return shops.sort((a, b) => (a.value.id < b.value.id ? -1 : 1));
}

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const shops = await allShops(api);
  const first = shops[0]?.value;
  const country = only(shops.flatMap(({ value }) => countriesOf(value)));
  return mapping("shops", () => ({
    value: {
      id: api.account.id,
      name: first?.name ?? api.account.id,
      url: null,
      country,
      currency: currencyOf(country),
      timezone: null,
      locale: null,
      created_at: null,
    },
    raw: shops.map(({ raw }) => raw),
  }));
}

export async function readLocations(api: Api, { cursor, limit }: ListQuery): Promise<Page<Location>> {
  const rest = (await allShops(api)).filter(({ value }) => cursor === null || value.id > cursor);
  const records = rest.slice(0, limit).map(({ value, raw }) => ({ value: mapShop(value), raw }));
  const next = rest.length > records.length ? (records.at(-1)?.value.id ?? null) : null;
  return { records, next, warnings: [] };
}

function mapShop(from: Shop): Location {
  const country = only(countriesOf(from));
  return {
    id: from.id,
    name: from.name ?? from.id,
    active: (from.businessClients ?? []).some(({ status }) => status?.toUpperCase() === "ACTIVE"),
    kind: "online",
    // A shop that sells in several countries has no currency of its own.
    currency: currencyOf(country),
    timezone: null,
    address: null,
    created_at: null,
    updated_at: null,
  };
}

function countriesOf({ businessClients }: Shop): string[] {
  return (businessClients ?? []).flatMap(({ countryCode }) => countryCode?.toUpperCase() ?? []);
}

/** The one value that all have; null where they differ or there is none. */
function only(values: readonly string[]): string | null {
  const [one, ...others] = new Set(values);
  return one !== undefined && others.length === 0 ? one : null;
}
