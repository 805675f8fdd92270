/**
 * Latency as counts in fixed classes: unlike an average, two of them can be added. The classes double from 25 ms,
 * which keeps a quantile read from them within a factor of two.
 */
export const LATENCY_BOUNDS_MS = [25, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400] as const;

export const LATENCY_COLUMNS = [
  "le_25",
  "le_50",
  "le_100",
  "le_200",
  "le_400",
  "le_800",
  "le_1600",
  "le_3200",
  "le_6400",
  "over_6400",
] as const;

/** The class a duration falls in, 0 … LATENCY_COLUMNS.length − 1. */
export function latencyClass(ms: number): number {
  const index = LATENCY_BOUNDS_MS.findIndex((bound) => ms <= bound);
  return index === -1 ? LATENCY_BOUNDS_MS.length : index;
}

/** The upper bound in ms of the class in which the quantile lies; null without calls or beyond the last bound. */
export function quantile(counts: readonly number[], q: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [index, count] of counts.entries()) {
    seen += count;
    if (seen >= total * q) return LATENCY_BOUNDS_MS[index] ?? null;
  }
  return null;
}
