import { and, desc, eq, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "../db/client";
import { alerts } from "../db/schema";
import type { Mode } from "../kernel/regions";
import type { AlertRule } from "./rules";

export type AlertRow = typeof alerts.$inferSelect;

/** Alerts that are open, of one rule. */
export async function openAlerts(
  db: D1Database,
  rule: AlertRule,
): Promise<{ id: string; about: string; seen_at: number }[]> {
  const { results } = await db
    .prepare("SELECT id, about, seen_at FROM alerts WHERE resolved_at IS NULL AND rule = ?1")
    .bind(rule)
    .all<{ id: string; about: string; seen_at: number }>();
  return results;
}

export async function markSeen(db: D1Database, ids: readonly string[], now: number): Promise<void> {
  await setTime(db, "seen_at", ids, now);
}

export async function resolve(db: D1Database, ids: readonly string[], now: number): Promise<void> {
  await setTime(db, "resolved_at", ids, now);
}

async function setTime(
  db: D1Database,
  column: "seen_at" | "resolved_at",
  ids: readonly string[],
  now: number,
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .prepare(`UPDATE alerts SET ${column} = ?1 WHERE id IN (SELECT value FROM json_each(?2))`)
    .bind(now, JSON.stringify(ids))
    .run();
}

export interface AlertFilter {
  status?: "open" | "resolved" | undefined;
  rule?: AlertRule | undefined;
}

/** Newest first; of one app and mode, or all. */
export async function listAlerts(
  db: Db,
  owner: { appId: string; mode: Mode } | null,
  filter: AlertFilter,
  limit: number,
  after: { raisedAt: number; id: string } | null,
): Promise<AlertRow[]> {
  const { appId, raisedAt, id, resolvedAt, rule, detail } = alerts;
  return db
    .select()
    .from(alerts)
    .where(
      and(
        owner
          ? and(eq(appId, owner.appId), sql`json_extract(${detail}, '$.mode') = ${owner.mode}`)
          : undefined,
        filter.status ? (filter.status === "open" ? isNull(resolvedAt) : isNotNull(resolvedAt)) : undefined,
        filter.rule ? eq(rule, filter.rule) : undefined,
        after
          ? or(lt(raisedAt, after.raisedAt), and(eq(raisedAt, after.raisedAt), lt(id, after.id)))
          : undefined,
      ),
    )
    .orderBy(desc(raisedAt), desc(id))
    .limit(limit);
}
