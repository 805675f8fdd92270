import { z } from "zod";
import { fromDecimal, type Money, negate, toMinor, zero } from "../../kernel/money";

export const text = z.string().nullish();

/** `Amount`: a decimal string in the currency it was converted to, where it was. */
export const amount = z.object({ value: z.string(), currency: z.string() });
export type EbayAmount = z.infer<typeof amount>;

export function amountOf(from: EbayAmount): Money {
  return fromDecimal(from.value, from.currency);
}

export function amountOrZero(from: EbayAmount | null | undefined, currency: string): Money {
  return from ? amountOf(from) : zero(currency);
}

/** Discounts are written as negative numbers; what they take off is positive here. */
export function positive(money: Money): Money {
  return toMinor(money) < 0n ? negate(money) : money;
}
