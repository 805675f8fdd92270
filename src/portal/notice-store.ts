import { and, count, desc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { alerts, apps, incidents, policyAcceptances } from "../db/schema";

/** What concerns a team's apps, read for all of them at once. */

const idsOf = (db: Db, developerId: string) =>
  db.select({ id: apps.id }).from(apps).where(eq(apps.developerId, developerId));

export function namesOfTeam(db: Db, developerId: string) {
  return db
    .select({ id: apps.id, name: apps.name })
    .from(apps)
    .where(eq(apps.developerId, developerId))
    .orderBy(apps.createdAt, apps.id);
}

export function acceptancesOfTeam(db: Db, developerId: string) {
  return db
    .select()
    .from(policyAcceptances)
    .where(inArray(policyAcceptances.appId, idsOf(db, developerId)));
}

const alertsOf = (db: Db, developerId: string) => inArray(alerts.appId, idsOf(db, developerId));

export function countOpenAlerts(db: Db, developerId: string) {
  return db
    .select({ n: count() })
    .from(alerts)
    .where(and(alertsOf(db, developerId), isNull(alerts.resolvedAt)));
}

/** Newest first, the open ones before the others. */
export function alertsOfTeam(db: Db, developerId: string, limit: number) {
  return db
    .select()
    .from(alerts)
    .where(alertsOf(db, developerId))
    .orderBy(sql`${alerts.resolvedAt} IS NOT NULL`, desc(alerts.raisedAt), desc(alerts.id))
    .limit(limit);
}

/** Incidents of ours that concern one of the team's apps, or everybody's. */
const oursAbout = (developerId: string): SQL | undefined =>
  and(
    isNull(incidents.appId),
    sql`EXISTS (SELECT 1 FROM json_each(${incidents.affected}, '$.apps')
      WHERE value = 'all' OR value IN (SELECT id FROM apps WHERE developer_id = ${developerId}))`,
  );

export function countOurIncidents(db: Db, developerId: string) {
  return db
    .select({ n: count() })
    .from(incidents)
    .where(and(oursAbout(developerId), ne(incidents.status, "closed")));
}

/** Newest first. */
export function ourIncidents(db: Db, developerId: string, limit: number) {
  return db
    .select()
    .from(incidents)
    .where(oursAbout(developerId))
    .orderBy(desc(incidents.receivedAt), desc(incidents.id))
    .limit(limit);
}
