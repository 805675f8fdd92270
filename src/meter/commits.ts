import { MINUTE } from "../kernel/clock";
import type { LogLine } from "../logs/line";

/** At least so long a line rests and its id is known, so that a repeated `record` is seen as such. */
export const REMEMBER_MS = 2 * MINUTE;
/** Lines in one batch: bounds the D1 transaction and the log messages it makes. */
const BATCH_LINES = 2_000;
/** A commit's id is its batch's number times this, and its place in the batch. */
const PLACES = 2 ** 20;

const TABLES = [0, 1] as const;
type Table = (typeof TABLES)[number];
const tableSql = (table: Table) =>
  `CREATE TABLE IF NOT EXISTS commits_${table} (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, lines TEXT NOT NULL);`;
const BOTH = "SELECT id, lines FROM commits_0 UNION ALL SELECT id, lines FROM commits_1";
const STATE = `CREATE TABLE IF NOT EXISTS flushed (id INTEGER PRIMARY KEY CHECK (id = 1), source TEXT NOT NULL, batch INTEGER NOT NULL, calls INTEGER NOT NULL);`;

/** What is known of one of the two tables without reading it. */
interface Extent {
  ids: Set<string>;
  lastBatch: number;
  lastAt: number;
}
const nothing = (): Extent => ({ ids: new Set(), lastBatch: 0, lastAt: 0 });

/**
 * The commits of a ledger, each with its batch's number. What is written goes to the younger of two tables; the older
 * is dropped whole once D1 has all of it and no repetition can come any more, and then begins anew as the younger.
 * Dropping a table is not billed; deleting its rows is, one by one. Since a clock that jumps ahead drops it too soon,
 * the instance goes on knowing its ids until the next one goes.
 *
 * The open batch is the highest number here plus one in each new instance, so a batch that may have been sent never
 * grows; numbers have no gaps, since a batch is closed only when it has lines.
 */
export class Commits {
  /** The ledger's name; empty until it counts its first call. */
  source: string;
  readonly #extents = [nothing(), nothing()] as [Extent, Extent];
  #dropped: { ids: ReadonlySet<string>; at: number } = { ids: new Set(), at: Number.NEGATIVE_INFINITY };
  /** Lines of each batch that D1 is not known to have, in the order of their numbers. */
  readonly #pending = new Map<number, number>();
  #young: Table = 0;
  #open: number;
  #place = 0;
  #flushed: { batch: number; calls: number };

