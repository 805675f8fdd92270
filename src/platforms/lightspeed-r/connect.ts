import { z } from "zod";
import { fromBase64, fromUtf8 } from "../../kernel/bytes";
import type { OAuthRedirect } from "../adapter";
import { expectShape } from "../expect";

export const API_V3 = "https://api.lightspeedapp.com/API/V3";
const OAUTH = "https://cloud.lightspeedapp.com/auth/oauth";

/**
 * The authorisation server of 2024 and later (developers.lightspeedhq.com/retail/authentication:
 * authorization-code-grant, refresh-token, access-token). Its predecessor gave the same access token back until it
 * lapsed; this one issues a new pair at each refresh, and ends the old one when the new access token is first used.
 * A code lives 60 seconds; a refresh token 30 days unless it is used. Refreshing well before the end is discouraged.
 */
export const lightspeedRConnect: OAuthRedirect = {
  kind: "oauth_redirect",
  pkce: "S256",
  iss: "optional",
  clientAuth: "client_secret_post",
  issuer: () => "https://cloud.lightspeedapp.com",
  endpoints: () => ({
    authorize: `${OAUTH}/authorize`,
    token: `${OAUTH}/token`,
    revoke: `${OAUTH}/revoke`,
  }),
  /** JSON or multipart, says the vendor; RFC 6749's own form is not among them. */
  encodeTokenRequest: (params) => ({
    body: JSON.stringify(Object.fromEntries(params)),
    headers: { "content-type": "application/json" },
  }),
  /** The scopes granted stand in the access token alone, a JWT. It came from its issuer over TLS: read, not verified. */
  decodeTokenResponse(body) {
    const scope = scopeIn(body["access_token"]);
    return scope === null ? body : { ...body, scope };
  },
  async identify({ api }) {
    const { body } = await api.send({ method: "GET", base: API_V3, path: "/Account.json" });
    const { Account } = expectShape(z.object({ Account: z.object({ accountID: z.string() }) }), body);
    return { id: Account.accountID, facts: {} };
  },
  refresh: { kind: "rotating", refreshBeforeSeconds: 60, keepAliveDays: 14 },
  revoke: {
    kind: "custom",
    ends: "grant",
    request: ({ client, tokens }) =>
      new Request(`${OAUTH}/revoke`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          client_id: client.client_id,
          client_secret: client.client_secret,
          refresh_token: tokens.refresh_token,
        }),
      }),
  },
};

function scopeIn(token: unknown): string | null {
  const payload = typeof token === "string" ? token.split(".")[1] : undefined;
  if (!payload) return null;
  const bytes = fromBase64(
    payload
      .replaceAll("-", "+")
      .replaceAll("_", "/")
      .padEnd(Math.ceil(payload.length / 4) * 4, "="),
  );
  if (!bytes) return null;
  try {
    const { scope } = JSON.parse(fromUtf8(bytes)) as { scope?: unknown };
    return typeof scope === "string" && scope !== "" ? scope : null;
  } catch {
    return null;
  }
}
