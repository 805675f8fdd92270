import { limitOn, type ProcessingLimit } from "../connections/purposes";
import { clock, MINUTE } from "../kernel/clock";
import { sha256 } from "../kernel/digest";
import type { LogLine } from "../logs/line";
import type { CallManner, Settlement } from "./settlement";

/**
 * Longer than any call that began before can take: leases live for seconds, platforms are waited for within bounds. A
 * note stands for two such times, since a clock that jumps ahead may end one of them at once.
 */
export const WITHHELD_MS = 5 * MINUTE;

const TABLE = `CREATE TABLE IF NOT EXISTS withheld (subject TEXT PRIMARY KEY, mark TEXT NOT NULL, at INTEGER NOT NULL, seen INTEGER) WITHOUT ROWID`;

/** What has changed for a connection while calls of it may be under way. */
export type Mark =
  | { kind: "ended" }
  /** Ended, and to be named no more. */
  | { kind: "erased" }
  | { kind: "limited"; limits: readonly ProcessingLimit[] };

interface Noted {
  subject: string;
  mark: Mark;
  at: number;
  /** When it was first found old. */
  seen: number | null;
}
type Row = { subject: string; mark: string; at: number; seen: number | null };

/**
 * Whose answers must not leave although a lease for them was given. What rests names a connection by a hash, and goes
 * by itself; the id itself is in memory only.
 */
export class Withheld {
  readonly #byId = new Map<string, Noted>();
  /** What former instances of the object left, by the hash. */
  readonly #byHash = new Map<string, Noted>();

  constructor(private readonly storage: DurableObjectStorage) {
    storage.sql.exec(TABLE);
    for (const row of storage.sql.exec<Row>("SELECT * FROM withheld"))
      this.#byHash.set(row.subject, { ...row, mark: JSON.parse(row.mark) as Mark });
  }

  get isEmpty(): boolean {
    return this.#byId.size === 0 && this.#byHash.size === 0;
  }

  /** In force, and durable, when it resolves. Nothing but erasure takes the place of an end. */
  async note(connectionId: string, mark: Mark): Promise<void> {
    const subject = await sha256(connectionId);
    const known = this.#find(connectionId, subject)?.mark.kind;
    if (mark.kind !== "erased" && (known === "ended" || known === "erased")) return;
    const at = clock.now();
    this.storage.sql.exec(
      "INSERT OR REPLACE INTO withheld VALUES (?, ?, ?, NULL)",
      subject,
      JSON.stringify(mark),
      at,
    );
    this.#byHash.delete(subject);
    this.#byId.set(connectionId, { subject, mark, at, seen: null });
    await this.storage.sync();
  }

  /** @returns what is to be asked of a line of the connection in the moment it is written. */
  async judgeOf(connectionId: string | null, call: CallManner): Promise<(line: LogLine) => Settlement> {
    if (connectionId === null) return () => "settled";
    const subject = this.#byHash.size > 0 ? await sha256(connectionId) : null;
    return (line) => this.#judge(line, call, this.#find(connectionId, subject)?.mark);
  }

  /** Forgets what no call under way can be about any more: what is old, and was found so `WITHHELD_MS` ago. */
  sweep(): void {
    const now = clock.now();
    const { sql } = this.storage;
    for (const notes of [this.#byId, this.#byHash]) {
      for (const [key, noted] of notes) {
        const since = noted.seen ?? noted.at;
        // A clock that went back does not lengthen the time; nor does it end the last of it.
        if (since <= now && since > now - WITHHELD_MS) continue;
        if (noted.seen === null || noted.seen > now) {
          noted.seen = now;
          sql.exec("UPDATE withheld SET seen = ? WHERE subject = ?", now, noted.subject);
        } else {
          notes.delete(key);
          sql.exec("DELETE FROM withheld WHERE subject = ?", noted.subject);
        }
      }
    }
  }

  #judge(line: LogLine, call: CallManner, mark: Mark | undefined): Settlement {
    if (!mark) return "settled";
    if (call.leased && line.status < 400) {
      if (mark.kind !== "limited") return "withdrawn";
      if (limitOn(mark.limits, line.operation, call.raw)) return "restricted";
    }
    if (mark.kind === "erased") line.connection_id = null;
    return "settled";
  }

  #find(connectionId: string, subject: string | null): Noted | undefined {
    return this.#byId.get(connectionId) ?? (subject === null ? undefined : this.#byHash.get(subject));
  }
}
