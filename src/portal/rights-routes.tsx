import { database } from "../db/client";
import { answerPage } from "../http/page";
import { clock } from "../kernel/clock";
import { notFound } from "../kernel/problem";
import { type Mode, modeSchema } from "../kernel/regions";
import type { Form } from "../privacy/form";
import { liftAll, openForApp, serveOwnBundle, withdrawForApp } from "../rights/developer";
import { listOwnRequests } from "../rights/lists";
import { newRequestBody } from "../rights/operations";
import { findRequest } from "../rights/store";
import { viewOf } from "../rights/views";
import { faultsOf, type Tried } from "./faults";
import { modeOf, ownApp } from "./own";
import { RequestPage, RightsPage } from "./pages/rights";
import { paged } from "./paging";
import { DEED, forMembers, type PortalRoute, SHOWN } from "./route";
import type { Ctx, SignedIn } from "./sessions";

const shown = forMembers(SHOWN, "viewer");
const deed = forMembers(DEED, "developer");

const HERE = "/portal/apps/:app/rights";
const REQUEST = `${HERE}/:request` as const;

/** Requests that a team's apps made for their end-users. */
export const RIGHTS_ROUTES: readonly PortalRoute[] = [
  shown(HERE, async (c, who) => answerRights(c, who, modeOf(c), 200)),
  deed(HERE, "rights.opened", async (c, who, { form, tell }) => {
    const app = await ownApp(c, who);
    const mode = modeSchema.parse(form.one("mode"));
    const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work);
    try {
      const body = newRequestBody.parse(bodyOf(form));
      const row = await openForApp(c.env, { appId: app.id, mode }, body, later);
      tell({ target: row.id, detail: { right: row.type, mode } });
      return c.redirect(`/portal/apps/${app.id}/rights/${row.id}`, 303);
    } catch (error) {
      const { faults, status } = faultsOf(error);
      return answerRights(c, who, mode, status, { form, faults });
    }
  }),
  shown(REQUEST, async (c, who) => {
    const { app, row } = await ownRequest(c, who);
    const request = await viewOf(database(c.env), row);
    return answerPage(
      c,
      200,
      <RequestPage who={who} app={app} row={row} request={request} now={clock.now()} />,
    );
  }),
  // What an end-user receives is for those who work for them, and not for everybody who may look.
  forMembers(SHOWN, "developer")(`${REQUEST}/bundle`, async (c, who) =>
    serveOwnBundle(c, (await ownRequest(c, who)).row),
  ),
  deed(`${REQUEST}/withdraw`, "rights.withdrawn", async (c, who) => {
    const { path, row } = await ownRequest(c, who);
    await withdrawForApp(c.env, row);
    return c.redirect(path, 303);
  }),
  deed(`${REQUEST}/lift`, "rights.lifted", async (c, who) => {
    const { path, row } = await ownRequest(c, who);
    await liftAll(c.env, row);
    return c.redirect(path, 303);
  }),
];

async function answerRights(
  c: Ctx,
  who: SignedIn,
  mode: Mode,
  status: 200 | 403 | 422,
  tried?: Tried,
): Promise<Response> {
  const app = await ownApp(c, who);
  const owner = { appId: app.id, mode };
  const { rows, next } = await paged(
    c,
    ["portal-rights", app.id, mode],
    (limit, after) =>
      listOwnRequests(database(c.env), owner, {}, limit, after && { receivedAt: after.at, id: after.id }),
    ({ receivedAt: at, id }) => ({ at, id }),
  );
  const view = { who, app, mode, rows, next, tried, now: clock.now() };
  return answerPage(c, status, <RightsPage view={view} />);
}

async function ownRequest(c: Ctx, who: SignedIn) {
  const app = await ownApp(c, who);
  const row = await findRequest(database(c.env), c.req.param("request") ?? "");
  if (row?.appId !== app.id) throw notFound("rights request");
  return { app, row, path: `/portal/apps/${app.id}/rights/${row.id}` };
}

/** The form as the API has it. What belongs to another right than the one chosen is left out. */
function bodyOf({ one, all }: Form) {
  const given = (name: string) => one(name)?.trim() || undefined;
  const type = one("type");
  const corrected = given("external_user_id_corrected");
  const purposes = all("purposes");
  return {
    type,
    connection_id: given("connection_id"),
    external_user_id: given("external_user_id"),
    jurisdiction: given("jurisdiction"),
    details: {
      ...(type === "rectification" && corrected && { corrections: { external_user_id: corrected } }),
      ...(type === "rectification" && given("remark") && { remark: given("remark") }),
      ...(type === "objection" && purposes.length > 0 && { purposes }),
    },
  };
}
