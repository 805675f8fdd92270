import { configOf } from "../config/config";
import { database } from "../db/client";
import { answerPage } from "../http/page";
import { openIncidents } from "../incidents/store";
import { constantTimeEqual, utf8 } from "../kernel/bytes";
import { clock } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { listAlerts } from "../monitors/store";
import type { Ctx } from "../portal/sessions";
import { listRuns } from "../retention/runs";
import { openRequests } from "../rights/lists";
import { OPEN_STATUSES } from "../rights/types";
import { factsOf } from "../trust/facts";
import { type DeskRoute, mountedDesk, page } from "./desk";
import { ENGINE_ROUTES } from "./engine-desk";
import { beginLocalSession } from "./local-session";
import { OFFICE_ROUTES } from "./office-desk";
import { OverviewPage, SignInPage } from "./pages/overview";

const SHOWN = 10;

/** Every operators' page and its deeds, with the role that each needs: the tests walk this table. */
export const DESK_ROUTES: readonly DeskRoute[] = [
  {
    method: "GET",
    access: "anyone",
    path: "/ops/sign-in",
    run: async (c) => {
      localToken(c);
      return answerPage(c, 200, <SignInPage />);
    },
  },
  {
    method: "POST",
    access: "anyone",
    path: "/ops/sign-in",
    run: async (c, form) => {
      const token = localToken(c);
      if (!constantTimeEqual(utf8(form.one("token") ?? ""), utf8(token)))
        throw new Problem("unauthenticated", "That is not the token printed at start.");
      await beginLocalSession(c, token);
      return c.redirect("/ops", 303);
    },
  },
  page("viewer", "/ops", async (c, who) => {
    const db = database(c.env);
    const [facts, rights, incidents, alerts, runs] = await Promise.all([
      factsOf(c.env),
      openRequests(db, OPEN_STATUSES, SHOWN),
      openIncidents(db, SHOWN),
      listAlerts(db, null, { status: "open" }, SHOWN * 5, null),
      listRuns(c.env.DB, SHOWN),
    ]);
    const lastRun = runs.find((run) => !run.dry_run) ?? null;
    const view = { who, facts, rights, incidents, alerts, lastRun, now: clock.now() };
    return answerPage(c, 200, <OverviewPage {...view} />);
  }),
  ...OFFICE_ROUTES,
  ...ENGINE_ROUTES,
];

export const deskRoutes = mountedDesk(DESK_ROUTES);

/** The token that stands in for Access. @throws Problem `not_found` everywhere but locally */
function localToken(c: Ctx): string {
  const { environment, opsDevToken } = configOf(c.env);
  if (environment !== "local" || !opsDevToken) throw notFound("page or route");
  return opsDevToken;
}
