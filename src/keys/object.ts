import { DurableObject } from "cloudflare:workers";
import { configOf } from "../config/config";
import { clock } from "../kernel/clock";
import { KEY_LIMIT } from "../limits/limits";
import { SlidingWindow, type Standing } from "../limits/window";
import type { LogLine } from "../logs/line";
import { LedgerHost } from "../meter/host";
import type { LedgerTotals } from "../meter/ledger";

/**
 * One per API key: counts the key's calls against its limit, and keeps the ledger of those calls that are not on
 * a connection (sessions, keys, usage …), so that every answered call is metered somewhere durable.
 */
export class ApiKeyObject extends DurableObject<Env> {
  readonly #window = new SlidingWindow(KEY_LIMIT);
  readonly #ledger: LedgerHost;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#ledger = new LedgerHost(ctx, env, configOf(env).meterFlushSeconds * 1_000);
    ctx.blockConcurrencyWhile(() => this.#ledger.wake());
  }

  /** Grants up to `wanted` calls of the key's limit. */
  grant(wanted: number): Standing {
    return this.#window.take(wanted, clock.now());
  }

  async record(keyId: string, line: LogLine): Promise<void> {
    await this.#ledger.record(keyId, line);
  }

  totals(): LedgerTotals {
    return this.#ledger.totals();
  }

  async flush(): Promise<boolean> {
    return this.#ledger.flush();
  }

  override async alarm(): Promise<void> {
    await this.#ledger.flush();
  }
}
