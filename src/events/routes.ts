import { createRoute, z } from "@hono/zod-openapi";
import { database } from "../db/client";
import { openCursor, sealCursor } from "../http/cursor";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, listOf, pageQuery, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { rfc3339 } from "../kernel/clock";
import { warningSchema } from "../model/common";
import { type EventRow, listEvents } from "./store";
import { EVENT_TYPES } from "./types";

const eventSchema = z
  .object({
    id: z.string().openapi({ example: "evt_4kX0pQ2mZ7aB1cD3eF5gH9" }),
    type: z.string().openapi({ example: "connection.changed" }),
    connection_id: z.string().nullable().openapi({ description: "null for what is about the whole app" }),
    topic: z.string().nullable().openapi({
      description:
        "The platform's own word for what changed, or the id of an incident, an alert or a version of the policy",
      example: "orders/updated",
    }),
    created_at: z.string(),
  })
  .openapi("Event", { description: "Thin: that something happened, never what is in it" });

const list = createRoute({
  method: "get",
  path: "/v1/events",
  operationId: "listEvents",
  summary: "List what happened at your connections and to your app, newest first",
  description: "Kept 30 days. Read what changed through the connection itself.",
  tags: ["Connections"],
  security: bearer,
  middleware: operation("events.list", "connections:read"),
  request: {
    query: z.object({
      ...pageQuery,
      connection_id: z.string().max(64).optional(),
      type: z.enum(EVENT_TYPES).optional(),
    }),
  },
  responses: {
    200: jsonAnswer("A page of events", listOf(eventSchema, warningSchema)),
    ...problemResponses(400, 401, 403, 422, 429),
  },
});

const positionSchema = z.object({ createdAt: z.number(), id: z.string() });

export const eventRoutes = router().openapi(list, async (c) => {
  const principal = c.get("principal");
  const { limit, cursor, ...query } = c.req.valid("query");
  const binding = ["events", principal.appId, principal.mode, JSON.stringify(query)];
  const after = cursor ? await openCursor(c.env, binding, cursor, positionSchema) : null;
  const filter = { connectionId: query.connection_id, type: query.type };
  const rows = await listEvents(database(c.env), principal, filter, limit + 1, after);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return c.json(
    {
      data: page.map(view),
      next_cursor:
        rows.length > limit && last
          ? await sealCursor(c.env, binding, { createdAt: last.createdAt, id: last.id })
          : null,
      warnings: [],
    },
    200,
  );
});

function view(row: EventRow): z.infer<typeof eventSchema> {
  return {
    id: row.id,
    type: row.type,
    connection_id: row.connectionId,
    topic: row.topic,
    created_at: rfc3339(row.createdAt),
  };
}
