import { PERIODS } from "../inventory/periods";
import { DAY, dayOf } from "../kernel/clock";
import { LATENCY_COLUMNS } from "./histogram";

const KEYS = ["app_id", "mode", "key_id", "platform", "operation", "status"].join(", ");
const MEASURES = ["calls", "duration_ms", "platform_ms", ...LATENCY_COLUMNS];

/**
 * Moves hourly usage of days past its period into days: one transaction a day adds to the daily cell and deletes
 * the hours, so that every call is in exactly one of the two at any time, and a late batch simply moves with the
 * next run. @returns the days moved, at most `maxDays` a run.
 */
export async function compactUsage(db: D1Database, now: number, maxDays = 10): Promise<string[]> {
  const before = dayOf(now - PERIODS.hourlyUsage.days * DAY);
  const { results } = await db
    .prepare(
      "SELECT DISTINCT substr(hour, 1, 10) AS day FROM usage_hourly WHERE hour < ?1 ORDER BY day LIMIT ?2",
    )
    .bind(before, maxDays)
    .all<{ day: string }>();
  for (const { day } of results) {
    await db.batch([
      db
        .prepare(
          `INSERT INTO usage_daily (day, ${KEYS}, ${MEASURES.join(", ")})
           SELECT substr(hour, 1, 10), ${KEYS}, ${MEASURES.map((name) => `sum(${name})`).join(", ")}
           FROM usage_hourly WHERE hour >= ?1 AND hour < ?2 GROUP BY ${KEYS}
           ON CONFLICT (app_id, mode, day, key_id, platform, operation, status) DO UPDATE SET
             ${MEASURES.map((name) => `${name} = usage_daily.${name} + excluded.${name}`).join(", ")}`,
        )
        .bind(`${day}T00`, `${day}T24`),
      db.prepare("DELETE FROM usage_hourly WHERE hour >= ?1 AND hour < ?2").bind(`${day}T00`, `${day}T24`),
    ]);
  }
  return results.map(({ day }) => day);
}
