import { z } from "zod";
import { fromMinor, type Money, zero } from "../../kernel/money";
import type { Address } from "../../model/common";
import type { Mapped } from "../adapter";
import { expectShape, mapping } from "../expect";

/** Clover leaves out what it has not; one meaning for absent and null. */
export const text = z.string().nullish();
/** Milliseconds since the epoch. */
export const time = z.int().nullish();
/** Cents, whatever the currency's exponent: whole minor units. */
export const cents = z.int().nullish();
export const reference = z.object({ id: z.string() }).nullish();

/** Collections come as `{elements: […]}` everywhere; nested ones end at the hundredth (paginating-elements). */
export const NESTED_LIMIT = 100;

export function nested<S extends z.ZodType>(schema: S) {
  return z
    .object({ elements: z.array(schema).nullish() })
    .nullish()
    .transform((value) => value?.elements ?? []);
}

export const collection = z.object({ elements: z.array(z.unknown()) });

export const address = z.object({
  address1: text,
  address2: text,
  address3: text,
  city: text,
  state: text,
  zip: text,
  country: text,
});

export function addressOf(from: z.infer<typeof address> | null | undefined): Address | null {
  if (!from) return null;
  const further = [from.address2, from.address3].filter(Boolean).join(", ");
  const mapped = {
    name: null,
    line1: from.address1 || null,
    line2: further || null,
    city: from.city || null,
    region: from.state || null,
    postal_code: from.zip || null,
    country: from.country || null,
    phone: null,
  };
  return Object.values(mapped).every((value) => value === null) ? null : mapped;
}

export function moneyOf(amount: number | null | undefined, currency: string): Money {
  return amount === null || amount === undefined ? zero(currency) : fromMinor(amount, currency);
}

export function utcOf(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : new Date(ms).toISOString();
}

/** Maps each object, keeping the platform's own beside it; a fault names the object by its place. */
export function mapEach<S extends z.ZodType, T>(
  raws: readonly unknown[],
  schema: S,
  map: (parsed: z.infer<S>, where: string) => T,
): Mapped<T>[] {
  return raws.map((raw, index) => {
    const where = `elements.${index}`;
    return { value: mapping(where, () => map(expectShape(schema, raw, where), where)), raw };
  });
}
