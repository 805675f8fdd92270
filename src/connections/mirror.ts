import { type ConnectionRecord, mirroredValues } from "./record";

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
  if (record.disconnectedAt === null) {
    await update.run();
    return;
  }
  // Disconnecting withdraws the consent it rested on (policy "Exercising Rights").
  const withdraw = db
    .prepare(
      "UPDATE consents SET withdrawn_at = ?2, withdrawn_by = 'disconnection' WHERE connection_id = ?1 AND withdrawn_at IS NULL",
    )
    .bind(record.connectionId, record.disconnectedAt);
  await db.batch([update, withdraw]);
}
