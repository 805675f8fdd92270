import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "../db/client";
import { apps, connections, rightsSubjects } from "../db/schema";
import { type Mode, modeSchema } from "../kernel/regions";

/** A connection that a bundle is about. What nobody knows any more (its metadata is gone) is null. */
export interface BundleSubject {
  id: string;
  appId: string;
  /** Both where it is not known: ids are unique over the two. */
  modes: readonly Mode[];
  appName: string | null;
  platform: string | null;
  status: string | null;
  connectedAt: number | null;
  disconnectedAt: number | null;
}

/** D1 takes 100 bound parameters a statement. */
const AT_ONCE = 90;

/**
 * The connections in the order given. @throws when one is not of the app it is said to be of: then the caller has
 * taken somebody else's connection for the subject's, and nothing may be shown.
 */
export async function loadSubjects(
  db: Db,
  requestId: string,
  wanted: readonly { id: string; appId: string }[],
): Promise<BundleSubject[]> {
  const subjects: BundleSubject[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = wanted.slice(at, at + AT_ONCE);
    const ids = some.map(({ id }) => id);
    const rows = await db
      .select({ row: connections, appName: apps.name })
      .from(connections)
      .leftJoin(apps, eq(apps.id, connections.appId))
      .where(inArray(connections.id, ids));
    const asked = await db
      .select({ id: rightsSubjects.connectionId, appId: rightsSubjects.appId, mode: rightsSubjects.mode })
      .from(rightsSubjects)
      .where(and(eq(rightsSubjects.requestId, requestId), inArray(rightsSubjects.connectionId, ids)));
    for (const { id, appId } of some) {
      const found = rows.find(({ row }) => row.id === id);
      const named = asked.find((subject) => subject.id === id);
      if ((found?.row.appId ?? appId) !== appId || (named?.appId ?? appId) !== appId)
        throw new Error("a bundle was asked for a connection of another app");
      const mode = found?.row.mode ?? named?.mode;
      subjects.push({
        id,
        appId,
        modes: mode ? [mode] : modeSchema.options,
        appName: found?.appName ?? null,
        platform: found?.row.platform ?? null,
        status: found?.row.status ?? null,
        connectedAt: found?.row.connectedAt ?? null,
        disconnectedAt: found?.row.disconnectedAt ?? null,
      });
    }
  }
  return subjects;
}
