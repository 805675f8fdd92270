import { clock, MINUTE } from "../kernel/clock";
import type { Mode } from "../kernel/regions";
import { raise } from "./raise";

/** So many refusals of one key within so long are a burst. */
const BURST = 20;
const WINDOW_MS = 5 * MINUTE;
/** Keys counted at once; beyond that counting begins anew, so that nobody can fill the isolate's memory. */
const MAX_KEYS = 5_000;

const counts = new Map<string, { since: number; refused: number }>();

/**
 * Counts a refusal of a key that exists. Refused calls are on nobody's meter, and a row for each would be anybody's way
 * to make us write: so the isolate counts, and only a burst is written down, once.
 * @returns true at the refusal that makes it a burst
 */
export function isBurst(keyId: string, now: number): boolean {
  const known = counts.get(keyId);
  const current = known && known.since + WINDOW_MS > now ? known : { since: now, refused: 0 };
  current.refused += 1;
  if (!known && counts.size >= MAX_KEYS) counts.clear();
  counts.set(keyId, current);
  return current.refused === BURST;
}

/** Raises the alert, to operators and to the key's developer. */
export async function tellOfBurst(env: Env, key: { id: string; appId: string; mode: Mode }): Promise<void> {
  const { id, appId, mode } = key;
  const detail = { key_id: id, refused: BURST, within_minutes: WINDOW_MS / MINUTE };
  await raise(env.DB, "refused_keys", { about: id, owner: { appId, mode }, detail }, clock.now());
}

/** For tests. */
export function forgetRefusals(): void {
  counts.clear();
}
