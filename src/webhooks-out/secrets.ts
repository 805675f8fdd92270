import { z } from "zod";
import { configOf } from "../config/config";
import { base64, fromBase64, randomBytes } from "../kernel/bytes";
import { SECOND } from "../kernel/clock";
import { hmac, hmacKey } from "../kernel/digest";
import { Sealer } from "../kernel/sealer";
import { OVERLAP_MS } from "./schedule";

/** Standard Webhooks asks for 24 to 64 random bytes. */
const SECRET_BYTES = 32;
const PREFIX = "whsec_";

/** Newest first. All but the first have an end. */
const secretsSchema = z
  .array(z.object({ secret: z.string(), endsAt: z.number().nullable() }))
  .min(1)
  .max(2);
export type Secrets = z.infer<typeof secretsSchema>;

export function newSecret(): string {
  return PREFIX + base64(randomBytes(SECRET_BYTES));
}

/**
 * A new secret in the place of the first, which signs beside it for the overlap. One that was still ending is dropped:
 * whoever replaces a secret twice wants the first one gone.
 */
export function rotated(secrets: Secrets, secret: string, now: number, overlapMs = OVERLAP_MS): Secrets {
  const [former] = secrets;
  const kept = former && overlapMs > 0 ? [{ secret: former.secret, endsAt: now + overlapMs }] : [];
  return [{ secret, endsAt: null }, ...kept];
}

/**
 * The `webhook-signature` of a message: one signature by each secret in force.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function signatureOf(
  secrets: Secrets,
  { id, at, body }: { id: string; at: number; body: string },
  now: number,
): Promise<string> {
  const inForce = secrets.filter(({ endsAt }) => endsAt === null || endsAt > now);
  const signatures = inForce.map(async ({ secret }) => {
    const bytes = fromBase64(secret.slice(PREFIX.length));
    if (!bytes) throw new Error("a webhook secret of ours is not base64");
    return `v1,${base64(await hmac(await hmacKey(bytes), `${id}.${Math.floor(at / SECOND)}.${body}`))}`;
  });
  return (await Promise.all(signatures)).join(" ");
}

const sealer = (env: Env): Sealer => new Sealer(configOf(env).sealKeys, "webhook-endpoint");

/** Sealed to the endpoint: in another one's row it does not open. */
export async function sealSecrets(env: Env, endpointId: string, secrets: Secrets): Promise<Uint8Array> {
  return sealer(env).seal(endpointId, secrets);
}

/** @throws SealBroken */
export async function openSecrets(env: Env, endpointId: string, sealed: Uint8Array): Promise<Secrets> {
  return secretsSchema.parse(await sealer(env).open(endpointId, sealed));
}
