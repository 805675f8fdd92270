import { createRoute, z } from "@hono/zod-openapi";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, jsonBody, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, rfc3339 } from "../kernel/clock";
import { notFound } from "../kernel/problem";
import { safeguardSchema, safeguardsOf } from "../transfers/routes";
import { readinessBody } from "./body";
import { draftNotice } from "./draft";
import { type Readiness, readinessOf } from "./gate";
import { ITEM_IDS } from "./items";
import { state } from "./statement";

const readinessSchema = z
  .object({
    ready: z.boolean().openapi({ description: "Whether live keys and live sessions can be made" }),
    items: z.array(
      z.object({
        id: z.enum(ITEM_IDS),
        title: z.string(),
        explanation: z.string(),
        legal_source: z.string(),
        done: z.boolean(),
        needed: z.string().nullable(),
      }),
    ),
    statement: z.object({
      privacy_policy_url: z.string().nullable(),
      purposes: z.array(z.string()),
      data_use: z.string().nullable(),
      third_parties: z.array(z.string()),
      retention: z.string().nullable(),
      deletion: z.string().nullable(),
      security_contact: z.string().nullable(),
      country: z.string().nullable(),
      scc: z.object({ module: z.string(), version: z.string(), accepted_at: z.string() }).nullable(),
      measures: z.array(z.string()),
      updated_at: z.string().nullable(),
    }),
    policy: z.object({ version: z.string(), accepted: z.boolean() }),
    transfers: z.array(safeguardSchema),
  })
  .openapi("Readiness");

const noticeSchema = z
  .object({
    language: z.literal("en"),
    sections: z.array(
      z.object({
        id: z.string(),
        heading: z.string(),
        paragraphs: z.array(z.string()),
        items: z.array(z.string()),
      }),
    ),
    markdown: z.string(),
    missing: z.array(z.string()).openapi({ description: "What was left out because it is not stated yet" }),
    generated_at: z.string(),
  })
  .openapi("Notice");

const tags = ["Your app"];
const get = createRoute({
  method: "get",
  path: "/v1/apps/self/readiness",
  operationId: "getReadiness",
  summary: "What your app has stated, and what is still missing before it can go live",
  tags,
  security: bearer,
  middleware: operation("readiness.get", "keys"),
  responses: { 200: jsonAnswer("How far it is", readinessSchema), ...problemResponses(401, 403, 404, 429) },
});
const put = createRoute({
  method: "put",
  path: "/v1/apps/self/readiness",
  operationId: "stateReadiness",
  summary: "State what your app does with the data, in place of what it stated before",
  description:
    "Shown to end-users before they consent. A change of country that leaves connections in the EU without a safeguard is refused as `transfer_safeguard_missing` and changes nothing.",
  tags,
  security: bearer,
  middleware: operation("readiness.put", "keys"),
  request: { body: jsonBody(readinessBody) },
  responses: {
    200: jsonAnswer("How far it is now", readinessSchema),
    ...problemResponses(400, 401, 403, 404, 413, 422, 429),
  },
});
const notice = createRoute({
  method: "get",
  path: "/v1/apps/self/notice",
  operationId: "draftNotice",
  summary: "A draft of the notice your app owes its users, from its own answers",
  description: "For you to check, complete and publish; it is no legal advice.",
  tags,
  security: bearer,
  middleware: operation("notice.get", "keys"),
  responses: { 200: jsonAnswer("The draft", noticeSchema), ...problemResponses(401, 403, 404, 429) },
});

export const readinessRoutes = router()
  .openapi(get, async (c) => c.json(await viewOf(c.env, c.get("principal").appId), 200))
  .openapi(put, async (c) => {
    const { appId } = c.get("principal");
    await state(c.env, appId, c.req.valid("json"));
    return c.json(await viewOf(c.env, appId), 200);
  })
  .openapi(notice, async (c) => {
    const principal = c.get("principal");
    const draft = await draftNotice(c.env, await mustFind(c.env, principal.appId), principal.mode);
    return c.json({ language: "en" as const, ...draft, generated_at: rfc3339(clock.now()) }, 200);
  });

async function mustFind(env: Env, appId: string): Promise<Readiness> {
  const readiness = await readinessOf(env, appId);
  if (!readiness) throw notFound("app");
  return readiness;
}

async function viewOf(env: Env, appId: string): Promise<z.infer<typeof readinessSchema>> {
  const { stated, acceptance, items, ready } = await mustFind(env, appId);
  const { app, row } = stated;
  const scc =
    row?.sccModule && row.sccVersion && row.sccAcceptedAt !== null
      ? { module: row.sccModule, version: row.sccVersion, accepted_at: rfc3339(row.sccAcceptedAt) }
      : null;
  return {
    ready,
    items,
    statement: {
      privacy_policy_url: app.privacyPolicyUrl,
      purposes: app.purposes,
      data_use: row?.dataUse ?? null,
      third_parties: app.thirdParties,
      retention: row?.retention ?? null,
      deletion: row?.deletion ?? null,
      security_contact: row?.securityContact ?? null,
      country: app.country,
      scc,
      measures: row?.measures ?? [],
      updated_at: row ? rfc3339(row.updatedAt) : null,
    },
    policy: { version: acceptance.version.version, accepted: acceptance.kind !== "none" },
    transfers: await safeguardsOf(env, appId),
  };
}
