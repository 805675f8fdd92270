import { z } from "zod";
import type { Money } from "../../kernel/money";
import type { Address } from "../../model/common";
import { type Decimal, decimal, moneyOf } from "../decimal";

/** Wix leaves out what is empty, and now and then gives it as null or "". */
export const text = z
  .string()
  .nullish()
  .transform((value) => value || null);

/** `{amount, formattedAmount}` (ecom `Price`, stores `FixedMonetaryAmount`): decimal text; the currency stands apart. */
export const price = z.object({ amount: z.string().regex(/^-?\d+(\.\d+)?$/, "not a decimal number") });
export type WixPrice = z.infer<typeof price>;

export function exact(from: WixPrice | null | undefined): Decimal {
  return from ? decimal(from.amount) : 0n;
}

export function amountOf(from: WixPrice | null | undefined, currency: string): Money {
  return moneyOf(exact(from), currency);
}

/** The variant of a product that has no options (Catalog V1); it is the same for all such products. */
const NO_VARIANT = "00000000-0000-0000-0000-000000000000";

/** A variant's id in our model: the product's own where Wix has none that tells it from others. */
export function variantIdOf(variant: string | null | undefined, product: string | null): string | null {
  return !variant || variant === NO_VARIANT ? product : variant;
}

/** The common Wix address. `addressLine` and `streetAddress` stand for one another. */
export const address = z.object({
  country: text,
  subdivision: text,
  city: text,
  postalCode: text,
  addressLine: text,
  addressLine1: text,
  addressLine2: text,
  streetAddress: z.object({ number: text, name: text }).nullish(),
});

export function addressOf(
  from: z.infer<typeof address>,
  who: { name: string | null; phone: string | null },
): Address {
  const street = [from.streetAddress?.number, from.streetAddress?.name].filter(Boolean).join(" ");
  return {
    name: who.name,
    line1: from.addressLine ?? from.addressLine1 ?? (street || null),
    line2: from.addressLine2,
    city: from.city,
    region: from.subdivision,
    postal_code: from.postalCode,
    country: from.country,
    phone: who.phone,
  };
}
