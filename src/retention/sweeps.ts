import { anonymiseDue, anonymiseDueCount, monthLimit } from "../anonymise";
import { type Config, configOf } from "../config/config";
import { metadataPeriod } from "../connections/retention";
import { HELD_CONNECTIONS } from "../holds/holds";
import { INVENTORY } from "../inventory/inventory";
import type { InventoryEntry } from "../inventory/types";
import { DAY, monthOf } from "../kernel/clock";
import { after, type Period } from "../kernel/period";
import { compactUsage, hoursDue } from "../meter/compact";
import { dueRanges, type Range } from "./due";
import { IDS_A_STATEMENT, purgeObjects, rowErasures } from "./erase";
import { daysUnder, dropPartition, dropUploads, uploadsDue } from "./objects";
import { addCount, countChanges } from "./runs";

/** One entry's part of a run. `queries` is what it spent; `more` says that the budget ended before the records did. */
export interface Swept {
  queries: number;
  more: boolean;
}

export interface SweepContext {
  env: Env;
  runId: string;
  now: number;
  dryRun: boolean;
  /** How many subrequests (D1 statements, object calls, R2 operations) may still be made. */
  budget: number;
}

type Sweep = (context: SweepContext) => Promise<Swept>;

const ROWS_A_DELETE = 500;

/** How the records of an entry leave, read off its inventory entry; null for what leaves with something else. */
export function sweepOf(entry: InventoryEntry): Sweep | null {
  const { place, retention, end } = entry;
  if (place.kind === "d1_table") {
    if (entry.id === "d1.connections") return (context) => sweepConnections(entry, context);
    if (retention.kind === "after_column")
      return (context) => sweepRows(entry, place.table, retention, context);
    if (retention.kind === "after_calendar") {
      if (end === "move") return (context) => sweepHours(entry, context);
      if (end === "anonymise") return (context) => sweepUsage(entry, context);
      return (context) => sweepMonths(entry, place.table, retention, context);
    }
  }
  if (place.kind === "r2_prefix") {
    if (retention.kind === "after_day_partition")
      return (context) => sweepPartitions(entry, place, retention.period, context);
    if (retention.kind === "after_upload")
      return (context) => sweepUploads(entry, place, retention.period, context);
  }
  return null;
}

/** The period that really holds: that of connection metadata is shorter by the database's restore window. */
export function periodOf(entry: InventoryEntry, config: Config): Period | null {
  if (entry.id === "d1.connections") return metadataPeriod(config.restoreWindowDays);
  return "period" in entry.retention ? entry.retention.period : null;
}

function whereDue(column: string, ranges: readonly Range[]): { sql: string; values: number[] } {
  return {
    sql: `(${ranges.map((_, i) => `${column} BETWEEN ?${2 * i + 1} AND ?${2 * i + 2}`).join(" OR ")})`,
    values: ranges.flatMap(({ from, to }) => [from, to]),
  };
}

/** How rows that go with another's say whose they are. */
const CHILDREN: Readonly<Record<string, { kind: InventoryEntry["retention"]["kind"]; column: string }>> = {
  "d1.rights_requests": { kind: "with_request", column: "request_id" },
  "d1.retention_runs": { kind: "with_run", column: "run_id" },
  "d1.incidents": { kind: "with_incident", column: "incident_id" },
};

/** Tables whose rows go with the rows of this one, by the column that leads there. */
function childrenOf(entry: InventoryEntry): { table: string; column: string }[] {
  const led = CHILDREN[entry.id];
  if (!led) return [];
  return INVENTORY.flatMap(({ place, retention }) =>
    place.kind === "d1_table" && retention.kind === led.kind
      ? [{ table: place.table, column: led.column }]
      : [],
  );
}

