import { z } from "zod";
import { fromDecimal, type Money, zero } from "../../kernel/money";
import type { Address } from "../../model/common";

/** Any field may be null or empty: one meaning for null, empty and left out. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value || null);

/** `{value, currency}`; the value is decimal text in the guides' answers and a number in the reference's. */
export const money = z.object({
  value: z.union([z.string().regex(/^-?\d+(\.\d+)?$/, "not a decimal number"), z.number()]),
  currency: z.string(),
});
export type SquarespaceMoney = z.infer<typeof money>;

/** @throws NotMoney where there are more decimals than the currency has: Squarespace keeps to its precision. */
export function amountOf(from: SquarespaceMoney): Money {
  return fromDecimal(String(from.value), from.currency);
}

export function amountOrZero(from: SquarespaceMoney | null | undefined, currency: string): Money {
  return from ? amountOf(from) : zero(currency);
}

export const address = z.object({
  firstName: text,
  lastName: text,
  address1: text,
  address2: text,
  city: text,
  state: text,
  countryCode: text,
  postalCode: text,
  phone: text,
});

export function addressOf(from: z.infer<typeof address>): Address {
  return {
    name: [from.firstName, from.lastName].filter(Boolean).join(" ") || null,
    line1: from.address1,
    line2: from.address2,
    city: from.city,
    region: from.state,
    postal_code: from.postalCode,
    country: from.countryCode,
    phone: from.phone,
  };
}
