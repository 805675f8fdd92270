import { z } from "zod";
import { base64, fromBase64, utf8 } from "../../kernel/bytes";
import { HOUR, MINUTE } from "../../kernel/clock";
import type { WebhookPeer } from "../adapter";
import { apiHost, tokenAddress } from "./hosts";

/**
 * eBay signs with a key that it publishes by its id (GET /commerce/notification/v1/public_key/{id}), to an application
 * token. eBay asks to keep the key for a while rather than to ask for it every time, and recommends an hour.
 */

export interface VerificationKey {
  key: CryptoKey;
  hash: "SHA-1" | "SHA-256";
}

const KEPT = HOUR;
/** So that invented ids do not use up the token quota of 1,000 a day. */
const MISS_KEPT = 10 * MINUTE;
const MAX_KEPT = 50;

const kept = new Map<string, { key: VerificationKey | null; until: number }>();

const publicKey = z.object({
  key: z.string(),
  algorithm: z.literal("ECDSA"),
  digest: z.enum(["SHA1", "SHA256"]),
});
const appToken = z.object({ access_token: z.string().min(1) });

/** Null where eBay does not know the id, or does not answer. */
export async function verificationKey(kid: string, peer: WebhookPeer): Promise<VerificationKey | null> {
  // It goes into a path before anything is known to be genuine.
  if (!/^[0-9a-f-]{36}$/i.test(kid)) return null;
  const name = `${peer.mode}/${peer.client.client_id}/${kid}`;
  const found = kept.get(name);
  if (found && found.until > peer.now) return found.key;
  const key = await fetched(kid, peer);
  if (kept.size >= MAX_KEPT) kept.clear();
  if (key !== "no answer") kept.set(name, { key, until: peer.now + (key ? KEPT : MISS_KEPT) });
  return key === "no answer" ? null : key;
}

async function fetched(kid: string, peer: WebhookPeer): Promise<VerificationKey | null | "no answer"> {
  try {
    const token = await applicationToken(peer);
    const answer = await peer.fetch(
      new Request(`${apiHost(peer)}/commerce/notification/v1/public_key/${kid}`, {
        headers: { authorization: `Bearer ${token}`, accept: "application/json" },
      }),
    );
    if (answer.status >= 500 || answer.status === 429) return "no answer";
    if (!answer.ok) return null;
    return await imported(publicKey.parse(await answer.json()));
  } catch {
    return "no answer";
  }
}

/** Client credentials grant; the public keys need no more than the basic scope. */
async function applicationToken(peer: WebhookPeer): Promise<string> {
  const { client_id, client_secret } = peer.client;
  const answer = await peer.fetch(
    new Request(tokenAddress(peer), {
      method: "POST",
      headers: {
        authorization: `Basic ${base64(utf8(`${client_id}:${client_secret}`))}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        scope: "https://api.ebay.com/oauth/api_scope",
      }).toString(),
    }),
  );
  return appToken.parse(await answer.json()).access_token;
}

/** The key comes as PEM on one line. */
async function imported({ key, digest }: z.infer<typeof publicKey>): Promise<VerificationKey | null> {
  const spki = fromBase64(key.replace(/-----(BEGIN|END) PUBLIC KEY-----/g, "").replace(/\s/g, ""));
  if (!spki) return null;
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  return {
    key: await crypto.subtle.importKey("spki", spki, curve, false, ["verify"]),
    hash: digest === "SHA1" ? "SHA-1" : "SHA-256",
  };
}
