/**
 * What of a month's usage may be published. Pure.
 *
 * Anonymous after the WP29's opinion 05/2014 (WP216, sections 2.2 and 3.2): nobody can be singled out, linked between
 * records or inferred. The rules are those of statistical disclosure control (Hundepool et al., Statistical
 * Disclosure Control, Wiley 2012, ch. 4; Handbook on SDC, ESSnet 2010, section 4.2):
 *
 * - Threshold: a cell has parts of at least 10 apps.
 * - Dominance, as the p% rule: no contributor has more than 80 % of what is left of a cell after any other one has
 *   subtracted its own part. The plain (1, 80) rule follows from it, and it covers the attacker who is in the cell.
 *   It holds of calls and of durations. A contributor is a developer with all its apps: they are one observer.
 * - Complementary suppression: the cells are a partition, with no totals beside them, so that none is the difference
 *   of two others. The month's total must be presumed known (sums over everybody are public in
 *   /trust/completeness.json), so what is not named is a cell like any other, under the label `other`: either the
 *   whole partition holds or nothing of the month is published.
 *
 * Both rules are closed under union (apps only become more; x_b <= 0.8 (T - x_a) may be added up over cells), so that
 * whatever sum or difference of published cells and the total someone forms, it is safe if every single cell is.
 * Comparing months subtracts nothing: no call is in two of them.
 *
 * Not covered, as by no rule of this kind: developers who pool what they know, or one who holds many accounts; and
 * that a label's absence tells that its cell was too small or too uneven to be named.
 */

/** At least this many apps in a cell. */
export const MIN_APPS = 10;
/** Of what is left of a cell without one contributor, no other may have more than this. */
export const MAX_SHARE_PERCENT = 80;

/** The rest of a level: what is named nowhere below. Never the sum over it. */
export const OTHER = "other";

const MEASURES = ["calls", "durationMs"] as const;
type Measure = (typeof MEASURES)[number];

export interface CellLabel {
  platform: string;
  operation: string;
  statusClass: string;
}

/** What one app has in a cell. */
export interface Contribution extends Record<Measure, number> {
  /** Whose app it is: apps of one holder count as one observer and as one who is observed. */
  holder: string;
}

/** By app. */
export type Contributions = ReadonlyMap<string, Contribution>;

export interface SourceCell extends CellLabel {
  apps: Contributions;
}

/** Platform, operation and class, each a name or `other`; counts over apps that cannot be told apart. */
export interface PublishedCell extends CellLabel, Record<Measure, number> {}

/** A published cell with what each app has in it, which stays here. */
export interface Group extends PublishedCell {
  apps: Map<string, Contribution>;
}

type Level = (label: CellLabel) => CellLabel;
const AS_NAMED: Level = (label) => label;
const ALL: Level = () => ({ platform: OTHER, operation: OTHER, statusClass: OTHER });

/** From the finest label upwards: classes of an operation, operations of a platform, platforms. */
const LEVELS: readonly Level[] = [
  AS_NAMED,
  ({ platform, operation }) => ({ platform, operation, statusClass: OTHER }),
  ({ platform }) => ({ platform, operation: OTHER, statusClass: OTHER }),
  ALL,
];

/** The cells to publish: all calls of `cells`, each in one of them; or none. */
export function publishable(cells: readonly SourceCell[]): PublishedCell[] {
  return partition(cells).map(({ apps: _, ...cell }) => cell);
}

/**
 * What is published, with who is in it: a partition of all calls, or nothing. At each level only the unsafe groups are
 * merged; where the last rest is unsafe, the smallest safe groups are given up to it until it is safe too.
 * The same cells give the same answer in any order.
 */
export function partition(cells: readonly SourceCell[]): Group[] {
  const safe: Group[] = [];
  let rest: Group[] = mergeBy(cells, AS_NAMED);
  for (const level of LEVELS) {
    const merged = mergeBy(rest, level);
    safe.push(...merged.filter(({ apps }) => isSafe(apps)));
    rest = merged.filter(({ apps }) => !isSafe(apps));
  }
  safe.sort((a, b) => b.calls - a.calls || (nameOf(a) < nameOf(b) ? -1 : 1));
  let [last] = rest;
  while (last && !isSafe(last.apps)) {
    const smallest = safe.pop();
    if (!smallest) return [];
    [last] = mergeBy([last, smallest], ALL);
  }
  // Merged once more by label: a source that is itself called `other` must not give two rows of one name.
  return mergeBy(last ? [...safe, last] : safe, AS_NAMED);
}

/**
 * Whether the sums over these apps tell nothing of any one of them, not even to another one of them. It is enough to
 * look at the largest holder as the second largest sees it: of all pairs that one leaves the least in between.
 */
export function isSafe(apps: Contributions): boolean {
  if (apps.size < MIN_APPS) return false;
  return MEASURES.every((measure) => {
    const holders = new Map<string, number>();
    for (const part of apps.values())
      holders.set(part.holder, (holders.get(part.holder) ?? 0) + part[measure]);
    let [total, first, second] = [0, 0, 0];
    for (const size of holders.values()) {
      total += size;
      if (size > first) [first, second] = [size, first];
      else if (size > second) second = size;
    }
    return 100 * first <= MAX_SHARE_PERCENT * (total - second);
  });
}

function mergeBy(cells: readonly SourceCell[], level: Level): Group[] {
  const merged = new Map<string, Group>();
  for (const cell of cells) {
    const label = level(cell);
    const name = nameOf(label);
    let group = merged.get(name);
    if (!group) {
      const { platform, operation, statusClass } = label;
      group = { platform, operation, statusClass, calls: 0, durationMs: 0, apps: new Map() };
      merged.set(name, group);
    }
    for (const [app, part] of cell.apps) {
      const there = group.apps.get(app);
      group.apps.set(app, {
        holder: part.holder,
        calls: part.calls + (there?.calls ?? 0),
        durationMs: part.durationMs + (there?.durationMs ?? 0),
      });
      group.calls += part.calls;
      group.durationMs += part.durationMs;
    }
  }
  return [...merged.values()];
}

function nameOf({ platform, operation, statusClass }: CellLabel): string {
  return JSON.stringify([platform, operation, statusClass]);
}
