import { createRoute, z } from "@hono/zod-openapi";
import { database } from "../db/client";
import { jsonAnswer, router } from "../http/openapi";
import { answerPage } from "../http/page";
import { problemResponses } from "../http/problems";
import { rfc3339 } from "../kernel/clock";
import { findPolicy } from "../policy/store";
import { FIRST_VERSION } from "../policy/versions";
import { CLAUSE_STATUSES, type Clause, clausesWith } from "./clauses";
import { factsOf } from "./facts";
import { TrustPage } from "./page";

const clauseSchema = z
  .object({
    section: z.string(),
    clause: z.string().openapi({ description: "In the policy's own words" }),
    control: z
      .string()
      .nullable()
      .openapi({ description: "What enforces it; null where nothing of ours does" }),
    evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    status: z.enum(CLAUSE_STATUSES),
  })
  .openapi("TrustClause");

const trustJson = createRoute({
  method: "get",
  path: "/trust.json",
  operationId: "getTrust",
  summary: "Every clause of the End-User Policy, the control that enforces it, and its live evidence",
  description: "At most a minute old.",
  tags: ["Service"],
  security: [],
  responses: {
    200: jsonAnswer("All clauses", z.object({ clauses: z.array(clauseSchema), generated_at: z.string() })),
    ...problemResponses(429),
  },
});

export const trustRoutes = router().openapi(trustJson, async (c) => {
  const { clauses, generatedAt } = await trust(c.env);
  c.header("cache-control", "public, max-age=60");
  return c.json({ clauses, generated_at: generatedAt }, 200);
});
trustRoutes.get("/trust", async (c) => answerPage(c, 200, <TrustPage {...(await trust(c.env))} />));

/** Of the version in force, which may be a later one than this code was built with. */
export async function trust(env: Env): Promise<{ clauses: Clause[]; generatedAt: string }> {
  const facts = await factsOf(env);
  const inForce = (await findPolicy(database(env), facts.policy.inForce)) ?? FIRST_VERSION;
  return { clauses: clausesWith(inForce.sections, facts), generatedAt: rfc3339(facts.now) };
}
