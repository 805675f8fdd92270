import { eq } from "drizzle-orm";
import { type AppRow, findApp } from "../apps/store";
import type { Db } from "../db/client";
import { appReadiness, apps } from "../db/schema";

export type ReadinessRow = typeof appReadiness.$inferSelect;

/** What an app has stated: the part shown to end-users, and the rest, where it has stated anything yet. */
export interface Stated {
  app: AppRow;
  row: ReadinessRow | null;
}

/** @returns null when there is no such app. */
export async function findStated(db: Db, appId: string): Promise<Stated | null> {
  const [app, rows] = await Promise.all([
    findApp(db, appId),
    db.select().from(appReadiness).where(eq(appReadiness.appId, appId)).limit(1),
  ]);
  return app && { app, row: rows[0] ?? null };
}

export type AppStatement = Pick<AppRow, "privacyPolicyUrl" | "purposes" | "thirdParties" | "country">;

/** Both parts of a new statement, with what else has to be written with it, together or not at all. */
export async function replaceStatement(
  db: Db,
  appId: string,
  app: AppStatement,
  row: Omit<ReadinessRow, "appId">,
): Promise<void> {
  await db.batch([
    db.update(apps).set(app).where(eq(apps.id, appId)),
    db
      .insert(appReadiness)
      .values({ appId, ...row })
      .onConflictDoUpdate({ target: appReadiness.appId, set: row }),
  ]);
}
