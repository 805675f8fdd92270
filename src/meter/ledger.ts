import { clock, MINUTE } from "../kernel/clock";
import type { LogLine } from "../logs/line";
import type { MeterBatch } from "./apply";

/** Within this long after a commit, further lines wait and share the next one: rows are what costs. */
const GROUP_MS = 20;
/** Lines in one batch: bounds the D1 transaction and the log messages it makes. */
const BATCH_LINES = 2_000;
/** How long a flushed line's id is still known, so that a repeated `record` is seen as such. */
const REMEMBER_MS = 5 * MINUTE;

/** Where batches go. Must be safe to call again with the same batch. */
export type MeterSink = (batch: MeterBatch) => Promise<void>;

export interface LedgerTotals {
  /** Calls recorded since the ledger began. */
  recorded: number;
  /** Of these, known to be applied in D1. */
  flushed: number;
}

export const LEDGER_TABLES = `
CREATE TABLE IF NOT EXISTS meter_entries (id INTEGER PRIMARY KEY, lines TEXT NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS meter_state (id INTEGER PRIMARY KEY CHECK (id = 1), next_seq INTEGER NOT NULL, batch_to INTEGER, flushed_to INTEGER NOT NULL, flushed_calls INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS meter_owner (id INTEGER PRIMARY KEY CHECK (id = 1), source TEXT NOT NULL, app_id TEXT NOT NULL);
INSERT OR IGNORE INTO meter_state VALUES (1, 1, NULL, 0, 0);`;

/**
 * The un-flushed part of the meter, inside a Durable Object. A call is counted when `record` resolves: its line is
 * then in the object's storage, and the object's output gate lets no answer out before that is durable.
 *
 * Exactness (DESIGN rule 5): lines are only ever added, under their unique id; a batch is fixed (`batch_to`) before
 * it is first sent and keeps its number until D1 has it, so any repetition is recognised there.
 */
export class Ledger {
  readonly #sql: SqlStorage;
  readonly #storage: DurableObjectStorage;
  #known: Set<string> | null = null;
  #waiting: LogLine[] = [];
  #commit: Promise<void> | null = null;
  #lastCommit = 0;
  #flushing: Promise<void> | null = null;

  constructor(
    storage: DurableObjectStorage,
    readonly source: string,
    readonly appId: string,
  ) {
    this.#storage = storage;
    this.#sql = storage.sql;
  }

  /** Counts one call, exactly once however often it is repeated. Lines that arrive close together share a commit. */
  async record(line: LogLine): Promise<void> {
    const known = this.#ids();
    if (known.has(line.id)) return this.#commit ?? undefined;
    known.add(line.id);
    this.#waiting.push(line);
    this.#commit ??= this.#commitSoon();
    return this.#commit;
  }

