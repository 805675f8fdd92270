import { base64url } from "../../kernel/bytes";
import { type Cbor, readCborMap, WebAuthnFault } from "./cbor";

/** The algorithms we ask for, most wanted first (IANA "COSE Algorithms"): ES256, EdDSA, RS256. */
export const ALGORITHMS = [-7, -8, -257] as const;

// Labels of COSE_Key (RFC 9052 §7.1) and of its kinds (RFC 9053 §7, RFC 8230 §4).
const KTY = 1;
const ALG = 3;
const CRV_OR_N = -1;
const X_OR_E = -2;
const Y = -3;

/** A credential's public key, able to check signatures the way WebAuthn writes them (§6.5.5). */
export interface CredentialKey {
  verify(signature: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer>): Promise<boolean>;
}

/** @throws WebAuthnFault when it is no key of an algorithm we asked for */
export async function readCredentialKey(cose: Uint8Array<ArrayBuffer>): Promise<CredentialKey> {
  const key = readCborMap(cose);
  const kind = [key.get(KTY), key.get(ALG)].join();
  const part = (label: number, length?: number) => base64url(bytesOf(key.get(label), length));
  if (kind === "2,-7" && key.get(CRV_OR_N) === 1) {
    const jwk = { kty: "EC", crv: "P-256", x: part(X_OR_E, 32), y: part(Y, 32) };
    const way = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const own = await imported(jwk, way);
    return {
      verify: async (signature, data) => {
        const raw = rawOfDer(signature);
        return raw !== null && crypto.subtle.verify(way, own, raw, data);
      },
    };
  }
  if (kind === "1,-8" && key.get(CRV_OR_N) === 6)
    return plain({ kty: "OKP", crv: "Ed25519", x: part(X_OR_E, 32) }, { name: "Ed25519" });
  if (kind === "3,-257") {
    const n = bytesOf(key.get(CRV_OR_N));
    // NIST SP 800-131A: shorter than 2048 bits is not allowed; longer than 4096 costs more than it gives.
    if (n.length < 256 || n.length > 512) throw new WebAuthnFault("the RSA key is too short or too long");
    const way = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    return plain({ kty: "RSA", n: base64url(n), e: part(X_OR_E) }, way);
  }
  throw new WebAuthnFault("the public key is of a kind that was not asked for");
}

type Way = { name: string; namedCurve?: string; hash?: string };

async function plain(jwk: JsonWebKey, way: Way): Promise<CredentialKey> {
  const own = await imported(jwk, way);
  return { verify: (signature, data) => crypto.subtle.verify(way, own, signature, data) };
}

/** WebCrypto refuses what is no key, such as a point off its curve. */
async function imported(jwk: JsonWebKey, way: Way): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey("jwk", jwk, way, false, ["verify"]);
  } catch {
    throw new WebAuthnFault("the public key is not a valid one");
  }
}

function bytesOf(value: Cbor | undefined, length?: number): Uint8Array<ArrayBuffer> {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length))
    throw new WebAuthnFault("a part of the public key is missing or of a wrong length");
  return value;
}

/**
 * `r` and `s` of an ASN.1 `Ecdsa-Sig-Value` (RFC 3279 §2.2.3, DER), as WebCrypto wants them: 32 bytes each. Null for
 * what is not that, so that a signature has one form only.
 */
export function rawOfDer(der: Uint8Array): Uint8Array<ArrayBuffer> | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null;
  const raw = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0;
    const whole = der.subarray(at + 2, at + 2 + length);
    const [first = 0, second = 0] = whole;
    const isPadded = first === 0 && length > 1;
    if (der[at] !== 0x02 || length === 0 || whole.length !== length || first > 127) return null;
    if (isPadded && second < 128) return null; // a zero in front only where the number would read as negative
    const digits = isPadded ? whole.subarray(1) : whole;
    if (digits.length > 32) return null;
    raw.set(digits, end - digits.length);
    at += 2 + length;
  }
  return at === der.length ? raw : null;
}
