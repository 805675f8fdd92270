import { modeSchema } from "../kernel/regions";
import type { PublishedCell, SourceCell } from "./groups";
import { daysOf } from "./month";

/**
 * SQL over the months of both usage tables. Their keys begin with app, mode and time, so every statement goes from app
 * to app by its key and reads only the rows it is after: no scan of the whole table, and no index that each call's
 * write would pay for.
 */

const MODES = modeSchema.options.map((mode) => `'${mode}'`).join(", ");
const EACH_MODE = `(${modeSchema.options.map((mode) => `SELECT '${mode}' AS mode`).join(" UNION ALL ")})`;

const walk = (name: string, table: string) => `${name}(id) AS (
  SELECT min(app_id) FROM ${table}
  UNION ALL SELECT (SELECT min(app_id) FROM ${table} WHERE app_id > ${name}.id) FROM ${name} WHERE ${name}.id IS NOT NULL)`;
const WALKS = `WITH RECURSIVE ${walk("by_day", "usage_daily")}, ${walk("by_hour", "usage_hourly")}`;

/** One month of one app that the walk stands at. ?1 and ?2: from and to. CROSS JOIN keeps SQLite to this order. */
const MONTH_BY_WALK = `
  SELECT u.app_id, u.calls FROM by_day CROSS JOIN usage_daily u
    ON u.app_id = by_day.id AND u.mode IN (${MODES}) AND u.day >= ?1 AND u.day < ?2
  UNION ALL SELECT u.app_id, u.calls FROM by_hour CROSS JOIN usage_hourly u
    ON u.app_id = by_hour.id AND u.mode IN (${MODES}) AND u.hour >= ?1 AND u.hour < ?2`;

/** One month of the apps listed in ?3 (JSON). */
const ofApps = (column: "day" | "hour") =>
  `app_id IN (SELECT value FROM json_each(?3)) AND mode IN (${MODES}) AND ${column} >= ?1 AND ${column} < ?2`;

/** The UTC day of the oldest usage there is; null without any. Costs a few index reads per app. */
export async function oldestUsage(db: D1Database): Promise<string | null> {
  return db
    .prepare(
      `${WALKS} SELECT min(day) AS day FROM (
         SELECT (SELECT min(day) FROM usage_daily WHERE app_id = by_day.id AND mode = m.mode) AS day
           FROM by_day CROSS JOIN ${EACH_MODE} m
         UNION ALL
         SELECT (SELECT substr(min(hour), 1, 10) FROM usage_hourly WHERE app_id = by_hour.id AND mode = m.mode)
           FROM by_hour CROSS JOIN ${EACH_MODE} m)`,
    )
    .first<string>("day");
}

/** The number of rows before a UTC day, in both tables. */
export async function rowsBefore(db: D1Database, day: string): Promise<number> {
  const rows = await db
    .prepare(`${WALKS} SELECT count(*) AS n FROM (${MONTH_BY_WALK})`)
    .bind("", day)
    .first<number>("n");
  return rows ?? 0;
}

export async function isClosed(db: D1Database, month: string): Promise<boolean> {
  const row = await db.prepare("SELECT 1 FROM usage_months_closed WHERE month = ?1").bind(month).first();
  return row !== null;
}

/** The apps with usage in a month, in shares of about `rows` rows; one app is never divided. */
export async function sharesOf(db: D1Database, month: string, rows: number): Promise<string[][]> {
  const { from, to } = daysOf(month);
  const { results } = await db
    .prepare(`${WALKS} SELECT app_id, count(*) AS n FROM (${MONTH_BY_WALK}) GROUP BY app_id ORDER BY app_id`)
    .bind(from, to)
    .all<{ app_id: string; n: number }>();
  const shares: string[][] = [];
  let room = 0;
  for (const { app_id, n } of results) {
    if (room < n || shares.length === 0) {
      shares.push([]);
      room = rows;
    }
    shares.at(-1)?.push(app_id);
    room -= n;
  }
  return shares;
}

