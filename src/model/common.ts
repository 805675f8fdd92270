import { z } from "@hono/zod-openapi";
import { once } from "../kernel/once";

export const moneySchema = once(() =>
  z
    .object({
      amount: z
        .string()
        .regex(/^-?\d+(\.\d+)?$/)
        .openapi({
          description: "Exact decimal, scaled to the currency's ISO 4217 exponent",
          example: "1234.50",
        }),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .openapi({ description: "ISO 4217 code", example: "NGN" }),
    })
    .openapi("Money"),
);

export const timeSchema = once(() =>
  z.string().openapi({ format: "date-time", description: "RFC 3339, UTC" }),
);

/** A quantity may be a fraction (1.5 kg): an exact decimal string, as money is. */
export const quantitySchema = once(() =>
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .openapi({ description: "Exact decimal", example: "2" }),
);

export const addressSchema = once(() =>
  z
    .object({
      name: z.string().nullable(),
      line1: z.string().nullable(),
      line2: z.string().nullable(),
      city: z.string().nullable(),
      region: z
        .string()
        .nullable()
        .openapi({ description: "State, province or county, as the platform writes it" }),
      postal_code: z.string().nullable(),
      country: z.string().nullable().openapi({ description: "ISO 3166-1 alpha-2", example: "KE" }),
      phone: z.string().nullable(),
    })
    .openapi("Address"),
);
export type Address = z.infer<ReturnType<typeof addressSchema>>;

export const warningSchema = once(() =>
  z
    .object({
      code: z.string().openapi({ example: "window_limited" }),
      message: z.string(),
      field: z.string().optional().openapi({ description: "The field of the answer it is about" }),
    })
    .openapi("Warning"),
);
/** What the platform does not tell or limits: told, never hidden (DESIGN "Platforms"). */
export type Warning = z.infer<ReturnType<typeof warningSchema>>;

/** The platform's own object; present only with `?raw=true`. */
export const rawField = once(() => ({
  raw: z.unknown().optional().openapi({ description: "The platform's own object, with `?raw=true`" }),
}));
