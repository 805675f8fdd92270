import { z } from "@hono/zod-openapi";
import { countrySchema } from "../kernel/countries";
import { isPublicName } from "../platforms/host-guard";
import { MEASURES, type Measure, SCC_MODULES, SCC_VERSION, type SccModule } from "../transfers/clauses";

const text = (max: number) => z.string().trim().min(1).max(max);

/** Why an address may not be shown to end-users as a page of the developer's; null when it may. */
export function publicPageFault(address: string): string | null {
  const url = URL.parse(address);
  if (url?.protocol !== "https:") return "must be an https address";
  if (url.username || url.password) return "must not carry user information";
  if (url.port) return "must not name a port";
  return isPublicName(url.hostname) ? null : "must be at a public host name";
}

const pageSchema = z
  .string()
  .trim()
  .max(2_048)
  .superRefine((address, issues) => {
    const fault = publicPageFault(address);
    if (fault) issues.addIssue({ code: "custom", message: fault });
  });

/** RFC 9116 §2.5.3: a mail address or a page. */
const contactSchema = z
  .string()
  .trim()
  .max(320)
  .refine((contact) => z.email().safeParse(contact).success || publicPageFault(contact) === null, {
    message: "must be a mail address, or the https address of a page",
  });

const modules = Object.keys(SCC_MODULES) as [SccModule, ...SccModule[]];
const measures = Object.keys(MEASURES) as [Measure, ...Measure[]];

/** A statement replaces the one before: what is null is not stated. */
export const readinessBody = z
  .object({
    privacy_policy_url: pageSchema
      .nullable()
      .openapi({ description: "https, at a public host", example: "https://books.example.com/privacy" }),
    purposes: z
      .array(text(200))
      .max(20)
      .openapi({ description: "What the data is used for, one sentence each; shown before consent" }),
    data_use: text(4_000).nullable().openapi({ description: "Which data is used for them, and how" }),
    third_parties: z
      .array(text(120))
      .max(50)
      .openapi({ description: "Who else receives it, by name; shown before consent. Empty: nobody" }),
    retention: text(2_000).nullable().openapi({ description: "How long you keep it" }),
    deletion: text(2_000).nullable().openapi({ description: "How and when it is deleted" }),
    security_contact: contactSchema.nullable(),
    country: countrySchema.nullable().openapi({ description: "ISO 3166-1 alpha-2", example: "KE" }),
    scc: z
      .object({
        module: z.enum(modules),
        version: z.literal(SCC_VERSION),
        accept: z.literal(true, "say that you accept them"),
      })
      .nullable()
      .default(null)
      .openapi({
        description: "Acceptance of the standard contractual clauses, where your country needs them",
      }),
    measures: z
      .array(z.enum(measures))
      .max(measures.length)
      .default([])
      .openapi({ description: "Supplementary measures you have taken: see GET /v1/transfers" }),
  })
  .openapi("ReadinessStatement");
export type ReadinessStatement = z.infer<typeof readinessBody>;
