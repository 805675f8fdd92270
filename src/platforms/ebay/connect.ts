import { base64, utf8 } from "../../kernel/bytes";
import type { OAuthRedirect } from "../adapter";
import { consentHost, tokenAddress } from "./hosts";
import { readUser } from "./seller";

/**
 * eBay's authorisation code grant (developer.ebay.com/api-docs/static/oauth-authorization-code-grant.html).
 *
 * `redirect_uri` is no address but the RuName, eBay's name for one (PLATFORM_CLIENTS `redirect_uri`); our callback's
 * address stands in the RuName's settings, as both its accepted and its declined URL. PKCE is not documented.
 */
export const ebayConnect: OAuthRedirect = {
  kind: "oauth_redirect",
  pkce: "unsupported",
  iss: "optional",
  // Sent as Basic all the same, by `encodeTokenRequest`: eBay compares the bytes of `client_id:client_secret`, while the
  // library encodes them first as RFC 6749 §2.3.1 says, and so would spoil every dash of an eBay id.
  clientAuth: "client_secret_post",
  issuer: consentHost,
  endpoints: (target) => ({
    authorize: `${consentHost(target)}/oauth2/authorize`,
    token: tokenAddress(target),
    revoke: null,
  }),
  // Without it whoever is signed in on the browser is connected unasked.
  authorizeParams: () => ({ prompt: "login" }),
  decodeCallback(params) {
    const isDeclined =
      params.get("isAuthSuccessful") === "false" && !params.has("code") && !params.has("error");
    if (!isDeclined) return params;
    const standard = new URLSearchParams(params);
    standard.set("error", "access_denied");
    return standard;
  },
  encodeTokenRequest(params) {
    const body = new URLSearchParams(params);
    const credentials = `${body.get("client_id")}:${body.get("client_secret")}`;
    body.delete("client_id");
    body.delete("client_secret");
    return {
      body: body.toString(),
      headers: {
        authorization: `Basic ${base64(utf8(credentials))}`,
        "content-type": "application/x-www-form-urlencoded",
      },
    };
  },
  // `token_type` is "User Access Token"; it is used as a bearer's.
  decodeTokenResponse: (body) => ({ ...body, token_type: "bearer" }),
  async identify({ api }) {
    const { value } = await readUser(api);
    return { id: value.userId, facts: {} };
  },
  // Access 2 hours, refresh token 18 months, told with the first answer; a refresh gives no new one.
  refresh: { kind: "reusable", refreshBeforeSeconds: 300, keepAliveDays: 30 },
  revoke: {
    kind: "impossible",
    why: "eBay has no call for it: the seller ends it under Third-party app access in My eBay.",
  },
};
