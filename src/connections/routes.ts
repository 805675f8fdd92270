import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { configOf } from "../config/config";
import { embedOriginSchema, languageSchema, sessionSchema } from "../connect/api-routes";
import { openSession } from "../connect/session-service";
import { database } from "../db/client";
import { dropLease } from "../gateway/lease";
import type { AppEnv } from "../http/context";
import { openCursor, sealCursor } from "../http/cursor";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, jsonBody, listOf, pageQuery, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, rfc3339 } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { repeated } from "../kernel/retry";
import { meterOf } from "../meter/shards";
import { warningSchema } from "../model/common";
import { CONNECTION_STATUSES } from "./status";
import { type ConnectionRow, findOwnConnection, lastSuccessOf, listConnections } from "./store";
import { connectionStub } from "./stub";
import { connectionSchema, connectionView } from "./view";

const tags = ["Connections"];
const idParam = z.object({ id: z.string().max(64) });

const list = createRoute({
  method: "get",
  path: "/v1/connections",
  operationId: "listConnections",
  summary: "List connections, newest first",
  tags,
  security: bearer,
  middleware: operation("connections.list", "connections:read"),
  request: {
    query: z.object({
      ...pageQuery,
      status: z.enum(CONNECTION_STATUSES).optional(),
      platform: z.string().max(64).optional(),
      external_user_id: z.string().max(255).optional(),
    }),
  },
  responses: {
    200: jsonAnswer("A page of connections", listOf(connectionSchema, warningSchema)),
    ...problemResponses(401, 403, 422, 429),
  },
});

const get = createRoute({
  method: "get",
  path: "/v1/connections/{id}",
  operationId: "getConnection",
  summary: "Read one connection",
  tags,
  security: bearer,
  middleware: operation("connections.get", "connections:read"),
  request: { params: idParam },
  responses: { 200: jsonAnswer("The connection", connectionSchema), ...problemResponses(401, 403, 404, 429) },
});

const reconnect = createRoute({
  method: "post",
  path: "/v1/connections/{id}/reconnect",
  operationId: "reconnect",
  summary: "Open a connect session that repairs this connection",
  description: "The id stays. Signing in with another platform account is refused.",
  tags,
  security: bearer,
  middleware: operation("connections.reconnect", "connections"),
  request: {
    headers: idempotencyHeader,
    params: idParam,
    body: jsonBody(
      z.object({
        redirect_uri: z.string().max(2_048),
        state: z.string().max(2_048).optional(),
        language: languageSchema.optional(),
        embed_origin: embedOriginSchema,
      }),
    ),
  },
  responses: {
    201: jsonAnswer("The session", sessionSchema),
    ...problemResponses(400, 401, 403, 404, 409, 413, 422, 429),
  },
});

const disconnectionSchema = connectionSchema
  .extend({
    disconnection: z.object({
      erased: z.array(z.string()).openapi({ description: "What was erased at once" }),
      revocation: z.object({
        result: z.enum(["revoked", "shared", "impossible", "failed", "nothing_to_revoke"]),
        detail: z.string().optional(),
      }),
      remaining: z
        .array(z.object({ data: z.string(), until: z.string() }))
        .openapi({ description: "What is left, and until when" }),
    }),
  })
  .openapi("Disconnection");

const disconnect = createRoute({
  method: "delete",
  path: "/v1/connections/{id}",
  operationId: "disconnect",
  summary: "Disconnect: revoke at the platform, erase the credentials, refuse every further call",
  tags,
  security: bearer,
  middleware: operation("connections.disconnect", "connections"),
  request: { params: idParam },
  responses: {
    200: jsonAnswer("What was erased and revoked, and when the rest goes", disconnectionSchema),
    ...problemResponses(401, 403, 404, 429),
  },
});

const positionSchema = z.object({ createdAt: z.number(), id: z.string() });

