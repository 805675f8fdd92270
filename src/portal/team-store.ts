import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { auditLog, developers, invitations, members, passkeys } from "../db/schema";
import type { Role } from "./roles";

export type MemberRow = typeof members.$inferSelect;
export type NewPasskey = typeof passkeys.$inferInsert;

/** A developer with its first owner: all of it or nothing. */
export async function insertDeveloper(db: Db, owner: MemberRow, passkey: NewPasskey): Promise<void> {
  await db.batch([
    db.insert(developers).values({ id: owner.developerId, createdAt: owner.createdAt }),
    db.insert(members).values(owner),
    db.insert(passkeys).values(passkey),
  ]);
}

/**
 * A member by an invitation, which is used up by it: of two who use it at once, one joins. Where it is gone its role is
 * NULL in a NOT NULL column, and all of this is rolled back.
 * @returns false when the invitation is not in force
 */
export async function insertInvited(
  db: Db,
  tokenHash: string,
  member: Pick<MemberRow, "id" | "label" | "createdAt">,
  passkey: NewPasskey,
): Promise<boolean> {
  if (!(await findInvitation(db, tokenHash, member.createdAt))) return false;
  const ofInvitation = <T>(column: typeof invitations.role | typeof invitations.developerId) =>
    sql<T>`(SELECT ${column} FROM ${invitations} WHERE ${invitations.tokenHash} = ${tokenHash} AND ${invitations.expiresAt} > ${member.createdAt})`;
  try {
    await db.batch([
      db.insert(members).values({
        ...member,
        role: ofInvitation<Role>(invitations.role),
        developerId: ofInvitation<string>(invitations.developerId),
      }),
      db.insert(passkeys).values(passkey),
      db.delete(invitations).where(eq(invitations.tokenHash, tokenHash)),
    ]);
    return true;
  } catch (error) {
    if (await findInvitation(db, tokenHash, member.createdAt)) throw error;
    return false; // somebody was quicker
  }
}

export async function findInvitation(db: Db, tokenHash: string, now: number) {
  const rows = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.tokenHash, tokenHash), gt(invitations.expiresAt, now)))
    .limit(1);
  return rows[0] ?? null;
}

export async function insertInvitation(db: Db, row: typeof invitations.$inferInsert): Promise<void> {
  await db.insert(invitations).values(row);
}

export async function invitationsOf(db: Db, developerId: string, now: number) {
  return db
    .select()
    .from(invitations)
    .where(and(eq(invitations.developerId, developerId), gt(invitations.expiresAt, now)))
    .orderBy(asc(invitations.createdAt), asc(invitations.id));
}

/** @returns false when the team has no such invitation. */
export async function deleteInvitation(db: Db, developerId: string, id: string): Promise<boolean> {
  const rows = await db
    .delete(invitations)
    .where(and(eq(invitations.id, id), eq(invitations.developerId, developerId)))
    .returning({ id: invitations.id });
  return rows.length > 0;
}

export async function membersOf(db: Db, developerId: string): Promise<MemberRow[]> {
  return db
    .select()
    .from(members)
    .where(eq(members.developerId, developerId))
    .orderBy(asc(members.createdAt), asc(members.id));
}

export interface DeedRow {
  seq: number;
  at: number;
  /** What the member who did it is called. */
  label: string;
  action: string;
  target: string | null;
}

/** What members of a team did, newest first. */
export async function deedsOf(
  db: Db,
  developerId: string,
  limit: number,
  before: number,
): Promise<DeedRow[]> {
  const { seq, at, action, target, actor } = auditLog;
  return db
    .select({ seq, at, label: members.label, action, target })
    .from(members)
    .innerJoin(auditLog, eq(actor, members.id))
    .where(and(eq(members.developerId, developerId), lt(seq, before)))
    .orderBy(desc(seq))
    .limit(limit);
}

/** Only the team's own member; anyone else's is null. */
export async function findMember(db: Db, developerId: string, id: string): Promise<MemberRow | null> {
  const rows = await db
    .select()
    .from(members)
    .where(and(eq(members.id, id), eq(members.developerId, developerId)))
    .limit(1);
  return rows[0] ?? null;
}

/** That the team keeps an owner is part of the statement: two owners who remove each other do not leave it to nobody. */
const staysOwned = (developerId: string) =>
  sql`(${members.role} <> 'owner' OR (SELECT count(*) FROM members AS m WHERE m.developer_id = ${developerId} AND m.role = 'owner') > 1)`;

/** @returns false when it would leave the team without an owner. */
export async function setRole(db: Db, developerId: string, id: string, role: Role): Promise<boolean> {
  const rows = await db
    .update(members)
    .set({ role })
    .where(
      and(
        eq(members.id, id),
        eq(members.developerId, developerId),
        role === "owner" ? undefined : staysOwned(developerId),
      ),
    )
    .returning({ id: members.id });
  return rows.length > 0;
}

/** With passkeys, codes and sessions, which go by the tables' own references. @returns as `setRole` */
export async function deleteMember(db: Db, developerId: string, id: string): Promise<boolean> {
  const rows = await db
    .delete(members)
    .where(and(eq(members.id, id), eq(members.developerId, developerId), staysOwned(developerId)))
    .returning({ id: members.id });
  return rows.length > 0;
}
