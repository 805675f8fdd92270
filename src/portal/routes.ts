import { ACCOUNT_ROUTES } from "./account-routes";
import { APP_ROUTES } from "./app-routes";
import { ENTRY_ROUTES } from "./entry-routes";
import { mounted, type PortalRoute } from "./route";
import { TEAM_ROUTES } from "./team-routes";

/** Every route of the portal, with who may use it: the tests walk this table. */
export const PORTAL_ROUTES: readonly PortalRoute[] = [
  ...ENTRY_ROUTES,
  ...ACCOUNT_ROUTES,
  ...TEAM_ROUTES,
  ...APP_ROUTES,
];

export const portalRoutes = mounted(PORTAL_ROUTES);
