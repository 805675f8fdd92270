import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import { configOf } from "../config/config";
import { clock, DAY, MINUTE } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { once } from "../kernel/once";
import { invalid, Problem } from "../kernel/problem";
import { Sealer } from "../kernel/sealer";
import type { AppEnv } from "./context";

const KEPT_MS = DAY;
/** A first request that has not answered by now never will: its key is taken over. */
const STUCK_MS = MINUTE;

const answerSchema = once(() =>
  z.object({
    headers: z.array(z.tuple([z.string(), z.string()])),
    /** Null where the body was the platform's: business data is not kept, sealed or not (DESIGN rule 2). */
    body: z.string().nullable(),
  }),
);

interface Row {
  request_hash: string;
  status: number | null;
  answer: ArrayBuffer | null;
}

/**
 * `Idempotency-Key` on every POST: the same key and body give the first answer again; another body is 422, a first
 * request still running is 409. Answers of 429 and 5xx are not kept: repeating is then the right thing to do.
 * Kept answers are sealed, for some carry a secret that is shown once. Of a pass-through call only the status is
 * kept: its repetition is answered with that and without a body, and does not reach the platform again.
 */
export const idempotent = createMiddleware<AppEnv>(async (c, next) => {
  const key = c.req.method === "POST" ? c.req.header("idempotency-key") : undefined;
  if (key === undefined) return next();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid("header.idempotency-key", "must be 1 to 255 visible ASCII characters");
  }
  const db = c.env.DB;
  const now = clock.now();
  const id = await sha256(`${c.get("principal").keyId}/${key}`);
  const requestHash = await sha256(`${c.req.method} ${c.req.url}\n${await c.req.text()}`);
  const sealer = new Sealer(configOf(c.env).sealKeys, "idempotency");

  const claimed = await db
    .prepare(
      `INSERT INTO idempotency_keys (id, request_hash, created_at, expires_at) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (id) DO UPDATE SET request_hash = ?2, status = NULL, answer = NULL, created_at = ?3, expires_at = ?4
         WHERE expires_at <= ?3 OR (answer IS NULL AND created_at <= ?5 AND request_hash = ?2)
       RETURNING id`,
    )
    .bind(id, requestHash, now, now + KEPT_MS, now - STUCK_MS)
    .first();
  if (!claimed) {
    const row = await db
      .prepare("SELECT request_hash, status, answer FROM idempotency_keys WHERE id = ?1")
      .bind(id)
      .first<Row>();
    if (row && row.request_hash !== requestHash) {
      throw new Problem("idempotency_mismatch", "This Idempotency-Key was used with another request.");
    }
    if (!row?.answer || row.status === null) {
      throw new Problem("conflict", "The first request with this Idempotency-Key is still running.");
    }
    const { headers, body } = answerSchema().parse(await sealer.open(id, new Uint8Array(row.answer)));
    const head = { ...Object.fromEntries(headers), "idempotency-replayed": "true" };
    // A status such as 204 takes no body, not even an empty one.
    return body ? c.body(body, row.status as 200, head) : c.body(null, row.status as 200, head);
  }

  await next();

  // `created_at` is whose claim it is: one that was taken over meanwhile belongs to the other request.
  if (c.res.status === 429 || c.res.status >= 500) {
    await db.prepare("DELETE FROM idempotency_keys WHERE id = ?1 AND created_at = ?2").bind(id, now).run();
    return;
  }
  const answer = isPassThrough(c)
    ? { headers: [], body: null }
    : { headers: keptHeaders(c.res.headers), body: await c.res.clone().text() };
  await db
    .prepare("UPDATE idempotency_keys SET status = ?2, answer = ?3 WHERE id = ?1 AND created_at = ?4")
    .bind(id, c.res.status, await sealer.seal(id, answer), now)
    .run();
});

/** The platform's own answer: made under a lease, and no problem of ours. */
function isPassThrough(c: Context<AppEnv>): boolean {
  return c.get("call")?.leased === true && c.get("problemCode") === null;
}

function keptHeaders(headers: Headers): [string, string][] {
  return ["content-type", "location"].flatMap((name) => {
    const value = headers.get(name);
    return value ? [[name, value] as [string, string]] : [];
  });
}
