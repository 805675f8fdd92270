import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Contribution,
  isSafe,
  type PublishedCell,
  partition,
  publishable,
  type SourceCell,
} from "../../src/anonymise/groups";
import { Random } from "../support/random";
import { findings, randomMonth, subsetsOf, together } from "./attacker";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** Apps `a0`, `a1`, … with these calls, of a developer each; every call takes 10 ms. */
function apps(calls: readonly number[], prefix = "a"): Map<string, Contribution> {
  return new Map(
    calls.map((n, i) => [`${prefix}${i}`, { holder: `dev-${prefix}${i}`, calls: n, durationMs: n * 10 }]),
  );
}
const even = (count: number, calls = 10) => Array.from({ length: count }, () => calls);

function cell(name: string, contributions: Map<string, Contribution>): SourceCell {
  const [platform = "", operation = "", statusClass = ""] = name.split(" ");
  return { platform, operation, statusClass, apps: contributions };
}

function named(cells: readonly PublishedCell[]): Record<string, number> {
  return Object.fromEntries(
    cells.map(({ platform, operation, statusClass, calls }) => [
      `${platform} ${operation} ${statusClass}`,
      calls,
    ]),
  );
}

describe("a cell", () => {
  it("needs ten apps", () => {
    expect(isSafe(apps(even(9)))).toBe(false);
    expect(isSafe(apps(even(10)))).toBe(true);
  });

  it("may have no app over 80 % of what the next largest sees when it subtracts its own", () => {
    // 400 of 500 that are left without one of the small ones: exactly 80 %.
    expect(isSafe(apps([400, ...even(10)]))).toBe(false);
    expect(isSafe(apps([360, ...even(10)]))).toBe(true);
    expect(isSafe(apps([361, ...even(10)]))).toBe(false);
    // Each has less than half, and either knows the other's to a few per cent.
    expect(isSafe(apps([500, 480, ...even(10, 1)]))).toBe(false);
  });

  it("must be safe by durations, too", () => {
    const slow = apps(even(12));
    slow.set("a0", { holder: "dev-a0", calls: 10, durationMs: 1_000_000 });
    expect(isSafe(slow)).toBe(false);
  });

  it("counts the apps of one developer as one observer", () => {
    const mine = apps(even(10));
    for (let i = 0; i < 9; i++) mine.set(`a${i}`, { holder: "dev-mine", calls: 10, durationMs: 100 });
    expect(isSafe(mine)).toBe(false);
  });
});

