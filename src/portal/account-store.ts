import { and, asc, count, desc, eq, gt, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { members, passkeyDialogues, passkeys, portalSessions, recoveryCodes } from "../db/schema";
import type { MemberRow, NewPasskey } from "./team-store";

export type DialogueRow = typeof passkeyDialogues.$inferSelect;
export type SessionRow = typeof portalSessions.$inferSelect;

export async function insertDialogue(db: Db, row: DialogueRow): Promise<void> {
  await db.insert(passkeyDialogues).values(row);
}

/** Takes a dialogue out: of two answers one gets it, and none comes twice. */
export async function takeDialogue(
  db: Db,
  cookieHash: string,
  purpose: DialogueRow["purpose"],
  now: number,
): Promise<DialogueRow | null> {
  const rows = await db
    .delete(passkeyDialogues)
    .where(
      and(
        eq(passkeyDialogues.cookieHash, cookieHash),
        eq(passkeyDialogues.purpose, purpose),
        gt(passkeyDialogues.expiresAt, now),
      ),
    )
    .returning();
  return rows[0] ?? null;
}

/** A session, in place of the browser's former one. */
export async function insertSession(db: Db, row: SessionRow, formerHash: string | null): Promise<void> {
  await db.batch([
    db.delete(portalSessions).where(eq(portalSessions.cookieHash, formerHash ?? "")),
    db.insert(portalSessions).values(row),
  ]);
}

export async function findSession(
  db: Db,
  cookieHash: string,
  now: number,
): Promise<{ session: SessionRow; member: MemberRow } | null> {
  const rows = await db
    .select({ session: portalSessions, member: members })
    .from(portalSessions)
    .innerJoin(members, eq(members.id, portalSessions.memberId))
    .where(and(eq(portalSessions.cookieHash, cookieHash), gt(portalSessions.expiresAt, now)))
    .limit(1);
  return rows[0] ?? null;
}

export async function sessionsOf(db: Db, memberId: string, now: number): Promise<SessionRow[]> {
  return db
    .select()
    .from(portalSessions)
    .where(and(eq(portalSessions.memberId, memberId), gt(portalSessions.expiresAt, now)))
    .orderBy(desc(portalSessions.createdAt), desc(portalSessions.id));
}

/** @returns false when the member has no such session. */
export async function deleteSession(db: Db, memberId: string, id: string): Promise<boolean> {
  const rows = await db
    .delete(portalSessions)
    .where(and(eq(portalSessions.id, id), eq(portalSessions.memberId, memberId)))
    .returning({ id: portalSessions.id });
  return rows.length > 0;
}

export async function findPasskey(db: Db, id: string) {
  return (await db.select().from(passkeys).where(eq(passkeys.id, id)).limit(1))[0] ?? null;
}

export async function passkeysOf(db: Db, memberId: string) {
  return db
    .select({ id: passkeys.id, createdAt: passkeys.createdAt })
    .from(passkeys)
    .where(eq(passkeys.memberId, memberId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id));
}

export async function insertPasskey(db: Db, row: NewPasskey): Promise<void> {
  await db.insert(passkeys).values(row);
}

/** @returns false when an answer with this counter was seen meanwhile. */
export async function advanceCounter(
  db: Db,
  { id, signCount }: { id: string; signCount: number },
  next: number,
): Promise<boolean> {
  const rows = await db
    .update(passkeys)
    .set({ signCount: next })
    .where(and(eq(passkeys.id, id), eq(passkeys.signCount, signCount)))
    .returning({ id: passkeys.id });
  return rows.length > 0;
}

/** The last one stays. @returns false when it is the last, or the member has no such passkey. */
export async function deletePasskey(db: Db, memberId: string, id: string): Promise<boolean> {
  const rows = await db
    .delete(passkeys)
    .where(
      and(
        eq(passkeys.id, id),
        eq(passkeys.memberId, memberId),
        sql`(SELECT count(*) FROM passkeys AS p WHERE p.member_id = ${memberId}) > 1`,
      ),
    )
    .returning({ id: passkeys.id });
  return rows.length > 0;
}

/** The member's codes, in place of all they had. */
export async function replaceCodes(
  db: Db,
  memberId: string,
  hashes: readonly string[],
  now: number,
): Promise<void> {
  await db.batch([
    db.delete(recoveryCodes).where(eq(recoveryCodes.memberId, memberId)),
    db.insert(recoveryCodes).values(hashes.map((codeHash) => ({ codeHash, memberId, createdAt: now }))),
  ]);
}

/** Uses a code up. @returns whose it was; null for one that is not, or no longer, in force */
export async function takeCode(db: Db, codeHash: string): Promise<string | null> {
  const rows = await db
    .delete(recoveryCodes)
    .where(eq(recoveryCodes.codeHash, codeHash))
    .returning({ memberId: recoveryCodes.memberId });
  return rows[0]?.memberId ?? null;
}

export async function countCodes(db: Db, memberId: string): Promise<number> {
  const rows = await db
    .select({ left: count() })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.memberId, memberId));
  return rows[0]?.left ?? 0;
}
