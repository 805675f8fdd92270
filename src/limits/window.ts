/** A limit: so many calls in so many seconds. */
export interface Limit {
  /** As it is called in the `RateLimit` headers. */
  name: string;
  calls: number;
  seconds: number;
}

/** What a caller may still do, as the headers say it. */
export interface Standing {
  granted: number;
  /** Calls left in the window after this grant. */
  remaining: number;
  /** Whole seconds until more are free. */
  resetSeconds: number;
}

/**
 * A sliding window over two fixed cells: the former cell counts by the share of it that the window still covers.
 * Smooths the burst of 2× that a plain fixed window lets through at its edge. In memory only: after an eviction
 * the window begins anew, which errs on the caller's side.
 */
export class SlidingWindow {
  #cell = 0;
  #current = 0;
  #former = 0;

  constructor(readonly limit: Limit) {}

  /** Grants up to `wanted` calls, fewer where fewer are left. */
  take(wanted: number, now: number): Standing {
    const length = this.limit.seconds * 1_000;
    const cell = Math.floor(now / length);
    if (cell !== this.#cell) {
      this.#former = cell === this.#cell + 1 ? this.#current : 0;
      this.#current = 0;
      this.#cell = cell;
    }
    const left = 1 - (now % length) / length;
    const used = this.#current + this.#former * left;
    const free = Math.max(0, Math.floor(this.limit.calls - used));
    const granted = Math.min(wanted, free);
    this.#current += granted;
    return {
      granted,
      remaining: free - granted,
      resetSeconds: Math.max(1, Math.ceil((length - (now % length)) / 1_000)),
    };
  }
}
