import { createRoute, z } from "@hono/zod-openapi";
import { findOwnConnection } from "../connections/store";
import { database } from "../db/client";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, DAY, HOUR, hourOf, rfc3339 } from "../kernel/clock";
import { invalid, notFound } from "../kernel/problem";
import { meteredOf } from "./connection";
import { quantile } from "./histogram";
import { GRANULARITIES, GROUPS, MAX_ROWS, readUsage, type UsageRow } from "./query";

const instant = z.iso.datetime({ offset: true }).openapi({ format: "date-time" });
const groupList = z
  .string()
  .max(100)
  .transform((text) => text.split(","))
  .pipe(z.array(z.enum(GROUPS)).max(GROUPS.length))
  .openapi({
    type: "string",
    description: "Any of operation, platform, key, status, joined by commas",
    example: "operation,status",
  });

const cellSchema = z
  .object({
    period: z.string().openapi({ description: "UTC hour, day or month", example: "2026-11-23T19" }),
    operation: z.string().optional(),
    platform: z.string().optional(),
    key_id: z.string().optional(),
    status: z.number().int().optional(),
    calls: z.number().int(),
    errors: z.number().int().openapi({ description: "Calls answered with 400 or more" }),
    duration_ms: z.object({
      mean: z.number(),
      p50: z
        .number()
        .nullable()
        .openapi({ description: "Upper bound of the latency class; null beyond 6.4 s" }),
      p95: z.number().nullable(),
      p99: z.number().nullable(),
    }),
    platform_ms_mean: z.number(),
  })
  .openapi("UsageCell");

const usage = createRoute({
  method: "get",
  path: "/v1/usage",
  operationId: "getUsage",
  summary: "Calls counted, by period and group",
  description: "Exact. New calls appear here within the flush interval (a minute in production).",
  tags: ["Usage and logs"],
  security: bearer,
  middleware: operation("usage.get", "usage"),
  request: {
    query: z.object({
      from: instant.optional().openapi({ description: "Default: 24 hours before `to`" }),
      to: instant.optional().openapi({ description: "Default: now" }),
      granularity: z.enum(GRANULARITIES).default("hour"),
      group_by: groupList.optional(),
    }),
  },
  responses: {
    200: jsonAnswer(
      "The usage",
      z.object({
        data: z.array(cellSchema),
        total_calls: z.number().int(),
        from: z.string(),
        to: z.string(),
        mode: z.enum(["test", "live"]),
      }),
    ),
    ...problemResponses(401, 403, 422, 429),
  },
});

const completenessSchema = z
  .object({
    recorded: z.number().int().openapi({ description: "The connection's calls that the ledger has counted" }),
    applied: z.number().int().openapi({ description: "Of these, in the usage tables" }),
    pending: z.number().int().openapi({ description: "Still on their way" }),
    complete: z.boolean().openapi({
      description: "recorded = applied + pending, and of the ledger that counts them nothing is missing",
    }),
  })
  .openapi("MeterCompleteness");

const usageOfConnection = createRoute({
  method: "get",
  path: "/v1/connections/{id}/usage",
  operationId: "getConnectionUsage",
  summary: "A connection's calls per month, up to this moment",
  tags: ["Usage and logs"],
  security: bearer,
  middleware: operation("connections.usage", "usage"),
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: {
    200: jsonAnswer(
      "The usage, with the proof that nothing is missing",
      z.object({
        connection_id: z.string(),
        months: z.array(z.object({ month: z.string(), calls: z.number().int() })),
        completeness: completenessSchema,
      }),
    ),
    ...problemResponses(401, 403, 404, 429),
  },
});

export const usageRoutes = router()
  .openapi(usage, async (c) => {
    const { appId, mode } = c.get("principal");
    const query = c.req.valid("query");
    const to = query.to ? Date.parse(query.to) : clock.now();
    const from = query.from ? Date.parse(query.from) : to - DAY;
    if (from >= to) throw invalid("query.from", "must be before `to`");
    if (query.granularity === "hour" && to - from > 62 * DAY)
      throw invalid("query.granularity", "hours are given for up to 62 days");
    const groupBy = query.group_by ?? [];
    const rows = await readUsage(c.env.DB, {
      appId,
      mode,
      fromHour: hourOf(from),
      toHour: hourOf(to + HOUR - 1), // the hour `to` falls in is part of it
      granularity: query.granularity,
      groupBy,
    });
    if (rows.length > MAX_ROWS)
      throw invalid("query.granularity", "gives too many rows; take a coarser one or group by less");
    return c.json(
      {
        data: rows.map(view),
        total_calls: rows.reduce((sum, row) => sum + row.calls, 0),
        from: rfc3339(from),
        to: rfc3339(to),
        mode,
      },
      200,
    );
  })
  .openapi(usageOfConnection, async (c) => {
    const row = await findOwnConnection(database(c.env), c.get("principal"), c.req.valid("param").id);
    if (!row) throw notFound("connection");
    c.get("call").connectionId = row.id;
    c.get("call").platform = row.platform;
    const { months, completeness } = await meteredOf(c.env, row.id);
    return c.json(
      {
        connection_id: row.id,
        months: [...months].map(([month, calls]) => ({ month, calls })),
        completeness,
      },
      200,
    );
  });

function view(row: UsageRow): z.infer<typeof cellSchema> {
  return {
    period: row.period,
    ...(row.operation !== null && { operation: row.operation }),
    ...(row.platform !== null && { platform: row.platform }),
    ...(row.key_id !== null && { key_id: row.key_id }),
    ...(row.status !== null && { status: row.status }),
    calls: row.calls,
    errors: row.errors,
    duration_ms: {
      mean: row.calls === 0 ? 0 : Math.round(row.duration_ms / row.calls),
      p50: quantile(row.latency, 0.5),
      p95: quantile(row.latency, 0.95),
      p99: quantile(row.latency, 0.99),
    },
    platform_ms_mean: row.calls === 0 ? 0 : Math.round(row.platform_ms / row.calls),
  };
}
