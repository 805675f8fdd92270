import { jwtVerify } from "jose";
import { z } from "zod";
import { concat, constantTimeEqual, fromBase64, utf8 } from "../../kernel/bytes";
import { hmac, hmacKey } from "../../kernel/digest";
import type { WebhookDelivery, WebhookFacts, WebhookPeer, WebhookVerdict } from "../adapter";
import { forged, jsonOf } from "../webhook-verdicts";
import { storeHash } from "./connect";
import { bigcommerceSubscription } from "./subscription";

/** Our word for the uninstall callback, which carries none. */
const UNINSTALL = "app/uninstall";

/** Standard Webhooks (standardwebhooks.com) names no number; its libraries allow five minutes. */
const TOLERANCE_MS = 5 * 60_000;

const event = z.object({ producer: z.string(), scope: z.string().min(1) });

/**
 * Two kinds of delivery, both signed with the app's client secret.
 *
 * Webhooks (webhooks/https-webhook-overview "Webhook signature") follow Standard Webhooks: HMAC-SHA-256 over
 * `id.timestamp.body`. The uninstall callback (apps/guide/callbacks) is a GET with an HS256 JWT of the app. `load` and
 * `remove_user` send the very same JWT: only the uninstall callback may be pointed here.
 */
export const bigcommerceWebhooks: WebhookFacts = {
  secret: "client_secret",
  async verify(delivery, peer) {
    if (delivery.secret === "") return forged("no client secret is configured");
    return delivery.method === "GET" ? callback(delivery, peer) : webhook(delivery, peer);
  },
  interpret({ topic }) {
    return topic === UNINSTALL || topic === "store/app/uninstalled"
      ? { kind: "uninstalled" }
      : { kind: "changed", topic };
  },
  subscription: bigcommerceSubscription,
};

async function callback({ url, secret }: WebhookDelivery, peer: WebhookPeer): Promise<WebhookVerdict> {
  const token = new URL(url).searchParams.get("signed_payload_jwt");
  if (!token) return forged("no signed payload");
  try {
    const { payload } = await jwtVerify(token, utf8(secret), {
      algorithms: ["HS256"],
      issuer: "bc",
      audience: peer.client.client_id,
      requiredClaims: ["exp", "jti", "sub"],
      currentDate: new Date(peer.now),
      clockTolerance: TOLERANCE_MS / 1_000,
    });
    const account = storeHash(payload.sub);
    if (!account || !payload.jti) return forged("signed, but for no store");
    return { kind: "genuine", eventId: payload.jti, topic: UNINSTALL, account };
  } catch {
    return forged("the signed payload is not good");
  }
}

async function webhook(
  { headers, rawBody, secret }: WebhookDelivery,
  { now }: WebhookPeer,
): Promise<WebhookVerdict> {
  const id = headers.get("webhook-id") ?? "";
  const timestamp = headers.get("webhook-timestamp") ?? "";
  if (!id || !/^\d{1,12}$/.test(timestamp)) return forged("no id or no time");
  const expected = await hmac(await hmacKey(utf8(secret)), concat(utf8(`${id}.${timestamp}.`), rawBody));
  if (!signatures(headers).some((given) => constantTimeEqual(given, expected)))
    return forged("the signature is missing or does not fit");
  if (Math.abs(now - Number(timestamp) * 1_000) > TOLERANCE_MS) return forged("too old, or from the future");
  const told = event.safeParse(jsonOf(rawBody));
  if (!told.success) return forged("signed, but not an event of BigCommerce's");
  const { producer, scope } = told.data;
  return { kind: "genuine", eventId: id, topic: scope, account: storeHash(producer) };
}

/** `v1,<base64> v1,<base64>`: several while a secret is replaced. */
function signatures(headers: Headers): Uint8Array[] {
  return (headers.get("webhook-signature") ?? "").split(" ").flatMap((part) => {
    const [version, value = ""] = part.split(",");
    const bytes = version === "v1" ? fromBase64(value) : null;
    return bytes ? [bytes] : [];
  });
}
