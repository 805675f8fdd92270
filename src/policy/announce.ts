import { database } from "../db/client";
import { fanOut } from "../events/outbox";
import type { EventType } from "../events/types";
import { clock, HOUR, hourOf } from "../kernel/clock";
import { newId } from "../kernel/ids";
import { policyHeads } from "./store";
import { inForceAt } from "./versions";

/** Apps told in one step; two rows each. */
const APPS_A_STEP = 250;
/** Steps one visit of cron takes; the rest is for the next, five minutes later. */
const STEPS_A_VISIT = 8;
/** Acceptances by continued use that one visit records. */
const ACCEPTANCES_A_VISIT = 500;

const POLICY_PUBLISHED: EventType = "policy.published";

export interface PolicyVisit {
  told: number;
  accepted: number;
}

/** Cron's visit: tells apps of what was published, and records which apps went on after it took effect. */
export async function policyStep(env: Env): Promise<PolicyVisit> {
  let told = 0;
  for (let step = 0; step < STEPS_A_VISIT; step += 1) {
    const some = await announceSome(env.DB, clock.now());
    if (some === null) break;
    told += some;
  }
  return { told, accepted: await acceptByUse(env, clock.now()) };
}

interface Underway {
  id: string;
  announced_to: string | null;
}

/**
 * Tells the next apps of the oldest version not yet announced, by an event in each of their modes. The events and how
 * far it has come are written together, and only by whoever finds the position it started from: interrupted or doubled,
 * each app is told once. @returns how many; null when there is nothing to announce.
 */
async function announceSome(db: D1Database, now: number): Promise<number | null> {
  const underway = await db
    .prepare(
      "SELECT id, announced_to FROM policy_versions WHERE announced_at IS NULL ORDER BY published_at, id LIMIT 1",
    )
    .first<Underway>();
  if (!underway) return null;
  const from = underway.announced_to;
  const { results } = await db
    .prepare("SELECT id FROM apps WHERE id > ?1 ORDER BY id LIMIT ?2")
    .bind(from ?? "", APPS_A_STEP)
    .all<{ id: string }>();
  const last = results.at(-1)?.id ?? from;
  const isDone = results.length < APPS_A_STEP;
  const notices = results.flatMap(({ id }) =>
    (["test", "live"] as const).map((mode) => ({ id: newId("evt"), app: id, mode })),
  );
  const written = await db.batch([
    // Whether somebody else went on from here meanwhile is asked in the same transaction.
    db
      .prepare(
        `INSERT INTO events (id, app_id, mode, type, connection_id, topic, created_at)
         SELECT value ->> 'id', value ->> 'app', value ->> 'mode', ?2, NULL, ?3, ?4 FROM json_each(?1)
         WHERE EXISTS (SELECT 1 FROM policy_versions WHERE id = ?3 AND announced_at IS NULL AND announced_to IS ?5)`,
      )
      .bind(JSON.stringify(notices), POLICY_PUBLISHED, underway.id, now, from),
    fanOut(
      db,
      "events",
      notices.map(({ id }) => id),
      now,
    ),
    db
      .prepare(
        `UPDATE policy_versions SET announced_to = ?2, announced_at = ?3
         WHERE id = ?1 AND announced_at IS NULL AND announced_to IS ?4`,
      )
      .bind(underway.id, last, isDone ? now : null, from),
  ]);
  return written.at(-1)?.meta.changes ? results.length : 0;
}

/**
 * Records the version in force for apps that went on calling after it took effect ("Continued use of Metristack services
 * after policy updates constitutes acceptance of the changes"): from the roll-ups, so that no call is slower for it. The
 * hour it took effect in holds calls from before, and does not count. Going on accepts a change of what was accepted: it
 * is no first acceptance, which only a statement is.
 */
async function acceptByUse(env: Env, now: number): Promise<number> {
  const heads = await policyHeads(database(env));
  const current = inForceAt(heads, now);
  const earlier = heads.filter(({ effectiveAt }) => effectiveAt < current.effectiveAt).map(({ id }) => id);
  const { meta } = await env.DB.prepare(
    `INSERT INTO policy_acceptances (app_id, policy_id, kind, accepted_at, key_id)
     SELECT a.id, ?1, 'continued_use', unixepoch(min(u.hour) || ':00:00Z') * 1000, u.key_id
     FROM apps a JOIN usage_hourly u ON u.app_id = a.id AND u.mode IN ('test', 'live') AND u.hour >= ?2
     WHERE NOT EXISTS (SELECT 1 FROM policy_acceptances p WHERE p.app_id = a.id AND p.policy_id = ?1)
       AND EXISTS (SELECT 1 FROM policy_acceptances s WHERE s.app_id = a.id AND s.kind = 'statement'
         AND s.policy_id IN (SELECT value FROM json_each(?4)))
     GROUP BY a.id LIMIT ?3
     ON CONFLICT (app_id, policy_id) DO NOTHING`,
  )
    .bind(current.id, hourOf(current.effectiveAt + HOUR - 1), ACCEPTANCES_A_VISIT, JSON.stringify(earlier))
    .run();
  return meta.changes;
}
