import { configOf } from "../config/config";
import { accountHash } from "../connections/account-hash";
import type { EstablishFailure } from "../connections/messages";
import { platformSide } from "../connections/platform-side";
import { connectionStub } from "../connections/stub";
import { database } from "../db/client";
import { randomBase62 } from "../kernel/base62";
import { clock, MINUTE } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { newConnectionId, newId } from "../kernel/ids";
import { checkCallback, isAmbiguousCallback } from "../oauth/client";
import type { Loopback } from "../platforms/reach";
import { type Attempt, openAttempt } from "./authorize";
import { CONSENT_SCHEMA, WITHDRAWAL_METHODS } from "./consent";
import { consumeState, endSession, findSession, findState, recordCompletion, type SessionRow } from "./store";

const CODE_LIFE_MS = 5 * MINUTE;

/** How a callback ends. Each refusal has its page and stable code. */
export type CallbackOutcome =
  | { kind: "connected"; session: SessionRow; code: string }
  /** The person declined at the platform. */
  | { kind: "declined"; session: SessionRow }
  | { kind: "state_mismatch" }
  | { kind: "link_used" }
  | { kind: "session_expired"; session: SessionRow | null }
  | { kind: "provider_error"; session: SessionRow; description: string | null }
  | { kind: "platform_unavailable"; session: SessionRow }
  | { kind: "account_mismatch"; session: SessionRow };

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
  const params = new URLSearchParams(input.query);
  if (isAmbiguousCallback(params) || input.browserHash === null) return { kind: "state_mismatch" };
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
  const target = { mode: session.mode, shop: attempt.shop };
  const side = await platformSide(config, loopback, input.platform, target);
  if (!side) return { kind: "platform_unavailable", session };
  const fault = await side.facts.verifyCallback?.({ params, client: side.peer.client, target, now });
  if (fault) return { kind: "state_mismatch" };
  const checked = checkCallback(side.peer, params);
  if (checked.kind === "forged") return { kind: "state_mismatch" };
  if (checked.kind === "refused") {
    if (checked.error !== "access_denied")
      return { kind: "provider_error", session, description: checked.description };
    await endSession(db, session.id, "declined");
    return { kind: "declined", session };
  }
  return connect(env, session, attempt, input);
}

async function connect(
  env: Env,
  session: SessionRow,
  attempt: Attempt,
  input: { platform: string; query: string },
): Promise<CallbackOutcome> {
  const connectionId = session.reconnects ?? newConnectionId(session.region);
  const object = connectionStub(env, connectionId);
  if (!object) throw new Error("a connection id of ours does not parse");
  const result = await object.establish({
    connectionId,
    appId: session.appId,
    mode: session.mode,
    region: session.region,
    platform: input.platform,
    shop: attempt.shop,
    callback: input.query,
    verifier: attempt.verifier,
    reconnect: session.reconnects !== null,
  });
  if (result.kind === "failed") return failure(result.why, session);

  const code = randomBase62(32);
  const now = clock.now();
  const { consent } = attempt;
  await recordCompletion(database(env), {
    sessionId: session.id,
    connection: session.reconnects
      ? null
      : {
          id: connectionId,
          appId: session.appId,
          mode: session.mode,
          platform: input.platform,
          externalUserId: session.externalUserId,
          region: session.region,
          status: "pending",
          accountHash: await accountHash(configOf(env), input.platform, result.account),
          grantedScopes: result.grantedScopes,
          missingScopes: result.missingScopes,
          createdAt: now,
          checkedAt: now,
        },
    consent: {
      id: newId("cns"),
      connectionId,
      appId: session.appId,
      schemaVersion: CONSENT_SCHEMA,
      noticeVersion: consent.version,
      noticeLanguage: consent.language,
      noticeHash: consent.hash,
      dataCategories: consent.resources,
      purposes: consent.purposes,
      recipients: consent.recipients,
      withdrawalMethods: WITHDRAWAL_METHODS,
      givenAt: consent.givenAt,
    },
    code: {
      codeHash: await sha256(code),
      appId: session.appId,
      mode: session.mode,
      connectionId,
      expiresAt: now + CODE_LIFE_MS,
    },
  });
  return { kind: "connected", session, code };
}

function failure(why: EstablishFailure, session: SessionRow): CallbackOutcome {
  switch (why.kind) {
    case "provider_error":
      return { kind: "provider_error", session, description: why.detail };
    case "platform_unavailable":
      return { kind: "platform_unavailable", session };
    case "wrong_account":
      return { kind: "account_mismatch", session };
    case "not_reconnectable":
      return { kind: "link_used" };
  }
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
