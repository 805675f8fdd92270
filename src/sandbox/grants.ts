import { randomBase62 } from "../kernel/base62";
import { DAY, HOUR, MINUTE, SECOND } from "../kernel/clock";
import type { Admission, Break, CodeRecord, Redemption, Renewal, TokenOutcome } from "./messages";

export const SANDBOX_TABLES = `
CREATE TABLE IF NOT EXISTS codes (
  code_hash TEXT PRIMARY KEY, client_id TEXT NOT NULL, redirect_uri TEXT NOT NULL, challenge TEXT NOT NULL,
  scope TEXT NOT NULL, expires_at INTEGER NOT NULL, grant_id TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS grants (
  id TEXT PRIMARY KEY, client_id TEXT NOT NULL, scope TEXT NOT NULL, created_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refresh_tokens (
  token_hash TEXT PRIMARY KEY, grant_id TEXT NOT NULL, expires_at INTEGER NOT NULL,
  used_at INTEGER, retired_at INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS access_tokens (
  token_hash TEXT PRIMARY KEY, grant_id TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS breaks (
  grant_id TEXT PRIMARY KEY, kind TEXT NOT NULL, until INTEGER NOT NULL, calls_left INTEGER) WITHOUT ROWID;`;

/** RFC 6749 §4.1.2 asks for at most ten minutes. */
export const CODE_LIFE = 5 * MINUTE;
/** A used code is remembered as long as the access token it gave lives, so that its replay is noticed. */
const CODE_MEMORY = HOUR;
export const ACCESS_LIFE = HOUR;
export const REFRESH_LIFE = 90 * DAY;
/** Shopify's bound on retrying a refresh token (changelog of 2026-08-28). */
const RETRY_LIFE = 30 * DAY;
const BREAK_LIFE = 30 * SECOND;
const THROTTLED_CALLS = 10;

type CodeRow = Record<string, SqlStorageValue> & {
  client_id: string;
  redirect_uri: string;
  challenge: string;
  scope: string;
  expires_at: number;
  grant_id: string | null;
};
type GrantRow = Record<string, SqlStorageValue> & { id: string; client_id: string; scope: string };
type RefreshRow = Record<string, SqlStorageValue> & {
  grant_id: string;
  expires_at: number;
  used_at: number | null;
  retired_at: number | null;
};
type AccessRow = Record<string, SqlStorageValue> & { grant_id: string; expires_at: number };
type BreakRow = Record<string, SqlStorageValue> & { kind: Break; until: number; calls_left: number | null };

/**
 * One shop's grants. Every method is synchronous, so that each is one transaction of the object: two requests
 * with one code, or one refresh token, can never both pass the same check.
 */
export class Grants {
  constructor(private readonly sql: SqlStorage) {}

  addCode(code: CodeRecord, now: number): void {
    this.sql.exec(
      "INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, NULL)",
      code.codeHash,
      code.clientId,
      code.redirectUri,
      code.challenge,
      code.scope,
      now + CODE_LIFE,
    );
  }

  /** RFC 6749 §4.1.3 with RFC 7636 §4.6. A code is spent by its first attempt, good or bad. */
  redeem(input: Redemption, now: number): TokenOutcome {
    const code = this.#one<CodeRow>("SELECT * FROM codes WHERE code_hash = ?", input.codeHash);
    if (!code) return refused("the code is unknown");
    if (code.grant_id !== null) {
      // RFC 6749 §4.1.2: a second use means the code leaked; what it gave goes.
      this.revoke(code.grant_id);
      return refused("the code was used before; its grant is revoked");
    }
    const fault =
      code.expires_at <= now
        ? "the code has expired"
        : code.client_id !== input.clientId
          ? "the code belongs to another client"
          : code.redirect_uri !== input.redirectUri
            ? "redirect_uri is not the one of the authorisation request"
            : code.challenge !== input.challenge
              ? "code_verifier does not fit the challenge"
              : null;
    if (fault) {
      this.sql.exec("DELETE FROM codes WHERE code_hash = ?", input.codeHash);
      return refused(fault);
    }
    const grantId = `grt_${randomBase62(22)}`;
    this.sql.exec("UPDATE codes SET grant_id = ? WHERE code_hash = ?", grantId, input.codeHash);
    this.sql.exec("INSERT INTO grants VALUES (?, ?, ?, ?)", grantId, input.clientId, code.scope, now);
    this.#issue(grantId, input.accessHash, input.refreshHash, now);
    return { kind: "granted", grantId, scope: code.scope };
  }

  /**
   * Rotation (RFC 9700 §4.14.2) as Shopify does it since 2026-08-28: a refresh token that was used may be retried
   * until one of its replacements is used, because the answer may have been lost. Each retry gives a further
   * replacement; the first of them to be used retires the others. A retired token means that two hold one grant:
   * all of it goes.
   */
  refresh(input: Renewal, now: number): TokenOutcome {
    const token = this.#one<RefreshRow>(
      "SELECT * FROM refresh_tokens WHERE token_hash = ?",
      input.presentedHash,
    );
    const grant = token && this.#one<GrantRow>("SELECT * FROM grants WHERE id = ?", token.grant_id);
    if (!token || !grant || grant.client_id !== input.clientId)
      return refused("the refresh token is unknown");
    if (this.#break(grant.id, now)?.kind === "down") return { kind: "down" };
    if (token.retired_at !== null) {
      this.revoke(grant.id);
      return refused("the refresh token was replaced and its replacement used; the grant is revoked");
    }
    if (token.expires_at <= now || (token.used_at !== null && token.used_at + RETRY_LIFE <= now)) {
      return refused("the refresh token has expired");
    }
    if (input.scope !== null && !sameScope(input.scope, grant.scope)) {
      return {
        kind: "refused",
        error: "invalid_scope",
        detail: "scope must be what was granted, or be left out",
      };
    }
    if (token.used_at === null) {
      this.sql.exec(
        "UPDATE refresh_tokens SET retired_at = ? WHERE grant_id = ? AND retired_at IS NULL AND token_hash <> ?",
        now,
        grant.id,
        input.presentedHash,
      );
      this.sql.exec("UPDATE refresh_tokens SET used_at = ? WHERE token_hash = ?", now, input.presentedHash);
    }
    this.#issue(grant.id, input.accessHash, input.refreshHash, now);
    return { kind: "granted", grantId: grant.id, scope: grant.scope };
  }

