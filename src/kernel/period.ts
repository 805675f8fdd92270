import { DAY } from "./clock";

/** A retention period. Days are exact multiples of 24 hours; months are calendar months in UTC. */
export type Period = { days: number } | { months: number };

/**
 * The moment a period after `from` ends. A month's end is clamped to the target month's last day: 31 January plus
 * one month is 28 or 29 February at the same time of day, in UTC, whatever daylight saving does elsewhere.
 */
export function after(from: number, period: Period): number {
  if ("days" in period) return from + period.days * DAY;
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + period.months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}
