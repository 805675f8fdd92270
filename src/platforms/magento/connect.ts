import { z } from "zod";
import { type OAuth1Credentials, oauth1Header } from "../../oauth/oauth1";
import { PlatformFailure, type PushedCredentials, type TokenSet } from "../adapter";
import { expectShape } from "../expect";
import { storeAddress } from "../host-guard";
import { storeConfigs } from "./store";

const opaque = z.string().regex(/^[\x21-\x7e]{8,255}$/);
const pushed = z.object({
  oauth_consumer_key: opaque,
  oauth_consumer_secret: opaque,
  oauth_verifier: opaque,
  store_base_url: z.string(),
});

type Exchange = Parameters<NonNullable<PushedCredentials["exchange"]>>[0];

/**
 * An integration that the merchant makes and activates in the admin (commerce-webapi, "OAuth-based authentication"):
 * the shop posts consumer key, secret and verifier to the callback link, opens the identity link beside, and gives an
 * access token for them in two signed calls. The token does not expire.
 */
export const magentoConnect: PushedCredentials = {
  kind: "pushed_credentials",
  client: "none",
  shop: {
    label: "Address of your shop",
    placeholder: "shop.example.com",
    hint: "Its base URL, as under Stores, Configuration, Web. It must use https.",
    normalise: storeAddress,
    anyHost: true,
  },
  begin: ({ appName, pushUrl, identityUrl }) => ({
    kind: "manual",
    steps: [
      "In your shop's admin, open System, Extensions, Integrations, and choose Add New Integration.",
      "Enter the three values below, and your password where it is asked for.",
      "Under API set Resource Access to Custom, and tick: Sales, Operations, Orders and Credit Memos; Catalog, Inventory, Products; Customers, All Customers; Stores, Inventory, Sources; Stores, Attributes, Product.",
      "Choose Save and Activate, then Allow. A second window opens for a moment; let it.",
      "Come back here.",
    ],
    values: [
      { label: "Name", value: appName },
      { label: "Callback URL", value: pushUrl },
      { label: "Identity link URL", value: identityUrl },
    ],
  }),
  read({ fields, target }) {
    const activation = pushed.safeParse(fields);
    if (!activation.success) return { kind: "refused", fault: "what the shop sent is no activation" };
    const { oauth_consumer_key, oauth_consumer_secret, oauth_verifier, store_base_url } = activation.data;
    if (URL.parse(store_base_url)?.host !== target.shop?.split("/")[0])
      return { kind: "refused", fault: "the activation is another shop's, or this one has another address" };
    const secrets = {
      consumer_key: oauth_consumer_key,
      consumer_secret: oauth_consumer_secret,
      verifier: oauth_verifier,
    };
    return { kind: "credentials", tokens: { access_token: "", scopes: null, secrets } };
  },
  async exchange(input) {
    const { consumer_key = "", consumer_secret = "", verifier = "" } = input.tokens.secrets ?? {};
    const consumer = { consumerKey: consumer_key, consumerSecret: consumer_secret };
    const request = await obtain(input, "request", consumer, {});
    const access = await obtain(input, "access", { ...consumer, ...request }, { oauth_verifier: verifier });
    return {
      access_token: access.token,
      scopes: null,
      secrets: { consumer_key, consumer_secret, token_secret: access.tokenSecret },
    } satisfies TokenSet;
  },
  /** A shop is its address: that is all it is known by, and its tokens are good nowhere else. */
  async identify({ api }) {
    const { body } = await api.send({ method: "GET", path: "/store/storeConfigs" });
    expectShape(storeConfigs, body);
    // Older shops answer the above to anyone: a page of orders proves the token.
    await api.send({ method: "GET", path: "/orders", query: { "searchCriteria[pageSize]": 1 } });
    return { id: api.target.shop ?? "", facts: {} };
  },
  refresh: { kind: "none" },
  revoke: {
    kind: "impossible",
    why: "Magento has no call that ends an integration's token: the merchant deletes the integration, under System, Extensions, Integrations.",
  },
};

/** `POST /oauth/token/request` and `/oauth/token/access`, which answer in form encoding. @throws PlatformFailure */
async function obtain(
  { target, now, send }: Exchange,
  step: "request" | "access",
  credentials: OAuth1Credentials,
  extra: Record<string, string>,
): Promise<{ token: string; tokenSecret: string }> {
  const url = new URL(`https://${target.shop}/oauth/token/${step}`);
  const authorization = await oauth1Header({ method: "POST", url }, credentials, now, { extra });
  const { status, text } = await send(
    new Request(url, { method: "POST", headers: { authorization, accept: "*/*" }, redirect: "manual" }),
  );
  if (status === 400 || status === 401)
    throw new PlatformFailure({ kind: "unauthorized", detail: `token ${step} refused` }, status);
  if (status !== 200)
    throw new PlatformFailure({ kind: "unavailable", detail: `token ${step}: HTTP ${status}` }, status);
  const answer = new URLSearchParams(text.trim());
  const [token, tokenSecret] = [answer.get("oauth_token"), answer.get("oauth_token_secret")];
  if (token && tokenSecret) return { token, tokenSecret };
  throw new PlatformFailure({ kind: "unexpected", field: "oauth_token", detail: "missing" }, status);
}
