import { z } from "zod";
import { concat, constantTimeEqual, fromBase64, utf8 } from "../../kernel/bytes";
import { hmac, hmacKey } from "../../kernel/digest";
import type { WebhookFacts } from "../adapter";
import { forged, jsonOf } from "../webhook-verdicts";

const eventShape = z.object({
  event_id: z.string().min(1),
  type: z.string().min(1),
  merchant_id: z.string().nullish(),
});

/**
 * Square signs notification URL + raw body with HMAC-SHA-256, in base64
 * (developer.squareup.com/docs/webhooks/step3validate). The URL is the one written in the subscription, to the byte.
 * Nothing in it is a time: what has been seen is told by `event_id` alone.
 */
export const squareWebhooks: WebhookFacts = {
  secret: "webhook_secret",
  async verify({ headers, rawBody, url, secret }) {
    if (secret === "") return forged("no signature key is configured");
    const header = headers.get("x-square-hmacsha256-signature");
    const given = header ? fromBase64(header) : null;
    if (!given) return forged("the signature is missing or is not base64");
    const expected = await hmac(await hmacKey(utf8(secret)), concat(utf8(url), rawBody));
    if (!constantTimeEqual(given, expected)) return forged("the signature does not fit");
    const event = eventShape.safeParse(jsonOf(rawBody));
    if (!event.success) return forged("signed, but not an event of Square's");
    const { event_id, type, merchant_id } = event.data;
    return { kind: "genuine", eventId: event_id, topic: type, account: merchant_id ?? null };
  },
  // "The seller or the application revoked all access tokens" (webhook reference, oauth.authorization.revoked).
  interpret({ topic }) {
    return topic === "oauth.authorization.revoked" ? { kind: "uninstalled" } : { kind: "changed", topic };
  },
};
