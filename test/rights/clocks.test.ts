import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/kernel/clock";
import {
  clockOf,
  defaultJurisdiction,
  extendedDueAt,
  isJurisdiction,
  reminderAt,
} from "../../src/rights/clocks";
import { JURISDICTIONS, type JurisdictionKey } from "../../src/rights/jurisdictions";
import { RIGHTS, type Right } from "../../src/rights/types";

const at = (text: string) => Date.parse(`${text}Z`);
const KEYS = Object.keys(JURISDICTIONS) as JurisdictionKey[];
const EACH = KEYS.flatMap((key) => RIGHTS.map((right) => [key, right] as const));

const moment = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2120-01-01"), noInvalidDate: true })
  .map((date) => date.getTime());
const anyKey = fc.constantFrom(...KEYS);
const anyRight = fc.constantFrom(...RIGHTS);

describe("a request under the GDPR", () => {
  it.each([
    ["2026-03-05T14:07:09.001", "2026-04-05T14:07:09.001"], // a Sunday: no grace till Monday is taken
    ["2027-01-31T23:59:59.999", "2027-02-28T23:59:59.999"],
    ["2028-01-31T08:00", "2028-02-29T08:00"],
    ["2028-02-29T08:00", "2028-03-29T08:00"],
    ["2026-12-31T00:00", "2027-01-31T00:00"],
    ["2026-03-15T00:30", "2026-04-15T00:30"], // summer time began in between
    ["2026-10-10T23:30", "2026-11-10T23:30"], // and ended
  ])("of %s is due %s", (received, due) => {
    expect(clockOf("eu", "access", at(received))).toEqual({ confirmDueAt: null, dueAt: at(due) });
    expect(clockOf("uk", "deletion", at(received)).dueAt).toBe(at(due));
  });

  it("is extended by two months from its first deadline, which never lies after three months of receipt", () => {
    expect(extendedDueAt("eu", "access", at("2026-03-05T14:00"))).toBe(at("2026-06-05T14:00"));
    expect(extendedDueAt("eu", "access", at("2027-01-31T14:00"))).toBe(at("2027-04-28T14:00"));
    expect(extendedDueAt("uk", "portability", at("2027-12-31T00:00"))).toBe(at("2028-03-31T00:00"));
  });
});

describe("a request under California's law", () => {
  it("is answered in 45 days, 90 when extended", () => {
    const received = at("2028-02-01T09:00");
    for (const right of ["access", "deletion", "rectification", "portability"] as const) {
      expect(clockOf("us-ca", right, received).dueAt).toBe(at("2028-03-17T09:00"));
      expect(extendedDueAt("us-ca", right, received)).toBe(received + 90 * DAY);
    }
  });

  it.each([
    ["Wednesday", "2026-11-25T10:00", "2026-12-08T10:00"], // over Thanksgiving, which is counted
    ["Friday", "2026-11-27T10:00", "2026-12-10T10:00"],
    ["Saturday", "2026-11-28T10:00", "2026-12-11T10:00"],
    ["Sunday", "2026-11-29T23:59", "2026-12-11T23:59"],
    ["Monday", "2026-11-30T00:00", "2026-12-11T00:00"],
  ])("received on a %s is confirmed by the tenth business day", (_, received, due) => {
    expect(clockOf("us-ca", "deletion", at(received)).confirmDueAt).toBe(at(due));
  });

  it("has a shorter clock for an objection and a restriction, without confirmation or extension", () => {
    for (const right of ["objection", "restriction"] as const) {
      const received = at("2026-11-25T10:00");
      expect(clockOf("us-ca", right, received)).toEqual({
        confirmDueAt: null,
        dueAt: at("2026-12-15T10:00"),
      });
      expect(extendedDueAt("us-ca", right, received)).toBeNull();
    }
  });

  it("never has a business day's deadline after the day the law ends with in Los Angeles", () => {
    fc.assert(
      fc.property(moment, (received) => {
        const { confirmDueAt } = clockOf("us-ca", "access", received);
        expect(dayIn("America/Los_Angeles", confirmDueAt ?? Number.NaN) <= lawfulDay(received, 10)).toBe(
          true,
        );
        const { dueAt } = clockOf("us-ca", "objection", received);
        expect(dayIn("America/Los_Angeles", dueAt) <= lawfulDay(received, 15)).toBe(true);
        expect([0, 6]).not.toContain(new Date(dueAt).getUTCDay());
      }),
    );
  });
});