async function sweepRows(
  entry: InventoryEntry,
  table: string,
  { column, period }: { column: string; period: Period },
  { env, runId, now, dryRun, budget }: SweepContext,
): Promise<Swept> {
  const { sql, values } = whereDue(column, dueRanges(period, now));
  // A hold on a connection keeps what is kept under its id; the list of holds itself is not held. What is under no
  // connection's id (`NULL NOT IN` is not true) is not held either.
  const held =
    entry.subject.kind === "connection" && entry.id !== "d1.legal_holds"
      ? ` AND (${entry.subject.column} IS NULL OR ${entry.subject.column} NOT IN (${HELD_CONNECTIONS}))`
      : "";
  if (dryRun) {
    const due = await env.DB.prepare(`SELECT count(*) AS due FROM ${table} WHERE ${sql}${held}`)
      .bind(...values)
      .first<number>("due");
    if (due) await addCount(env.DB, runId, { entry: entry.id, removed: due, held: 0 });
    return { queries: 2, more: false };
  }
  const children = childrenOf(entry);
  const chosen = `SELECT rowid FROM ${table} WHERE ${sql}${held} ORDER BY ${column}, rowid LIMIT ${ROWS_A_DELETE}`;
  const cost = children.length + 2;
  let queries = 0;
  while (queries + cost <= budget) {
    const results = await env.DB.batch([
      ...children.map((child) =>
        env.DB.prepare(
          `DELETE FROM ${child.table} WHERE ${child.column} IN (SELECT id FROM ${table} WHERE rowid IN (${chosen}))`,
        ).bind(...values),
      ),
      env.DB.prepare(`DELETE FROM ${table} WHERE rowid IN (${chosen})`).bind(...values),
      countChanges(env.DB, runId, entry.id),
    ]);
    queries += cost;
    if ((results[children.length]?.meta.changes ?? 0) < ROWS_A_DELETE) return { queries, more: false };
  }
  return { queries, more: true };
}

async function sweepConnections(
  entry: InventoryEntry,
  { env, runId, now, dryRun, budget }: SweepContext,
): Promise<Swept> {
  const period = periodOf(entry, configOf(env));
  if (!period) return { queries: 0, more: false };
  const { sql, values } = whereDue("disconnected_at", dueRanges(period, now));
  const due = `FROM connections WHERE ${sql} AND status = 'disconnected'`;
  const held = await env.DB.prepare(`SELECT count(*) AS held ${due} AND id IN (${HELD_CONNECTIONS})`)
    .bind(...values)
    .first<number>("held");
  let queries = 1;
  if (held) {
    await addCount(env.DB, runId, { entry: entry.id, removed: 0, held });
    queries += 1;
  }
  if (dryRun) {
    const free = await env.DB.prepare(`SELECT count(*) AS free ${due} AND id NOT IN (${HELD_CONNECTIONS})`)
      .bind(...values)
      .first<number>("free");
    if (free) await addCount(env.DB, runId, { entry: entry.id, removed: free, held: 0 });
    return { queries: queries + 2, more: false };
  }
  // An object that cannot be emptied now (its meter is not flushed) is passed over, and is due again next time.
  let passed = { at: Number.MIN_SAFE_INTEGER, id: "" };
  const cost = IDS_A_STATEMENT + 2 * rowErasures(env.DB, ["x"]).length + 1;
  while (queries + cost <= budget) {
    const { results } = await env.DB.prepare(
      `SELECT id, disconnected_at AS at ${due} AND id NOT IN (${HELD_CONNECTIONS})
       AND (disconnected_at, id) > (?${values.length + 1}, ?${values.length + 2})
       ORDER BY disconnected_at, id LIMIT ${IDS_A_STATEMENT}`,
    )
      .bind(...values, passed.at, passed.id)
      .all<{ id: string; at: number }>();
    queries += 1;
    const last = results.at(-1);
    if (!last) return { queries, more: false };
    passed = last;
    const purged = await purgeObjects(
      env,
      results.map(({ id }) => id),
    );
    queries += results.length;
    if (purged.length > 0) {
      const statements = rowErasures(env.DB, purged).flatMap(({ entry: of, statement }) =>
        of === null ? [statement] : [statement, countChanges(env.DB, runId, of)],
      );
      await env.DB.batch(statements);
      queries += statements.length;
    }
    if (results.length < IDS_A_STATEMENT) return { queries, more: false };
  }
  return { queries, more: true };
}

