import { clock, dayOf, HOUR, hourOf, monthOf } from "../kernel/clock";
import { after, type Period } from "../kernel/period";
import type { Granularity, UsageRow } from "../meter/query";

interface Range {
  label: string;
  granularity: Granularity;
  count: number;
}

/** The ranges that are offered, by the name they have in the address. */
export const RANGES = {
  "24h": { label: "24 hours", granularity: "hour", count: 24 },
  "7d": { label: "7 days", granularity: "day", count: 7 },
  "30d": { label: "30 days", granularity: "day", count: 30 },
  "12m": { label: "12 months", granularity: "month", count: 12 },
} as const satisfies Record<string, Range>;
export type RangeName = keyof typeof RANGES;

const NAMES: Record<Granularity, (ms: number) => string> = { hour: hourOf, day: dayOf, month: monthOf };

/** The periods of a range, oldest first, the one of this moment last. */
export function periodsOf({ granularity, count }: Range): string[] {
  const now = clock.now();
  const back = (steps: number): number => {
    if (granularity === "hour") return now - steps * HOUR;
    const period: Period = granularity === "day" ? { days: -steps } : { months: -steps };
    return after(now, period);
  };
  return Array.from({ length: count }, (_, index) => NAMES[granularity](back(count - 1 - index)));
}

/** The first hour of a period, as the meter names it. */
export function firstHour(period: string): string {
  return period + "-01T00".slice(period.length === 7 ? 0 : period.length === 10 ? 3 : 6);
}

export type Measures = Pick<UsageRow, "calls" | "errors" | "latency">;

/** Rows together, by what `nameOf` says of each: calls, errors and latency classes can all be added. */
export function summedBy(
  rows: readonly UsageRow[],
  nameOf: (row: UsageRow) => string,
): Map<string, Measures> {
  const sums = new Map<string, Measures>();
  for (const row of rows) {
    const sum = sums.get(nameOf(row)) ?? { calls: 0, errors: 0, latency: [] };
    sums.set(nameOf(row), {
      calls: sum.calls + row.calls,
      errors: sum.errors + row.errors,
      latency: row.latency.map((count, index) => count + (sum.latency[index] ?? 0)),
    });
  }
  return sums;
}
