import { createRoute, z } from "@hono/zod-openapi";
import { configOf } from "../config/config";
import { lastSuccessOf } from "../connections/store";
import { connectionSchema, connectionView } from "../connections/view";
import { database } from "../db/client";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, jsonBody, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, rfc3339 } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { notFound } from "../kernel/problem";
import { regionSchema } from "../kernel/regions";
import { findInstall } from "./arrival-store";
import { exchange } from "./exchange";
import { openSession } from "./session-service";

export const sessionSchema = z
  .object({
    id: z.string().openapi({ example: "cs_4kX0pQ2mZ7aB1cD3eF5gH9" }),
    connect_url: z.string().openapi({ description: "Send the end-user here; usable once, for 30 minutes" }),
    expires_at: z.string(),
  })
  .openapi("ConnectSession");

/** BCP 47, as far as a language is chosen by it. */
export const languageSchema = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);

/** Compared with the app's registered addresses where the session is opened. */
export const embedOriginSchema = z.string().min(1).max(255).optional().openapi({
  description:
    "Origin of the page that opens the flow by connect.js; must equal a registered address's origin",
  example: "https://shop.example",
});

const createSession = createRoute({
  method: "post",
  path: "/v1/connect/sessions",
  operationId: "createConnectSession",
  summary: "Open a connect session for an end-user",
  tags: ["Connect"],
  security: bearer,
  middleware: operation("connect.sessions.create", "connections"),
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.object({
        external_user_id: z
          .string()
          .min(1)
          .max(255)
          .openapi({ description: "Your own id of the end-user; no name, no e-mail" }),
        platforms: z
          .array(z.string().max(64))
          .min(1)
          .max(50)
          .optional()
          .openapi({ description: "All available ones where not given" }),
        region: regionSchema.default("eu"),
        redirect_uri: z
          .string()
          .max(2_048)
          .openapi({ description: "Must equal a registered address exactly" }),
        state: z.string().max(2_048).optional().openapi({ description: "Returned unchanged" }),
        language: languageSchema.optional(),
        embed_origin: embedOriginSchema,
      }),
    ),
  },
  responses: {
    201: jsonAnswer("The session", sessionSchema),
    ...problemResponses(400, 401, 403, 409, 413, 422, 429),
  },
});

const exchangeCode = createRoute({
  method: "post",
  path: "/v1/connect/exchange",
  operationId: "exchangeConnectCode",
  summary: "Exchange the one-time code for the connection",
  tags: ["Connect"],
  security: bearer,
  middleware: operation("connect.exchange", "connections"),
  request: { headers: idempotencyHeader, body: jsonBody(z.object({ code: z.string().min(1).max(128) })) },
  responses: {
    200: jsonAnswer("The connection, now active", connectionSchema),
    ...problemResponses(400, 401, 403, 404, 409, 410, 413, 422, 429),
  },
});

const openClaim = createRoute({
  method: "post",
  path: "/v1/connect/claims",
  operationId: "claimInstallation",
  summary: "Claim an installation that began at the platform",
  description:
    "Where a merchant installed the app from the platform's own pages, they are given a code for your app. Claiming it opens a connect session in which they agree; the installation is attached to your app then, and to no other.",
  tags: ["Connect"],
  security: bearer,
  middleware: operation("connect.claims.create", "connections"),
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      z.object({
        claim: z.string().min(1).max(64).openapi({ description: "The code, good once, for 15 minutes" }),
        external_user_id: z.string().min(1).max(255),
        region: regionSchema.default("eu"),
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

export const connectApiRoutes = router()
  .openapi(openClaim, async (c) => {
    const { appId, mode, keyId } = c.get("principal");
    const body = c.req.valid("json");
    const claimHash = await sha256(body.claim);
    const install = await findInstall(database(c.env), claimHash, clock.now());
    if (install?.mode !== mode) throw notFound("installation waiting under this claim");
    const session = await openSession(c.env, {
      appId,
      mode,
      keyId,
      externalUserId: body.external_user_id,
      platforms: [install.platform],
      region: body.region,
      redirectUri: body.redirect_uri,
      state: body.state ?? null,
      language: body.language ?? null,
      embedOrigin: body.embed_origin ?? null,
      reconnects: null,
      claims: claimHash,
    });
    return c.json(
      { id: session.id, connect_url: session.connectUrl, expires_at: rfc3339(session.expiresAt) },
      201,
    );
  })
  .openapi(createSession, async (c) => {
    const { appId, mode, keyId } = c.get("principal");
    const body = c.req.valid("json");
    const session = await openSession(c.env, {
      appId,
      mode,
      keyId,
      externalUserId: body.external_user_id,
      platforms: body.platforms ?? null,
      region: body.region,
      redirectUri: body.redirect_uri,
      state: body.state ?? null,
      language: body.language ?? null,
      embedOrigin: body.embed_origin ?? null,
      reconnects: null,
    });
    return c.json(
      { id: session.id, connect_url: session.connectUrl, expires_at: rfc3339(session.expiresAt) },
      201,
    );
  })
  .openapi(exchangeCode, async (c) => {
    const row = await exchange(c.env, c.get("principal"), c.req.valid("json").code);
    const lastSuccessAt = await lastSuccessOf(database(c.env), row.id);
    return c.json(await connectionView(row, lastSuccessAt, null, configOf(c.env).restoreWindowDays), 200);
  });
