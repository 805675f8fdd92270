/**
 * Events on their way to webhook endpoints. A delivery is written in the transaction of its event, so that no event is
 * told of that did not happen and none that happened is left out; the index on endpoint and event keeps it to one.
 */

/** Where events come from; both are told of alike. */
const SOURCES = {
  events: "SELECT id, app_id, mode, type, created_at FROM events",
  notices: "SELECT id, app_id, mode, 'rights.' || kind AS type, created_at FROM developer_notices",
} as const;
export type EventSource = keyof typeof SOURCES;
const EACH_SOURCE = Object.keys(SOURCES) as EventSource[];

/** A test goes to the endpoint it was asked for, and to no other. */
const WANTED = `w.app_id = e.app_id AND w.mode = e.mode AND w.status = 'enabled' AND e.type != 'webhook.test'
  AND (w.types IS NULL OR EXISTS (SELECT 1 FROM json_each(w.types) WHERE value = e.type))`;

const deliveries = (source: EventSource, where: string): string =>
  `INSERT INTO outgoing_deliveries (id, endpoint_id, event_id, status, attempts, next_at, created_at)
   SELECT 'whd_' || lower(hex(randomblob(11))), w.id, e.id, 'pending', 0, ?1, ?1
   FROM (${SOURCES[source]}) e JOIN webhook_endpoints w ON ${WANTED} WHERE ${where}
   ON CONFLICT (endpoint_id, event_id) DO NOTHING`;

/** Puts events on their way to every endpoint that wants them; to run after their insert, in its batch. */
export function fanOut(
  db: D1Database,
  source: EventSource,
  ids: readonly string[],
  now: number,
): D1PreparedStatement {
  return db
    .prepare(deliveries(source, "e.id IN (SELECT value FROM json_each(?2))"))
    .bind(now, JSON.stringify(ids));
}

/**
 * Statements that put on their way what was written past `fanOut`, by one statement over many apps: each at most
 * `limit` deliveries, the rest at the next call.
 */
export function catchUp(
  db: D1Database,
  { since, now, limit }: { since: number; now: number; limit: number },
): D1PreparedStatement[] {
  const isMissing = `e.created_at >= ?2 AND w.created_at <= e.created_at AND NOT EXISTS (
    SELECT 1 FROM outgoing_deliveries d WHERE d.endpoint_id = w.id AND d.event_id = e.id) LIMIT ?3`;
  return EACH_SOURCE.map((source) => db.prepare(deliveries(source, isMissing)).bind(now, since, limit));
}
