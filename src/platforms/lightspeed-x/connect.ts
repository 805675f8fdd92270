import { type OAuthRedirect, PlatformFailure } from "../adapter";
import { domainPrefix, hostOf } from "./hosts";

/**
 * x-series-api.lightspeedhq.com/docs/authorization, and its changelog 2025-03 (refresh tokens rotate; the access token
 * that came with the one used ends as well). The retailer's host is told by the callback's `domain_prefix` alone.
 * PKCE is not documented. A refresh token's lifetime is not told either, hence the keep-alive.
 */
export const lightspeedXConnect: OAuthRedirect = {
  kind: "oauth_redirect",
  pkce: "unsupported",
  iss: "optional",
  clientAuth: "client_secret_post",
  issuer: () => "https://secure.retail.lightspeed.app",
  endpoints: (target) => ({
    authorize: "https://secure.retail.lightspeed.app/connect",
    token: `${hostOf(target)}/api/1.0/token`,
    revoke: null,
  }),
  shopOfCallback: (params) => domainPrefix(params.get("domain_prefix")),
  decodeTokenResponse(body) {
    const { scope, ...rest } = body;
    // Tokens from before scopes say `""`: nothing is told, rather than nothing granted.
    return typeof scope === "string" && scope !== "" ? { ...rest, scope } : rest;
  },
  /** The retailer's server answered for itself; its name must be the one that the callback led to. */
  async identify({ tokens, api }) {
    const named = domainPrefix(typeof tokens["domain_prefix"] === "string" ? tokens["domain_prefix"] : null);
    if (named === null || named !== domainPrefix(api.target.shop)) {
      throw new PlatformFailure(
        { kind: "unexpected", field: "domain_prefix", detail: "is not the retailer of the callback" },
        null,
      );
    }
    return { id: named, facts: {} };
  },
  refresh: { kind: "rotating", refreshBeforeSeconds: 600, keepAliveDays: 7 },
  revoke: {
    kind: "impossible",
    why: "Lightspeed X-Series documents no way to give a token back; the retailer removes the app under Setup, Apps.",
  },
};
