// Numbers out of blocks: percentiles, ratios with their intervals, and a random order that can be repeated.

const RESAMPLES = 2_000;

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The list in another order (Fisher and Yates). */
export function shuffled(list, random) {
  const out = [...list];
  for (let at = out.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [out[at], out[other]] = [out[other], out[at]];
  }
  return out;
}

/** The smallest value that at least this share of the values does not exceed; null without any. */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/**
 * The ratio of two measures taken in the same rounds, one pair a round: the geometric mean of the pairs' ratios, with
 * the 95 % interval of its bootstrap (percentile method). Pairs of one round share the machine's weather.
 * Null where fewer than two rounds have both.
 */
export function ratioOf(pairs, random) {
  const logs = pairs.filter(([a, b]) => a > 0 && b > 0).map(([a, b]) => Math.log(a / b));
  if (logs.length < 2) return null;
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const means = Array.from({ length: RESAMPLES }, () =>
    mean(logs.map(() => logs[Math.floor(random() * logs.length)])),
  );
  return {
    ratio: Math.exp(mean(logs)),
    low: Math.exp(percentile(means, 0.025)),
    high: Math.exp(percentile(means, 0.975)),
  };
}
