import { z } from "zod";
import type { Address } from "../../model/common";

export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === "" ? null : String(value)));

/** A JSON number, or its text where an extension has been at it. */
export const figure = z.union([z.number(), z.string()]);
export const maybe = figure.nullish().transform((value) => value ?? 0);

export const id = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String);
export const reference = id.nullish().transform((value) => (value && value !== "0" ? value : null));

/** Magento writes UTC without saying so: `2026-04-02 16:45:10`. @throws RangeError */
export function utcTime(time: string | null): string | null {
  if (time === null) return null;
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(time)) throw new RangeError("a time is not one of Magento's");
  return new Date(`${time.replace(" ", "T")}Z`).toISOString();
}

export const address = z.object({
  firstname: text,
  lastname: text,
  company: text,
  street: z.union([z.array(text), text]).optional(),
  city: text,
  // An order's region is a name beside its code, a customer's an object of both.
  region: z.union([z.object({ region_code: text, region: text }), text]).optional(),
  region_code: text,
  postcode: text,
  country_id: text,
  telephone: text,
});

export function addressOf(value: z.infer<typeof address> | null | undefined): Address | null {
  if (!value) return null;
  const lines = (Array.isArray(value.street) ? value.street : [value.street ?? null]).filter(
    (line) => line !== null,
  );
  const region =
    typeof value.region === "object" && value.region !== null
      ? (value.region.region_code ?? value.region.region)
      : (value.region_code ?? value.region ?? null);
  return {
    name: [value.firstname, value.lastname].filter(Boolean).join(" ") || null,
    line1: lines[0] ?? null,
    line2: lines.slice(1).join(", ") || null,
    city: value.city,
    region,
    postal_code: value.postcode,
    country: value.country_id,
    phone: value.telephone,
  };
}
