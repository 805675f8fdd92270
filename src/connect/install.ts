import { z } from "zod";
import { type Config, configOf } from "../config/config";
import { redeemArrival } from "../connections/establish";
import { platformSide } from "../connections/platform-side";
import { parseTokens } from "../connections/token-schema";
import { database } from "../db/client";
import { randomBase62 } from "../kernel/base62";
import { clock, MINUTE } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import type { Mode } from "../kernel/regions";
import { Sealer } from "../kernel/sealer";
import type { Loopback } from "../platforms/reach";
import { type InstallRow, insertInstall, livingAttempt, takeInstall } from "./arrival-store";
import { openAttempt } from "./authorize";
import { establishAndComplete } from "./complete";
import type { GivenConsent } from "./consent";
import type { CallbackOutcome } from "./flow-outcome";
import { consumeState, findSession, type SessionRow } from "./store";

/** Long enough to read a page and to sign in somewhere else; the credentials rest sealed meanwhile, and nowhere else. */
const CLAIM_LIFE_MS = 15 * MINUTE;

const heldSchema = z.object({
  tokens: z.unknown().transform(parseTokens),
  account: z.object({ id: z.string(), facts: z.record(z.string(), z.string()) }),
  shop: z.string().nullable(),
});

export type ArrivalOutcome =
  | { kind: "pending"; claim: string }
  | { kind: "forged" }
  | { kind: "platform_unavailable" }
  | { kind: "provider_error"; detail: string };

/**
 * An installation arrives from a platform, without a state of ours: it says nothing of who wants it. It is redeemed at
 * once (such codes live for seconds), and kept sealed under a claim code that only this browser is told.
 */
export async function receiveInstall(
  env: Env,
  loopback: Loopback,
  input: { platform: string; mode: Mode; query: string },
): Promise<ArrivalOutcome> {
  const config = configOf(env);
  const asked = await platformSide(config, loopback, input.platform, { mode: input.mode, shop: null });
  if (asked?.facts.kind !== "install_claim") return { kind: "forged" };
  const now = clock.now();
  const params = new URLSearchParams(input.query);
  const arrival = await asked.facts.arrival({ params, client: asked.client, now });
  if (arrival.kind === "forged") return { kind: "forged" };
  const side = { ...asked, target: { mode: input.mode, shop: arrival.shop } };
  const redeemed = await redeemArrival(side, {
    ...(arrival.kind === "code" ? { ...arrival, extra: arrival.params } : arrival),
    params,
  });
  if (redeemed.kind === "failed") {
    const { why } = redeemed;
    if (why.kind === "platform_unavailable") return { kind: "platform_unavailable" };
    return { kind: "provider_error", detail: why.kind === "provider_error" ? why.detail : why.kind };
  }
  const claim = randomBase62(32);
  const claimHash = await sha256(claim);
  const held = { tokens: redeemed.tokens, account: redeemed.account, shop: arrival.shop };
  await insertInstall(database(env), {
    claimHash,
    platform: input.platform,
    mode: input.mode,
    sealed: await sealerOf(config).seal(claimHash, held),
    expiresAt: now + CLAIM_LIFE_MS,
  });
  return { kind: "pending", claim };
}

/** A session of this browser that has agreed to connect this platform and waits for an installation. */
export async function waitingSession(
  env: Env,
  install: InstallRow,
  browserHash: string,
): Promise<SessionRow | null> {
  const db = database(env);
  const now = clock.now();
  const state = await livingAttempt(db, { platform: install.platform, browserHash }, now);
  const session = state && (await findSession(db, state.sessionId));
  return session?.status === "authorizing" && session.mode === install.mode && session.expiresAt > now
    ? session
    : null;
}

/** The person confirmed, in the browser of their session, that this installation is what they meant. */
export async function claimInBrowser(
  env: Env,
  install: InstallRow,
  browserHash: string,
): Promise<CallbackOutcome> {
  const db = database(env);
  const now = clock.now();
  const { platform } = install;
  const session = await waitingSession(env, install, browserHash);
  const living = await livingAttempt(db, { platform, browserHash }, now);
  const state =
    session &&
    living &&
    (await consumeState(db, { stateHash: living.stateHash, platform, browserHash }, now));
  if (!state || !session) return { kind: "link_used" };
  const attempt = await openAttempt(configOf(env), state.stateHash, state.sealed);
  return claimFor(env, session, attempt.consent, { claimHash: install.claimHash, platform });
}

/** Attaches an installation to the app of a session whose person has agreed. */
export async function claimFor(
  env: Env,
  session: SessionRow,
  consent: GivenConsent,
  { claimHash, platform }: { claimHash: string; platform: string },
): Promise<CallbackOutcome> {
  const install = await takeInstall(database(env), { claimHash, platform, mode: session.mode }, clock.now());
  if (!install) return { kind: "link_used" };
  const { tokens, account, shop } = await openInstall(configOf(env), install);
  return establishAndComplete(env, session, consent, {
    platform,
    shop,
    proof: { kind: "claimed", tokens, account },
  });
}

/** The platform's name of the shop that was installed, to be confirmed by the person. */
export async function installedAccount(config: Config, install: InstallRow): Promise<string> {
  return (await openInstall(config, install)).account.id;
}

async function openInstall(config: Config, install: InstallRow) {
  return heldSchema.parse(await sealerOf(config).open(install.claimHash, install.sealed));
}

function sealerOf(config: Config): Sealer {
  return new Sealer(config.sealKeys, "pending-install");
}
