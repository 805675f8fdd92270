import type { Mode, Region } from "../kernel/regions";
import type { Revocation } from "./messages";
import type { ProcessingLimit } from "./purposes";
import { type ConnectionEvent, type ConnectionStatus, nextStatus } from "./status";

export const RECORD_TABLES = `
CREATE TABLE IF NOT EXISTS connection (
  id INTEGER PRIMARY KEY CHECK (id = 1), connection_id TEXT NOT NULL, app_id TEXT NOT NULL, mode TEXT NOT NULL,
  platform TEXT NOT NULL, region TEXT NOT NULL, status TEXT NOT NULL, version INTEGER NOT NULL,
  reason TEXT, granted_scopes TEXT, missing_scopes TEXT NOT NULL, created_at INTEGER NOT NULL,
  connected_at INTEGER, refreshed_at INTEGER, disconnected_at INTEGER, revocation TEXT, mirrored INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS limits (purpose TEXT PRIMARY KEY) WITHOUT ROWID;`;

/** What the object knows of its connection besides the credentials. */
export interface ConnectionRecord {
  connectionId: string;
  appId: string;
  mode: Mode;
  platform: string;
  region: Region;
  status: ConnectionStatus;
  /** Counts replacements of the credentials and the end of the connection: a lease of another version is void. */
  version: number;
  reason: string | null;
  grantedScopes: string[] | null;
  missingScopes: string[];
  createdAt: number;
  connectedAt: number | null;
  refreshedAt: number | null;
  disconnectedAt: number | null;
  /** What revoking came to, once it was tried. */
  revocation: Revocation | null;
}

type Row = {
  connection_id: string;
  app_id: string;
  mode: Mode;
  platform: string;
  region: Region;
  status: ConnectionStatus;
  version: number;
  reason: string | null;
  granted_scopes: string | null;
  missing_scopes: string;
  created_at: number;
  connected_at: number | null;
  refreshed_at: number | null;
  disconnected_at: number | null;
  revocation: string | null;
};

/** The connection's one row in its object, read once and kept in memory; every change is written through. */
export class RecordStore {
  readonly #sql: SqlStorage;
  #record: ConnectionRecord | null | undefined;
  #limits: ProcessingLimit[] | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
  }

  /** Null in an object that never was a connection; asking makes no table. */
  get(): ConnectionRecord | null {
    if (this.#record !== undefined) return this.#record;
    const row = this.#has("connection")
      ? this.#sql.exec<Row>("SELECT * FROM connection").toArray()[0]
      : undefined;
    this.#record = row ? fromRow(row) : null;
    return this.#record;
  }

  put(record: ConnectionRecord): void {
    const former = this.get();
    // A refresh changes nothing of what D1 copies, and must not cost a write there.
    const isMirrored =
      former !== null && this.isMirrored && String(mirroredValues(former)) === String(mirroredValues(record));
    this.#sql.exec(
      "INSERT OR REPLACE INTO connection VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      record.connectionId,
      record.appId,
      record.mode,
      record.platform,
      record.region,
      record.status,
      record.version,
      record.reason,
      record.grantedScopes ? JSON.stringify(record.grantedScopes) : null,
      JSON.stringify(record.missingScopes),
      record.createdAt,
      record.connectedAt,
      record.refreshedAt,
      record.disconnectedAt,
      record.revocation ? JSON.stringify(record.revocation) : null,
      isMirrored ? 1 : 0,
    );
    this.#record = record;
  }

  /** Applies an event; @returns the changed record, or null where the event changes nothing. */
  apply(event: ConnectionEvent, now: number): ConnectionRecord | null {
    const record = this.get();
    const status = record && nextStatus(record.status, event);
    if (!record || !status) return null;
    const next: ConnectionRecord = { ...record, status, reason: reasonOf(event) };
    if (event.kind === "exchanged" || event.kind === "reconnected") next.connectedAt ??= now;
    if (event.kind === "disconnected") {
      next.disconnectedAt = now;
      next.version += 1;
    }
    this.put(next);
    return next;
  }

  /** Processing that the person objected to or restricted. */
  get limits(): ProcessingLimit[] {
    if (this.#limits) return this.#limits;
    this.#limits = this.#has("limits")
      ? this.#sql
          .exec<{ purpose: ProcessingLimit }>("SELECT purpose FROM limits ORDER BY purpose")
          .toArray()
          .map(({ purpose }) => purpose)
      : [];
    return this.#limits;
  }

  putLimits(limits: readonly ProcessingLimit[]): void {
    this.#sql.exec(RECORD_TABLES);
    this.#sql.exec("DELETE FROM limits");
    for (const purpose of new Set(limits)) this.#sql.exec("INSERT INTO limits VALUES (?)", purpose);
    this.#limits = null;
  }

  /** After the object's storage has been erased. */
  forget(): void {
    this.#record = null;
    this.#limits = [];
  }

  /** Whether D1 has seen the latest change. */
  get isMirrored(): boolean {
    if (!this.get()) return true;
    return this.#sql.exec<{ mirrored: number }>("SELECT mirrored FROM connection").one().mirrored === 1;
  }

  markMirrored(): void {
    this.#sql.exec("UPDATE connection SET mirrored = 1");
  }

  #has(table: string): boolean {
    return this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = ?", table).toArray().length > 0;
  }
}

/** What D1 copies of a record, in the order of mirror.ts: a change of these is to be told there. */
export function mirroredValues(record: ConnectionRecord): (string | number | null)[] {
  return [
    record.status,
    record.status === "needs_reauth" ? record.reason : null,
    record.grantedScopes ? JSON.stringify(record.grantedScopes) : null,
    JSON.stringify(record.missingScopes),
    record.connectedAt,
    record.disconnectedAt,
  ];
}

function reasonOf(event: ConnectionEvent): string | null {
  if (event.kind === "grant_lost") return event.reason;
  if (event.kind === "refresh_failed") return event.detail;
  return null;
}

function fromRow(row: Row): ConnectionRecord {
  return {
    connectionId: row.connection_id,
    appId: row.app_id,
    mode: row.mode,
    platform: row.platform,
    region: row.region,
    status: row.status,
    version: row.version,
    reason: row.reason,
    grantedScopes: row.granted_scopes ? (JSON.parse(row.granted_scopes) as string[]) : null,
    missingScopes: JSON.parse(row.missing_scopes) as string[],
    createdAt: row.created_at,
    connectedAt: row.connected_at,
    refreshedAt: row.refreshed_at,
    disconnectedAt: row.disconnected_at,
    revocation: row.revocation ? (JSON.parse(row.revocation) as Revocation) : null,
  };
}
