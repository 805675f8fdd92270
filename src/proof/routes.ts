import { createRoute, z } from "@hono/zod-openapi";
import { Hono } from "hono";
import { configOf } from "../config/config";
import type { AppEnv } from "../http/context";
import { jsonAnswer, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, dayOf } from "../kernel/clock";
import { operatorsOnly } from "../ops/authenticate";
import { parsed } from "../ops/parsed";
import { verifyStored } from "./audit";
import type { ChainEntry, Checkpoint, Illegible } from "./chain";
import { publicJwks } from "./jwks";
import { chainEntries, checkpoints, entriesAfter, entriesBefore } from "./store";

const jwks = createRoute({
  method: "get",
  path: "/.well-known/jwks.json",
  operationId: "getSigningKeys",
  summary: "The public keys that receipts, bundles and audit checkpoints verify against",
  description:
    "A JWK Set (RFC 7517). Keys that no longer sign stay in it, so that old receipts still verify.",
  tags: ["Service"],
  security: [],
  responses: {
    200: jsonAnswer(
      "The keys",
      z.object({
        keys: z.array(
          z.object({
            kty: z.literal("OKP"),
            crv: z.literal("Ed25519"),
            x: z.string(),
            kid: z.string(),
            alg: z.literal("EdDSA"),
            use: z.literal("sig"),
          }),
        ),
      }),
    ),
    ...problemResponses(429),
  },
});

/** What the world checks our signatures with. */
export const proofRoutes = router().openapi(jwks, (c) => {
  c.header("cache-control", "public, max-age=3600");
  // Verifiers in a browser read it from other origins; it is the same for everybody.
  c.header("access-control-allow-origin", "*");
  c.header("x-content-type-options", "nosniff");
  return c.json(publicJwks(configOf(c.env)), 200);
});

/** Characters of an export that are sent at a time. */
const CHUNK = 32_768;

const place = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const listQuery = z
  .object({
    limit: z.coerce.number().int().min(1).max(500).default(100),
    after: place.optional(),
    before: place.optional(),
  })
  .refine(({ after, before }) => after === undefined || before === undefined, {
    path: ["before"],
    message: "cannot be given together with after",
  });

export const proofOpsRoutes = new Hono<AppEnv>();
proofOpsRoutes.use("/ops/audit", operatorsOnly);
proofOpsRoutes.use("/ops/audit/*", operatorsOnly);

/** The newest entries, newest first (on with `before`); or with `after` in the chain's order. */
proofOpsRoutes.get("/ops/audit", async (c) => {
  const { limit, after, before } = await parsed(listQuery, async () => c.req.query(), "query");
  const data =
    after === undefined
      ? await entriesBefore(c.env.DB, before ?? Number.MAX_SAFE_INTEGER, limit)
      : await entriesAfter(c.env.DB, after, limit);
  const last = data.length === limit ? data.at(-1) : undefined;
  return c.json({ data, next_cursor: last ? String(last.seq) : null, warnings: [] });
});

/**
 * The whole chain, a line each (NDJSON), for `npm run verify`. Checkpoints come first: an export that was cut off then
 * ends before what they signed.
 */
proofOpsRoutes.get("/ops/audit/export", async (c) => {
  const chunks = exportText(c.env.DB);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  return c.body(body, 200, {
    "content-type": "application/x-ndjson",
    "content-disposition": `attachment; filename="audit-${dayOf(clock.now())}.ndjson"`,
    "cache-control": "no-store",
  });
});

/** Follows the stored chain and holds it against its checkpoints. */
proofOpsRoutes.get("/ops/audit/verification", async (c) => {
  return c.json(await verifyStored(c.env));
});

async function* exportText(db: D1Database): AsyncGenerator<string> {
  let text = "";
  for await (const line of exportLines(db)) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length < CHUNK) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

async function* exportLines(db: D1Database): AsyncGenerator<Checkpoint | ChainEntry | Illegible> {
  yield* await checkpoints(db);
  yield* chainEntries(db);
}
