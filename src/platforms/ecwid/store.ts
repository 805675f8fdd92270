import { z } from "zod";
import type { Store } from "../../model/retail";
import type { Api, Mapped } from "../adapter";
import { expectShape, mapping } from "../expect";
import { id, text, timeOf } from "./values";

/** GET /profile. */
export const profile = z.object({
  generalInfo: z.object({ storeId: id, storeUrl: text }),
  account: z.object({ registrationDate: text }).nullish(),
  settings: z.object({ storeName: text }).nullish(),
  company: z.object({ companyName: text, countryCode: text }).nullish(),
  formatsAndUnits: z.object({ currency: text, timezone: text }).nullish(),
  languages: z.object({ defaultLanguage: text }).nullish(),
});

export async function readStore(api: Api): Promise<Mapped<Store>> {
  const { body } = await api.send({ method: "GET", path: "/profile" });
  const from = expectShape(profile, body, "profile");
  return mapping("profile", () => ({
    value: {
      id: String(from.generalInfo.storeId),
      name: from.settings?.storeName ?? from.company?.companyName ?? String(from.generalInfo.storeId),
      url: from.generalInfo.storeUrl,
      country: from.company?.countryCode ?? null,
      currency: from.formatsAndUnits?.currency ?? null,
      timezone: from.formatsAndUnits?.timezone ?? null,
      locale: from.languages?.defaultLanguage ?? null,
      created_at: timeOf(from.account?.registrationDate ?? null),
    },
    raw: body,
  }));
}

/** The one currency of the store, which its orders and products do not name. */
export async function currencyOf(api: Api): Promise<string> {
  const { body } = await api.send({ method: "GET", path: "/profile" });
  const told = z.object({ formatsAndUnits: z.object({ currency: z.string().length(3) }) });
  return expectShape(told, body, "profile").formatsAndUnits.currency;
}
