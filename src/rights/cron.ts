import { database } from "../db/client";
import { PERIODS } from "../inventory/periods";
import { clock, rfc3339 } from "../kernel/clock";
import { after } from "../kernel/period";
import { told } from "../kernel/told";
import { audit } from "../proof/audit";
import { advance, close } from "./advance";
import { reminderAt } from "./clocks";
import { lapsedRequests, openRequests } from "./lists";
import { change, dropRequesters, loadRequest } from "./store";
import { OPEN_STATUSES, type RequestRow } from "./types";

/** Requests that one visit carries on, ends or reminds of, each; the rest is for the next one, five minutes later. */
const AT_ONCE = 20;
/** Steps that it takes in carrying on: each is some thirteen of the thousand queries that an invocation may make. */
const TURNS_A_VISIT = 40;
/** Open requests whose deadlines one visit looks at: those that are due first. */
const LOOKED_AT = 200;

export interface RightsVisit {
  advanced: number;
  failed: number;
  expired: number;
  reminded: number;
}

/**
 * Cron's visit: carries on what is under way, ends what nobody proved, reminds before deadlines, and forgets who may
 * follow what closed longer ago than its bundle lives.
 */
export async function rightsStep(env: Env): Promise<RightsVisit> {
  const db = database(env);
  const now = clock.now();
  const visit: RightsVisit = { advanced: 0, failed: 0, expired: 0, reminded: 0 };
  const budget = { turns: TURNS_A_VISIT };
  for (const { id } of await openRequests(db, ["verified", "in_progress"], AT_ONCE)) {
    if (budget.turns === 0) break;
    try {
      await advance(env, id, budget);
      visit.advanced += 1;
    } catch (error) {
      // One that cannot go on must not keep the others from their answer.
      visit.failed += 1;
      console.error(`rights: ${id} could not be carried on, will be repeated: ${told(error)}`);
    }
  }
  for (const { id } of await lapsedRequests(db, now, AT_ONCE)) {
    const loaded = await loadRequest(db, id);
    if (loaded && (await close(env, loaded, { kind: "lapsed" }, {}, [{ event: "expired", actor: "system" }])))
      visit.expired += 1;
  }
  for (const row of await openRequests(db, OPEN_STATUSES, LOOKED_AT))
    if (visit.reminded < AT_ONCE && (await remind(env, row, now))) visit.reminded += 1;
  await dropRequesters(db, after(now, { days: -PERIODS.bundles.days }));
  return visit;
}

/** Reminds once at each of the deadline's moments, and once more when it has passed. */
async function remind(env: Env, row: RequestRow, now: number): Promise<boolean> {
  const moments = [...reminderAt(row.receivedAt, row.dueAt), row.dueAt].filter((moment) => moment <= now);
  const last = Math.max(...moments, Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(last) || (row.remindedAt !== null && row.remindedAt >= last)) return false;
  const loaded = await loadRequest(database(env), row.id);
  if (!loaded) return false;
  const isLate = now >= row.dueAt;
  const isFirst = await change(env.DB, loaded, now, {
    set: { reminded_at: now },
    history: [{ event: "reminded", actor: "system", ...(isLate && { note: "late" }) }],
  });
  if (!isFirst) return false;
  console.error(`rights: ${row.id} ${isLate ? "was" : "is"} due by ${rfc3339(row.dueAt)}`);
  await audit(env.DB, {
    actor: "system",
    action: isLate ? "rights.late" : "rights.reminded",
    target: row.id,
    detail: { right: row.type, status: row.status },
  });
  return true;
}
