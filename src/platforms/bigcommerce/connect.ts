import { type InstallClaim, type PlatformAccount, PlatformFailure, type Target } from "../adapter";

const LOGIN = "https://login.bigcommerce.com";
const API = "https://api.bigcommerce.com";

/** The store's hash out of `stores/<hash>`, as the callback, the token answer and webhooks name it. */
export function storeHash(context: unknown): string | null {
  return (typeof context === "string" && /^stores\/([a-z0-9]{4,32})$/.exec(context)?.[1]) || null;
}

export function apiBase(target: Target, account: PlatformAccount): string {
  return `${API}/stores/${account.id || (target.shop ?? "")}`;
}

/**
 * Installed from the control panel, the marketplace or the install link; the callback has code, scope and context, and
 * no state (apps/guide/auth). It is not signed: what proves it is that its code is good for our client at BigCommerce,
 * and the token answer that names the store.
 */
export const bigcommerceConnect: InstallClaim = {
  kind: "install_claim",
  server: {
    clientAuth: "client_secret_post",
    issuer: () => LOGIN,
    endpoints: () => ({ token: `${LOGIN}/oauth2/token`, revoke: null }),
    encodeTokenRequest: (params) => ({
      body: JSON.stringify(Object.fromEntries(params)),
      headers: { "content-type": "application/json" },
    }),
    // The answer has no token_type (RFC 6749 §5.1 wants one), and people's names and addresses that nobody here needs.
    decodeTokenResponse: ({ access_token, scope, context }) => ({
      access_token,
      scope,
      context,
      token_type: "bearer",
    }),
  },
  installUrl: ({ client }) => `${LOGIN}/app/${encodeURIComponent(client.client_id)}/install`,
  async arrival({ params }) {
    const code = params.get("code");
    const context = params.get("context") ?? "";
    const hash = storeHash(context);
    if (!code && params.has("signed_payload_jwt"))
      return { kind: "forged", why: "the app was opened, not installed" };
    if (!code || !hash) return { kind: "forged", why: "no code, or no store" };
    return { kind: "code", code, params: { scope: params.get("scope") ?? "", context }, shop: hash };
  },
  async identify({ tokens, api }) {
    const hash = storeHash(tokens["context"]);
    if (!hash || hash !== api.target.shop) {
      throw new PlatformFailure(
        { kind: "unexpected", field: "context", detail: "not the store of the callback" },
        null,
      );
    }
    return { id: hash, facts: {} };
  },
  refresh: { kind: "none" },
  revoke: {
    kind: "impossible",
    why: "BigCommerce has no call that ends an app's token: the merchant uninstalls the app in the control panel.",
  },
};
