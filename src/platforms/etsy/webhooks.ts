import { z } from "zod";
import { concat, constantTimeEqual, fromBase64, utf8 } from "../../kernel/bytes";
import { hmac, hmacKey } from "../../kernel/digest";
import type { WebhookFacts } from "../adapter";
import { forged, jsonOf } from "../webhook-verdicts";

/** Etsy sends one event so far, order.paid: its receipt's address and its shop (etsy/open-api discussions 1509, 1564). */
const event = z.object({
  event_type: z.string().min(1),
  shop_id: z.union([z.int(), z.string().min(1)]).transform(String),
});

/** How far a delivery's time may be from ours, as Standard Webhooks advises. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * Signed after Standard Webhooks: HMAC-SHA-256 in base64 over `id.timestamp.body`, by the endpoint's signing secret
 * (`webhook_secret` of PLATFORM_CLIENTS, `whsec_…`); several signatures while a secret is being changed
 * (developers.etsy.com/documentation/essentials/webhooks).
 */
export const etsyWebhooks: WebhookFacts = {
  secret: "webhook_secret",
  async verify({ headers, rawBody, secret }, { now }) {
    const key = fromBase64(secret.replace(/^whsec_/, ""));
    if (!key || key.length === 0) return forged("no signing secret is configured");
    const id = headers.get("webhook-id");
    const timestamp = headers.get("webhook-timestamp");
    if (!id || !timestamp || !/^\d{1,12}$/.test(timestamp)) return forged("the id or the time is missing");
    const expected = await hmac(await hmacKey(key), concat(utf8(`${id}.${timestamp}.`), rawBody));
    const given = (headers.get("webhook-signature") ?? "").split(" ").flatMap((one) => {
      const [version, signature] = one.split(",");
      const bytes = version === "v1" && signature ? fromBase64(signature) : null;
      return bytes ? [bytes] : [];
    });
    if (!given.some((one) => constantTimeEqual(one, expected))) return forged("the signature does not fit");
    if (Math.abs(now - Number(timestamp) * 1_000) > TOLERANCE_MS) return forged("it was signed long ago");
    const told = event.safeParse(jsonOf(rawBody));
    if (!told.success) return forged("signed, but not an event of Etsy's");
    return { kind: "genuine", eventId: id, topic: told.data.event_type, account: told.data.shop_id };
  },
  interpret: ({ topic }) => ({ kind: "changed", topic }),
};
