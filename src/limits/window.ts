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

const CELLS = 60;

/**
 * A sliding window over sixty cells, of which the one that is only partly covered counts in full: no window of the
 * limit's length ever holds more than the limit. (Weighing one former cell by its share would let a burst at that
 * cell's end be followed by almost another.) In memory only: after an eviction the window begins anew, which errs
 * on the caller's side.
 */
export class SlidingWindow {
  /** Grants by cell number modulo the length; the newest cell and the sixty before it. */
  readonly #cells = new Array<number>(CELLS + 1).fill(0);
  #newest = 0;
  #used = 0;

  /** Whole milliseconds, rounded up: sixty cells are never shorter than the window. */
  readonly #cellMs: number;

  constructor(readonly limit: Limit) {
    this.#cellMs = Math.ceil((limit.seconds * 1_000) / CELLS);
  }

  /** Grants up to `wanted` calls, fewer where fewer are left. */
  take(wanted: number, now: number): Standing {
    this.#moveTo(Math.floor(now / this.#cellMs));
    const free = Math.max(0, this.limit.calls - this.#used);
    const granted = Math.min(wanted, free);
    this.#add(this.#newest, granted);
    const reset = (this.#oldestUsed() + CELLS + 1) * this.#cellMs - now;
    return { granted, remaining: free - granted, resetSeconds: Math.max(1, Math.ceil(reset / 1_000)) };
  }

  #moveTo(cell: number): void {
    // A clock that went back a little counts on where it was; one that went back far begins anew.
    const steps = cell < this.#newest - CELLS ? CELLS + 1 : Math.min(cell - this.#newest, CELLS + 1);
    if (steps <= 0) return;
    for (let step = 0; step < steps; step++) {
      const leaving = cell - step;
      this.#add(leaving, -this.#count(leaving));
    }
    this.#newest = cell;
  }

  #oldestUsed(): number {
    for (let cell = this.#newest - CELLS; cell < this.#newest; cell++) if (this.#count(cell) > 0) return cell;
    return this.#newest;
  }

  #count(cell: number): number {
    return this.#cells[cell % (CELLS + 1)] ?? 0;
  }

  #add(cell: number, calls: number): void {
    this.#cells[cell % (CELLS + 1)] = this.#count(cell) + calls;
    this.#used += calls;
  }
}
