import { ACCOUNT_ROUTES } from "./account-routes";
import { APP_ROUTES } from "./app-routes";
import { CONNECTION_ROUTES } from "./connection-routes";
import { ENTRY_ROUTES } from "./entry-routes";
import { EXPLORER_ROUTES } from "./explorer-routes";
import { INCIDENT_ROUTES } from "./incident-routes";
import { LOG_ROUTES } from "./log-routes";
import { NOTICE_ROUTES } from "./notice-routes";
import { READINESS_ROUTES } from "./readiness-routes";
import { RIGHTS_ROUTES } from "./rights-routes";
import { mounted, type PortalRoute } from "./route";
import { TEAM_ROUTES } from "./team-routes";
import { USAGE_ROUTES } from "./usage-routes";
import { WEBHOOK_ROUTES } from "./webhook-routes";

/** Every route of the portal, with who may use it: the tests walk this table. */
export const PORTAL_ROUTES: readonly PortalRoute[] = [
  ...ENTRY_ROUTES,
  ...ACCOUNT_ROUTES,
  ...TEAM_ROUTES,
  ...APP_ROUTES,
  ...CONNECTION_ROUTES,
  ...USAGE_ROUTES,
  ...LOG_ROUTES,
  ...EXPLORER_ROUTES,
  ...READINESS_ROUTES,
  ...WEBHOOK_ROUTES,
  ...RIGHTS_ROUTES,
  ...INCIDENT_ROUTES,
  ...NOTICE_ROUTES,
];

export const portalRoutes = mounted(PORTAL_ROUTES);