describe("a request under the other laws", () => {
  it.each([
    ["access", 7],
    ["rectification", 14],
    ["deletion", 14],
    ["portability", 30],
    ["objection", 14],
    ["restriction", 14],
  ] as const)("of %s in Kenya is answered in %i days and never extended", (right, days) => {
    const received = at("2026-02-20T06:00");
    expect(clockOf("ke", right, received)).toEqual({ confirmDueAt: null, dueAt: received + days * DAY });
    expect(extendedDueAt("ke", right, received)).toBeNull();
  });

  it("in South Africa has 30 days, and 30 more for access alone", () => {
    const received = at("2026-02-20T06:00");
    for (const right of RIGHTS) expect(clockOf("za", right, received).dueAt).toBe(at("2026-03-22T06:00"));
    expect(extendedDueAt("za", "access", received)).toBe(at("2026-04-21T06:00"));
    expect(extendedDueAt("za", "deletion", received)).toBeNull();
  });

  it("in Nigeria has one month, never extended", () => {
    expect(clockOf("ng", "access", at("2027-01-30T06:00")).dueAt).toBe(at("2027-02-28T06:00"));
    expect(extendedDueAt("ng", "access", at("2027-01-30T06:00"))).toBeNull();
  });
});

describe("every law and right", () => {
  it.each(EACH)("%s, %s: confirmed before answered, answered before the extended end", (key, right) => {
    fc.assert(
      fc.property(moment, (received) => {
        const { confirmDueAt, dueAt } = clockOf(key, right, received);
        const extended = extendedDueAt(key, right, received);
        expect(dueAt).toBeGreaterThan(received);
        // No law kept here gives more than 45 days, or 92 in all.
        expect(dueAt - received).toBeLessThanOrEqual(45 * DAY);
        if (confirmDueAt !== null) {
          expect(confirmDueAt).toBeGreaterThan(received);
          expect(confirmDueAt).toBeLessThan(dueAt);
        }
        if (extended !== null) {
          expect(extended).toBeGreaterThan(dueAt);
          expect(extended - received).toBeLessThanOrEqual(92 * DAY);
        }
      }),
    );
  });

  it("gives a later request of a term in days no earlier deadline", () => {
    const inDays = EACH.filter(([key, right]) => answerOf(key, right).kind === "days");
    expect(inDays.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.constantFrom(...inDays), moment, fc.nat(60 * DAY), ([key, right], received, later) => {
        const first = clockOf(key, right, received).dueAt;
        expect(clockOf(key, right, received + later).dueAt - first).toBe(later);
      }),
    );
  });

  it("says where each of its terms comes from", () => {
    for (const key of KEYS) {
      const { sources } = JURISDICTIONS[key];
      expect(
        sources.some((source) => source.certainty === "verified"),
        key,
      ).toBe(true);
      for (const { what, where } of sources) expect(what.length * where.length, key).toBeGreaterThan(0);
    }
  });
});

describe("which law", () => {
  it("is California's when all is in the United States, else the GDPR", () => {
    expect(defaultJurisdiction(["us"])).toBe("us-ca");
    expect(defaultJurisdiction(["us", "us"])).toBe("us-ca");
    expect(defaultJurisdiction(["us", "eu"])).toBe("eu");
    expect(defaultJurisdiction(["us", "af"])).toBe("eu");
    expect(defaultJurisdiction(["af"])).toBe("eu");
    expect(defaultJurisdiction([])).toBe("eu");
  });

  it("is one of those known, and no name every object has", () => {
    for (const key of KEYS) expect(isJurisdiction(key)).toBe(true);
    for (const key of ["", "EU", "us", "toString", "__proto__", "constructor"]) {
      expect(isJurisdiction(key), key).toBe(false);
    }
  });
});

describe("reminders", () => {
  const received = at("2026-11-25T10:00");
  it.each([
    ["45 days", 45 * DAY, [38 * DAY, 43 * DAY]],
    ["a day more than two weeks", 15 * DAY, [8 * DAY, 13 * DAY]],
    ["two weeks", 14 * DAY, [7 * DAY, 13 * DAY]],
    ["a week", 7 * DAY, [3.5 * DAY, 6 * DAY]],
    ["two days", 2 * DAY, [DAY]], // half-way is one day before: said once
    ["an hour", HOUR, [HOUR / 2]],
    ["nothing", 0, []],
  ])("of a clock of %s", (_, length, expected) => {
    expect(reminderAt(received, received + length).map((reminder) => reminder - received)).toEqual(expected);
  });

  it("lie between receipt and deadline in ascending order, at least two for every law", () => {
    fc.assert(
      fc.property(anyKey, anyRight, moment, (key, right, from) => {
        const { dueAt } = clockOf(key, right, from);
        const moments = [from, ...reminderAt(from, dueAt), dueAt];
        expect(moments.length).toBeGreaterThanOrEqual(4);
        expect(moments).toEqual([...new Set(moments)].sort((a, b) => a - b));
      }),
    );
  });
});

function answerOf(key: JurisdictionKey, right: Right) {
  const answer: { default: { kind: string } } & { [R in Right]?: { kind: string } } =
    JURISDICTIONS[key].answer;
  return answer[right] ?? answer.default;
}

/** A moment's local date, as `2026-11-25`. */
function dayIn(timeZone: string, ms: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(ms);
}

/** The last day the law gives in Los Angeles, holidays apart: so many weekdays after the local day of receipt. */
function lawfulDay(received: number, days: number): string {
  let day = Date.parse(dayIn("America/Los_Angeles", received));
  for (let left = days; left > 0; ) {
    day += DAY;
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return new Date(day).toISOString().slice(0, 10);
}
