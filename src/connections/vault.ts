import { z } from "zod";
import { randomBytes } from "../kernel/bytes";
import type { Keyring } from "../kernel/keyring";
import { deriveKey } from "../kernel/keyring";
import { aesKey, seal, sealJson, unseal, unsealJson } from "../kernel/seal";
import type { PlatformAccount, SubscriptionMade, TokenSet } from "../platforms/adapter";
import { parseTokens } from "./token-schema";

export const VAULT_TABLES = `
CREATE TABLE IF NOT EXISTS vault_keys (id INTEGER PRIMARY KEY CHECK (id = 1), kek_version INTEGER NOT NULL, wrapped BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS vault_values (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;`;

const accountSchema = z.object({
  id: z.string(),
  shop: z.string().nullable(),
  facts: z.record(z.string(), z.string()),
});

const subscriptionSchema = z.object({ ids: z.array(z.string()), secret: z.string().nullable() });

export type SealedAccount = PlatformAccount & { shop: string | null };

/** The vault holds nothing under this name: it was erased, or never filled. */
export class VaultEmpty extends Error {
  constructor(name: string) {
    super(`the vault holds no ${name}`);
    this.name = "VaultEmpty";
  }
}

/**
 * A connection's credentials, sealed (DESIGN rule 3). Each connection has its own random data key; the data key is
 * wrapped by a versioned key-encryption key. Connection and field are bound as additional data, so a sealed value
 * copied to another connection or field does not open. Rotation re-wraps the data key alone.
 */
export class Vault {
  readonly #sql: SqlStorage;
  readonly #storage: DurableObjectStorage;
  #dataKey: CryptoKey | null = null;

  constructor(
    storage: DurableObjectStorage,
    private readonly connectionId: string,
    private readonly keys: Keyring,
  ) {
    this.#storage = storage;
    this.#sql = storage.sql;
  }

  /**
   * Seals both with a fresh data key, replacing whatever was there; a subscription to the shop's events is of the shop,
   * and stays. Sealing takes time in which the connection may end: `commit` is asked in the transaction that writes,
   * and writes the record with it.
   * @returns false when it was no longer wanted; nothing was written then.
   */
  async fill(tokens: TokenSet, account: SealedAccount, commit: () => boolean): Promise<boolean> {
    const raw = randomBytes(32);
    const key = await aesKey(raw);
    const version = this.keys.current;
    const wrapped = await seal(await this.#kek(version), this.#context("data-key"), raw);
    const sealedTokens = await sealJson(key, this.#context("tokens"), tokens);
    const sealedAccount = await sealJson(key, this.#context("account"), account);
    // One that cannot be opened any more must not keep the person from connecting again.
    const subscription = this.isEmpty ? null : await this.subscription().catch(() => null);
    const sealedSubscription =
      subscription && (await sealJson(key, this.#context("subscription"), subscription));
    return this.#storage.transactionSync(() => {
      if (!commit()) return false;
      this.#sql.exec("INSERT OR REPLACE INTO vault_keys VALUES (1, ?, ?)", version, wrapped);
      this.#put("tokens", sealedTokens);
      this.#put("account", sealedAccount);
      if (sealedSubscription) this.#put("subscription", sealedSubscription);
      this.#dataKey = key;
      return true;
    });
  }

  /** Replaces the tokens alone, `commit` as for `fill`. When it resolves to true, they are durable. */
  replaceTokens(tokens: TokenSet, commit: () => boolean): Promise<boolean> {
    return this.#replace("tokens", tokens, commit);
  }

  /** What a subscription to the shop's events came to, `commit` as for `fill`. */
  keepSubscription(made: SubscriptionMade, commit: () => boolean): Promise<boolean> {
    return this.#replace("subscription", made, commit);
  }

  /** Null where there is none. @throws VaultEmpty, SealBroken */
  async subscription(): Promise<SubscriptionMade | null> {
    return this.#has("subscription") ? subscriptionSchema.parse(await this.#open("subscription")) : null;
  }

  /** @throws VaultEmpty, SealBroken */
  async tokens(): Promise<TokenSet> {
    return parseTokens(await this.#open("tokens"));
  }

  /** @throws VaultEmpty, SealBroken */
  async account(): Promise<SealedAccount> {
    return accountSchema.parse(await this.#open("account"));
  }

  /** Wraps the data key anew under the current key-encryption key. Idempotent; touches no platform. */
  async rewrap(): Promise<"rewrapped" | "current" | "empty"> {
    const row = this.#wrapped();
    if (!row) return "empty";
    if (row.kek_version === this.keys.current) return "current";
    const raw = await unseal(
      await this.#kek(row.kek_version),
      this.#context("data-key"),
      new Uint8Array(row.wrapped),
    );
    const wrapped = await seal(await this.#kek(this.keys.current), this.#context("data-key"), raw);
    this.#sql.exec("UPDATE vault_keys SET kek_version = ?, wrapped = ?", this.keys.current, wrapped);
    return "rewrapped";
  }

  get isEmpty(): boolean {
    return this.#wrapped() === undefined;
  }

  /** Without the data key nothing sealed can ever be read again: both are gone, at once. */
  erase(): void {
    this.#storage.transactionSync(() => {
      this.#sql.exec("DELETE FROM vault_keys");
      this.#sql.exec("DELETE FROM vault_values");
    });
    this.#dataKey = null;
  }

  async #replace(name: string, value: unknown, commit: () => boolean): Promise<boolean> {
    if (this.isEmpty) return false;
    const sealed = await sealJson(await this.#key(), this.#context(name), value);
    const written = this.#storage.transactionSync(() => {
      if (!commit()) return false;
      this.#put(name, sealed);
      return true;
    });
    if (written) await this.#storage.sync();
    return written;
  }

  #has(name: string): boolean {
    return this.#sql.exec("SELECT 1 FROM vault_values WHERE name = ?", name).toArray().length > 0;
  }

  #put(name: string, sealed: Uint8Array<ArrayBuffer>): void {
    this.#sql.exec("INSERT OR REPLACE INTO vault_values VALUES (?, ?)", name, sealed);
  }

  async #open(name: string): Promise<unknown> {
    const row = this.#sql
      .exec<{ sealed: ArrayBuffer }>("SELECT sealed FROM vault_values WHERE name = ?", name)
      .toArray()[0];
    if (!row) throw new VaultEmpty(name);
    return unsealJson(await this.#key(), this.#context(name), new Uint8Array(row.sealed));
  }

  async #key(): Promise<CryptoKey> {
    if (!this.#dataKey) {
      const row = this.#wrapped();
      if (!row) throw new VaultEmpty("data key");
      const kek = await this.#kek(row.kek_version);
      this.#dataKey = await aesKey(await unseal(kek, this.#context("data-key"), new Uint8Array(row.wrapped)));
    }
    return this.#dataKey;
  }

  #wrapped(): { kek_version: number; wrapped: ArrayBuffer } | undefined {
    return this.#sql
      .exec<{ kek_version: number; wrapped: ArrayBuffer }>("SELECT kek_version, wrapped FROM vault_keys")
      .toArray()[0];
  }

  async #kek(version: number): Promise<CryptoKey> {
    return aesKey(await deriveKey(this.keys.bytes(version), "vault-kek"));
  }

  #context(field: string): string {
    return `${this.connectionId}/${field}`;
  }
}
