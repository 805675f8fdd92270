import { base64, concat, utf8 } from "../../../src/kernel/bytes";
import type { PublicKey } from "../../contracts/ebay/vendor";

export type EbaySigner = ReturnType<typeof newSigner>;

/** Signs as eBay does, with a key pair made for the test: ECDSA in ASN.1, the key told by its id. */
export function newSigner(digest: "SHA1" | "SHA256" = "SHA1") {
  const kid = crypto.randomUUID();
  const hash = digest === "SHA1" ? "SHA-1" : "SHA-256";
  const pair = crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]) as Promise<CryptoKeyPair>;
  /** r and s side by side in ASN.1: two integers in a sequence (RFC 3279 §2.2.3). */
  async function der(body: string): Promise<Uint8Array> {
    const { privateKey } = await pair;
    const plain = new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash }, privateKey, utf8(body)));
    const numbers = concat(integer(plain.subarray(0, 32)), integer(plain.subarray(32)));
    return concat(new Uint8Array([0x30, numbers.length]), numbers);
  }
  return {
    kid,
    der,
    /** What eBay answers when it is asked for the key: PEM on one line. */
    async answer() {
      const spki = (await crypto.subtle.exportKey("spki", (await pair).publicKey)) as ArrayBuffer;
      const key = `-----BEGIN PUBLIC KEY-----${base64(new Uint8Array(spki))}-----END PUBLIC KEY-----`;
      return { key, algorithm: "ECDSA", digest } satisfies PublicKey;
    },
    sign: async (body: string) => header(kid, base64(await der(body)), digest),
  };
}

/** `X-EBAY-SIGNATURE`. */
export function header(kid: string, signature: string, digest = "SHA1"): string {
  return btoa(JSON.stringify({ alg: "ecdsa", kid, signature, digest }));
}

/** Without leading zeros, but with one where the number would be read as a negative one. */
function integer(bytes: Uint8Array): Uint8Array {
  let first = 0;
  while (first < bytes.length - 1 && bytes[first] === 0) first += 1;
  const digits = bytes.subarray(first);
  const padded = (digits[0] ?? 0) > 0x7f ? concat(new Uint8Array([0]), digits) : digits;
  return concat(new Uint8Array([0x02, padded.length]), padded);
}
