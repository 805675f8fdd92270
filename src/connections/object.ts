import { DurableObject } from "cloudflare:workers";
import { type Config, configOf } from "../config/config";
import { ringWithin } from "../kernel/alarm";
import { clock, DAY, MINUTE } from "../kernel/clock";
import { told } from "../kernel/told";
import { CONNECTION_LIMIT } from "../limits/limits";
import { SlidingWindow } from "../limits/window";
import { meterOf } from "../meter/shards";
import {
  type CallCredentials,
  PlatformFailure,
  type SubscriptionMade,
  type TokenSet,
} from "../platforms/adapter";
import { adapterOf } from "../platforms/registry";
import { establishAtPlatform } from "./establish";
import { Grant } from "./grant";
import type {
  Disconnection,
  EstablishInput,
  EstablishResult,
  LeaseAnswer,
  LeaseRequest,
  Purge,
  Snapshot,
} from "./messages";
import { mirrorToD1 } from "./mirror";
import { limitOn, type ProcessingLimit } from "./purposes";
import { type ConnectionRecord, RecordStore } from "./record";
import type { Freshness } from "./refresher";
import { metadataDueAt } from "./retention";
import { discardAtPlatform } from "./revocation";
import { type ConnectionEvent, isUsable } from "./status";
import { subscriptionOf } from "./subscribing";
import { type Holding, Subscription, type SubscriptionState } from "./subscription";
import type { SealedAccount } from "./vault";

function callCredentials({ access_token, secrets }: TokenSet): CallCredentials {
  return { access_token, ...(secrets && { secrets }) };
}

/** A connection whose code nobody exchanges goes by itself: the code lives 5 minutes, this leaves room. */
const PENDING_LIFE_MS = 10 * MINUTE;
const MIRROR_RETRY_MS = 10_000;
/** A disconnection that was cut short is finished after this long. */
const ERASE_RETRY_MS = 15_000;

/**
 * One per connection: its vault, its state machine, its only refresher, its rate limit.
 *
 *   pending ── exchanged ──▶ active ◀── refreshed ── degraded
 *                              │ ── refresh_failed ──▶ │
 *                              └── grant_lost ──▶ needs_reauth ── reconnected ──▶ active
 *   any ── disconnected ──▶ disconnected (final)
 */