/** Adds the month's cells of some apps. One statement, so that hours that are being moved to days are seen once. */
export async function readCells(
  db: D1Database,
  month: string,
  apps: readonly string[],
  cells: Map<string, CellUnderWay>,
): Promise<void> {
  const { from, to } = daysOf(month);
  const columns = "app_id, platform, operation, status, calls, duration_ms";
  const { results } = await db
    .prepare(
      `SELECT part.app_id, coalesce(a.developer_id, part.app_id) AS holder, part.platform, part.operation,
         (part.status / 100) || 'xx' AS class, sum(part.calls) AS calls, sum(part.duration_ms) AS duration_ms
       FROM (SELECT ${columns} FROM usage_daily WHERE ${ofApps("day")}
         UNION ALL SELECT ${columns} FROM usage_hourly WHERE ${ofApps("hour")}) part
       LEFT JOIN apps a ON a.id = part.app_id
       GROUP BY part.app_id, part.platform, part.operation, class`,
    )
    .bind(from, to, JSON.stringify(apps))
    .all<{
      app_id: string;
      holder: string;
      platform: string;
      operation: string;
      class: string;
      calls: number;
      duration_ms: number;
    }>();
  for (const row of results) {
    const name = JSON.stringify([row.platform, row.operation, row.class]);
    let cell = cells.get(name);
    if (!cell) {
      const { platform, operation } = row;
      cell = { platform, operation, statusClass: row.class, apps: new Map() };
      cells.set(name, cell);
    }
    cell.apps.set(row.app_id, { holder: row.holder, calls: row.calls, durationMs: row.duration_ms });
  }
}

export interface CellUnderWay extends SourceCell {
  apps: Map<string, { holder: string; calls: number; durationMs: number }>;
}

/**
 * Publishes and closes the month, if its calls in the tables still are `calls`. Usage only grows until its month is
 * closed, so an equal sum is the same usage; a different one makes `closed_at` NULL, which rolls all back.
 * @returns `changed` when usage came in since it was read, `closed` when another one was first
 */
export async function publish(
  db: D1Database,
  month: string,
  { calls, cells, now }: { calls: number; cells: readonly PublishedCell[]; now: number },
): Promise<"done" | "changed" | "closed"> {
  const { from, to } = daysOf(month);
  const rows = cells.map((cell) => [
    cell.platform,
    cell.operation,
    cell.statusClass,
    cell.calls,
    cell.durationMs,
  ]);
  const column = (index: number) => `json_extract(value, '$[${index}]')`;
  try {
    await db.batch([
      db
        .prepare(
          `INSERT INTO usage_months_closed (month, closed_at)
           ${WALKS} SELECT ?3, CASE WHEN coalesce(sum(calls), 0) = ?4 THEN ?5 END FROM (${MONTH_BY_WALK})`,
        )
        .bind(from, to, month, calls, now),
      db
        .prepare(
          `INSERT INTO usage_anonymous (month, platform, operation, status_class, calls, duration_ms)
           SELECT ?1, ${[0, 1, 2, 3, 4].map(column).join(", ")} FROM json_each(?2)`,
        )
        .bind(month, JSON.stringify(rows)),
    ]);
    return "done";
  } catch (error) {
    if (String(error).includes("NOT NULL constraint failed: usage_months_closed.closed_at")) return "changed";
    if (String(error).includes("UNIQUE constraint failed: usage_months_closed.month")) return "closed";
    throw error;
  }
}

/**
 * Removes the rows of some apps in a closed month and counts their calls as retired, in one transaction; whatever
 * comes in meanwhile is in it or stays for the next time. Never publishes anything.
 * @param count written after each removal, e.g. to count its changes() in the same transaction
 */
export async function retire(
  db: D1Database,
  month: string,
  apps: readonly string[],
  count: D1PreparedStatement | null,
): Promise<{ rows: number; queries: number }> {
  const { from, to } = daysOf(month);
  const values = [from, to, JSON.stringify(apps)];
  const results = await db.batch([
    db
      .prepare(
        `INSERT INTO meter_retired (side, calls)
         SELECT 'usage', coalesce(sum(calls), 0) FROM (
           SELECT calls FROM usage_daily WHERE ${ofApps("day")}
           UNION ALL SELECT calls FROM usage_hourly WHERE ${ofApps("hour")}) WHERE true
         ON CONFLICT (side) DO UPDATE SET calls = meter_retired.calls + excluded.calls`,
      )
      .bind(...values),
    db.prepare(`DELETE FROM usage_daily WHERE ${ofApps("day")}`).bind(...values),
    ...(count ? [count] : []),
    db.prepare(`DELETE FROM usage_hourly WHERE ${ofApps("hour")}`).bind(...values),
    ...(count ? [count] : []),
  ]);
  const removed = count ? [results[1], results[3]] : [results[1], results[2]];
  return { rows: removed.reduce((sum, r) => sum + (r?.meta.changes ?? 0), 0), queries: results.length };
}

export interface AnonymousUsage {
  month: string;
  platform: string;
  operation: string;
  status_class: string;
  calls: number;
  duration_ms: number;
}

/** All that was ever published: in it nobody can be found. The rows of a month add up to all of its calls. */
export async function publicUsage(db: D1Database): Promise<AnonymousUsage[]> {
  const { results } = await db
    .prepare(
      `SELECT month, platform, operation, status_class, calls, duration_ms FROM usage_anonymous
       ORDER BY month, platform, operation, status_class`,
    )
    .all<AnonymousUsage>();
  return results;
}
