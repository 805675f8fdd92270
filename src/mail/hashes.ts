import type { Config } from "../config/config";
import { base62 } from "../kernel/base62";
import { base64url, hex } from "../kernel/bytes";
import { hmac } from "../kernel/digest";
import { lookupKey } from "../kernel/lookup-key";

/** A mail as the counters know it, and the token of the link it is answered with. */
export interface MailMarks {
  /** Of the address without its `+tag`. */
  sender: string;
  message: string;
  /** 190 bits in base62, unguessable without our key. */
  token: string;
}

const TOKEN_LENGTH = 32;

/**
 * Keyed hashes, so that nobody who reads the database learns who wrote. The token is one too: a mail that a server
 * delivers again after a failure gets the same link, and so opens no second request.
 */
export async function marksOf(config: Config, sender: string, messageId: string): Promise<MailMarks> {
  const address = sender.toLowerCase();
  const counting = await lookupKey(config.sealKeys, "mail-seen");
  const linking = await lookupKey(config.sealKeys, "mail-link");
  const message = `${address}\n${messageId}`;
  return {
    sender: base64url(await hmac(counting, `sender\n${address.replace(/\+[^@]*@/, "@")}`)),
    message: base64url(await hmac(counting, `message\n${message}`)),
    token: tokenOf(await hmac(linking, message)),
  };
}

/** 256 uniform bits onto 190: the bias of the remainder is below 2⁻⁶⁴. */
function tokenOf(mac: Uint8Array): string {
  let rest = BigInt(`0x${hex(mac)}`);
  let token = "";
  while (token.length < TOKEN_LENGTH) {
    token += base62(Number(rest % 62n), 1);
    rest /= 62n;
  }
  return token;
}
