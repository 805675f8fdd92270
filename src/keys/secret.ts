import { constantTimeEqual, utf8 } from "../kernel/bytes";
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

/** Secrets that were found to match, by the record as it was read: known no longer than that, and here alone. */
const matched = new WeakMap<object, Uint8Array>();

/**
 * Whether a key is the one of which this is stored. The same record is asked again at each call: what matched it once
 * is compared with itself.
 * @throws UnknownKeyVersion when the key's pepper is no longer configured.
 */
export async function keyMatches(
  peppers: Keyring,
  stored: { mac: Uint8Array; pepperVersion: number },
  key: { id: string; secret: string },
): Promise<boolean> {
  const secret = utf8(key.secret);
  const known = matched.get(stored);
  if (known && constantTimeEqual(known, secret)) return true;
  const mac = await keyMac(peppers, stored.pepperVersion, key);
  if (!constantTimeEqual(mac, new Uint8Array(stored.mac))) return false;
  matched.set(stored, secret);
  return true;
}
