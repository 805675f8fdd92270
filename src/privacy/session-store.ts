import { and, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { privacyAttempts, privacySessions } from "../db/schema";

export type PrivacySessionRow = typeof privacySessions.$inferSelect;
export type AttemptRow = typeof privacyAttempts.$inferSelect;

/** @returns false when the developer's token behind it was used before. */
export async function insertSession(db: Db, row: typeof privacySessions.$inferInsert): Promise<boolean> {
  const rows = await db
    .insert(privacySessions)
    .values(row)
    .onConflictDoNothing({ target: privacySessions.tokenHash })
    .returning({ cookieHash: privacySessions.cookieHash });
  return rows.length > 0;
}

export async function findSession(
  db: Db,
  cookieHash: string,
  now: number,
): Promise<PrivacySessionRow | null> {
  const rows = await db
    .select()
    .from(privacySessions)
    .where(and(eq(privacySessions.cookieHash, cookieHash), gt(privacySessions.expiresAt, now)))
    .limit(1);
  return rows[0] ?? null;
}

/**
 * Ends a session. Of one that began with a developer's token stays that the token was used, under a name that no
 * cookie's hash can be, until the row's own time: else it could be used again.
 */
export async function endSession(db: Db, cookieHash: string): Promise<void> {
  const own = eq(privacySessions.cookieHash, cookieHash);
  await db.batch([
    db.delete(privacySessions).where(and(own, isNull(privacySessions.tokenHash))),
    db
      .update(privacySessions)
      .set({ cookieHash: sql`'used:' || ${privacySessions.tokenHash}`, requesterHash: "", user: null })
      .where(and(own, isNotNull(privacySessions.tokenHash))),
  ]);
}

export async function insertAttempt(db: Db, row: typeof privacyAttempts.$inferInsert): Promise<void> {
  await db.insert(privacyAttempts).values(row);
}

/**
 * Takes an attempt out of use, atomically: of two parallel callbacks exactly one gets the row (RFC 9700 §4.7). Platform
 * and browser are part of the condition, so that a callback from elsewhere cannot use up the person's attempt.
 */
export async function consumeAttempt(
  db: Db,
  key: { stateHash: string; platform: string; browserHash: string },
  now: number,
): Promise<AttemptRow | null> {
  const rows = await db
    .update(privacyAttempts)
    .set({ consumedAt: now })
    .where(
      and(
        eq(privacyAttempts.stateHash, key.stateHash),
        eq(privacyAttempts.platform, key.platform),
        eq(privacyAttempts.browserHash, key.browserHash),
        isNull(privacyAttempts.consumedAt),
        gt(privacyAttempts.expiresAt, now),
      ),
    )
    .returning();
  return rows[0] ?? null;
}

export async function findAttempt(db: Db, stateHash: string): Promise<AttemptRow | null> {
  return (
    (await db.select().from(privacyAttempts).where(eq(privacyAttempts.stateHash, stateHash)).limit(1))[0] ??
    null
  );
}
