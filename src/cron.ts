import { keepConnectionsAlive } from "./connections/keep-alive";
import { incidentStep } from "./incidents/cron";
import { told } from "./kernel/told";
import { monitorStep } from "./monitors/step";
import { noticeStep } from "./notices/step";
import { noteKeyVersions } from "./ops/key-versions";
import { policyStep } from "./policy/announce";
import { checkpoint } from "./proof/audit";
import { retentionStep } from "./retention/engine";
import { rightsStep } from "./rights/cron";
import { deliveryStep } from "./webhooks-out/deliver";

/**
 * What cron does, by wrangler.toml's triggers. Each trigger is an invocation with limits of its own, which the works
 * of one share: see docs/benchmarks.md. Rights before retention: what they erase and close is what that then finds.
 */
const WORKS: Readonly<Record<string, readonly ((env: Env) => Promise<unknown>)[]>> = {
  "* * * * *": [deliveryStep],
  "*/2 * * * *": [keepConnectionsAlive],
  "*/5 * * * *": [rightsStep],
  "1-59/5 * * * *": [retentionStep],
  "2-59/5 * * * *": [incidentStep, policyStep, noticeStep, noteKeyVersions, monitorStep, checkpoint],
};

/** Does a trigger's works; all of them for a call that names none of ours, as one by hand does. */
export async function workFor(cron: string, env: Env): Promise<void> {
  // One that fails must not keep the others from running; each takes up its own work the next time.
  for (const work of WORKS[cron] ?? Object.values(WORKS).flat()) {
    try {
      await work(env);
    } catch (error) {
      console.error(`cron: ${told(error)}`);
    }
  }
}
