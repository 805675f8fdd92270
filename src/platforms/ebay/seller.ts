import { z } from "zod";
import type { Location, Store } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape } from "../expect";
import { mapOne, readCursor } from "../mapped";
import { identityHost } from "./hosts";
import { text } from "./values";

/** GET /commerce/identity/v1/user/ (getUser) and /sell/inventory/v1/location (getInventoryLocations). */

const user = z.object({
  userId: z.string().min(1),
  username: text,
  registrationMarketplaceId: text,
  businessAccount: z.object({ name: text, doingBusinessAs: text, website: text }).nullish(),
});

export async function readUser(api: Omit<Api, "account">): Promise<Mapped<z.infer<typeof user>>> {
  const { body } = await api.send({
    method: "GET",
    path: "/commerce/identity/v1/user/",
    base: identityHost(api.target),
  });
  return mapOne("body", body, user, (from) => from);
}

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { value: seller, raw } = await readUser(api);
  const business = seller.businessAccount;
  return {
    value: {
      id: seller.userId,
      name: business?.doingBusinessAs ?? business?.name ?? seller.username ?? seller.userId,
      url: business?.website ?? null,
      country: countryOf(seller.registrationMarketplaceId),
      currency: null,
      timezone: null,
      locale: null,
      created_at: null,
    },
    raw,
  };
}

/** `EBAY_DE`, `EBAY_MOTORS_US`: the last two letters are the country's (MarketplaceIdEnum). */
function countryOf(marketplace: string | null | undefined): string | null {
  return /^EBAY_(?:[A-Z]+_)?([A-Z]{2})$/.exec(marketplace ?? "")?.[1] ?? null;
}

const location = z.object({
  merchantLocationKey: z.string(),
  merchantLocationStatus: text,
  name: text,
  phone: text,
  timeZoneId: text,
  location: z
    .object({
      address: z
        .object({
          addressLine1: text,
          addressLine2: text,
          city: text,
          stateOrProvince: text,
          postalCode: text,
          country: text,
        })
        .nullish(),
    })
    .nullish(),
});

const answer = z.object({ locations: z.array(z.unknown()).nullish(), total: z.int().nullish() });
const position = z.object({ offset: z.int() });

export async function readLocations(api: Api, query: ListQuery): Promise<Page<Location>> {
  const offset = query.cursor === null ? 0 : readCursor(position, query.cursor).offset;
  const { body } = await api.send({
    method: "GET",
    path: "/sell/inventory/v1/location",
    query: { limit: query.limit, offset },
  });
  const { locations, total } = expectShape(answer, body);
  const records = (locations ?? []).map((raw, index) =>
    mapOne(`locations.${index}`, raw, location, mapLocation),
  );
  const end = offset + records.length;
  const hasMore = records.length > 0 && end < (total ?? 0);
  return { records, next: hasMore ? JSON.stringify({ offset: end }) : null, warnings: [] };
}

function mapLocation(from: z.infer<typeof location>): Location {
  const address = from.location?.address;
  return {
    id: from.merchantLocationKey,
    name: from.name ?? from.merchantLocationKey,
    active: from.merchantLocationStatus === "ENABLED",
    // A store, a warehouse or a fulfilment centre: places all.
    kind: "physical",
    currency: null,
    timezone: from.timeZoneId ?? null,
    address: address
      ? {
          name: from.name ?? null,
          line1: address.addressLine1 ?? null,
          line2: address.addressLine2 ?? null,
          city: address.city ?? null,
          region: address.stateOrProvince ?? null,
          postal_code: address.postalCode ?? null,
          country: address.country ?? null,
          phone: from.phone ?? null,
        }
      : null,
    created_at: null,
    updated_at: null,
  };
}
