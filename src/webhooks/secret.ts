import type { Config } from "../config/config";
import { base64url } from "../kernel/bytes";
import { hmac, hmacKey } from "../kernel/digest";
import { deriveKey, type Keyring } from "../kernel/keyring";

/**
 * The signing secrets of a connection whose shop signs with one that is entered there: derived, so that none rests
 * anywhere. The first is the one to enter; those of older key versions stay good while the ring has them.
 */
export async function connectionSecrets(
  config: Pick<Config, "sealKeys">,
  connectionId: string,
): Promise<string[]> {
  return Promise.all(
    config.sealKeys.versions.map((version) => secretOf(config.sealKeys, version, connectionId)),
  );
}

async function secretOf(ring: Keyring, version: number, connectionId: string): Promise<string> {
  const key = await hmacKey(await deriveKey(ring.bytes(version), "webhook-secret"));
  return base64url(await hmac(key, connectionId));
}
