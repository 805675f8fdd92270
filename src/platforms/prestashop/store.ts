import { z } from "zod";
import type { Store } from "../../model/retail";
import type { Api, Mapped } from "../adapter";
import { expectShape } from "../expect";
import { listBy } from "./requests";
import { readCurrencies, readSettings } from "./settings";
import { id, text } from "./values";

const country = z.object({ id, iso_code: text });
const language = z.object({ id, locale: text, language_code: text });

/** The shop's settings, with the currency, country and language they name. */
export async function readStore(api: Api): Promise<Mapped<Store>> {
  const settings = await readSettings(api);
  const [currencies, countries, languages] = await Promise.all([
    readCurrencies(api),
    listBy(api, "countries", "id", [settings.countryId], "[id,iso_code]"),
    listBy(api, "languages", "id", [settings.languageId]),
  ]);
  const spoken = expectShape(z.array(language), languages, "languages")[0];
  return {
    value: {
      id: api.account.id,
      name: settings.name ?? api.account.id,
      url: `https://${api.target.shop}`,
      country: expectShape(z.array(country), countries, "countries")[0]?.iso_code ?? null,
      currency: currencies.get(settings.currencyId ?? "") ?? null,
      timezone: settings.timezone,
      locale: spoken?.locale ?? spoken?.language_code ?? null,
      created_at: null,
    },
    raw: { settings, countries, languages },
  };
}
