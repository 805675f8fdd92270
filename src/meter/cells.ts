import { hourOf, monthOf } from "../kernel/clock";
import type { Mode } from "../kernel/regions";
import type { LogLine } from "../logs/line";
import { LATENCY_COLUMNS, latencyClass } from "./histogram";

/** One row's worth of usage: everything in a batch that shares hour, key, platform, operation and status. */
export interface UsageCell {
  appId: string;
  mode: Mode;
  hour: string;
  keyId: string;
  platform: string;
  operation: string;
  status: number;
  calls: number;
  durationMs: number;
  platformMs: number;
  latency: number[];
}

/** A connection's calls in a month. */
export interface ConnectionMonth {
  connectionId: string;
  month: string;
  appId: string;
  calls: number;
  lastSuccessAt: number | null;
}

/** Folds call lines into usage cells, and the calls per connection and month. Pure; the order of lines is free. */
export function fold(lines: readonly LogLine[]): { cells: UsageCell[]; months: ConnectionMonth[] } {
  const cells = new Map<string, UsageCell>();
  const months = new Map<string, ConnectionMonth>();
  for (const line of lines) {
    const hour = hourOf(line.time);
    const platform = line.platform ?? "none";
    const keyId = line.key_id ?? "none";
    const id = [line.app_id, line.mode, hour, keyId, platform, line.operation, line.status].join("|");
    let cell = cells.get(id);
    if (!cell) {
      cell = {
        appId: line.app_id,
        mode: line.mode,
        hour,
        keyId,
        platform,
        operation: line.operation,
        status: line.status,
        calls: 0,
        durationMs: 0,
        platformMs: 0,
        latency: LATENCY_COLUMNS.map(() => 0),
      };
      cells.set(id, cell);
    }
    cell.calls += 1;
    cell.durationMs += Math.round(line.duration_ms);
    cell.platformMs += Math.round(line.platform_ms);
    const index = latencyClass(line.duration_ms);
    cell.latency[index] = (cell.latency[index] ?? 0) + 1;
    if (line.connection_id) addTo(months, line.connection_id, line);
  }
  return { cells: [...cells.values()], months: [...months.values()] };
}

function addTo(months: Map<string, ConnectionMonth>, connectionId: string, line: LogLine): void {
  const month = monthOf(line.time);
  const id = `${connectionId}|${month}`;
  const sum = months.get(id) ?? { connectionId, month, appId: line.app_id, calls: 0, lastSuccessAt: null };
  sum.calls += 1;
  if (line.status < 400) sum.lastSuccessAt = Math.max(sum.lastSuccessAt ?? 0, line.time);
  months.set(id, sum);
}
