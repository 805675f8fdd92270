import { z } from "zod";
import { type OAuthRedirect, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { hostsOf, REGION_CHOICES, regionOf } from "./hosts";

/**
 * Clover's v2 OAuth for apps that keep a secret (docs.clover.com/docs/high-trust-app-auth-flow).
 *
 * PKCE is not used: at Clover it is the other flow, for apps without a secret. There is no scope parameter: the
 * permissions are ticked in the app's own settings, and the merchant grants them by installing it. Nothing says which
 * were granted. Both tokens lapse at moments told with them, never at fixed ages; a refresh token works once.
 */
export const cloverConnect: OAuthRedirect = {
  kind: "oauth_redirect",
  pkce: "unsupported",
  iss: "optional",
  clientAuth: "client_secret_post",
  shop: {
    label: "Region",
    placeholder: "na",
    hint: "Where the business signs in to Clover.",
    choices: REGION_CHOICES,
    normalise: regionOf,
  },
  issuer: (target) => hostsOf(target).web,
  endpoints(target) {
    const { web, api } = hostsOf(target);
    return {
      authorize: `${web}/oauth/v2/authorize`,
      token: `${api}/oauth/v2/token`,
      refresh: `${api}/oauth/v2/refresh`,
      revoke: null,
    };
  },
  encodeAuthorization(params) {
    const sent = new URLSearchParams(params);
    sent.delete("scope");
    return sent;
  },
  /** JSON; a code goes with the secret, a refresh token without (docs.clover.com/docs/refresh-access-tokens). */
  encodeTokenRequest(params) {
    const { client_id, client_secret, code, refresh_token } = Object.fromEntries(params);
    const asked =
      refresh_token === undefined ? { client_id, client_secret, code } : { client_id, refresh_token };
    return { body: JSON.stringify(asked), headers: { "content-type": "application/json" } };
  },
  decodeTokenResponse(body, now) {
    const { access_token_expiration, refresh_token_expiration, ...rest } = body;
    return {
      ...rest,
      token_type: "bearer",
      ...lifetime("expires_in", access_token_expiration, now),
      ...lifetime("refresh_token_expires_in", refresh_token_expiration, now),
    };
  },
  decodeTokenError,
  /**
   * The callback names the merchant, and anyone can write a callback: the token must be good for that very merchant.
   */
  async identify({ callback, api }) {
    const named = callback.get("merchant_id") ?? "";
    if (!/^[A-Z0-9]{6,32}$/.test(named)) {
      throw new PlatformFailure(
        { kind: "unexpected", field: "callback.merchant_id", detail: "missing or not an id" },
        null,
      );
    }
    const { body } = await api.send({ method: "GET", path: `/${named}` });
    const { id } = expectShape(z.object({ id: z.string() }), body);
    if (id !== named) {
      throw new PlatformFailure(
        { kind: "unexpected", field: "id", detail: "is not the merchant of the callback" },
        null,
      );
    }
    return { id, facts: {} };
  },
  refresh: { kind: "rotating", refreshBeforeSeconds: 120, keepAliveDays: 7 },
  revoke: {
    kind: "impossible",
    why: "Clover documents no way for an app to give its tokens back; they end when the merchant uninstalls the app.",
  },
};

/** Unix seconds of the moment (docs.clover.com/docs/refresh-access-tokens) as the seconds left. */
function lifetime(name: string, at: unknown, now: number): Record<string, number> {
  return typeof at === "number" && Number.isFinite(at)
    ? { [name]: Math.max(0, Math.floor(at - now / 1_000)) }
    : {};
}

/**
 * Clover documents no error body of its token endpoints. Only the texts that name the grant are taken for its loss:
 * "Failed to validate authentication code" (oauth-and-tokens-faqs) and whatever calls a refresh token invalid,
 * expired or used. Any other 401 may be our own client's, and must not end connections.
 */
function decodeTokenError(status: number, body: Record<string, unknown>): string | null {
  if (status !== 400 && status !== 401 && status !== 403) return null;
  const { message } = body;
  if (typeof message !== "string") return null;
  const names = (grant: RegExp) => grant.test(message);
  if (names(/failed to validate authentication code/i)) return "invalid_grant";
  if (names(/refresh[ _]?token/i) && names(/\b(invalid|expired|used|revoked|not found)\b/i))
    return "invalid_grant";
  return names(/client[ _]?(id|secret)/i) ? "invalid_client" : null;
}
