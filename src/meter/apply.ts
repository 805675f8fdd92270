import { clock } from "../kernel/clock";
import type { LogLine } from "../logs/line";
import { fold, type UsageCell } from "./cells";
import { LATENCY_COLUMNS } from "./histogram";

/** A ledger's batch on its way to D1. The same `seq` always carries the same lines. */
export interface MeterBatch {
  source: string;
  appId: string;
  /** 1, 2, 3 … per source, without gaps. */
  seq: number;
  lines: readonly LogLine[];
}

/** Batches before this one never arrived: must not happen, and must never be papered over. */
export class MeterGap extends Error {
  constructor(
    readonly source: string,
    readonly expected: number,
    readonly got: number,
  ) {
    super(`meter of ${source}: batch ${got} came where ${expected} was next`);
    this.name = "MeterGap";
  }
}

const MEASURES = ["calls", "duration_ms", "platform_ms", ...LATENCY_COLUMNS] as const;

const GUARD = `INSERT INTO meter_sources (source, app_id, last_seq, calls, last_success_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (source) DO UPDATE SET
  last_seq = CASE WHEN excluded.last_seq = meter_sources.last_seq + 1 THEN excluded.last_seq END,
  calls = meter_sources.calls + excluded.calls,
  last_success_at = max(coalesce(meter_sources.last_success_at, 0), excluded.last_success_at),
  updated_at = excluded.updated_at`;

const ADD_CELL = `INSERT INTO usage_hourly (app_id, mode, hour, key_id, platform, operation, status, ${MEASURES.join(", ")})
VALUES (${Array.from({ length: 7 + MEASURES.length }, (_, i) => `?${i + 1}`).join(", ")})
ON CONFLICT (app_id, mode, hour, key_id, platform, operation, status) DO UPDATE SET
  ${MEASURES.map((name) => `${name} = usage_hourly.${name} + excluded.${name}`).join(", ")}`;

const ADD_MONTH = `INSERT INTO usage_connections (connection_id, month, app_id, calls) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (connection_id, month) DO UPDATE SET calls = usage_connections.calls + excluded.calls`;

/**
 * Applies a batch at most once. The whole batch is one D1 transaction whose first statement advances the source's
 * sequence number; a number out of order makes it NULL in a NOT NULL column, which rolls everything back.
 * Safe to repeat after any failure, before or after the commit.
 * @throws MeterGap, or D1's own error (then nothing was applied, or all of it was: repeat).
 */
export async function applyMeterBatch(
  db: D1Database,
  batch: MeterBatch,
): Promise<"applied" | "already_applied"> {
  const { cells, months } = fold(batch.lines);
  const lastSuccess = batch.lines.reduce(
    (last, line) => (line.status < 400 ? Math.max(last, line.time) : last),
    0,
  );
  const addCell = db.prepare(ADD_CELL);
  const addMonth = db.prepare(ADD_MONTH);
  const statements = [
    db
      .prepare(GUARD)
      .bind(batch.source, batch.appId, batch.seq, batch.lines.length, lastSuccess, clock.now()),
    ...cells.map((cell) => addCell.bind(...cellValues(cell))),
    ...[...months].map(([month, calls]) => addMonth.bind(batch.source, month, batch.appId, calls)),
  ];
  try {
    await db.batch(statements);
    return "applied";
  } catch (error) {
    if (!String(error).includes("meter_sources.last_seq")) throw error;
    const row = await db
      .prepare("SELECT last_seq FROM meter_sources WHERE source = ?1")
      .bind(batch.source)
      .first<{ last_seq: number }>();
    if (row && row.last_seq >= batch.seq) return "already_applied";
    throw new MeterGap(batch.source, (row?.last_seq ?? 0) + 1, batch.seq);
  }
}

function cellValues(cell: UsageCell): (string | number)[] {
  return [
    cell.appId,
    cell.mode,
    cell.hour,
    cell.keyId,
    cell.platform,
    cell.operation,
    cell.status,
    cell.calls,
    cell.durationMs,
    cell.platformMs,
    ...cell.latency,
  ];
}
