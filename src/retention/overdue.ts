import { monthLimit } from "../anonymise";
import { configOf } from "../config/config";
import { HELD_CONNECTIONS, heldClasses } from "../holds/holds";
import { INVENTORY } from "../inventory/inventory";
import type { DataClass, InventoryEntry } from "../inventory/types";
import { HOUR, MINUTE } from "../kernel/clock";
import { after, type Period } from "../kernel/period";
import { daysUnder } from "./objects";
import { dayLimit, periodOf } from "./sweeps";

/** Cron runs every five minutes; a run that needs a second step is still in time. */
const GRACE_MS = 15 * MINUTE;

export interface Standing {
  entry: string;
  dataClass: DataClass;
  /** When the oldest record on the clock began, epoch ms; null when there is none. */
  oldest: number | null;
  /** When that record has to leave. */
  limit: number | null;
  late: boolean;
}

/** The oldest record of every entry that has a clock of its own, against its limit. */
export async function overdue(env: Env, now: number): Promise<Standing[]> {
  const config = configOf(env);
  const held = await heldClasses(env.DB);
  const standings: Standing[] = [];
  for (const entry of INVENTORY) {
    const period = periodOf(entry, config);
    const found = period && (await oldestOf(env, entry, period));
    if (found === null) continue;
    const isLate = found.limit !== null && found.limit + GRACE_MS < now && !held.has(entry.dataClass);
    standings.push({ entry: entry.id, dataClass: entry.dataClass, ...found, late: isLate });
  }
  return standings;
}

type Oldest = { oldest: number | null; limit: number | null };
const NONE: Oldest = { oldest: null, limit: null };

/** Null for entries whose records are found nowhere by their age (objects, queues). */
async function oldestOf(
  env: Env,
  { place, retention, subject, id }: InventoryEntry,
  period: Period,
): Promise<Oldest | null> {
  if (place.kind === "d1_table" && retention.kind === "after_column") {
    const column = retention.column;
    const free =
      subject.kind === "connection" && id !== "d1.legal_holds"
        ? ` AND (${subject.column} IS NULL OR ${subject.column} NOT IN (${HELD_CONNECTIONS}))`
        : "";
    const oldest = await env.DB.prepare(
      `SELECT min(${column}) AS oldest FROM ${place.table} WHERE ${column} IS NOT NULL${free}`,
    ).first<number>("oldest");
    return oldest === null ? NONE : { oldest, limit: after(oldest, period) };
  }
  if (place.kind === "d1_table" && retention.kind === "after_calendar") {
    if (retention.unit === "month") {
      const first = await env.DB.prepare(
        `SELECT min(${retention.column}) AS first FROM ${place.table}`,
      ).first<string>("first");
      if (first === null) return NONE;
      const month = first.slice(0, 7);
      return { oldest: Date.parse(`${month}-01T00:00:00.000Z`), limit: monthLimit(month, period) };
    }
    const hour = await env.DB.prepare(
      `SELECT min(${retention.column}) AS hour FROM ${place.table}`,
    ).first<string>("hour");
    if (hour === null) return NONE;
    const day = Date.parse(`${hour.slice(0, 10)}T00:00:00.000Z`);
    // Hours are moved a whole day at a time, when the day's last hour is due.
    return { oldest: Date.parse(`${hour}:00:00.000Z`), limit: after(day + 24 * HOUR, period) };
  }
  if (place.kind !== "r2_prefix") return null;
  if (retention.kind === "after_day_partition") {
    const [day] = await daysUnder(env[place.bucket], place.prefix);
    return day === undefined
      ? NONE
      : { oldest: Date.parse(`${day}T00:00:00.000Z`), limit: dayLimit(day, period) };
  }
  let oldest: number | null = null;
  let cursor: string | undefined;
  do {
    const page: R2Objects = await env[place.bucket].list({ prefix: place.prefix, ...(cursor && { cursor }) });
    for (const { uploaded } of page.objects)
      oldest = Math.min(oldest ?? Number.POSITIVE_INFINITY, uploaded.getTime());
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return oldest === null ? NONE : { oldest, limit: after(oldest, period) };
}
