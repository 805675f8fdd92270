import { DurableObject } from "cloudflare:workers";
import { type Config, configOf } from "../config/config";
import { ringWithin } from "../kernel/alarm";
import { clock, DAY, MINUTE } from "../kernel/clock";
import { CONNECTION_LIMIT } from "../limits/limits";
import { SlidingWindow } from "../limits/window";
import type { LogLine } from "../logs/line";
import { LedgerHost } from "../meter/host";
import type { LedgerTotals } from "../meter/ledger";
import type { PlatformAccount, TokenSet } from "../platforms/adapter";
import type {
  Disconnection,
  EstablishInput,
  EstablishResult,
  LeaseAnswer,
  LeaseRequest,
  Revocation,
  Snapshot,
} from "./messages";
import { mirrorToD1 } from "./mirror";
import { establishAtPlatform, type PlatformSide, platformSide } from "./platform-side";
import { type ConnectionRecord, RECORD_TABLES, RecordStore } from "./record";
import { type Freshness, Refresher } from "./refresher";
import { discardAtPlatform, revokeAtPlatform } from "./revocation";
import { hasSiblings } from "./siblings";
import { type ConnectionEvent, isUsable } from "./status";
import { type SealedAccount, VAULT_TABLES, Vault } from "./vault";

/** A connection whose code nobody exchanges goes by itself: the code lives 5 minutes, this leaves room. */
const PENDING_LIFE_MS = 10 * MINUTE;
const MIRROR_RETRY_MS = 10_000;
/** A disconnection that was cut short is finished after this long. */
const ERASE_RETRY_MS = 15_000;

/**
 * One per connection: its vault, its state machine, its only refresher, its ledger, its rate limit.
 *
 *   pending ── exchanged ──▶ active ◀── refreshed ── degraded
 *                              │ ── refresh_failed ──▶ │
 *                              └── grant_lost ──▶ needs_reauth ── reconnected ──▶ active
 *   any ── disconnected ──▶ disconnected (final)
 */
export class ConnectionObject extends DurableObject<Env> {
  readonly #config: Config;
  readonly #record: RecordStore;
  readonly #ledger: LedgerHost;
  readonly #window = new SlidingWindow(CONNECTION_LIMIT);
  #vault: Vault | null = null;
  #refresher: Refresher | null = null;
  #lastSuccessAt: number | null = null;
  #erasing: Promise<void> | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = configOf(env);
    this.#record = new RecordStore(ctx.storage);
    this.#ledger = new LedgerHost(ctx, env, this.#config.meterFlushSeconds * 1_000);
    ctx.blockConcurrencyWhile(async () => {
      await this.#ledger.wake();
      if (!this.#record.isMirrored) await ringWithin(ctx.storage, MIRROR_RETRY_MS);
    });
  }

