import type { Mode } from "../kernel/regions";
import { LATENCY_COLUMNS } from "./histogram";

export const GRANULARITIES = ["hour", "day", "month"] as const;
export type Granularity = (typeof GRANULARITIES)[number];

export const GROUPS = ["operation", "platform", "key", "status"] as const;
export type Group = (typeof GROUPS)[number];

export interface UsageQuery {
  appId: string;
  mode: Mode;
  /** Inclusive and exclusive UTC hours, as `2026-11-23T19`. */
  fromHour: string;
  toHour: string;
  granularity: Granularity;
  groupBy: readonly Group[];
}

export interface UsageRow {
  period: string;
  operation: string | null;
  platform: string | null;
  key_id: string | null;
  status: number | null;
  calls: number;
  errors: number;
  duration_ms: number;
  platform_ms: number;
  latency: number[];
}

const COLUMN: Record<Group, string> = {
  operation: "operation",
  platform: "platform",
  key: "key_id",
  status: "status",
};
const PERIOD_LENGTH: Record<Granularity, number> = { hour: 13, day: 10, month: 7 };
/** More rows than this are not a chart any more: ask for a coarser one. */
export const MAX_ROWS = 5_000;

/**
 * Usage by period and group, from both roll-ups: a day is in one of them, never in both (closed days are moved).
 * Reads at most MAX_ROWS + 1 rows, so that the caller can tell that there were more.
 */
export async function readUsage(db: D1Database, query: UsageQuery): Promise<UsageRow[]> {
  const length = PERIOD_LENGTH[query.granularity];
  const columns = query.groupBy.map((group) => COLUMN[group]);
  const measures = ["calls", "duration_ms", "platform_ms", ...LATENCY_COLUMNS];
  const fields = ["operation", "platform", "key_id", "status", ...measures].join(", ");
  // A folded day is known by its date alone; at hour granularity it stands at its first hour.
  const sql = `SELECT substr(at, 1, ${length}) AS period, ${columns.map((name) => `${name}, `).join("")}
      sum(CASE WHEN status >= 400 THEN calls ELSE 0 END) AS errors,
      ${measures.map((name) => `sum(${name}) AS ${name}`).join(", ")}
    FROM (
      SELECT hour AS at, ${fields} FROM usage_hourly WHERE app_id = ?1 AND mode = ?2 AND hour >= ?3 AND hour < ?4
      UNION ALL
      SELECT day || 'T00' AS at, ${fields} FROM usage_daily WHERE app_id = ?1 AND mode = ?2 AND day >= ?5 AND day < ?6
    )
    GROUP BY ${["period", ...columns].join(", ")} ORDER BY ${["period", ...columns].join(", ")} LIMIT ${MAX_ROWS + 1}`;
  const rows = await db
    .prepare(sql)
    .bind(
      query.appId,
      query.mode,
      query.fromHour,
      query.toHour,
      query.fromHour.slice(0, 10),
      dayAfter(query.toHour),
    )
    .all<Record<string, string | number>>();
  return rows.results.map((row) => ({
    period: String(row["period"]),
    operation: columns.includes("operation") ? String(row["operation"]) : null,
    platform: columns.includes("platform") ? String(row["platform"]) : null,
    key_id: columns.includes("key_id") ? String(row["key_id"]) : null,
    status: columns.includes("status") ? Number(row["status"]) : null,
    calls: Number(row["calls"]),
    errors: Number(row["errors"]),
    duration_ms: Number(row["duration_ms"]),
    platform_ms: Number(row["platform_ms"]),
    latency: LATENCY_COLUMNS.map((name) => Number(row[name])),
  }));
}

/** A day belongs to the range if any hour of it does. */
function dayAfter(toHour: string): string {
  return toHour.endsWith("T00") ? toHour.slice(0, 10) : `${toHour.slice(0, 10)}~`;
}

/** What D1 has of a connection's calls, and of the ledger that counts them, at one moment. */
export interface ConnectionUsage {
  months: Map<string, number>;
  source: { lastSeq: number; calls: number };
}

export async function connectionUsage(
  db: D1Database,
  connectionId: string,
  source: string,
): Promise<ConnectionUsage> {
  const [months, sources] = await db.batch<Record<string, number | string>>([
    db
      .prepare("SELECT month, calls FROM usage_connections WHERE connection_id = ?1 ORDER BY month")
      .bind(connectionId),
    db.prepare("SELECT last_seq, calls FROM meter_sources WHERE source = ?1").bind(source),
  ]);
  const row = sources?.results[0];
  return {
    months: new Map(months?.results.map(({ month, calls }) => [String(month), Number(calls)])),
    source: { lastSeq: Number(row?.["last_seq"] ?? 0), calls: Number(row?.["calls"] ?? 0) },
  };
}

/**
 * The meter's own sum over everything, twice: by ledger (advanced with each batch) and by cell. They are written
 * in the same transactions and must be equal: a difference would be a defect of the meter, shown, never hidden.
 */
export async function meterSums(db: D1Database): Promise<{ bySource: number; byCell: number }> {
  const row = await db
    .prepare(
      `SELECT (SELECT coalesce(sum(calls), 0) FROM meter_sources) AS by_source,
        (SELECT coalesce(sum(calls), 0) FROM usage_hourly) + (SELECT coalesce(sum(calls), 0) FROM usage_daily)
          + (SELECT coalesce(sum(calls), 0) FROM meter_retired) AS by_cell`,
    )
    .first<{ by_source: number; by_cell: number }>();
  return { bySource: row?.by_source ?? 0, byCell: row?.by_cell ?? 0 };
}
