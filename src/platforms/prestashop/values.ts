import { z } from "zod";
import { PlatformFailure } from "../adapter";

/** A number or its text: PrestaShop gives either, by version and field. */
export const figure = z.union([z.string(), z.number()]);

export const id = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String);

/** "0", 0, "" and null stand for "none". */
export const reference = z
  .union([z.int(), z.string(), z.null(), z.literal(false)])
  .optional()
  .transform((value) => (value ? String(value) : null))
  .transform((value) => (value === "0" ? null : value));

export const flag = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .optional()
  .transform((value) => value === true || value === 1 || value === "1");

export const text = z
  .union([z.string(), z.number(), z.null(), z.literal(false)])
  .optional()
  .transform((value) => (value === null || value === undefined || value === false ? null : String(value)))
  .transform((value) => value || null);

/** A text in the shop's languages; one text alone where the shop has one language (devdocs, "Multilingual"). */
export const localized = z
  .union([text, z.array(z.object({ id, value: text }))])
  .transform((value) => (Array.isArray(value) ? value : value === null ? [] : [{ id: "", value }]));
export type Localized = z.infer<typeof localized>;

/** In the shop's own language, else in the first that has it. */
export function inLanguage(value: Localized, language: string | null): string | null {
  const own = value.find(({ id }) => id === language)?.value;
  return own ?? value.find((one) => one.value !== null)?.value ?? null;
}

/** An association is left out, or "", where it is empty. */
export function association<T extends z.ZodType>(of: T) {
  return z
    .union([z.array(of), z.literal(""), z.null()])
    .optional()
    .transform((value) => (Array.isArray(value) ? value : []));
}

/** A path segment that can only be an id. @throws PlatformFailure `not_found` */
export function idPath(value: string): string {
  if (!/^\d{1,10}$/.test(value)) throw new PlatformFailure({ kind: "not_found" }, null);
  return value;
}
