import { z } from "zod";
import type { MachineLogin, PastedKey } from "../adapter";
import { expectShape } from "../expect";
import { hostOf } from "./hosts";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Both are of base64url's alphabet, 32 and 64 characters long. */
const KEY = /^[A-Za-z0-9_-]{16,200}$/;

/** Asked for earlier than in its last minute, the same token comes back; two requests an hour are allowed. */
const REFRESH_BEFORE_SECONDS = 60;

const tokenAnswer = z.object({
  status: z.literal("SUCCESS"),
  token: z.object({ accessToken: z.string().min(1), expiresIn: z.number().positive() }),
});

/**
 * The restaurant's own credentials (standard API access), which read and nothing else. A partner's login of ours would
 * be no way in: it reads every restaurant that added the integration, and a restaurant's GUID is no secret, so that
 * naming one would prove nothing about who asks.
 */
export const toastConnect: PastedKey = {
  kind: "pasted_key",
  client: "none",
  guide: {
    steps: [
      "In Toast Web, open Integrations, Toast API access, Manage credentials.",
      "Choose “Create new credentials”, and “Standard API”. Name them after the app that asks.",
      "Tick these scopes and no others: orders:read, menus:read, restaurants:read, stock:read.",
      "Choose the one location to connect, and create the credentials.",
      "Enter the client ID, the client secret and the location's GUID here.",
    ],
    url: "https://doc.toasttab.com/doc/devguide/devApiAccessUserGuide.html",
  },
  fields: [
    {
      name: "client_id",
      label: "Client ID",
      hint: "As the credentials' page in Toast Web shows it.",
      placeholder: "",
      secret: false,
    },
    {
      name: "client_secret",
      label: "Client secret",
      hint: "Of the same credentials.",
      placeholder: "",
      secret: true,
    },
    {
      name: "restaurant_guid",
      label: "Restaurant GUID",
      hint: "The location's identifier, shown with the credentials.",
      placeholder: "00000000-0000-0000-0000-000000000000",
      secret: false,
    },
  ],
  read(fields) {
    const [client_id = "", client_secret = ""] = ["client_id", "client_secret"].map((name) =>
      (fields[name] ?? "").trim(),
    );
    const restaurant_guid = (fields["restaurant_guid"] ?? "").trim().toLowerCase();
    if (!KEY.test(client_id)) return { kind: "malformed", field: "client_id" };
    if (!KEY.test(client_secret)) return { kind: "malformed", field: "client_secret" };
    if (!GUID.test(restaurant_guid)) return { kind: "malformed", field: "restaurant_guid" };
    const secrets = { client_id, client_secret, restaurant_guid };
    return { kind: "credentials", tokens: { access_token: "", scopes: null, secrets } };
  },
  /** Toast answers for a restaurant only where the credentials were made for it. */
  async identify({ api, tokens }) {
    const guid = String(tokens["restaurant_guid"] ?? "")
      .trim()
      .toLowerCase();
    const { body } = await api.send({ method: "GET", path: `/restaurants/v1/restaurants/${guid}` });
    expectShape(z.object({ guid: z.literal(guid) }), body, "restaurant");
    return { id: guid, facts: {} };
  },
  refresh: {
    kind: "machine",
    refreshBeforeSeconds: REFRESH_BEFORE_SECONDS,
    request: loginRequest,
    read(body) {
      const { token } = expectShape(tokenAnswer, body, "login");
      return { access_token: token.accessToken, token_type: "bearer", expires_in: token.expiresIn };
    },
    // The client is the restaurant's own: refused, this connection's secrets are void.
    refused: (status) => (status === 401 ? "invalid_grant" : null),
  },
  revoke: {
    kind: "impossible",
    why: "The restaurant deletes the credentials in Toast Web, Integrations, Toast API access.",
  },
};

function loginRequest({ secrets, target }: MachineLogin): Request {
  return new Request(`${hostOf(target)}/authentication/v1/authentication/login`, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify({
      clientId: secrets["client_id"],
      clientSecret: secrets["client_secret"],
      userAccessType: "TOAST_MACHINE_CLIENT",
    }),
  });
}
