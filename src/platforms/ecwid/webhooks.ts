import { z } from "zod";
import { constantTimeEqual, fromBase64, fromUtf8, utf8 } from "../../kernel/bytes";
import { hmac, hmacKey } from "../../kernel/digest";
import type { WebhookFacts, WebhookVerdict } from "../adapter";
import { forged } from "../webhook-verdicts";

const event = z.object({
  eventId: z.string().min(1),
  eventCreated: z.int(),
  eventType: z.string().min(1),
  storeId: z.int().positive(),
});

/**
 * `X-Ecwid-Webhook-Signature` is the base64 of HMAC-SHA-256 over `eventCreated.eventId` under the client secret
 * ("Webhooks security"). It does not cover the store, the type or the entity: what a genuine delivery may do is
 * bounded by its id, which is taken once. Ecwid repeats a delivery for 24 hours, so its time is not judged.
 */
export const ecwidWebhooks: WebhookFacts = {
  secret: "client_secret",
  async verify({ headers, rawBody, secret }): Promise<WebhookVerdict> {
    if (secret === "") return forged("no client secret is configured");
    const told = fromBase64(headers.get("x-ecwid-webhook-signature") ?? "");
    if (!told || told.length === 0) return forged("no signature");
    const parsed = event.safeParse(soleObject(rawBody));
    if (!parsed.success) return forged("not an event of Ecwid's");
    const { eventId, eventCreated, eventType, storeId } = parsed.data;
    const expected = await hmac(await hmacKey(utf8(secret)), `${eventCreated}.${eventId}`);
    if (!constantTimeEqual(told, expected)) return forged("the signature does not fit");
    return { kind: "genuine", eventId, topic: eventType, account: String(storeId) };
  },
  interpret({ topic }) {
    return topic === "application.uninstalled" ? { kind: "uninstalled" } : { kind: "changed", topic };
  },
};

/** The body as Ecwid writes it: one object, and nothing before or after it. */
function soleObject(bytes: Uint8Array): unknown {
  try {
    const text = fromUtf8(bytes);
    return text.startsWith("{") && text.endsWith("}") ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
