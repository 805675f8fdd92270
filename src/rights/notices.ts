import { and, desc, eq, lt, or } from "drizzle-orm";
import type { Db } from "../db/client";
import { developerNotices } from "../db/schema";
import { fanOut } from "../events/outbox";
import { newId } from "../kernel/ids";
import type { Mode } from "../kernel/regions";

export const NOTICE_KINDS = ["erased", "corrected", "restricted", "objected", "lifted"] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
export type NoticeRow = typeof developerNotices.$inferSelect;

/** Tells a connection's developer what was done, as part of a transaction (GDPR Art. 19), by webhook as well. */
export function noticeStatements(
  db: D1Database,
  input: {
    appId: string;
    mode: Mode;
    connectionId: string;
    requestId: string;
    kind: NoticeKind;
    now: number;
  },
): D1PreparedStatement[] {
  const id = newId("evt");
  const insert = db
    .prepare(
      `INSERT INTO developer_notices (id, app_id, mode, kind, request_id, connection_id, created_at)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
    )
    .bind(id, input.appId, input.mode, input.kind, input.requestId, input.connectionId, input.now);
  return [insert, fanOut(db, "notices", [id], input.now)];
}

/** An app's notices, newest first. */
export async function listNotices(
  db: Db,
  owner: { appId: string; mode: Mode },
  limit: number,
  after: { createdAt: number; id: string } | null,
): Promise<NoticeRow[]> {
  const { id, appId, mode, createdAt } = developerNotices;
  return db
    .select()
    .from(developerNotices)
    .where(
      and(
        eq(appId, owner.appId),
        eq(mode, owner.mode),
        after
          ? or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id)))
          : undefined,
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}
