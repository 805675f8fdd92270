import { fromBase64, utf8 } from "./bytes";

/**
 * A secret with versions: `"2:<base64>,1:<base64>"`. The highest version writes, every version reads, so a
 * secret can be rotated without a moment in which old values are unreadable.
 */
export interface Keyring {
  readonly current: number;
  readonly versions: readonly number[];
  /** Raw key bytes. @throws UnknownKeyVersion */
  bytes(version: number): Uint8Array<ArrayBuffer>;
}

export class UnknownKeyVersion extends Error {
  constructor(readonly version: number) {
    super(`no key of version ${version} is configured`);
    this.name = "UnknownKeyVersion";
  }
}

/** Why a keyring's text cannot be used: always a sentence that may be shown, never the value. */
export type KeyringFault = { fault: string };

const MIN_BYTES = 32;

/** Reads a keyring's text form. Weak keys (short, or of too few different bytes) are refused. */
export function parseKeyring(text: string): Keyring | KeyringFault {
  const keys = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const part of text.split(",")) {
    const match = /^\s*(\d{1,6}):(\S+)\s*$/.exec(part);
    if (!match?.[1] || !match[2])
      return { fault: 'is not of the form "<version>:<base64>[,<version>:<base64>]"' };
    const version = Number(match[1]);
    const bytes = fromBase64(match[2]);
    if (!bytes) return { fault: `version ${version} is not base64` };
    if (bytes.length < MIN_BYTES) return { fault: `version ${version} is shorter than ${MIN_BYTES} bytes` };
    if (new Set(bytes).size < 16)
      return { fault: `version ${version} is not random (too few different bytes)` };
    if (keys.has(version)) return { fault: `version ${version} stands twice` };
    keys.set(version, bytes);
  }
  const versions = [...keys.keys()].sort((a, b) => b - a);
  return {
    current: versions[0] ?? 0,
    versions,
    bytes(version) {
      const bytes = keys.get(version);
      if (!bytes) throw new UnknownKeyVersion(version);
      return bytes;
    },
  };
}

/** A subkey for one purpose (HKDF-SHA-256, RFC 5869), so that no two uses ever share key material. */
export async function deriveKey(
  secret: Uint8Array<ArrayBuffer>,
  purpose: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: utf8(`metristack/${purpose}`) },
    base,
    256,
  );
  return new Uint8Array(bits);
}
