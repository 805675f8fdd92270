import { DAY, HOUR, MINUTE, SECOND } from "../kernel/clock";

/** The pause after each failed attempt, as Standard Webhooks suggests; after the last one there is none. */
const PAUSES = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  ...new Array<number>(6).fill(10 * HOUR),
] as const;

/** An attempt is another's only after this long: nothing of ours waits longer for an endpoint. */
export const CLAIM_MS = MINUTE;
/** An endpoint that has taken nothing for this long is disabled. */
export const DISABLE_AFTER_MS = 5 * DAY;
/** How long a replaced secret goes on signing beside the new one. */
export const OVERLAP_MS = DAY;

/** So that the deliveries of an endpoint that was down do not all come back at one moment. */
const JITTER = 0.2;

/**
 * When to try again after so many failed attempts; null when it was the last, some three days after the first.
 * @param dice a number from 0 up to 1
 */
export function retryAt(attempts: number, now: number, dice: number): number | null {
  const pause = PAUSES[attempts - 1];
  return pause === undefined ? null : now + Math.round(pause * (1 + JITTER * dice));
}
