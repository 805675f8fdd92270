import type { OpenAPIHono } from "@hono/zod-openapi";
import { limitBody } from "../http/body-limit";
import type { AppEnv } from "../http/context";
import { shield } from "../http/key-limit";
import { apiSecurity } from "../http/security-headers";
import { sandboxApp } from "../sandbox/server";
import { openForAccount } from "../webhooks/rights";
import { webhookRoutes } from "../webhooks/routes";

/** Where platforms call us; and the one of them that is ours. */
export function mount(app: OpenAPIHono<AppEnv>): void {
  // What the Worker itself asks of the sandbox comes by another way.
  for (const path of ["/sandbox/*", "/.well-known/oauth-authorization-server/*"]) app.use(path, shield);
  app.use("/webhooks/*", apiSecurity, shield, limitBody);
  app.route("/", webhookRoutes(openForAccount));
  app.route("/", sandboxApp);
}
