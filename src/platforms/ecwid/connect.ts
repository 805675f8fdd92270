import { z } from "zod";
import type { OAuthRedirect, PlatformAccount } from "../adapter";
import { expectShape } from "../expect";

const OAUTH = "https://my.ecwid.com/api/oauth";

export function apiBase(account: PlatformAccount): string {
  return `https://app.ecwid.com/api/v3${account.id && `/${account.id}`}`;
}

const granted = z.object({ store_id: z.int().positive() });

/**
 * Ecwid's "complete oAuth flow" for external apps. The token neither expires nor is renewed; exchanging a code a
 * second time disables the token that the first exchange gave. PKCE and `state` are not in its documentation: PKCE is
 * not sent, and a callback without our state is refused, so that an installation begun in Ecwid's App Market does
 * not end here.
 */
export const ecwidConnect: OAuthRedirect = {
  kind: "oauth_redirect",
  pkce: "unsupported",
  iss: "optional",
  clientAuth: "client_secret_post",
  issuer: () => "https://my.ecwid.com",
  endpoints: () => ({ authorize: `${OAUTH}/authorize`, token: `${OAUTH}/token`, revoke: null }),
  async identify({ tokens }) {
    return { id: String(expectShape(granted, tokens, "token").store_id), facts: {} };
  },
  refresh: { kind: "none" },
  revoke: {
    kind: "impossible",
    why: "Ecwid has no call that ends a token: the merchant uninstalls the app in the control panel (Apps > My apps).",
  },
};
