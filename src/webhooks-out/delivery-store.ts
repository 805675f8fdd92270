import type { Mode } from "../kernel/regions";
import type { TellableEvent } from "./message";

export interface DeliveryRow {
  id: string;
  endpoint_id: string;
  event_id: string;
  status: "pending" | "delivered" | "dead";
  attempts: number;
  next_at: number;
  last_status: number | null;
  last_fault: string | null;
  created_at: number;
  delivered_at: number | null;
}

/** With the type of its event, as long as that is kept. */
export type ListedDelivery = DeliveryRow & { event_type: string | null };

export interface DeliveryEndpoint {
  id: string;
  app_id: string;
  mode: Mode;
  url: string;
  secrets: ArrayBuffer | number[];
  status: "enabled" | "disabled";
  failing_since: number | null;
}

/**
 * Deliveries that are due, those of each endpoint in turn: one that is slow or was down for long must not keep the
 * others waiting.
 */
export async function dueDeliveries(db: D1Database, now: number, limit: number): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT id FROM (
         SELECT id, next_at, row_number() OVER (PARTITION BY endpoint_id ORDER BY next_at, id) AS turn
         FROM outgoing_deliveries WHERE status = 'pending' AND next_at <= ?1)
       ORDER BY turn, next_at LIMIT ?2`,
    )
    .bind(now, limit)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** Takes a due delivery for one attempt. @returns null when it is another's, or is not due. */
export async function claim(
  db: D1Database,
  id: string,
  now: number,
  until: number,
): Promise<DeliveryRow | null> {
  return db
    .prepare(
      `UPDATE outgoing_deliveries SET attempts = attempts + 1, next_at = ?3
       WHERE id = ?1 AND status = 'pending' AND next_at <= ?2 RETURNING *`,
    )
    .bind(id, now, until)
    .first<DeliveryRow>();
}

const EVENT = "id, app_id, mode, type, connection_id, topic, NULL AS request_id, created_at FROM events";
const NOTICE =
  "id, app_id, mode, 'rights.' || kind AS type, connection_id, NULL AS topic, request_id, created_at FROM developer_notices";

/** The endpoint and the event of a delivery; null for what is gone meanwhile. */
export async function partsOf(
  db: D1Database,
  { endpoint_id, event_id }: DeliveryRow,
): Promise<{ endpoint: DeliveryEndpoint | null; event: TellableEvent | null }> {
  const [endpoints, events] = await db.batch([
    db
      .prepare(
        "SELECT id, app_id, mode, url, secrets, status, failing_since FROM webhook_endpoints WHERE id = ?1",
      )
      .bind(endpoint_id),
    db.prepare(`SELECT ${EVENT} WHERE id = ?1 UNION ALL SELECT ${NOTICE} WHERE id = ?1`).bind(event_id),
  ]);
  return {
    endpoint: (endpoints?.results[0] as DeliveryEndpoint | undefined) ?? null,
    event: (events?.results[0] as TellableEvent | undefined) ?? null,
  };
}

/** What an attempt came to. */
export interface Outcome {
  status: DeliveryRow["status"];
  nextAt: number;
  lastStatus: number | null;
  lastFault: string | null;
  deliveredAt: number | null;
}

/** Statement that records an attempt; without effect when the claim has lapsed and is another's by now. */
export function outcomeStatement(
  db: D1Database,
  claimed: DeliveryRow,
  outcome: Outcome,
): D1PreparedStatement {
  return db
    .prepare(
      `UPDATE outgoing_deliveries
       SET status = ?3, next_at = ?4, last_status = ?5, last_fault = ?6, delivered_at = ?7
       WHERE id = ?1 AND attempts = ?2 AND status = 'pending'`,
    )
    .bind(
      claimed.id,
      claimed.attempts,
      outcome.status,
      outcome.nextAt,
      outcome.lastStatus,
      outcome.lastFault,
      outcome.deliveredAt,
    );
}

const TYPE = `coalesce((SELECT type FROM events e WHERE e.id = d.event_id),
  (SELECT 'rights.' || kind FROM developer_notices n WHERE n.id = d.event_id)) AS event_type`;

/** An endpoint's deliveries, newest first. */
export async function listDeliveries(
  db: D1Database,
  endpointId: string,
  status: DeliveryRow["status"] | undefined,
  limit: number,
  after: { createdAt: number; id: string } | null,
): Promise<ListedDelivery[]> {
  const { results } = await db
    .prepare(
      `SELECT d.*, ${TYPE} FROM outgoing_deliveries d
       WHERE endpoint_id = ?1 AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR (created_at, id) < (?3, ?4))
       ORDER BY created_at DESC, id DESC LIMIT ?5`,
    )
    .bind(endpointId, status ?? null, after?.createdAt ?? null, after?.id ?? null, limit)
    .all<ListedDelivery>();
  return results;
}

/** A delivery to one of the app's own endpoints of the same mode; anyone else's is null. */
export async function findOwnDelivery(
  db: D1Database,
  owner: { appId: string; mode: Mode },
  id: string,
): Promise<ListedDelivery | null> {
  return db
    .prepare(
      `SELECT d.*, ${TYPE} FROM outgoing_deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id
       WHERE d.id = ?1 AND w.app_id = ?2 AND w.mode = ?3`,
    )
    .bind(id, owner.appId, owner.mode)
    .first<ListedDelivery>();
}

/** Sends a delivery that came to its end once more, from the beginning. @returns false when it is on its way. */
export async function reopen(db: D1Database, id: string, now: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `UPDATE outgoing_deliveries
       SET status = 'pending', attempts = 0, next_at = ?2, last_status = NULL, last_fault = NULL, delivered_at = NULL
       WHERE id = ?1 AND status != 'pending'`,
    )
    .bind(id, now)
    .run();
  return meta.changes > 0;
}

/** Writes a delivery of one event to one endpoint, whatever types that wants. */
export function deliveryStatement(
  db: D1Database,
  input: { id: string; endpointId: string; eventId: string; now: number },
): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO outgoing_deliveries (id, endpoint_id, event_id, status, attempts, next_at, created_at)
       VALUES (?1, ?2, ?3, 'pending', 0, ?4, ?4)`,
    )
    .bind(input.id, input.endpointId, input.eventId, input.now);
}
