import { z } from "zod";
import type { Store } from "../../model/retail";
import type { Api, Mapped } from "../adapter";
import { expectShape, mapping } from "../expect";
import { at, moment, text } from "./values";

/** GET /v1/account: the account that the key belongs to. */

export const accountAnswer = z.object({
  id: z.string(),
  business_profile: z.object({ name: text, url: text }).nullish(),
  country: text,
  created: moment.nullish(),
  default_currency: text,
  settings: z.object({ dashboard: z.object({ display_name: text, timezone: text }).nullish() }).nullish(),
});

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { body } = await api.send({ method: "GET", path: "/account" });
  const from = expectShape(accountAnswer, body);
  const dashboard = from.settings?.dashboard;
  return mapping("account", () => ({
    value: {
      id: from.id,
      name: from.business_profile?.name || dashboard?.display_name || from.id,
      url: from.business_profile?.url ?? null,
      country: from.country ?? null,
      currency: from.default_currency?.toUpperCase() ?? null,
      timezone: dashboard?.timezone ?? null,
      locale: null,
      created_at: from.created == null ? null : at(from.created),
    },
    raw: body,
  }));
}
