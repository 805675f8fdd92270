import { z } from "zod";
import { type Config, configOf } from "../config/config";
import { callbackUrl, platformSide } from "../connections/platform-side";
import { connectionStub } from "../connections/stub";
import { database } from "../db/client";
import { randomBase62 } from "../kernel/base62";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { Sealer } from "../kernel/sealer";
import type { Adapter, PushStart } from "../platforms/adapter";
import type { Loopback } from "../platforms/reach";
import { adapterOf } from "../platforms/registry";
import { consumePush, findPush, insertPush, type PushRow, setPushOutcome } from "./arrival-store";
import { newAttempt, openAttempt, STATE_LIFE_MS } from "./authorize";
import { complete, establishFor, failureOutcome } from "./complete";
import type { GivenConsent } from "./consent";
import type { CallbackOutcome } from "./flow-outcome";
import { consumeState, endSession, findSession, findState, type SessionRow } from "./store";

/** What a push address is for, sealed to it. */
const expectedSchema = z.object({ shop: z.string(), reference: z.string() });

const outcomeSchema = z.union([
  z.object({
    kind: z.literal("made"),
    made: z.object({
      connectionId: z.string(),
      platform: z.string(),
      account: z.string(),
      grantedScopes: z.array(z.string()).nullable(),
      missingScopes: z.array(z.string()),
    }),
  }),
  z.object({
    kind: z.literal("failed"),
    why: z.union([
      z.object({ kind: z.literal("provider_error"), detail: z.string() }),
      z.object({ kind: z.literal("key_refused"), field: z.string().nullable() }),
      z.object({ kind: z.enum(["platform_unavailable", "wrong_account", "not_reconnectable"]) }),
    ]),
  }),
]);
type Outcome = z.infer<typeof outcomeSchema>;

export type PushBegun = PushStart & { returnUrl: string };

/**
 * Begins a trip whose credentials come by another way than the browser: an address for the shop's server and one for
 * the browser, neither to be guessed, each for one use.
 * @returns where the browser goes, or what the person enters in the shop; null when the platform is not available.
 */
export async function beginPush(
  env: Env,
  loopback: Loopback,
  input: {
    session: SessionRow;
    adapter: Adapter;
    shop: string;
    browserHash: string;
    consent: GivenConsent;
    appName: string;
  },
): Promise<PushBegun | null> {
  const config = configOf(env);
  const { session, adapter, shop } = input;
  const side = await platformSide(config, loopback, adapter.key, { mode: session.mode, shop });
  if (side?.facts.kind !== "pushed_credentials") return null;
  const token = randomBase62(32);
  const tokenHash = await sha256(token);
  const reference = randomBase62(22);
  await insertPush(database(env), {
    tokenHash,
    sessionId: session.id,
    platform: adapter.key,
    sealed: await sealerOf(config).seal(tokenHash, { shop, reference }),
    expiresAt: Math.min(clock.now() + STATE_LIFE_MS, session.expiresAt),
  });
  const state = await newAttempt(env, input, { push: tokenHash });
  const origin = config.publicOrigin;
  const returnUrl = `${callbackUrl(config, adapter.key)}?state=${state}`;
  const start = side.facts.begin({
    target: side.target,
    client: side.client,
    appName: input.appName,
    pushUrl: `${origin}/connect/push/${adapter.key}/${token}`,
    returnUrl,
    identityUrl: `${origin}/connect/identity/${adapter.key}/${tokenHash}`,
    reference,
  });
  const located = start.kind === "redirect" ? { ...start, url: side.reach.locate(start.url) } : start;
  return { ...located, returnUrl };
}

/**
 * A delivery by a shop's server. Taken once; used at the shop the session named and at no other; proved by a read
 * there before anything is stored. @returns whether the shop may count it as delivered.
 */
