import { and, asc, eq } from "drizzle-orm";
import type { Db } from "../db/client";
import { webhookEndpoints } from "../db/schema";
import type { Mode } from "../kernel/regions";
import { raiseStatements } from "../monitors/raise";

export type EndpointRow = typeof webhookEndpoints.$inferSelect;

export interface Owner {
  appId: string;
  mode: Mode;
}

const ownedBy = (owner: Owner) =>
  and(eq(webhookEndpoints.appId, owner.appId), eq(webhookEndpoints.mode, owner.mode));

/** Only the app's own endpoint of the same mode; anyone else's is null. */
export async function findOwnEndpoint(db: Db, owner: Owner, id: string): Promise<EndpointRow | null> {
  const rows = await db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.id, id), ownedBy(owner)))
    .limit(1);
  return rows[0] ?? null;
}

/** All of them, oldest first: an app has few. */
export async function listEndpoints(db: Db, owner: Owner): Promise<EndpointRow[]> {
  return db
    .select()
    .from(webhookEndpoints)
    .where(ownedBy(owner))
    .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id));
}

/** @returns false when the app has its most already; of two at once, no more than that are stored. */
export async function insertEndpoint(db: D1Database, row: EndpointRow, most: number): Promise<boolean> {
  const { meta } = await db
    .prepare(
      `INSERT INTO webhook_endpoints (id, app_id, mode, url, description, types, secrets, status, created_at)
       SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
       WHERE (SELECT count(*) FROM webhook_endpoints WHERE app_id = ?2 AND mode = ?3) < ?10`,
    )
    .bind(
      row.id,
      row.appId,
      row.mode,
      row.url,
      row.description,
      row.types && JSON.stringify(row.types),
      row.secrets,
      row.status,
      row.createdAt,
      most,
    )
    .run();
  return meta.changes > 0;
}

/** Replaces an endpoint's secrets as they were read. @returns false when another replaced them first. */
export async function replaceSecrets(
  db: D1Database,
  row: EndpointRow,
  secrets: Uint8Array,
): Promise<boolean> {
  const { meta } = await db
    .prepare("UPDATE webhook_endpoints SET secrets = ?2 WHERE id = ?1 AND secrets = ?3")
    .bind(row.id, secrets, new Uint8Array(row.secrets))
    .run();
  return meta.changes > 0;
}

export async function enableEndpoint(db: D1Database, id: string): Promise<void> {
  await db
    .prepare("UPDATE webhook_endpoints SET status = 'enabled', failing_since = NULL WHERE id = ?1")
    .bind(id)
    .run();
}

/** Removes an endpoint with its deliveries. */
export async function deleteEndpoint(db: D1Database, id: string): Promise<void> {
  await db.batch([
    db.prepare("DELETE FROM outgoing_deliveries WHERE endpoint_id = ?1").bind(id),
    db.prepare("DELETE FROM webhook_endpoints WHERE id = ?1").bind(id),
  ]);
}

/** Statements that disable an endpoint, let go of what was on its way to it, and tell its developer. */
export function disableStatements(
  db: D1Database,
  endpoint: { id: string; appId: string; mode: Mode },
  why: "gone" | "failing",
  now: number,
): D1PreparedStatement[] {
  const { id, appId, mode } = endpoint;
  return [
    db.prepare("UPDATE webhook_endpoints SET status = 'disabled' WHERE id = ?1").bind(id),
    db
      .prepare(
        `UPDATE outgoing_deliveries SET status = 'dead', last_fault = coalesce(last_fault, 'endpoint_disabled')
         WHERE endpoint_id = ?1 AND status = 'pending'`,
      )
      .bind(id),
    ...raiseStatements(
      db,
      "endpoint_failing",
      { about: id, owner: { appId, mode }, detail: { endpoint_id: id, disabled: true, why } },
      now,
    ),
  ];
}
