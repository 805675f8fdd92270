import { createMiddleware } from "hono/factory";
import { configOf } from "../config/config";
import { clock } from "../kernel/clock";
import { Problem } from "../kernel/problem";
import { cachedKey } from "../keys/cache";
import { type ParsedKey, parseKey } from "../keys/format";
import { isScope, permits, type Scope } from "../keys/scopes";
import { keyMatches } from "../keys/secret";
import type { KeyRow } from "../keys/store";
import { countryOf, isUnknownHere, noteCountry } from "../monitors/key-countries";
import { isBurst, tellOfBurst } from "../monitors/refusals";
import type { AppEnv, Principal } from "./context";
import { shed } from "./key-limit";

/** Finds out who calls. A key that is none (form or checksum) costs no I/O at all. */
export const authenticate = createMiddleware<AppEnv>(async (c, next) => {
  const principal = await principalOf(c.env, c.req.header("authorization"), {
    beforeReading: () => shed(c),
    onRefused: (row) => {
      if (isBurst(row.id, clock.now())) c.executionCtx.waitUntil(tellOfBurst(c.env, row));
    },
  });
  c.set("principal", principal);
  const country = countryOf(c.req.raw);
  if (country && isUnknownHere(principal.keyId, country, clock.now()))
    c.executionCtx.waitUntil(noteCountry(c.env, principal, country));
  await next();
});

async function principalOf(
  env: Env,
  header: string | undefined,
  ask: { beforeReading: () => Promise<void>; onRefused: (row: KeyRow) => void },
): Promise<Principal> {
  const token = /^Bearer ([^\s]+)$/i.exec(header ?? "")?.[1];
  if (!token) throw new Problem("unauthenticated", "Send the API key as `Authorization: Bearer mtr_…`.");
  const key = parseKey(token);
  if (!key) throw unknownKey();
  const row = await cachedKey(env, key.id, ask.beforeReading);
  if (!row) throw unknownKey();
  const refusal = await refusalOf(env, row, key);
  if (refusal) {
    ask.onRefused(row);
    throw refusal;
  }
  return { appId: row.appId, keyId: row.id, mode: row.mode, scopes: new Set(row.scopes.filter(isScope)) };
}

async function refusalOf(env: Env, row: KeyRow, key: ParsedKey): Promise<Problem | null> {
  if (row.mode !== key.mode || !(await isGenuine(env, row, key))) return unknownKey();
  if (row.revokedAt !== null) return new Problem("key_revoked", "This API key was revoked.");
  if (row.expiresAt !== null && row.expiresAt <= clock.now())
    return new Problem("key_revoked", "This API key has expired.");
  return null;
}

/** A key whose pepper has been retired can no longer be told from a forged one, and is refused like one. */
async function isGenuine(env: Env, row: KeyRow, key: ParsedKey): Promise<boolean> {
  const { keyPeppers } = configOf(env);
  return keyPeppers.versions.includes(row.pepperVersion) && keyMatches(keyPeppers, row, key);
}

function unknownKey(): Problem {
  return new Problem("unauthenticated", "This is not an API key of ours.");
}

/** @throws Problem `forbidden` naming the scope that is missing. */
export function requireScope(principal: Principal, scope: Scope): void {
  if (!permits(principal.scopes, scope)) {
    throw new Problem("forbidden", `This API key lacks the scope \`${scope}\`.`, {
      errors: [{ path: "header.authorization", message: `scope ${scope} is missing` }],
    });
  }
}
