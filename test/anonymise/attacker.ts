import type { Contribution, SourceCell } from "../../src/anonymise/groups";
import type { Random } from "../support/random";

/** A sum the attacker can form, with the truth about who is in it. */
export interface Known {
  what: string;
  calls: number;
  durationMs: number;
  apps: ReadonlyMap<string, Contribution>;
}

/** The apps of several sums together, as contributions to their total. */
export function together(apps: Iterable<ReadonlyMap<string, Contribution>>): Map<string, Contribution> {
  const all = new Map<string, Contribution>();
  for (const some of apps) {
    for (const [app, { holder, calls, durationMs }] of some) {
      const there = all.get(app);
      all.set(app, {
        holder,
        calls: calls + (there?.calls ?? 0),
        durationMs: durationMs + (there?.durationMs ?? 0),
      });
    }
  }
  return all;
}

/**
 * Everything that can be computed from disjoint cells and the total of the month: the total less published cells is
 * the rest of them, so each is the sum over a subset. With more than `all` cells: the total, each cell, the total less
 * each, and random subsets.
 */
export function subsetsOf<T>(cells: readonly T[], random: Random, all = 8): T[][] {
  const count = 2 ** cells.length;
  if (cells.length <= all) {
    return Array.from({ length: count - 1 }, (_, i) => cells.filter((_, j) => ((i + 1) >> j) & 1));
  }
  return [
    [...cells],
    ...cells.map((cell) => [cell]),
    ...cells.map((cell) => cells.filter((other) => other !== cell)),
    ...Array.from({ length: 50 }, () => cells.filter(() => random.below(2) === 0)),
  ].filter((subset) => subset.length > 0);
}

/**
 * What an attacker gets out of a sum: as nobody in particular, and as each of the contributors, who subtracts their own
 * part. A finding is a sum over fewer than ten apps, or someone else's part known from above to within a quarter of it
 * (what is left is at most 1 / 0.8 of it). Written against the rule's words, not its code.
 */
export function findings({ what, calls, durationMs, apps }: Known): string[] {
  const found: string[] = [];
  if (apps.size < 10) found.push(`${what}: a sum over ${apps.size} apps`);
  for (const measure of ["calls", "durationMs"] as const) {
    const sum = measure === "calls" ? calls : durationMs;
    const parts = new Map<string, number>([["an outsider", 0]]);
    for (const part of apps.values()) parts.set(part.holder, (parts.get(part.holder) ?? 0) + part[measure]);
    if ([...parts.values()].reduce((a, b) => a + b, 0) !== sum)
      found.push(`${what}: ${measure} are not the sum`);
    // Only the largest part that is not one's own can be caught: the bound is the same for all.
    for (const [attacker, own] of parts) {
      for (const [victim, part] of parts) {
        if (victim === attacker || part === 0) continue;
        const bound = sum - own;
        if (part * 10 > bound * 8)
          found.push(
            `${what}: ${attacker} learns that ${victim} has at most ${bound} ${measure}, and it has ${part}`,
          );
      }
    }
  }
  return found;
}

/** A month of made-up usage: few to many apps, even, tiny and dominated cells, developers with several apps. */
export function randomMonth(random: Random): SourceCell[] {
  const appCount = 1 + random.below(random.pick([8, 20, 40]));
  const holders = random.pick([appCount, appCount, Math.max(1, appCount >> 1)]);
  const isWild = random.below(3) === 0;
  const scale = random.pick([3, 30, 300]);
  const cells: SourceCell[] = [];
  for (let p = 0; p < 1 + random.below(3); p++) {
    for (let o = 0; o < 1 + random.below(3); o++) {
      for (const statusClass of ["2xx", "4xx", "5xx"]) {
        const share = random.next();
        const lead = random.below(4) === 0 ? random.pick([100, 1_000, 20_000]) : 0;
        const apps = new Map<string, Contribution>();
        for (let a = 0; a < appCount; a++) {
          if (random.next() > share) continue;
          const calls = 1 + random.below(scale) + (apps.size === 0 ? lead : 0);
          const slow = isWild && random.below(100) === 0 ? 1_000 : 1;
          apps.set(`app_${a}`, {
            holder: `dev_${a % holders}`,
            calls,
            durationMs: calls * (1 + random.below(50)) * slow,
          });
        }
        if (apps.size > 0) cells.push({ platform: `platform-${p}`, operation: `op-${o}`, statusClass, apps });
      }
    }
  }
  return cells;
}
