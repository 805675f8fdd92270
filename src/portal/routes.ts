import { ACCOUNT_ROUTES } from "./account-routes";
import { APP_ROUTES } from "./app-routes";
import { ENTRY_ROUTES } from "./entry-routes";
import { INCIDENT_ROUTES } from "./incident-routes";
import { NOTICE_ROUTES } from "./notice-routes";
import { READINESS_ROUTES } from "./readiness-routes";
import { RIGHTS_ROUTES } from "./rights-routes";
import { mounted, type PortalRoute } from "./route";
import { TEAM_ROUTES } from "./team-routes";
import { WEBHOOK_ROUTES } from "./webhook-routes";

/** Every route of the portal, with who may use it: the tests walk this table. */
export const PORTAL_ROUTES: readonly PortalRoute[] = [
  ...ENTRY_ROUTES,
  ...ACCOUNT_ROUTES,
  ...TEAM_ROUTES,
  ...APP_ROUTES,
  ...READINESS_ROUTES,
  ...WEBHOOK_ROUTES,
  ...RIGHTS_ROUTES,
  ...INCIDENT_ROUTES,
  ...NOTICE_ROUTES,
];

export const portalRoutes = mounted(PORTAL_ROUTES);
