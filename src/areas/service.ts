import type { OpenAPIHono } from "@hono/zod-openapi";
import { anonymousUsageRoutes } from "../anonymise/routes";
import type { AppEnv } from "../http/context";
import { shield } from "../http/key-limit";
import { apiSecurity, pageSecurity } from "../http/security-headers";
import { statusRoutes } from "../monitors/status-routes";
import { healthRoutes } from "../ops/health";
import { proofRoutes } from "../proof/routes";
import { trustRoutes } from "../trust/routes";
import { securityTxtRoutes } from "../trust/security-txt";

/** How the service does, and what proves it. */
export function mount(app: OpenAPIHono<AppEnv>): void {
  for (const path of [
    "/health",
    "/trust/completeness.json",
    "/trust/usage.json",
    "/trust.json",
    "/status.json",
  ])
    app.use(path, apiSecurity, shield);
  for (const path of ["/trust", "/status"]) app.use(path, pageSecurity(), shield);
  app.use("/.well-known/security.txt", apiSecurity);
  app.use("/.well-known/*", shield);
  for (const routes of [statusRoutes, trustRoutes, healthRoutes, anonymousUsageRoutes, proofRoutes])
    app.route("/", routes);
  app.route("/", securityTxtRoutes);
}
