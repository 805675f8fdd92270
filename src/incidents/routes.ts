import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { openCursor, sealCursor } from "../http/cursor";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, jsonBody, listOf, pageQuery, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { notFound, Problem } from "../kernel/problem";
import { warningSchema } from "../model/common";
import { audit } from "../proof/audit";
import { noteSchema, reportBody } from "./body";
import { markdownOf, postIncidentOf, postIncidentSchema } from "./report";
import { add, reportIncident } from "./service";
import { type IncidentRow, type Loaded, listIncidents, loadIncident, timelineOf } from "./store";
import { incidentSchema, incidentView } from "./view";

const addBody = z.object({
  note: noteSchema.openapi({ description: "What you have learnt since; no personal data, no secrets" }),
  status: z.enum(["contained"]).optional(),
});
const params = z.object({ id: z.string().max(64) });
const STATUSES = ["reported", "triaged", "contained", "closed"] as const;
const FORMATS = ["json", "markdown"] as const;
const tags = ["Incidents"];

const create = createRoute({
  method: "post",
  path: "/v1/incidents",
  operationId: "reportIncident",
  summary: "Report a security incident, within 24 hours of its discovery",
  description:
    "The answer says whether it was in time, and which authorities' clocks run where the people affected are.",
  tags,
  security: bearer,
  middleware: operation("incidents.report", "incidents"),
  request: { headers: idempotencyHeader, body: jsonBody(reportBody) },
  responses: {
    201: jsonAnswer("The incident", incidentSchema),
    ...problemResponses(400, 401, 403, 409, 422, 429),
  },
});
const list = createRoute({
  method: "get",
  path: "/v1/incidents",
  operationId: "listIncidents",
  summary: "List incidents you reported, and ours that concern you, newest first",
  tags,
  security: bearer,
  middleware: operation("incidents.list", "incidents"),
  request: { query: z.object({ ...pageQuery, status: z.enum(STATUSES).optional() }) },
  responses: {
    200: jsonAnswer("A page of incidents", listOf(incidentSchema, warningSchema)),
    ...problemResponses(401, 403, 422, 429),
  },
});
const read = createRoute({
  method: "get",
  path: "/v1/incidents/{id}",
  operationId: "getIncident",
  summary: "Read an incident with its timeline",
  tags,
  security: bearer,
  middleware: operation("incidents.get", "incidents"),
  request: { params },
  responses: {
    200: jsonAnswer("The incident", incidentSchema),
    ...problemResponses(401, 403, 404, 422, 429),
  },
});
const append = createRoute({
  method: "post",
  path: "/v1/incidents/{id}/events",
  operationId: "addToIncident",
  summary: "Add to the timeline of an incident you reported",
  tags,
  security: bearer,
  middleware: operation("incidents.add", "incidents"),
  request: { headers: idempotencyHeader, params, body: jsonBody(addBody) },
  responses: {
    201: jsonAnswer("The incident", incidentSchema),
    ...problemResponses(400, 401, 403, 404, 409, 422, 429),
  },
});
const report = createRoute({
  method: "get",
  path: "/v1/incidents/{id}/report",
  operationId: "getIncidentReport",
  summary: "Read the post-incident report, once the incident is closed",
  tags,
  security: bearer,
  middleware: operation("incidents.report_read", "incidents"),
  request: { params, query: z.object({ format: z.enum(FORMATS).default("json") }) },
  responses: {
    200: {
      description: "The report",
      content: {
        "application/json": { schema: postIncidentSchema },
        "text/markdown": { schema: z.string() },
      },
    },
    ...problemResponses(401, 403, 404, 409, 422, 429),
  },
});

const positionSchema = z.object({ receivedAt: z.number(), id: z.string() });

/** Security incidents, as developers report and follow them. */
export const incidentRoutes = router()
  .openapi(create, async (c) => {
    const principal = c.get("principal");
    const row = await reportIncident(c.env, principal, c.req.valid("json"));
    await audit(c.env.DB, {
      actor: "developer",
      action: "incident.reported",
      target: row.id,
      detail: { mode: principal.mode },
    });
    return c.json(await viewOf(c, row), 201);
  })
  .openapi(list, async (c) => {
    const principal = c.get("principal");
    const { limit, cursor, status } = c.req.valid("query");
    const binding = ["incidents", principal.appId, principal.mode, status ?? ""];
    const after = cursor ? await openCursor(c.env, binding, cursor, positionSchema) : null;
    const rows = await listIncidents(database(c.env), principal, status, limit + 1, after);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const next = last && (await sealCursor(c.env, binding, { receivedAt: last.receivedAt, id: last.id }));
    const data = await Promise.all(page.map((row) => viewOf(c, row)));
    return c.json({ data, next_cursor: next ?? null, warnings: [] }, 200);
  })
  .openapi(read, async (c) => c.json(await viewOf(c, (await visible(c, c.req.valid("param").id)).row), 200))
  .openapi(append, async (c) => {
    const { row } = await visible(c, c.req.valid("param").id);
    const { note, status } = c.req.valid("json");
    const changed = await add(c.env, row, note, status === "contained");
    return c.json(await viewOf(c, changed ?? row), 201);
  })
  .openapi(report, async (c) => {
    const { row } = await visible(c, c.req.valid("param").id);
    const whole = postIncidentOf(row, await timelineOf(database(c.env), row.id));
    if (!whole) throw new Problem("conflict", "The incident is not closed yet.");
    if (c.req.valid("query").format === "json") return c.json(whole, 200);
    return c.body(markdownOf(whole), 200, { "content-type": "text/markdown; charset=utf-8" });
  });

async function visible(c: Context<AppEnv>, id: string): Promise<Loaded> {
  const loaded = await loadIncident(database(c.env), id, c.get("principal"));
  if (!loaded) throw notFound("incident");
  return loaded;
}

async function viewOf(c: Context<AppEnv>, row: IncidentRow) {
  return incidentView(row, await timelineOf(database(c.env), row.id));
}
