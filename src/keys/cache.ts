import { clock, SECOND } from "../kernel/clock";
import { lookUpKey } from "./lookup";
import type { KeyRow } from "./store";

/** The bound on a revoked key's afterlife is 30 s everywhere; this leaves room for a slow read. */
const FRESH_MS = 20 * SECOND;
const MAX_ENTRIES = 10_000;

const cache = new Map<string, { row: KeyRow | null; until: number }>();

/**
 * A key's record, at most 20 s old. Keys that do not exist are remembered too, so that guessing costs the guesser
 * time and the database nothing. Each isolate has its own; a change made here is seen here at once.
 * @param beforeReading is asked before the database, and may refuse
 */
export async function cachedKey(
  env: Pick<Env, "DB">,
  id: string,
  beforeReading: () => Promise<void>,
): Promise<KeyRow | null> {
  const now = clock.now();
  const hit = cache.get(id);
  // A clock that went back must not lengthen a record's life.
  if (hit && hit.until > now && hit.until <= now + FRESH_MS) return hit.row;
  await beforeReading();
  const row = await lookUpKey(env.DB, id);
  if (cache.size >= MAX_ENTRIES) cache.clear();
  cache.set(id, { row, until: now + FRESH_MS });
  return row;
}

export function forgetKey(id: string): void {
  cache.delete(id);
}
