import { audit } from "../proof/audit";
import { retentionStep } from "./engine";
import type { RunView } from "./runs";

/** Steps of a run that one request waits for; what is left, cron goes on with. */
const STEPS_A_REQUEST = 20;

/** Runs retention to its end, or as far as one request reaches, for an operator. A dry run only counts. */
export async function runNow(
  env: Env,
  options: { now: number; dryRun: boolean },
  by: string,
): Promise<RunView> {
  let run = await retentionStep(env, options);
  for (let steps = 1; run.status === "running" && steps < STEPS_A_REQUEST; steps++)
    run = await retentionStep(env, options);
  if (!options.dryRun)
    await audit(env.DB, { actor: by, action: "retention.requested", target: run.id ?? "none" });
  return run;
}
