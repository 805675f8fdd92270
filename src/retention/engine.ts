import { configOf } from "../config/config";
import { heldClasses } from "../holds/holds";
import { INVENTORY } from "../inventory/inventory";
import { clock, rfc3339 } from "../kernel/clock";
import { audit } from "../proof/audit";
import { signReceipt } from "../proof/receipt";
import { overdue } from "./overdue";
import {
  addCount,
  countsOf,
  dropIfIdle,
  finish,
  moveOn,
  type RunRow,
  type RunView,
  runView,
  takeUpRun,
} from "./runs";
import { sweepOf } from "./sweeps";

/**
 * Subrequests a step may make. A Worker invocation may make 1,000 (https://developers.cloudflare.com/workers/platform/limits/),
 * D1 as many queries; the rest is for the run's end, and for what it finds late.
 */
export const STEP_BUDGET = 800;

/** The entries whose records leave by a run of their own, in the inventory's order. */
const SWEPT = INVENTORY.flatMap((entry) => {
  const sweep = sweepOf(entry);
  return sweep ? [{ entry, sweep }] : [];
});

/**
 * One bounded step of a retention run: takes up the run under way, or begins one, and goes through the inventory until
 * the run is done or the budget spent. A step that dies is taken up where the last one stopped; what it removed is
 * gone and counted together. Cron calls it every five minutes.
 * @param options.now the moment records are judged by, for a new run
 */
export async function retentionStep(
  env: Env,
  options: { now?: number; dryRun?: boolean; budget?: number } = {},
): Promise<RunView> {
  const first = SWEPT[0]?.entry.id ?? "";
  const begin = { asOf: options.now ?? clock.now(), dryRun: options.dryRun ?? false, first };
  const run = await takeUpRun(env.DB, begin);
  let left = options.budget ?? STEP_BUDGET;
  const held = await heldClasses(env.DB);
  const start = SWEPT.findIndex(({ entry }) => entry.id === run.position);

  for (const { entry, sweep } of SWEPT.slice(Math.max(0, start))) {
    if (held.has(entry.dataClass)) {
      await addCount(env.DB, run.id, { entry: entry.id, removed: 0, held: 1 });
      left -= 1;
      continue;
    }
    const context = { env, runId: run.id, now: run.as_of, dryRun: run.dry_run === 1, budget: left };
    const { queries, more } = await sweep(context);
    left -= queries;
    if (more) {
      await moveOn(env.DB, run, entry.id);
      return runView({ ...run, steps: run.steps + 1, position: entry.id }, await countsOf(env.DB, run.id));
    }
  }
  return close(env, run);
}

/** Ends a run: a real one with a signed receipt and a line in the audit log, and an alarm for what is late. */
async function close(env: Env, run: RunRow): Promise<RunView> {
  const counts = await countsOf(env.DB, run.id);
  const done: RunRow = {
    ...run,
    status: "done",
    position: null,
    steps: run.steps + 1,
    finished_at: clock.now(),
  };
  if (run.dry_run === 1) {
    await finish(env.DB, run, null);
    return runView(done, counts);
  }
  const removed = counts.reduce((sum, count) => sum + count.removed, 0);
  const receipt = await signReceipt(configOf(env), {
    type: "retention_run",
    run: run.id,
    as_of: rfc3339(run.as_of),
    finished_at: rfc3339(done.finished_at ?? run.as_of),
    removed: Object.fromEntries(counts.map((count) => [count.entry, count.removed])),
  });
  if (!(await finish(env.DB, run, receipt))) return runView(done, counts);
  const wasIdle = await dropIfIdle(env.DB, run, counts);
  if (!wasIdle)
    await audit(env.DB, { actor: "system", action: "retention.run", target: run.id, detail: { removed } });
  await raiseAlarm(env);
  return runView({ ...done, receipt }, counts);
}

/** Says what should have left and has not; the class and how late, never whose. */
async function raiseAlarm(env: Env): Promise<void> {
  for (const { entry, limit, late } of await overdue(env, clock.now())) {
    if (late && limit !== null) console.error(`retention: ${entry} should have left by ${rfc3339(limit)}`);
  }
}
