import { desc, eq, inArray } from "drizzle-orm";
import type { Db } from "../db/client";
import { appReadiness, apps, connectionTransfers } from "../db/schema";
import type { Region } from "../kernel/regions";
import type { Ground, TransferStatements } from "./safeguard";

export type TransferRow = typeof connectionTransfers.$inferSelect;

/** What an app has stated about where its data goes; nothing, where it has not or is not there. */
export async function transferStatements(db: Db, appId: string): Promise<TransferStatements> {
  const rows = await db
    .select({
      country: apps.country,
      sccModule: appReadiness.sccModule,
      sccVersion: appReadiness.sccVersion,
      measures: appReadiness.measures,
    })
    .from(apps)
    .leftJoin(appReadiness, eq(appReadiness.appId, apps.id))
    .where(eq(apps.id, appId))
    .limit(1);
  const [row] = rows;
  if (!row) return { country: null, sccModule: null, sccVersion: null, measures: [] };
  return { ...row, measures: row.measures ?? [] };
}

/** Newest first. */
export async function transfersOf(db: Db, connectionIds: readonly string[]): Promise<TransferRow[]> {
  if (connectionIds.length === 0) return [];
  return db
    .select()
    .from(connectionTransfers)
    .where(inArray(connectionTransfers.connectionId, [...connectionIds]))
    .orderBy(desc(connectionTransfers.recordedAt));
}

// Only where the newest record says something else: repeating writes nothing.
const UNLESS_SAID = `NOT EXISTS (
    SELECT 1 FROM connection_transfers t
    WHERE t.connection_id = c.id AND t.to_country = ?3 AND t.basis = ?4 AND t.reference = ?5
      AND t.recorded_at = (SELECT max(recorded_at) FROM connection_transfers WHERE connection_id = c.id)
  ) ON CONFLICT (connection_id, recorded_at) DO UPDATE
  SET to_country = excluded.to_country, basis = excluded.basis, reference = excluded.reference`;
const RECORD = `INSERT INTO connection_transfers
    (connection_id, recorded_at, app_id, from_region, to_country, basis, reference)
  SELECT c.id, ?2, c.app_id, c.region, ?3, ?4, ?5 FROM connections c WHERE`;

/** Records on what ground a connection's data goes to its app's country, if that is new. */
export async function recordTransfer(
  db: D1Database,
  connectionId: string,
  ground: Ground,
  now: number,
): Promise<void> {
  await db
    .prepare(`${RECORD} c.id = ?1 AND ${UNLESS_SAID}`)
    .bind(connectionId, now, ground.country, ground.basis, ground.reference)
    .run();
}

/** A statement that records the same for all of an app's connections in a region that have not ended. */
export function recordTransfers(
  db: D1Database,
  app: { id: string; region: Region },
  ground: Ground,
  now: number,
): D1PreparedStatement {
  return db
    .prepare(`${RECORD} c.app_id = ?1 AND c.region = ?6 AND c.status <> 'disconnected' AND ${UNLESS_SAID}`)
    .bind(app.id, now, ground.country, ground.basis, ground.reference, app.region);
}

/** The regions in which an app has connections that have not ended. */
export async function regionsInUse(db: D1Database, appId: string): Promise<Region[]> {
  const { results } = await db
    .prepare("SELECT DISTINCT region FROM connections WHERE app_id = ?1 AND status <> 'disconnected'")
    .bind(appId)
    .all<{ region: Region }>();
  return results.map(({ region }) => region);
}
