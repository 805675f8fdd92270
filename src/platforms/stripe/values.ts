import { z } from "zod";
import { fromDecimal, type Money } from "../../kernel/money";
import type { Address } from "../../model/common";

/** Stripe says null for what is not set, and leaves out what a version or an account has not: one meaning for both. */
export const text = z.string().nullish();

/** An amount in the currency's smallest unit, as Stripe counts it. Beyond 2^53 it could not be read exactly. */
export const units = z.int();

/** A moment in Unix seconds. */
export const moment = z.int();

/** A related object, as its id, or whole where it was expanded. */
export const reference = z.union([z.string(), z.looseObject({ id: z.string() })]).nullish();

export function idOf(value: z.infer<typeof reference>): string | null {
  return typeof value === "string" ? value : (value?.id ?? null);
}

/**
 * How many decimals Stripe's amounts have, where not two (docs.stripe.com/currencies). Not ISO 4217's: MGA counts whole
 * ariary; ISK and UGX are whole too, and are nevertheless written with two decimals that are always `00` (8 UGX are
 * 800). HUF and TWD are whole in payouts alone, which are not read here.
 */
const DECIMALS: Readonly<Record<string, number>> = {
  ...each(0, "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"),
  ...each(3, "BHD JOD KWD OMR TND"),
};

function each(decimals: number, currencies: string): Record<string, number> {
  return Object.fromEntries(currencies.split(" ").map((currency) => [currency, decimals]));
}

/**
 * An amount of Stripe's, whose currency is written in lower case.
 * @throws NotMoney for a fraction that the currency has not: a UGX amount not divisible by 100 is refused, not rounded
 */
export function amountOf(amount: number | bigint, currency: string): Money {
  const code = currency.toUpperCase();
  return fromDecimal(shifted(amount, DECIMALS[code] ?? 2), code);
}

/** An integer with its decimal point moved to the left. */
function shifted(amount: number | bigint, places: number): string {
  const value = BigInt(amount);
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
  const at = digits.length - places;
  const fraction = places === 0 ? "" : `.${digits.slice(at)}`;
  return `${value < 0n ? "-" : ""}${digits.slice(0, at)}${fraction}`;
}

export function at(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

export const address = z.object({
  line1: text,
  line2: text,
  city: text,
  state: text,
  postal_code: text,
  country: text,
});

export function addressOf(
  value: z.infer<typeof address> | null | undefined,
  person: { name?: string | null | undefined; phone?: string | null | undefined } = {},
): Address | null {
  if (!value || !Object.values(value).some(Boolean)) return null;
  return {
    name: person.name ?? null,
    line1: value.line1 ?? null,
    line2: value.line2 ?? null,
    city: value.city ?? null,
    region: value.state ?? null,
    postal_code: value.postal_code ?? null,
    country: value.country ?? null,
    phone: person.phone ?? null,
  };
}
