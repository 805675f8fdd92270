import { z } from "zod";
import { type Api, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { list } from "./requests";
import { id, text } from "./values";

/** What of a shop's settings every reading needs (`configurations`), and its currencies. */
export interface Settings {
  timezone: string;
  currencyId: string | null;
  languageId: string | null;
  countryId: string | null;
  name: string | null;
  /** Order states with a meaning of their own, by that meaning. */
  states: { cancelled: string | null; refunded: string | null; delivered: string | null };
}

const NAMES = [
  "PS_TIMEZONE",
  "PS_CURRENCY_DEFAULT",
  "PS_LANG_DEFAULT",
  "PS_COUNTRY_DEFAULT",
  "PS_SHOP_NAME",
  "PS_OS_CANCELED",
  "PS_OS_REFUND",
  "PS_OS_DELIVERED",
] as const;

const configuration = z.object({ name: z.string(), value: text, id_shop: text, id_shop_group: text });

export async function readSettings(api: Api): Promise<Settings> {
  const raws = await list(
    api,
    "configurations",
    { name: `[${NAMES.join("|")}]` },
    { display: "[name,value,id_shop,id_shop_group]" },
  );
  const found = expectShape(z.array(configuration), raws, "configurations");
  // Several shops in one: the value for all of them has no shop; it comes last, and so stands.
  const scoped = found.toSorted((a, b) => scope(b) - scope(a));
  const values = new Map(scoped.map(({ name, value }) => [name, value]));
  const value = (name: (typeof NAMES)[number]) => values.get(name) ?? null;
  const timezone = value("PS_TIMEZONE");
  if (timezone === null || !isZone(timezone)) {
    const detail = "the shop does not tell its time zone";
    throw new PlatformFailure({ kind: "unexpected", field: "configurations.PS_TIMEZONE", detail }, null);
  }
  return {
    timezone,
    currencyId: value("PS_CURRENCY_DEFAULT"),
    languageId: value("PS_LANG_DEFAULT"),
    countryId: value("PS_COUNTRY_DEFAULT"),
    name: value("PS_SHOP_NAME"),
    states: {
      cancelled: value("PS_OS_CANCELED"),
      refunded: value("PS_OS_REFUND"),
      delivered: value("PS_OS_DELIVERED"),
    },
  };
}

function scope({ id_shop, id_shop_group }: z.infer<typeof configuration>): number {
  return Number(id_shop ?? 0) || Number(id_shop_group ?? 0);
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const currency = z.object({ id, iso_code: z.string().regex(/^[A-Z]{3}$/) });

/** ISO codes by id: orders and the catalogue name their currency by id alone. */
export async function readCurrencies(api: Api): Promise<ReadonlyMap<string, string>> {
  const raws = await list(api, "currencies", {}, { display: "[id,iso_code]" });
  return new Map(expectShape(z.array(currency), raws, "currencies").map((one) => [one.id, one.iso_code]));
}

/** @throws PlatformFailure `unexpected` for a currency that the shop does not list */
export function codeOf(currencies: ReadonlyMap<string, string>, currencyId: string | null): string {
  const code = currencies.get(currencyId ?? "");
  if (code !== undefined) return code;
  const detail = "not one of the shop's currencies";
  throw new PlatformFailure({ kind: "unexpected", field: "id_currency", detail }, null);
}