describe("what is published", () => {
  it("names what is safe", () => {
    expect(named(publishable([cell("p o 2xx", apps(even(12))), cell("p o 4xx", apps(even(10, 3)))]))).toEqual(
      {
        "p o 2xx": 120,
        "p o 4xx": 30,
      },
    );
  });

  it("merges only what is unsafe, and no further than it must", () => {
    const cells = [
      cell("p o 2xx", apps(even(20))),
      cell("p o 4xx", apps(even(6), "b")),
      cell("p o 5xx", apps(even(6), "c")),
      cell("p q 2xx", apps(even(5), "d")),
      cell("p r 2xx", apps(even(7), "e")),
      cell("x o 2xx", apps(even(5), "f")),
      cell("y o 2xx", apps(even(8), "g")),
    ];
    expect(named(publishable(cells))).toEqual({
      "p o 2xx": 200,
      "p o other": 120,
      "p other other": 120,
      "other other other": 130,
    });
  });

  it("gives up the smallest safe cells to a rest that would be known by subtracting from the total", () => {
    const cells = [
      cell("p o 2xx", apps(even(20, 50))),
      cell("p q 2xx", apps(even(15, 20))),
      cell("p r 2xx", apps(even(3), "b")),
    ];
    expect(named(publishable(cells))).toEqual({ "p o 2xx": 1_000, "other other other": 330 });
  });

  it("is nothing when the whole month is of too few, or of one", () => {
    expect(publishable([])).toEqual([]);
    expect(publishable([cell("p o 2xx", apps(even(9)))])).toEqual([]);
    expect(publishable([cell("p o 2xx", apps(even(50))), cell("p q 2xx", apps([1_000_000], "b"))])).toEqual(
      [],
    );
  });

  it("has each name once, even when a source is called `other`", () => {
    const cells = [
      cell("other other 2xx", apps(even(4), "b")),
      cell("other other 4xx", apps(even(8), "c")),
      cell("p o 2xx", apps(even(5), "d")),
      cell("p q 2xx", apps(even(6), "e")),
      cell("q q 2xx", apps(even(6), "f")),
      cell("r q 2xx", apps(even(6), "g")),
    ];
    const names = publishable(cells).map((each) => `${each.platform} ${each.operation} ${each.statusClass}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("other other other");
  });

  it("is a partition: every call once, or nothing; named cells are exactly what they are called", () => {
    let months = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const cells = randomMonth(new Random(seed));
        const groups = partition(cells);
        if (groups.length === 0) return;
        months += 1;
        expect(together(groups.map((group) => group.apps))).toEqual(together(cells.map((each) => each.apps)));
        for (const group of groups) {
          const { calls, durationMs } = group;
          const parts = [...group.apps.values()];
          expect(parts.reduce((sum, part) => sum + part.calls, 0)).toBe(calls);
          expect(parts.reduce((sum, part) => sum + part.durationMs, 0)).toBe(durationMs);
          if (group.statusClass === "other") continue;
          const source = cells.find(
            (each) =>
              each.platform === group.platform &&
              each.operation === group.operation &&
              each.statusClass === group.statusClass,
          );
          expect(group.apps).toEqual(source?.apps);
        }
      }),
      { numRuns: 1_500, seed: 7 },
    );
    expect(months).toBeGreaterThan(100);
  });

  it("does not depend on the order in which usage was read", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = new Random(seed);
        const cells = randomMonth(random);
        const other = random
          .shuffle(cells)
          .map((each) => ({ ...each, apps: new Map(random.shuffle([...each.apps])) }));
        expect(named(publishable(other))).toEqual(named(publishable(cells)));
      }),
      { numRuns: 100, seed: 8 },
    );
  });
});

describe("an attacker with the published table, the month's total and their own numbers", () => {
  it("finds no sum over few apps and nobody else's part", () => {
    let [published, sums, merged] = [0, 0, 0];
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = new Random(seed);
        const groups = partition(randomMonth(random));
        if (groups.length > 0) published += 1;
        if (groups.some(({ statusClass }) => statusClass === "other")) merged += 1;
        for (const subset of subsetsOf(groups, random)) {
          sums += 1;
          expect(
            findings({
              what: subset
                .map((each) => `${each.platform}/${each.operation}/${each.statusClass}`)
                .join(" + "),
              calls: subset.reduce((sum, each) => sum + each.calls, 0),
              durationMs: subset.reduce((sum, each) => sum + each.durationMs, 0),
              apps: together(subset.map((each) => each.apps)),
            }),
          ).toEqual([]);
        }
      }),
      { numRuns: 1_500, seed: 9 },
    );
    // The months must have been such that there was something to find.
    expect(published).toBeGreaterThan(100);
    expect(merged).toBeGreaterThan(50);
    expect(sums).toBeGreaterThan(2_000);
  });

  it("would have found something in tables made by less: no residual, plain dominance, apps alone", () => {
    const caught = { threshold: 0, residual: 0, dominance: 0 };
    const dominates = (each: SourceCell) => {
      const parts = [...each.apps.values()].map(({ calls }) => calls);
      return Math.max(...parts) > 0.8 * parts.reduce((a, b) => a + b, 0);
    };
    const known = (cells: readonly SourceCell[]) => {
      const all = together(cells.map((each) => each.apps));
      const parts = [...all.values()];
      return {
        what: "sum",
        calls: parts.reduce((sum, part) => sum + part.calls, 0),
        durationMs: parts.reduce((sum, part) => sum + part.durationMs, 0),
        apps: all,
      };
    };
    for (let seed = 0; seed < 200; seed++) {
      const cells = randomMonth(new Random(seed));
      if (cells.some((each) => findings(known([each])).length > 0)) caught.threshold += 1;
      const rest = cells.filter((each) => !isSafe(each.apps));
      if (rest.length > 0 && rest.length < cells.length && findings(known(rest)).length > 0)
        caught.residual += 1;
      const plain = cells.filter((each) => each.apps.size >= 10 && !dominates(each));
      if (plain.some((each) => findings(known([each])).length > 0)) caught.dominance += 1;
    }
    expect(caught.threshold).toBeGreaterThan(50);
    expect(caught.residual).toBeGreaterThan(5);
    expect(caught.dominance).toBeGreaterThan(5);
  });
});