  /** Exchanges the platform's code and fills the vault. The connection is `pending` until `activate`. */
  async establish(input: EstablishInput): Promise<EstablishResult> {
    const known = this.#record.get();
    if (input.reconnect ? !known || known.status === "disconnected" || known.status === "pending" : known) {
      return { kind: "failed", why: { kind: "not_reconnectable" } };
    }
    const side = await this.#side(input.platform, input);
    if (!side) return { kind: "failed", why: { kind: "platform_unavailable" } };
    const outcome = await establishAtPlatform(side, input);
    if (outcome.kind === "failed") return outcome;

    // The connection may end while the platform is asked; an ended one stays ended.
    const ended = this.#record.get()?.status === "disconnected";
    if (!ended && input.reconnect && (await this.#openVault().account()).id !== outcome.account.id) {
      await discardAtPlatform(side, outcome.tokens, outcome.account);
      return { kind: "failed", why: { kind: "wrong_account" } };
    }
    if (ended || !(await this.#fill(input, outcome))) {
      await this.#endGrant(side, outcome.tokens, outcome.account);
      return { kind: "failed", why: { kind: "not_reconnectable" } };
    }
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
      account: await this.#openVault().account(),
      mode: current.mode,
      accessToken: freshness.tokens.access_token,
      version: current.version,
      grantedScopes: current.grantedScopes,
      missingScopes: current.missingScopes,
      standing,
    };
  }

  /**
   * Counts an answered call; when it resolves, the call is durable. A call whose connection has ended meanwhile is
   * told so, and its answer must not leave: disconnecting takes effect at once, whatever leases are still about.
   */
  async settle(line: LogLine, leased: boolean): Promise<"settled" | "withdrawn"> {
    if (leased && this.#record.get()?.status === "disconnected" && line.status < 400) return "withdrawn";
    await this.#ledger.record(line.connection_id ?? "unknown", line);
    if (line.status < 400) this.#lastSuccessAt = line.time;
    return "settled";
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
      this.#refresher = null;
      // Should this instance die before the end, the alarm takes it up.
      await ringWithin(this.ctx.storage, ERASE_RETRY_MS);
      await this.ctx.storage.sync();
    }
    await this.#mirror(); // before the revocation: see hasSiblings
    await this.#erase();
    await this.#mirror();
    const record = this.#record.get();
    return {
      disconnectedAt: record?.disconnectedAt ?? clock.now(),
      revocation: record?.revocation ?? { kind: "nothing_to_revoke" },
      erased: ["access token", "refresh token", "platform account", "data key"],
    };
  }

  /** Cron's call for connections nobody uses: refresh tokens that lapse from idleness are renewed in time. */
  async keepAlive(): Promise<"renewed" | "not_due" | "failed"> {
    const record = this.#record.get();
    if (!record || !isUsable(record.status)) return "not_due";
    const side = await this.#side(record.platform, { mode: record.mode, shop: null });
    const { refresh } = side?.facts ?? { refresh: { kind: "none" as const } };
    if (refresh.kind === "none") return "not_due";
    if ((record.refreshedAt ?? record.createdAt) + refresh.keepAliveDays * DAY > clock.now())
      return "not_due";
    const freshness = await this.#fresh("keep_alive");
    return freshness.kind === "fresh" ? "renewed" : "failed";
  }

  /** Wraps the data key under the current key-encryption key. */
  async rewrap(): Promise<"rewrapped" | "current" | "empty"> {
    return this.#record.get() ? this.#openVault().rewrap() : "empty";
  }

  async snapshot(): Promise<Snapshot | null> {
    const record = this.#record.get();
    if (!record) return null;
    const vault = this.#openVault();
    const tokens = record.status === "disconnected" || vault.isEmpty ? null : await vault.tokens();
    return {
      status: record.status,
      reason: record.reason,
      grantedScopes: record.grantedScopes,
      missingScopes: record.missingScopes,
      lastSuccessAt: this.#lastSuccessAt,
      disconnectedAt: record.disconnectedAt,
      expiresAt: tokens?.expires_at ?? null,
    };
  }

  /** The account of a sandbox connection, for its break control; null for every other platform. */
  async sandboxAccount(): Promise<SealedAccount | null> {
    if (this.#record.get()?.platform !== "sandbox" || this.#openVault().isEmpty) return null;
    return this.#openVault().account();
  }

  /** The meter as it stands here, and the lines D1 has not seen yet. */
  meter(): { totals: LedgerTotals; pending: LogLine[] } {
    return { totals: this.#ledger.totals(), pending: this.#ledger.pendingLines() };
  }

  async flush(): Promise<boolean> {
    return this.#ledger.flush();
  }

  override async alarm(): Promise<void> {
    const record = this.#record.get();
    if (record?.status === "pending") {
      const left = record.createdAt + PENDING_LIFE_MS - clock.now();
      if (left <= 0) await this.disconnect();
      else await ringWithin(this.ctx.storage, left);
    }
    if (record?.status === "disconnected") await this.#erase();
    if (!this.#record.isMirrored) await this.#mirror();
    await this.#ledger.flush();
  }

  /** @returns false when the connection has ended, and nothing was stored. */
  async #fill(
    input: EstablishInput,
    outcome: Extract<Awaited<ReturnType<typeof establishAtPlatform>>, { kind: "established" }>,
  ): Promise<boolean> {
    this.ctx.storage.sql.exec(VAULT_TABLES + RECORD_TABLES);
    const account = { ...outcome.account, shop: input.shop };
    const isFilled = await this.#openVault(input.connectionId).fill(outcome.tokens, account, () => {
      const present = this.#record.get();
      if (present?.status === "disconnected") return false;
      const now = clock.now();
      this.#record.put({
        connectionId: input.connectionId,
        appId: input.appId,
        mode: input.mode,
        platform: input.platform,
        region: input.region,
        status: present?.status ?? "pending",
        version: (present?.version ?? 0) + 1,
        reason: null,
        grantedScopes: outcome.grantedScopes,
        missingScopes: outcome.missingScopes,
        createdAt: present?.createdAt ?? now,
        connectedAt: present?.connectedAt ?? null,
        refreshedAt: now,
        disconnectedAt: null,
        revocation: null,
      });
      return true;
    });
    if (!isFilled) return false;
    if (input.reconnect) await this.#apply({ kind: "reconnected" });
    else await ringWithin(this.ctx.storage, PENDING_LIFE_MS);
    return true;
  }

  async #fresh(why: "due_if_old" | "refused" | "keep_alive"): Promise<Freshness> {
    const record = this.#record.get();
    if (!record) return { kind: "grant_lost", reason: "unknown" };
    const refresher = await this.#openRefresher(record);
    const freshness =
      why === "due_if_old"
        ? await refresher.fresh()
        : await refresher.renew(why === "refused" ? "refused" : "due");
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

  async #openRefresher(record: ConnectionRecord): Promise<Refresher> {
    if (this.#refresher) return this.#refresher;
    const account = await this.#openVault().account();
    const side = await this.#side(record.platform, { mode: record.mode, shop: account.shop });
    if (!side) throw new Error(`platform ${record.platform} is no longer configured`);
    const { refresh } = side.facts;
    this.#refresher ??= new Refresher(
      {
        load: async () => (this.#openVault().isEmpty ? null : this.#openVault().tokens()),
        refresh: (present) => side.refresh(present),
        version: () => this.#record.get()?.version ?? 0,
        store: async (tokens, version) => {
          const isStored = await this.#openVault().replaceTokens(tokens, () => {
            const current = this.#record.get();
            if (current?.version !== version) return false;
            this.#record.put({ ...current, version: version + 1, refreshedAt: clock.now() });
            return true;
          });
          if (isStored) return true;
          // Ended or connected again while the platform was asked: what it just issued must not outlive its grant.
          if (this.#record.get()?.status === "disconnected") await this.#endGrant(side, tokens, account);
          else await discardAtPlatform(side, tokens, account);
          return false;
        },
      },
      refresh.kind === "none" ? 0 : refresh.refreshBeforeSeconds,
    );
    return this.#refresher;
  }

  async #apply(event: ConnectionEvent): Promise<void> {
    if (this.#record.apply(event, clock.now())) await this.#mirror();
  }

  /** Tells D1; what fails is repeated by the alarm. */
  async #mirror(): Promise<void> {
    const record = this.#record.get();
    if (!record) return;
    try {
      await mirrorToD1(this.env.DB, record);
      if (this.#record.get() === record) this.#record.markMirrored();
    } catch (error) {
      console.error(`mirror of ${record.connectionId} failed, will be repeated: ${String(error)}`);
      await ringWithin(this.ctx.storage, MIRROR_RETRY_MS);
    }
  }

  /** Revokes with the credentials' last use, then erases them, whatever the platform answered. */
  async #erase(): Promise<void> {
    this.#erasing ??= this.#revokeAndErase().finally(() => {
      this.#erasing = null;
    });
    return this.#erasing;
  }

  async #revokeAndErase(): Promise<void> {
    const vault = this.#openVault();
    const record = this.#record.get();
    if (!record || vault.isEmpty) return;
    const revocation = await this.#revoke(record, vault);
    this.ctx.storage.transactionSync(() => {
      vault.erase();
      this.#record.put({ ...(this.#record.get() ?? record), revocation });
    });
    await this.ctx.storage.sync();
  }

  async #revoke(record: ConnectionRecord, vault: Vault): Promise<Revocation> {
    let held: { tokens: TokenSet; account: SealedAccount };
    try {
      held = { tokens: await vault.tokens(), account: await vault.account() };
    } catch {
      return { kind: "failed", detail: "the credentials could not be opened" };
    }
    const side = await this.#side(record.platform, { mode: record.mode, shop: held.account.shop });
    if (!side) return { kind: "failed", detail: "the platform is no longer configured" };
    return this.#endGrant(side, held.tokens, held.account);
  }

  /** Revokes, unless that would end another connection's grant with it. */
  async #endGrant(side: PlatformSide, tokens: TokenSet, account: PlatformAccount): Promise<Revocation> {
    const record = this.#record.get();
    const { revoke } = side.facts;
    if (record && revoke.kind === "custom" && revoke.ends === "account") {
      try {
        if (await hasSiblings(this.env.DB, this.#config, record, account.id)) {
          return {
            kind: "shared",
            why: "another connection of the same platform account still rests on this grant",
          };
        }
      } catch {
        return {
          kind: "failed",
          detail: "it could not be told whether other connections rest on this grant",
        };
      }
    }
    return revokeAtPlatform(side, tokens, account);
  }

  #openVault(connectionId = this.#record.get()?.connectionId): Vault {
    this.#vault ??= new Vault(this.ctx.storage, connectionId ?? "", this.#config.vaultKeys);
    return this.#vault;
  }

  async #side(
    platform: string,
    target: { mode: ConnectionRecord["mode"]; shop: string | null },
  ): Promise<PlatformSide | null> {
    return platformSide(this.#config, this.ctx.exports, platform, target);
  }
}
