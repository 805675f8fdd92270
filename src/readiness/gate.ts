import type { AppRow } from "../apps/store";
import { database } from "../db/client";
import { clock } from "../kernel/clock";
import { Problem } from "../kernel/problem";
import { type Acceptance, acceptanceAt } from "../policy/acceptance";
import { acceptancesOf, policyHeads, recordAcceptance } from "../policy/store";
import { type ReadinessItem, readinessItems } from "./items";
import { findStated, type Stated } from "./store";

export interface Readiness {
  stated: Stated;
  acceptance: Acceptance;
  items: ReadinessItem[];
  ready: boolean;
}

/** How far an app is. @returns null when there is no such app. */
export async function readinessOf(env: Env, appId: string): Promise<Readiness | null> {
  const db = database(env);
  const now = clock.now();
  const [stated, heads, accepted] = await Promise.all([
    findStated(db, appId),
    policyHeads(db),
    acceptancesOf(db, appId),
  ]);
  if (!stated) return null;
  const acceptance = acceptanceAt(heads, accepted, now);
  const items = readinessItems(stated, acceptance, now);
  return { stated, acceptance, items, ready: items.every(({ done }) => done) };
}

/**
 * Lets an app on to what is live: keys, and sessions of its end-users. Where it had accepted an earlier version of the
 * policy, this use accepts the one in force, and that is recorded.
 * @param keyId whose use it is; null for an operator's
 * @throws Problem `app_not_ready`, with what is missing as `errors`.
 */
export async function requireReady(env: Env, appId: string, keyId: string | null): Promise<void> {
  const readiness = await readinessOf(env, appId);
  if (!readiness) throw new Problem("internal", "The app of this key is gone.");
  if (!readiness.ready) throw notReady(readiness.items);
  if (readiness.acceptance.kind !== "by_this_use") return;
  await recordAcceptance(database(env), {
    appId,
    policyId: readiness.acceptance.version.id,
    kind: "continued_use",
    acceptedAt: clock.now(),
    keyId,
  });
}

/** For an app that does not exist yet and has stated no more than this. @throws Problem `app_not_ready`, always. */
export async function refuseUnstated(env: Env, app: AppRow): Promise<never> {
  const now = clock.now();
  const acceptance = acceptanceAt(await policyHeads(database(env)), [], now);
  throw notReady(readinessItems({ app, row: null }, acceptance, now));
}

function notReady(items: readonly ReadinessItem[]): Problem {
  const missing = items.filter(({ done }) => !done);
  return new Problem(
    "app_not_ready",
    `Before anything is live, the app has to state: ${missing.map(({ title }) => title).join(", ")} (GET /v1/apps/self/readiness).`,
    {
      errors: missing.map(({ id, title, needed }) => ({
        path: `readiness.${id}`,
        message: `${title}: ${needed ?? "state it"}`,
      })),
    },
  );
}
