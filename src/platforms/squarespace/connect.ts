import { z } from "zod";
import type { OAuthRedirect } from "../adapter";
import { expectShape } from "../expect";

const OAUTH = "https://login.squarespace.com/api/1/login/oauth/provider";

/** Required on every request, the token endpoint's too (SEC-43 without one). */
const USER_AGENT = "Metristack/1.0 (+https://metristack.com)";

/**
 * Squarespace's OAuth ("Accessing Squarespace APIs using OAuth 2.0"): a code for two minutes, an access token for 30
 * minutes, and, with `access_type=offline`, a refresh token for 7 days that is good once: the old one dies when the
 * new access token is first used. PKCE is not in its documentation. The owner chooses the site on Squarespace's page.
 */
export const squarespaceConnect: OAuthRedirect = {
  kind: "oauth_redirect",
  pkce: "unsupported",
  iss: "optional",
  clientAuth: "client_secret_basic",
  issuer: () => "https://login.squarespace.com",
  endpoints: () => ({ authorize: `${OAUTH}/authorize`, token: `${OAUTH}/tokens`, revoke: null }),
  scopeSeparator: ",",
  authorizeParams: () => ({ access_type: "offline" }),
  encodeTokenRequest: (params) => ({
    body: JSON.stringify(Object.fromEntries(params)),
    headers: { "content-type": "application/json", "user-agent": USER_AGENT },
  }),
  decodeTokenResponse(body, now) {
    const { access_token_expires_at, refresh_token_expires_at, ...rest } = body;
    return {
      token_type: "bearer",
      ...rest,
      ...lifetime("expires_in", access_token_expires_at, now),
      ...lifetime("refresh_token_expires_in", refresh_token_expires_at, now),
    };
  },
  decodeTokenError,
  async identify({ api }) {
    const { body } = await api.send({ method: "GET", path: "/1.0/authorization/website" });
    return { id: expectShape(z.object({ id: z.string().min(1) }), body, "website").id, facts: {} };
  },
  refresh: { kind: "rotating", refreshBeforeSeconds: 300, keepAliveDays: 2 },
  revoke: {
    kind: "impossible",
    why: "Squarespace documents no call that ends a grant: the site's owner disconnects the app in the site's settings.",
  },
};

/** Squarespace tells the moment, in UNIX seconds with a fraction and as text; RFC 6749 §5.1 the seconds left. */
function lifetime(name: string, at: unknown, now: number): Record<string, number> {
  const seconds = typeof at === "string" || typeof at === "number" ? Number(at) : Number.NaN;
  return Number.isFinite(seconds) ? { [name]: Math.max(0, Math.floor(seconds - now / 1_000)) } : {};
}

const errorAnswer = z.object({ message: z.string() });

/**
 * The errors of the token endpoint are not documented. Only what names the grant is taken for `invalid_grant`: with
 * anything less a mistyped secret would end every connection.
 */
function decodeTokenError(status: number, body: Record<string, unknown>): string | null {
  const answer = errorAnswer.safeParse(body);
  if (!answer.success || (status !== 400 && status !== 401)) return null;
  const { message } = answer.data;
  const namesGrant = /\b(refresh[ _]token|authorization code|grant)\b/i.test(message);
  return namesGrant && /\b(invalid|expired|revoked|used|not found)\b/i.test(message) ? "invalid_grant" : null;
}
