/**
 * The one source of "now". Everything that compares times asks here, so that a test can stand at any moment
 * without sleeping and without touching the runtime's own timers.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. */
  now(): number;
  wait(ms: number): Promise<void>;
}

const REAL: Clock = { now: Date.now, wait: (ms) => scheduler.wait(ms) };
let source = REAL;

export const clock: Clock = { now: () => source.now(), wait: (ms) => source.wait(ms) };

/** Replaces the clock's source; returns the call that puts the former one back. For tests only. */
export function setClock(now: () => number, wait = REAL.wait): () => void {
  const former = source;
  source = { now, wait };
  return () => {
    source = former;
  };
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** RFC 3339 in UTC with milliseconds, the only form of a time that leaves the system. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString();
}

/** The UTC hour a moment falls in, as `2026-11-23T19`. */
export function hourOf(ms: number): string {
  return rfc3339(ms).slice(0, 13);
}

/** The UTC day a moment falls in, as `2026-11-23`. */
export function dayOf(ms: number): string {
  return rfc3339(ms).slice(0, 10);
}

/** Whether a text is a day as `dayOf` writes it. */
export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  return !Number.isNaN(ms) && dayOf(ms) === text;
}

/** The UTC month a moment falls in, as `2026-11`. */
export function monthOf(ms: number): string {
  return rfc3339(ms).slice(0, 7);
}
