import { z } from "zod";
import { fromDecimal, isZero, type Money, negate, zero } from "../../kernel/money";
import type { Address } from "../../model/common";

export const text = z.string().nullish();

/** Decimal text and a currency (OpenAPI `money`); PayPal writes no decimals where the currency has none. */
export const money = z.object({
  currency_code: z.string(),
  value: z.string().regex(/^-?(\d+|\d*\.\d+)$/, "not a decimal number"),
});
export type PayPalMoney = z.infer<typeof money>;

/** @throws NotMoney */
export function amountOf(value: PayPalMoney): Money {
  return fromDecimal(value.value.replace(/^(-?)\./, "$10."), value.currency_code);
}

/** A part of a payment in the payment's currency; nothing where PayPal tells none. @throws NotMoney */
export function partOf(value: PayPalMoney | null | undefined, currency: string): Money {
  return value ? amountOf(value) : zero(currency);
}

/** What is taken off is written with or without a minus (refunds with, discounts without): told as a size. */
export function sizeOf(amount: Money): Money {
  return amount.amount.startsWith("-") && !isZero(amount) ? negate(amount) : amount;
}

export const address = z.object({
  line1: text,
  line2: text,
  city: text,
  state: text,
  postal_code: text,
  country_code: text,
});

export function addressOf(
  value: z.infer<typeof address> | null | undefined,
  name: string | null | undefined,
): Address | null {
  if (!value || !Object.values(value).some(Boolean)) return null;
  return {
    name: name ?? null,
    line1: value.line1 ?? null,
    line2: value.line2 ?? null,
    city: value.city ?? null,
    region: value.state ?? null,
    postal_code: value.postal_code ?? null,
    country: value.country_code ?? null,
    phone: null,
  };
}
