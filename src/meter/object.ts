import { DurableObject } from "cloudflare:workers";
import { configOf } from "../config/config";
import type { ProcessingLimit } from "../connections/purposes";
import { ringWithin } from "../kernel/alarm";
import { monthOf, SECOND } from "../kernel/clock";
import { told } from "../kernel/told";
import type { LogLine } from "../logs/line";
import { REMEMBER_MS } from "./commits";
import type { Standing } from "./completeness";
import { Ledger } from "./ledger";
import type { CallManner, Settlement } from "./settlement";
import { shardOf } from "./shards";
import { meterSink } from "./sink";
import { type Mark, WITHHELD_MS, Withheld } from "./withheld";

/** After a failed flush, how soon the next try. */
const RETRY_MS = 15 * SECOND;

/** One of the meter's ledgers: counts the answered calls of many connections and keys, and brings them to D1. */
export class MeterObject extends DurableObject<Env> {
  readonly #flushMs: number;
  readonly #withheld: Withheld;
  readonly #ledger: Ledger;
  #isArmed = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#flushMs = configOf(env).meterFlushSeconds * SECOND;
    this.#withheld = new Withheld(ctx.storage);
    this.#ledger = new Ledger(ctx.storage);
    // An alarm may have been lost with the instance that owed it.
    ctx.blockConcurrencyWhile(() => this.#ringInTime());
  }

  /**
   * Counts an answered call; when it resolves, the call is durable. A call whose connection has ended meanwhile is
   * told so, and its answer must not leave: disconnecting takes effect at once, whatever leases are still about.
   */
  async settle(line: LogLine, call: CallManner): Promise<Settlement> {
    const judge = await this.#withheld.judgeOf(line.connection_id, call);
    const { commits } = this.#ledger;
    if (commits.source === "") commits.begin(shardOf(line.connection_id ?? line.key_id ?? ""));
    const settlement = await this.#ledger.record(line, judge);
    if (!this.#isArmed) {
      this.#isArmed = true;
      await ringWithin(this.ctx.storage, this.#flushMs);
    }
    return settlement;
  }

  /** From now on no answer leaves under a lease of the connection. */
  async end(connectionId: string): Promise<void> {
    await this.#note(connectionId, { kind: "ended" });
  }

  /** From now on no answer leaves that the limits stand against, whatever leases say; none lifts what stood before. */
  async limit(connectionId: string, limits: readonly ProcessingLimit[]): Promise<void> {
    await this.#note(connectionId, { kind: "limited", limits });
  }

  /**
   * Brings an ended connection's calls to D1 and names it no more, in calls that come late either.
   * @returns false while D1 does not have them.
   */
  async forget(connectionId: string): Promise<boolean> {
    await this.#note(connectionId, { kind: "erased" });
    const { commits } = this.#ledger;
    if (commits.pendingOf(connectionId).length > 0 && !(await this.flush())) return false;
    commits.unname(connectionId);
    await this.ctx.storage.sync();
    return true;
  }

  /** A connection's calls that are on their way, and how far the whole ledger has come. */
  standing(connectionId: string): Standing {
    const { commits } = this.#ledger;
    const own = commits.pendingOf(connectionId);
    return {
      flushed: commits.flushed,
      pending: [...commits.pending].map(([batch, calls]) => ({ batch, calls })),
      own: own.map(({ batch, line }) => ({ batch, month: monthOf(line.time) })),
      lastSuccessAt: own.reduce(
        (last, { line }) => (line.status < 400 ? Math.max(last, line.time) : last),
        0,
      ),
    };
  }

  /** Flushes; a failure leaves everything in place and rings again. @returns whether all that was here is flushed. */
  async flush(): Promise<boolean> {
    try {
      await this.#ledger.flush(meterSink(this.env));
      return true;
    } catch (error) {
      console.error(`meter flush of ${this.#ledger.commits.source} failed, will be repeated: ${told(error)}`);
      await ringWithin(this.ctx.storage, RETRY_MS);
      return false;
    }
  }

  override async alarm(): Promise<void> {
    this.#isArmed = false;
    await this.flush();
    this.#withheld.sweep();
    await this.#ringInTime();
  }

  async #note(connectionId: string, mark: Mark): Promise<void> {
    await this.#withheld.note(connectionId, mark);
    await ringWithin(this.ctx.storage, WITHHELD_MS);
  }

  /** Sees that what is here gets flushed, and forgotten, although objects are evicted without notice. */
  async #ringInTime(): Promise<void> {
    if (this.#ledger.hasPending) await ringWithin(this.ctx.storage, this.#flushMs);
    else if (!this.#ledger.isEmpty) await ringWithin(this.ctx.storage, REMEMBER_MS);
    else if (!this.#withheld.isEmpty) await ringWithin(this.ctx.storage, WITHHELD_MS);
  }
}
