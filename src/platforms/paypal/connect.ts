import { z } from "zod";
import { base64, utf8 } from "../../kernel/bytes";
import type { MachineLogin, PastedKey } from "../adapter";
import { expectShape } from "../expect";
import { apiHostOf } from "./hosts";
import { timeOf } from "./windows";

/** Ids and secrets of REST apps are eighty characters today; their alphabet is base64url's. */
const KEY = /^[A-Za-z0-9_-]{32,200}$/;

const DAY_MS = 86_400_000;
const REFRESH_BEFORE_SECONDS = 300;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  scope: z.string().nullish(),
});
const searchAnswer = z.object({ account_number: z.string().min(1) });

/**
 * The merchant's own REST app. Log in with PayPal gives identity scopes alone, and reading the transactions of others is
 * for those whom PayPal has made its partners: neither is a way in for everyone. The app's credentials are exchanged for
 * a token that lives about nine hours, and for a new one each time: there is no refresh token.
 */
export const paypalConnect: PastedKey = {
  kind: "pasted_key",
  client: "none",
  guide: {
    url: "https://developer.paypal.com/docs/transaction-search/",
    steps: [
      "Sign in to developer.paypal.com with your PayPal business account, and open Apps & Credentials.",
      "Choose Live (or Sandbox for a test), and “Create App”. Use it for nothing else.",
      "Among its features tick “Transaction Search”, untick everything else, and save.",
      "PayPal says that it may take up to nine hours until an existing app has the new permission.",
      "Copy the client ID and the secret here.",
    ],
  },
  fields: [
    {
      name: "client_id",
      label: "Client ID",
      hint: "Of the REST app, Live or Sandbox as you chose.",
      placeholder: "A…",
      secret: false,
    },
    {
      name: "client_secret",
      label: "Secret",
      hint: "“Secret key 1” of the same app.",
      placeholder: "E…",
      secret: true,
    },
  ],
  read(fields) {
    const client_id = (fields["client_id"] ?? "").trim();
    const client_secret = (fields["client_secret"] ?? "").trim();
    if (!KEY.test(client_id)) return { kind: "malformed", field: "client_id" };
    if (!KEY.test(client_secret)) return { kind: "malformed", field: "client_secret" };
    const secrets = { client_id, client_secret };
    return { kind: "credentials", tokens: { access_token: "", scopes: null, secrets } };
  },
  // Any answer of the search names the account, and proves that the app may search.
  async identify({ api }) {
    const { body } = await api.send({
      method: "GET",
      path: "/v1/reporting/transactions",
      query: { start_date: timeOf(api.now - DAY_MS), end_date: timeOf(api.now), page_size: 1 },
    });
    return { id: expectShape(searchAnswer, body).account_number, facts: {} };
  },
  refresh: {
    kind: "machine",
    refreshBeforeSeconds: REFRESH_BEFORE_SECONDS,
    request: tokenRequest,
    read(body) {
      const { access_token, expires_in, scope } = expectShape(tokenAnswer, body, "token");
      return { access_token, token_type: "bearer", expires_in, ...(scope && { scope }) };
    },
    // The client is the merchant's own: where PayPal no longer knows it, this connection's secrets are void.
    refused(status, body) {
      return status === 401 && body["error"] === "invalid_client" ? "invalid_grant" : null;
    },
  },
  revoke: {
    kind: "impossible",
    why: "The REST app is the merchant's: deleting it, or its secret, at developer.paypal.com ends the access.",
  },
};

function tokenRequest({ secrets, target }: MachineLogin): Request {
  const basic = base64(utf8(`${secrets["client_id"]}:${secrets["client_secret"]}`));
  return new Request(`${apiHostOf(target)}/v1/oauth2/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${basic}`,
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
  });
}
