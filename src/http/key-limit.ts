import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { Problem } from "../kernel/problem";
import { repeated } from "../kernel/retry";
import { parseKey } from "../keys/format";
import { Allowances } from "../limits/allowance";
import { BatchAsker } from "../limits/batch";
import { rateLimitHeaders } from "../limits/headers";
import { GRANT_CALLS, KEY_LIMIT } from "../limits/limits";
import type { Standing } from "../limits/window";
import type { AppEnv } from "./context";

const allowances = new Allowances();
const asker = new BatchAsker();

/** The API key's own limit. Warm, it costs no I/O: the isolate holds a small grant from the key's object. */
export const limitKey = createMiddleware<AppEnv>(async (c, next) => {
  const { keyId } = c.get("principal");
  let standing = allowances.take(keyId);
  if (!standing) {
    // An object reset under the call is asked again: what the lost instance granted is lost with its count.
    const grant = await asker.ask(keyId, GRANT_CALLS, (calls) =>
      repeated(3, async () => c.env.API_KEYS.get(c.env.API_KEYS.idFromName(keyId)).grant(calls)),
    );
    standing = allowances.keep(keyId, grant);
  }
  c.get("limits").push({ limit: KEY_LIMIT, standing });
  if (standing.granted === 0) {
    throw new Problem(
      "rate_limited",
      `This API key may make ${KEY_LIMIT.calls} calls in ${KEY_LIMIT.seconds} seconds.`,
      {
        retryAfter: standing.resetSeconds,
      },
    );
  }
  await next();
});

/** The first shield: free and approximate, before anything is looked up. By address: what else a request says is free. */
export const shield = createMiddleware<AppEnv>(async (c, next) => {
  await shed(c);
  await next();
});

/** For /v1: several keys may call from one address. Who makes them up meets the address's own count at the look-up. */
export const shieldKey = createMiddleware<AppEnv>(async (c, next) => {
  // By the key's public id, so that the secret never goes into another service's key.
  const key = parseKey(c.req.header("authorization")?.slice("Bearer ".length) ?? "");
  await shed(c, key ? `${key.id}/${addressOf(c)}` : addressOf(c));
  await next();
});

/** @throws Problem `rate_limited` */
export async function shed(c: Context<AppEnv>, who = addressOf(c)): Promise<void> {
  const { success } = await c.env.SHIELD.limit({ key: who });
  if (!success) throw new Problem("rate_limited", "Too many requests from here.", { retryAfter: 10 });
}

function addressOf(c: Context<AppEnv>): string {
  return c.req.header("cf-connecting-ip") ?? "unknown";
}

const NOTHING_LEFT: Standing = { granted: 0, remaining: 0, resetSeconds: KEY_LIMIT.seconds };

/** Sets the `RateLimit` headers last, when every limit the call ran under has had its say. */
export const tellLimits = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  const uses = c.get("limits");
  // Without a key in force there is no quota to speak of: none of it is left.
  const told = uses.length > 0 ? uses : [{ limit: KEY_LIMIT, standing: NOTHING_LEFT }];
  // Not by `c.header`, which makes another Response for each: every answer is made here, and ours to change.
  for (const [name, value] of rateLimitHeaders(told)) c.res.headers.set(name, value);
});
