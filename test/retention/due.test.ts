import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/kernel/clock";
import { after as endOf, type Period } from "../../src/kernel/period";
import { dueRanges } from "../../src/retention/due";
import { Random } from "../support/random";

const isDue = (at: number, period: Period, now: number) =>
  dueRanges(period, now).some(({ from, to }) => from <= at && at <= to);
const utc = (text: string) => Date.parse(`${text}Z`);

describe("what is due", () => {
  it.each([
    // at, period, the very moment it becomes due
    ["2026-01-31T12:00:00.000", { months: 1 }, "2026-02-28T12:00:00.000"],
    ["2028-01-31T12:00:00.000", { months: 1 }, "2028-02-29T12:00:00.000"],
    ["2026-02-28T23:59:59.999", { months: 24 }, "2028-02-28T23:59:59.999"],
    ["2028-02-29T00:00:00.000", { months: 24 }, "2030-02-28T00:00:00.000"],
    ["2026-12-31T23:59:59.999", { months: 2 }, "2027-02-28T23:59:59.999"],
    ["2026-03-29T01:30:00.000", { days: 30 }, "2026-04-28T01:30:00.000"], // Europe's clocks change that night
    ["2026-11-01T06:30:00.000", { days: 90 }, "2027-01-30T06:30:00.000"], // America's, that morning
  ])("%s plus %j is due at %s and not a millisecond before", (at, period, moment) => {
    expect(isDue(utc(at), period, utc(moment) - 1)).toBe(false);
    expect(isDue(utc(at), period, utc(moment))).toBe(true);
  });

  it("a later record may be due before an earlier one, where a month is shorter", () => {
    const now = utc("2026-02-28T12:00:00.000");
    expect(isDue(utc("2026-01-29T01:00:00.000"), { months: 1 }, now)).toBe(true);
    expect(isDue(utc("2026-01-28T23:00:00.000"), { months: 1 }, now)).toBe(false);
  });

  it("is what the period says, for twenty thousand random moments", () => {
    const random = new Random(20_261_124);
    for (let i = 0; i < 20_000; i++) {
      const at = utc("2024-01-01T00:00:00.000") + random.below(6 * 365 * 24 * 60) * MINUTE;
      const period: Period = random.below(2) ? { months: 1 + random.below(30) } : { days: random.below(100) };
      const now =
        endOf(at, period) + (random.below(9) - 4) * (random.below(2) ? DAY : HOUR) + random.below(3) - 1;
      expect(isDue(at, period, now), `${new Date(at).toISOString()} ${JSON.stringify(period)} ${now}`).toBe(
        endOf(at, period) <= now,
      );
    }
  });
});
