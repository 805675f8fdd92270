import { z } from "zod";
import type { Address } from "../../model/common";
import { PlatformFailure } from "../adapter";

/** Plugins leave fields out, or say null or "", as they like: one meaning for all. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value || null);

/** A decimal; documented as text, and a number where a plugin has been at it. */
export const figure = z.union([z.string(), z.number()]);

/** An id; documented as a whole number. */
export const id = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String);

/** 0 stands for "none" (a guest's `customer_id`, a simple line's `variation_id`). */
export const reference = id.nullish().transform((value) => (value && value !== "0" ? value : null));

/** WordPress writes GMT without saying so: `2026-03-04T11:20:31`. @throws RangeError */
export function gmt(time: string | null): string | null {
  if (time === null) return null;
  return new Date(/(Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`).toISOString();
}

export const address = z.object({
  first_name: text,
  last_name: text,
  company: text,
  address_1: text,
  address_2: text,
  city: text,
  state: text,
  postcode: text,
  country: text,
  phone: text,
  email: text,
});

/** Null where the shop keeps an empty one, as it does of whoever never gave theirs. */
export function addressOf(value: z.infer<typeof address> | null | undefined): Address | null {
  if (!value) return null;
  const { email: _email, company: _company, ...parts } = value;
  if (Object.values(parts).every((part) => part === null)) return null;
  return {
    name: [value.first_name, value.last_name].filter(Boolean).join(" ") || null,
    line1: value.address_1,
    line2: value.address_2,
    city: value.city,
    region: value.state,
    postal_code: value.postcode,
    country: value.country,
    phone: value.phone,
  };
}

/** A path segment that can only be an id. @throws PlatformFailure `not_found` for what no shop could have */
export function idPath(value: string): string {
  if (!/^\d{1,20}$/.test(value)) throw new PlatformFailure({ kind: "not_found" }, null);
  return value;
}
