import { database } from "../db/client";
import { PERIODS } from "../inventory/periods";
import { clock, rfc3339 } from "../kernel/clock";
import { after } from "../kernel/period";
import { told } from "../kernel/told";
import { audit } from "../proof/audit";
import { advance, close } from "./advance";
import { REMINDED_WITHIN, reminderAt } from "./clocks";
import { type Deadline, deadlinesUntil, lapsedRequests, requestsUnderWay } from "./lists";
import { change, dropRequesters, loadRequest } from "./store";

/** Requests that one visit carries on, ends or reminds of, each; the rest is for the next one, five minutes later. */
const AT_ONCE = 20;
/**
 * What it does in carrying on: a turn is some thirteen of the thousand queries that an invocation may make, a bundle
 * reads logs with up to 6,000 of its 10,000 subrequests.
 */
const A_VISIT = { turns: 40, bundles: 1 };
/** Deadlines that one visit looks at: those that are next, or past. */
const LOOKED_AT = 5_000;

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
  const budget = { ...A_VISIT };
  for (const { id } of await requestsUnderWay(db, AT_ONCE)) {
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
  for (const deadline of await deadlinesUntil(db, now + REMINDED_WITHIN, LOOKED_AT))
    if (visit.reminded < AT_ONCE && (await remind(env, deadline, now))) visit.reminded += 1;
  await dropRequesters(db, after(now, { days: -PERIODS.bundles.days }));
  return visit;
}

/** Reminds once at each of the deadline's moments, and once more when it has passed. */
async function remind(
  env: Env,
  { id, receivedAt, dueAt, remindedAt }: Deadline,
  now: number,
): Promise<boolean> {
  const moments = [...reminderAt(receivedAt, dueAt), dueAt].filter((moment) => moment <= now);
  const last = Math.max(...moments, Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(last) || (remindedAt !== null && remindedAt >= last)) return false;
  const loaded = await loadRequest(database(env), id);
  if (!loaded) return false;
  const isLate = now >= dueAt;
  const isFirst = await change(env.DB, loaded, now, {
    set: { reminded_at: now },
    history: [{ event: "reminded", actor: "system", ...(isLate && { note: "late" }) }],
  });
  if (!isFirst) return false;
  console.error(`rights: ${id} ${isLate ? "was" : "is"} due by ${rfc3339(dueAt)}`);
  await audit(env.DB, {
    actor: "system",
    action: isLate ? "rights.late" : "rights.reminded",
    target: id,
    detail: { right: loaded.row.type, status: loaded.row.status },
  });
  return true;
}
