import { SignJWT } from "jose";
import type { Config } from "../config/config";
import { clock, SECOND } from "../kernel/clock";
import { checkReceipt, RECEIPT } from "./check-receipt";
import { ALGORITHM, publicJwks, signer } from "./jwks";

/**
 * A receipt of something done (a rights request answered, a retention run finished): a compact JWS over `claims`,
 * with `iss` (our origin) and `iat` (seconds) added. Anyone can check it against `/.well-known/jwks.json`.
 */
export async function signReceipt(
  config: Config,
  claims: Record<string, unknown> & { type: string },
): Promise<string> {
  return sign(config, RECEIPT, claims);
}

/** The claims of a receipt of ours. @throws jose's error when it is not one, or was changed. */
export async function verifyReceipt(config: Config, jws: string): Promise<Record<string, unknown>> {
  return checkReceipt(jws, publicJwks(config), { issuer: config.publicOrigin, now: clock.now() });
}

/** A compact JWS of type `typ` under today's key; `iss` and `iat` are ours and cannot be passed in. */
export async function sign(config: Config, typ: string, claims: Record<string, unknown>): Promise<string> {
  const { key, header } = await signer(config);
  return new SignJWT({ ...claims, iss: config.publicOrigin, iat: Math.floor(clock.now() / SECOND) })
    .setProtectedHeader({ ...header, alg: ALGORITHM, typ })
    .sign(key);
}
