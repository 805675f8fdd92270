import { clock, SECOND } from "../kernel/clock";
import { withDeadline } from "../kernel/deadline";
import { revokeToken } from "../oauth/client";
import { OAuthFailure } from "../oauth/failure";
import type { PlatformAccount, TokenSet } from "../platforms/adapter";
import { parseJson } from "../platforms/answer";
import { readBounded } from "../platforms/bounded";
import type { Revocation } from "./messages";
import { type PlatformSide, tokenPeer } from "./platform-side";
import { canRenew, renewTokens } from "./renewal";

const TIMEOUT_MS = 10 * SECOND;
const MAX_ANSWER_BYTES = 64 * 1_024;
/** RFC 7009 §2.2.1: after a 503 the token still exists, and the client may try again. */
const RETRY_WAITS_MS = [300, 1_000];
/** Whoever disconnects waits for this: a platform that is slow to fail is not asked again. */
const RETRY_WITHIN_MS = 3 * SECOND;

type Attempt = Revocation | { kind: "down"; detail: string } | { kind: "token_refused" };

/** Revokes the grant where the platform can; says what came of it and never throws for what a platform does. */
export async function revokeAtPlatform(
  side: PlatformSide,
  tokens: TokenSet,
  account: PlatformAccount,
): Promise<Revocation> {
  const began = Date.now();
  let present = tokens;
  for (let retries = 0; ; retries++) {
    let outcome = await attempt(side, present, account);
    if (outcome.kind === "token_refused") {
      // A platform whose revocation is a call of its API wants a token that is live (Shopify's appUninstall).
      const fresh = await renewed(side, present);
      if (!fresh) return { kind: "failed", detail: "the platform no longer accepts the credentials" };
      present = fresh;
      outcome = await attempt(side, present, account);
      if (outcome.kind === "token_refused") {
        return { kind: "failed", detail: "the platform no longer accepts the credentials" };
      }
    }
    if (outcome.kind !== "down") return outcome;
    const wait = RETRY_WAITS_MS[retries];
    if (wait === undefined || Date.now() - began > RETRY_WITHIN_MS) {
      return { kind: "failed", detail: outcome.detail };
    }
    await scheduler.wait(wait);
  }
}

/**
 * Gives back what a platform issued for nothing. Only where that ends no more than the grant itself: where it would
 * end everything our client holds for the account, other connections included (Square revokes by merchant, Shopify
 * uninstalls from the shop), it is left to lapse; nobody has it.
 */
export async function discardAtPlatform(
  side: PlatformSide,
  tokens: TokenSet,
  account: PlatformAccount,
): Promise<void> {
  const { revoke } = side.facts;
  if (revoke.kind === "custom" && revoke.ends === "account") return;
  await revokeAtPlatform(side, tokens, account);
}

async function attempt(side: PlatformSide, tokens: TokenSet, account: PlatformAccount): Promise<Attempt> {
  const { revoke } = side.facts;
  try {
    switch (revoke.kind) {
      case "impossible":
        return { kind: "impossible", why: revoke.why };
      case "rfc7009": {
        const peer = tokenPeer(side, tokens);
        if (!peer) throw new Error(`${side.adapter.key} has no revocation endpoint`);
        // The refresh token first: it is the grant; the access token goes with it or lapses by itself.
        await revokeToken(peer, tokens.refresh_token ?? tokens.access_token);
        return { kind: "revoked" };
      }
      case "custom": {
        const { client, target, reach } = side;
        const asked = revoke.request({ client, tokens, account, target });
        const located = new Request(reach.locate(asked.url), asked);
        return await withDeadline(TIMEOUT_MS, async (signal) =>
          judged(side, await reach.fetch(new Request(located, { redirect: "manual", signal }))),
        );
      }
    }
  } catch (error) {
    const fault = error instanceof OAuthFailure ? error.fault : null;
    if (fault?.kind === "refused") return { kind: "failed", detail: fault.error };
    if (fault?.kind === "malformed")
      return { kind: "failed", detail: "the platform's answer cannot be read" };
    return { kind: "down", detail: "the platform could not be reached" };
  }
}

/** A platform may answer 200 and have done nothing: its adapter knows. */
async function judged(side: PlatformSide, response: Response): Promise<Attempt> {
  const { status, headers } = response;
  const body = parseJson(await readBounded(response, MAX_ANSWER_BYTES)) ?? null;
  const failure = side.adapter.classify({ status, headers, body }, clock.now());
  const detail = `the platform answered ${status}`;
  if (failure === null || failure.kind === "not_found") return { kind: "revoked" };
  switch (failure.kind) {
    case "unauthorized":
      return { kind: "token_refused" };
    case "unavailable":
    case "throttled":
    case "timeout":
      return { kind: "down", detail };
    default:
      return { kind: "failed", detail: `${detail} (${failure.kind})` };
  }
}

async function renewed(side: PlatformSide, tokens: TokenSet): Promise<TokenSet | null> {
  if (!canRenew(side, tokens)) return null;
  try {
    return await renewTokens(side, tokens);
  } catch {
    return null;
  }
}
