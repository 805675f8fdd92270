import { fanOut } from "../events/outbox";
import type { EventType } from "../events/types";
import { clock } from "../kernel/clock";
import { newId } from "../kernel/ids";
import { type ConnectionRecord, mirroredValues } from "./record";
import type { ConnectionStatus } from "./status";

/**
 * D1's copy of a connection's status, for lists and look-ups. The object is the authority; it repeats this until
 * it succeeds, and repeating is harmless.
 */
export async function mirrorToD1(db: D1Database, record: ConnectionRecord): Promise<void> {
  const update = db
    .prepare(
      `UPDATE connections SET status = ?2, needs_reauth_reason = ?3, granted_scopes = ?4, missing_scopes = ?5,
         connected_at = ?6, disconnected_at = ?7 WHERE id = ?1`,
    )
    .bind(record.connectionId, ...mirroredValues(record));
  const told = tellOfChange(db, record);
  if (record.disconnectedAt === null) {
    if (told.length === 0) await update.run();
    else await db.batch([...told, update]);
    return;
  }
  // Disconnecting withdraws the consent it rested on (policy "Exercising Rights").
  const withdraw = db
    .prepare(
      "UPDATE consents SET withdrawn_at = ?2, withdrawn_by = 'disconnection' WHERE connection_id = ?1 AND withdrawn_at IS NULL",
    )
    .bind(record.connectionId, record.disconnectedAt);
  await db.batch([...told, update, withdraw]);
}

/** The changes of status that only the developer can answer. */
const TOLD: Partial<Record<ConnectionStatus, EventType>> = {
  needs_reauth: "connection.needs_reauth",
  disconnected: "connection.disconnected",
};

/** Statements that tell of a change when D1 sees it for the first time, whatever is repeated; to run before it. */
function tellOfChange(db: D1Database, { connectionId, status }: ConnectionRecord): D1PreparedStatement[] {
  const type = TOLD[status];
  if (!type) return [];
  const id = newId("evt");
  const now = clock.now();
  const insert = db
    .prepare(
      `INSERT INTO events (id, app_id, mode, type, connection_id, topic, created_at)
       SELECT ?1, app_id, mode, ?2, id, NULL, ?3 FROM connections WHERE id = ?4 AND status NOT IN (?5, 'pending')`,
    )
    .bind(id, type, now, connectionId, status);
  return [insert, fanOut(db, "events", [id], now)];
}
