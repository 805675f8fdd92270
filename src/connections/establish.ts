import { clock, DAY } from "../kernel/clock";
import { exchangeArrivedCode, exchangeCode } from "../oauth/client";
import { OAuthFailure } from "../oauth/failure";
import { type PlatformAccount, PlatformFailure, type TokenSet } from "../platforms/adapter";
import type { EstablishFailure, EstablishProof } from "./messages";
import { apiOf, asRedirect, type PlatformSide, tokenPeer } from "./platform-side";
import { proveKey, provePush } from "./prove";
import { canRenew, renewTokens } from "./renewal";

/** Credentials that were proved by use, and their account. */
export type Established = {
  kind: "established";
  tokens: TokenSet;
  account: PlatformAccount;
  grantedScopes: string[] | null;
  missingScopes: string[];
};
export type Establishing = Established | { kind: "failed"; why: EstablishFailure };

/** What a family's own part comes to: credentials, with what tells whose they are. */
export interface Obtained {
  tokens: TokenSet;
  /** The platform's whole answer, for `identify`. */
  answer: Readonly<Record<string, unknown>>;
  callback: URLSearchParams;
}

/** Turns what came from the platform into credentials, and finds out whose account they open. Stores nothing. */
export async function establishAtPlatform(side: PlatformSide, proof: EstablishProof): Promise<Establishing> {
  if (proof.kind === "claimed") return established(side, proof.tokens, proof.account);
  return guarded(proof.kind, async () => {
    const obtained = await obtain(side, proof);
    return "why" in obtained ? failed(obtained.why) : identified(side, obtained);
  });
}

/** What an installation that arrived without a session is worth: the same, before anybody has claimed it. */
export async function redeemArrival(
  side: PlatformSide,
  arrived: { params: URLSearchParams } & (
    | { kind: "code"; code: string; extra: Record<string, string> }
    | { kind: "credentials"; tokens: TokenSet }
  ),
): Promise<Establishing> {
  return guarded("claimed", async () => {
    const callback = arrived.params;
    if (arrived.kind === "credentials")
      return identified(side, { tokens: arrived.tokens, answer: {}, callback });
    const peer = tokenPeer(side, null);
    if (!peer) throw new Error(`${side.adapter.key} has no token endpoint for its codes`);
    const { tokens, answer } = await exchangeArrivedCode(peer, arrived.code, arrived.extra);
    return identified(side, { tokens, answer, callback });
  });
}

async function obtain(
  side: PlatformSide,
  proof: Exclude<EstablishProof, { kind: "claimed" }>,
): Promise<Obtained | { why: EstablishFailure }> {
  switch (proof.kind) {
    case "callback": {
      const redirect = asRedirect(side);
      if (!redirect) throw new Error(`${side.adapter.key} is not connected by a redirect`);
      const callback = new URLSearchParams(proof.query);
      const standard = redirect.facts.decodeCallback?.(callback) ?? callback;
      const { tokens, answer } = await exchangeCode(redirect.peer, standard, proof.verifier);
      return { tokens, answer, callback };
    }
    case "pushed":
      return provePush(side, proof);
    case "pasted":
      return proveKey(side, proof.fields);
  }
}

async function identified(side: PlatformSide, { tokens, answer, callback }: Obtained): Promise<Established> {
  const held =
    tokens.access_token === "" && canRenew(side, tokens) ? await renewTokens(side, tokens) : tokens;
  const api = apiOf(side, held, { id: "", facts: {} });
  const account = await side.facts.identify({ tokens: answer, callback, api });
  return established(side, withGrantEnd(side, held), account);
}

function established(side: PlatformSide, tokens: TokenSet, account: PlatformAccount): Established {
  const granted = tokens.scopes;
  return {
    kind: "established",
    tokens,
    account,
    grantedScopes: granted,
    missingScopes: granted ? side.adapter.scopes.filter((scope) => !granted.includes(scope)) : [],
  };
}

/** Where the platform ends a grant some time after it was given, and does not say so in its answer. */
function withGrantEnd({ facts: { refresh } }: PlatformSide, tokens: TokenSet): TokenSet {
  if (!("grantDays" in refresh) || refresh.grantDays === undefined) return tokens;
  return { refresh_expires_at: clock.now() + refresh.grantDays * DAY, ...tokens };
}

async function guarded(
  came: EstablishProof["kind"],
  step: () => Promise<Establishing>,
): Promise<Establishing> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof OAuthFailure) {
      const { fault } = error;
      if (fault.kind === "unavailable") return failed({ kind: "platform_unavailable" });
      if (came === "pasted" && fault.kind === "refused") return failed({ kind: "key_refused", field: null });
      return failed({
        kind: "provider_error",
        detail: fault.kind === "refused" ? fault.error : fault.detail,
      });
    }
    if (error instanceof PlatformFailure) {
      const { kind } = error.failure;
      if (kind === "unavailable" || kind === "timeout" || kind === "throttled")
        return failed({ kind: "platform_unavailable" });
      if (came === "pasted" && (kind === "unauthorized" || kind === "forbidden" || kind === "not_found"))
        return failed({ kind: "key_refused", field: null });
      return failed({ kind: "provider_error", detail: kind });
    }
    throw error;
  }
}

function failed(why: EstablishFailure): { kind: "failed"; why: EstablishFailure } {
  return { kind: "failed", why };
}
