import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { configOf } from "../config/config";
import { base64, randomBytes } from "../kernel/bytes";
import { Sealer } from "../kernel/sealer";
import { OVERLAP_MS } from "./schedule";

/** Standard Webhooks asks for 24 to 64 random bytes. */
const SECRET_BYTES = 32;

/** Newest first. All but the first have an end. */
const secretsSchema = z
  .array(z.object({ secret: z.string(), endsAt: z.number().nullable() }))
  .min(1)
  .max(2);
export type Secrets = z.infer<typeof secretsSchema>;

export function newSecret(): string {
  return `whsec_${base64(randomBytes(SECRET_BYTES))}`;
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
export function signatureOf(
  secrets: Secrets,
  message: { id: string; at: number; body: string },
  now: number,
): string {
  return secrets
    .filter(({ endsAt }) => endsAt === null || endsAt > now)
    .map(({ secret }) => new Webhook(secret).sign(message.id, new Date(message.at), message.body))
    .join(" ");
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
