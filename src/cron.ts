import { keepConnectionsAlive } from "./connections/keep-alive";
import { incidentStep } from "./incidents/cron";
import { clock } from "./kernel/clock";
import { told } from "./kernel/told";
import { monitorStep } from "./monitors/step";
import { noticeStep } from "./notices/step";
import { noteKeyVersions } from "./ops/key-versions";
import { policyStep } from "./policy/announce";
import { checkpoint } from "./proof/audit";
import { retentionStep } from "./retention/engine";
import { rightsStep } from "./rights/cron";

/** What is done every five minutes. */
export async function allSteps(env: Env): Promise<void> {
  const kept = await keepConnectionsAlive(env);
  if (kept.failed > 0)
    console.warn(`keep-alive: ${kept.failed} of ${kept.asked} connections could not be renewed`);
  const now = clock.now();
  // One that fails must not keep the others from running; each takes up its own work the next time.
  // Rights first: what they erase and close is what retention then finds.
  const works = [
    () => rightsStep(env),
    () => incidentStep(env),
    () => retentionStep(env),
    () => policyStep(env),
    () => noticeStep(env),
    () => noteKeyVersions(env),
    () => monitorStep(env),
    () => checkpoint(env, now),
  ];
  for (const work of works) {
    try {
      await work();
    } catch (error) {
      console.error(`cron: ${told(error)}`);
    }
  }
}
