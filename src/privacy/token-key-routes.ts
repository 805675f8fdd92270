import { createRoute, z } from "@hono/zod-openapi";
import { database } from "../db/client";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, jsonBody, listOf, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, rfc3339 } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { warningSchema } from "../model/common";
import {
  deleteTokenKey,
  findTokenKey,
  insertTokenKey,
  listTokenKeys,
  type TokenKeyRow,
} from "./token-key-store";
import { kidOf, parseTokenKey } from "./token-keys";

const MAX_KEYS = 10;

const publicKeySchema = z
  .looseObject({
    kty: z.string().max(16).openapi({
      example: "OKP",
      description: "`OKP` (Ed25519), `EC` (P-256) or `RSA` (2048 bits and more)",
    }),
    crv: z.string().max(16).optional().openapi({ example: "Ed25519" }),
    x: z.string().max(128).optional().openapi({ example: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" }),
    y: z.string().max(128).optional(),
    n: z.string().max(2_000).optional(),
    e: z.string().max(16).optional(),
  })
  .openapi("PublicKey", { description: "A public JWK (RFC 7517); private members are refused" });

const tokenKeySchema = z
  .object({
    kid: z.string().openapi({ description: "Goes into the header of each token, as `kid`" }),
    jwk: z.record(z.string(), z.string()),
    created_at: z.string(),
  })
  .openapi("TokenKey");

const tags = ["End-user tokens"];
const list = createRoute({
  method: "get",
  path: "/v1/apps/self/token-keys",
  operationId: "listTokenKeys",
  summary: "List the public keys by which you sign tokens for your users",
  tags,
  security: bearer,
  middleware: operation("token_keys.list", "keys"),
  responses: {
    200: jsonAnswer("All keys of this mode, oldest first", listOf(tokenKeySchema, warningSchema)),
    ...problemResponses(401, 403, 429),
  },
});
const create = createRoute({
  method: "post",
  path: "/v1/apps/self/token-keys",
  operationId: "createTokenKey",
  summary: "Register a public key by which you sign tokens for your users",
  description:
    "Your user proves to the privacy centre who they are by a JWT that you sign and your page posts as the form field " +
    "`token` to `/privacy/token`: header `alg` and `kid`; `iss` your app id, `aud` this service's origin, `sub` your " +
    "`external_user_id`, `mode` that of the API key, `iat`, `exp` at most 10 minutes later, and a `jti` of your own. " +
    "It works once.",
  tags,
  security: bearer,
  middleware: operation("token_keys.create", "keys"),
  request: { headers: idempotencyHeader, body: jsonBody(z.object({ jwk: publicKeySchema })) },
  responses: {
    201: jsonAnswer("The key, with the id to name it by", tokenKeySchema),
    ...problemResponses(400, 401, 403, 409, 413, 422, 429),
  },
});
const remove = createRoute({
  method: "delete",
  path: "/v1/apps/self/token-keys/{kid}",
  operationId: "deleteTokenKey",
  summary: "Remove a public key: tokens it signed are refused from then on",
  tags,
  security: bearer,
  middleware: operation("token_keys.delete", "keys"),
  request: { params: z.object({ kid: z.string().max(64) }) },
  responses: { 200: jsonAnswer("The key that was", tokenKeySchema), ...problemResponses(401, 403, 404, 429) },
});

export const tokenKeyRoutes = router()
  .openapi(list, async (c) => {
    const rows = await listTokenKeys(database(c.env), c.get("principal"));
    return c.json({ data: rows.map(view), next_cursor: null, warnings: [] }, 200);
  })
  .openapi(create, async (c) => {
    const { appId, mode } = c.get("principal");
    const jwk = await parseTokenKey(c.req.valid("json").jwk);
    const row: TokenKeyRow = { appId, kid: await kidOf(mode, jwk), jwk: { ...jwk }, createdAt: clock.now() };
    const db = database(c.env);
    if (!(await insertTokenKey(db, { appId, mode }, row, MAX_KEYS))) {
      const known = await findTokenKey(db, appId, row.kid);
      throw new Problem(
        "conflict",
        known ? `This key is registered already, as ${row.kid}.` : `An app has at most ${MAX_KEYS} keys.`,
      );
    }
    return c.json(view(row), 201);
  })
  .openapi(remove, async (c) => {
    const row = await deleteTokenKey(database(c.env), c.get("principal"), c.req.valid("param").kid);
    if (!row) throw notFound("token key");
    return c.json(view(row), 200);
  });

function view(row: TokenKeyRow): z.infer<typeof tokenKeySchema> {
  return { kid: row.kid, jwk: row.jwk, created_at: rfc3339(row.createdAt) };
}
