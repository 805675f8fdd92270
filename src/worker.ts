import { env as bindings } from "cloudflare:workers";
import { createApp } from "./app";
import { configOf } from "./config/config";
import { keepConnectionsAlive } from "./connections/keep-alive";
import { incidentStep } from "./incidents/cron";
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

export default {
  fetch: app.fetch,
  email: onMail,

  async queue(batch, env) {
    await consumeLogs(batch, env);
  },

  async scheduled({ cron }, env) {
    // One that fails must not keep the others from running; each takes up its own work the next time.
    for (const work of WORKS[cron] ?? []) {
      try {
        await work(env);
      } catch (error) {
        console.error(`cron: ${told(error)}`);
      }
    }
  },
} satisfies ExportedHandler<Env, LogBatch>;
