import { env as bindings } from "cloudflare:workers";
import { createApp } from "./app";
import { configOf } from "./config/config";
import { keepConnectionsAlive } from "./connections/keep-alive";
import { incidentStep } from "./incidents/cron";
import { clock } from "./kernel/clock";
import { told } from "./kernel/told";
import { consumeLogs } from "./logs/consumer";
import type { LogBatch } from "./logs/line";
import { onMail } from "./mail/handler";
import { monitorStep } from "./monitors/step";
import { noticeStep } from "./notices/step";
import { noteKeyVersions } from "./ops/key-versions";
import { policyStep } from "./policy/announce";
import { checkpoint } from "./proof/audit";
import { retentionStep } from "./retention/engine";
import { rightsStep } from "./rights/cron";
import { deliveryStep } from "./webhooks-out/deliver";

export { ConnectionObject } from "./connections/object";
export { ApiKeyObject } from "./keys/object";
export { MeterObject } from "./meter/object";
export { SandboxPlatform } from "./sandbox/entrypoint";
export { SandboxObject } from "./sandbox/object";

// A Worker whose configuration is missing or weak must not start at all (DESIGN rule 9 for maintainers).
configOf(bindings);

const app = createApp();

/** The second of wrangler.toml's triggers. */
const DELIVERY_CRON = "* * * * *";

export default {
  fetch: app.fetch,
  email: onMail,

  async queue(batch, env) {
    await consumeLogs(batch, env);
  },

  async scheduled(controller, env) {
    // Webhooks have a trigger of their own: their calls are slow, and spend an invocation's subrequests.
    if (controller.cron === DELIVERY_CRON) {
      await deliveryStep(env);
      return;
    }
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
  },
} satisfies ExportedHandler<Env, LogBatch>;