export async function receivePush(
  env: Env,
  input: { platform: string; token: string; fields: Record<string, string> },
): Promise<"taken" | "unknown" | "refused"> {
  const db = database(env);
  const now = clock.now();
  const tokenHash = await sha256(input.token);
  const row = await consumePush(db, { tokenHash, platform: input.platform }, now);
  const session = row && (await findSession(db, row.sessionId));
  if (session?.status !== "authorizing" || session.expiresAt <= now || !row) return "unknown";
  const sealer = sealerOf(configOf(env));
  const { shop, reference } = expectedSchema.parse(await sealer.open(tokenHash, row.sealed));
  const making: Outcome = await establishFor(env, session, {
    platform: input.platform,
    shop,
    proof: { kind: "pushed", fields: input.fields, reference },
  });
  await setPushOutcome(db, tokenHash, await sealer.seal(`${tokenHash}/outcome`, making));
  return making.kind === "made" ? "taken" : "refused";
}

/** The browser's way back. `waiting`: the shop's server has not been heard of yet, and the state stays good. */
export async function completePush(
  env: Env,
  input: { platform: string; query: string; browserHash: string | null },
): Promise<CallbackOutcome | { kind: "waiting"; session: SessionRow }> {
  const params = new URLSearchParams(input.query);
  const { platform, browserHash } = input;
  const facts = (await adapterOf(platform))?.connect;
  if (facts?.kind !== "pushed_credentials" || browserHash === null) return { kind: "state_mismatch" };
  if (params.getAll("state").length !== 1) return { kind: "state_mismatch" };
  const db = database(env);
  const now = clock.now();
  const config = configOf(env);
  const stateHash = await sha256(params.get("state") ?? "");
  const state = await findState(db, stateHash);
  if (state?.platform !== platform || state.browserHash !== browserHash) return { kind: "state_mismatch" };
  if (state.consumedAt !== null) return { kind: "link_used" };
  const session = await findSession(db, state.sessionId);
  if (session?.status !== "authorizing") return { kind: "link_used" };
  if (state.expiresAt <= now || session.expiresAt <= now) return { kind: "session_expired", session };

  const attempt = await openAttempt(config, stateHash, state.sealed);
  const push = attempt.push === null ? null : await findPush(db, attempt.push);
  const isDeclined = facts.declined?.(params) ?? false;
  if (!isDeclined && !push?.outcome) return { kind: "waiting", session };
  if (!(await consumeState(db, { stateHash, platform, browserHash }, now))) return { kind: "link_used" };
  if (isDeclined) {
    if (push) await undo(env, push);
    await endSession(db, session.id, "declined");
    return { kind: "declined", session };
  }
  const outcome = push && (await outcomeOf(config, push));
  if (!outcome) return { kind: "link_used" };
  if (outcome.kind === "failed") return failureOutcome(outcome.why, session);
  return {
    kind: "connected",
    session,
    code: await complete(env, session, attempt.consent, outcome.made),
  };
}

/**
 * A window that the shop's admin opened beside (Magento's identity link) goes back to the shop it came from, and to
 * no other. Null where it would not.
 */
export async function identityReturn(
  env: Env,
  input: { platform: string; tokenHash: string; back: string | null },
): Promise<string | null> {
  const row = await findPush(database(env), input.tokenHash);
  if (row?.platform !== input.platform || row.expiresAt <= clock.now()) return null;
  const { shop } = expectedSchema.parse(await sealerOf(configOf(env)).open(row.tokenHash, row.sealed));
  const url = input.back === null ? null : URL.parse(input.back);
  const isShops = url?.protocol === "https:" && url.host === shop.split("/")[0] && !url.username;
  return isShops ? url.href : null;
}

/** Credentials that came although the person then declined are ended. */
async function undo(env: Env, push: PushRow): Promise<void> {
  const outcome = await outcomeOf(configOf(env), push);
  if (outcome?.kind === "made") await connectionStub(env, outcome.made.connectionId)?.disconnect();
}

async function outcomeOf(config: Config, push: PushRow): Promise<Outcome | null> {
  if (!push.outcome) return null;
  return outcomeSchema.parse(await sealerOf(config).open(`${push.tokenHash}/outcome`, push.outcome));
}

function sealerOf(config: Config): Sealer {
  return new Sealer(config.sealKeys, "connect-push");
}
