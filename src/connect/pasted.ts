import { configOf } from "../config/config";
import { database } from "../db/client";
import { clock } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { adapterOf } from "../platforms/registry";
import { newAttempt, openAttempt } from "./authorize";
import { complete, establishFor, failureOutcome } from "./complete";
import type { CallbackOutcome } from "./flow-outcome";
import { consumeState, findSession, type SessionRow } from "./store";

/** A key that was not accepted: the form is shown again, with a state of its own. */
export interface KeyRefused {
  kind: "key_refused";
  session: SessionRow;
  state: string;
  /** The field at fault; null where the platform refused the whole. */
  field: string | null;
}

/** What the person entered, proved at the platform by one read before it is kept. Each state is for one try. */
export async function completeKey(
  env: Env,
  input: { platform: string; state: string; browserHash: string | null; fields: Record<string, string> },
): Promise<CallbackOutcome | KeyRefused> {
  const { platform, browserHash } = input;
  const adapter = await adapterOf(platform);
  if (adapter?.connect.kind !== "pasted_key" || browserHash === null) return { kind: "state_mismatch" };
  const db = database(env);
  const now = clock.now();
  const stateHash = await sha256(input.state);
  const state = await consumeState(db, { stateHash, platform, browserHash }, now);
  const session = state && (await findSession(db, state.sessionId));
  if (!state || session?.status !== "authorizing") return { kind: "link_used" };
  if (session.expiresAt <= now) return { kind: "session_expired", session };
  const { shop, consent } = await openAttempt(configOf(env), stateHash, state.sealed);
  const proof = { kind: "pasted" as const, fields: input.fields };
  const making = await establishFor(env, session, { platform, shop, proof });
  if (making.kind === "made") {
    return { kind: "connected", session, code: await complete(env, session, consent, making.made) };
  }
  if (making.why.kind !== "key_refused") return failureOutcome(making.why, session);
  const again = await newAttempt(env, { session, adapter, shop, browserHash, consent });
  return { kind: "key_refused", session, state: again, field: making.why.field };
}
