import type { OpenAPIHono } from "@hono/zod-openapi";
import { recordOpsRoutes } from "../access/record-routes";
import { limitBody, requireJson } from "../http/body-limit";
import type { AppEnv } from "../http/context";
import { shield } from "../http/key-limit";
import { apiSecurity, pageSecurity } from "../http/security-headers";
import { incidentOpsRoutes } from "../incidents/ops-routes";
import { meterOpsRoutes } from "../meter/ops-routes";
import { alertOpsRoutes } from "../monitors/routes";
import { operatorsOnly } from "../ops/authenticate";
import { besidesDesk, DESK_PATHS } from "../ops/desk";
import { deskRoutes } from "../ops/desk-routes";
import { evidenceRoutes } from "../ops/evidence-routes";
import { opsRoutes } from "../ops/routes";
import { policyOpsRoutes } from "../policy/ops-routes";
import { portalOpsRoutes } from "../portal/ops-routes";
import { proofOpsRoutes } from "../proof/routes";
import { retentionOpsRoutes } from "../retention/routes";
import { rightsOpsRoutes } from "../rights/ops-routes";

/** The operators' calls and pages. */
export function mount(app: OpenAPIHono<AppEnv>): void {
  // Who calls comes before what they send.
  app.use("/ops/*", ...[apiSecurity, operatorsOnly, limitBody, requireJson].map(besidesDesk));
  for (const path of DESK_PATHS) app.use(path, pageSecurity([], { namesOrigin: true }), shield, limitBody);
  for (const routes of [
    opsRoutes,
    deskRoutes,
    evidenceRoutes,
    retentionOpsRoutes,
    proofOpsRoutes,
    recordOpsRoutes,
    rightsOpsRoutes,
    incidentOpsRoutes,
    alertOpsRoutes,
    policyOpsRoutes,
    portalOpsRoutes,
    meterOpsRoutes,
  ])
    app.route("/", routes);
}
