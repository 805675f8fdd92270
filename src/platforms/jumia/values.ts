import { z } from "zod";
import type { Money } from "../../kernel/money";
import { decimal, moneyOf } from "../decimal";

export const text = z.string().nullish();

/**
 * An amount: a JSON number in whole units of the currency. Figures of sellers from abroad are converted and may be
 * finer than the currency; they are rounded to its smallest unit. @throws NotMoney
 */
export function amountOf(value: number, currency: string): Money {
  return moneyOf(decimal(value), currency);
}

/** Codes are documented as numbers and answered as texts. */
export const code = z.union([z.string(), z.number()]).nullish();

/** ISO 4217 by ISO 3166-1: the countries that the API's `country` filter names. */
const CURRENCY_OF: Readonly<Record<string, string>> = {
  CI: "XOF",
  DZ: "DZD",
  EG: "EGP",
  GH: "GHS",
  KE: "KES",
  MA: "MAD",
  NG: "NGN",
  SN: "XOF",
  TN: "TND",
  UG: "UGX",
  ZA: "ZAR",
};

export function currencyOf(country: string | null | undefined): string | null {
  return (country && CURRENCY_OF[country.toUpperCase()]) || null;
}

/** Our word for Jumia's, which is written in capitals or not; `unknown` for a value that is newer than this file. */
export function known<T extends string>(
  table: Readonly<Record<string, T>>,
  value: string | null | undefined,
): T | "unknown" {
  const word = value?.toUpperCase();
  return (word && Object.hasOwn(table, word) && table[word]) || "unknown";
}
