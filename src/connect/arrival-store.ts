import { and, eq, gt, isNull } from "drizzle-orm";
import type { Db } from "../db/client";
import { connectPushes, oauthStates, pendingInstalls } from "../db/schema";
import type { Mode } from "../kernel/regions";
import type { StateRow } from "./store";

export type PushRow = typeof connectPushes.$inferSelect;
export type InstallRow = typeof pendingInstalls.$inferSelect;

export async function insertPush(db: Db, row: typeof connectPushes.$inferInsert): Promise<void> {
  await db.insert(connectPushes).values(row);
}

/** Takes a push address out of use, atomically: of two deliveries exactly one gets the row. */
export async function consumePush(
  db: Db,
  key: { tokenHash: string; platform: string },
  now: number,
): Promise<PushRow | null> {
  const rows = await db
    .update(connectPushes)
    .set({ receivedAt: now })
    .where(
      and(
        eq(connectPushes.tokenHash, key.tokenHash),
        eq(connectPushes.platform, key.platform),
        isNull(connectPushes.receivedAt),
        gt(connectPushes.expiresAt, now),
      ),
    )
    .returning();
  return rows[0] ?? null;
}

export async function setPushOutcome(
  db: Db,
  tokenHash: string,
  outcome: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await db.update(connectPushes).set({ outcome }).where(eq(connectPushes.tokenHash, tokenHash));
}

export async function findPush(db: Db, tokenHash: string): Promise<PushRow | null> {
  const rows = await db.select().from(connectPushes).where(eq(connectPushes.tokenHash, tokenHash)).limit(1);
  return rows[0] ?? null;
}

export async function insertInstall(db: Db, row: InstallRow): Promise<void> {
  await db.insert(pendingInstalls).values(row);
}

export async function findInstall(db: Db, claimHash: string, now: number): Promise<InstallRow | null> {
  const rows = await db
    .select()
    .from(pendingInstalls)
    .where(and(eq(pendingInstalls.claimHash, claimHash), gt(pendingInstalls.expiresAt, now)))
    .limit(1);
  return rows[0] ?? null;
}

/** Takes an installation away for whoever claims it first. The row is gone with it, credentials and all. */
export async function takeInstall(
  db: Db,
  key: { claimHash: string; platform: string; mode: Mode },
  now: number,
): Promise<InstallRow | null> {
  const rows = await db
    .delete(pendingInstalls)
    .where(
      and(
        eq(pendingInstalls.claimHash, key.claimHash),
        eq(pendingInstalls.platform, key.platform),
        eq(pendingInstalls.mode, key.mode),
        gt(pendingInstalls.expiresAt, now),
      ),
    )
    .returning();
  return rows[0] ?? null;
}

/** The attempt that this browser has under way at a platform, if there is one. */
export async function livingAttempt(
  db: Db,
  key: { platform: string; browserHash: string },
  now: number,
): Promise<StateRow | null> {
  const rows = await db
    .select()
    .from(oauthStates)
    .where(
      and(
        eq(oauthStates.platform, key.platform),
        eq(oauthStates.browserHash, key.browserHash),
        isNull(oauthStates.consumedAt),
        gt(oauthStates.expiresAt, now),
      ),
    )
    .limit(1);
  return rows[0] ?? null;
}
