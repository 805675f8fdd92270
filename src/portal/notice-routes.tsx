import { database } from "../db/client";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import { publishedHeads, withFirst } from "../policy/store";
import { acceptancesOfTeam, alertsOfTeam, namesOfTeam, ourIncidents } from "./notice-store";
import { NoticesPage } from "./pages/notices";
import { forMembers, type PortalRoute, SHOWN } from "./route";
import { NOTICES_PATH } from "./waiting";

const ALERTS_SHOWN = 50;
const INCIDENTS_SHOWN = 20;

/** What a team is told: versions of the policy, what monitors found about its apps, incidents of ours. */
export const NOTICE_ROUTES: readonly PortalRoute[] = [
  forMembers(SHOWN, "viewer")(NOTICES_PATH, async (c, who) => {
    const db = database(c.env);
    const { developerId } = who.member;
    const [published, apps, accepted, alerts, incidents] = await db.batch([
      publishedHeads(db),
      namesOfTeam(db, developerId),
      acceptancesOfTeam(db, developerId),
      alertsOfTeam(db, developerId, ALERTS_SHOWN),
      ourIncidents(db, developerId, INCIDENTS_SHOWN),
    ]);
    const view = { who, versions: withFirst(published), apps, accepted, alerts, incidents, now: clock.now() };
    return answerPage(c, 200, <NoticesPage {...view} />);
  }),
];
