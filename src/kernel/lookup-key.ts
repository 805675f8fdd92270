import { hmacKey } from "./digest";
import { deriveKey, type Keyring } from "./keyring";

/**
 * The key of a keyed hash that values are looked up by, for one purpose. Always under the ring's lowest version, since
 * a hash that changes with the key would find nothing: keep that version configured.
 */
export async function lookupKey(ring: Keyring, purpose: string): Promise<CryptoKey> {
  return hmacKey(await deriveKey(ring.bytes(ring.versions.at(-1) ?? ring.current), purpose));
}
