import { DurableObject } from "cloudflare:workers";
import { configOf } from "../config/config";
import { ringWithin } from "../kernel/alarm";
import { meterOf } from "../meter/shards";
import { PlatformFailure, type SubscriptionMade } from "../platforms/adapter";
import { adapterOf } from "../platforms/registry";
import { Course } from "./course";
import { Ending, PENDING_LIFE_MS } from "./ending";
import { establishAtPlatform } from "./establish";
import { Grant } from "./grant";
import { Leasing } from "./leasing";
import type {
  Disconnection,
  EstablishInput,
  EstablishResult,
  LeaseAnswer,
  LeaseRequest,
  Purge,
  Snapshot,
} from "./messages";
import { limitOn, type ProcessingLimit } from "./purposes";
import { RecordStore } from "./record";
import { discardAtPlatform } from "./revocation";
import { isUsable } from "./status";
import { subscriptionOf } from "./subscribing";
import { type Holding, Subscription, type SubscriptionState } from "./subscription";
import { Upkeep } from "./upkeep";
import type { SealedAccount } from "./vault";

/**
 * One per connection: its vault, its state machine, its only refresher, its rate limit.
 *
 *   pending ── exchanged ──▶ active ◀── refreshed ── degraded
 *                              │ ── refresh_failed ──▶ │
 *                              └── grant_lost ──▶ needs_reauth ── reconnected ──▶ active
 *   any ── disconnected ──▶ disconnected (final)
 */
