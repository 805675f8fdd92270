import { z } from "zod";
import { entryOf } from "../inventory/inventory";
import { clock, dayOf, rfc3339 } from "../kernel/clock";
import { newId } from "../kernel/ids";

export interface RunRow {
  id: string;
  dry_run: number;
  as_of: number;
  status: "running" | "done";
  position: string | null;
  steps: number;
  started_at: number;
  finished_at: number | null;
  receipt: string | null;
}

export interface RunCount {
  entry: string;
  removed: number;
  held: number;
}

/** A retention run as operators see it. */
export interface RunView {
  id: string | null;
  status: "running" | "done";
  dry_run: boolean;
  as_of: string;
  steps: number;
  started_at: string;
  finished_at: string | null;
  counts: { entry: string; data_class: string; removed: number; held: number }[];
  receipt: string | null;
}

/** The run under way, or a new one. Only one real run is under way at a time; each dry run is its own. */
export async function takeUpRun(
  db: D1Database,
  begin: { asOf: number; dryRun: boolean; first: string },
): Promise<RunRow> {
  const running = begin.dryRun
    ? null
    : await db
        .prepare(
          "SELECT * FROM retention_runs WHERE status = 'running' AND dry_run = 0 ORDER BY started_at LIMIT 1",
        )
        .first<RunRow>();
  if (running) return running;
  const row: RunRow = {
    id: newId("run"),
    dry_run: begin.dryRun ? 1 : 0,
    as_of: begin.asOf,
    status: "running",
    position: begin.first,
    steps: 0,
    started_at: clock.now(),
    finished_at: null,
    receipt: null,
  };
  await db
    .prepare(
      `INSERT INTO retention_runs (id, dry_run, as_of, status, position, steps, started_at)
       VALUES (?1, ?2, ?3, 'running', ?4, 0, ?5)`,
    )
    .bind(row.id, row.dry_run, row.as_of, row.position, row.started_at)
    .run();
  return row;
}

/** Adds what the batch's statement before this one changed: the removal and its count are one transaction. */
export function countChanges(db: D1Database, runId: string, entry: string): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO retention_counts (run_id, entry, removed, held) VALUES (?1, ?2, changes(), 0)
       ON CONFLICT (run_id, entry) DO UPDATE SET removed = retention_counts.removed + excluded.removed`,
    )
    .bind(runId, entry);
}

/** For what is removed outside of D1: counted after the removal, so that nothing is ever counted twice. */
export async function addCount(
  db: D1Database,
  runId: string,
  { entry, removed, held }: RunCount,
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO retention_counts (run_id, entry, removed, held) VALUES (?1, ?2, ?3, ?4)
       ON CONFLICT (run_id, entry) DO UPDATE SET removed = retention_counts.removed + excluded.removed,
         held = max(retention_counts.held, excluded.held)`,
    )
    .bind(runId, entry, removed, held)
    .run();
}

/** Moves a run on from where this step took it up; another step that did so before is left alone. */
export async function moveOn(db: D1Database, run: RunRow, position: string): Promise<void> {
  await db
    .prepare("UPDATE retention_runs SET position = ?3, steps = steps + 1 WHERE id = ?1 AND position = ?2")
    .bind(run.id, run.position, position)
    .run();
}

/** @returns false when another step finished it before. */
export async function finish(db: D1Database, run: RunRow, receipt: string | null): Promise<boolean> {
  const row = await db
    .prepare(
      `UPDATE retention_runs SET status = 'done', position = NULL, steps = steps + 1, finished_at = ?2, receipt = ?3
       WHERE id = ?1 AND status = 'running' RETURNING id`,
    )
    .bind(run.id, clock.now(), receipt)
    .first();
  return row !== null;
}

/**
 * A run every few minutes that found nothing to do is no evidence worth years of keeping: one a day is.
 * @returns whether the run was dropped.
 */
export async function dropIfIdle(db: D1Database, run: RunRow, counts: readonly RunCount[]): Promise<boolean> {
  if (run.dry_run === 1 || counts.some(({ removed }) => removed > 0)) return false;
  const today = Date.parse(`${dayOf(clock.now())}T00:00:00.000Z`);
  const [, dropped] = await db.batch([
    db
      .prepare(
        `DELETE FROM retention_counts WHERE run_id = ?1 AND EXISTS
           (SELECT 1 FROM retention_runs WHERE status = 'done' AND dry_run = 0 AND finished_at >= ?2 AND id != ?1)`,
      )
      .bind(run.id, today),
    db
      .prepare(
        `DELETE FROM retention_runs WHERE id = ?1 AND EXISTS
           (SELECT 1 FROM retention_runs WHERE status = 'done' AND dry_run = 0 AND finished_at >= ?2 AND id != ?1)`,
      )
      .bind(run.id, today),
  ]);
  return (dropped?.meta.changes ?? 0) > 0;
}

export async function countsOf(db: D1Database, runId: string): Promise<RunCount[]> {
  return (
    await db
      .prepare("SELECT entry, removed, held FROM retention_counts WHERE run_id = ?1 ORDER BY entry")
      .bind(runId)
      .all<RunCount>()
  ).results;
}

/** Newest first. */
export async function listRuns(db: D1Database, limit: number): Promise<RunView[]> {
  const { results } = await db
    .prepare("SELECT * FROM retention_runs ORDER BY started_at DESC LIMIT ?1")
    .bind(limit)
    .all<RunRow>();
  return Promise.all(results.map(async (row) => runView(row, await countsOf(db, row.id))));
}

export function runView(row: RunRow, counts: readonly RunCount[]): RunView {
  return {
    id: row.id,
    status: row.status,
    dry_run: row.dry_run === 1,
    as_of: rfc3339(row.as_of),
    steps: row.steps,
    started_at: rfc3339(row.started_at),
    finished_at: row.finished_at === null ? null : rfc3339(row.finished_at),
    counts: counts.map(({ entry, removed, held }) => ({
      entry,
      data_class: entryOf(entry).dataClass,
      removed,
      held,
    })),
    receipt: row.receipt,
  };
}

export const runQuery = z.object({
  dry_run: z.enum(["true", "false"]).default("false"),
  now: z.iso.datetime({ offset: true }).optional(),
});
