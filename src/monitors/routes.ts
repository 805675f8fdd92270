import { createRoute, z } from "@hono/zod-openapi";
import { Hono } from "hono";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { openCursor, sealCursor } from "../http/cursor";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, listOf, pageQuery, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { rfc3339 } from "../kernel/clock";
import { warningSchema } from "../model/common";
import { operatorsOnly } from "../ops/authenticate";
import { parsed } from "../ops/parsed";
import { ALERT_RULES, type AlertRule } from "./rules";
import { type AlertRow, listAlerts } from "./store";

const STATUSES = ["open", "resolved"] as const;

const alertSchema = z
  .object({
    id: z.string().openapi({ example: "alr_4kX0pQ2mZ7aB1cD3eF5gH9" }),
    rule: z.enum(ALERT_RULES),
    about: z.string().openapi({ description: "Id of a key, endpoint, request or incident" }),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    raised_at: z.string(),
    seen_at: z.string().openapi({ description: "When it was last found, to the hour" }),
    resolved_at: z.string().nullable(),
  })
  .openapi("Alert");

const filters = { status: z.enum(STATUSES).optional(), rule: z.enum(ALERT_RULES).optional() };

const list = createRoute({
  method: "get",
  path: "/v1/alerts",
  operationId: "listAlerts",
  summary: "List what monitors found about your app, newest first",
  tags: ["Incidents"],
  security: bearer,
  middleware: operation("alerts.list", "incidents"),
  request: { query: z.object({ ...pageQuery, ...filters }) },
  responses: {
    200: jsonAnswer("A page of alerts", listOf(alertSchema, warningSchema)),
    ...problemResponses(401, 403, 422, 429),
  },
});

const positionSchema = z.object({ raisedAt: z.number(), id: z.string() });

export const alertRoutes = router().openapi(list, async (c) => {
  const principal = c.get("principal");
  const { limit, cursor, ...filter } = c.req.valid("query");
  const binding = ["alerts", principal.appId, principal.mode, JSON.stringify(filter)];
  const after = cursor ? await openCursor(c.env, binding, cursor, positionSchema) : null;
  const rows = await listAlerts(database(c.env), principal, filter, limit + 1, after);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const next = last && (await sealCursor(c.env, binding, { raisedAt: last.raisedAt, id: last.id }));
  return c.json({ data: page.map(view), next_cursor: next ?? null, warnings: [] }, 200);
});

/** Everybody's alerts, for operators. */
export const alertOpsRoutes = new Hono<AppEnv>();
alertOpsRoutes.use("/ops/alerts", operatorsOnly);
alertOpsRoutes.get("/ops/alerts", async (c) => {
  const filter = await parsed(z.object(filters), async () => c.req.query(), "query");
  const rows = await listAlerts(database(c.env), null, filter, 500, null);
  const data = rows.map((row) => ({ ...view(row), app_id: row.appId }));
  return c.json({ data, next_cursor: null, warnings: [] });
});

function view(row: AlertRow): z.infer<typeof alertSchema> {
  return {
    id: row.id,
    rule: row.rule as AlertRule,
    about: row.about,
    detail: row.detail,
    raised_at: rfc3339(row.raisedAt),
    seen_at: rfc3339(row.seenAt),
    resolved_at: row.resolvedAt === null ? null : rfc3339(row.resolvedAt),
  };
}
