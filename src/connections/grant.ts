import type { Config } from "../config/config";
import { clock } from "../kernel/clock";
import type { PlatformAccount, SubscriptionMade, TokenSet } from "../platforms/adapter";
import type { Established } from "./establish";
import type { EstablishInput, Revocation } from "./messages";
import { type PlatformSide, platformSide } from "./platform-side";
import { type ConnectionRecord, RECORD_TABLES, type RecordStore } from "./record";
import { type Freshness, Refresher } from "./refresher";
import { canRenew, refreshBefore, renewTokens } from "./renewal";
import { discardAtPlatform, revokeAtPlatform } from "./revocation";
import { hasSiblings } from "./siblings";
import { subscribeAtPlatform, subscriptionOf, unsubscribeAtPlatform } from "./subscribing";
import { SUBSCRIPTION_TABLES } from "./subscription";
import { type SealedAccount, VAULT_TABLES, Vault } from "./vault";

/**
 * What a connection rests on: the platform's grant. Holds the credentials in their vault, keeps them fresh through
 * the one refresher, and ends them. Knows the record only to write it in the same transaction as the vault, so that
 * an ended connection never comes back to life with credentials that were under way.
 */
export class Grant {
  #vault: Vault | null = null;
  #refresher: Refresher | null = null;
  #ending: Promise<void> | null = null;

  constructor(
    private readonly ctx: DurableObjectState,
    private readonly env: Pick<Env, "DB">,
    private readonly config: Config,
    private readonly record: RecordStore,
  ) {}

  get isEmpty(): boolean {
    return this.record.get() === null || this.#openVault().isEmpty;
  }

  /** @throws VaultEmpty */
  account(): Promise<SealedAccount> {
    return this.#openVault().account();
  }

  /** Null when the platform is unknown or not configured. */
  side(
    platform: string,
    target: { mode: ConnectionRecord["mode"]; shop: string | null },
  ): Promise<PlatformSide | null> {
    return platformSide(this.config, this.ctx.exports, platform, target);
  }

  /** Asks for the shop's events. @throws PlatformFailure */
  async subscribe(record: ConnectionRecord, tokens: TokenSet): Promise<SubscriptionMade> {
    const account = await this.account();
    const side = await this.side(record.platform, { mode: record.mode, shop: account.shop });
    if (!side) throw new Error(`platform ${record.platform} is no longer configured`);
    return subscribeAtPlatform(this.config, side, { connectionId: record.connectionId, tokens, account });
  }

  /** @returns false when the connection has ended, and nothing was stored. */
  keepSubscription(made: SubscriptionMade): Promise<boolean> {
    return this.#openVault().keepSubscription(made, () => this.record.get()?.status !== "disconnected");
  }

