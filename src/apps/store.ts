import { and, asc, eq } from "drizzle-orm";
import type { Db } from "../db/client";
import { apps, developers, redirectUris } from "../db/schema";

export type AppRow = typeof apps.$inferSelect;

export async function findApp(db: Db, id: string): Promise<AppRow | null> {
  return (await db.select().from(apps).where(eq(apps.id, id)).limit(1))[0] ?? null;
}

/** Every app there is, oldest first. */
export async function allApps(db: Db): Promise<AppRow[]> {
  return db.select().from(apps).orderBy(apps.createdAt, apps.id);
}

/** A developer's apps, oldest first. */
export async function appsOf(db: Db, developerId: string): Promise<AppRow[]> {
  return db
    .select()
    .from(apps)
    .where(eq(apps.developerId, developerId))
    .orderBy(asc(apps.createdAt), asc(apps.id));
}

/** Only the developer's own app; anyone else's is null. */
export async function findOwnApp(db: Db, developerId: string, id: string): Promise<AppRow | null> {
  const row = await findApp(db, id);
  return row?.developerId === developerId ? row : null;
}

export async function redirectsOf(db: Db, appId: string): Promise<string[]> {
  const rows = await db
    .select({ uri: redirectUris.uri })
    .from(redirectUris)
    .where(eq(redirectUris.appId, appId))
    .orderBy(asc(redirectUris.createdAt), asc(redirectUris.uri));
  return rows.map(({ uri }) => uri);
}

/** Registering one twice changes nothing. */
export async function addRedirect(db: Db, row: typeof redirectUris.$inferInsert): Promise<void> {
  await db.insert(redirectUris).values(row).onConflictDoNothing();
}

export async function removeRedirect(db: Db, appId: string, uri: string): Promise<void> {
  await db.delete(redirectUris).where(and(eq(redirectUris.appId, appId), eq(redirectUris.uri, uri)));
}

/** Exact comparison, byte for byte (RFC 9700 §4.1.3): no prefixes, no patterns. */
export async function isRegisteredRedirect(db: Db, appId: string, uri: string): Promise<boolean> {
  const rows = await db
    .select({ uri: redirectUris.uri })
    .from(redirectUris)
    .where(and(eq(redirectUris.appId, appId), eq(redirectUris.uri, uri)))
    .limit(1);
  return rows.length > 0;
}

/** A developer with a first app and its redirect addresses: all of it or nothing. */
export async function createApp(
  db: Db,
  app: typeof apps.$inferInsert,
  redirects: readonly string[],
): Promise<void> {
  await db.batch([
    db.insert(developers).values({ id: app.developerId, createdAt: app.createdAt }).onConflictDoNothing(),
    db.insert(apps).values(app),
    ...redirects.map((uri) =>
      db.insert(redirectUris).values({ appId: app.id, uri, createdAt: app.createdAt }),
    ),
  ]);
}
