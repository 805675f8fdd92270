import { z } from "zod";
import { crc32 } from "../../kernel/base62";
import { fromBase64, utf8 } from "../../kernel/bytes";
import type { Mode } from "../../kernel/regions";
import type { WebhookFacts, WebhookPeer } from "../adapter";
import { forged, jsonOf } from "../webhook-verdicts";
import { publicKeyOf } from "./certificate";
import { paypalSubscription } from "./subscription";

const event = z.object({ id: z.string().min(1), event_type: z.string().min(1) });

const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const MAX_CERTIFICATE = 16_384;

/**
 * PayPal signs `transmission id|transmission time|webhook id|CRC-32 of the body` with SHA256withRSA
 * (developer.paypal.com/api/rest/webhooks/rest), under the key in a certificate that the delivery names. The webhook's
 * id, given by PayPal to the merchant's app when it subscribes, stands for a secret: it is never sent along, and binds
 * the delivery to this connection. The certificate is fetched from PayPal's own API host alone, over TLS, which is what
 * vouches for it.
 *
 * The time is not compared: PayPal repeats a delivery for three days, and does not say whether it signs it anew. What
 * has been seen is told by the event's id, which stays.
 */
export const paypalWebhooks: WebhookFacts = {
  secret: "issued",
  async verify({ headers, rawBody, secret }, peer) {
    if (secret === "") return forged("no webhook id is known");
    const id = headers.get("paypal-transmission-id");
    const time = headers.get("paypal-transmission-time");
    const signature = fromBase64(headers.get("paypal-transmission-sig") ?? "");
    if (!id || !time || !signature?.length) return forged("the signature is missing or incomplete");
    if (headers.get("paypal-auth-algo") !== "SHA256withRSA") return forged("signed in another way");
    const key = await keyAt(headers.get("paypal-cert-url"), peer);
    if (!key) return forged("the certificate is not PayPal's, or none");
    const signed = utf8(`${id}|${time}|${secret}|${crc32(binary(rawBody))}`);
    if (!(await crypto.subtle.verify(ALGORITHM, key, signature, signed)))
      return forged("the signature does not fit");
    const parsed = event.safeParse(jsonOf(rawBody));
    if (!parsed.success) return forged("signed, but not an event of PayPal's");
    return { kind: "genuine", eventId: parsed.data.id, topic: parsed.data.event_type, account: null };
  },
  interpret: ({ topic }) => ({ kind: "changed", topic }),
  subscription: paypalSubscription,
};

const CERTIFICATES: Readonly<Record<Mode, RegExp>> = {
  live: /^https:\/\/api\.paypal\.com\/v1\/notifications\/certs\/[A-Za-z0-9_-]{1,100}$/,
  test: /^https:\/\/api\.sandbox\.paypal\.com\/v1\/notifications\/certs\/[A-Za-z0-9_-]{1,100}$/,
};

/** Null where the address is not one of PayPal's certificates, or nothing usable is there. */
async function keyAt(address: string | null, { mode, fetch }: WebhookPeer): Promise<CryptoKey | null> {
  if (!address || !CERTIFICATES[mode].test(address)) return null;
  try {
    const answer = await fetch(new Request(address));
    const pem = answer.status === 200 ? await answer.text() : "";
    const key = pem.length > MAX_CERTIFICATE ? null : publicKeyOf(pem);
    return key && (await crypto.subtle.importKey("spki", key, ALGORITHM, false, ["verify"]));
  } catch {
    return null;
  }
}

/** One character for each byte, as the CRC wants it. */
function binary(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
