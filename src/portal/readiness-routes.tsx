import { z } from "zod";
import { answerPage } from "../http/page";
import { notFound } from "../kernel/problem";
import { acceptPolicy } from "../policy/accept";
import { readinessBody } from "../readiness/body";
import { draftNotice } from "../readiness/draft";
import { type Readiness, readinessOf } from "../readiness/gate";
import { state } from "../readiness/statement";
import { safeguardsOf } from "../transfers/routes";
import { type Faults, faultsOf } from "./faults";
import { modeOf, ownApp } from "./own";
import { type Given, givenOf, NoticeDraftPage, ReadinessPage } from "./pages/readiness";
import { DEED, forMembers, type PortalRoute, SHOWN } from "./route";
import type { Ctx, SignedIn } from "./sessions";
import { NOTICES_PATH } from "./waiting";

const shown = forMembers(SHOWN, "viewer");
const deed = forMembers(DEED, "developer");

const acceptSchema = z.object({
  version: z.string().max(32),
  accept: z.literal("yes", "tick that you accept"),
});

/** What an app states before it goes live, and the notice that follows from it. */
export const READINESS_ROUTES: readonly PortalRoute[] = [
  shown("/portal/apps/:app/readiness", async (c, who) => answerReadiness(c, who, 200)),
  deed("/portal/apps/:app/readiness", "readiness.stated", async (c, who, { form }) => {
    const { id } = await ownApp(c, who);
    const given: Given = { one: (name) => form.one(name) ?? "", all: form.all };
    try {
      await state(c.env, id, readinessBody.parse(bodyOf(given)));
    } catch (error) {
      const { faults, status } = faultsOf(error);
      return answerReadiness(c, who, status, { given, faults });
    }
    return c.redirect(`/portal/apps/${id}/readiness?saved=yes`, 303);
  }),
  deed("/portal/apps/:app/policy", "policy.accepted", async (c, who, { form, tell }) => {
    const { id } = await ownApp(c, who);
    const { version } = acceptSchema.parse({ version: form.one("version"), accept: form.one("accept") });
    const policy = await acceptPolicy(c.env, { appId: id, keyId: null }, version);
    tell({ detail: { policy, version } });
    return c.redirect(form.one("back") === "notices" ? NOTICES_PATH : `/portal/apps/${id}/readiness`, 303);
  }),
  shown("/portal/apps/:app/readiness/notice", async (c, who) => {
    const app = await ownApp(c, who);
    const mode = modeOf(c);
    const draft = await draftNotice(c.env, await mustFind(c, app.id), mode);
    return answerPage(c, 200, <NoticeDraftPage who={who} app={app} mode={mode} draft={draft} />);
  }),
];

async function answerReadiness(
  c: Ctx,
  who: SignedIn,
  status: 200 | 403 | 422,
  tried?: { given: Given; faults: Faults },
): Promise<Response> {
  const app = await ownApp(c, who);
  const readiness = await mustFind(c, app.id);
  const grounds = await safeguardsOf(c.env, app.id);
  const view = {
    who,
    readiness,
    grounds,
    given: tried?.given ?? givenOf(readiness.stated),
    faults: tried?.faults ?? new Map(),
    isSaved: c.req.query("saved") !== undefined,
  };
  return answerPage(c, status, <ReadinessPage {...view} />);
}

async function mustFind(c: Ctx, appId: string): Promise<Readiness> {
  const readiness = await readinessOf(c.env, appId);
  if (!readiness) throw notFound("app");
  return readiness;
}

/** The form as the API has it: what is left empty is not stated, lists are a line each. */
function bodyOf({ one, all }: Given) {
  const stated = (name: string) => one(name).trim() || null;
  const lines = (name: string) =>
    one(name)
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
  return {
    privacy_policy_url: stated("privacy_policy_url"),
    purposes: lines("purposes"),
    data_use: stated("data_use"),
    third_parties: lines("third_parties"),
    retention: stated("retention"),
    deletion: stated("deletion"),
    security_contact: stated("security_contact"),
    country: stated("country"),
    scc: stated("scc") && {
      module: one("scc"),
      version: one("scc_version"),
      accept: one("scc_accept") === "yes",
    },
    measures: all("measures"),
  };
}
