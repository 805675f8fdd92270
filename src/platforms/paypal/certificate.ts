import { fromBase64 } from "../../kernel/bytes";

/**
 * The public key in an X.509 certificate (RFC 5280 §4.1), as WebCrypto imports it: its `subjectPublicKeyInfo`, cut out
 * of the DER. Nothing in it is believed that the place it was fetched from does not vouch for.
 * @returns null where it is no certificate
 */
export function publicKeyOf(pem: string): Uint8Array<ArrayBuffer> | null {
  const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem)?.[1];
  const der = body === undefined ? null : fromBase64(body.replace(/\s+/g, ""));
  if (!der) return null;
  try {
    const certificate = element(der, 0, SEQUENCE);
    const signedPart = element(der, certificate.from, SEQUENCE);
    const parts: Element[] = [];
    for (let at = signedPart.from; at < signedPart.to; at = (parts.at(-1) as Element).to)
      parts.push(element(der, at));
    // version [0] (absent in v1), serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo
    const key = parts[parts[0]?.tag === VERSION ? 6 : 5];
    return key?.tag === SEQUENCE ? der.slice(key.begin, key.to) : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const SEQUENCE = 0x30;
const VERSION = 0xa0;

interface Element {
  tag: number;
  begin: number;
  /** Of its content. */
  from: number;
  to: number;
}

/** @throws RangeError where there is no such element */
function element(der: Uint8Array, begin: number, expected?: number): Element {
  const tag = byte(der, begin);
  if (expected !== undefined && tag !== expected) throw new RangeError("another element");
  const first = byte(der, begin + 1);
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (more > 4 || first === 0x80) throw new RangeError("a length that DER has not");
  let length = more === 0 ? first : 0;
  for (let i = 0; i < more; i++) length = length * 256 + byte(der, begin + 2 + i);
  const from = begin + 2 + more;
  if (from + length > der.length) throw new RangeError("longer than its certificate");
  return { tag, begin, from, to: from + length };
}

function byte(der: Uint8Array, at: number): number {
  const value = der[at];
  if (value === undefined) throw new RangeError("ends too early");
  return value;
}
