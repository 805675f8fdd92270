import * as oauth from "oauth4webapi";
import { clock } from "../kernel/clock";
import { withDeadline } from "../kernel/deadline";
import {
  type ClientCredentials,
  type OAuthRedirect,
  PlatformFailure,
  type Target,
  type TokenServer,
  type TokenSet,
} from "../platforms/adapter";
import type { Reach } from "../platforms/reach";
import { dialectFetch } from "./dialect";
import { OAuthFailure } from "./failure";

/** A platform's token endpoint as one connection talks to it. */
export interface TokenPeer {
  facts: TokenServer;
  target: Target;
  client: ClientCredentials;
  reach: Reach;
  /** The one redirect address of this platform: the same bytes in the authorise and the token call (RFC 9700 §2.1). */
  redirectUri: string;
}

/** The platform's OAuth server, authorisation endpoint included. */
export interface OAuthPeer extends TokenPeer {
  facts: OAuthRedirect;
}

const TIMEOUT_MS = 15_000;

/** Verifier (RFC 7636 §4.1) for a new attempt; null where the platform has no PKCE. */
export function newVerifier(facts: OAuthRedirect): string | null {
  return facts.pkce === "S256" ? oauth.generateRandomCodeVerifier() : null;
}

/** Where the browser is sent (RFC 6749 §4.1.1). The challenge is sent if and only if a verifier will be (RFC 9700 §4.8). */
export async function authorizationUrl(
  peer: OAuthPeer,
  input: { state: string; scopes: readonly string[]; verifier: string | null },
): Promise<string> {
  const { facts, target } = peer;
  const url = new URL(peer.reach.locate(facts.endpoints(target).authorize));
  const params = new URLSearchParams(facts.authorizeParams?.(target));
  params.set("response_type", "code");
  params.set("client_id", peer.client.client_id);
  params.set("redirect_uri", peer.redirectUri);
  params.set("scope", input.scopes.join(facts.scopeSeparator ?? " "));
  params.set("state", input.state);
  if (input.verifier) {
    params.set("code_challenge", await oauth.calculatePKCECodeChallenge(input.verifier));
    params.set("code_challenge_method", "S256");
  }
  const sent = facts.encodeAuthorization?.(params, { client: peer.client, target }) ?? params;
  for (const [name, value] of sent) url.searchParams.set(name, value);
  return url.href;
}

export type CallbackCheck =
  | { kind: "code" }
  /** The platform says no (RFC 6749 §4.1.2.1); the description may be anyone's words. */
  | { kind: "refused"; error: string; description: string | null }
  /** It does not come from the issuer that was asked (RFC 9207), or is not a callback at all. */
  | { kind: "forged" };

/** Looks at a callback without using its code. */
export function checkCallback(peer: OAuthPeer, callback: URLSearchParams): CallbackCheck {
  try {
    oauth.validateAuthResponse(
      authorizationServerOf(peer),
      { client_id: peer.client.client_id },
      callback,
      callback.get("state") ?? oauth.expectNoState,
    );
    return { kind: "code" };
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) {
      return { kind: "refused", error: error.error, description: error.error_description ?? null };
    }
    return { kind: "forged" };
  }
}

/**
 * Checks the callback (RFC 6749 §4.1.2, `iss` after RFC 9207) and exchanges its code.
 * @returns the tokens and the platform's whole answer, for `identify`.
 * @throws OAuthFailure
 */
export async function exchangeCode(
  peer: OAuthPeer,
  callback: URLSearchParams,
  verifier: string | null,
): Promise<{ tokens: TokenSet; answer: Record<string, unknown> }> {
  return guarded(async (signal) => {
    const as = authorizationServerOf(peer);
    const client = { client_id: peer.client.client_id };
    // The state was consumed atomically by its hash before this; here it is only compared with itself.
    const params = oauth.validateAuthResponse(
      as,
      client,
      callback,
      callback.get("state") ?? oauth.expectNoState,
    );
    const response = await oauth.authorizationCodeGrantRequest(
      as,
      client,
      clientAuth(peer),
      params,
      peer.redirectUri,
      verifier ?? oauth.nopkce,
      options(peer, signal),
    );
    const answer = await oauth.processAuthorizationCodeResponse(as, client, response);
    return { tokens: tokenSet(peer.facts, answer), answer };
  });
}

/**
 * Exchanges a code that came without a request of ours (an installation begun at the platform): there is no state and
 * no verifier; `params` go along as the platform wants them.
 * @throws OAuthFailure
 */
export async function exchangeArrivedCode(
  peer: TokenPeer,
  code: string,
  params: Record<string, string>,
): Promise<{ tokens: TokenSet; answer: Record<string, unknown> }> {
  return guarded(async (signal) => {
    const as = serverOf(peer);
    const client = { client_id: peer.client.client_id };
    const response = await oauth.genericTokenEndpointRequest(
      as,
      client,
      clientAuth(peer),
      "authorization_code",
      new URLSearchParams({ ...params, code, redirect_uri: peer.redirectUri }),
      options(peer, signal),
    );
    const answer = await oauth.processGenericTokenEndpointResponse(as, client, response);
    return { tokens: tokenSet(peer.facts, answer), answer };
  });
}

