import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Hono } from "hono";
import { configOf } from "../config/config";
import { findOwnConnection } from "../connections/store";
import { connectionStub } from "../connections/stub";
import { isShopByShop, webhookAddress } from "../connections/subscribing";
import type { SubscriptionState } from "../connections/subscription";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { operation } from "../http/meter";
import { bearer, jsonAnswer, jsonBody, router } from "../http/openapi";
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
    const adapter = await adapterOf(c.req.param("platform") ?? "");
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

const webhookSchema = z
  .object({
    url: z.string().openapi({ description: "Where the shop's events are sent" }),
    secret: z.string().nullable().openapi({
      description: "To be entered in the shop, where it signs with a secret that is ours; else null",
    }),
    status: z.enum(["enter_in_shop", "secret_missing", "secret_entered", "pending", "subscribed", "failed"]),
  })
  .openapi("ConnectionWebhook");

const params = z.object({ id: z.string().max(64) });

const setup = createRoute({
  method: "get",
  path: "/v1/connections/{id}/webhook",
  operationId: "getConnectionWebhook",
  summary: "How a shop's events come here",
  description:
    "`enter_in_shop`: enter address and secret in the shop (WooCommerce). `secret_missing`, `secret_entered`: make an endpoint with this address there, and enter the secret it is given by `PUT` (Stripe). `pending`, `subscribed`, `failed`: asked for by Metristack when the shop is connected. Platforms whose events come without any of this answer 422.",
  tags: ["Connections"],
  security: bearer,
  middleware: operation("connections.webhook", "connections"),
  request: { params },
  responses: {
    200: jsonAnswer("The address, and what is to be done", webhookSchema),
    ...problemResponses(401, 403, 404, 422, 429),
  },
});

const enter = createRoute({
  method: "put",
  path: "/v1/connections/{id}/webhook",
  operationId: "putConnectionWebhook",
  summary: "Enter the signing secret that the platform gave a shop's endpoint",
  description: "It rests sealed with the connection's credentials, is never shown again, and goes with them.",
  tags: ["Connections"],
  security: bearer,
  middleware: operation("connections.webhook.enter", "connections"),
  request: {
    params,
    body: jsonBody(
      z
        .object({
          secret: z
            .string()
            .min(8)
            .max(512)
            .regex(/^[\x21-\x7e]+$/),
        })
        .openapi("WebhookSecret"),
    ),
  },
  responses: {
    200: jsonAnswer("Entered", webhookSchema),
    ...problemResponses(401, 403, 404, 422, 429),
  },
});

export const webhookSetupRoutes = router()
  .openapi(setup, async (c) => {
    const row = await ownConnection(c, c.req.valid("param").id);
    return c.json(await webhookOf(c.env, row), 200);
  })
  .openapi(enter, async (c) => {
    const row = await ownConnection(c, c.req.valid("param").id);
    const webhooks = (await adapterOf(row.platform))?.webhooks;
    if (webhooks?.secret !== "issued" || webhooks.subscription)
      throw new Problem("unsupported_resource", "This platform has no signing secret that is entered here.");
    const isEntered = await connectionStub(c.env, row.id)?.enterWebhookSecret(c.req.valid("json").secret);
    if (!isEntered) throw notFound("connection");
    return c.json(await webhookOf(c.env, row), 200);
  });

async function ownConnection(c: Context<AppEnv>, id: string) {
  const row = await findOwnConnection(database(c.env), c.get("principal"), id);
  if (!row || row.status === "disconnected") throw notFound("connection");
  c.get("call").connectionId = row.id;
  c.get("call").platform = row.platform;
  return row;
}

async function webhookOf(
  env: Env,
  { id, platform }: { id: string; platform: string },
): Promise<z.infer<typeof webhookSchema>> {
  const adapter = await adapterOf(platform);
  const config = configOf(env);
  if (!adapter?.webhooks || !(isShopByShop(adapter.webhooks) || adapter.webhooks.subscription))
    throw new Problem("unsupported_resource", "This platform's webhooks are not set up shop by shop.");
  const url = webhookAddress(config, adapter, id);
  if (adapter.webhooks.secret === "per_connection") {
    const [secret = null] = await connectionSecrets(config, id);
    return { url, secret, status: "enter_in_shop" };
  }
  const state = (await connectionStub(env, id)?.subscriptionState()) ?? null;
  return { url, secret: null, status: statusOf(state, adapter.webhooks.subscription !== undefined) };
}

function statusOf(state: SubscriptionState | null, isAutomatic: boolean) {
  switch (state) {
    case "made":
      return "subscribed";
    case "entered":
      return "secret_entered";
    case "failed":
      return "failed";
    case "due":
      return "pending";
    case null:
      return isAutomatic ? "pending" : "secret_missing";
  }
}
