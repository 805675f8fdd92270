import { entryOf } from "../inventory/inventory";
import { monthOf } from "../kernel/clock";
import { after, type Period } from "../kernel/period";

/** When usage of a UTC month is anonymised: its period, counted from the month's end. @param month `2026-11` */
export function monthLimit(month: string, period: Period): number {
  return after(Date.parse(`${nextMonth(month)}-01T00:00:00.000Z`), period);
}

/** Whether the inventory's period of usage by the day is over for this month. */
export function isDue(month: string, now: number): boolean {
  return monthLimit(month, usagePeriod()) <= now;
}

/** The first UTC month that is not due yet: all before it are. */
export function firstKeptMonth(now: number): string {
  let month = monthOf(now);
  for (let earlier = previousMonth(month); !isDue(earlier, now); earlier = previousMonth(earlier))
    month = earlier;
  return month;
}

/** The month's days as strings: from the first, inclusive, to the next month's first, exclusive. Hours compare alike. */
export function daysOf(month: string): { from: string; to: string } {
  return { from: `${month}-01`, to: `${nextMonth(month)}-01` };
}

function nextMonth(month: string): string {
  return monthOf(after(Date.parse(`${month}-01T00:00:00.000Z`), { months: 1 }));
}

function previousMonth(month: string): string {
  return monthOf(after(Date.parse(`${month}-01T00:00:00.000Z`), { months: -1 }));
}

function usagePeriod(): Period {
  const { retention } = entryOf("d1.usage_daily");
  if (retention.kind !== "after_calendar" || retention.unit !== "month")
    throw new Error("d1.usage_daily must be kept by calendar months");
  return retention.period;
}
