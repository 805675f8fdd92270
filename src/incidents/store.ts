import { and, asc, desc, eq, lt, ne, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { incidentEvents, incidents } from "../db/schema";
import type { Mode } from "../kernel/regions";

export type IncidentRow = typeof incidents.$inferSelect;
export type TimelineRow = typeof incidentEvents.$inferSelect;
export type IncidentStatus = IncidentRow["status"];
export type Actor = TimelineRow["actor"];

export interface Owner {
  appId: string;
  mode: Mode;
}

/** What a line of the timeline is about. `note` and `reminded` are the operators' own. */
export const TIMELINE_EVENTS = [
  "reported",
  "added",
  "triaged",
  "contained",
  "notice",
  "authority_told",
  "late",
  "closed",
  "note",
  "reminded",
] as const;
export type TimelineEvent = (typeof TIMELINE_EVENTS)[number];
export const INTERNAL_EVENTS: readonly string[] = ["note", "reminded"];

export interface Line {
  event: TimelineEvent;
  actor: Actor;
  note?: string;
}

/** An incident with the length of its timeline: every change appends to it, and so knows whether it was the first. */
export interface Loaded {
  row: IncidentRow;
  seq: number;
}

const length = sql<number>`(SELECT coalesce(max(seq), 0) FROM incident_events WHERE incident_id = ${incidents.id})`;

/** Those an app reported in this mode, and those of ours that it is affected by. */
function visibleTo({ appId, mode }: Owner): SQL | undefined {
  return or(
    and(eq(incidents.appId, appId), eq(incidents.mode, mode)),
    sql`(${incidents.appId} IS NULL AND EXISTS (
      SELECT 1 FROM json_each(${incidents.affected}, '$.apps') WHERE value IN (${appId}, 'all')))`,
  );
}

export async function loadIncident(db: Db, id: string, owner: Owner | null): Promise<Loaded | null> {
  const rows = await db
    .select({ row: incidents, seq: length })
    .from(incidents)
    .where(and(eq(incidents.id, id), owner ? visibleTo(owner) : undefined))
    .limit(1);
  return rows[0] ?? null;
}

/** Newest first; of one app, or all. */
export async function listIncidents(
  db: Db,
  owner: Owner | null,
  status: IncidentStatus | undefined,
  limit: number,
  after: { receivedAt: number; id: string } | null,
): Promise<IncidentRow[]> {
  const { receivedAt, id } = incidents;
  return db
    .select()
    .from(incidents)
    .where(
      and(
        owner ? visibleTo(owner) : undefined,
        status ? eq(incidents.status, status) : undefined,
        after
          ? or(lt(receivedAt, after.receivedAt), and(eq(receivedAt, after.receivedAt), lt(id, after.id)))
          : undefined,
      ),
    )
    .orderBy(desc(receivedAt), desc(id))
    .limit(limit);
}

/** Those that are not closed, oldest first. */
export async function openIncidents(db: Db, limit: number): Promise<IncidentRow[]> {
  return db
    .select()
    .from(incidents)
    .where(ne(incidents.status, "closed"))
    .orderBy(asc(incidents.receivedAt))
    .limit(limit);
}

export async function timelineOf(db: Db, id: string): Promise<TimelineRow[]> {
  return db
    .select()
    .from(incidentEvents)
    .where(eq(incidentEvents.incidentId, id))
    .orderBy(asc(incidentEvents.seq));
}

/** When each clock of these incidents was last spoken of, by `<incident>/<authority>`. */
export async function lastReminders(db: D1Database, ids: readonly string[]): Promise<Map<string, number>> {
  const { results } = await db
    .prepare(
      `SELECT incident_id, note, max(at) AS at FROM incident_events
       WHERE event IN ('reminded', 'late') AND incident_id IN (SELECT value FROM json_each(?1))
       GROUP BY incident_id, note`,
    )
    .bind(JSON.stringify(ids))
    .all<{ incident_id: string; note: string; at: number }>();
  return new Map(results.map(({ incident_id, note, at }) => [`${incident_id}/${note}`, at]));
}

function lineStatements(
  db: D1Database,
  id: string,
  seq: number,
  at: number,
  lines: readonly Line[],
): D1PreparedStatement[] {
  return lines.map(({ event, actor, note }, index) =>
    db
      .prepare(
        "INSERT INTO incident_events (incident_id, seq, at, actor, event, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      )
      .bind(id, seq + 1 + index, at, actor, event, note ?? null),
  );
}

export async function insertIncident(
  db: D1Database,
  row: IncidentRow,
  lines: readonly Line[],
  also: readonly D1PreparedStatement[] = [],
): Promise<void> {
  await db.batch([
    db
      .prepare(
        `INSERT INTO incidents (id, app_id, mode, channel, status, severity, discovered_at, received_at, nature, affected, clocks)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`,
      )
      .bind(
        row.id,
        row.appId,
        row.mode,
        row.channel,
        row.status,
        row.severity,
        row.discoveredAt,
        row.receivedAt,
        row.nature,
        JSON.stringify(row.affected),
        JSON.stringify(row.clocks),
      ),
    ...lineStatements(db, row.id, 0, row.receivedAt, lines),
    ...also,
  ]);
}

export type Settable = Partial<
  Pick<IncidentRow, "status" | "severity" | "affected" | "clocks" | "report" | "closedAt">
>;

const COLUMNS = {
  status: "status",
  severity: "severity",
  affected: "affected",
  clocks: "clocks",
  report: "report",
  closedAt: "closed_at",
} as const satisfies Record<keyof Settable, string>;

/**
 * Changes an incident as it was loaded, in one transaction. The next place in its timeline is the guard: of two that
 * change the same state, the second one's whole batch is rolled back.
 * @returns false when another change was first; load again.
 */
export async function changeIncident(
  db: D1Database,
  { row, seq }: Loaded,
  at: number,
  change: { set: Settable; lines: readonly [Line, ...Line[]]; also?: readonly D1PreparedStatement[] },
): Promise<boolean> {
  const names = Object.keys(change.set) as (keyof Settable)[];
  const update = db
    .prepare(
      `UPDATE incidents SET ${names.map((name, i) => `${COLUMNS[name]} = ?${i + 2}`).join(", ")} WHERE id = ?1`,
    )
    .bind(row.id, ...names.map((name) => bound(change.set[name])));
  try {
    await db.batch([
      ...lineStatements(db, row.id, seq, at, change.lines),
      ...(names.length > 0 ? [update] : []),
      ...(change.also ?? []),
    ]);
    return true;
  } catch (error) {
    if (String(error).includes("UNIQUE constraint failed: incident_events")) return false;
    throw error;
  }
}

function bound(value: Settable[keyof Settable]): string | number | null {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : (value ?? null);
}

/** Statement that tells every app an incident concerns, in each of its modes that it concerns. */
export function noticeStatement(db: D1Database, id: string, now: number): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO events (id, app_id, mode, type, connection_id, topic, created_at)
       SELECT 'evt_' || lower(hex(randomblob(11))), k.app_id, k.mode, 'incident.notice', NULL, i.id, ?2
       FROM incidents i, (SELECT DISTINCT app_id, mode FROM api_keys) k
       WHERE i.id = ?1 AND ((i.app_id = k.app_id AND i.mode = k.mode) OR (i.app_id IS NULL AND EXISTS (
         SELECT 1 FROM json_each(i.affected, '$.apps') WHERE value IN (k.app_id, 'all'))))`,
    )
    .bind(id, now);
}
