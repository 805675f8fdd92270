import { and, asc, eq, like, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { appTokenKeys } from "../db/schema";
import type { Mode } from "../kernel/regions";

export type TokenKeyRow = typeof appTokenKeys.$inferSelect;

export interface KeyOwner {
  appId: string;
  mode: Mode;
}

/** A key's mode is the beginning of its id (see token-keys.ts). */
const ownedBy = ({ appId, mode }: KeyOwner) =>
  and(eq(appTokenKeys.appId, appId), like(appTokenKeys.kid, `${mode}.%`));

export async function listTokenKeys(db: Db, owner: KeyOwner): Promise<TokenKeyRow[]> {
  return db
    .select()
    .from(appTokenKeys)
    .where(ownedBy(owner))
    .orderBy(asc(appTokenKeys.createdAt), asc(appTokenKeys.kid));
}

export async function findTokenKey(db: Db, appId: string, kid: string): Promise<TokenKeyRow | null> {
  const rows = await db
    .select()
    .from(appTokenKeys)
    .where(and(eq(appTokenKeys.appId, appId), eq(appTokenKeys.kid, kid)))
    .limit(1);
  return rows[0] ?? null;
}

/** Stores a key unless the owner has `max` already, in one statement. @returns false when it was not stored. */
export async function insertTokenKey(
  db: Db,
  owner: KeyOwner,
  row: TokenKeyRow,
  max: number,
): Promise<boolean> {
  const { meta } = await db.run(sql`
    INSERT INTO app_token_keys (app_id, kid, jwk, created_at)
    SELECT ${row.appId}, ${row.kid}, ${JSON.stringify(row.jwk)}, ${row.createdAt}
    WHERE (SELECT count(*) FROM app_token_keys WHERE app_id = ${owner.appId} AND kid LIKE ${`${owner.mode}.%`}) < ${max}
    ON CONFLICT DO NOTHING`);
  return meta.changes > 0;
}

/** @returns the key that was, or null when there was none. */
export async function deleteTokenKey(db: Db, owner: KeyOwner, kid: string): Promise<TokenKeyRow | null> {
  const rows = await db
    .delete(appTokenKeys)
    .where(and(ownedBy(owner), eq(appTokenKeys.kid, kid)))
    .returning();
  return rows[0] ?? null;
}
