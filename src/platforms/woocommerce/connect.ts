import { z } from "zod";
import type { PushedCredentials } from "../adapter";
import { expectShape } from "../expect";
import { storeAddress } from "../host-guard";
import { currencySetting } from "./store";

const pushed = z.object({
  user_id: z.string(),
  consumer_key: z.string().regex(/^ck_[0-9a-zA-Z]{8,128}$/),
  consumer_secret: z.string().regex(/^cs_[0-9a-zA-Z]{8,128}$/),
  key_permissions: z.string(),
});

/** Least for reading; WooCommerce's keys know `read`, `write` and `read_write`, over all that their user may see. */
export const READ = "read";

/**
 * The Application Authentication Endpoint (woocommerce-rest-api-docs, "Auto generating API keys"): the browser goes to
 * the shop, whose server posts the key to us; `user_id` comes back in the post.
 */
export const wooConnect: PushedCredentials = {
  kind: "pushed_credentials",
  client: "none",
  shop: {
    label: "Address of your shop",
    placeholder: "shop.example.com",
    hint: "As it stands in the browser when your shop is open, with the folder if it has one. It must use https.",
    normalise: storeAddress,
    anyHost: true,
  },
  begin({ target, appName, pushUrl, returnUrl, reference }) {
    const url = new URL(`https://${target.shop}/wc-auth/v1/authorize`);
    url.searchParams.set("app_name", appName);
    url.searchParams.set("scope", READ);
    url.searchParams.set("user_id", reference);
    url.searchParams.set("return_url", returnUrl);
    url.searchParams.set("callback_url", pushUrl);
    return { kind: "redirect", url: url.href };
  },
  declined: (params) => params.get("success") === "0",
  read({ fields, reference }) {
    const key = pushed.safeParse(fields);
    if (!key.success) return { kind: "refused", fault: "what the shop sent is not a WooCommerce key" };
    if (key.data.user_id !== reference) return { kind: "refused", fault: "the key is for another request" };
    if (key.data.key_permissions !== READ) return { kind: "refused", fault: "the key may do more than read" };
    const { consumer_key, consumer_secret } = key.data;
    return {
      kind: "credentials",
      tokens: { access_token: consumer_secret, scopes: [READ], secrets: { consumer_key } },
    };
  },
  /** A shop is its address: that is all it is known by, and its keys are good nowhere else. */
  async identify({ api }) {
    const { body } = await api.send({ method: "GET", path: "/settings/general/woocommerce_currency" });
    expectShape(currencySetting, body);
    return { id: api.target.shop ?? "", facts: {} };
  },
  refresh: { kind: "none" },
  revoke: {
    kind: "impossible",
    why: "WooCommerce has no call that deletes a key: the merchant does, under WooCommerce, Settings, Advanced, REST API.",
  },
};
