import { and, desc, eq, lt, or } from "drizzle-orm";
import type { Db } from "../db/client";
import { events } from "../db/schema";
import type { Mode } from "../kernel/regions";

export type EventRow = typeof events.$inferSelect;
export type EventType = "connection.disconnected" | "connection.changed";

/** D1 takes at most 100 bound parameters a statement; an event has seven. */
const ROWS_A_STATEMENT = 14;

export async function insertEvents(db: Db, rows: (typeof events.$inferInsert)[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT)
    await db.insert(events).values(rows.slice(at, at + ROWS_A_STATEMENT));
}

export interface EventPosition {
  createdAt: number;
  id: string;
}

/** Newest first. */
export async function listEvents(
  db: Db,
  owner: { appId: string; mode: Mode },
  filter: { connectionId?: string | undefined; type?: string | undefined },
  limit: number,
  after: EventPosition | null,
): Promise<EventRow[]> {
  return db
    .select()
    .from(events)
    .where(
      and(
        eq(events.appId, owner.appId),
        eq(events.mode, owner.mode),
        filter.connectionId ? eq(events.connectionId, filter.connectionId) : undefined,
        filter.type ? eq(events.type, filter.type) : undefined,
        after
          ? or(
              lt(events.createdAt, after.createdAt),
              and(eq(events.createdAt, after.createdAt), lt(events.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(events.createdAt), desc(events.id))
    .limit(limit);
}
