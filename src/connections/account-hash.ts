import type { Config } from "../config/config";
import { base64url } from "../kernel/bytes";
import { hmac } from "../kernel/digest";
import { lookupKey } from "../kernel/lookup-key";

/**
 * A platform account as D1 may know it: a keyed hash. It finds a person's connections when they sign in at the
 * platform again, and tells nobody who reads the database which account it is.
 */
export async function accountHash(config: Config, platform: string, accountId: string): Promise<string> {
  const key = await lookupKey(config.sealKeys, "platform-account");
  return base64url(await hmac(key, `${platform}/${accountId}`));
}
