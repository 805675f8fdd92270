import type { KeyRow } from "./store";

const COLUMNS =
  "id, app_id AS appId, mode, name, scopes, mac, pepper_version AS pepperVersion, rotated_from AS rotatedFrom, created_at AS createdAt, expires_at AS expiresAt, revoked_at AS revokedAt";

/** As `findKey`, for the way of every call: written out, since the first of them would wait for the query builder. */
export async function lookUpKey(db: D1Database, id: string): Promise<KeyRow | null> {
  const row = await db
    .prepare(`SELECT ${COLUMNS} FROM api_keys WHERE id = ?1`)
    .bind(id)
    .first<Omit<KeyRow, "scopes" | "mac"> & { scopes: string; mac: ArrayBuffer }>();
  return row && { ...row, scopes: JSON.parse(row.scopes), mac: new Uint8Array(row.mac) };
}
