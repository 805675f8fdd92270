import { base62, crc32, randomBase62 } from "../kernel/base62";
import type { Mode } from "../kernel/regions";

/**
 * `mtr_<mode>_sk_<id:12><secret:32><crc:6>`, base62. One word to a double click, recognisable to secret scanners,
 * and a typing error or a made-up key is seen from its checksum before any look-up (GitHub's token format).
 * The secret part is 190 random bits; the id is public and finds the record.
 */
const PATTERN = /^mtr_(test|live)_sk_([0-9A-Za-z]{12})([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

export interface ParsedKey {
  mode: Mode;
  /** `key_…`, as it is stored and shown. */
  id: string;
  secret: string;
}

export interface NewKey extends ParsedKey {
  /** The whole key: shown once, never stored. */
  text: string;
}

export function makeKey(mode: Mode): NewKey {
  const id = randomBase62(12);
  const secret = randomBase62(32);
  const body = `mtr_${mode}_sk_${id}${secret}`;
  return { mode, id: `key_${id}`, secret, text: body + base62(crc32(body), 6) };
}

/** Reads a key; null for anything that is not one. Does no I/O. */
export function parseKey(text: string): ParsedKey | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const [, mode, id, secret, checksum] = match;
  if (base62(crc32(text.slice(0, -6)), 6) !== checksum) return null;
  return { mode: mode === "live" ? "live" : "test", id: `key_${id}`, secret: secret ?? "" };
}
