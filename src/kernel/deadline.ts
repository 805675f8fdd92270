/** Runs a step with a signal that fires after `ms`. @throws what the step throws; on time-out a `TimeoutError`. */
export type Deadline = <T>(ms: number, step: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * For what runs in a Worker's request, with which its timers end: nothing is left there to stop.
 * Not for Durable Objects: see `withDeadline`.
 */
export const withinRequest: Deadline = (ms, step) => step(AbortSignal.timeout(ms));

/**
 * Runs a step with a signal that fires after `ms`, and stops the clock when the step ends. `AbortSignal.timeout`
 * would go on ticking: in a Durable Object a pending timer keeps the object in memory, and billed, until it fires.
 * @throws what the step throws; on time-out that is a DOMException named `TimeoutError`.
 */
export async function withDeadline<T>(ms: number, step: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException("took too long", "TimeoutError")), ms);
  try {
    return await step(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
