import { clock, HOUR, MINUTE } from "../kernel/clock";
import { told } from "../kernel/told";
import { FINDS, MOST_FINDINGS } from "./find";
import { type Finding, raise } from "./raise";
import { type AlertRule, PASSING_RULES, type PassingRule } from "./rules";
import { markSeen, openAlerts, resolve } from "./store";

type Watched = keyof typeof FINDS;

/** Rules that read much, and are looked at once an hour. */
const HOURLY: readonly Watched[] = ["refresh_failing", "retention_late", "meter_incomplete", "key_old"];
/** Cron comes every five minutes. */
const VISIT_MS = 5 * MINUTE;
/** New alerts of one rule in one visit. */
const MOST_RAISED = 25;
/** How often an open alert is marked as still seen. */
const SEEN_EVERY_MS = HOUR;

export interface MonitorVisit {
  raised: number;
  resolved: number;
}

/** Cron's visit: raises what is found and is not open, resolves what is open and no longer found. */
export async function monitorStep(env: Env, { all = false } = {}): Promise<MonitorVisit> {
  const now = clock.now();
  const isFirstOfHour = now % HOUR < VISIT_MS;
  const visit: MonitorVisit = { raised: 0, resolved: 0 };
  for (const rule of Object.keys(FINDS) as Watched[]) {
    if (!all && !isFirstOfHour && HOURLY.includes(rule)) continue;
    try {
      const { raised, resolved } = await settle(env, rule, await FINDS[rule](env, now), now);
      visit.raised += raised;
      visit.resolved += resolved;
    } catch (error) {
      // A rule that cannot look must not keep the others from looking.
      console.error(`monitors: ${rule}: ${told(error)}`);
    }
  }
  visit.resolved += await endPassing(env, now);
  return visit;
}

/** Brings a rule's alerts in line with what it found. */
async function settle(
  env: Env,
  rule: AlertRule,
  findings: readonly Finding[],
  now: number,
): Promise<MonitorVisit> {
  const open = await openAlerts(env.DB, rule);
  const found = new Set(findings.map(({ about }) => about));
  const isOpen = new Set(open.map(({ about }) => about));
  const fresh = findings.filter(({ about }) => !isOpen.has(about)).slice(0, MOST_RAISED);
  for (const finding of fresh) {
    if ((await raise(env.DB, rule, finding, now)) && finding.owner === null)
      console.error(`alert: ${rule}: ${finding.about}`);
  }
  const stale = open.filter(({ about, seen_at }) => found.has(about) && now - seen_at >= SEEN_EVERY_MS);
  await markSeen(env.DB, idsOf(stale), now);
  const over = findings.length < MOST_FINDINGS ? open.filter(({ about }) => !found.has(about)) : [];
  await resolve(env.DB, idsOf(over), now);
  return { raised: fresh.length, resolved: over.length };
}

async function endPassing(env: Env, now: number): Promise<number> {
  let ended = 0;
  for (const [rule, overAfter] of Object.entries(PASSING_RULES) as [PassingRule, number][]) {
    const open = await openAlerts(env.DB, rule);
    const over = open.filter(({ seen_at }) => now - seen_at >= overAfter);
    await resolve(env.DB, idsOf(over), now);
    ended += over.length;
  }
  return ended;
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
