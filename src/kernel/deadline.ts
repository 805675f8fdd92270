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
