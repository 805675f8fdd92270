import { constantTimeEqual } from "../kernel/bytes";
import { hmac, hmacKey } from "../kernel/digest";
import { deriveKey, type Keyring } from "../kernel/keyring";

const keys = new WeakMap<Keyring, Map<number, Promise<CryptoKey>>>();

/** The HMAC key of a pepper version, imported once per isolate. */
function pepperKey(peppers: Keyring, version: number): Promise<CryptoKey> {
  let byVersion = keys.get(peppers);
  if (!byVersion) {
    byVersion = new Map();
    keys.set(peppers, byVersion);
  }
  let key = byVersion.get(version);
  if (!key) {
    key = deriveKey(peppers.bytes(version), "api-key").then(hmacKey);
    byVersion.set(version, key);
  }
  return key;
}

/**
 * What is stored of a key: HMAC-SHA-256 over id and secret under a pepper that is not in the database. The secret
 * is 190 random bits, so a slow hash would add nothing; the pepper keeps a stolen database from confirming or
 * forging keys.
 */
export async function keyMac(
  peppers: Keyring,
  version: number,
  key: { id: string; secret: string },
): Promise<Uint8Array<ArrayBuffer>> {
  return hmac(await pepperKey(peppers, version), `${key.id}/${key.secret}`);
}

/** @throws UnknownKeyVersion when the key's pepper is no longer configured. */
export async function keyMatches(
  peppers: Keyring,
  stored: { mac: Uint8Array; pepperVersion: number },
  key: { id: string; secret: string },
): Promise<boolean> {
  return constantTimeEqual(await keyMac(peppers, stored.pepperVersion, key), new Uint8Array(stored.mac));
}
