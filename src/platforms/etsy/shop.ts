import { z } from "zod";
import type { Store } from "../../model/retail";
import type { Api, Mapped } from "../adapter";
import { mapOne } from "../mapped";
import { id, seconds, text, timeOf } from "./values";

/** GET /shops/{shop_id} (getShop). */

const shop = z.object({
  shop_id: id,
  shop_name: text,
  url: text,
  currency_code: text,
  shop_location_country_iso: text,
  languages: z.array(z.string()).nullish(),
  created_timestamp: seconds,
});

export const shopPath = (api: Api) => `/shops/${encodeURIComponent(api.account.id)}`;

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { body } = await api.send({ method: "GET", path: shopPath(api) });
  return mapOne("body", body, shop, (from) => ({
    id: String(from.shop_id),
    name: from.shop_name ?? String(from.shop_id),
    url: from.url ?? null,
    country: from.shop_location_country_iso ?? null,
    currency: from.currency_code ?? null,
    timezone: null,
    // The shop's own language comes first.
    locale: from.languages?.[0] ?? null,
    created_at: timeOf(from.created_timestamp),
  }));
}
