/** The longest that lines wait for others to share their commit: rows are what costs. */
export const GROUP_MS = 40;
/** How much of itself a window keeps at least, from a commit to the next. */
const SHRINK = 0.85;
/** Under this, waiting is not worth a timer. */
const LEAST_MS = 1;
/** One commit of so many waits this long to see whether others come after all. */
const PROBE_EVERY = 64;
const PROBE_MS = 25;

/**
 * How long a ledger's lines wait for company, learned from what waiting gathered. Callers that come by themselves, a
 * hundred a second, fill the longest window and share its row. Callers that each wait for their answer before they
 * come again send nothing while they are kept waiting: the window shrinks to just what brings them together, for one
 * alone to nothing. A rest longer than the longest window shows that callers are few but come by themselves: the
 * window is whole again, unless it had shrunk to nothing. See docs/decisions/0018-meter-shards.md for the figures.
 */
export class Pace {
  #window = GROUP_MS;
  #unprobed = 0;
  #lastCommit = Number.NEGATIVE_INFINITY;
  #lastLine = 0;
  #lines = 0;
  #cameSoon = false;

  /** @returns how long, in ms, the commit waits for which this line is the first; 0 for not at all. */
  first(now: number): number {
    this.#lines = 1;
    this.#lastLine = now;
    this.#cameSoon = now - this.#lastCommit < GROUP_MS;
    // Not from nothing: one caller that pauses would otherwise pay anew for learning that nobody else comes.
    if (!this.#cameSoon && this.#window > 0) this.#window = GROUP_MS;
    const window = this.#probed();
    // A clock that went back makes nobody wait longer.
    return Math.max(0, Math.min(window, this.#lastCommit + window - now));
  }

  /** A line joined the ones that wait. */
  further(now: number): void {
    this.#lines += 1;
    this.#lastLine = now;
  }

  /** The lines were committed. */
  committed(now: number): void {
    // Whether or not they waited: a line alone in its time shows that nobody came with it.
    if (this.#cameSoon) {
      const useful = this.#lines > 1 ? Math.max(LEAST_MS, 2 * (this.#lastLine - this.#lastCommit)) : 0;
      this.#window = Math.min(GROUP_MS, Math.max(this.#window * SHRINK, useful));
      if (this.#window < LEAST_MS) this.#window = 0;
    }
    this.#lastCommit = now;
  }

  #probed(): number {
    if (this.#window >= PROBE_MS) return this.#window;
    this.#unprobed = (this.#unprobed + 1) % PROBE_EVERY;
    return this.#unprobed === 0 ? PROBE_MS : this.#window;
  }
}
