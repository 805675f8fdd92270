import { z } from "@hono/zod-openapi";
import { Hono } from "hono";
import { redirectUriFault } from "../apps/redirect-uri";
import { createApp, findApp } from "../apps/store";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { clock, rfc3339 } from "../kernel/clock";
import { countrySchema } from "../kernel/countries";
import { newId } from "../kernel/ids";
import { notFound } from "../kernel/problem";
import { modeSchema } from "../kernel/regions";
import { newKey } from "../keys/routes";
import { SCOPES, scopeSchema } from "../keys/scopes";
import { insertKey } from "../keys/store";
import { refuseUnstated, requireReady } from "../readiness/gate";
import { parsed } from "./parsed";
import { rewrapStep } from "./rewrap";

const keyBody = z.object({
  name: z.string().trim().min(1).max(80),
  mode: modeSchema,
  scopes: z
    .array(scopeSchema)
    .min(1)
    .default([...SCOPES]),
});

const appBody = z.object({
  name: z.string().trim().min(1).max(80),
  redirect_uris: z
    .array(
      z
        .string()
        .max(2_048)
        .superRefine((uri, issues) => {
          const fault = redirectUriFault(uri);
          if (fault) issues.addIssue({ code: "custom", message: fault });
        }),
    )
    .max(20),
  privacy_policy_url: z
    .url({ protocol: /^https$/ })
    .nullable()
    .default(null),
  purposes: z.array(z.string().trim().min(1).max(200)).max(20).default([]),
  third_parties: z.array(z.string().trim().min(1).max(120)).max(50).default([]),
  country: countrySchema.nullable().default(null),
  key: keyBody,
});

const rewrapQuery = z.object({
  after: z.string().max(64).default(""),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What operators do, behind Cloudflare Access: the application asks for it on all of /ops. */
export const opsRoutes = new Hono<AppEnv>();

/** A developer with an app and a first key: how an account begins until the portal does it. */
opsRoutes.post("/ops/apps", async (c) => {
  const body = await parsed(appBody, () => c.req.json(), "json");
  const db = database(c.env);
  const now = clock.now();
  const appId = newId("app");
  const app = {
    id: appId,
    developerId: newId("dev"),
    name: body.name,
    privacyPolicyUrl: body.privacy_policy_url,
    purposes: body.purposes,
    thirdParties: body.third_parties,
    country: body.country,
    createdAt: now,
  };
  // Nobody has accepted anything for it yet: it states and accepts with a test key, and gets its live key below.
  if (body.key.mode === "live") await refuseUnstated(c.env, app);
  await createApp(db, app, body.redirect_uris);
  const { row, text } = await newKey(
    c.env,
    { appId, mode: body.key.mode },
    { name: body.key.name, scopes: body.key.scopes, rotatedFrom: null, expiresAt: null },
  );
  await insertKey(db, row);
  return c.json(
    { app: { id: appId, name: body.name, created_at: rfc3339(now) }, key: { id: row.id, key: text } },
    201,
  );
});

/** A further key for an app: how it gets its first live one, once it is ready. */
opsRoutes.post("/ops/apps/:id/keys", async (c) => {
  const { name, mode, scopes } = await parsed(keyBody, () => c.req.json(), "json");
  const db = database(c.env);
  const app = await findApp(db, c.req.param("id"));
  if (!app) throw notFound("app");
  if (mode === "live") await requireReady(c.env, app.id, null);
  const owner = { appId: app.id, mode };
  const { row, text } = await newKey(c.env, owner, { name, scopes, rotatedFrom: null, expiresAt: null });
  await insertKey(db, row);
  return c.json({ app: { id: app.id, name: app.name }, key: { id: row.id, key: text } }, 201);
});

/** A step of re-wrapping: repeat with `after=<next>` until `next` is null. */
opsRoutes.post("/ops/keys/rewrap", async (c) => {
  const { after, limit } = await parsed(rewrapQuery, async () => c.req.query(), "query");
  return c.json(await rewrapStep(c.env, after, limit));
});