/**
 * Refreshes (RFC 6749 §6). An answer without a refresh token keeps the present one; one without scopes keeps those.
 * @throws OAuthFailure
 */
export async function refreshTokens(
  peer: TokenPeer,
  present: TokenSet & { refresh_token: string },
): Promise<TokenSet> {
  return guarded(async (signal) => {
    const { token, refresh } = peer.facts.endpoints(peer.target);
    const as = { ...serverOf(peer), token_endpoint: peer.reach.locate(refresh ?? token) };
    const client = { client_id: peer.client.client_id };
    const response = await oauth.refreshTokenGrantRequest(
      as,
      client,
      clientAuth(peer),
      present.refresh_token,
      options(peer, signal),
    );
    const fresh = tokenSet(peer.facts, await oauth.processRefreshTokenResponse(as, client, response));
    return {
      ...fresh,
      refresh_token: fresh.refresh_token ?? present.refresh_token,
      ...(fresh.refresh_token === undefined &&
        present.refresh_expires_at !== undefined && { refresh_expires_at: present.refresh_expires_at }),
      scopes: fresh.scopes ?? present.scopes,
      ...(present.secrets && { secrets: present.secrets }),
    };
  });
}

/** Revokes by RFC 7009; an unknown token counts as revoked (§2.2). @throws OAuthFailure */
export async function revokeToken(peer: TokenPeer, token: string): Promise<void> {
  return guarded(async (signal) => {
    const response = await oauth.revocationRequest(
      serverOf(peer),
      { client_id: peer.client.client_id },
      clientAuth(peer),
      token,
      options(peer, signal),
    );
    await oauth.processRevocationResponse(response);
  });
}

function serverOf(peer: TokenPeer): oauth.AuthorizationServer {
  const { token, revoke } = peer.facts.endpoints(peer.target);
  return {
    issuer: peer.reach.locate(peer.facts.issuer(peer.target)),
    token_endpoint: peer.reach.locate(token),
    ...(revoke && { revocation_endpoint: peer.reach.locate(revoke) }),
  };
}

/** As `serverOf`, where the answer comes by the browser: `iss` is checked as RFC 9207 says. */
function authorizationServerOf(peer: OAuthPeer): oauth.AuthorizationServer {
  return {
    ...serverOf(peer),
    authorization_endpoint: peer.reach.locate(peer.facts.endpoints(peer.target).authorize),
    authorization_response_iss_parameter_supported: peer.facts.iss === "required",
  };
}

function clientAuth(peer: TokenPeer): oauth.ClientAuth {
  if (peer.facts.clientAuth === "none") return oauth.None();
  return peer.facts.clientAuth === "client_secret_basic"
    ? oauth.ClientSecretBasic(peer.client.client_secret)
    : oauth.ClientSecretPost(peer.client.client_secret);
}

function options(peer: TokenPeer, signal: AbortSignal) {
  return {
    [oauth.customFetch]: dialectFetch(peer.facts, peer.reach),
    // Only an origin set by configuration can be http, and configuration refuses that in production.
    [oauth.allowInsecureRequests]: true,
    signal,
  };
}

function tokenSet(facts: TokenServer, answer: oauth.TokenEndpointResponse): TokenSet {
  const now = clock.now();
  const refreshLife = answer["refresh_token_expires_in"];
  return {
    access_token: answer.access_token,
    ...(answer.refresh_token !== undefined && { refresh_token: answer.refresh_token }),
    ...(answer.expires_in !== undefined && { expires_at: now + answer.expires_in * 1_000 }),
    ...(typeof refreshLife === "number" && { refresh_expires_at: now + refreshLife * 1_000 }),
    scopes:
      answer.scope === undefined ? null : answer.scope.split(facts.scopeSeparator ?? " ").filter(Boolean),
  };
}

async function guarded<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await withDeadline(TIMEOUT_MS, step);
  } catch (error) {
    if (error instanceof OAuthFailure) throw error;
    if (error instanceof PlatformFailure)
      throw new OAuthFailure({ kind: "malformed", detail: "the answer cannot be read" });
    if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError) {
      throw new OAuthFailure({ kind: "refused", error: errorCode(error.error) });
    }
    // An RFC 6749 §5.2 refusal may come as a 401 with a challenge in its head.
    if (error instanceof oauth.WWWAuthenticateChallengeError) {
      throw new OAuthFailure({ kind: "refused", error: "invalid_client" });
    }
    if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
      throw new OAuthFailure({ kind: "malformed", detail: error.message });
    }
    throw new OAuthFailure({
      kind: "unavailable",
      detail: error instanceof Error ? error.name : "no answer",
    });
  }
}

/** RFC 6749 §5.2's codes are short words; anything else is somebody's text, and is not passed on or stored. */
function errorCode(text: string): string {
  return /^[A-Za-z0-9_.-]{1,64}$/.test(text) ? text : "unknown_error";
}
