import { z } from "zod";
import { type Config, configOf } from "../config/config";
import { redirectSide } from "../connections/platform-side";
import { database } from "../db/client";
import { randomBase62 } from "../kernel/base62";
import { clock, MINUTE } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { Sealer } from "../kernel/sealer";
import { authorizationUrl, newVerifier } from "../oauth/client";
import type { Adapter } from "../platforms/adapter";
import type { Loopback } from "../platforms/reach";
import type { GivenConsent } from "./consent";
import { beginAttempt, type SessionRow } from "./store";

export const STATE_LIFE_MS = 10 * MINUTE;

const attemptSchema = z.object({
  verifier: z.string().nullable(),
  shop: z.string().nullable(),
  /** Hash of the address that the shop's server pushes to, where it does. */
  push: z.string().nullable(),
  consent: z.object({
    version: z.string(),
    language: z.string(),
    hash: z.string(),
    resources: z.array(z.string()),
    purposes: z.array(z.string()),
    recipients: z.array(z.string()),
    givenAt: z.number(),
  }),
});
/** What one trip to the platform and back needs, sealed to its state. The verifier never goes to the browser. */
export type Attempt = z.infer<typeof attemptSchema>;

interface AttemptInput {
  session: SessionRow;
  adapter: Adapter;
  shop: string | null;
  browserHash: string;
  consent: GivenConsent;
}

/**
 * Begins a trip to the platform: a fresh state (190 bits, stored as its hash) and a fresh verifier each time.
 * @returns where the browser goes, or null when the platform is not available.
 */
export async function beginAuthorization(
  env: Env,
  loopback: Loopback,
  input: AttemptInput,
): Promise<string | null> {
  const { mode } = input.session;
  const side = await redirectSide(configOf(env), loopback, input.adapter.key, { mode, shop: input.shop });
  if (!side) return null;
  const verifier = newVerifier(side.facts);
  const state = await newAttempt(env, input, { verifier });
  return authorizationUrl(side.peer, { state, scopes: input.adapter.scopes, verifier });
}

/** Records that a consented session goes on; attempts of the same session begun before are void. @returns the state. */
export async function newAttempt(
  env: Env,
  { session, adapter, shop, browserHash, consent }: AttemptInput,
  own: { verifier?: string | null; push?: string } = {},
): Promise<string> {
  const state = randomBase62(32);
  const stateHash = await sha256(state);
  const now = clock.now();
  const attempt: Attempt = { verifier: own.verifier ?? null, push: own.push ?? null, shop, consent };
  await beginAttempt(
    database(env),
    {
      stateHash,
      sessionId: session.id,
      platform: adapter.key,
      browserHash,
      sealed: await sealerOf(configOf(env)).seal(stateHash, attempt),
      expiresAt: Math.min(now + STATE_LIFE_MS, session.expiresAt),
    },
    now,
  );
  return state;
}

/** @throws SealBroken */
export async function openAttempt(config: Config, stateHash: string, sealed: Uint8Array): Promise<Attempt> {
  return attemptSchema.parse(await sealerOf(config).open(stateHash, sealed));
}

function sealerOf(config: Config): Sealer {
  return new Sealer(config.sealKeys, "oauth-state");
}
