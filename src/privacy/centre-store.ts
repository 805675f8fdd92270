import { and, desc, eq, inArray } from "drizzle-orm";
import type { ConnectionRow } from "../connections/store";
import type { Db } from "../db/client";
import { apps, connections } from "../db/schema";
import type { Mode } from "../kernel/regions";
import type { Proof } from "./sessions";

/** A connection, with its app's name for people. */
export interface NamedConnection {
  row: ConnectionRow;
  appName: string;
}

/** Every connection a person proved control of, newest first, and no other. */
export async function connectionsOf(db: Db, proof: Proof): Promise<NamedConnection[]> {
  const theirs =
    proof.kind === "account"
      ? and(eq(connections.accountHash, proof.accountHash), eq(connections.mode, proof.mode))
      : and(
          eq(connections.appId, proof.appId),
          eq(connections.mode, proof.mode),
          eq(connections.externalUserId, proof.externalUserId),
        );
  const rows = await db
    .select({ row: connections, appName: apps.name })
    .from(connections)
    .leftJoin(apps, eq(apps.id, connections.appId))
    .where(theirs)
    .orderBy(desc(connections.createdAt), desc(connections.id));
  return rows.map(({ row, appName }) => ({ row, appName: appName ?? row.appId }));
}

/** Whether any connection still rests on what the account's owner granted at the platform. */
export async function hasLiveConnections(
  db: Db,
  account: { accountHash: string; mode: Mode },
): Promise<boolean> {
  const rows = await db
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        eq(connections.accountHash, account.accountHash),
        eq(connections.mode, account.mode),
        inArray(connections.status, ["pending", "active", "degraded"]),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
