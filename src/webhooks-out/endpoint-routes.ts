import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, jsonBody, listOf, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { rfc3339, SECOND } from "../kernel/clock";
import { notFound } from "../kernel/problem";
import { warningSchema } from "../model/common";
import { endpointBody, rotateBody, typeSchema } from "./body";
import {
  deleteEndpoint,
  type EndpointRow,
  enableEndpoint,
  findOwnEndpoint,
  listEndpoints,
} from "./endpoint-store";
import { makeEndpoint, rotateSecret } from "./service";

const endpointSchema = z
  .object({
    id: z.string().openapi({ example: "whk_4kX0pQ2mZ7aB1cD3eF5gH9" }),
    url: z.string(),
    description: z.string().nullable(),
    types: z.array(typeSchema).nullable().openapi({ description: "null: all types" }),
    status: z.enum(["enabled", "disabled"]),
    failing_since: z.string().nullable().openapi({ description: "Since when every delivery has failed" }),
    created_at: z.string(),
  })
  .openapi("WebhookEndpoint");
const secretField = z
  .string()
  .openapi({ description: "The signing secret: shown this once", example: "whsec_…" });
const newEndpointSchema = endpointSchema.extend({ secret: secretField }).openapi("NewWebhookEndpoint");
const rotatedSchema = newEndpointSchema
  .extend({
    former_secret_ends_at: z
      .string()
      .nullable()
      .openapi({ description: "Until then each delivery carries both signatures" }),
  })
  .openapi("RotatedWebhookEndpoint");

const params = z.object({ id: z.string().max(64) });
const tags = ["Webhooks"];

const create = createRoute({
  method: "post",
  path: "/v1/webhook-endpoints",
  operationId: "createWebhookEndpoint",
  summary: "Have events delivered to an address",
  description:
    "Deliveries are signed as Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`), repeated with growing pauses for some three days, and thin: `{type, id, timestamp, data}` with ids alone. Answer with 2xx within 15 seconds; 410 disables the endpoint.",
  tags,
  security: bearer,
  middleware: operation("webhook_endpoints.create", "webhooks"),
  request: { headers: idempotencyHeader, body: jsonBody(endpointBody) },
  responses: {
    201: jsonAnswer("The endpoint, with its secret", newEndpointSchema),
    ...problemResponses(400, 401, 403, 409, 422, 429),
  },
});
const list = createRoute({
  method: "get",
  path: "/v1/webhook-endpoints",
  operationId: "listWebhookEndpoints",
  summary: "List webhook endpoints of the key's mode, oldest first",
  tags,
  security: bearer,
  middleware: operation("webhook_endpoints.list", "webhooks"),
  responses: {
    200: jsonAnswer("All of them", listOf(endpointSchema, warningSchema)),
    ...problemResponses(401, 403, 429),
  },
});
const read = createRoute({
  method: "get",
  path: "/v1/webhook-endpoints/{id}",
  operationId: "getWebhookEndpoint",
  summary: "Read a webhook endpoint",
  tags,
  security: bearer,
  middleware: operation("webhook_endpoints.get", "webhooks"),
  request: { params },
  responses: {
    200: jsonAnswer("The endpoint", endpointSchema),
    ...problemResponses(401, 403, 404, 422, 429),
  },
});
const remove = createRoute({
  method: "delete",
  path: "/v1/webhook-endpoints/{id}",
  operationId: "deleteWebhookEndpoint",
  summary: "Delete a webhook endpoint with its deliveries",
  tags,
  security: bearer,
  middleware: operation("webhook_endpoints.delete", "webhooks"),
  request: { params },
  responses: {
    200: jsonAnswer("What was deleted", z.object({ id: z.string(), deleted: z.literal(true) })),
    ...problemResponses(401, 403, 404, 422, 429),
  },
});
const rotate = createRoute({
  method: "post",
  path: "/v1/webhook-endpoints/{id}/rotate-secret",
  operationId: "rotateWebhookSecret",
  summary: "Replace the signing secret, with an overlap",
  tags,
  security: bearer,
  middleware: operation("webhook_endpoints.rotate", "webhooks"),
  request: { headers: idempotencyHeader, params, body: jsonBody(rotateBody) },
  responses: {
    200: jsonAnswer("The endpoint, with its new secret", rotatedSchema),
    ...problemResponses(400, 401, 403, 404, 409, 422, 429),
  },
});
const enable = createRoute({
  method: "post",
  path: "/v1/webhook-endpoints/{id}/enable",
  operationId: "enableWebhookEndpoint",
  summary: "Enable an endpoint that was disabled because it failed",
  tags,
  security: bearer,
  middleware: operation("webhook_endpoints.enable", "webhooks"),
  request: { headers: idempotencyHeader, params },
  responses: {
    200: jsonAnswer("The endpoint", endpointSchema),
    ...problemResponses(401, 403, 404, 422, 429),
  },
});

/** Where a developer wants events delivered. */
export const webhookEndpointRoutes = router()
  .openapi(create, async (c) => {
    const { row, secret } = await makeEndpoint(c.env, c.get("principal"), c.req.valid("json"));
    return c.json({ ...view(row), secret }, 201);
  })
  .openapi(list, async (c) => {
    const rows = await listEndpoints(database(c.env), c.get("principal"));
    return c.json({ data: rows.map(view), next_cursor: null, warnings: [] }, 200);
  })
  .openapi(read, async (c) => c.json(view(await ownEndpoint(c, c.req.valid("param").id)), 200))
  .openapi(remove, async (c) => {
    const { id } = await ownEndpoint(c, c.req.valid("param").id);
    await deleteEndpoint(c.env.DB, id);
    return c.json({ id, deleted: true as const }, 200);
  })
  .openapi(rotate, async (c) => {
    const row = await ownEndpoint(c, c.req.valid("param").id);
    const overlapMs = c.req.valid("json").overlap_seconds * SECOND;
    const { secret, endsAt } = await rotateSecret(c.env, row, overlapMs);
    return c.json(
      { ...view(row), secret, former_secret_ends_at: endsAt === null ? null : rfc3339(endsAt) },
      200,
    );
  })
  .openapi(enable, async (c) => {
    const row = await ownEndpoint(c, c.req.valid("param").id);
    if (row.status === "disabled") await enableEndpoint(c.env.DB, row.id);
    return c.json(view(await ownEndpoint(c, row.id)), 200);
  });

/** @throws Problem `not_found` for an unknown one, or someone else's. */
export async function ownEndpoint(c: Context<AppEnv>, id: string): Promise<EndpointRow> {
  const row = await findOwnEndpoint(database(c.env), c.get("principal"), id);
  if (!row) throw notFound("webhook endpoint");
  return row;
}

function view(row: EndpointRow): z.infer<typeof endpointSchema> {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    types: row.types as z.infer<typeof typeSchema>[] | null,
    status: row.status,
    failing_since: row.failingSince === null ? null : rfc3339(row.failingSince),
    created_at: rfc3339(row.createdAt),
  };
}
