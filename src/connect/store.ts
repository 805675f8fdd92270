import { and, eq, gt, inArray, isNull, or } from "drizzle-orm";
import type { Db } from "../db/client";
import { connectCodes, connections, connectSessions, consents, oauthStates } from "../db/schema";

export type SessionRow = typeof connectSessions.$inferSelect;
export type StateRow = typeof oauthStates.$inferSelect;
export type CodeRow = typeof connectCodes.$inferSelect;

export async function insertSession(db: Db, row: typeof connectSessions.$inferInsert): Promise<void> {
  await db.insert(connectSessions).values(row);
}

export async function findSessionByToken(db: Db, tokenHash: string): Promise<SessionRow | null> {
  return (
    (await db.select().from(connectSessions).where(eq(connectSessions.tokenHash, tokenHash)).limit(1))[0] ??
    null
  );
}

export async function findSession(db: Db, id: string): Promise<SessionRow | null> {
  return (await db.select().from(connectSessions).where(eq(connectSessions.id, id)).limit(1))[0] ?? null;
}

const LIVING = ["created", "opened", "authorizing"] as const;

/**
 * Ties a session to the first browser that goes on with it; any other is refused from then on.
 * @returns false when it is tied to another, over, or expired.
 */
export async function bindBrowser(
  db: Db,
  id: string,
  browserHash: string,
  chosen: { platform: string; shop?: string | null },
  now: number,
): Promise<boolean> {
  const rows = await db
    .update(connectSessions)
    .set({ browserHash, status: "opened", ...chosen })
    .where(
      and(
        eq(connectSessions.id, id),
        inArray(connectSessions.status, [...LIVING]),
        gt(connectSessions.expiresAt, now),
        or(isNull(connectSessions.browserHash), eq(connectSessions.browserHash, browserHash)),
      ),
    )
    .returning({ id: connectSessions.id });
  return rows.length > 0;
}

/** Ends a session, if it has not ended already. @returns whether this call ended it. */
export async function endSession(db: Db, id: string, status: "declined" | "failed"): Promise<boolean> {
  const rows = await db
    .update(connectSessions)
    .set({ status })
    .where(and(eq(connectSessions.id, id), inArray(connectSessions.status, [...LIVING])))
    .returning({ id: connectSessions.id });
  return rows.length > 0;
}

/** A new attempt; attempts of the same session that were begun before are void from now on. */
export async function beginAttempt(db: Db, row: typeof oauthStates.$inferInsert, now: number): Promise<void> {
  await db.batch([
    db
      .update(oauthStates)
      .set({ consumedAt: now })
      .where(and(eq(oauthStates.sessionId, row.sessionId), isNull(oauthStates.consumedAt))),
    db.insert(oauthStates).values(row),
    db.update(connectSessions).set({ status: "authorizing" }).where(eq(connectSessions.id, row.sessionId)),
  ]);
}

/**
 * Takes a state out of use, atomically: of two parallel callbacks exactly one gets the row (RFC 9700 §4.7). Platform
 * and browser are part of the condition, so that a callback from elsewhere cannot use up the person's attempt.
 */
export async function consumeState(
  db: Db,
  key: { stateHash: string; platform: string; browserHash: string },
  now: number,
): Promise<StateRow | null> {
  const rows = await db
    .update(oauthStates)
    .set({ consumedAt: now })
    .where(
      and(
        eq(oauthStates.stateHash, key.stateHash),
        eq(oauthStates.platform, key.platform),
        eq(oauthStates.browserHash, key.browserHash),
        isNull(oauthStates.consumedAt),
        gt(oauthStates.expiresAt, now),
      ),
    )
    .returning();
  return rows[0] ?? null;
}

export async function findState(db: Db, stateHash: string): Promise<StateRow | null> {
  return (
    (await db.select().from(oauthStates).where(eq(oauthStates.stateHash, stateHash)).limit(1))[0] ?? null
  );
}

export interface Completion {
  sessionId: string;
  /** Null when an existing connection was repaired. */
  connection: typeof connections.$inferInsert | null;
  consent: typeof consents.$inferInsert;
  code: typeof connectCodes.$inferInsert;
}

/** Everything a completed flow leaves in D1, together or not at all. */
export async function recordCompletion(
  db: Db,
  { sessionId, connection, consent, code }: Completion,
): Promise<void> {
  await db.batch([
    db.update(connectSessions).set({ status: "completed" }).where(eq(connectSessions.id, sessionId)),
    db.insert(consents).values(consent),
    db.insert(connectCodes).values(code),
    ...(connection ? [db.insert(connections).values(connection)] : []),
  ]);
}

export async function findCode(db: Db, codeHash: string): Promise<CodeRow | null> {
  return (
    (await db.select().from(connectCodes).where(eq(connectCodes.codeHash, codeHash)).limit(1))[0] ?? null
  );
}

/** Uses a code up. @returns false when another request was first. */
export async function consumeCode(db: Db, codeHash: string, now: number): Promise<boolean> {
  const rows = await db
    .update(connectCodes)
    .set({ usedAt: now })
    .where(
      and(eq(connectCodes.codeHash, codeHash), isNull(connectCodes.usedAt), gt(connectCodes.expiresAt, now)),
    )
    .returning({ codeHash: connectCodes.codeHash });
  return rows.length > 0;
}
