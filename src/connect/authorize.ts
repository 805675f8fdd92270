import { z } from "zod";
import { type Config, configOf } from "../config/config";
import { platformSide } from "../connections/platform-side";
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

const STATE_LIFE_MS = 10 * MINUTE;

const attemptSchema = z.object({
  verifier: z.string().nullable(),
  shop: z.string().nullable(),
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

/**
 * Begins a trip to the platform: a fresh state (190 bits, stored as its hash) and a fresh verifier each time.
 * @returns where the browser goes, or null when the platform is not available.
 */
export async function beginAuthorization(
  env: Env,
  loopback: Loopback,
  input: {
    session: SessionRow;
    adapter: Adapter;
    shop: string | null;
    browserHash: string;
    consent: GivenConsent;
  },
): Promise<string | null> {
  const config = configOf(env);
  const side = await platformSide(config, loopback, input.adapter.key, {
    mode: input.session.mode,
    shop: input.shop,
  });
  if (!side) return null;
  const state = randomBase62(32);
  const stateHash = await sha256(state);
  const verifier = newVerifier(side.facts);
  const now = clock.now();
  const attempt: Attempt = { verifier, shop: input.shop, consent: input.consent };
  await beginAttempt(
    database(env),
    {
      stateHash,
      sessionId: input.session.id,
      platform: input.adapter.key,
      browserHash: input.browserHash,
      sealed: await sealerOf(config).seal(stateHash, attempt),
      expiresAt: Math.min(now + STATE_LIFE_MS, input.session.expiresAt),
    },
    now,
  );
  return authorizationUrl(side.peer, { state, scopes: input.adapter.scopes, verifier });
}

/** @throws SealBroken */
export async function openAttempt(config: Config, stateHash: string, sealed: Uint8Array): Promise<Attempt> {
  return attemptSchema.parse(await sealerOf(config).open(stateHash, sealed));
}

function sealerOf(config: Config): Sealer {
  return new Sealer(config.sealKeys, "oauth-state");
}
