import { DAY } from "../kernel/clock";
import { after, type Period } from "../kernel/period";

/** Moments from `from` to `to`, both inclusive, epoch ms. */
export interface Range {
  from: number;
  to: number;
}

/** No month differs from another by more days than this. */
const BAND_DAYS = 4;

/**
 * The moments whose period has ended at `now`, exactly. For calendar months they are not simply all before a cutoff:
 * on 28 February at noon a record of 29 January 01:00 is a month old (its end is clamped to 28 February 01:00), one of
 * 28 January 23:00 is not. So the days around the cutoff are looked at one by one.
 */
export function dueRanges(period: Period, now: number): Range[] {
  if ("days" in period) return [{ from: Number.MIN_SAFE_INTEGER, to: now - period.days * DAY }];
  const middle = startOfDay(after(now, { months: -period.months }));
  const first = middle - BAND_DAYS * DAY;
  const ranges: Range[] = [{ from: Number.MIN_SAFE_INTEGER, to: first - 1 }];
  for (let day = first; day <= middle + BAND_DAYS * DAY; day += DAY) {
    // All moments of a day move by the same distance.
    const to = Math.min(day + DAY - 1, now - (after(day, period) - day));
    if (to >= day) ranges.push({ from: day, to });
  }
  return joined(ranges);
}

function joined(ranges: Range[]): Range[] {
  const all: Range[] = [];
  for (const range of ranges) {
    const last = all.at(-1);
    if (last && last.to + 1 >= range.from) last.to = Math.max(last.to, range.to);
    else all.push({ ...range });
  }
  return all;
}

function startOfDay(ms: number): number {
  return Math.floor(ms / DAY) * DAY;
}
