import { env as bindings } from "cloudflare:workers";
import { createApp } from "./app";
import { configOf } from "./config/config";
import type { LogBatch } from "./logs/line";

export { ConnectionObject } from "./connections/object";
export { ApiKeyObject } from "./keys/object";
export { MeterObject } from "./meter/object";
export { SandboxPlatform } from "./sandbox/entrypoint";
export { SandboxObject } from "./sandbox/object";

// A Worker whose configuration is missing or weak must not start at all (DESIGN rule 9 for maintainers).
configOf(bindings);

const app = createApp();

// What no call waits for is evaluated when it is wanted: docs/decisions/0019-lazy-areas.md.
export default {
  fetch: app.fetch,

  async email(message, env) {
    const { onMail } = await import("./mail/handler");
    await onMail(message, env);
  },

  async queue(batch, env) {
    const { consumeLogs } = await import("./logs/consumer");
    await consumeLogs(batch, env);
  },

  async scheduled({ cron }, env) {
    const { workFor } = await import("./cron");
    await workFor(cron, env);
  },
} satisfies ExportedHandler<Env, LogBatch>;