  /** Whether an API call may pass. Writes nothing but the count-down of a throttled grant. */
  admit(accessHash: string, now: number): Admission {
    const token = this.#one<AccessRow>("SELECT * FROM access_tokens WHERE token_hash = ?", accessHash);
    const grant = token && this.#one<GrantRow>("SELECT * FROM grants WHERE id = ?", token.grant_id);
    if (!token || !grant || token.expires_at <= now) return { kind: "unknown" };
    const broken = this.#break(grant.id, now);
    if (broken?.kind === "down") return { kind: "down" };
    if (broken?.kind === "throttled") {
      this.#countDown(grant.id, broken.calls_left ?? 0);
      return { kind: "throttled", retryAfter: Math.ceil((broken.until - now) / SECOND) };
    }
    return { kind: "admitted", grantId: grant.id, scope: grant.scope };
  }

  /** RFC 7009 §2.1: a token takes its whole grant with it; one that is unknown is as good as revoked. */
  revokeByToken(tokenHash: string, now: number): "revoked" | "down" {
    const token =
      this.#one<RefreshRow>("SELECT * FROM refresh_tokens WHERE token_hash = ?", tokenHash) ??
      this.#one<AccessRow>("SELECT * FROM access_tokens WHERE token_hash = ?", tokenHash);
    if (!token) return "revoked";
    if (this.#break(token.grant_id, now)?.kind === "down") return "down";
    this.revoke(token.grant_id);
    return "revoked";
  }

  revoke(grantId: string): void {
    this.sql.exec("DELETE FROM access_tokens WHERE grant_id = ?", grantId);
    this.sql.exec("DELETE FROM refresh_tokens WHERE grant_id = ?", grantId);
    this.sql.exec("DELETE FROM breaks WHERE grant_id = ?", grantId);
    this.sql.exec("DELETE FROM grants WHERE id = ?", grantId);
  }

  /** Breaks a grant on purpose; false when there is no such grant. */
  break(grantId: string, as: Break, now: number): boolean {
    if (!this.#one<GrantRow>("SELECT * FROM grants WHERE id = ?", grantId)) return false;
    if (as === "revoked") this.revoke(grantId);
    else if (as === "expired") this.sql.exec("DELETE FROM access_tokens WHERE grant_id = ?", grantId);
    else {
      const calls = as === "throttled" ? THROTTLED_CALLS : null;
      this.sql.exec(
        "INSERT OR REPLACE INTO breaks VALUES (?, ?, ?, ?)",
        grantId,
        as,
        now + BREAK_LIFE,
        calls,
      );
    }
    return true;
  }

  /** Deletes what has expired; tells whether anything is left that will. */
  sweep(now: number): { left: boolean } {
    this.sql.exec("DELETE FROM codes WHERE expires_at <= ?", now - CODE_MEMORY);
    this.sql.exec("DELETE FROM access_tokens WHERE expires_at <= ?", now);
    this.sql.exec("DELETE FROM refresh_tokens WHERE expires_at <= ?", now);
    this.sql.exec("DELETE FROM breaks WHERE until <= ?", now);
    this.sql.exec("DELETE FROM grants WHERE id NOT IN (SELECT grant_id FROM refresh_tokens)");
    const left = this.#one<{ count: number }>(
      "SELECT (SELECT count(*) FROM codes) + (SELECT count(*) FROM grants) AS count",
    );
    return { left: (left?.count ?? 0) > 0 };
  }

  #issue(grantId: string, accessHash: string, refreshHash: string, now: number): void {
    this.sql.exec("INSERT INTO access_tokens VALUES (?, ?, ?)", accessHash, grantId, now + ACCESS_LIFE);
    this.sql.exec(
      "INSERT INTO refresh_tokens VALUES (?, ?, ?, NULL, NULL)",
      refreshHash,
      grantId,
      now + REFRESH_LIFE,
    );
  }

  #break(grantId: string, now: number): BreakRow | undefined {
    const row = this.#one<BreakRow>("SELECT * FROM breaks WHERE grant_id = ?", grantId);
    return row && row.until > now ? row : undefined;
  }

  #countDown(grantId: string, left: number): void {
    if (left > 1) this.sql.exec("UPDATE breaks SET calls_left = ? WHERE grant_id = ?", left - 1, grantId);
    else this.sql.exec("DELETE FROM breaks WHERE grant_id = ?", grantId);
  }

  #one<T extends Record<string, SqlStorageValue>>(
    query: string,
    ...values: SqlStorageValue[]
  ): T | undefined {
    return this.sql.exec<T>(query, ...values).toArray()[0];
  }
}

function refused(detail: string): TokenOutcome {
  return { kind: "refused", error: "invalid_grant", detail };
}

function sameScope(a: string, b: string): boolean {
  const sorted = (text: string) => text.split(" ").filter(Boolean).sort().join(" ");
  return sorted(a) === sorted(b);
}
