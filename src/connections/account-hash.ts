import type { Config } from "../config/config";
import { base64url } from "../kernel/bytes";
import { hmac, hmacKey } from "../kernel/digest";
import { deriveKey } from "../kernel/keyring";

/**
 * A platform account as D1 may know it: a keyed hash. It finds a person's connections when they sign in at the
 * platform again, and tells nobody who reads the database which account it is. Always under the lowest version of
 * the seal keys, since a hash that changes with the key would find nothing: keep that version configured.
 */
export async function accountHash(config: Config, platform: string, accountId: string): Promise<string> {
  const version = config.sealKeys.versions.at(-1) ?? config.sealKeys.current;
  const key = await hmacKey(await deriveKey(config.sealKeys.bytes(version), "platform-account"));
  return base64url(await hmac(key, `${platform}/${accountId}`));
}
