import { ringWithin } from "../kernel/alarm";
import { told } from "../kernel/told";
import type { LogLine } from "../logs/line";
import { LEDGER_TABLES, Ledger, type LedgerTotals } from "./ledger";
import { meterSink } from "./sink";

/** After a failed flush, how soon the next try. */
const RETRY_MS = 15_000;

/**
 * A ledger living in a Durable Object: makes its tables on the first call, and sees that what is recorded gets
 * flushed although objects are evicted without notice.
 */
export class LedgerHost {
  #ledger: Ledger | null = null;
  #armed = false;

  constructor(
    private readonly ctx: DurableObjectState,
    private readonly env: Pick<Env, "DB" | "LOG_QUEUE">,
    private readonly flushMs: number,
  ) {}

  /** To be called once when the object wakes: an alarm may have been lost with the instance that owed it. */
  async wake(): Promise<void> {
    if (this.#stored()?.hasPending) await ringWithin(this.ctx.storage, this.flushMs);
  }

  /** Counts one call; when it resolves, the call is in storage. */
  async record(source: string, line: LogLine): Promise<void> {
    await this.#open(source, line.app_id).record(line);
    if (!this.#armed) {
      this.#armed = true;
      await ringWithin(this.ctx.storage, this.flushMs);
    }
  }

  /** Flushes; a failure leaves everything in place and rings again. @returns whether all is flushed. */
  async flush(): Promise<boolean> {
    this.#armed = false;
    const ledger = this.#stored();
    if (!ledger?.hasPending) return true;
    try {
      await ledger.flush(meterSink(this.env));
    } catch (error) {
      console.error(`meter flush of ${ledger.source} failed, will be repeated: ${told(error)}`);
      await ringWithin(this.ctx.storage, RETRY_MS);
      return false;
    }
    if (ledger.hasPending) await ringWithin(this.ctx.storage, this.flushMs);
    return true;
  }

  get exists(): boolean {
    return this.#stored() !== null;
  }

  /** Whether D1 has everything that was recorded here. */
  get isFlushed(): boolean {
    return !this.#stored()?.hasPending;
  }

  /** After the object's storage has been erased. */
  forget(): void {
    this.#ledger = null;
    this.#armed = false;
  }

  totals(): LedgerTotals {
    return this.#stored()?.totals() ?? { recorded: 0, flushed: 0 };
  }

  pendingLines(): LogLine[] {
    return this.#stored()?.pendingLines() ?? [];
  }

  #open(source: string, appId: string): Ledger {
    if (!this.#ledger) {
      this.ctx.storage.sql.exec(LEDGER_TABLES);
      this.ctx.storage.sql.exec("INSERT OR IGNORE INTO meter_owner VALUES (1, ?, ?)", source, appId);
      this.#ledger = new Ledger(this.ctx.storage, source, appId);
    }
    return this.#ledger;
  }

  /** The ledger, if this object ever recorded a call; never makes tables, so that asking about nothing stores nothing. */
  #stored(): Ledger | null {
    if (this.#ledger) return this.#ledger;
    const { sql } = this.ctx.storage;
    const exists = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'meter_owner'").toArray().length > 0;
    if (!exists) return null;
    const owner = sql
      .exec<{ source: string; app_id: string }>("SELECT source, app_id FROM meter_owner")
      .toArray()[0];
    if (!owner) return null;
    this.#ledger = new Ledger(this.ctx.storage, owner.source, owner.app_id);
    return this.#ledger;
  }
}
