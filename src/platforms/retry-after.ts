/**
 * Platforms say "wait" in four forms: delta seconds and an HTTP date (RFC 9110 §10.2.3), milliseconds
 * (BigCommerce's `X-Rate-Limit-Time-Reset-Ms`), and an epoch (seconds or milliseconds). All become whole seconds.
 */
export function retryAfterSeconds(
  value: string | null,
  now: number,
  unit: "seconds" | "milliseconds" = "seconds",
): number | null {
  const text = value?.trim();
  if (!text) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return fromNumber(Number(text), now, unit);
  // Date.parse takes "-5" and "1,5" for dates: only what begins like an HTTP date or an RFC 3339 time is one.
  if (!/^([A-Za-z]{3,9},? |\d{4}-\d\d-\d\dT)/.test(text)) return null;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : wholeSeconds(date - now);
}

const EPOCH_SECONDS = 1_000_000_000; // 2001: no platform asks for a wait of thirty years
const EPOCH_MILLISECONDS = 1_000_000_000_000;

function fromNumber(value: number, now: number, unit: "seconds" | "milliseconds"): number {
  if (value >= EPOCH_MILLISECONDS) return wholeSeconds(value - now);
  if (value >= EPOCH_SECONDS) return wholeSeconds(value * 1_000 - now);
  return wholeSeconds(unit === "seconds" ? value * 1_000 : value);
}

/** Rounded up, so that "wait 300 ms" never becomes "wait 0 s"; a moment that has passed is 0. */
function wholeSeconds(ms: number): number {
  return Math.max(0, Math.ceil(ms / 1_000));
}
