import { and, desc, eq, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { apiKeys, usageDaily, usageHourly } from "../db/schema";
import type { Mode } from "../kernel/regions";
import { RESOURCES, type Resource } from "../platforms/adapter";

export type KeyRow = typeof apiKeys.$inferSelect;
export type NewKeyRow = typeof apiKeys.$inferInsert;

export async function findKey(db: Db, id: string): Promise<KeyRow | null> {
  return (await db.select().from(apiKeys).where(eq(apiKeys.id, id)).limit(1))[0] ?? null;
}

/** Only the app's own key of the same mode; anyone else's is null. */
export async function findOwnKey(
  db: Db,
  owner: { appId: string; mode: Mode },
  id: string,
): Promise<KeyRow | null> {
  const row = await findKey(db, id);
  return row && row.appId === owner.appId && row.mode === owner.mode ? row : null;
}

export async function insertKey(db: Db, row: NewKeyRow): Promise<void> {
  await db.insert(apiKeys).values(row);
}

/** The new key and the old one's end, together or not at all. */
export async function replaceKey(
  db: Db,
  row: NewKeyRow,
  old: { id: string; expiresAt: number },
): Promise<void> {
  await db.batch([
    db.insert(apiKeys).values(row),
    db
      .update(apiKeys)
      .set({ expiresAt: sql`min(coalesce(${apiKeys.expiresAt}, ${old.expiresAt}), ${old.expiresAt})` })
      .where(eq(apiKeys.id, old.id)),
  ]);
}

/** @returns false when it was revoked before. */
export async function revokeKey(db: Db, id: string, now: number): Promise<boolean> {
  const changed = await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return changed.length > 0;
}

/** Removes the app's keys of this name that have expired: those made for an hour would pile up. */
export async function dropExpiredKeys(
  db: Db,
  owner: { appId: string; mode: Mode },
  name: string,
  now: number,
): Promise<void> {
  const { appId, mode } = owner;
  const own = and(eq(apiKeys.appId, appId), eq(apiKeys.mode, mode), eq(apiKeys.name, name));
  await db.delete(apiKeys).where(and(own, lte(apiKeys.expiresAt, now)));
}

/** What the app's keys in force may read, in the model's order. */
export async function readableResources(
  db: Db,
  owner: { appId: string; mode: Mode },
  now: number,
): Promise<Resource[]> {
  const rows = await db
    .select({ scopes: apiKeys.scopes, expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.appId, owner.appId), eq(apiKeys.mode, owner.mode), isNull(apiKeys.revokedAt)));
  const held = new Set(
    rows.flatMap(({ scopes, expiresAt }) => (expiresAt === null || expiresAt > now ? scopes : [])),
  );
  return RESOURCES.filter((resource) => held.has(`${resource}:read`));
}

export interface KeyPosition {
  createdAt: number;
  id: string;
}

/** Newest first. */
export async function listKeys(
  db: Db,
  owner: { appId: string; mode: Mode },
  limit: number,
  after: KeyPosition | null,
): Promise<KeyRow[]> {
  return db
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.appId, owner.appId),
        eq(apiKeys.mode, owner.mode),
        after
          ? or(
              lt(apiKeys.createdAt, after.createdAt),
              and(eq(apiKeys.createdAt, after.createdAt), lt(apiKeys.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(limit);
}

/** The last hour in which each key made a call, from the meter: no call ever writes a "last used". */
export async function lastUsedHours(
  db: Db,
  owner: { appId: string; mode: Mode },
  ids: string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const hourly = await db
    .select({ id: usageHourly.keyId, last: sql<string>`max(${usageHourly.hour})` })
    .from(usageHourly)
    .where(
      and(
        eq(usageHourly.appId, owner.appId),
        eq(usageHourly.mode, owner.mode),
        inArray(usageHourly.keyId, ids),
      ),
    )
    .groupBy(usageHourly.keyId);
  const daily = await db
    .select({ id: usageDaily.keyId, last: sql<string>`max(${usageDaily.day})` })
    .from(usageDaily)
    .where(
      and(eq(usageDaily.appId, owner.appId), eq(usageDaily.mode, owner.mode), inArray(usageDaily.keyId, ids)),
    )
    .groupBy(usageDaily.keyId);
  return new Map([...daily, ...hourly].map(({ id, last }) => [id, last.length === 10 ? `${last}T00` : last]));
}
