/**
 * Repeats a call that may fail in passing (an object evicted or reset under it). Only for calls that are safe to
 * repeat. @throws the last failure.
 */
export async function repeated<T>(attempts: number, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= attempts) throw error;
      await scheduler.wait(10 * 3 ** (attempt - 1));
    }
  }
}
