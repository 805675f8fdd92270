import { z } from "zod";
import { type Config, configOf } from "../config/config";
import { accountHash } from "../connections/account-hash";
import { establishAtPlatform } from "../connections/establish";
import { type PlatformSide, redirectSide } from "../connections/platform-side";
import { discardAtPlatform, revokeAtPlatform } from "../connections/revocation";
import { database } from "../db/client";
import { randomBase62 } from "../kernel/base62";
import { clock, MINUTE } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { type Mode, modeSchema } from "../kernel/regions";
import { Sealer } from "../kernel/sealer";
import { isAmbiguous, standardCallback } from "../oauth/callback";
import { authorizationUrl, checkCallback, newVerifier } from "../oauth/client";
import { LANGS, type Lang } from "../pages/languages";
import type { Adapter, PlatformAccount, TokenSet } from "../platforms/adapter";
import type { Loopback } from "../platforms/reach";
import { adapterOf } from "../platforms/registry";
import { hasLiveConnections } from "./centre-store";
import { consumeAttempt, findAttempt, insertAttempt } from "./session-store";

const ATTEMPT_LIFE_MS = 10 * MINUTE;
/** Our callback address is connect's: platforms allow only registered ones. The state says whose a callback is. */
const STATE_PREFIX = "p.";

const attemptSchema = z.object({
  verifier: z.string().nullable(),
  mode: modeSchema,
  shop: z.string().nullable(),
  lang: z.enum(LANGS as [Lang, ...Lang[]]),
  /** The mailed request that waits for this proof. */
  mailed: z.string().nullable(),
});
/** What one trip to the platform and back needs, sealed to its state. The verifier never goes to the browser. */
export type Attempt = z.infer<typeof attemptSchema>;

/**
 * Begins a trip to the platform. It asks for the scopes that connecting asks for, though none is used: some platforms
 * (Shopify) take a request for fewer as the wish to give the others up.
 * @returns where the browser goes, or null when the platform is not available.
 */
export async function beginProof(
  env: Env,
  loopback: Loopback,
  input: { adapter: Adapter; browserHash: string } & Omit<Attempt, "verifier">,
): Promise<string | null> {
  const { adapter, browserHash, ...rest } = input;
  const config = configOf(env);
  const side = await redirectSide(config, loopback, adapter.key, { mode: rest.mode, shop: rest.shop });
  if (!side) return null;
  const state = STATE_PREFIX + randomBase62(32);
  const stateHash = await sha256(state);
  const attempt: Attempt = { verifier: newVerifier(side.facts), ...rest };
  await insertAttempt(database(env), {
    stateHash,
    platform: adapter.key,
    browserHash,
    sealed: await sealerOf(config).seal(stateHash, attempt),
    expiresAt: clock.now() + ATTEMPT_LIFE_MS,
  });
  return authorizationUrl(side.peer, { state, scopes: adapter.scopes, verifier: attempt.verifier });
}

/** How a trip ends. Only `proved` opens anything. */
export type ProofOutcome =
  | { kind: "proved"; accountHash: string; mode: Mode; lang: Lang; mailed: string | null }
  | { kind: "declined" | "platform_unavailable"; lang: Lang }
  /** Late, for the browser that began it. */
  | { kind: "session_expired" }
  /** Used before, for the browser that began it. */
  | { kind: "link_invalid" }
  /** Forged, or another browser's. */
  | { kind: "state_mismatch" };

/** Whether a callback belongs to a proof rather than to a connect flow. */
export function isProofCallback(query: string): boolean {
  return new URLSearchParams(query).getAll("state").some((state) => state.startsWith(STATE_PREFIX));
}

/**
 * A platform's callback to a proof. The order is the defence, as in connect/callback: the state is consumed
 * atomically, tied to this browser and this platform's path, before anything in the query is believed; then the
 * platform's own signature; then `iss`; and only then is the code exchanged. Nothing of it is stored, and the grant is
 * given back before anybody sees anything.
 */
export async function completeProof(
  env: Env,
  loopback: Loopback,
  input: { platform: string; query: string; browserHash: string | null },
): Promise<ProofOutcome> {
  const { platform, query, browserHash } = input;
  const facts = (await adapterOf(platform))?.connect;
  if (facts?.kind !== "oauth_redirect") return { kind: "state_mismatch" };
  const asSent = new URLSearchParams(query);
  const params = standardCallback(facts, query);
  if (isAmbiguous(params) || browserHash === null) return { kind: "state_mismatch" };
  const now = clock.now();
  const stateHash = await sha256(params.get("state") ?? "");
  const row = await consumeAttempt(database(env), { stateHash, platform, browserHash }, now);
  if (!row) return refusedState(env, stateHash, input, now);

  const config = configOf(env);
  const attempt = attemptSchema.parse(await sealerOf(config).open(stateHash, row.sealed));
  const { mode, lang, mailed } = attempt;
  const asked = { mode, shop: attempt.shop };
  const shop = facts.shopOfCallback ? facts.shopOfCallback(asSent, asked) : attempt.shop;
  const target = { mode, shop };
  const side = await redirectSide(config, loopback, platform, target);
  if (!side) return { kind: "platform_unavailable", lang };
  const fault = await side.facts.verifyCallback?.({ params: asSent, client: side.client, target, now });
  if (fault) return { kind: "state_mismatch" };
  const checked = checkCallback(side.peer, params);
  if (checked.kind === "forged") return { kind: "state_mismatch" };
  if (checked.kind === "refused")
    return { kind: checked.error === "access_denied" ? "declined" : "platform_unavailable", lang };

  const established = await establishAtPlatform(side, {
    kind: "callback",
    query,
    verifier: attempt.verifier,
  });
  if (established.kind === "failed") return { kind: "platform_unavailable", lang };
  const { tokens, account } = established;
  const hash = await accountHash(config, platform, account.id);
  await giveBack(env, side, { accountHash: hash, mode }, tokens, account);
  return { kind: "proved", accountHash: hash, mode, lang, mailed };
}

/** Where nothing else rests on the account's grant, all of it ends; else only what this proof was given. */
async function giveBack(
  env: Env,
  side: PlatformSide,
  proved: { accountHash: string; mode: Mode },
  tokens: TokenSet,
  account: PlatformAccount,
): Promise<void> {
  if (await hasLiveConnections(database(env), proved)) await discardAtPlatform(side, tokens, account);
  else await revokeAtPlatform(side, tokens, account);
}

/** Why a state was not to be had: told apart only for the browser that began it. */
async function refusedState(
  env: Env,
  stateHash: string,
  { platform, browserHash }: { platform: string; browserHash: string | null },
  now: number,
): Promise<ProofOutcome> {
  const row = await findAttempt(database(env), stateHash);
  if (row?.browserHash !== browserHash || row?.platform !== platform) return { kind: "state_mismatch" };
  if (row.consumedAt !== null) return { kind: "link_invalid" };
  return { kind: row.expiresAt <= now ? "session_expired" : "state_mismatch" };
}

function sealerOf(config: Config): Sealer {
  return new Sealer(config.sealKeys, "privacy-attempt");
}
