import { describe, expect, it } from "vitest";
import { GROUP_MS, Pace } from "../../src/meter/pace";
import { Random } from "../support/random";

/** Lets lines come to a ledger's pace: those at set times, and callers that come `ms` after each answer. */
class Run {
  readonly commits: { at: number; lines: number; waited: number }[] = [];
  readonly #pace = new Pace();
  readonly #coming: { at: number; again: number | null }[] = [];
  #waiting: { at: number; again: number | null }[] = [];
  #due = Number.POSITIVE_INFINITY;
  #callersLeave = Number.POSITIVE_INFINITY;

  line(at: number, again: number | null = null): this {
    this.#coming.push({ at, again });
    return this;
  }

  every(ms: number, from: number, to: number): this {
    for (let at = from; at < to; at += ms) this.line(at);
    return this;
  }

  /** Lines that know nothing of each other: at random moments, so far apart in the mean. */
  around(ms: number, from: number, to: number): this {
    const random = new Random(7);
    for (let at = from; at < to; at += -Math.log(1 - random.next()) * ms) this.line(at);
    return this;
  }

  callersLeaveAt(ms: number): this {
    this.#callersLeave = ms;
    return this;
  }

  until(end: number): this {
    for (;;) {
      this.#coming.sort((a, b) => a.at - b.at);
      const next = this.#coming[0];
      const at = Math.min(next?.at ?? Number.POSITIVE_INFINITY, this.#due);
      if (at > end) return this;
      if (this.#due <= at) this.#commit(at);
      else if (next) {
        this.#coming.shift();
        if (this.#waiting.length === 0) this.#due = at + this.#pace.first(at);
        else this.#pace.further(at);
        this.#waiting.push(next);
      }
    }
  }

  since(from: number) {
    const commits = this.commits.filter(({ at }) => at >= from);
    const lines = commits.reduce((sum, one) => sum + one.lines, 0);
    const waited = commits.reduce((sum, one) => sum + one.waited, 0);
    return { lines, rows: commits.length / lines, waited: waited / lines };
  }

  #commit(at: number): void {
    this.#pace.committed(at);
    const first = this.#waiting[0]?.at ?? at;
    this.commits.push({ at, lines: this.#waiting.length, waited: this.#waiting.length * (at - first) });
    for (const { again } of this.#waiting)
      if (again !== null && at < this.#callersLeave) this.line(at + again, again);
    this.#waiting = [];
    this.#due = Number.POSITIVE_INFINITY;
  }
}

describe("the meter's pace", () => {
  it("lets a lone line wait for nothing", () => {
    const { commits } = new Run().every(GROUP_MS, 0, 4_000).until(4_000);
    expect(commits.every(({ waited }) => waited === 0)).toBe(true);
  });

  it("gives a hundred lines a second a row for four", () => {
    const run = new Run().every(10, 0, 10_000).until(10_000);
    expect(run.since(100).rows).toBeLessThanOrEqual(0.25);
  });

  it("soon lets one caller wait no more that comes again only when it is answered", () => {
    const run = new Run().line(0, 2).until(5_000);
    // But for a look now and then whether others come.
    expect(run.since(1_000).waited).toBeLessThan(1);
    expect(run.since(1_000).lines).toBeGreaterThan(1_200);
  });

  it("keeps three such callers together, and no longer than that takes", () => {
    const run = new Run().line(0, 2).line(1, 3).line(2, 4).until(5_000);
    expect(run.since(1_000).rows).toBeLessThan(0.4);
    expect(run.since(1_000).waited).toBeLessThan(10);
  });

  it("finds its way back when the one caller has left and a hundred a second come", () => {
    const run = new Run().line(0, 2).callersLeaveAt(2_000).every(10, 2_000, 12_000).until(12_000);
    expect(run.since(3_000).rows).toBeLessThanOrEqual(0.26);
  });

  it("gathers lines too that come by themselves as seldom as 25 a second", () => {
    const run = new Run().around(40, 0, 60_000).until(60_000);
    expect(run.since(1_000).rows).toBeLessThan(0.82);
    expect(run.since(1_000).waited).toBeLessThan(15);
  });

  it("gathers them soon when they follow on one quick caller", () => {
    const run = new Run().line(0, 2).callersLeaveAt(2_000).around(40, 2_000, 72_000).until(72_000);
    expect(run.since(12_000).rows).toBeLessThan(0.82);
  });

  it.each([
    2, 9, 20,
  ])("lets one caller that comes %i ms after its answers wait no more after a pause", (ms) => {
    const run = new Run();
    for (let from = 0; from < 20_000; from += 2_000)
      run
        .line(from, ms)
        .callersLeaveAt(from + 1_000)
        .until(from + 1_999);
    expect(run.since(2_000).waited).toBeLessThan(1);
  });

  it("saves rows too where both come", () => {
    const run = new Run().line(0, 2).every(10, 0, 10_000).until(10_000);
    expect(run.since(1_000).rows).toBeLessThan(0.35);
  });

  it("makes no line wait longer than the longest window, whatever the clock does", () => {
    const pace = new Pace();
    pace.first(10_000);
    pace.committed(10_000);
    expect(pace.first(5_000)).toBeLessThanOrEqual(GROUP_MS);
    pace.committed(5_000);
    expect(pace.first(Number.MAX_SAFE_INTEGER)).toBe(0);
  });
});
