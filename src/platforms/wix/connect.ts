import { type InstallClaim, PlatformFailure } from "../adapter";
import { openInstance, readInstance } from "./instance";

export const API = "https://www.wixapis.com";

/** Past it an arrival is taken for a copied address. */
const FRESH_MS = 15 * 60_000;

/** The install flow gives `signedInstance`; pages of ours that Wix's dashboard opens are given `instance`. */
function signedOf(params: URLSearchParams): string {
  return params.get("signedInstance") ?? params.get("instance") ?? "";
}

/**
 * Installed at Wix; the callback names the site's instance of our app, signed with the app's secret. There is no code
 * and no grant to keep: a token is obtained from our own client's secret and that instance's id ("Authenticate using
 * OAuth"), for four hours each. The plain `instanceId` beside it is not signed, and so not read.
 */
export const wixConnect: InstallClaim = {
  kind: "install_claim",
  installUrl({ client }) {
    const url = new URL("https://www.wix.com/app-installer");
    url.searchParams.set("appId", client.client_id);
    if (client.redirect_uri) url.searchParams.set("postInstallationUrl", client.redirect_uri);
    const share = client.settings?.["share_url_id"];
    if (share) url.searchParams.set("shareUrlId", share);
    return url.href;
  },
  async arrival({ params, client, now }) {
    const opened = await openInstance(signedOf(params), client.client_secret);
    if (opened.kind === "bad") return { kind: "forged", why: opened.why };
    const { instanceId, signDate } = opened.instance;
    if (Math.abs(now - Date.parse(signDate)) > FRESH_MS)
      return { kind: "forged", why: "too old, or from the future" };
    const tokens = { access_token: "", scopes: null, secrets: { instance_id: instanceId } };
    return { kind: "credentials", tokens, shop: null };
  },
  async identify({ callback }) {
    const instance = readInstance(signedOf(callback));
    if (!instance) {
      const failure = { kind: "unexpected", field: "signedInstance", detail: "not an app instance" } as const;
      throw new PlatformFailure(failure, null);
    }
    return { id: instance.instanceId, facts: {} };
  },
  refresh: {
    kind: "machine",
    refreshBeforeSeconds: 300,
    request({ client, secrets }) {
      return new Request(`${API}/oauth2/token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          grant_type: "client_credentials",
          client_id: client.client_id,
          client_secret: client.client_secret,
          instance_id: secrets["instance_id"] ?? "",
        }),
      });
    },
    read: ({ access_token, expires_in }) => ({ access_token, expires_in }),
    // Wix documents no refusal of its own: only RFC 6749's word for a grant that is gone is held against the connection.
    refused: (_status, body) => (typeof body["error"] === "string" ? body["error"] : null),
  },
  revoke: {
    kind: "impossible",
    why: "Wix has no call that ends an app's access: the site's owner removes the app in the site's dashboard.",
  },
};
