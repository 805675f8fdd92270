import { type CompactJWSHeaderParameters, importJWK } from "jose";
import type { Config, SigningKey } from "../config/config";

/** The only algorithm signed or accepted here (RFC 8037). A constant, so that no header can choose another. */
export const ALGORITHM = "EdDSA";

const imported = new WeakMap<Config, Promise<CryptoKey>>();

/** The key that signs today, and its id. The import is done once for each configuration. */
export async function signer(
  config: Config,
): Promise<{ key: CryptoKey; header: CompactJWSHeaderParameters }> {
  const first = config.signingKeys[0];
  if (!first) throw new Error("there is no signing key");
  let key = imported.get(config);
  if (!key) {
    key = importPrivate(first);
    imported.set(config, key);
  }
  return { key: await key, header: { alg: ALGORITHM, kid: first.kid } };
}

async function importPrivate({ kty, crv, x, d }: SigningKey): Promise<CryptoKey> {
  const key = await importJWK({ kty, crv, x, d }, ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError("a signing key is not an asymmetric key");
  return key;
}

/** The public part of a signing key (RFC 8037). */
export interface PublicKey extends Pick<SigningKey, "kty" | "crv" | "x" | "kid"> {
  alg: typeof ALGORITHM;
  use: "sig";
}

/**
 * What the world checks our signatures with: the public parts of all keys, also of those that no longer sign, so
 * that old receipts stay verifiable. Built member by member: a private part cannot slip in with a spread.
 */
export function publicJwks(config: Config): { keys: PublicKey[] } {
  return {
    keys: config.signingKeys.map(({ kty, crv, kid, x }) => ({
      kty,
      crv,
      x,
      kid,
      alg: ALGORITHM,
      use: "sig",
    })),
  };
}
