import { z } from "zod";
import { exponentOf, fromDecimal, type Money } from "../../kernel/money";

export const text = z.string().nullish();
export const id = z.int().positive();
/** Epoch seconds. */
export const seconds = z.int().nonnegative().nullish();

/** `Money`: a whole amount over a divisor, which is not always the currency's own. */
export const money = z.object({ amount: z.int(), divisor: z.int().positive(), currency_code: z.string() });
export type EtsyMoney = z.infer<typeof money>;

/** @throws RangeError for a divisor that is no power of ten, NotMoney for digits the currency has not. */
export function amountOf({ amount, divisor, currency_code }: EtsyMoney): Money {
  const digits = String(divisor).length - 1;
  if (10 ** digits !== divisor) throw new RangeError("the divisor is not a power of ten");
  const units = String(Math.abs(amount)).padStart(digits + 1, "0");
  const decimal = digits === 0 ? units : `${units.slice(0, -digits)}.${units.slice(-digits)}`;
  return fromDecimal(`${amount < 0 ? "-" : ""}${decimal}`, currency_code);
}

export function amountOrNull(from: EtsyMoney | null | undefined): Money | null {
  return from ? amountOf(from) : null;
}

/** A float of Etsy's (its coupons), to the currency's decimals. */
export function rounded(value: number, currency: string): Money {
  if (!Number.isFinite(value)) throw new RangeError("not a number");
  return fromDecimal(value.toFixed(exponentOf(currency)), currency);
}

export function timeOf(epoch: number | null | undefined): string | null {
  return epoch ? new Date(epoch * 1_000).toISOString() : null;
}

/** A query's RFC 3339 time as Etsy takes it. */
export function epochOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(Date.parse(time) / 1_000);
}
