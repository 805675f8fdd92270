import { createRoute, z } from "@hono/zod-openapi";
import { database } from "../db/client";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock } from "../kernel/clock";
import { regionSchema } from "../kernel/regions";
import { ADEQUACY_DECISIONS } from "./adequacy";
import { HIGH_RISK, HIGH_RISK_CRITERION, MEASURES, SCC_MODULES, SCC_SOURCE, SCC_VERSION } from "./clauses";
import { AFRICAN_RULES, EEA, EU_OUTERMOST, UK_ADEQUACY } from "./rules";
import { safeguardFor } from "./safeguard";
import { transferStatements } from "./store";

export const safeguardSchema = z
  .object({
    region: regionSchema,
    basis: z
      .enum(["no_transfer", "adequacy", "scc", "scc_with_measures"])
      .nullable()
      .openapi({ description: "null where something is missing" }),
    country: z.string().nullable(),
    reference: z.string().nullable().openapi({ description: "The decision or clauses it rests on" }),
    needed: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .openapi("Safeguard", {
    description: "On what ground data of your connections in a region goes to you, or what is missing for it",
  });

const registerSchema = z
  .object({
    yours: z.array(safeguardSchema),
    eea: z.array(z.string()),
    adequacy: z
      .array(
        z.object({
          country: z.string(),
          decision: z.string(),
          source: z.string(),
          from: z.string(),
          until: z.string().nullable(),
          scope: z.string().nullable(),
          relied_on: z.boolean().openapi({
            description:
              "false where it covers only organisations on a list: clauses are asked for all the same",
          }),
        }),
      )
      .openapi({ description: "Decisions of the European Commission (GDPR Art. 45)" }),
    standard_contractual_clauses: z.object({
      version: z.string(),
      source: z.string(),
      modules: z.record(z.string(), z.string()),
    }),
    high_risk: z.object({
      criterion: z.string(),
      countries: z.array(
        z.object({ country: z.string(), why: z.string(), source: z.string(), since: z.string() }),
      ),
      measures: z.array(z.object({ id: z.string(), kind: z.string(), text: z.string() })),
    }),
    united_kingdom: z.object({
      source: z.string(),
      countries: z.array(z.string()),
      partly: z.record(z.string(), z.string()),
    }),
    export_rules: z.array(
      z.object({
        country: z.string(),
        law: z.string(),
        source: z.string(),
        permits: z.array(z.string()),
        held_by: z.string(),
        certainty: z.enum(["verified", "unverified"]),
      }),
    ),
  })
  .openapi("TransferRegister");

const register = createRoute({
  method: "get",
  path: "/v1/transfers",
  operationId: "getTransferRegister",
  summary: "The register of international transfers, and your own app's grounds",
  description:
    "What a connection's data may rest on when it goes to your country: decisions, clauses, measures, each with its source. Decisions about connections are made from exactly this.",
  tags: ["Your app"],
  security: bearer,
  middleware: operation("transfers.get", "connections:read"),
  responses: { 200: jsonAnswer("The register", registerSchema), ...problemResponses(401, 403, 429) },
});

export const transferRoutes = router().openapi(register, async (c) => {
  const { appId } = c.get("principal");
  return c.json({ yours: await safeguardsOf(c.env, appId), ...REGISTER }, 200);
});

/** An app's standing in every region. */
export async function safeguardsOf(env: Env, appId: string): Promise<z.infer<typeof safeguardSchema>[]> {
  const statements = await transferStatements(database(env), appId);
  const now = clock.now();
  return regionSchema.options.map((region) => {
    const found = safeguardFor(region, statements, now);
    return found.kind === "ground"
      ? { region, basis: found.basis, country: found.country, reference: found.reference, needed: [] }
      : { region, basis: null, country: null, reference: null, needed: found.needed };
  });
}

const REGISTER = {
  eea: [...EEA, ...EU_OUTERMOST],
  adequacy: ADEQUACY_DECISIONS.map(({ reliance, ...decision }) => ({ ...decision, relied_on: reliance })),
  standard_contractual_clauses: { version: SCC_VERSION, source: SCC_SOURCE, modules: SCC_MODULES },
  high_risk: {
    criterion: HIGH_RISK_CRITERION,
    countries: Object.entries(HIGH_RISK).map(([country, found]) => ({ country, ...found })),
    measures: Object.entries(MEASURES).map(([id, measure]) => ({ id, ...measure })),
  },
  united_kingdom: { ...UK_ADEQUACY, countries: [...UK_ADEQUACY.countries] },
  export_rules: AFRICAN_RULES.map((rule) => ({ ...rule, permits: [...rule.permits] })),
};
