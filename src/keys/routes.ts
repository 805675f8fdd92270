import { createRoute, z } from "@hono/zod-openapi";
import { configOf } from "../config/config";
import { database } from "../db/client";
import { requireScope } from "../http/authenticate";
import type { Principal } from "../http/context";
import { openCursor, sealCursor } from "../http/cursor";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, jsonBody, listOf, pageQuery, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, DAY, rfc3339, SECOND } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { warningSchema } from "../model/common";
import { requireReady } from "../readiness/gate";
import { forgetKey } from "./cache";
import { makeKey } from "./format";
import { type Scope, scopeSchema } from "./scopes";
import { keyMac } from "./secret";
import {
  findOwnKey,
  insertKey,
  type KeyRow,
  lastUsedHours,
  listKeys,
  type NewKeyRow,
  replaceKey,
  revokeKey,
} from "./store";

const keySchema = z
  .object({
    id: z.string().openapi({ example: "key_4kX0pQ2mZ7aB" }),
    name: z.string(),
    mode: z.enum(["test", "live"]),
    scopes: z.array(z.string()),
    created_at: z.string(),
    expires_at: z.string().nullable(),
    revoked_at: z.string().nullable(),
    rotated_from: z.string().nullable(),
    last_used_at: z.string().nullable().openapi({ description: "The hour of its last call, from the meter" }),
  })
  .openapi("ApiKey");
const newKeySchema = keySchema
  .extend({
    key: z.string().openapi({ description: "The key itself: shown this once", example: "mtr_test_sk_…" }),
  })
  .openapi("NewApiKey");

const newKeyBody = z.object({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(scopeSchema).min(1).openapi({ description: "At most the scopes of the key that asks" }),
});
const rotateBody = z.object({
  overlap_seconds: z
    .number()
    .int()
    .min(0)
    .max((7 * DAY) / SECOND)
    .default(0)
    .openapi({ description: "How long the old key goes on working: 0 to 7 days" }),
});
const idParam = z.object({ id: z.string().max(64) });

const tags = ["API keys"];
const create = createRoute({
  method: "post",
  path: "/v1/api-keys",
  operationId: "createApiKey",
  summary: "Create an API key",
  tags,
  security: bearer,
  middleware: operation("api_keys.create", "keys"),
  request: { headers: idempotencyHeader, body: jsonBody(newKeyBody) },
  responses: {
    201: jsonAnswer("The key, shown once", newKeySchema),
    ...problemResponses(400, 401, 403, 409, 422, 429),
  },
});
const list = createRoute({
  method: "get",
  path: "/v1/api-keys",
  operationId: "listApiKeys",
  summary: "List API keys of the same mode, newest first",
  tags,
  security: bearer,
  middleware: operation("api_keys.list", "keys"),
  request: { query: z.object(pageQuery) },
  responses: {
    200: jsonAnswer("A page of keys", listOf(keySchema, warningSchema)),
    ...problemResponses(401, 403, 422, 429),
  },
});
const rotate = createRoute({
  method: "post",
  path: "/v1/api-keys/{id}/rotate",
  operationId: "rotateApiKey",
  summary: "Replace an API key, with an overlap",
  tags,
  security: bearer,
  middleware: operation("api_keys.rotate", "keys"),
  request: { headers: idempotencyHeader, params: idParam, body: jsonBody(rotateBody) },
  responses: {
    201: jsonAnswer("The new key, shown once", newKeySchema),
    ...problemResponses(400, 401, 403, 404, 409, 422, 429),
  },
});
const revoke = createRoute({
  method: "delete",
  path: "/v1/api-keys/{id}",
  operationId: "revokeApiKey",
  summary: "Revoke an API key; effective within 30 seconds everywhere",
  tags,
  security: bearer,
  middleware: operation("api_keys.revoke", "keys"),
  request: { params: idParam },
  responses: { 200: jsonAnswer("The revoked key", keySchema), ...problemResponses(401, 403, 404, 429) },
});

