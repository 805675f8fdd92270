import { eq } from "drizzle-orm";
import type { Db } from "../db/client";
import { mailSeen, rightsRequests } from "../db/schema";
import { DAY, HOUR } from "../kernel/clock";
import type { RightsStatus } from "../rights/types";

/** Each window begins with its first mail. */
export const SENDER_LIMIT = { mails: 3, ms: DAY };
export const ALL_LIMIT = { mails: 500, ms: HOUR };
const REMEMBERED_MS = DAY;

export type Admission =
  | { kind: "admitted" }
  /** Answered already. */
  | { kind: "seen" }
  /** This sender wrote too often. */
  | { kind: "flood" }
  /** All senders together did: a later delivery may find room. */
  | { kind: "full" };

/**
 * Counts a mail once, however often it is delivered, in one transaction. A mail that was admitted stays so until it
 * is answered; one that finds no room counts against nobody else.
 */
export async function admit(
  db: D1Database,
  marks: { sender: string; message: string },
  now: number,
): Promise<Admission> {
  const sender = `sender:${marks.sender}`;
  const message = `message:${marks.message}`;
  const [, , , rows] = await db.batch<{ key: string; count: number }>([
    db
      .prepare(countOne(`${living("?4")} < ?5`))
      .bind("all", now + ALL_LIMIT.ms, now, sender, SENDER_LIMIT.mails, message),
    db
      .prepare(countOne(`${living("?4")} <= ?5`))
      .bind(sender, now + SENDER_LIMIT.ms, now, "all", ALL_LIMIT.mails, message),
    db
      .prepare(
        `INSERT INTO mail_seen (key, count, expires_at) SELECT ?6, 0, ?2
         WHERE ${IS_NEW} AND ${living("?1")} <= ?4 AND ${living("?5")} <= ?7
         ON CONFLICT (key) DO UPDATE SET count = 0, expires_at = excluded.expires_at`,
      )
      .bind(sender, now + REMEMBERED_MS, now, SENDER_LIMIT.mails, "all", message, ALL_LIMIT.mails),
    db
      .prepare("SELECT key, count FROM mail_seen WHERE key IN (?1, ?2) AND expires_at > ?3")
      .bind(sender, message, now),
  ]);
  const countOf = (key: string) => rows?.results.find((row) => row.key === key)?.count;
  const answered = countOf(message);
  if (answered !== undefined) return { kind: answered === 0 ? "admitted" : "seen" };
  return { kind: (countOf(sender) ?? 0) > SENDER_LIMIT.mails ? "flood" : "full" };
}

/** How often a key counts at ?3, now. */
const living = (key: string) =>
  `coalesce((SELECT count FROM mail_seen WHERE key = ${key} AND expires_at > ?3), 0)`;

/** The mail ?6 is not known at ?3, now. */
const IS_NEW = "NOT EXISTS (SELECT 1 FROM mail_seen WHERE key = ?6 AND expires_at > ?3)";

/** One more of ?1, in a window that ends at ?2 where it begins now, ?3. */
const countOne = (when: string) =>
  `INSERT INTO mail_seen (key, count, expires_at) SELECT ?1, 1, ?2 WHERE ${IS_NEW} AND ${when}
   ON CONFLICT (key) DO UPDATE SET
     count = CASE WHEN mail_seen.expires_at > ?3 THEN mail_seen.count + 1 ELSE 1 END,
     expires_at = CASE WHEN mail_seen.expires_at > ?3 THEN mail_seen.expires_at ELSE ?2 END`;

/** From now on the mail counts as seen. */
export async function markAnswered(db: Db, messageMark: string, now: number): Promise<void> {
  await db
    .update(mailSeen)
    .set({ count: 1, expiresAt: now + REMEMBERED_MS })
    .where(eq(mailSeen.key, `message:${messageMark}`));
}

/** The request that an earlier delivery of the same mail opened, if it came so far. */
export async function openedBefore(
  db: Db,
  linkHash: string,
): Promise<{ status: RightsStatus; receivedAt: number } | null> {
  const rows = await db
    .select({ status: rightsRequests.status, receivedAt: rightsRequests.receivedAt })
    .from(rightsRequests)
    .where(eq(rightsRequests.linkHash, linkHash))
    .limit(1);
  return rows[0] ?? null;
}
