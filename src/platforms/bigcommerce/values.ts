import { z } from "zod";
import type { Money } from "../../kernel/money";
import type { Address } from "../../model/common";
import { type Decimal, decimal, moneyOf } from "../decimal";

/** Empty text is how BigCommerce says "none"; older records have null, newer ones leave the field out. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value || null);

/**
 * V2 writes decimals as text with four digits, V3 as numbers; the specification allows either (Float-As-String). What
 * BigCommerce computes (tax, shares of a discount) may have more decimals than the currency.
 */
export const figure = z.union([z.string().regex(/^-?\d+(\.\d+)?$/, "not a decimal number"), z.number()]);
export type Figure = z.infer<typeof figure>;

export function exact(value: Figure | null | undefined): Decimal {
  return decimal(value ?? 0);
}

export function amountOf(value: Figure | null | undefined, currency: string): Money {
  return moneyOf(exact(value), currency);
}

/** Ids are numbers; 0 stands for none (a guest, a custom product). */
export const id = z.int().nonnegative();

export function idOf(value: number | null | undefined): string | null {
  return value ? String(value) : null;
}

interface Place {
  name?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  line1: string | null;
  line2: string | null;
  city: string | null;
  region: string | null;
  postal_code: string | null;
  country: string | null;
  phone: string | null;
}

export function addressOf({ first_name, last_name, name, ...place }: Place): Address {
  const named = [first_name, last_name].filter(Boolean).join(" ");
  return { name: name ?? (named || null), ...place };
}