export const connectionRoutes = router()
  .openapi(list, async (c) => {
    const principal = c.get("principal");
    const { limit, cursor, ...query } = c.req.valid("query");
    const { restoreWindowDays } = configOf(c.env);
    const binding = ["connections", principal.appId, principal.mode, JSON.stringify(query)];
    const after = cursor ? await openCursor(c.env, binding, cursor, positionSchema) : null;
    const filter = { status: query.status, platform: query.platform, externalUserId: query.external_user_id };
    const rows = await listConnections(database(c.env), principal, filter, limit + 1, after);
    const page = rows.slice(0, limit);
    const last = page.at(-1)?.row;
    return c.json(
      {
        data: await Promise.all(
          page.map(({ row, lastSuccessAt }) => connectionView(row, lastSuccessAt, null, restoreWindowDays)),
        ),
        next_cursor:
          rows.length > limit && last
            ? await sealCursor(c.env, binding, { createdAt: last.createdAt, id: last.id })
            : null,
        warnings: [],
      },
      200,
    );
  })
  .openapi(get, async (c) => {
    const row = await ownConnection(c, c.req.valid("param").id);
    const live = await repeated(3, async () => (await connectionStub(c.env, row.id)?.snapshot()) ?? null);
    const { lastSuccessAt } = await repeated(3, () => meterOf(c.env, row.id).standing(row.id));
    const last = lastSuccessAt || (await lastSuccessOf(database(c.env), row.id));
    return c.json(await connectionView(row, last, live, configOf(c.env).restoreWindowDays), 200);
  })
  .openapi(reconnect, async (c) => {
    const { appId, mode, keyId } = c.get("principal");
    const row = await ownConnection(c, c.req.valid("param").id);
    if (row.status === "disconnected")
      throw new Problem("disconnected", "A disconnected connection stays so; connect anew.");
    if (row.status === "pending")
      throw new Problem("connection_not_active", "This connection was never active.");
    const body = c.req.valid("json");
    const session = await openSession(c.env, {
      appId,
      mode,
      keyId,
      externalUserId: row.externalUserId,
      platforms: [row.platform],
      region: row.region,
      redirectUri: body.redirect_uri,
      state: body.state ?? null,
      language: body.language ?? null,
      embedOrigin: body.embed_origin ?? null,
      reconnects: row.id,
    });
    return c.json(
      { id: session.id, connect_url: session.connectUrl, expires_at: rfc3339(session.expiresAt) },
      201,
    );
  })
  .openapi(disconnect, async (c) => {
    const principal = c.get("principal");
    const row = await ownConnection(c, c.req.valid("param").id);
    const done = await repeated(3, async () => (await connectionStub(c.env, row.id)?.disconnect()) ?? null);
    dropLease(principal, row.id);
    const at = done?.disconnectedAt ?? row.disconnectedAt ?? clock.now();
    const view = await connectionView(
      { ...row, status: "disconnected", disconnectedAt: at },
      await lastSuccessOf(database(c.env), row.id),
      null,
      configOf(c.env).restoreWindowDays,
    );
    const revocation = done?.revocation ?? { kind: "nothing_to_revoke" as const };
    return c.json(
      {
        ...view,
        disconnection: {
          erased: done?.erased ?? [],
          revocation: {
            result: revocation.kind,
            ...("why" in revocation && { detail: revocation.why }),
            ...(revocation.kind === "failed" && { detail: revocation.detail }),
          },
          remaining: [
            {
              data: "connection metadata and consent record",
              until: view.metadata_deletion_due ?? rfc3339(at),
            },
          ],
        },
      },
      200,
    );
  });

async function ownConnection(c: Context<AppEnv>, id: string): Promise<ConnectionRow> {
  const row = await findOwnConnection(database(c.env), c.get("principal"), id);
  if (!row) throw notFound("connection");
  // Named only now: a call about someone else's connection is metered at the caller's key.
  c.get("call").connectionId = row.id;
  c.get("call").platform = row.platform;
  return row;
}
