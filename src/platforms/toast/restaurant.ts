import { z } from "zod";
import type { Store } from "../../model/retail";
import type { Api, Mapped } from "../adapter";
import { expectShape, mapping } from "../expect";
import { text } from "./values";

/** GET /restaurants/v1/restaurants/{guid}: the one restaurant of a connection. */

const restaurant = z.object({
  guid: z.string(),
  general: z.object({ name: z.string(), locationName: text, timeZone: text, currencyCode: z.string() }),
  urls: z.object({ website: text }).nullish(),
  location: z.object({ country: text }).nullish(),
});

async function readRestaurant(api: Api) {
  const path = `/restaurants/v1/restaurants/${encodeURIComponent(api.account.id)}`;
  const { body } = await api.send({ method: "GET", path });
  return { from: expectShape(restaurant, body, "restaurant"), raw: body };
}

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { from, raw } = await readRestaurant(api);
  const { general } = from;
  return mapping("restaurant", () => ({
    value: {
      id: from.guid,
      name: [general.name, general.locationName].filter(Boolean).join(", "),
      url: from.urls?.website || null,
      country: from.location?.country || null,
      currency: general.currencyCode,
      timezone: general.timeZone || null,
      locale: null,
      created_at: null,
    },
    raw,
  }));
}

/** What orders and menus are in: they name no currency themselves. @throws PlatformFailure */
export async function currencyOf(api: Api): Promise<string> {
  return (await readRestaurant(api)).from.general.currencyCode;
}
