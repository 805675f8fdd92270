import type { OpenAPIHono } from "@hono/zod-openapi";
import { limitBody } from "../http/body-limit";
import type { AppEnv } from "../http/context";
import { shield } from "../http/key-limit";
import { pageSecurity } from "../http/security-headers";
import { portalRoutes } from "../portal/routes";

/** Developers' pages. */
export function mount(app: OpenAPIHono<AppEnv>): void {
  app.use("/portal/*", pageSecurity([], { script: true }), shield, limitBody);
  app.route("/", portalRoutes);
}
