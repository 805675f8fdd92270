import { constantTimeEqual, fromBase64, utf8 } from "../../kernel/bytes";
import { hmac, hmacKey } from "../../kernel/digest";
import type { WebhookEvent, WebhookFacts, WebhookVerdict } from "../adapter";
import { forged } from "../webhook-verdicts";
import { normaliseShop } from "./connect";

/**
 * X-Shopify-Hmac-Sha256 is the base64 of HMAC-SHA-256 over the raw body, under the app's client secret
 * (shopify.dev/docs/apps/build/webhooks/verify-deliveries). It covers the body alone: topic, shop and id stand in
 * headers that it does not sign, so a handler must not let them widen what the body says.
 */
export const webhooks: WebhookFacts = {
  secret: "client_secret",
  async verify({ headers, rawBody, secret }): Promise<WebhookVerdict> {
    if (secret === "") return forged("no signing secret is configured");
    const told = fromBase64(headers.get("x-shopify-hmac-sha256") ?? "");
    if (!told || told.length === 0) return forged("no signature");
    const expected = await hmac(await hmacKey(utf8(secret)), rawBody);
    if (!constantTimeEqual(told, expected)) return forged("the signature does not match");

    const topic = headers.get("x-shopify-topic");
    // The webhook id is the delivery's, and the same on its retries. The event id is shared by the deliveries of
    // several topics for one action of the merchant: to take it for the delivery's would drop all but one of them.
    const eventId = headers.get("x-shopify-webhook-id") ?? headers.get("x-shopify-event-id");
    if (!topic || !eventId) return forged("the topic or the delivery's id is missing");
    return {
      kind: "genuine",
      eventId,
      topic,
      account: normaliseShop(headers.get("x-shopify-shop-domain") ?? ""),
    };
  },
  // The three mandatory privacy topics: shopify.dev/docs/apps/build/compliance/privacy-law-compliance.
  interpret({ topic }): WebhookEvent {
    switch (topic) {
      case "app/uninstalled":
        return { kind: "uninstalled" };
      case "customers/data_request":
        return { kind: "privacy_request", right: "access", about: "customer" };
      case "customers/redact":
        return { kind: "privacy_request", right: "deletion", about: "customer" };
      case "shop/redact":
        return { kind: "privacy_request", right: "deletion", about: "account" };
      default:
        return { kind: "changed", topic };
    }
  },
};
