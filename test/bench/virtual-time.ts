import { setClock } from "../../src/kernel/clock";

/**
 * Time that goes on only when told to: whoever waits by the clock wakes at its moment, in order. Everybody looks for
 * himself whether it has come, since one object cannot wake another by a promise.
 */
export class VirtualTime {
  readonly release: () => void;
  readonly #waiting = new Set<{ at: number }>();

  constructor(public now: number) {
    this.release = setClock(
      () => this.now,
      async (ms) => {
        const one = { at: this.now + ms };
        this.#waiting.add(one);
        while (this.now < one.at) await scheduler.wait(1);
        this.#waiting.delete(one);
      },
    );
  }

  get isWaitedFor(): boolean {
    return this.#waiting.size > 0;
  }

  /** Goes on to a moment. */
  async to(at: number): Promise<void> {
    for (;;) {
      const next = Math.min(...[...this.#waiting].map((one) => one.at));
      if (next > at) break;
      this.now = Math.max(this.now, next);
      while ([...this.#waiting].some((one) => one.at <= this.now)) await scheduler.wait(1);
    }
    this.now = Math.max(this.now, at);
  }
}
