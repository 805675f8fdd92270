import { concat, constantTimeEqual, fromBase64, hex, utf8 } from "../../kernel/bytes";
import { hmac, hmacKey } from "../../kernel/digest";
import type { WebhookFacts } from "../adapter";
import { forged } from "../webhook-verdicts";

/**
 * WooCommerce signs the raw body with HMAC-SHA-256 under the webhook's own secret, in base64
 * (woocommerce-rest-api-docs, "Webhooks"). The topic stands in a header that is not signed: it only names the thin
 * event. A failed delivery is not repeated, and its `Delivery-ID` is not signed either, so what has been seen is told
 * by topic and body.
 */
export const wooWebhooks: WebhookFacts = {
  secret: "per_connection",
  async verify({ headers, rawBody, secret }) {
    if (secret === "") return forged("no secret is set");
    const header = headers.get("x-wc-webhook-signature");
    const given = header ? fromBase64(header) : null;
    if (!given) return forged("the signature is missing or is not base64");
    if (!constantTimeEqual(given, await hmac(await hmacKey(utf8(secret)), rawBody)))
      return forged("the signature does not fit");
    const topic = headers.get("x-wc-webhook-topic") ?? "";
    if (!/^[a-z0-9_.-]{1,100}$/i.test(topic)) return forged("signed, but without a topic");
    const digest = await crypto.subtle.digest("SHA-256", concat(utf8(`${topic}\n`), rawBody));
    return { kind: "genuine", eventId: hex(new Uint8Array(digest)), topic, account: null };
  },
  /** A shop has no word for the end of a key: that is seen at the next call. */
  interpret: ({ topic }) => ({ kind: "changed", topic }),
  /** A new webhook first posts its id, unsigned, and is not saved unless that is answered 200 (WC_Webhook::deliver_ping). */
  async challenge({ method, headers, rawBody }) {
    const isPing =
      method === "POST" &&
      !headers.has("x-wc-webhook-signature") &&
      rawBody.byteLength < 40 &&
      /^webhook_id=\d+$/.test(String.fromCharCode(...rawBody));
    return isPing ? new Response(null, { status: 200 }) : null;
  },
};
