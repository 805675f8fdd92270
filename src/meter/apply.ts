import { clock } from "../kernel/clock";
import type { LogLine } from "../logs/line";
import { type ConnectionMonth, fold, type UsageCell } from "./cells";
import { LATENCY_COLUMNS } from "./histogram";

/** A ledger's batch on its way to D1. The same `seq` always carries the same lines. */
export interface MeterBatch {
  source: string;
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

const GUARD = `INSERT INTO meter_sources (source, last_seq, calls, updated_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (source) DO UPDATE SET
  last_seq = CASE WHEN excluded.last_seq = meter_sources.last_seq + 1 THEN excluded.last_seq END,
  calls = meter_sources.calls + excluded.calls,
  updated_at = excluded.updated_at`;

/** Rows come as one array of arrays: a batch is three statements, however many rows it writes. */
const rowsOf = (columns: number) =>
  `SELECT ${Array.from({ length: columns }, (_, i) => `value ->> ${i}`).join(", ")} FROM json_each(?1) WHERE true`;

const ADD_CELLS = `INSERT INTO usage_hourly (app_id, mode, hour, key_id, platform, operation, status, ${MEASURES.join(", ")})
${rowsOf(7 + MEASURES.length)}
ON CONFLICT (app_id, mode, hour, key_id, platform, operation, status) DO UPDATE SET
  ${MEASURES.map((name) => `${name} = usage_hourly.${name} + excluded.${name}`).join(", ")}`;

const ADD_MONTHS = `INSERT INTO usage_connections (connection_id, month, app_id, calls, last_success_at) ${rowsOf(5)}
ON CONFLICT (connection_id, month) DO UPDATE SET
  calls = usage_connections.calls + excluded.calls,
  last_success_at = nullif(max(ifnull(usage_connections.last_success_at, 0), ifnull(excluded.last_success_at, 0)), 0)`;

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
  const statements = [
    db.prepare(GUARD).bind(batch.source, batch.seq, batch.lines.length, clock.now()),
    db.prepare(ADD_CELLS).bind(JSON.stringify(cells.map(cellValues))),
    db.prepare(ADD_MONTHS).bind(JSON.stringify(months.map(monthValues))),
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

function monthValues(month: ConnectionMonth): (string | number | null)[] {
  return [month.connectionId, month.month, month.appId, month.calls, month.lastSuccessAt];
}
