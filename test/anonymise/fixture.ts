import { env } from "cloudflare:workers";
import { publicUsage } from "../../src/anonymise";
import type { LogLine } from "../../src/logs/line";
import { applyMeterBatch } from "../../src/meter/apply";
import { LATENCY_COLUMNS } from "../../src/meter/histogram";
import { meterSums } from "../../src/meter/query";

let lines = 0;
const sequences = new Map<string, number>();

/** Calls as the meter applies them: one batch of an app's key, each call at its time. */
export async function call(
  app: string,
  times: readonly number[],
  over: Partial<LogLine> = {},
  db: D1Database = env.DB,
): Promise<void> {
  const source = `key_of_${app}`;
  const seq = (sequences.get(source) ?? 0) + 1;
  sequences.set(source, seq);
  await applyMeterBatch(db, {
    source,
    seq,
    lines: times.map((time) => {
      lines += 1;
      return {
        id: `req_anonymise${lines}`,
        time,
        app_id: app,
        mode: "live",
        key_id: source,
        connection_id: null,
        platform: "shopify",
        operation: "orders.list",
        method: "GET",
        status: 200,
        code: null,
        platform_status: 200,
        duration_ms: 80,
        platform_ms: 60,
        ip_prefix: null,
        country: null,
        ...over,
      };
    }),
  });
}

export interface UsageRow {
  app: string;
  day: string;
  calls: number;
  durationMs?: number;
  platform?: string;
  operation?: string;
  status?: number;
  key?: string;
  mode?: string;
}

/** Many rows of usage by the day at once, and their ledgers, so that the meter's sums stay equal. */
export async function insertUsage(rows: readonly UsageRow[]): Promise<void> {
  const all = rows.map((row) => [
    row.app,
    row.mode ?? "live",
    row.day,
    row.key ?? `key_of_${row.app}`,
    row.platform ?? "shopify",
    row.operation ?? "orders.list",
    row.status ?? 200,
    row.calls,
    row.durationMs ?? row.calls * 80,
  ]);
  const value = (index: number) => `json_extract(value, '$[${index}]')`;
  for (let at = 0; at < all.length; at += 2_000) {
    const some = JSON.stringify(all.slice(at, at + 2_000));
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO usage_daily (app_id, mode, day, key_id, platform, operation, status, calls, duration_ms,
           platform_ms, ${LATENCY_COLUMNS.join(", ")})
         SELECT ${[0, 1, 2, 3, 4, 5, 6, 7, 8].map(value).join(", ")}, 0, ${LATENCY_COLUMNS.map(() => "0").join(", ")}
         FROM json_each(?1)`,
      ).bind(some),
      env.DB.prepare(
        `INSERT INTO meter_sources (source, last_seq, calls, updated_at)
         SELECT 'ledger_of_' || ${value(0)}, 1, sum(${value(7)}), 0 FROM json_each(?1) WHERE true
         GROUP BY ${value(0)} ON CONFLICT (source) DO UPDATE SET calls = meter_sources.calls + excluded.calls`,
      ).bind(some),
    ]);
  }
}

export async function wipe(): Promise<void> {
  sequences.clear();
  await env.DB.batch(
    [
      "usage_hourly",
      "usage_daily",
      "usage_anonymous",
      "usage_months_closed",
      "meter_sources",
      "meter_retired",
    ].map((table) => env.DB.prepare(`DELETE FROM ${table}`)),
  );
}

/** Calls still in rows that name an app. */
export async function callsLeft(like = "%"): Promise<number> {
  return (
    (await env.DB.prepare(
      `SELECT (SELECT coalesce(sum(calls), 0) FROM usage_daily WHERE day LIKE ?1)
         + (SELECT coalesce(sum(calls), 0) FROM usage_hourly WHERE hour LIKE ?1) AS n`,
    )
      .bind(like)
      .first<number>("n")) ?? 0
  );
}

export async function callsRetired(): Promise<number> {
  return (
    (await env.DB.prepare("SELECT calls FROM meter_retired WHERE side = 'usage'").first<number>("calls")) ?? 0
  );
}

/** Published calls of a month by label. */
export async function publishedOf(month: string): Promise<Record<string, number>> {
  const rows = (await publicUsage(env.DB)).filter((row) => row.month === month);
  return Object.fromEntries(
    rows.map((row) => [`${row.platform} ${row.operation} ${row.status_class}`, row.calls]),
  );
}

/** Whether the meter's two sums agree, and what they are. */
export async function sum(): Promise<number> {
  const { bySource, byCell } = await meterSums(env.DB);
  if (bySource !== byCell) throw new Error(`by source ${bySource}, by cell ${byCell}`);
  return byCell;
}

/** D1 that does something before or instead of its n-th batch. */
export function withBatch(around: (batch: () => Promise<D1Result[]>, n: number) => Promise<D1Result[]>): {
  db: D1Database;
  batches: () => number;
} {
  let n = 0;
  const db = new Proxy(env.DB, {
    get(target, name) {
      if (name === "batch") {
        return (statements: D1PreparedStatement[]) => {
          n += 1;
          return around(() => target.batch(statements), n);
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { db, batches: () => n };
}