export const keyRoutes = router()
  .openapi(create, async (c) => {
    const principal = c.get("principal");
    const { name, scopes } = c.req.valid("json");
    requireHeld(principal, scopes);
    // A rotation is not asked this: replacing a key that leaked must always be possible, and opens nothing new.
    if (principal.mode === "live") await requireReady(c.env, principal.appId, principal.keyId);
    const { row, text } = await newKey(c.env, principal, {
      name,
      scopes,
      rotatedFrom: null,
      expiresAt: null,
    });
    await insertKey(database(c.env), row);
    return c.json({ ...view(row, null), key: text }, 201);
  })
  .openapi(list, async (c) => {
    const principal = c.get("principal");
    const { limit, cursor } = c.req.valid("query");
    const binding = ["api-keys", principal.appId, principal.mode];
    const after = cursor
      ? await openCursor(c.env, binding, cursor, z.object({ createdAt: z.number(), id: z.string() }))
      : null;
    const db = database(c.env);
    const rows = await listKeys(db, principal, limit + 1, after);
    const page = rows.slice(0, limit);
    const used = await lastUsedHours(
      db,
      principal,
      page.map((row) => row.id),
    );
    const last = page.at(-1);
    const more = rows.length > limit && last;
    return c.json(
      {
        data: page.map((row) => view(row, used.get(row.id) ?? null)),
        next_cursor: more
          ? await sealCursor(c.env, binding, { createdAt: last.createdAt, id: last.id })
          : null,
        warnings: [],
      },
      200,
    );
  })
  .openapi(rotate, async (c) => {
    const principal = c.get("principal");
    const old = await ownKey(c.env, principal, c.req.valid("param").id);
    requireHeld(principal, old.scopes as Scope[]);
    const { row, text } = await rotateKey(c.env, old, c.req.valid("json").overlap_seconds * SECOND);
    return c.json({ ...view(row, null), key: text }, 201);
  })
  .openapi(revoke, async (c) => {
    const principal = c.get("principal");
    const db = database(c.env);
    const { id } = await ownKey(c.env, principal, c.req.valid("param").id);
    await revokeKey(db, id, clock.now());
    forgetKey(id);
    const row = await ownKey(c.env, principal, id);
    return c.json(view(row, (await lastUsedHours(db, principal, [id])).get(id) ?? null), 200);
  });

/** Makes a key's record; the caller stores it. Used by the operators' routes and the portal too. */
export async function newKey(
  env: Env,
  owner: Pick<Principal, "appId" | "mode">,
  input: { name: string; scopes: string[]; rotatedFrom: string | null; expiresAt: number | null },
): Promise<{ row: NewKeyRow & KeyRow; text: string }> {
  const { keyPeppers } = configOf(env);
  const key = makeKey(owner.mode);
  return {
    text: key.text,
    row: {
      id: key.id,
      appId: owner.appId,
      mode: owner.mode,
      name: input.name,
      scopes: input.scopes,
      mac: await keyMac(keyPeppers, keyPeppers.current, key),
      pepperVersion: keyPeppers.current,
      rotatedFrom: input.rotatedFrom,
      createdAt: clock.now(),
      expiresAt: input.expiresAt,
      revokedAt: null,
    },
  };
}

/** A new key in an old one's place, which works on for `overlapMs`. Used by the portal too. @throws Problem `conflict` */
export async function rotateKey(env: Env, old: KeyRow, overlapMs: number): ReturnType<typeof newKey> {
  const now = clock.now();
  if (old.revokedAt !== null || (old.expiresAt !== null && old.expiresAt <= now)) {
    throw new Problem("conflict", "A key that is no longer in force cannot be rotated.");
  }
  const { name, scopes } = old;
  const made = await newKey(env, old, { name, scopes, rotatedFrom: old.id, expiresAt: null });
  await replaceKey(database(env), made.row, { id: old.id, expiresAt: now + overlapMs });
  forgetKey(old.id);
  return made;
}

async function ownKey(env: Env, principal: Principal, id: string): Promise<KeyRow> {
  const row = await findOwnKey(database(env), principal, id);
  if (!row) throw notFound("API key");
  return row;
}

/** A key never makes a mightier one than itself. */
function requireHeld(principal: Principal, scopes: readonly Scope[]): void {
  for (const scope of scopes) requireScope(principal, scope);
}

function view(row: KeyRow, lastUsedHour: string | null): z.infer<typeof keySchema> {
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    scopes: row.scopes,
    created_at: rfc3339(row.createdAt),
    expires_at: row.expiresAt === null ? null : rfc3339(row.expiresAt),
    revoked_at: row.revokedAt === null ? null : rfc3339(row.revokedAt),
    rotated_from: row.rotatedFrom,
    last_used_at: lastUsedHour === null ? null : `${lastUsedHour}:00:00.000Z`,
  };
}
