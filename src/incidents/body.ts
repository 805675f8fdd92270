import { z } from "@hono/zod-openapi";
import { DATA_CLASSES } from "../inventory/types";
import { clock, DAY, HOUR } from "../kernel/clock";
import { countrySchema } from "../kernel/countries";
import { isId } from "../kernel/ids";

/** What may be affected: the policy's classes, and what a developer holds beyond us. */
export const AFFECTED_CLASSES = [...DATA_CLASSES, "api_keys", "retail_data"] as const;

export const SEVERITIES = ["low", "medium", "high"] as const;

/** Clocks of two machines differ a little. */
const SKEW_MS = 5 * 60_000;
/** Older than this it is a typing error, or no longer an incident. */
const OLDEST_MS = 5 * 366 * DAY;

/** Classes, counts and countries: nobody's name. */
export const affectedSchema = z
  .strictObject({
    data_classes: z.array(z.enum(AFFECTED_CLASSES)).min(1).max(AFFECTED_CLASSES.length),
    connections: z.number().int().min(0).max(1e9).optional(),
    people: z.number().int().min(0).max(1e12).optional(),
    countries: z.array(countrySchema).max(249).optional().openapi({
      description: "Where affected people are (ISO 3166-1): they decide which authority's clock runs",
    }),
  })
  .openapi("AffectedByIncident");
export type Affected = z.infer<typeof affectedSchema>;

export const discoveredAtSchema = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) <= clock.now() + SKEW_MS, { message: "lies in the future" })
  .refine((text) => Date.parse(text) >= clock.now() - OLDEST_MS, { message: "lies too far back" })
  .openapi({ format: "date-time", example: "2026-11-24T21:30:00Z" });

export const natureSchema = z.string().trim().min(10).max(4_000).openapi({
  description: "What happened, in words; no personal data, no secrets",
  example: "A repository with an API key of ours was public for two hours.",
});

/** A developer's report. */
export const reportBody = z.object({
  discovered_at: discoveredAtSchema,
  nature: natureSchema,
  affected: affectedSchema,
});

export const noteSchema = z.string().trim().min(3).max(4_000);

/** What an operator writes when an incident is over. */
export const reportSchema = z.strictObject({
  summary: noteSchema,
  cause: noteSchema,
  impact: noteSchema,
  response: noteSchema,
  prevention: noteSchema,
});
export type Report = z.infer<typeof reportSchema>;

/** "Report security incidents to Metristack within 24 hours" (policy, "Developer Security Requirements"). */
export const REPORT_WITHIN_MS = 24 * HOUR;

const appIds = z
  .array(z.string().refine((id) => isId("app", id), { message: "is no app's id" }))
  .min(1)
  .max(1_000);

/** An incident of ours, as an operator reports it. */
export const ourIncidentSchema = z.strictObject({
  discovered_at: discoveredAtSchema,
  nature: natureSchema,
  affected: affectedSchema,
  severity: z.enum(SEVERITIES),
  /** Whose developers are told. */
  apps: z.union([z.literal("all"), appIds]),
});
export type OurIncident = z.infer<typeof ourIncidentSchema>;

export const triageSchema = z.strictObject({
  severity: z.enum(SEVERITIES),
  countries: z.array(countrySchema).min(1).max(249).optional(),
  note: noteSchema.optional(),
});
export const wordsSchema = z.strictObject({ note: noteSchema });
