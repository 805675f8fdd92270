import { z } from "zod";
import { fromMinor, type Money, zero } from "../../kernel/money";
import type { Address } from "../../model/common";
import { PlatformFailure } from "../adapter";

/** Square leaves fields out, or says null, as it likes: one meaning for both. */
export const text = z.string().nullish();

/** Integer minor units (OpenAPI `Money`). A whole number beyond 2^53 could not be read exactly, and is refused. */
export const money = z.object({ amount: z.int(), currency: z.string() });
export type SquareMoney = z.infer<typeof money>;

export const quantity = z.string().regex(/^-?\d+(\.\d+)?$/, "not a decimal number");

export const address = z.object({
  address_line_1: text,
  address_line_2: text,
  address_line_3: text,
  locality: text,
  administrative_district_level_1: text,
  postal_code: text,
  country: text,
  first_name: text,
  last_name: text,
});

export function amountOf(value: SquareMoney): Money;
export function amountOf(value: SquareMoney | null | undefined): Money | null;
export function amountOf(value: SquareMoney | null | undefined): Money | null {
  return value ? fromMinor(value.amount, value.currency) : null;
}

export function amountOrZero(value: SquareMoney | null | undefined, currency: string): Money {
  return amountOf(value) ?? zero(currency);
}

export function addressOf(
  value: z.infer<typeof address> | null | undefined,
  person: { name?: string | null | undefined; phone?: string | null | undefined } = {},
): Address | null {
  if (!value) return null;
  const named = [value.first_name, value.last_name].filter(Boolean).join(" ");
  const further = [value.address_line_2, value.address_line_3].filter(Boolean).join(", ");
  return {
    name: person.name ?? (named || null),
    line1: value.address_line_1 ?? null,
    line2: further || null,
    city: value.locality ?? null,
    region: value.administrative_district_level_1 ?? null,
    postal_code: value.postal_code ?? null,
    country: value.country ?? null,
    phone: person.phone ?? null,
  };
}

/** A percentage as Square writes it (`"7.25"`) as a decimal fraction (`"0.0725"`), exactly. @throws RangeError */
export function fractionOf(percentage: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(percentage);
  if (!match) throw new RangeError("a percentage is not a decimal number");
  const digits = `${match[2]}${match[3] ?? ""}`;
  const scale = (match[3] ?? "").length + 2;
  const padded = digits.padStart(scale + 1, "0");
  const whole = padded.slice(0, -scale).replace(/^0+(?=\d)/, "");
  const fraction = padded.slice(-scale).replace(/0+$/, "");
  return `${match[1]}${whole}${fraction && `.${fraction}`}`;
}

/** A figure the model needs and Square left out where it gives it as a rule. */
export function missing(field: string): PlatformFailure {
  return new PlatformFailure({ kind: "unexpected", field, detail: "missing" }, null);
}
