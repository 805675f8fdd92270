import { and, asc, inArray, lt } from "drizzle-orm";
import { type Db, database } from "../db/client";
import { connections } from "../db/schema";
import { clock, DAY, HOUR, SECOND } from "../kernel/clock";
import { allAdapters } from "../platforms/registry";
import { connectionStub } from "./stub";

/** Connections that one visit asks: each is one of an invocation's thousand subrequests. */
const ASKED_A_VISIT = 400;
/** A Worker may have six connections open at once, and each object may have to ask its platform. */
const PARALLEL = 6;
/** A visit ends before the next one comes, two minutes later, which would ask the same connections. */
const VISIT_MS = 100 * SECOND;

const HURRIED_MS = 3 * HOUR;

/**
 * Looks after connections nobody uses: refresh tokens that lapse from idleness (Shopify 90 days, Clover, Etsy …)
 * are renewed in time. Each connection is asked once a day, the longest unasked first, and every three hours where a
 * day is too long; a run that dies loses nothing, since a connection counts as asked only afterwards. How many that
 * makes room for stands in docs/benchmarks.md.
 * @returns how many were asked and renewed.
 */
export async function keepConnectionsAlive(
  env: Env,
): Promise<{ asked: number; renewed: number; failed: number }> {
  const db = database(env);
  const now = clock.now();
  const hurried = await dueBefore(db, now - HURRIED_MS, await hurriedPlatforms());
  const others = await dueBefore(db, now - DAY);
  const due = [...new Set([...hurried, ...others])].slice(0, ASKED_A_VISIT);
  const counts = { asked: 0, renewed: 0, failed: 0 };
  for (let at = 0; at < due.length && clock.now() - now < VISIT_MS; at += PARALLEL) {
    const ids = due.slice(at, at + PARALLEL);
    const results = await Promise.allSettled(ids.map((id) => connectionStub(env, id)?.keepAlive()));
    counts.asked += results.length;
    for (const result of results) {
      if (result.status === "rejected" || result.value === "failed") counts.failed += 1;
      else if (result.value === "renewed") counts.renewed += 1;
    }
    await db.update(connections).set({ checkedAt: now }).where(inArray(connections.id, ids));
  }
  if (counts.failed > 0)
    console.warn(`keep-alive: ${counts.failed} of ${counts.asked} connections could not be renewed`);
  return counts;
}

/** Platforms whose refresh tokens may not last until tomorrow (Jumia: a day). */
async function hurriedPlatforms(): Promise<string[]> {
  return (await allAdapters())
    .filter(({ connect: { refresh } }) => "keepAliveDays" in refresh && refresh.keepAliveDays < 1)
    .map(({ key }) => key);
}

async function dueBefore(db: Db, time: number, platforms?: readonly string[]): Promise<string[]> {
  const rows = await db
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        inArray(connections.status, ["active", "degraded"]),
        lt(connections.checkedAt, time),
        platforms && inArray(connections.platform, [...platforms]),
      ),
    )
    .orderBy(asc(connections.checkedAt))
    .limit(ASKED_A_VISIT);
  return rows.map(({ id }) => id);
}
