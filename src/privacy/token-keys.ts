import { calculateJwkThumbprint, importJWK, type JWK } from "jose";
import { z } from "zod";
import { fromBase64 } from "../kernel/bytes";
import { invalid } from "../kernel/problem";
import { type Mode, modeSchema } from "../kernel/regions";

/*
 * The public keys by which a developer signs tokens for their users: Ed25519 (RFC 8037), P-256 and RSA (RFC 7518 §6).
 */

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be 32 bytes in base64url");
const MIN_RSA_BYTES = 2_048 / 8;
/** Beyond this, checking a signature costs more than it gains. */
const MAX_RSA_BYTES = 8_192 / 8;

const tokenKeySchema = z.discriminatedUnion("kty", [
  z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: coordinate }),
  z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: coordinate, y: coordinate }),
  z.object({
    kty: z.literal("RSA"),
    n: z.string().max(2_000).refine(hasGoodLength, "must be a modulus of 2048 to 8192 bits in base64url"),
    e: z.literal("AQAB"),
  }),
]);
/** A public key, its own members alone. */
export type TokenKey = z.infer<typeof tokenKeySchema>;

/** RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 8037 §2. */
const PRIVATE_MEMBERS = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/**
 * The public key in what a developer sent.
 * @throws Problem `invalid_request`; a private member is refused, never dropped in silence: whoever sends one must
 * know that this key is no longer secret.
 */
export async function parseTokenKey(sent: Record<string, unknown>): Promise<TokenKey> {
  const secret = PRIVATE_MEMBERS.find((name) => Object.hasOwn(sent, name));
  if (secret !== undefined)
    throw invalid(
      `body.jwk.${secret}`,
      "is a private member. Send the public key alone, and replace this key: it has left your server",
    );
  const parsed = tokenKeySchema.safeParse(sent);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(["body.jwk", ...(issue?.path ?? [])].join("."), issue?.message ?? "is not a public key");
  }
  if (sent["use"] !== undefined && sent["use"] !== "sig") throw invalid("body.jwk.use", "must be `sig`");
  try {
    await importJWK(parsed.data as JWK, algorithmsOf(parsed.data)[0]);
  } catch {
    throw invalid("body.jwk", "is not a point or modulus that can be used");
  }
  return parsed.data;
}

/** The algorithms a key signs with. The key decides, so that no token's header can choose another. */
export function algorithmsOf(key: TokenKey): readonly string[] {
  switch (key.kty) {
    case "OKP":
      return ["EdDSA", "Ed25519"];
    case "EC":
      return ["ES256"];
    case "RSA":
      return ["RS256", "PS256"];
  }
}

/**
 * The name of a key: its mode and its thumbprint (RFC 7638). Made here and not by the developer, so that a key that was
 * registered with a test API key never speaks for live users.
 */
export async function kidOf(mode: Mode, key: TokenKey): Promise<string> {
  return `${mode}.${await calculateJwkThumbprint(key as JWK)}`;
}

/** The mode a key speaks for; null for what is no name of a key. */
export function modeOfKid(kid: string): Mode | null {
  const match = /^([a-z]+)\.[A-Za-z0-9_-]{43}$/.exec(kid);
  return modeSchema.safeParse(match?.[1]).data ?? null;
}

export function readTokenKey(stored: unknown): TokenKey {
  return tokenKeySchema.parse(stored);
}

function hasGoodLength(text: string): boolean {
  const bytes = fromBase64(text);
  const first = bytes?.findIndex((byte) => byte !== 0) ?? -1;
  if (!bytes || first < 0) return false;
  const length = bytes.length - first;
  const bits = length * 8 - Math.clz32(bytes[first] ?? 0) + 24;
  return bits >= MIN_RSA_BYTES * 8 && length <= MAX_RSA_BYTES;
}
