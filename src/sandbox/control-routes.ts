import { createRoute, z } from "@hono/zod-openapi";
import { findOwnConnection } from "../connections/store";
import { connectionStub } from "../connections/stub";
import { database } from "../db/client";
import { dropLease } from "../gateway/lease";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, jsonBody, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { notFound, Problem } from "../kernel/problem";
import { BREAKS, breakSandboxGrant } from "./break";

const breakRoute = createRoute({
  method: "post",
  path: "/v1/sandbox/connections/{id}/break",
  operationId: "breakSandboxConnection",
  summary: "Make a sandbox connection fail on purpose",
  description:
    "`revoked`: the shop's owner took the grant away. `expired`: the access token lapsed (a refresh works). `throttled`: 429 for a while. `down`: 503 for a while.",
  tags: ["Sandbox"],
  security: bearer,
  middleware: operation("sandbox.break", "connections"),
  request: {
    headers: idempotencyHeader,
    params: z.object({ id: z.string().max(64) }),
    body: jsonBody(z.object({ as: z.enum(BREAKS) })),
  },
  responses: {
    200: jsonAnswer("Broken as asked", z.object({ id: z.string(), broken_as: z.enum(BREAKS) })),
    ...problemResponses(400, 401, 403, 404, 409, 413, 422, 429),
  },
});

export const sandboxControlRoutes = router().openapi(breakRoute, async (c) => {
  const principal = c.get("principal");
  const { id } = c.req.valid("param");
  const { as } = c.req.valid("json");
  const row = await findOwnConnection(database(c.env), principal, id);
  if (row?.platform !== "sandbox") throw notFound("sandbox connection");
  c.get("call").connectionId = row.id;
  c.get("call").platform = row.platform;
  const account = await connectionStub(c.env, row.id)?.sandboxAccount();
  const { shop, grant_id: grantId } = account?.facts ?? {};
  if (!shop || !grantId) throw new Problem("disconnected", "This connection was disconnected.");
  if (!(await breakSandboxGrant(c.env, { shop, grantId }, as))) {
    throw new Problem("conflict", "The grant of this connection is gone already.");
  }
  dropLease(principal, id);
  return c.json({ id, broken_as: as }, 200);
});