export class ConnectionObject extends DurableObject<Env> {
  readonly #config: Config;
  readonly #record: RecordStore;
  readonly #grant: Grant;
  readonly #subscription: Subscription;
  readonly #window = new SlidingWindow(CONNECTION_LIMIT);

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = configOf(env);
    this.#record = new RecordStore(ctx.storage);
    this.#grant = new Grant(ctx, env, this.#config, this.#record);
    this.#subscription = new Subscription(ctx.storage, {
      subscribe: () => this.#subscribe(),
      keep: (made) => this.#grant.keepSubscription(made),
    });
    ctx.blockConcurrencyWhile(async () => {
      if (!this.#record.isMirrored) await ringWithin(ctx.storage, MIRROR_RETRY_MS);
    });
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
      await this.#apply({ kind: "reconnected" });
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
    await this.#apply({ kind: "exchanged" });
    const record = this.#record.get();
    if (this.#subscription.state === null) await this.#beginSubscription();
    return record !== null && record.status !== "disconnected";
  }

  /** Everything a call needs, if it may be made: a token that is good now, and a share of the rate limit. */
  async lease(request: LeaseRequest): Promise<LeaseAnswer> {
    const record = this.#record.get();
    // Someone else's connection reads exactly like one that does not exist.
    if (record?.appId !== request.appId || record.mode !== request.mode) return { kind: "unknown" };
    const { platform } = record;
    if (!isUsable(record.status))
      return { kind: "inactive", status: record.status, reason: record.reason, platform };
    const { limits } = this.#record;
    // "Kept, but not processed" (GDPR Art. 18): not even the token is renewed for it.
    const limit = limits.find((purpose) => purpose === "all" || purpose === "retail_data");
    if (limit) return { kind: "restricted", limit, platform };
    const standing = this.#window.take(request.calls, clock.now());
    if (standing.granted === 0) return { kind: "limited", standing, platform };

    const freshness = await this.#fresh(request.refused === record.version ? "refused" : "due_if_old");
    const current = this.#record.get();
    if (!current || !isUsable(current.status)) {
      return {
        kind: "inactive",
        status: current?.status ?? "disconnected",
        reason: current?.reason ?? null,
        platform,
      };
    }
    if (freshness.kind === "unavailable") return { kind: "unavailable", detail: freshness.detail, platform };
    if (freshness.kind === "grant_lost") {
      return { kind: "inactive", status: "needs_reauth", reason: freshness.reason, platform };
    }
    return {
      kind: "lease",
      connectionId: current.connectionId,
      platform,
      account: await this.#grant.account(),
      mode: current.mode,
      credentials: callCredentials(freshness.tokens),
      version: current.version,
      grantedScopes: current.grantedScopes,
      missingScopes: current.missingScopes,
      limits,
      standing,
    };
  }

  /** The platform refused even a freshly refreshed token: only the person can help. */
  async reportRefused(version: number): Promise<void> {
    if (this.#record.get()?.version === version)
      await this.#apply({ kind: "grant_lost", reason: "token_refused" });
  }

  /** Ends the connection: refused from this moment, revoked where the platform can, erased in any case. */
  async disconnect(): Promise<Disconnection | null> {
    if (!this.#record.get()) return null;
    if (this.#record.apply({ kind: "disconnected" }, clock.now())) {
      // Should this instance die before the end, the alarm takes it up.
      await ringWithin(this.ctx.storage, ERASE_RETRY_MS);
      await this.ctx.storage.sync();
    }
    await this.#end();
    const record = this.#record.get();
    return {
      disconnectedAt: record?.disconnectedAt ?? clock.now(),
      revocation: record?.revocation ?? { kind: "nothing_to_revoke" },
      erased: ["access token", "refresh token", "platform account", "data key"],
    };
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
    const record = this.#record.get();
    if (record && record.status !== "disconnected") return "not_ended";
    if (record) await this.#end();
    if (!(await meterOf(this.env, connectionId).forget(connectionId))) return "busy";
    if (!record) return "purged"; // nothing was ever here, and asking stores nothing
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.#record.forget();
    return "purged";
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
    const record = this.#record.get();
    if (!record || !isUsable(record.status)) return "not_due";
    if (this.#record.limits.some((purpose) => purpose === "all" || purpose === "keep_alive"))
      return "not_due";
    const side = await this.#grant.side(record.platform, { mode: record.mode, shop: null });
    const { refresh } = side?.facts ?? { refresh: { kind: "none" as const } };
    // A machine login needs no keeping alive: what it logs in with does not lapse.
    if (refresh.kind === "none" || refresh.kind === "machine") return "not_due";
    if ((record.refreshedAt ?? record.createdAt) + refresh.keepAliveDays * DAY > clock.now())
      return "not_due";
    const freshness = await this.#fresh("keep_alive");
    return freshness.kind === "fresh" ? "renewed" : "failed";
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
    if (record?.status === "pending") {
      const left = record.createdAt + PENDING_LIFE_MS - clock.now();
      if (left <= 0) await this.disconnect();
      else await ringWithin(this.ctx.storage, left);
    }
    if (record?.status === "disconnected") {
      // For as long as it takes: an alarm that fails is not repeated for ever.
      if (!this.#grant.isEmpty) await ringWithin(this.ctx.storage, ERASE_RETRY_MS);
      await this.#end();
    } else await this.#mirror();
    if (record && isUsable(record.status)) await this.#subscription.tick();
    if (record?.status === "disconnected") await this.#leaveInTime(record);
  }

  /**
   * Retention finds ended connections by their row in D1. One that has none (D1 failed while it was made) would stay
   * for ever: it goes by itself.
   */
  async #leaveInTime({ connectionId, disconnectedAt }: ConnectionRecord): Promise<void> {
    const left = metadataDueAt(disconnectedAt ?? 0, this.#config.restoreWindowDays) - clock.now();
    if (left > 0) return ringWithin(this.ctx.storage, left);
    const row = await this.env.DB.prepare("SELECT 1 AS found FROM connections WHERE id = ?1")
      .bind(connectionId)
      .first();
    if (row || (await this.purge(connectionId)) !== "purged") await ringWithin(this.ctx.storage, DAY);
  }

  /** What ending is besides the status, in this order; an instance that dies in between is finished by its alarm. */
  async #end(): Promise<void> {
    const record = this.#record.get();
    // As long as there are credentials the meter may not know: it withholds what leases still about bring in.
    if (record && !this.#grant.isEmpty) await meterOf(this.env, record.connectionId).end(record.connectionId);
    await this.#mirror(); // before the revocation: see hasSiblings
    await this.#grant.end();
  }

  async #beginSubscription(): Promise<void> {
    const record = this.#record.get();
    const adapter = record && (await adapterOf(record.platform));
    if (adapter && isUsable(record.status) && subscriptionOf(adapter)) await this.#subscription.begin();
  }

  async #subscribe(): Promise<SubscriptionMade | Holding> {
    const record = this.#record.get();
    if (!record || limitOn(this.#record.limits, "webhooks.subscribe", false)) return { kind: "held" };
    const freshness = await this.#fresh("due_if_old");
    if (freshness.kind === "grant_lost") return { kind: "held" };
    if (freshness.kind === "unavailable")
      throw new PlatformFailure({ kind: "unavailable", detail: freshness.detail }, null);
    return this.#grant.subscribe(record, freshness.tokens);
  }

  /** A token that is good now; what came of getting it moves the state machine. */
  async #fresh(why: "due_if_old" | "refused" | "keep_alive"): Promise<Freshness> {
    const record = this.#record.get();
    if (!record) return { kind: "grant_lost", reason: "unknown" };
    const freshness = await this.#grant.fresh(record, why);
    switch (freshness.kind) {
      case "fresh":
        await this.#apply({ kind: "refreshed" });
        break;
      case "holding":
      case "unavailable":
        await this.#apply({ kind: "refresh_failed", detail: freshness.detail });
        break;
      case "grant_lost":
        await this.#apply({ kind: "grant_lost", reason: freshness.reason });
    }
    return freshness;
  }

  async #apply(event: ConnectionEvent): Promise<void> {
    if (this.#record.apply(event, clock.now())) await this.#mirror();
  }

  /** Tells D1; what fails is repeated by the alarm. */
  async #mirror(): Promise<void> {
    const record = this.#record.get();
    if (!record || this.#record.isMirrored) return;
    try {
      await mirrorToD1(this.env.DB, record);
      if (this.#record.get() === record) this.#record.markMirrored();
    } catch (error) {
      console.error(`mirror of ${record.connectionId} failed, will be repeated: ${told(error)}`);
      await ringWithin(this.ctx.storage, MIRROR_RETRY_MS);
    }
  }
}
