import { z } from "zod";
import type { Money } from "../../kernel/money";
import type { Address } from "../../model/common";
import { type Decimal, decimal, moneyOf } from "../decimal";

export const text = z
  .string()
  .nullish()
  .transform((value) => value || null);

/** Ids are numbers; 0 stands for none. An order's is text in newer stores, a number in older answers. */
export const id = z.int().nonnegative();
export const flag = z.boolean().nullish();

export function idOf(value: number | null | undefined): string | null {
  return value ? String(value) : null;
}

/** A JSON number; Ecwid computes in doubles. */
export const figure = z.number();

/**
 * A double holds 15 decimal digits; what a computed one shows beyond them (54.300000000000004) is no figure of
 * anybody's. Written figures have fewer, and pass as they are.
 */
export function exact(value: number | null | undefined): Decimal {
  return decimal(Number((value ?? 0).toPrecision(15)));
}

export function amountOf(value: number | null | undefined, currency: string): Money {
  return moneyOf(exact(value), currency);
}

/** `2026-03-04 09:20:31 +0000`, or RFC 3339, in UTC. @throws RangeError */
export function timeOf(time: string): string;
export function timeOf(time: string | null): string | null;
export function timeOf(time: string | null): string | null {
  if (time === null) return null;
  const standard = time.replace(/^(\S+) (\S+) ([+-]\d\d):?(\d\d)$/, "$1T$2$3:$4");
  return new Date(standard).toISOString();
}

/** UNIX time in whole seconds, as the filters take it. */
export function unix(time: string): number {
  return Math.floor(Date.parse(time) / 1_000);
}

export const person = z.object({
  name: text,
  firstName: text,
  lastName: text,
  companyName: text,
  street: text,
  city: text,
  countryCode: text,
  postalCode: text,
  stateOrProvinceCode: text,
  stateOrProvinceName: text,
  phone: text,
});

/** `street` holds both lines, separated by a line break. */
export function addressOf(from: z.infer<typeof person>): Address {
  const [line1 = "", ...rest] = (from.street ?? "").split("\n");
  return {
    name: from.name,
    line1: line1 || null,
    line2: rest.join(", ") || null,
    city: from.city,
    region: from.stateOrProvinceName ?? from.stateOrProvinceCode,
    postal_code: from.postalCode,
    country: from.countryCode,
    phone: from.phone,
  };
}
