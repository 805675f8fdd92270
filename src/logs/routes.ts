import { createRoute, z } from "@hono/zod-openapi";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, listOf, pageQuery, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { rfc3339 } from "../kernel/clock";
import { warningSchema } from "../model/common";
import type { LogLine } from "./line";
import { requestIdSchema, searchLogs } from "./search";

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
      request_id: requestIdSchema.optional().openapi({
        description: "An answer’s `X-Request-Id`. It says when it was: without `from`, all days are searched",
      }),
    }),
  },
  responses: {
    200: jsonAnswer("A page of log lines", listOf(lineSchema, warningSchema)),
    ...problemResponses(401, 403, 422, 429),
  },
});

export const logRoutes = router().openapi(listLogs, async (c) => {
  const { appId, mode } = c.get("principal");
  const { limit, cursor, ...query } = c.req.valid("query");
  const { lines, nextCursor, warnings } = await searchLogs(
    c.env,
    { appId, mode },
    {
      from: query.from ? Date.parse(query.from) : null,
      to: query.to ? Date.parse(query.to) : null,
      ...(query.connection_id !== undefined && { connectionId: query.connection_id }),
      ...(query.status !== undefined && { status: query.status }),
      ...(query.operation !== undefined && { operation: query.operation }),
      ...(query.request_id !== undefined && { requestId: query.request_id }),
    },
    { limit, cursor, binding: ["logs", appId, mode, JSON.stringify(query)] },
  );
  return c.json({ data: lines.map(view), next_cursor: nextCursor, warnings }, 200);
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
