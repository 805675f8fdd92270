import { PERIODS } from "../inventory/periods";
import { DAY, dayOf } from "../kernel/clock";
import { LATENCY_COLUMNS } from "./histogram";

const KEYS = ["app_id", "mode", "key_id", "platform", "operation", "status"].join(", ");
const MEASURES = ["calls", "duration_ms", "platform_ms", ...LATENCY_COLUMNS];
const CLOSED = "EXISTS (SELECT 1 FROM usage_months_closed WHERE month = substr(?1, 1, 7))";

/**
 * Moves hourly usage of days past its period into days: one transaction a day adds to the daily cell and deletes
 * the hours, so that every call is in exactly one of the two at any time, and a late batch simply moves with the
 * next run. Hours of a month that is anonymised already are retired instead: they would be the difference to what is
 * published. @returns the days moved, at most `maxDays` a run, and how many rows they were.
 * @param options.count put after each day's removal into its transaction, e.g. to count its changes()
 */
export async function compactUsage(
  db: D1Database,
  now: number,
  options: { maxDays?: number; count?: D1PreparedStatement } = {},
): Promise<{ days: string[]; rows: number; queries: number }> {
  const { maxDays = 10, count } = options;
  const before = dueBefore(now);
  let rows = 0;
  let queries = 1;
  const { results } = await db
    .prepare(
      "SELECT DISTINCT substr(hour, 1, 10) AS day FROM usage_hourly WHERE hour < ?1 ORDER BY day LIMIT ?2",
    )
    .bind(before, maxDays)
    .all<{ day: string }>();
  for (const { day } of results) {
    const moved = await db.batch([
      db
        .prepare(
          `INSERT INTO usage_daily (day, ${KEYS}, ${MEASURES.join(", ")})
           SELECT substr(hour, 1, 10), ${KEYS}, ${MEASURES.map((name) => `sum(${name})`).join(", ")}
           FROM usage_hourly WHERE hour >= ?1 AND hour < ?2 AND NOT ${CLOSED} GROUP BY ${KEYS}
           ON CONFLICT (app_id, mode, day, key_id, platform, operation, status) DO UPDATE SET
             ${MEASURES.map((name) => `${name} = usage_daily.${name} + excluded.${name}`).join(", ")}`,
        )
        .bind(`${day}T00`, `${day}T24`),
      db
        .prepare(
          `INSERT INTO meter_retired (side, calls)
           SELECT 'usage', sum(calls) FROM usage_hourly WHERE hour >= ?1 AND hour < ?2 AND ${CLOSED}
           HAVING count(*) > 0
           ON CONFLICT (side) DO UPDATE SET calls = meter_retired.calls + excluded.calls`,
        )
        .bind(`${day}T00`, `${day}T24`),
      db.prepare("DELETE FROM usage_hourly WHERE hour >= ?1 AND hour < ?2").bind(`${day}T00`, `${day}T24`),
      ...(count ? [count] : []),
    ]);
    queries += moved.length;
    rows += moved[2]?.meta.changes ?? 0;
  }
  return { days: results.map(({ day }) => day), rows, queries };
}

/** How many rows of hours are due to be moved. */
export async function hoursDue(db: D1Database, now: number): Promise<number> {
  return (
    (await db
      .prepare("SELECT count(*) AS due FROM usage_hourly WHERE hour < ?1")
      .bind(dueBefore(now))
      .first<number>("due")) ?? 0
  );
}

/** Whole days, when their last hour is due. */
function dueBefore(now: number): string {
  return dayOf(now - PERIODS.hourlyUsage.days * DAY);
}
