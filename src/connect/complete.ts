import { configOf } from "../config/config";
import { accountHash } from "../connections/account-hash";
import type { EstablishFailure, EstablishProof } from "../connections/messages";
import { connectionStub } from "../connections/stub";
import { database } from "../db/client";
import { randomBase62 } from "../kernel/base62";
import { clock, MINUTE } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { newConnectionId, newId } from "../kernel/ids";
import { CONSENT_SCHEMA, type GivenConsent, WITHDRAWAL_METHODS } from "./consent";
import type { CallbackOutcome } from "./flow-outcome";
import { recordCompletion, type SessionRow } from "./store";

const CODE_LIFE_MS = 5 * MINUTE;

/** What every family ends with: the object has taken the credentials, D1 is told, the developer gets a code. */
export interface Made {
  connectionId: string;
  platform: string;
  /** The platform's name of the account, in the clear: on its way to being hashed. */
  account: string;
  grantedScopes: string[] | null;
  missingScopes: string[];
}

export type Making = { kind: "made"; made: Made } | { kind: "failed"; why: EstablishFailure };

/** Hands what came from the platform to the object of the connection to be, or of the one to be repaired. */
export async function establishFor(
  env: Env,
  session: SessionRow,
  input: { platform: string; shop: string | null; proof: EstablishProof },
): Promise<Making> {
  const connectionId = session.reconnects ?? newConnectionId(session.region);
  const object = connectionStub(env, connectionId);
  if (!object) throw new Error("a connection id of ours does not parse");
  const result = await object.establish({
    connectionId,
    appId: session.appId,
    mode: session.mode,
    region: session.region,
    reconnect: session.reconnects !== null,
    ...input,
  });
  if (result.kind === "failed") return result;
  const { account, grantedScopes, missingScopes } = result;
  return {
    kind: "made",
    made: { connectionId, platform: input.platform, account, grantedScopes, missingScopes },
  };
}

/** Records a made connection with its consent; @returns the one-time code for the developer's server. */
export async function complete(
  env: Env,
  session: SessionRow,
  consent: GivenConsent,
  made: Made,
): Promise<string> {
  const code = randomBase62(32);
  const now = clock.now();
  const { connectionId } = made;
  await recordCompletion(database(env), {
    sessionId: session.id,
    connection: session.reconnects
      ? null
      : {
          id: connectionId,
          appId: session.appId,
          mode: session.mode,
          platform: made.platform,
          externalUserId: session.externalUserId,
          region: session.region,
          status: "pending",
          accountHash: await accountHash(configOf(env), made.platform, made.account),
          grantedScopes: made.grantedScopes,
          missingScopes: made.missingScopes,
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
  return code;
}

/** Both steps, where the browser is there from beginning to end. */
export async function establishAndComplete(
  env: Env,
  session: SessionRow,
  consent: GivenConsent,
  input: { platform: string; shop: string | null; proof: EstablishProof },
): Promise<CallbackOutcome> {
  const making = await establishFor(env, session, input);
  if (making.kind === "failed") return failureOutcome(making.why, session);
  return { kind: "connected", session, code: await complete(env, session, consent, making.made) };
}

export function failureOutcome(why: EstablishFailure, session: SessionRow): CallbackOutcome {
  switch (why.kind) {
    case "provider_error":
      return { kind: "provider_error", session, description: why.detail };
    case "key_refused":
      return { kind: "provider_error", session, description: why.kind };
    case "platform_unavailable":
      return { kind: "platform_unavailable", session };
    case "wrong_account":
      return { kind: "account_mismatch", session };
    case "not_reconnectable":
      return { kind: "link_used" };
  }
}