  constructor(private readonly sql: SqlStorage) {
    sql.exec(TABLES.map(tableSql).join("") + STATE);
    const [row] = sql
      .exec<{ source: string; batch: number; calls: number }>("SELECT * FROM flushed")
      .toArray();
    const { source = "", batch = 0, calls = 0 } = row ?? {};
    this.source = source;
    this.#flushed = { batch, calls };
    for (const table of TABLES) {
      const rows = sql.exec<Row & { at: number }>(`SELECT id, at, lines FROM commits_${table} ORDER BY id`);
      for (const row of rows) this.#note(table, batchOf(row.id), parsed(row), row.at);
    }
    // An empty table is the younger one, or the other would never come to be dropped in a ledger that nobody calls.
    const last = ({ lastBatch }: Extent) => lastBatch || Number.POSITIVE_INFINITY;
    if (last(this.#extents[1]) > last(this.#extents[0])) this.#young = 1;
    this.#open = Math.max(batch, ...this.#extents.map((one) => one.lastBatch)) + 1;
  }

  /** Names the ledger. */
  begin(source: string): void {
    this.sql.exec("INSERT INTO flushed VALUES (1, ?, 0, 0)", source);
    this.source = source;
  }

  /** Whether a line is here, or was until lately. */
  has(id: string): boolean {
    return this.#dropped.ids.has(id) || this.#extents.some(({ ids }) => ids.has(id));
  }

  /** Writes lines into the open batch: one row. */
  write(lines: readonly LogLine[], at: number): void {
    this.sql.exec(
      `INSERT INTO commits_${this.#young} VALUES (?, ?, ?)`,
      this.#open * PLACES + this.#place,
      at,
      JSON.stringify(lines),
    );
    this.#place += 1;
    this.#note(this.#young, this.#open, lines, at);
    if ((this.#pending.get(this.#open) ?? 0) >= BATCH_LINES) this.close();
  }

  /** Closes the open batch, if it has lines. @returns the last closed one. */
  close(): number {
    if (this.#pending.has(this.#open)) {
      this.#open += 1;
      this.#place = 0;
    }
    return this.#open - 1;
  }

  get flushed(): { batch: number; calls: number } {
    return this.#flushed;
  }

  /** Each batch that D1 is not known to have, and how many lines it has. */
  get pending(): ReadonlyMap<number, number> {
    return this.#pending;
  }

  get isEmpty(): boolean {
    return this.#extents.every(({ ids }) => ids.size === 0);
  }

  linesOf(batch: number): LogLine[] {
    return this.sql
      .exec<Row>(
        `SELECT lines FROM (${BOTH}) WHERE id >= ? AND id < ? ORDER BY id`,
        batch * PLACES,
        (batch + 1) * PLACES,
      )
      .toArray()
      .flatMap(parsed);
  }

  /** A connection's lines in batches that D1 is not known to have. */
  pendingOf(connectionId: string): { batch: number; line: LogLine }[] {
    return this.sql
      .exec<Row>(
        `SELECT id, lines FROM (${BOTH}) WHERE id >= ? AND instr(lines, ?)`,
        (this.#flushed.batch + 1) * PLACES,
        connectionId,
      )
      .toArray()
      .flatMap((row) => parsed(row).map((line) => ({ batch: batchOf(row.id), line })))
      .filter(({ line }) => line.connection_id === connectionId);
  }

  /** D1 has a batch, the next one after those it had. */
  markFlushed(batch: number): void {
    const calls = this.#flushed.calls + (this.#pending.get(batch) ?? 0);
    this.sql.exec("UPDATE flushed SET batch = ?, calls = ?", batch, calls);
    this.#flushed = { batch, calls };
    this.#pending.delete(batch);
  }

  /** Begins the older table anew, where nothing in it is needed any more. */
  turn(now: number): void {
    const old: Table = this.#young === 0 ? 1 : 0;
    const { ids, lastBatch, lastAt } = this.#extents[old];
    if (this.isEmpty || lastBatch > this.#flushed.batch || isLate(lastAt, now)) return;
    if (ids.size > 0) {
      // A clock that went back does not end the time for which the last one's ids are known.
      this.#dropped.at = Math.min(this.#dropped.at, now);
      if (isLate(this.#dropped.at, now)) return;
      this.sql.exec(`DROP TABLE commits_${old}`);
      this.sql.exec(tableSql(old));
      this.#extents[old] = nothing();
      this.#dropped = { ids, at: now };
    }
    this.#young = old;
  }

  /** Leaves a connection unnamed in lines that D1 has. */
  unname(connectionId: string): void {
    for (const table of TABLES) {
      this.sql.exec(
        `UPDATE commits_${table} SET lines = replace(lines, ?1, 'null') WHERE instr(lines, ?1)`,
        JSON.stringify(connectionId),
      );
    }
  }

  #note(table: Table, batch: number, lines: readonly LogLine[], at: number): void {
    const extent = this.#extents[table];
    for (const { id } of lines) extent.ids.add(id);
    extent.lastBatch = Math.max(extent.lastBatch, batch);
    extent.lastAt = Math.max(extent.lastAt, at);
    if (batch > this.#flushed.batch) this.#pending.set(batch, (this.#pending.get(batch) ?? 0) + lines.length);
  }
}

type Row = { id: number; lines: string };

/** Whether something was so lately that a repetition may come; what a clock that went back left ahead was not. */
const isLate = (at: number, now: number): boolean => at <= now && at > now - REMEMBER_MS;

const batchOf = (id: number): number => Math.floor(id / PLACES);

/** Lines were validated when they were made; storage gives back what it was given. */
function parsed(row: Row): LogLine[] {
  return JSON.parse(row.lines) as LogLine[];
}
