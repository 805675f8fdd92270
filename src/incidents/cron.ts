import { database } from "../db/client";
import { clock, rfc3339 } from "../kernel/clock";
import { audit } from "../proof/audit";
import { remindersOf } from "./laws";
import { changeIncident, lastReminders, loadIncident, openIncidents } from "./store";

/** Open incidents that one visit looks at, the oldest first, and reminders it gives. */
const LOOKED_AT = 200;
const AT_ONCE = 20;

/** Cron's visit: reminds of each clock that still runs, once at each of its moments, and once when it has ended. */
export async function incidentStep(env: Env): Promise<{ reminded: number }> {
  const now = clock.now();
  const rows = await openIncidents(database(env), LOOKED_AT);
  const spokenOf = await lastReminders(
    env.DB,
    rows.map(({ id }) => id),
  );
  const due = rows.flatMap(({ id, discoveredAt, clocks }) =>
    clocks.flatMap(({ authority, dueAt, toldAt }) => {
      const last = Math.max(...remindersOf(discoveredAt, dueAt).filter((at) => at <= now), 0);
      const isDone = toldAt !== null || last === 0 || (spokenOf.get(`${id}/${authority}`) ?? 0) >= last;
      return isDone ? [] : [{ id, authority, dueAt }];
    }),
  );
  let reminded = 0;
  for (const reminder of due.slice(0, AT_ONCE)) if (await remind(env, reminder, now)) reminded += 1;
  return { reminded };
}

async function remind(
  env: Env,
  { id, authority, dueAt }: { id: string; authority: string; dueAt: number },
  now: number,
): Promise<boolean> {
  const loaded = await loadIncident(database(env), id, null);
  if (!loaded) return false;
  const isLate = now >= dueAt;
  const event = isLate ? "late" : "reminded";
  const lines = [{ event, actor: "system", note: authority }] as const;
  if (!(await changeIncident(env.DB, loaded, now, { set: {}, lines }))) return false;
  console.error(`incidents: ${id}: ${authority} ${isLate ? "was" : "is"} to be told by ${rfc3339(dueAt)}`);
  await audit(env.DB, {
    actor: "system",
    action: isLate ? "incident.late" : "incident.reminded",
    target: id,
    detail: { authority },
  });
  return true;
}
