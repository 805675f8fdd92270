import type { Config } from "../config/config";
import { base64url } from "../kernel/bytes";
import { hmac, sha256 } from "../kernel/digest";
import { lookupKey } from "../kernel/lookup-key";
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
  const key = await lookupKey(config.sealKeys, "app-user");
  return base64url(await hmac(key, JSON.stringify([user.appId, user.mode, user.externalUserId])));
}
