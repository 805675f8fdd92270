import { and, asc, eq, gt, isNotNull, lte, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { rightsHistory, rightsRequests, rightsSubjects } from "../db/schema";
import {
  type Actor,
  type HistoryRow,
  OPEN_STATUSES,
  type RequestRow,
  type SubjectConnection,
  type SubjectRow,
} from "./types";

/** A request with the length of its history: every change appends to it, and so knows whether it was the first. */
export interface Loaded {
  row: RequestRow;
  seq: number;
}

export interface HistoryEntry {
  event: string;
  actor: Actor;
  /** From a fixed set of words; never what a person wrote. */
  note?: string;
}

export async function loadRequest(db: Db, id: string): Promise<Loaded | null> {
  const rows = await db
    .select({
      row: rightsRequests,
      seq: sql<number>`(SELECT coalesce(max(seq), 0) FROM rights_history WHERE request_id = rights_requests.id)`,
    })
    .from(rightsRequests)
    .where(eq(rightsRequests.id, id))
    .limit(1);
  return rows[0] ?? null;
}

export async function findRequest(db: Db, id: string): Promise<RequestRow | null> {
  return (await loadRequest(db, id))?.row ?? null;
}

/** Statements that append to a request's history, to run in the batch of the change they tell of. */
export function appendHistory(
  db: D1Database,
  requestId: string,
  seq: number,
  at: number,
  entries: readonly HistoryEntry[],
): D1PreparedStatement[] {
  return entries.map(({ event, actor, note }, index) =>
    db
      .prepare(
        "INSERT INTO rights_history (request_id, seq, at, event, actor, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      )
      .bind(requestId, seq + 1 + index, at, event, actor, note ?? null),
  );
}

export interface Change {
  /** Columns of `rights_requests` to set, by their SQL names. */
  set: Readonly<Record<string, string | number | null>>;
  history: readonly HistoryEntry[];
  /** What else belongs to the change: all of it or nothing. */
  with?: readonly D1PreparedStatement[];
}

/**
 * Changes a request as it was loaded, in one transaction. The next place in its history is the guard: two that change
 * the same state collide there, and the second one's whole batch is rolled back.
 * @returns false when another change was first; load again.
 */
export async function change(
  db: D1Database,
  { row, seq }: Loaded,
  at: number,
  { set, history, with: others = [] }: Change,
): Promise<boolean> {
  if (history.length === 0) throw new Error("a change of a request without a history entry has no guard");
  const columns = Object.keys(set);
  const update =
    columns.length === 0
      ? []
      : [
          db
            .prepare(
              `UPDATE rights_requests SET ${columns.map((name, i) => `${name} = ?${i + 2}`).join(", ")} WHERE id = ?1`,
            )
            .bind(row.id, ...columns.map((name) => set[name] ?? null)),
        ];
  try {
    await db.batch([...appendHistory(db, row.id, seq, at, history), ...update, ...others]);
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

const isTaken = (error: unknown): boolean =>
  String(error).includes("UNIQUE constraint failed: rights_history");

/** Where a new request's row and subjects go, unless an open one of the same right has one of its connections. */
export interface NewRequest {
  row: typeof rightsRequests.$inferInsert;
  subjects: readonly SubjectConnection[];
  history: readonly HistoryEntry[];
}

/**
 * @returns the id of the open request that stands in the way, or null when the new one was stored. Of two that are
 * opened at once, one is stored.
 */
export async function insertRequest(
  db: D1Database,
  { row, subjects, history }: NewRequest,
): Promise<string | null> {
  const ids = JSON.stringify(subjects.map(({ id }) => id));
  const open = OPEN_STATUSES.map((status) => `'${status}'`).join(", ");
  const blocking = `SELECT r.id FROM rights_requests r JOIN rights_subjects s ON s.request_id = r.id
    WHERE r.type = ?1 AND r.status IN (${open}) AND s.connection_id IN (SELECT value FROM json_each(?2))`;
  const columns: Record<string, unknown> = {
    id: row.id,
    status: row.status,
    channel: row.channel,
    jurisdiction: row.jurisdiction,
    app_id: row.appId ?? null,
    mode: row.mode ?? null,
    requester_hash: row.requesterHash ?? null,
    details: row.details ?? null,
    reply_to: row.replyTo ?? null,
    link_hash: row.linkHash ?? null,
    link_expires_at: row.linkExpiresAt ?? null,
    received_at: row.receivedAt,
    confirm_due_at: row.confirmDueAt ?? null,
    due_at: row.dueAt,
    verified_at: row.verifiedAt ?? null,
    steps_done: 0,
  };
  const names = Object.keys(columns);
  const results = await db.batch<{ id: string }>([
    db.prepare(`${blocking} LIMIT 1`).bind(row.type, ids),
    db
      .prepare(
        `INSERT INTO rights_requests (type, ${names.join(", ")})
         SELECT ?1, ${names.map((_, i) => `?${i + 3}`).join(", ")} WHERE NOT EXISTS (${blocking})`,
      )
      .bind(row.type, ids, ...Object.values(columns)),
    ...attachments(db, row.id, subjects),
    ...history.map(({ event, actor, note }, index) =>
      db
        .prepare(
          `INSERT INTO rights_history (request_id, seq, at, event, actor, note)
           SELECT id, ?2, ?3, ?4, ?5, ?6 FROM rights_requests WHERE id = ?1`,
        )
        .bind(row.id, index + 1, row.receivedAt, event, actor, note ?? null),
    ),
  ]);
  return results[0]?.results[0]?.id ?? null;
}

/** Ties connections to a request that exists. */
export function attachments(
  db: D1Database,
  requestId: string,
  subjects: readonly SubjectConnection[],
): D1PreparedStatement[] {
  if (subjects.length === 0) return [];
  return [
    db
      .prepare(
        `INSERT INTO rights_subjects (request_id, connection_id, app_id, mode)
         SELECT r.id, json_extract(value, '$.id'), json_extract(value, '$.appId'), json_extract(value, '$.mode')
         FROM json_each(?2), rights_requests r WHERE r.id = ?1`,
      )
      .bind(requestId, JSON.stringify(subjects.map(({ id, appId, mode }) => ({ id, appId, mode })))),
  ];
}

export async function historyOf(db: Db, id: string): Promise<HistoryRow[]> {
  return db
    .select()
    .from(rightsHistory)
    .where(eq(rightsHistory.requestId, id))
    .orderBy(asc(rightsHistory.seq));
}

/** In a stable order: a plan refers to them by position. */
export async function subjectsOf(db: Db, id: string): Promise<SubjectRow[]> {
  return db
    .select()
    .from(rightsSubjects)
    .where(eq(rightsSubjects.requestId, id))
    .orderBy(asc(rightsSubjects.connectionId));
}

/** Uses a mailed request's link up, atomically. @returns null when it was used, is late, or never was. */
export async function consumeLink(db: Db, linkHash: string, now: number): Promise<RequestRow | null> {
  const rows = await db
    .update(rightsRequests)
    .set({ linkHash: null })
    .where(
      and(
        eq(rightsRequests.linkHash, linkHash),
        eq(rightsRequests.status, "verifying"),
        gt(rightsRequests.linkExpiresAt, now),
      ),
    )
    .returning();
  return rows[0] ?? null;
}

/** Drops who may follow requests that closed before a moment. @returns how many. */
export async function dropRequesters(db: Db, closedBefore: number): Promise<number> {
  const rows = await db
    .update(rightsRequests)
    .set({ requesterHash: null })
    .where(and(isNotNull(rightsRequests.requesterHash), lte(rightsRequests.closedAt, closedBefore)))
    .returning({ id: rightsRequests.id });
  return rows.length;
}
