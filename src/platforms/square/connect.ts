import { z } from "zod";
import type { OAuthRedirect } from "../adapter";
import { expectShape } from "../expect";
import { merchantAnswer } from "./business";
import { hostOf, SQUARE_VERSION } from "./hosts";

const DAY_SECONDS = 86_400;

/** Square's own recommendation: renew every 7 days or less of a token that lives 30 (oauth-api/refresh-revoke-limit-scope). */
const RENEW_AFTER_DAYS = 7;
const TOKEN_DAYS = 30;

/**
 * Square's OAuth: the code flow with a secret.
 *
 * PKCE is not used: at Square it is the other flow, for clients without a secret, and what it issues are single-use
 * refresh tokens that die after 90 days (ObtainToken, `refresh_token`). A verifier beside a secret is undocumented.
 * The code itself is single-use and lives 5 minutes (oauth-api/overview).
 */
export const squareConnect: OAuthRedirect = {
  kind: "oauth_redirect",
  pkce: "unsupported",
  iss: "optional",
  clientAuth: "client_secret_post",
  issuer: hostOf,
  endpoints(target) {
    const host = hostOf(target);
    return {
      authorize: `${host}/oauth2/authorize`,
      token: `${host}/oauth2/token`,
      revoke: `${host}/oauth2/revoke`,
    };
  },
  // Without it whoever is signed in on the browser is connected unasked. The sandbox ignores it (it needs the test
  // account's dashboard open instead), so it is not sent there.
  authorizeParams: (target) => (target.mode === "live" ? { session: "false" } : {}),
  encodeTokenRequest(params) {
    const { scope, ...fields } = Object.fromEntries(params);
    return {
      body: JSON.stringify(scope ? { ...fields, scopes: scope.split(" ") } : fields),
      headers: { "content-type": "application/json", "square-version": SQUARE_VERSION },
    };
  },
  decodeTokenResponse(body, now) {
    const { expires_at, refresh_token_expires_at, ...rest } = body;
    return {
      ...rest,
      ...lifetime("expires_in", expires_at, now),
      ...lifetime("refresh_token_expires_in", refresh_token_expires_at, now),
    };
  },
  decodeTokenError,
  async identify({ tokens, api }) {
    const { merchant_id } = tokens;
    if (typeof merchant_id === "string" && merchant_id !== "") return { id: merchant_id, facts: {} };
    const { body } = await api.send({ method: "GET", path: "/merchants/me" });
    return { id: expectShape(merchantAnswer, body).merchant.id, facts: {} };
  },
  // The code flow's refresh token is the same one each time. "Never expires" is what the reference says; Square's
  // staff name an end 15 days after the access token's (developer.squareup.com/forums/t/26359), hence the keep-alive.
  refresh: {
    kind: "reusable",
    refreshBeforeSeconds: (TOKEN_DAYS - RENEW_AFTER_DAYS) * DAY_SECONDS,
    keepAliveDays: RENEW_AFTER_DAYS,
  },
  revoke: {
    kind: "custom",
    ends: "account",
    // By merchant, not by token: an access token that has lapsed could no longer name the grant. Either way Square
    // ends every token this client holds for the merchant, whichever connection asked (RevokeToken's description);
    // `revoke_only_access_token` would spare the others and leave the refresh token alive, so that gone is not gone.
    request: ({ client, account, target }) =>
      new Request(`${hostOf(target)}/oauth2/revoke`, {
        method: "POST",
        headers: {
          authorization: `Client ${client.client_secret}`,
          "content-type": "application/json",
          "square-version": SQUARE_VERSION,
        },
        body: JSON.stringify({ client_id: client.client_id, merchant_id: account.id }),
      }),
  },
};

/** Square tells the moment (RFC 3339), RFC 6749 §5.1 the seconds left. */
function lifetime(name: string, at: unknown, now: number): Record<string, number> {
  const ms = typeof at === "string" ? Date.parse(at) : Number.NaN;
  return Number.isNaN(ms) ? {} : { [name]: Math.max(0, Math.floor((ms - now) / 1_000)) };
}

const errorAnswer = z.object({
  message: z.string().optional().catch(undefined),
  errors: z
    .array(z.object({ code: z.string().optional(), detail: z.string().optional() }))
    .optional()
    .catch(undefined),
});

const GRANT_CODES = new Set(["ACCESS_TOKEN_REVOKED", "ACCESS_TOKEN_EXPIRED", "INVALID_GRANT"]);
const CLIENT_CODES = new Set(["CLIENT_DISABLED", "APPLICATION_DISABLED", "INVALID_CLIENT"]);

/**
 * The token endpoint answers 401 to a wrong secret and to a lost grant alike, undocumented and in two shapes; only
 * the text tells them apart: `Not Authorized` before the client is accepted, `Invalid refresh token` or
 * `Authorization code not found …` after. Only what names the grant is taken for `invalid_grant`: with anything less
 * a mistyped secret would end every connection.
 */
function decodeTokenError(status: number, body: Record<string, unknown>): string | null {
  const answer = errorAnswer.safeParse(body);
  if (!answer.success || (status !== 400 && status !== 401 && status !== 403)) return null;
  const codes = (answer.data.errors ?? []).map((error) => error.code ?? "");
  const texts = [answer.data.message ?? "", ...(answer.data.errors ?? []).map((error) => error.detail ?? "")];
  if (codes.some((code) => CLIENT_CODES.has(code))) return "invalid_client";
  const namesGrant = (text: string) =>
    /\b(refresh token|authorization code)\b/i.test(text) &&
    /\b(invalid|not found|expired|revoked)\b/i.test(text);
  if (codes.some((code) => GRANT_CODES.has(code)) || texts.some(namesGrant)) return "invalid_grant";
  return texts.includes("Not Authorized") ? "invalid_client" : null;
}
