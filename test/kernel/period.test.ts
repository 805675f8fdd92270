import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY } from "../../src/kernel/clock";
import { after as endOf } from "../../src/kernel/period";
import { retryAfterSeconds } from "../../src/platforms/retry-after";

const at = (text: string) => Date.parse(`${text}Z`);

describe("a period", () => {
  it.each([
    ["2026-01-31T10:20:30.456", 1, "2026-02-28T10:20:30.456"],
    ["2028-01-31T00:00", 1, "2028-02-29T00:00"],
    ["2028-01-30T23:59", 1, "2028-02-29T23:59"],
    ["2024-02-29T12:00", 24, "2026-02-28T12:00"],
    ["2024-02-29T12:00", 48, "2028-02-29T12:00"],
    ["2024-02-29T12:00", 12, "2025-02-28T12:00"],
    ["2026-11-23T19:00", 24, "2028-11-23T19:00"],
    ["2026-12-31T23:59:59.999", 2, "2027-02-28T23:59:59.999"],
    ["2026-05-31T00:00", 1, "2026-06-30T00:00"],
    ["2026-08-31T00:00", 6, "2027-02-28T00:00"],
    ["2099-12-31T00:00", 2, "2100-02-28T00:00"], // no leap year, though divisible by four
    ["2026-03-31T00:00", 0, "2026-03-31T00:00"],
  ])("from %s of %i months ends %s", (from, months, end) => {
    expect(endOf(at(from), { months })).toBe(at(end));
  });

  it("of days is that many times 24 hours, whatever clocks do in spring", () => {
    expect(endOf(at("2026-03-15T00:30"), { days: 30 })).toBe(at("2026-04-14T00:30"));
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date("2200-01-01"), noInvalidDate: true }),
        fc.nat(1_000),
        (from, days) => {
          expect(endOf(from.getTime(), { days }) - from.getTime()).toBe(days * DAY);
        },
      ),
    );
  });

  it("of months keeps the time of day and the day of the month, or takes the month's last", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date("2200-01-01"), noInvalidDate: true }),
        fc.nat(60),
        (from, months) => {
          const end = new Date(endOf(from.getTime(), { months }));
          expect(end.getTime() % DAY).toBe(from.getTime() % DAY);
          const count = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
          expect(count(end) - count(from)).toBe(months);
          const isLast = new Date(end.getTime() + DAY).getUTCDate() === 1;
          expect(
            end.getUTCDate() === from.getUTCDate() || (isLast && end.getUTCDate() < from.getUTCDate()),
          ).toBe(true);
        },
      ),
    );
  });

  it("never ends earlier for what began later", () => {
    const moment = fc.integer({ min: 0, max: at("2200-01-01T00:00") });
    fc.assert(
      fc.property(moment, moment, fc.nat(48), (a, b, months) => {
        expect(endOf(Math.min(a, b), { months })).toBeLessThanOrEqual(endOf(Math.max(a, b), { months }));
      }),
    );
  });
});

describe("a platform's wait", () => {
  const now = at("2026-11-23T19:00:00.000");

  it.each([
    // Seconds (RFC 9110 §10.2.3), also with a fraction.
    ["0", "seconds", 0],
    ["1", "seconds", 1],
    ["120", "seconds", 120],
    ["0.3", "seconds", 1],
    ["2.0", "seconds", 2],
    // Milliseconds (BigCommerce).
    ["300", "milliseconds", 1],
    ["15000", "milliseconds", 15],
    ["15001", "milliseconds", 16],
    // A date, in all three forms that RFC 9110 §5.6.7 has recipients take.
    ["Mon, 23 Nov 2026 19:00:30 GMT", "seconds", 30],
    ["Monday, 23-Nov-26 19:00:30 GMT", "seconds", 30],
    ["Mon Nov 23 19:00:30 2026", "seconds", 30],
    ["Mon, 23 Nov 2026 18:59:00 GMT", "seconds", 0],
    // An epoch, in seconds and in milliseconds.
    [String(now / 1_000 + 42), "seconds", 42],
    [String(now + 1_500), "seconds", 2],
    [String(now + 1_500), "milliseconds", 2],
    [String(now / 1_000 - 42), "seconds", 0],
    [" 7 ", "seconds", 7],
  ] as const)("%j in %s is %i seconds", (value, unit, seconds) => {
    expect(retryAfterSeconds(value, now, unit)).toBe(seconds);
  });

  it.each([null, "", "  ", "soon", "-5x"])("%j is none", (value) => {
    expect(retryAfterSeconds(value, now)).toBeNull();
  });

  it("is always whole seconds, never less than none", () => {
    fc.assert(
      fc.property(fc.oneof(fc.double({ min: 0, max: 1e14, noNaN: true }), fc.nat()), (value) => {
        const wait = retryAfterSeconds(value.toFixed(3), now);
        expect(wait).not.toBeNull();
        expect(Number.isInteger(wait) && wait! >= 0).toBe(true);
      }),
    );
  });
});
