import { z } from "zod";
import { fromDecimal, type Money, negate, toMinor, zero } from "../../kernel/money";
import { type Mapped, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";

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

export function mapOne<S extends z.ZodType, T>(
  where: string,
  raw: unknown,
  schema: S,
  map: (parsed: z.infer<S>) => T,
): Mapped<T> {
  return { value: mapping(where, () => map(expectShape(schema, raw, where))), raw };
}

export function readCursor<S extends z.ZodType>(schema: S, cursor: string): z.infer<S> {
  try {
    return schema.parse(JSON.parse(cursor));
  } catch {
    throw new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
  }
}

/** Our word for eBay's; `unknown` for a value that is newer than this file. */
export function known<T extends string>(
  table: Readonly<Record<string, T>>,
  value: string | null | undefined,
) {
  return (value && Object.hasOwn(table, value) && table[value]) || ("unknown" as const);
}
