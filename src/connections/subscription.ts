import { ringWithin } from "../kernel/alarm";
import { clock, DAY, MINUTE, SECOND } from "../kernel/clock";
import { told } from "../kernel/told";
import { PlatformFailure, type SubscriptionMade } from "../platforms/adapter";

export const SUBSCRIPTION_TABLES = `
CREATE TABLE IF NOT EXISTS subscription (
  id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL, attempts INTEGER NOT NULL, due_at INTEGER);`;

/**
 *   due ── subscribed ──▶ made
 *    │ ── refused, or failed for the sixth time ──▶ failed
 * `entered`: by hand, where the platform cannot be asked (Stripe).
 */
export type SubscriptionState = "due" | "made" | "failed" | "entered";

const WAITS_MS = [30 * SECOND, 2 * MINUTE, 10 * MINUTE, 60 * MINUTE, DAY];

/** Why nothing is to be asked of the platform just now. */
export type Holding = { kind: "held" };

/** What a subscription needs of its connection. */
export interface SubscriptionDeeds {
  /** Asks the platform. `held` while the person objects to it. @throws PlatformFailure */
  subscribe(): Promise<SubscriptionMade | Holding>;
  /** Seals what came of it; false when the connection has ended meanwhile. */
  keep(made: SubscriptionMade): Promise<boolean>;
}

/** That a shop's events are asked for once its connection is in use, whatever fails meanwhile. Its clock is the alarm. */
export class Subscription {
  readonly #sql: SqlStorage;
  #asking: Promise<void> | null = null;

  constructor(
    private readonly storage: DurableObjectStorage,
    private readonly deeds: SubscriptionDeeds,
  ) {
    this.#sql = storage.sql;
  }

  get state(): SubscriptionState | null {
    return this.#row()?.state ?? null;
  }

  async begin(): Promise<void> {
    this.#put("due", 0, clock.now());
    await ringWithin(this.storage, 0);
  }

  entered(): void {
    this.#put("entered", 0, null);
  }

  /** Called by the object's alarm; does nothing before its time. */
  tick(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const row = this.#row();
    if (row?.state !== "due" || row.due_at === null) return;
    const left = row.due_at - clock.now();
    if (left > 0) return ringWithin(this.storage, left);
    try {
      const made = await this.deeds.subscribe();
      if ("kind" in made) await this.#again(row.attempts, DAY);
      else if (await this.deeds.keep(made)) this.#put("made", row.attempts, null);
    } catch (error) {
      console.error(`subscribing to a shop's events failed: ${told(error)}`);
      const wait = isFinal(error) ? undefined : WAITS_MS[row.attempts];
      if (wait === undefined) this.#put("failed", row.attempts + 1, null);
      else await this.#again(row.attempts + 1, wait);
    }
  }

  async #again(attempts: number, wait: number): Promise<void> {
    this.#put("due", attempts, clock.now() + wait);
    await ringWithin(this.storage, wait);
  }

  #put(state: SubscriptionState, attempts: number, dueAt: number | null): void {
    this.#sql.exec(SUBSCRIPTION_TABLES);
    this.#sql.exec("INSERT OR REPLACE INTO subscription VALUES (1, ?, ?, ?)", state, attempts, dueAt);
  }

  #row(): { state: SubscriptionState; attempts: number; due_at: number | null } | undefined {
    const isThere = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'subscription'").toArray();
    if (isThere.length === 0) return undefined;
    return this.#sql
      .exec<{ state: SubscriptionState; attempts: number; due_at: number | null }>(
        "SELECT state, attempts, due_at FROM subscription",
      )
      .toArray()[0];
  }
}

/** The platform will not take it, however often it is asked. */
function isFinal(error: unknown): boolean {
  return (
    error instanceof PlatformFailure &&
    (error.failure.kind === "forbidden" || error.failure.kind === "rejected")
  );
}
