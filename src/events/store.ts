import { and, desc, eq, lt, or } from "drizzle-orm";
import type { Db } from "../db/client";
import { events } from "../db/schema";
import { clock } from "../kernel/clock";
import type { Mode } from "../kernel/regions";
import { fanOut } from "./outbox";
import type { EventType } from "./types";

export type EventRow = typeof events.$inferSelect;

export type NewEvent = Omit<EventRow, "type"> & { type: EventType };

/** Writes events and puts them on their way to webhook endpoints, as part of a transaction. */
export function eventStatements(
  db: D1Database,
  rows: readonly NewEvent[],
  now: number,
): D1PreparedStatement[] {
  if (rows.length === 0) return [];
  const insert = db
    .prepare(
      `INSERT INTO events (id, app_id, mode, type, connection_id, topic, created_at)
       SELECT value ->> 'id', value ->> 'appId', value ->> 'mode', value ->> 'type', value ->> 'connectionId',
         value ->> 'topic', value ->> 'createdAt' FROM json_each(?1)`,
    )
    .bind(JSON.stringify(rows));
  const ids = rows.map(({ id }) => id);
  return [insert, fanOut(db, "events", ids, now)];
}

export async function insertEvents(db: D1Database, rows: readonly NewEvent[]): Promise<void> {
  if (rows.length > 0) await db.batch(eventStatements(db, rows, clock.now()));
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
