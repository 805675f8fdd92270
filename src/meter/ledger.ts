import { clock } from "../kernel/clock";
import type { LogLine } from "../logs/line";
import type { MeterBatch } from "./apply";
import { Commits } from "./commits";
import { Pace } from "./pace";
import type { Settlement } from "./settlement";

/** Where batches go. Must be safe to call again with the same batch. */
export type MeterSink = (batch: MeterBatch) => Promise<void>;

/** Whether a line is to be counted, asked in the same step that writes it. */
type Judge = (line: LogLine) => Settlement;

/**
 * The un-flushed part of the meter, inside a Durable Object. A call is counted when `record` resolves: its line is
 * then in the object's storage, and the object's output gate lets no answer out before that is durable.
 *
 * Exactness (DESIGN rule 5): lines are only ever added, under their unique id; a batch is closed before it is first
 * sent and keeps its number until D1 has it, so any repetition is recognised there.
 */
export class Ledger {
  readonly #storage: DurableObjectStorage;
  readonly commits: Commits;
  #waiting = new Map<string, { line: LogLine; judge: Judge }>();
  #commit: Promise<Map<string, Settlement>> | null = null;
  readonly #pace = new Pace();
  #flushing: Promise<void> = Promise.resolve();

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.commits = new Commits(storage.sql);
  }

  /** Counts one call, exactly once however often it is repeated. Lines that arrive close together share a commit. */
  async record(line: LogLine, judge: Judge): Promise<Settlement> {
    if (this.commits.has(line.id)) return judge(line);
    this.#waiting.set(line.id, { line, judge });
    if (this.#commit) this.#pace.further(clock.now());
    else this.#commit = this.#commitSoon();
    return (await this.#commit).get(line.id) ?? "settled";
  }

  /**
   * Sends what is recorded by now, batch by batch; what comes meanwhile is for the next time.
   * @throws what the sink throws; the batch stays as it is and goes again with the next flush.
   */
  flush(sink: MeterSink): Promise<void> {
    const upTo = this.commits.close();
    const sent = this.#flushing.then(() => this.#send(sink, upTo));
    this.#flushing = sent.catch(() => {});
    return sent;
  }

  get hasPending(): boolean {
    return this.#waiting.size > 0 || this.commits.pending.size > 0;
  }

  /** Whether lines are here at all, flushed ones included. */
  get isEmpty(): boolean {
    return this.#waiting.size === 0 && this.commits.isEmpty;
  }

  async #commitSoon(): Promise<Map<string, Settlement>> {
    const wait = this.#pace.first(clock.now());
    // Without a wait the commit still happens a microtask later, so that `#commit` is set before it runs.
    await (wait > 0 ? clock.wait(wait) : Promise.resolve());
    const waiting = this.#waiting;
    this.#waiting = new Map();
    this.#commit = null;
    const now = clock.now();
    this.#pace.committed(now);
    const settlements = new Map<string, Settlement>();
    const lines: LogLine[] = [];
    for (const [id, { line, judge }] of waiting) {
      const settlement = judge(line);
      settlements.set(id, settlement);
      if (settlement === "settled") lines.push(line);
    }
    if (lines.length > 0) this.commits.write(lines, now);
    return settlements;
  }

  async #send(sink: MeterSink, upTo: number): Promise<void> {
    for (let seq = this.commits.flushed.batch + 1; seq <= upTo; seq++) {
      const lines = this.commits.linesOf(seq);
      // What the batch holds must survive before its number can reach D1.
      await this.#storage.sync();
      await sink({ source: this.commits.source, seq, lines });
      this.commits.markFlushed(seq);
    }
    this.commits.turn(clock.now());
  }
}