  /** The secret that the shop's events are signed with, where the platform made it. */
  async webhookSecret(): Promise<string | null> {
    return this.isEmpty ? null : ((await this.#openVault().subscription())?.secret ?? null);
  }

  rewrap(): Promise<"rewrapped" | "current" | "empty"> {
    return this.#openVault().rewrap();
  }

  /**
   * Takes the credentials of a new or repaired connection, and gives the repaired one's former grant back.
   * @returns false when the connection has ended, and nothing was stored.
   */
  async fill(side: PlatformSide, input: EstablishInput, outcome: Established): Promise<boolean> {
    this.ctx.storage.sql.exec(VAULT_TABLES + RECORD_TABLES + SUBSCRIPTION_TABLES);
    const account = { ...outcome.account, shop: input.shop };
    const former = await this.#heldTokens();
    const isFilled = await this.#openVault(input.connectionId).fill(outcome.tokens, account, () => {
      const present = this.record.get();
      if (present?.status === "disconnected") return false;
      const now = clock.now();
      this.record.put({
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
    if (former) await discardAtPlatform(side, former, account);
    return true;
  }

  /** Tokens that are good now; see Refresher. */
  async fresh(record: ConnectionRecord, why: "due_if_old" | "refused" | "keep_alive"): Promise<Freshness> {
    const refresher = await this.#openRefresher(record);
    if (why === "due_if_old") return refresher.fresh();
    return refresher.renew(why === "refused" ? "refused" : "due");
  }

  async expiresAt(): Promise<number | null> {
    return (await this.#heldTokens())?.expires_at ?? null;
  }

  /** Revokes with the credentials' last use, then erases them, whatever the platform answered. */
  end(): Promise<void> {
    this.#refresher = null;
    this.#ending ??= this.#revokeAndErase().finally(() => {
      this.#ending = null;
    });
    return this.#ending;
  }

  async #revokeAndErase(): Promise<void> {
    const vault = this.#openVault();
    const record = this.record.get();
    if (!record || vault.isEmpty) return;
    const revocation = await this.#revoke(record, vault);
    this.ctx.storage.transactionSync(() => {
      vault.erase();
      this.record.put({ ...(this.record.get() ?? record), revocation });
    });
    await this.ctx.storage.sync();
  }

  async #revoke(record: ConnectionRecord, vault: Vault): Promise<Revocation> {
    let held: { tokens: TokenSet; account: SealedAccount; subscription: SubscriptionMade | null };
    try {
      held = {
        tokens: await vault.tokens(),
        account: await vault.account(),
        // One that cannot be opened must not keep the grant from being revoked.
        subscription: await vault.subscription().catch(() => null),
      };
    } catch {
      return { kind: "failed", detail: "the credentials could not be opened" };
    }
    const side = await this.side(record.platform, { mode: record.mode, shop: held.account.shop });
    if (!side) return { kind: "failed", detail: "the platform is no longer configured" };
    const tokens = held.subscription ? await this.#unsubscribe(side, record, held) : held.tokens;
    return this.endIssued(side, tokens, held.account);
  }

  /** Takes the subscription back, unless another connection's events come by it. @returns the tokens as they are then. */
  async #unsubscribe(
    side: PlatformSide,
    record: ConnectionRecord,
    held: { tokens: TokenSet; account: SealedAccount; subscription: SubscriptionMade | null },
  ): Promise<TokenSet> {
    try {
      const isShared = subscriptionOf(side.adapter)?.of === "account";
      if (isShared && (await hasSiblings(this.env.DB, this.config, record, held.account.id)))
        return held.tokens;
    } catch {
      return held.tokens; // better events that nobody gets than another app's that do not come
    }
    return unsubscribeAtPlatform(side, held);
  }

  /** Revokes, unless that would end another connection's grant with it. */
  async endIssued(side: PlatformSide, tokens: TokenSet, account: PlatformAccount): Promise<Revocation> {
    const record = this.record.get();
    const { revoke } = side.facts;
    if (record && revoke.kind === "custom" && revoke.ends === "account") {
      try {
        if (await hasSiblings(this.env.DB, this.config, record, account.id)) {
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

  async #openRefresher(record: ConnectionRecord): Promise<Refresher> {
    if (this.#refresher) return this.#refresher;
    const account = await this.#openVault().account();
    const side = await this.side(record.platform, { mode: record.mode, shop: account.shop });
    if (!side) throw new Error(`platform ${record.platform} is no longer configured`);
    this.#refresher ??= new Refresher(
      {
        load: async () => (this.#openVault().isEmpty ? null : this.#openVault().tokens()),
        canRenew: (present) => canRenew(side, present),
        renew: (present) => renewTokens(side, present),
        version: () => this.record.get()?.version ?? 0,
        store: async (tokens, version) => {
          const isStored = await this.#openVault().replaceTokens(tokens, () => {
            const current = this.record.get();
            if (current?.version !== version) return false;
            this.record.put({ ...current, version: version + 1, refreshedAt: clock.now() });
            return true;
          });
          if (isStored) return true;
          // Ended or connected again while the platform was asked: what it just issued must not outlive its grant.
          if (this.record.get()?.status === "disconnected") await this.endIssued(side, tokens, account);
          else await discardAtPlatform(side, tokens, account);
          return false;
        },
      },
      refreshBefore(side),
    );
    return this.#refresher;
  }

  async #heldTokens(): Promise<TokenSet | null> {
    return this.isEmpty ? null : this.#openVault().tokens();
  }

  /** @throws Error without a connection id: what is sealed for no connection could be opened for any. */
  #openVault(connectionId = this.record.get()?.connectionId): Vault {
    if (!connectionId) throw new Error("a vault belongs to a connection");
    this.#vault ??= new Vault(this.ctx.storage, connectionId, this.config.vaultKeys);
    return this.#vault;
  }
}
