import type { PastedKey } from "../adapter";
import { expectShape } from "../expect";
import { accountAnswer } from "./store";

/**
 * A restricted key that the merchant makes (docs.stripe.com/keys/restricted-api-keys). Connect's OAuth is no way in:
 * a `read_only` grant is for extensions alone, and Stripe recommends it to no new platform (connect/oauth-reference).
 *
 * A secret key (`sk_`) is refused, though it would work: it can charge, refund and pay out.
 */
const KEY = /^rk_(test|live)_[A-Za-z0-9_]{16,240}$/;

export const stripeConnect: PastedKey = {
  kind: "pasted_key",
  client: "none",
  guide: {
    url: "https://docs.stripe.com/keys/restricted-api-keys",
    steps: [
      "In the Stripe Dashboard, open Developers, then API keys, and choose “Create restricted key”.",
      "If you are asked what the key is for, choose that you provide it to a third party.",
      "Give it “Read” for: Checkout Sessions, PaymentIntents, Charges and Refunds, Products, Prices and Customers.",
      "Give it “Read” for your account (under Connect: Accounts), so that we can tell whose key it is.",
      "Leave everything else at “None”. Create the key and copy it here; it begins with rk_.",
    ],
  },
  fields: [
    {
      name: "restricted_key",
      label: "Restricted key",
      hint: "Begins with rk_live_ (or rk_test_ for a sandbox). Never enter a secret key that begins with sk_.",
      placeholder: "rk_live_…",
      secret: true,
    },
  ],
  read({ restricted_key = "" }, { target }) {
    const key = restricted_key.trim();
    if (KEY.exec(key)?.[1] !== target.mode) return { kind: "malformed", field: "restricted_key" };
    return { kind: "credentials", tokens: { access_token: key, scopes: null } };
  },
  async identify({ api }) {
    const { body } = await api.send({ method: "GET", path: "/account" });
    return { id: expectShape(accountAnswer, body).id, facts: {} };
  },
  refresh: { kind: "none" },
  revoke: {
    kind: "impossible",
    why: "A restricted key can only be deleted by the merchant: Stripe Dashboard, Developers, API keys.",
  },
};
