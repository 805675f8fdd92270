import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { AppEnv } from "../http/context";
import { openCursor, sealCursor } from "../http/cursor";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, listOf, pageQuery, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { rfc3339 } from "../kernel/clock";
import { notFound } from "../kernel/problem";
import { warningSchema } from "../model/common";
import { attempt } from "./deliver";
import { findOwnDelivery, type ListedDelivery, listDeliveries } from "./delivery-store";
import { ownEndpoint } from "./endpoint-routes";
import { deliverTest, replay } from "./service";

const STATUSES = ["pending", "delivered", "dead"] as const;

const deliverySchema = z
  .object({
    id: z.string().openapi({ example: "whd_4f0c5e9a3b2d1c7e8f6a90" }),
    endpoint_id: z.string(),
    event_id: z.string(),
    event_type: z.string().nullable().openapi({ description: "null once the event itself is gone" }),
    status: z.enum(STATUSES).openapi({ description: "`dead`: no further attempt unless it is replayed" }),
    attempts: z.number().int(),
    next_attempt_at: z.string().nullable().openapi({ description: "At the earliest" }),
    last_status: z.number().int().nullable().openapi({ description: "What the endpoint answered last" }),
    last_fault: z.string().nullable().openapi({
      description: "Why the last attempt failed: `status`, `redirect`, `gone`, `timeout`, `unreachable`, …",
    }),
    created_at: z.string(),
    delivered_at: z.string().nullable(),
  })
  .openapi("WebhookDelivery");

const params = z.object({ id: z.string().max(64) });
const tags = ["Webhooks"];

const list = createRoute({
  method: "get",
  path: "/v1/webhook-endpoints/{id}/deliveries",
  operationId: "listWebhookDeliveries",
  summary: "List deliveries to an endpoint, newest first",
  description: "Kept 30 days.",
  tags,
  security: bearer,
  middleware: operation("webhook_deliveries.list", "webhooks"),
  request: { params, query: z.object({ ...pageQuery, status: z.enum(STATUSES).optional() }) },
  responses: {
    200: jsonAnswer("A page of deliveries", listOf(deliverySchema, warningSchema)),
    ...problemResponses(401, 403, 404, 422, 429),
  },
});
const test = createRoute({
  method: "post",
  path: "/v1/webhook-endpoints/{id}/test",
  operationId: "testWebhookEndpoint",
  summary: "Deliver a `webhook.test` event now, once, and see what comes of it",
  tags,
  security: bearer,
  middleware: operation("webhook_endpoints.test", "webhooks"),
  request: { headers: idempotencyHeader, params },
  responses: {
    200: jsonAnswer("The delivery", deliverySchema),
    ...problemResponses(401, 403, 404, 409, 422, 429),
  },
});
const replayRoute = createRoute({
  method: "post",
  path: "/v1/webhook-deliveries/{id}/replay",
  operationId: "replayWebhookDelivery",
  summary: "Deliver an event once more, with the same `webhook-id`",
  tags,
  security: bearer,
  middleware: operation("webhook_deliveries.replay", "webhooks"),
  request: { headers: idempotencyHeader, params },
  responses: {
    200: jsonAnswer("The delivery, on its way again", deliverySchema),
    ...problemResponses(401, 403, 404, 409, 410, 422, 429),
  },
});

const positionSchema = z.object({ createdAt: z.number(), id: z.string() });

/** What became of events on their way to an endpoint. */
export const webhookDeliveryRoutes = router()
  .openapi(list, async (c) => {
    const { id } = c.req.valid("param");
    const { limit, cursor, status } = c.req.valid("query");
    const binding = ["webhook-deliveries", id, status ?? ""];
    const after = cursor ? await openCursor(c.env, binding, cursor, positionSchema) : null;
    const endpoint = await ownEndpoint(c, id);
    const rows = await listDeliveries(c.env.DB, endpoint.id, status, limit + 1, after);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const next = last && (await sealCursor(c.env, binding, { createdAt: last.created_at, id: last.id }));
    return c.json({ data: page.map(view), next_cursor: next ?? null, warnings: [] }, 200);
  })
  .openapi(test, async (c) => {
    const id = await deliverTest(c.env, await ownEndpoint(c, c.req.valid("param").id));
    return c.json(view(await ownDelivery(c, id)), 200);
  })
  .openapi(replayRoute, async (c) => {
    const delivery = await ownDelivery(c, c.req.valid("param").id);
    await replay(c.env, delivery);
    const reopened = await ownDelivery(c, delivery.id);
    c.executionCtx.waitUntil(attempt(c.env, delivery.id));
    return c.json(view(reopened), 200);
  });

async function ownDelivery(c: Context<AppEnv>, id: string): Promise<ListedDelivery> {
  const row = await findOwnDelivery(c.env.DB, c.get("principal"), id);
  if (!row) throw notFound("webhook delivery");
  return row;
}

function view(row: ListedDelivery): z.infer<typeof deliverySchema> {
  return {
    id: row.id,
    endpoint_id: row.endpoint_id,
    event_id: row.event_id,
    event_type: row.event_type,
    status: row.status,
    attempts: row.attempts,
    next_attempt_at: row.status === "pending" ? rfc3339(row.next_at) : null,
    last_status: row.last_status,
    last_fault: row.last_fault,
    created_at: rfc3339(row.created_at),
    delivered_at: row.delivered_at === null ? null : rfc3339(row.delivered_at),
  };
}
