import { connectionIds } from "../connections/store";
import { connectionStub } from "../connections/stub";
import { database } from "../db/client";

/** What a step did; `next` is where the next one begins, null after the last. */
export interface RewrapStep {
  rewrapped: number;
  current: number;
  empty: number;
  next: string | null;
}

/**
 * Wraps connections' data keys under the current key-encryption key, a bounded step at a time. Idempotent; no platform
 * is touched.
 */
export async function rewrapStep(env: Env, after: string, limit: number): Promise<RewrapStep> {
  const ids = await connectionIds(database(env), after, limit);
  const counts = { rewrapped: 0, current: 0, empty: 0 };
  for (const id of ids) counts[(await connectionStub(env, id)?.rewrap()) ?? "empty"] += 1;
  return { ...counts, next: ids.length === limit ? (ids.at(-1) ?? null) : null };
}
