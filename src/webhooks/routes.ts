import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Hono } from "hono";
import { configOf } from "../config/config";
import { findOwnConnection } from "../connections/store";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { notFound, Problem } from "../kernel/problem";
import { adapterOf } from "../platforms/registry";
import { deliverDue } from "../webhooks-out/deliver";
import { addressOf, type OpenRights, receiveWebhook } from "./receive";
import { connectionSecrets } from "./secret";

/** Deliveries tried at once when a platform has told us something; cron does the rest. */
const SOON = 6;

/** Where platforms send their webhooks. Answers are short and tell a stranger nothing. */
export function webhookRoutes(openRights: OpenRights) {
  const receive = async (c: Context<AppEnv>) => {
    const adapter = adapterOf(c.req.param("platform") ?? "");
    if (!adapter?.webhooks) throw notFound("platform with webhooks");
    const reception = await receiveWebhook(c.env, c.executionCtx.exports, openRights, {
      adapter,
      connectionId: c.req.param("connection") ?? null,
      delivery: {
        method: c.req.method === "GET" ? "GET" : "POST",
        headers: c.req.raw.headers,
        rawBody: new Uint8Array(await c.req.arrayBuffer()),
        url: addressOf(configOf(c.env), c.req.url),
      },
    });
    switch (reception.kind) {
      case "unknown_platform":
        throw notFound("platform with webhooks");
      case "forged":
        throw new Problem("unauthenticated", "The delivery is not signed by the platform.");
      case "under_way":
        throw new Problem("conflict", "The same delivery is being worked on.", { retryAfter: 60 });
      case "challenge":
        return reception.response;
      case "taken":
        c.executionCtx.waitUntil(deliverDue(c.env, SOON));
        return c.json({ received: true });
    }
  };
  return new Hono<AppEnv>()
    .on(["GET", "POST"], "/webhooks/:platform", receive)
    .on(["GET", "POST"], "/webhooks/:platform/:connection", receive);
}

const setup = createRoute({
  method: "get",
  path: "/v1/connections/{id}/webhook",
  operationId: "getConnectionWebhook",
  summary: "What to enter in a shop whose webhooks are set up by hand",
  description: "For platforms where each shop signs with a secret of its own (WooCommerce).",
  tags: ["Connections"],
  security: bearer,
  middleware: operation("connections.webhook", "connections"),
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: {
    200: jsonAnswer(
      "The address and the secret",
      z.object({ url: z.string(), secret: z.string() }).openapi("ConnectionWebhook"),
    ),
    ...problemResponses(401, 403, 404, 422, 429),
  },
});

export const webhookSetupRoutes = router().openapi(setup, async (c) => {
  const { id } = c.req.valid("param");
  const row = await findOwnConnection(database(c.env), c.get("principal"), id);
  if (!row || row.status === "disconnected") throw notFound("connection");
  c.get("call").connectionId = row.id;
  c.get("call").platform = row.platform;
  const config = configOf(c.env);
  const [secret] = await connectionSecrets(config, row.id);
  if (adapterOf(row.platform)?.webhooks?.secret !== "per_connection" || !secret)
    throw new Problem("unsupported_resource", "This platform's webhooks are not set up shop by shop.");
  return c.json({ url: `${config.publicOrigin}/webhooks/${row.platform}/${row.id}`, secret }, 200);
});
