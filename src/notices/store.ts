import type { EventType } from "../events/types";

/** What is also told by mail: what a developer must hear of even while nobody looks at the portal or the webhooks. */
const MAILED = ["policy.published", "incident.notice"] as const satisfies readonly EventType[];
export type MailedType = (typeof MAILED)[number];

const IS_MAIL = "r.security_contact LIKE '%_@_%' AND r.security_contact NOT LIKE 'https:%'";

/** A mail that is due: about which policy version or incident, to which app's contact. */
export interface DueMail {
  app_id: string;
  app_name: string;
  about: string;
  type: MailedType;
  attempts: number;
  to: string;
}

/**
 * Puts one mail on its way for each app and topic: an event in both modes is one mail. An app whose contact is a page,
 * or who stated none, gets none.
 */
export async function queueMails(db: D1Database, since: number, now: number): Promise<void> {
  await db
    .prepare(
      `INSERT INTO mailed_notices (app_id, about, type, attempts, next_at, created_at)
       SELECT DISTINCT e.app_id, e.topic, e.type, 0, ?3, ?3
       FROM events e JOIN app_readiness r ON r.app_id = e.app_id
       WHERE e.created_at >= ?2 AND e.type IN (SELECT value FROM json_each(?1)) AND e.topic IS NOT NULL
         AND ${IS_MAIL}
       ON CONFLICT (app_id, about) DO NOTHING`,
    )
    .bind(JSON.stringify(MAILED), since, now)
    .run();
}

/** The contact is read when the mail goes out, and rests nowhere else. */
export async function dueMails(db: D1Database, now: number, limit: number): Promise<DueMail[]> {
  const { results } = await db
    .prepare(
      `SELECT m.app_id, a.name AS app_name, m.about, m.type, m.attempts, r.security_contact AS "to"
       FROM mailed_notices m JOIN apps a ON a.id = m.app_id JOIN app_readiness r ON r.app_id = m.app_id
       WHERE m.next_at <= ?1 AND ${IS_MAIL} ORDER BY m.next_at, m.app_id LIMIT ?2`,
    )
    .bind(now, limit)
    .all<DueMail>();
  return results;
}

/** Takes a mail for one attempt. @returns false when another visit has it, or it went out. */
export async function claimMail(
  db: D1Database,
  { app_id, about, attempts }: DueMail,
  nextAt: number | null,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      "UPDATE mailed_notices SET attempts = ?3 + 1, next_at = ?4 WHERE app_id = ?1 AND about = ?2 AND attempts = ?3",
    )
    .bind(app_id, about, attempts, nextAt)
    .run();
  return meta.changes > 0;
}

export async function recordSent(db: D1Database, { app_id, about }: DueMail, now: number): Promise<void> {
  await db
    .prepare("UPDATE mailed_notices SET sent_at = ?3, next_at = NULL WHERE app_id = ?1 AND about = ?2")
    .bind(app_id, about, now)
    .run();
}

export interface PolicyNews {
  version: string;
  effective_at: number;
  is_material: number;
  summary: string;
}

export async function policyNews(db: D1Database, id: string): Promise<PolicyNews | null> {
  return db
    .prepare("SELECT version, effective_at, is_material, summary FROM policy_versions WHERE id = ?1")
    .bind(id)
    .first<PolicyNews>();
}
