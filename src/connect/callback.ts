import { configOf } from "../config/config";
import { redirectSide } from "../connections/platform-side";
import { database } from "../db/client";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { isAmbiguous, standardCallback } from "../oauth/callback";
import { checkCallback } from "../oauth/client";
import type { Loopback } from "../platforms/reach";
import { adapterOf } from "../platforms/registry";
import { openAttempt } from "./authorize";
import { establishAndComplete } from "./complete";
import type { CallbackOutcome } from "./flow-outcome";
import { consumeState, endSession, findSession, findState } from "./store";

/**
 * A platform's callback. The order is the defence: the state is consumed atomically, tied to this browser and this
 * platform's path, before anything in the query is believed; then the platform's own signature; then `iss`; and
 * only then is the code exchanged, inside the connection's object.
 */
export async function completeCallback(
  env: Env,
  loopback: Loopback,
  input: { platform: string; query: string; browserHash: string | null },
): Promise<CallbackOutcome> {
  const facts = (await adapterOf(input.platform))?.connect;
  if (facts?.kind !== "oauth_redirect") return { kind: "state_mismatch" };
  const asSent = new URLSearchParams(input.query);
  const params = standardCallback(facts, input.query);
  if (isAmbiguous(params) || input.browserHash === null) return { kind: "state_mismatch" };
  const db = database(env);
  const now = clock.now();
  const stateHash = await sha256(params.get("state") ?? "");
  const state = await consumeState(
    db,
    { stateHash, platform: input.platform, browserHash: input.browserHash },
    now,
  );
  if (!state) return refusedState(env, stateHash, input.browserHash, input.platform, now);
  const session = await findSession(db, state.sessionId);
  if (!session || session.status === "completed" || session.status === "declined")
    return { kind: "link_used" };
  if (session.expiresAt <= now) return { kind: "session_expired", session };

  const config = configOf(env);
  const attempt = await openAttempt(config, stateHash, state.sealed);
  const asked = { mode: session.mode, shop: attempt.shop };
  const shop = facts.shopOfCallback ? facts.shopOfCallback(asSent, asked) : attempt.shop;
  if (facts.shopOfCallback && shop === null && params.has("code")) return { kind: "state_mismatch" };
  const target = { mode: session.mode, shop };
  const side = await redirectSide(config, loopback, input.platform, target);
  if (!side) return { kind: "platform_unavailable", session };
  const fault = await facts.verifyCallback?.({ params: asSent, client: side.client, target, now });
  if (fault) return { kind: "state_mismatch" };
  const checked = checkCallback(side.peer, params);
  if (checked.kind === "forged") return { kind: "state_mismatch" };
  if (checked.kind === "refused") {
    if (checked.error !== "access_denied")
      return { kind: "provider_error", session, description: checked.description };
    await endSession(db, session.id, "declined");
    return { kind: "declined", session };
  }
  const { platform } = input;
  const proof = { kind: "callback" as const, query: input.query, verifier: attempt.verifier };
  return establishAndComplete(env, session, attempt.consent, { platform, shop, proof });
}

/** Why a state was not to be had: told apart only for the browser that began it. */
async function refusedState(
  env: Env,
  stateHash: string,
  browserHash: string,
  platform: string,
  now: number,
): Promise<CallbackOutcome> {
  const row = await findState(database(env), stateHash);
  if (row?.browserHash !== browserHash || row.platform !== platform) return { kind: "state_mismatch" };
  if (row.consumedAt !== null) return { kind: "link_used" };
  if (row.expiresAt <= now)
    return { kind: "session_expired", session: await findSession(database(env), row.sessionId) };
  return { kind: "state_mismatch" };
}
