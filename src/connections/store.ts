import { and, asc, desc, eq, gt, lt, ne, or, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { connections, usageConnections } from "../db/schema";
import type { Mode } from "../kernel/regions";
import type { ConnectionStatus } from "./status";

export type ConnectionRow = typeof connections.$inferSelect;

export interface Owner {
  appId: string;
  mode: Mode;
}

/** Only the app's own connection of the same mode; anyone else's is null. */
export async function findOwnConnection(db: Db, owner: Owner, id: string): Promise<ConnectionRow | null> {
  const rows = await db
    .select()
    .from(connections)
    .where(and(eq(connections.id, id), eq(connections.appId, owner.appId), eq(connections.mode, owner.mode)))
    .limit(1);
  return rows[0] ?? null;
}

export interface ConnectionFilter {
  status?: ConnectionStatus | undefined;
  platform?: string | undefined;
  externalUserId?: string | undefined;
}

export interface ConnectionPosition {
  createdAt: number;
  id: string;
}

/** As D1 has it: the last minute's calls are with the meter still. */
const lastSuccessAt = sql<
  number | null
>`(SELECT max(${usageConnections.lastSuccessAt}) FROM ${usageConnections}
  WHERE ${usageConnections.connectionId} = ${connections.id})`;

/** Newest first. */
export async function listConnections(
  db: Db,
  owner: Owner,
  filter: ConnectionFilter,
  limit: number,
  after: ConnectionPosition | null,
): Promise<{ row: ConnectionRow; lastSuccessAt: number | null }[]> {
  return db
    .select({ row: connections, lastSuccessAt })
    .from(connections)
    .where(
      and(
        eq(connections.appId, owner.appId),
        eq(connections.mode, owner.mode),
        filter.status ? eq(connections.status, filter.status) : undefined,
        filter.platform ? eq(connections.platform, filter.platform) : undefined,
        filter.externalUserId ? eq(connections.externalUserId, filter.externalUserId) : undefined,
        after
          ? or(
              lt(connections.createdAt, after.createdAt),
              and(eq(connections.createdAt, after.createdAt), lt(connections.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(connections.createdAt), desc(connections.id))
    .limit(limit);
}

/** All connections of one of the app's end-users, ended ones included as long as they are held. */
export async function ownConnectionsOf(
  db: Db,
  owner: Owner,
  externalUserId: string,
): Promise<ConnectionRow[]> {
  return db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.appId, owner.appId),
        eq(connections.mode, owner.mode),
        eq(connections.externalUserId, externalUserId),
      ),
    )
    .orderBy(asc(connections.id));
}

export async function lastSuccessOf(db: Db, id: string): Promise<number | null> {
  const rows = await db
    .select({ at: sql<number | null>`max(${usageConnections.lastSuccessAt})` })
    .from(usageConnections)
    .where(eq(usageConnections.connectionId, id));
  return rows[0]?.at ?? null;
}

/** Ids in a stable order, for commands that walk all connections in bounded steps. */
export async function connectionIds(db: Db, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: connections.id })
    .from(connections)
    .where(and(gt(connections.id, after), ne(connections.status, "disconnected")))
    .orderBy(asc(connections.id))
    .limit(limit);
  return rows.map((row) => row.id);
}
