import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";

/**
 * What a receipt is, for whoever checks one. Like chain.ts it holds nothing of the Worker, so that `npm run verify`
 * can load it into Node.
 */

/** Explicit typing (RFC 8725 §3.11): a checkpoint or another of our tokens can never pass for a receipt. */
export const RECEIPT = "receipt+jwt";

/**
 * The claims of a receipt that one of these keys signed. @throws jose's error when it is not one, or was changed
 * @param options.issuer the origin that must have signed it
 */
export async function checkReceipt(
  jws: string,
  jwks: JSONWebKeySet,
  options: { issuer?: string; now: number },
): Promise<Record<string, unknown>> {
  const { payload } = await jwtVerify(jws, createLocalJWKSet(jwks), {
    algorithms: ["EdDSA"],
    typ: RECEIPT,
    currentDate: new Date(options.now),
    ...(options.issuer !== undefined && { issuer: options.issuer }),
  });
  return payload;
}
