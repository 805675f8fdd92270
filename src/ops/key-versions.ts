import { type Config, configOf } from "../config/config";
import { clock } from "../kernel/clock";

export type KeyPurpose = "vault" | "pepper" | "sealing" | "signing";

/** A version of our own keys that is configured: which, never what. */
export interface KeyVersion {
  purpose: KeyPurpose;
  version: string;
  /** Whether it makes what is new; the others only read what is old. */
  writes: boolean;
}

export interface KeyAge extends KeyVersion {
  firstSeenAt: number;
}

export function keyVersionsOf({ vaultKeys, keyPeppers, sealKeys, signingKeys }: Config): KeyVersion[] {
  const rings = { vault: vaultKeys, pepper: keyPeppers, sealing: sealKeys } as const;
  return [
    ...(Object.keys(rings) as (keyof typeof rings)[]).flatMap((purpose) =>
      rings[purpose].versions.map((version) => ({
        purpose,
        version: String(version),
        writes: version === rings[purpose].current,
      })),
    ),
    ...signingKeys.map(({ kid }, index) => ({
      purpose: "signing" as const,
      version: kid,
      writes: index === 0,
    })),
  ];
}

/** Cron's visit: notes the versions that are new here. A keyring's text does not say when a key was made. */
export async function noteKeyVersions(env: Env): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO key_versions (purpose, version, first_seen_at)
     SELECT value ->> 'purpose', value ->> 'version', ?2 FROM json_each(?1) WHERE true
     ON CONFLICT (purpose, version) DO NOTHING`,
  )
    .bind(JSON.stringify(keyVersionsOf(configOf(env))), clock.now())
    .run();
}

/** The versions configured now, with when each was first seen here; those that cron has yet to note are left out. */
export async function keyAges(env: Env): Promise<KeyAge[]> {
  const { results } = await env.DB.prepare(
    "SELECT purpose, version, first_seen_at AS at FROM key_versions",
  ).all<{
    purpose: string;
    version: string;
    at: number;
  }>();
  return keyVersionsOf(configOf(env)).flatMap((key) => {
    const found = results.find(({ purpose, version }) => purpose === key.purpose && version === key.version);
    return found ? [{ ...key, firstSeenAt: found.at }] : [];
  });
}
