import { z } from "zod";
import { concat, constantTimeEqual, hex, utf8 } from "../../kernel/bytes";
import { hmac, hmacKey } from "../../kernel/digest";
import type { WebhookFacts } from "../adapter";
import { forged, jsonOf } from "../webhook-verdicts";

const event = z.object({ id: z.string().min(1), type: z.string().min(1) });

/** Stripe's own libraries allow five minutes (docs.stripe.com/webhooks/signature). */
const TOLERANCE_SECONDS = 300;

/**
 * `Stripe-Signature: t=…,v1=…[,v1=…][,v0=…]`: HMAC-SHA-256 of `t.body` in hex, with the endpoint's own secret
 * (`whsec_…`, all of it, as text). While a secret is rolled there are several `v1`; other schemes are ignored, so that
 * none weaker is ever believed. Each retry is signed anew with its own time; the event's id stays.
 */
export const stripeWebhooks: WebhookFacts = {
  secret: "issued",
  async verify({ headers, rawBody, secret }, { now }) {
    if (secret === "") return forged("no signing secret is known");
    const { time, signatures } = readHeader(headers.get("stripe-signature") ?? "");
    if (time === null || signatures.length === 0)
      return forged("the signature is missing or not of scheme v1");
    const expected = utf8(hex(await hmac(await hmacKey(utf8(secret)), concat(utf8(`${time}.`), rawBody))));
    // All are compared, so that the time taken does not tell which one fits.
    const fits = signatures.map((given) => constantTimeEqual(utf8(given), expected));
    if (!fits.includes(true)) return forged("the signature does not fit");
    if (Math.abs(now / 1_000 - Number(time)) > TOLERANCE_SECONDS)
      return forged("too old, or from the future");
    const parsed = event.safeParse(jsonOf(rawBody));
    if (!parsed.success) return forged("signed, but not an event of Stripe's");
    return { kind: "genuine", eventId: parsed.data.id, topic: parsed.data.type, account: null };
  },
  // An event that names an account is of one connected to the merchant's platform, not of the merchant's own.
  interpret({ topic, body }) {
    const { account } = (body ?? {}) as { account?: unknown };
    return typeof account === "string" ? { kind: "ignored" } : { kind: "changed", topic };
  },
};

function readHeader(header: string): { time: string | null; signatures: string[] } {
  const pairs = header.split(",").map((item) => item.split("="));
  const time = pairs.find(([name]) => name === "t")?.[1];
  return {
    time: time !== undefined && /^\d{1,12}$/.test(time) ? time : null,
    signatures: pairs.flatMap(([name, value]) => (name === "v1" && value ? [value] : [])),
  };
}
