import type { MachineLogin, PastedKey } from "../adapter";
import { magentoConnect } from "../magento/connect";

/** One of Adobe's regions, and the shop's own part of the path. */
const ADDRESS = /^(?:https:\/\/)?([a-z0-9-]{2,40}\.api\.commerce\.adobe\.com)\/([A-Za-z0-9_-]{6,64})\/?$/i;
const CLIENT_ID = /^[A-Za-z0-9]{16,64}$/;
const CLIENT_SECRET = /^[\x21-\x7e]{16,200}$/;

const TOKEN_ENDPOINT = "https://ims-na1.adobelogin.com/ims/token/v3";
/** Adobe wants all of them, with commas, for the one that says what is to be read. */
const SCOPES =
  "openid,AdobeID,email,profile,additional_info.roles,additional_info.projectedProductContext,commerce.accs";

/** The shop's owner makes a server-to-server credential in Adobe's console: RFC 6749 §4.4 with a client of their own. */
export const adobeCommerceConnect: PastedKey = {
  kind: "pasted_key",
  client: "none",
  shop: {
    label: "REST endpoint of your shop",
    placeholder: "https://na1.api.commerce.adobe.com/AbCdEf123456",
    hint: "In Commerce Cloud Manager, the information icon beside the instance shows it.",
    normalise(input) {
      const [, host, tenant] = ADDRESS.exec(input.trim()) ?? [];
      return host && tenant ? `${host.toLowerCase()}/${tenant}` : null;
    },
  },
  guide: {
    steps: [
      "In Adobe Developer Console, make a project and add the API “Adobe Commerce as a Cloud Service”.",
      "Choose OAuth Server-to-Server as its credential.",
      "Choose a product profile that may see orders, products, customers and inventory, and no more.",
      "Enter the credential's client ID and client secret here.",
    ],
    url: "https://developer.adobe.com/commerce/webapi/rest/authentication/server-to-server/",
  },
  fields: [
    { name: "client_id", label: "Client ID", hint: "Of the credential.", placeholder: "", secret: false },
    {
      name: "client_secret",
      label: "Client secret",
      hint: "Of the same one.",
      placeholder: "",
      secret: true,
    },
  ],
  read(fields) {
    const client_id = (fields["client_id"] ?? "").trim();
    const client_secret = (fields["client_secret"] ?? "").trim();
    if (!CLIENT_ID.test(client_id)) return { kind: "malformed", field: "client_id" };
    if (!CLIENT_SECRET.test(client_secret)) return { kind: "malformed", field: "client_secret" };
    return {
      kind: "credentials",
      tokens: { access_token: "", scopes: null, secrets: { client_id, client_secret } },
    };
  },
  // A shop is its address here too: that is all it is known by, and the client opens only its owner's shops.
  identify: magentoConnect.identify,
  refresh: {
    kind: "machine",
    refreshBeforeSeconds: 300,
    request: loginRequest,
    read: ({ access_token, token_type, expires_in }) => ({ access_token, token_type, expires_in }),
    // The client is the shop's own: refused, this connection's secrets are void.
    refused: (_status, { error }) =>
      error === "invalid_client" || error === "unauthorized_client" ? "invalid_grant" : null,
  },
  revoke: {
    kind: "impossible",
    why: "The shop's owner deletes the credential in Adobe Developer Console.",
  },
};

function loginRequest({ secrets }: MachineLogin): Request {
  return new Request(TOKEN_ENDPOINT, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: secrets["client_id"] ?? "",
      client_secret: secrets["client_secret"] ?? "",
      scope: SCOPES,
    }),
  });
}
