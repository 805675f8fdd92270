import { createRoute, z } from "@hono/zod-openapi";
import { openCursor, sealCursor } from "../http/cursor";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, listOf, pageQuery, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { PERIODS } from "../inventory/periods";
import { clock, DAY, rfc3339 } from "../kernel/clock";
import { invalid } from "../kernel/problem";
import { warningSchema } from "../model/common";
import type { LogLine } from "./line";
import { readLogs } from "./reader";

const instant = z.iso.datetime({ offset: true }).openapi({ format: "date-time" });

const lineSchema = z
  .object({
    id: z.string().openapi({ description: "The request id" }),
    time: z.string(),
    operation: z.string(),
    method: z.string(),
    status: z.number().int(),
    code: z.string().nullable(),
    key_id: z.string().nullable(),
    connection_id: z.string().nullable(),
    platform: z.string().nullable(),
    platform_status: z.number().int().nullable(),
    duration_ms: z.number(),
    platform_ms: z.number(),
    ip_prefix: z
      .string()
      .nullable()
      .openapi({ description: "/24 or /48 of the caller, never the whole address" }),
    country: z.string().nullable(),
  })
  .openapi("LogLine");

const listLogs = createRoute({
  method: "get",
  path: "/v1/logs",
  operationId: "listLogs",
  summary: "The app's own calls, newest first; kept for 90 days",
  tags: ["Usage and logs"],
  security: bearer,
  middleware: operation("logs.list", "usage"),
  request: {
    query: z.object({
      ...pageQuery,
      from: instant.optional().openapi({ description: "Default: 24 hours before `to`" }),
      to: instant.optional().openapi({ description: "Default: now" }),
      connection_id: z.string().max(64).optional(),
      status: z.coerce.number().int().min(100).max(599).optional(),
      operation: z.string().max(64).optional(),
    }),
  },
  responses: {
    200: jsonAnswer("A page of log lines", listOf(lineSchema, warningSchema)),
    ...problemResponses(401, 403, 422, 429),
  },
});

const positionSchema = z.object({ time: z.number(), id: z.string(), from: z.number(), to: z.number() });

export const logRoutes = router().openapi(listLogs, async (c) => {
  const { appId, mode } = c.get("principal");
  const { limit, cursor, ...query } = c.req.valid("query");
  const binding = ["logs", appId, mode, JSON.stringify(query)];
  // A cursor carries its range, so that "the last 24 hours" does not slide while it is paged through.
  const position = cursor ? await openCursor(c.env, binding, cursor, positionSchema) : null;
  const to = position?.to ?? (query.to ? Date.parse(query.to) : clock.now() + 1);
  const from = position?.from ?? (query.from ? Date.parse(query.from) : to - DAY);
  if (from >= to) throw invalid("query.from", "must be before `to`");
  const page = await readLogs(c.env.LOGS, {
    appId,
    mode,
    // A day leaves storage when its last line is due; its earlier lines are hidden to the second before that.
    from: Math.max(from, clock.now() - PERIODS.systemLogs.days * DAY + 1),
    to,
    limit,
    ...(query.connection_id !== undefined && { connectionId: query.connection_id }),
    ...(query.status !== undefined && { status: query.status }),
    ...(query.operation !== undefined && { operation: query.operation }),
    ...(position && { before: { time: position.time, id: position.id } }),
  });
  return c.json(
    {
      data: page.lines.map(view),
      next_cursor: page.next ? await sealCursor(c.env, binding, { ...page.next, from, to }) : null,
      warnings: page.warnings,
    },
    200,
  );
});

function view(line: LogLine): z.infer<typeof lineSchema> {
  return {
    id: line.id,
    time: rfc3339(line.time),
    operation: line.operation,
    method: line.method,
    status: line.status,
    code: line.code,
    key_id: line.key_id,
    connection_id: line.connection_id,
    platform: line.platform,
    platform_status: line.platform_status,
    duration_ms: line.duration_ms,
    platform_ms: line.platform_ms,
    ip_prefix: line.ip_prefix,
    country: line.country,
  };
}
