import type { OpenAPIHono } from "@hono/zod-openapi";
import { connectApiRoutes } from "../connect/api-routes";
import { connectionRoutes } from "../connections/routes";
import { eventRoutes } from "../events/routes";
import { platformRoutes } from "../gateway/platform-routes";
import type { AppEnv } from "../http/context";
import { incidentRoutes } from "../incidents/routes";
import { keyRoutes } from "../keys/routes";
import { logRoutes } from "../logs/routes";
import { usageRoutes } from "../meter/routes";
import { alertRoutes } from "../monitors/routes";
import { acceptanceRoutes } from "../policy/acceptance-routes";
import { tokenKeyRoutes } from "../privacy/token-key-routes";
import { readinessRoutes } from "../readiness/routes";
import { rightsRoutes } from "../rights/routes";
import { sandboxControlRoutes } from "../sandbox/control-routes";
import { transferRoutes } from "../transfers/routes";
import { webhookSetupRoutes } from "../webhooks/routes";
import { webhookDeliveryRoutes } from "../webhooks-out/delivery-routes";
import { webhookEndpointRoutes } from "../webhooks-out/endpoint-routes";

/** What is under /v1 besides shops' data. */
export function mount(app: OpenAPIHono<AppEnv>): void {
  for (const routes of [
    connectApiRoutes,
    connectionRoutes,
    platformRoutes,
    eventRoutes,
    webhookSetupRoutes,
    webhookEndpointRoutes,
    webhookDeliveryRoutes,
    incidentRoutes,
    alertRoutes,
    usageRoutes,
    logRoutes,
    keyRoutes,
    readinessRoutes,
    acceptanceRoutes,
    transferRoutes,
    tokenKeyRoutes,
    rightsRoutes,
    sandboxControlRoutes,
  ])
    app.route("/", routes);
}