async function sweepHours(entry: InventoryEntry, { env, runId, now, dryRun }: SweepContext): Promise<Swept> {
  if (dryRun) {
    const due = await hoursDue(env.DB, now);
    if (due) await addCount(env.DB, runId, { entry: entry.id, removed: due, held: 0 });
    return { queries: 2, more: false };
  }
  const { days, queries } = await compactUsage(env.DB, now, { count: countChanges(env.DB, runId, entry.id) });
  return { queries, more: days.length > 0 };
}

async function sweepUsage(entry: InventoryEntry, context: SweepContext): Promise<Swept> {
  const { env, runId, now, dryRun, budget } = context;
  if (dryRun) {
    const due = await anonymiseDueCount(env.DB, now);
    if (due) await addCount(env.DB, runId, { entry: entry.id, removed: due, held: 0 });
    return { queries: 2, more: false };
  }
  const { queries, more } = await anonymiseDue(env, now, budget, countChanges(env.DB, runId, entry.id));
  return { queries, more };
}

/** Rows by the month: those of the latest month that is due, and of all before it. */
async function sweepMonths(
  entry: InventoryEntry,
  table: string,
  { column, period }: { column: string; period: Period },
  { env, runId, now, dryRun, budget }: SweepContext,
): Promise<Swept> {
  const latest = latestDueMonth(period, now);
  if (dryRun) {
    const due = await env.DB.prepare(`SELECT count(*) AS due FROM ${table} WHERE ${column} <= ?1`)
      .bind(latest)
      .first<number>("due");
    if (due) await addCount(env.DB, runId, { entry: entry.id, removed: due, held: 0 });
    return { queries: 2, more: false };
  }
  const held = entry.subject.kind === "connection" ? entry.subject.column : null;
  const free = held ? ` AND ${held} NOT IN (${HELD_CONNECTIONS})` : "";
  const key = held ? `${held}, ${column}` : column;
  let queries = 0;
  while (queries + 2 <= budget) {
    const [removed] = await env.DB.batch([
      env.DB.prepare(
        `DELETE FROM ${table} WHERE (${key}) IN
           (SELECT ${key} FROM ${table} WHERE ${column} <= ?1${free} LIMIT ${ROWS_A_DELETE})`,
      ).bind(latest),
      countChanges(env.DB, runId, entry.id),
    ]);
    queries += 2;
    if ((removed?.meta.changes ?? 0) < ROWS_A_DELETE) return { queries, more: false };
  }
  return { queries, more: true };
}

/** The last UTC month whose period, counted from its end, is over. */
function latestDueMonth(period: Period, now: number): string {
  for (let back = 0; ; back++) {
    const month = monthOf(after(now, { months: -back }));
    if (monthLimit(month, period) <= now) return month;
  }
}

type R2Place = Extract<InventoryEntry["place"], { kind: "r2_prefix" }>;

async function sweepPartitions(
  entry: InventoryEntry,
  { bucket, prefix }: R2Place,
  period: Period,
  { env, runId, now, dryRun, budget }: SweepContext,
): Promise<Swept> {
  const days = (await daysUnder(env[bucket], prefix)).filter((day) => dayLimit(day, period) <= now);
  let queries = 1;
  for (const day of days) {
    if (queries + 10 > budget) return { queries, more: true };
    const dropped = await dropPartition(env[bucket], `${prefix}${day}/`, { dryRun });
    queries += dropped.operations + 1;
    await addCount(env.DB, runId, { entry: entry.id, removed: dropped.objects, held: 0 });
  }
  return { queries, more: false };
}

/** When a day's partition leaves: `period` after the day's end, when its last line is that old. */
export function dayLimit(day: string, period: Period): number {
  return after(Date.parse(`${day}T00:00:00.000Z`) + DAY, period);
}

async function sweepUploads(
  entry: InventoryEntry,
  { bucket, prefix }: R2Place,
  period: Period,
  { env, runId, now, dryRun }: SweepContext,
): Promise<Swept> {
  const { keys, operations } = await uploadsDue(
    env[bucket],
    prefix,
    (uploaded) => after(uploaded, period) <= now,
  );
  if (keys.length === 0) return { queries: operations, more: false };
  const deletes = dryRun ? 0 : await dropUploads(env[bucket], keys);
  await addCount(env.DB, runId, { entry: entry.id, removed: keys.length, held: 0 });
  return { queries: operations + deletes + 1, more: false };
}
