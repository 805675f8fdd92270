import { z } from "zod";
import { fromBase64, fromUtf8, hex, utf8 } from "../../kernel/bytes";
import type { WebhookFacts } from "../adapter";
import { forged } from "../webhook-verdicts";
import { verificationKey } from "./public-key";

/**
 * Notifications of eBay (developer.ebay.com/marketplace-account-deletion, /api-docs/commerce/notification/overview.html;
 * the vendor's own eBay/event-notification-nodejs-sdk 1.0). `X-EBAY-SIGNATURE` is JSON in base64: the id of a public key,
 * and an ECDSA signature (DER) over the raw body.
 *
 * `webhook_secret` of PLATFORM_CLIENTS is the verification token entered beside our address at eBay, 32 to 80
 * characters; one address serves both modes, and so does one token.
 */

const signatureHeader = z.object({ kid: z.string(), signature: z.string() });

const notification = z.object({
  metadata: z.object({ topic: z.string().min(1) }),
  notification: z.object({
    notificationId: z.string().min(1),
    data: z.object({ userId: z.string().nullish() }).nullish(),
  }),
});

const revocation = z.object({
  notification: z.object({ data: z.object({ revokeReason: z.string() }) }),
});

/** Whoever changes a password did not end the grant on purpose: the next refresh asks for a new one. */
const ON_PURPOSE = new Set(["REVOKED_BY_USER", "REVOKED_BY_APP"]);

export const ebayWebhooks: WebhookFacts = {
  secret: "public_key",
  async verify({ headers, rawBody }, peer) {
    const header = signatureHeader.safeParse(parseJson(fromBase64(headers.get("x-ebay-signature") ?? "")));
    if (!header.success) return forged("the signature is missing or is not eBay's form");
    const der = fromBase64(header.data.signature);
    const signature = der && plainSignature(der);
    if (!signature) return forged("the signature is not ECDSA's");
    const key = await verificationKey(header.data.kid, peer);
    if (!key) return forged("eBay does not know the key");
    const algorithm = { name: "ECDSA", hash: key.hash };
    const isGenuine = await crypto.subtle.verify(algorithm, key.key, signature, rawBody);
    if (!isGenuine) return forged("the signature does not fit");
    const told = notification.safeParse(parseJson(rawBody));
    if (!told.success) return forged("signed, but not a notification of eBay's");
    return {
      kind: "genuine",
      eventId: told.data.notification.notificationId,
      topic: told.data.metadata.topic,
      account: told.data.notification.data?.userId ?? null,
    };
  },
  interpret({ topic, body }) {
    switch (topic) {
      // Sent for every user of eBay's: only those whose account is connected here concern us.
      case "MARKETPLACE_ACCOUNT_DELETION":
        return { kind: "privacy_request", right: "deletion", about: "account" };
      case "AUTHORIZATION_REVOCATION": {
        const told = revocation.safeParse(body);
        const isOnPurpose = told.success && ON_PURPOSE.has(told.data.notification.data.revokeReason);
        return isOnPurpose ? { kind: "uninstalled" } : { kind: "changed", topic };
      }
      default:
        return { kind: "changed", topic };
    }
  },
  /** SHA-256 over challenge code, verification token and address, in this order. */
  async challenge({ method, url, secret }) {
    const address = new URL(url);
    const code = address.searchParams.get("challenge_code");
    if (method !== "GET" || !code || secret === "") return null;
    const endpoint = `${address.origin}${address.pathname}`;
    const digest = await crypto.subtle.digest("SHA-256", utf8(code + secret + endpoint));
    return Response.json({ challengeResponse: hex(new Uint8Array(digest)) });
  },
};

/** Web Crypto takes r and s side by side (IEEE P1363), eBay sends them in ASN.1 (RFC 3279 §2.2.3). */
function plainSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  const plain = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0;
    if (der[at] !== 0x02 || length === 0 || at + 2 + length > der.length) return null;
    let number = der.subarray(at + 2, at + 2 + length);
    while (number.length > 32 && number[0] === 0) number = number.subarray(1);
    if (number.length > 32) return null;
    plain.set(number, end - number.length);
    at += 2 + length;
  }
  return at === der.length ? plain : null;
}

function parseJson(bytes: Uint8Array | null): unknown {
  try {
    return bytes && JSON.parse(fromUtf8(bytes));
  } catch {
    return null;
  }
}