  /**
   * Sends what is recorded, batch by batch, until nothing is left. One flush runs at a time.
   * @throws what the sink throws; the batch stays as it is and goes again with the next flush.
   */
  flush(sink: MeterSink): Promise<void> {
    this.#flushing ??= this.#flushAll(sink).finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }

  get hasPending(): boolean {
    return this.#waiting.length > 0 || this.#pendingCalls() > 0;
  }

  totals(): LedgerTotals {
    const flushed = this.#state().flushed_calls;
    return { recorded: flushed + this.#pendingCalls(), flushed };
  }

  /** The lines not yet in D1, for an answer that must not lag. */
  pendingLines(): LogLine[] {
    return this.#rows(this.#state().flushed_to, Number.MAX_SAFE_INTEGER).flatMap(parseLines);
  }

  async #commitSoon(): Promise<void> {
    const wait = Math.min(GROUP_MS, this.#lastCommit + GROUP_MS - clock.now());
    // Without a wait the commit still happens a microtask later, so that `#commit` is set before it runs.
    await (wait > 0 ? clock.wait(wait) : Promise.resolve());
    const lines = this.#waiting;
    this.#waiting = [];
    this.#commit = null;
    this.#lastCommit = clock.now();
    try {
      // The id is computed, not AUTOINCREMENT: that would write (and bill) a second row each time.
      this.#sql.exec(
        `INSERT INTO meter_entries (id, lines, count, at) VALUES (
           (SELECT max(flushed_to, (SELECT coalesce(max(id), 0) FROM meter_entries)) + 1 FROM meter_state), ?, ?, ?)`,
        JSON.stringify(lines),
        lines.length,
        clock.now(),
      );
    } catch (error) {
      for (const line of lines) this.#known?.delete(line.id);
      throw error;
    }
  }

  async #flushAll(sink: MeterSink): Promise<void> {
    for (;;) {
      const state = this.#state();
      const upTo = state.batch_to ?? this.#nextBatchEnd(state.flushed_to);
      if (upTo === null) return;
      if (state.batch_to === null) this.#sql.exec("UPDATE meter_state SET batch_to = ?", upTo);
      const lines = this.#rows(state.flushed_to, upTo).flatMap(parseLines);
      // The batch's extent must survive before its number can reach D1.
      await this.#storage.sync();
      await sink({ source: this.source, appId: this.appId, seq: state.next_seq, lines });
      this.#storage.transactionSync(() => {
        this.#sql.exec(
          "UPDATE meter_state SET next_seq = next_seq + 1, batch_to = NULL, flushed_to = ?, flushed_calls = flushed_calls + ?",
          upTo,
          lines.length,
        );
        this.#forget(upTo);
      });
    }
  }

  #nextBatchEnd(flushedTo: number): number | null {
    let lines = 0;
    let end: number | null = null;
    const rows = this.#sql.exec<{ id: number; count: number }>(
      "SELECT id, count FROM meter_entries WHERE id > ? ORDER BY id",
      flushedTo,
    );
    for (const row of rows) {
      if (end !== null && lines + row.count > BATCH_LINES) break;
      lines += row.count;
      end = row.id;
    }
    return end;
  }

  /** Drops flushed lines once no repetition of them can come any more. */
  #forget(flushedTo: number): void {
    const before = clock.now() - REMEMBER_MS;
    const old = this.#sql
      .exec<{ id: number; lines: string }>(
        "SELECT id, lines FROM meter_entries WHERE id <= ? AND at < ?",
        flushedTo,
        before,
      )
      .toArray();
    for (const row of old) {
      for (const line of parseLines(row)) this.#known?.delete(line.id);
    }
    this.#sql.exec("DELETE FROM meter_entries WHERE id <= ? AND at < ?", flushedTo, before);
  }

  #rows(after: number, upTo: number): { lines: string }[] {
    return this.#sql
      .exec<{ lines: string }>(
        "SELECT lines FROM meter_entries WHERE id > ? AND id <= ? ORDER BY id",
        after,
        upTo,
      )
      .toArray();
  }

  #pendingCalls(): number {
    return this.#sql
      .exec<{ calls: number }>(
        "SELECT coalesce(sum(count), 0) AS calls FROM meter_entries WHERE id > (SELECT flushed_to FROM meter_state)",
      )
      .one().calls;
  }

  #state(): { next_seq: number; batch_to: number | null; flushed_to: number; flushed_calls: number } {
    return this.#sql
      .exec<{ next_seq: number; batch_to: number | null; flushed_to: number; flushed_calls: number }>(
        "SELECT next_seq, batch_to, flushed_to, flushed_calls FROM meter_state",
      )
      .one();
  }

  #ids(): Set<string> {
    this.#known ??= new Set(
      this.#sql
        .exec<{ lines: string }>("SELECT lines FROM meter_entries")
        .toArray()
        .flatMap((row) => parseLines(row).map((line) => line.id)),
    );
    return this.#known;
  }
}

/** Lines were validated when they were made; storage gives back what it was given. */
function parseLines(row: { lines: string }): LogLine[] {
  return JSON.parse(row.lines) as LogLine[];
}
