import { type Context, Hono } from "hono";
import { z } from "zod";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { clock } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { operatorsOnly } from "../ops/authenticate";
import { parsed } from "../ops/parsed";
import { ourIncidentSchema, reportSchema, triageSchema, wordsSchema } from "./body";
import { LAW_KEYS } from "./laws";
import { markdownOf, postIncidentOf } from "./report";
import { closeIncident, contain, note, notify, reportOurs, tellAuthority, triage } from "./service";
import { type IncidentRow, listIncidents, loadIncident, timelineOf } from "./store";
import { operatorView } from "./view";

const toldBody = z.strictObject({ authority: z.enum(LAW_KEYS) });
const listQuery = z.object({ status: z.enum(["reported", "triaged", "contained", "closed"]).optional() });
const reportQuery = z.object({ format: z.enum(["json", "markdown"]).default("json") });

/** Incidents, for those who answer them. */
export const incidentOpsRoutes = new Hono<AppEnv>();
incidentOpsRoutes.use("/ops/incidents", operatorsOnly);
incidentOpsRoutes.use("/ops/incidents/*", operatorsOnly);

incidentOpsRoutes.get("/ops/incidents", async (c) => {
  const { status } = await parsed(listQuery, async () => c.req.query(), "query");
  const rows = await listIncidents(database(c.env), null, status, 200, null);
  return c.json({
    data: await Promise.all(rows.map((row) => viewOf(c, row))),
    next_cursor: null,
    warnings: [],
  });
});

/** An incident of ours: the developers it concerns are told in the same transaction. */
incidentOpsRoutes.post("/ops/incidents", async (c) => {
  const body = await parsed(ourIncidentSchema, () => c.req.json(), "json");
  const row = await reportOurs(c.env, body, c.get("operator").actor);
  return c.json(await viewOf(c, row), 201);
});

incidentOpsRoutes.get("/ops/incidents/:id", async (c) => {
  const loaded = await loadIncident(database(c.env), c.req.param("id"), null);
  return answer(c, loaded?.row ?? null);
});

incidentOpsRoutes.post("/ops/incidents/:id/triage", async (c) => {
  const { severity, countries, note: words } = await parsed(triageSchema, () => c.req.json(), "json");
  const input = { severity, countries, note: words };
  return answer(c, await triage(c.env, c.req.param("id"), input, c.get("operator").actor));
});

incidentOpsRoutes.post("/ops/incidents/:id/notes", async (c) => {
  const body = await parsed(wordsSchema, () => c.req.json(), "json");
  return answer(c, await note(c.env, c.req.param("id"), body.note, c.get("operator").actor));
});

incidentOpsRoutes.post("/ops/incidents/:id/notices", async (c) => {
  const body = await parsed(wordsSchema, () => c.req.json(), "json");
  return answer(c, await notify(c.env, c.req.param("id"), body.note, c.get("operator").actor));
});

incidentOpsRoutes.post("/ops/incidents/:id/contain", async (c) =>
  answer(c, await contain(c.env, c.req.param("id"), c.get("operator").actor)),
);

incidentOpsRoutes.post("/ops/incidents/:id/authorities", async (c) => {
  const { authority } = await parsed(toldBody, () => c.req.json(), "json");
  return answer(c, await tellAuthority(c.env, c.req.param("id"), authority, c.get("operator").actor));
});

incidentOpsRoutes.post("/ops/incidents/:id/close", async (c) => {
  const report = await parsed(reportSchema, () => c.req.json(), "json");
  return answer(c, await closeIncident(c.env, c.req.param("id"), report, c.get("operator").actor));
});

incidentOpsRoutes.get("/ops/incidents/:id/report", async (c) => {
  const { format } = await parsed(reportQuery, async () => c.req.query(), "query");
  const loaded = await loadIncident(database(c.env), c.req.param("id"), null);
  if (!loaded) throw notFound("incident");
  const whole = postIncidentOf(loaded.row, await timelineOf(database(c.env), loaded.row.id));
  if (!whole) throw new Problem("conflict", "The incident is not closed yet.");
  if (format === "json") return c.json(whole);
  return c.body(markdownOf(whole), 200, { "content-type": "text/markdown; charset=utf-8" });
});

async function answer(c: Context<AppEnv>, row: IncidentRow | null): Promise<Response> {
  if (!row) throw notFound("incident");
  return c.json(await viewOf(c, row));
}

async function viewOf(c: Context<AppEnv>, row: IncidentRow) {
  return operatorView(row, await timelineOf(database(c.env), row.id), clock.now());
}
