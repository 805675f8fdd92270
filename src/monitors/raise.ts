import { fanOut } from "../events/outbox";
import { newId } from "../kernel/ids";
import type { Mode } from "../kernel/regions";
import type { AlertRule } from "./rules";

/** Something a rule found: raised once for as long as it is found. */
export interface Finding {
  /** What it is about: a platform, an id, an inventory entry. */
  about: string;
  /** Whom it concerns besides the operators. */
  owner: { appId: string; mode: Mode } | null;
  /** Counts, codes and ids; shown to the owner. */
  detail: Readonly<Record<string, string | number | boolean | null>>;
}

const OPEN = "SELECT 1 FROM alerts WHERE resolved_at IS NULL AND rule = ?2 AND about = ?3";

/** Statements that raise an alert, unless it is open, and tell its owner; as part of a transaction. */
export function raiseStatements(
  db: D1Database,
  rule: AlertRule,
  { about, owner, detail }: Finding,
  now: number,
): D1PreparedStatement[] {
  const id = newId("alr");
  const words = JSON.stringify({ ...detail, ...(owner && { mode: owner.mode }) });
  const insert = db
    .prepare(
      `INSERT INTO alerts (id, rule, app_id, about, detail, raised_at, seen_at)
       SELECT ?1, ?2, ?4, ?3, ?5, ?6, ?6 WHERE NOT EXISTS (${OPEN})`,
    )
    .bind(id, rule, about, owner?.appId ?? null, words, now);
  if (!owner) return [insert];
  const eventId = newId("evt");
  const tell = db
    .prepare(
      `INSERT INTO events (id, app_id, mode, type, connection_id, topic, created_at)
       SELECT ?1, app_id, ?2, 'alert.raised', NULL, id, ?3 FROM alerts WHERE id = ?4`,
    )
    .bind(eventId, owner.mode, now, id);
  return [insert, tell, fanOut(db, "events", [eventId], now)];
}

/** Raises an alert, or marks the open one as seen again. @returns whether it is new. */
export async function raise(
  db: D1Database,
  rule: AlertRule,
  finding: Finding,
  now: number,
): Promise<boolean> {
  const seen = db
    .prepare("UPDATE alerts SET seen_at = ?1 WHERE resolved_at IS NULL AND rule = ?2 AND about = ?3")
    .bind(now, rule, finding.about);
  const [, inserted] = await db.batch([seen, ...raiseStatements(db, rule, finding, now)]);
  return (inserted?.meta.changes ?? 0) > 0;
}
