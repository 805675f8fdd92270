import { concat, fromUtf8, randomBytes, utf8 } from "./bytes";

const NONCE_BYTES = 12;

/** The sealed bytes were made with another key, for another place, or were changed. */
export class SealBroken extends Error {
  constructor() {
    super("sealed value does not open");
    this.name = "SealBroken";
  }
}

export async function aesKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit random nonce in front.
 * `context` is bound as additional data: a value sealed for one place does not open in another.
 */
export async function seal(
  key: CryptoKey,
  context: string,
  plain: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const iv = randomBytes(NONCE_BYTES);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: utf8(context) },
    key,
    plain,
  );
  return concat(iv, new Uint8Array(sealed));
}

/** @throws SealBroken */
export async function unseal(
  key: CryptoKey,
  context: string,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: sealed.slice(0, NONCE_BYTES), additionalData: utf8(context) },
      key,
      sealed.slice(NONCE_BYTES),
    );
    return new Uint8Array(plain);
  } catch {
    throw new SealBroken();
  }
}

export async function sealJson(
  key: CryptoKey,
  context: string,
  value: unknown,
): Promise<Uint8Array<ArrayBuffer>> {
  return seal(key, context, utf8(JSON.stringify(value)));
}

/** @throws SealBroken. The shape is the caller's to check. */
export async function unsealJson(
  key: CryptoKey,
  context: string,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<unknown> {
  return JSON.parse(fromUtf8(await unseal(key, context, sealed)));
}
