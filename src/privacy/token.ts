import { decodeJwt, decodeProtectedHeader, errors, importJWK, type JWK, jwtVerify } from "jose";
import { z } from "zod";
import type { Db } from "../db/client";
import { MINUTE, SECOND } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import { type Mode, modeSchema } from "../kernel/regions";
import { findTokenKey } from "./token-key-store";
import { algorithmsOf, modeOfKid, readTokenKey } from "./token-keys";

const MAX_LENGTH = 4_096;
const MAX_LIFE_MS = 10 * MINUTE;
/** How far a developer's clock may be ahead of ours. */
const CLOCK_SKEW_MS = MINUTE;

const headerSchema = z.object({ alg: z.string(), kid: z.string() });
const claimsSchema = z.object({
  iss: z.string().max(64),
  aud: z.string(),
  sub: z.string().min(1).max(255),
  mode: modeSchema,
  iat: z.int(),
  exp: z.int(),
  jti: z.string().min(1).max(255),
});

/** What a good token says: this is our user. */
export interface AppUser {
  appId: string;
  mode: Mode;
  externalUserId: string;
  /** The token's name. Not the SHA-256 of its text: of an ECDSA signature a second good one is easily made. */
  tokenHash: string;
}

/**
 * Whose user a token says its bearer is: a JWT (RFC 7519) signed by the developer, checked by RFC 8725: the key decides
 * on the algorithm, issuer and audience are compared exactly, and it lives at most ten minutes.
 * @param audience our origin
 * @returns null for anything but a good token; why is told to nobody, since anybody may ask
 */
export async function readUserToken(
  db: Db,
  audience: string,
  token: string,
  now: number,
): Promise<AppUser | null> {
  if (token.length > MAX_LENGTH) return null;
  try {
    const header = headerSchema.safeParse(decodeProtectedHeader(token)).data;
    const unproved = claimsSchema.safeParse(decodeJwt(token)).data;
    if (!header || !unproved || modeOfKid(header.kid) !== unproved.mode) return null;
    const row = await findTokenKey(db, unproved.iss, header.kid);
    const key = row && readTokenKey(row.jwk);
    if (!key || !algorithmsOf(key).includes(header.alg)) return null;

    const { payload } = await jwtVerify(token, await importJWK(key as JWK, header.alg), {
      algorithms: [header.alg],
      issuer: row.appId,
      audience,
      currentDate: new Date(now),
    });
    const claims = claimsSchema.parse(payload);
    const life = (claims.exp - claims.iat) * SECOND;
    if (life <= 0 || life > MAX_LIFE_MS || claims.iat * SECOND > now + CLOCK_SKEW_MS) return null;
    return {
      appId: row.appId,
      mode: claims.mode,
      externalUserId: claims.sub,
      tokenHash: await sha256(JSON.stringify(["user-token", row.appId, claims.mode, claims.jti])),
    };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
    throw error;
  }
}
