import { z } from "zod";
import type { OAuthRedirect } from "../adapter";
import { expectShape } from "../expect";

const TOKEN = "https://api.etsy.com/v3/public/oauth/token";
const REFRESH_TOKEN_SECONDS = 90 * 86_400;

const self = z.object({ shop_id: z.int().positive() });

/**
 * Etsy's authorisation code grant (developers.etsy.com/documentation/essentials/authentication): PKCE is obligatory, the
 * keystring is the client, and no secret goes to the token endpoint. A token begins with its user's id; the shop, which
 * calls and webhooks name, is asked for.
 */
export const etsyConnect: OAuthRedirect = {
  kind: "oauth_redirect",
  pkce: "S256",
  iss: "optional",
  clientAuth: "none",
  issuer: () => "https://www.etsy.com",
  endpoints: () => ({ authorize: "https://www.etsy.com/oauth/connect", token: TOKEN, revoke: null }),
  // The refresh token's 90 days are documented and not told.
  decodeTokenResponse: (body) => ({
    ...(typeof body["refresh_token"] === "string" && { refresh_token_expires_in: REFRESH_TOKEN_SECONDS }),
    ...body,
  }),
  async identify({ api }) {
    const { body } = await api.send({ method: "GET", path: "/users/me" });
    // Whoever has no shop has nothing to connect.
    return { id: String(expectShape(self, body).shop_id), facts: {} };
  },
  // An hour; each refresh gives a new refresh token.
  refresh: { kind: "rotating", refreshBeforeSeconds: 300, keepAliveDays: 30 },
  revoke: {
    kind: "impossible",
    why: "Etsy has no call for it: the seller removes the app under Apps you use in the account's settings.",
  },
};
