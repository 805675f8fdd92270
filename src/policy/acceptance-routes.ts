import { createRoute, z } from "@hono/zod-openapi";
import { configOf } from "../config/config";
import { database } from "../db/client";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, jsonBody, listOf, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, rfc3339 } from "../kernel/clock";
import { Problem } from "../kernel/problem";
import { warningSchema } from "../model/common";
import { acceptPolicy } from "./accept";
import { acceptancesOf, policyHeads } from "./store";
import { type PolicyHead, standingOf } from "./versions";

const acceptanceSchema = z
  .object({
    id: z.string().openapi({ example: "pol_4kX0pQ2mZ7aB1cD3eF5gH9" }),
    policy: z.literal("end_user"),
    version: z.string().openapi({ example: "2026-11-23" }),
    status: z.enum(["upcoming", "in_force", "superseded"]),
    effective_at: z.string(),
    material: z.boolean(),
    summary: z.string(),
    url: z.string(),
    accepted_at: z.string().nullable().openapi({ description: "null: not accepted" }),
    accepted_by: z
      .enum(["statement", "continued_use"])
      .nullable()
      .openapi({ description: "Continued use: calls after the version took effect" }),
    key_id: z.string().nullable(),
  })
  .openapi("PolicyAcceptance");

const tags = ["Your app"];
const list = createRoute({
  method: "get",
  path: "/v1/policy-acceptances",
  operationId: "listPolicyAcceptances",
  summary: "Every version of the End-User Policy, with whether and how your app accepted it, newest first",
  tags,
  security: bearer,
  middleware: operation("policy_acceptances.list", "keys"),
  responses: {
    200: jsonAnswer("The versions", listOf(acceptanceSchema, warningSchema)),
    ...problemResponses(401, 403, 429),
  },
});
const accept = createRoute({
  method: "post",
  path: "/v1/policy-acceptances",
  operationId: "acceptPolicy",
  summary: "Accept the version in force, or one that is announced",
  description:
    "Accepting again changes nothing. Going on to call after a version took effect accepts it as well, once a first version was accepted here.",
  tags,
  security: bearer,
  middleware: operation("policy_acceptances.create", "keys"),
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.object({
        version: z.string().max(32).openapi({ description: "As published", example: "2026-11-23" }),
        accept: z.literal(true).openapi({ description: "That you accept it" }),
      }),
    ),
  },
  responses: {
    201: jsonAnswer("The acceptance", acceptanceSchema),
    ...problemResponses(400, 401, 403, 409, 413, 422, 429),
  },
});

export const acceptanceRoutes = router()
  .openapi(list, async (c) => {
    const data = (await views(c.env, c.get("principal").appId)).reverse();
    return c.json({ data, next_cursor: null, warnings: [] }, 200);
  })
  .openapi(accept, async (c) => {
    const { appId, keyId } = c.get("principal");
    const { version } = c.req.valid("json");
    await acceptPolicy(c.env, { appId, keyId }, version);
    const made = (await views(c.env, appId)).find((view) => view.version === version);
    if (!made) throw new Problem("internal", "The acceptance was recorded, and cannot be read.");
    return c.json(made, 201);
  });

async function views(env: Env, appId: string): Promise<z.infer<typeof acceptanceSchema>[]> {
  const db = database(env);
  const [heads, accepted] = await Promise.all([policyHeads(db), acceptancesOf(db, appId)]);
  const now = clock.now();
  return heads.map((head: PolicyHead) => {
    const row = accepted.find(({ policyId }) => policyId === head.id);
    return {
      id: head.id,
      policy: "end_user" as const,
      version: head.version,
      status: standingOf(head, heads, now),
      effective_at: rfc3339(head.effectiveAt),
      material: head.isMaterial,
      summary: head.summary,
      url: `${configOf(env).publicOrigin}/policies/end-user/${head.version}`,
      accepted_at: row ? rfc3339(row.acceptedAt) : null,
      accepted_by: row?.kind ?? null,
      key_id: row?.keyId ?? null,
    };
  });
}
