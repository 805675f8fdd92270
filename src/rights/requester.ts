import type { Config } from "../config/config";
import { base64url } from "../kernel/bytes";
import { hmac, hmacKey, sha256 } from "../kernel/digest";
import { deriveKey } from "../kernel/keyring";
import type { Mode } from "../kernel/regions";

/**
 * Who may follow and download a request, as a hash: whoever controls a platform account.
 * @param accountHash as `connections/account-hash` makes it
 */
export async function accountRequester(accountHash: string, mode: Mode): Promise<string> {
  return sha256(`requester/account/${mode}/${accountHash}`);
}

/** Likewise, whoever a developer's app says is its user: keyed, since a developer's ids can be guessed. */
export async function appUserRequester(
  config: Config,
  user: { appId: string; mode: Mode; externalUserId: string },
): Promise<string> {
  // Always under the lowest version, as the account hash is: a hash that changes with the key would find nothing.
  const version = config.sealKeys.versions.at(-1) ?? config.sealKeys.current;
  const key = await hmacKey(await deriveKey(config.sealKeys.bytes(version), "app-user"));
  return base64url(await hmac(key, JSON.stringify([user.appId, user.mode, user.externalUserId])));
}