export class ConnectionObject extends DurableObject<Env> {
  readonly #record: RecordStore;
  readonly #course: Course;
  readonly #grant: Grant;
  readonly #upkeep: Upkeep;
  readonly #leasing: Leasing;
  readonly #subscription: Subscription;
  readonly #ending: Ending;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const config = configOf(env);
    const record = new RecordStore(ctx.storage);
    const course = new Course(ctx.storage, env.DB, record);
    const grant = new Grant(ctx, env, config, record);
    this.#record = record;
    this.#course = course;
    this.#grant = grant;
    this.#upkeep = new Upkeep(record, grant, course);
    this.#leasing = new Leasing(record, grant, this.#upkeep);
    this.#subscription = new Subscription(ctx.storage, {
      subscribe: () => this.#subscribe(),
      keep: (made) => grant.keepSubscription(made),
    });
    this.#ending = new Ending(ctx.storage, env, config.restoreWindowDays, { record, grant, course });
    ctx.blockConcurrencyWhile(() => course.resume());
  }

  /** Exchanges the platform's code and fills the vault. The connection is `pending` until `activate`. */
  async establish(input: EstablishInput): Promise<EstablishResult> {
    const known = this.#record.get();
    if (input.reconnect ? !known || known.status === "disconnected" || known.status === "pending" : known) {
      return { kind: "failed", why: { kind: "not_reconnectable" } };
    }
    const side = await this.#grant.side(input.platform, input);
    if (!side) return { kind: "failed", why: { kind: "platform_unavailable" } };
    const outcome = await establishAtPlatform(side, input.proof);
    if (outcome.kind === "failed") return outcome;

    // The connection may end while the platform is asked; an ended one stays ended.
    const ended = this.#record.get()?.status === "disconnected";
    if (!ended && input.reconnect && (await this.#grant.account()).id !== outcome.account.id) {
      await discardAtPlatform(side, outcome.tokens, outcome.account);
      return { kind: "failed", why: { kind: "wrong_account" } };
    }
    if (ended || !(await this.#grant.fill(side, input, outcome))) {
      await this.#grant.endIssued(side, outcome.tokens, outcome.account);
      return { kind: "failed", why: { kind: "not_reconnectable" } };
    }
    if (input.reconnect) {
      await this.#course.apply({ kind: "reconnected" });
      await this.#beginSubscription();
    } else await ringWithin(this.ctx.storage, PENDING_LIFE_MS);
    return {
      kind: "established",
      account: outcome.account.id,
      grantedScopes: outcome.grantedScopes,
      missingScopes: outcome.missingScopes,
    };
  }

  /** The developer has exchanged the one-time code. Repeating it changes nothing. */
  async activate(): Promise<boolean> {
    await this.#course.apply({ kind: "exchanged" });
    const record = this.#record.get();
    if (this.#subscription.state === null) await this.#beginSubscription();
    return record !== null && record.status !== "disconnected";
  }

  /** Everything a call needs, if it may be made: a token that is good now, and a share of the rate limit. */
  async lease(request: LeaseRequest): Promise<LeaseAnswer> {
    return this.#leasing.lease(request);
  }

  /** The platform refused even a freshly refreshed token: only the person can help. */
  async reportRefused(version: number): Promise<void> {
    if (this.#record.get()?.version === version)
      await this.#course.apply({ kind: "grant_lost", reason: "token_refused" });
  }

  /** Ends the connection: refused from this moment, revoked where the platform can, erased in any case. */
  async disconnect(): Promise<Disconnection | null> {
    return this.#ending.disconnect();
  }

  /**
   * Sets what this connection's data is not to be processed for, in place of what stood before. In force when it
   * resolves, for calls under way as well: the meter withholds their answers.
   */
  async limitProcessing(limits: ProcessingLimit[]): Promise<boolean> {
    const record = this.#record.get();
    if (!record || record.status === "disconnected") return false;
    this.#record.putLimits(limits);
    await this.ctx.storage.sync();
    await meterOf(this.env, record.connectionId).limit(record.connectionId, limits);
    return true;
  }

  /**
   * Erases the object of an ended connection, all of it, once its calls are counted in D1 and the meter has forgotten
   * it. Repeating is harmless: an object without anything in it is `purged`.
   * @param connectionId the object's own, which an empty one does not know
   */
  async purge(connectionId: string): Promise<Purge> {
    return this.#ending.purge(connectionId);
  }

  /** How the shop's events come here; `secret` for the Worker alone, which verifies with it. */
  async webhookSecret(): Promise<string | null> {
    return this.#record.get()?.status === "disconnected" ? null : this.#grant.webhookSecret();
  }

  async subscriptionState(): Promise<SubscriptionState | null> {
    return this.#subscription.state;
  }

  /** Takes the signing secret of an endpoint that was set up by hand. @returns false for an ended connection. */
  async enterWebhookSecret(secret: string): Promise<boolean> {
    const record = this.#record.get();
    if (!record || record.status === "disconnected") return false;
    if (!(await this.#grant.keepSubscription({ ids: [], secret }))) return false;
    this.#subscription.entered();
    return true;
  }

  /** Cron's call for connections nobody uses: refresh tokens that lapse from idleness are renewed in time. */
  async keepAlive(): Promise<"renewed" | "not_due" | "failed"> {
    return this.#upkeep.keepAlive();
  }

  /** Wraps the data key under the current key-encryption key. */
  async rewrap(): Promise<"rewrapped" | "current" | "empty"> {
    return this.#record.get() ? this.#grant.rewrap() : "empty";
  }

  async snapshot(): Promise<Snapshot | null> {
    const record = this.#record.get();
    if (!record) return null;
    return {
      status: record.status,
      reason: record.reason,
      grantedScopes: record.grantedScopes,
      missingScopes: record.missingScopes,
      disconnectedAt: record.disconnectedAt,
      expiresAt: record.status === "disconnected" ? null : await this.#grant.expiresAt(),
    };
  }

  /** The account of a sandbox connection, for its break control; null for every other platform. */
  async sandboxAccount(): Promise<SealedAccount | null> {
    if (this.#record.get()?.platform !== "sandbox" || this.#grant.isEmpty) return null;
    return this.#grant.account();
  }

  override async alarm(): Promise<void> {
    const record = this.#record.get();
    if (record?.status === "disconnected") return this.#ending.resume(record);
    if (record?.status === "pending") await this.#ending.expire(record);
    await this.#course.mirror();
    if (record && isUsable(record.status)) await this.#subscription.tick();
  }

  async #beginSubscription(): Promise<void> {
    const record = this.#record.get();
    const adapter = record && (await adapterOf(record.platform));
    if (adapter && isUsable(record.status) && subscriptionOf(adapter)) await this.#subscription.begin();
  }

  async #subscribe(): Promise<SubscriptionMade | Holding> {
    const record = this.#record.get();
    if (!record || limitOn(this.#record.limits, "webhooks.subscribe", false)) return { kind: "held" };
    const freshness = await this.#upkeep.fresh("due_if_old");
    if (freshness.kind === "grant_lost") return { kind: "held" };
    if (freshness.kind === "unavailable")
      throw new PlatformFailure({ kind: "unavailable", detail: freshness.detail }, null);
    return this.#grant.subscribe(record, freshness.tokens);
  }
}
