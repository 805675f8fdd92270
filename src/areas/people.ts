import type { OpenAPIHono } from "@hono/zod-openapi";
import { embedding } from "../connect/embedding";
import { connectPages } from "../connect/page-routes";
import { embedScriptRoutes } from "../connect/script-routes";
import { limitBody } from "../http/body-limit";
import type { AppEnv } from "../http/context";
import { shield } from "../http/key-limit";
import { pageSecurity } from "../http/security-headers";
import { privacyPages } from "../privacy/routes";

/** What end-users see: connecting a shop, and the privacy centre. */
export function mount(app: OpenAPIHono<AppEnv>): void {
  app.use("/connect/*", embedding, pageSecurity(), shield, limitBody);
  app.use("/privacy/*", pageSecurity(), shield, limitBody);
  app.route("/", privacyPages); // before connect's: both have the platforms' callback
  app.route("/", connectPages);
  app.route("/", embedScriptRoutes);
}
