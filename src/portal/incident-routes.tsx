import { z } from "zod";
import { database } from "../db/client";
import { answerPage } from "../http/page";
import { noteSchema, reportBody } from "../incidents/body";
import { postIncidentOf } from "../incidents/report";
import { add, reportIncident } from "../incidents/service";
import { listIncidents, loadIncident, timelineOf } from "../incidents/store";
import { incidentView } from "../incidents/view";
import { clock } from "../kernel/clock";
import { type Mode, modeSchema } from "../kernel/regions";
import type { Form } from "../privacy/form";
import { faultsOf, type Tried } from "./faults";
import { modeOf, ofEitherMode, ownApp } from "./own";
import { IncidentPage, IncidentsPage } from "./pages/incidents";
import { paged } from "./paging";
import { DEED, forMembers, type PortalRoute, SHOWN } from "./route";
import type { Ctx, SignedIn } from "./sessions";

const shown = forMembers(SHOWN, "viewer");
const deed = forMembers(DEED, "developer");

const HERE = "/portal/apps/:app/incidents";
const INCIDENT = `${HERE}/:incident` as const;

const formSchema = reportBody.extend({ mode: modeSchema });
const noteBody = z.object({ note: noteSchema });

/** Incidents that a team reports and follows, and ours that concern it. */
export const INCIDENT_ROUTES: readonly PortalRoute[] = [
  shown(HERE, async (c, who) => answerIncidents(c, who, modeOf(c), 200)),
  deed(HERE, "incident.reported", async (c, who, { form, tell }) => {
    const app = await ownApp(c, who);
    try {
      const { mode, ...body } = formSchema.parse(bodyOf(form));
      const { id } = await reportIncident(c.env, { appId: app.id, mode }, body);
      tell({ target: id, detail: { mode } });
      return c.redirect(`/portal/apps/${app.id}/incidents/${id}`, 303);
    } catch (error) {
      const { faults, status } = faultsOf(error);
      const mode = modeSchema.catch("live").parse(form.one("mode"));
      return answerIncidents(c, who, mode, status, { form, faults });
    }
  }),
  shown(INCIDENT, async (c, who) => {
    const { app, row } = await ownIncident(c, who);
    const timeline = await timelineOf(database(c.env), row.id);
    const view = {
      who,
      app,
      incident: incidentView(row, timeline),
      report: postIncidentOf(row, timeline)?.report ?? null,
      now: clock.now(),
    };
    return answerPage(c, 200, <IncidentPage {...view} />);
  }),
  deed(`${INCIDENT}/events`, "incident.added_to", async (c, who, { form }) => {
    const { app, row } = await ownIncident(c, who);
    const { note } = noteBody.parse({ note: form.one("note") ?? "" });
    await add(c.env, row, note, form.one("contained") === "yes");
    return c.redirect(`/portal/apps/${app.id}/incidents/${row.id}`, 303);
  }),
];

async function answerIncidents(
  c: Ctx,
  who: SignedIn,
  mode: Mode,
  status: 200 | 403 | 422,
  tried?: Tried,
): Promise<Response> {
  const app = await ownApp(c, who);
  const { rows, next } = await paged(
    c,
    ["portal-incidents", app.id, mode],
    (limit, after) =>
      listIncidents(
        database(c.env),
        { appId: app.id, mode },
        undefined,
        limit,
        after && { receivedAt: after.at, id: after.id },
      ),
    ({ receivedAt: at, id }) => ({ at, id }),
  );
  return answerPage(c, status, <IncidentsPage view={{ who, app, mode, rows, next, tried }} />);
}

async function ownIncident(c: Ctx, who: SignedIn) {
  const app = await ownApp(c, who);
  const id = c.req.param("incident") ?? "";
  const { row } = await ofEitherMode(app.id, "incident", (owner) => loadIncident(database(c.env), id, owner));
  return { app, row };
}

/** The form as the API has it: its times are UTC, its countries are written one after the other. */
function bodyOf({ one, all }: Form) {
  const countOf = (name: string) => {
    const text = one(name)?.trim();
    return text ? Number(text) : undefined;
  };
  const countries = (one("countries") ?? "")
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((code) => code !== "");
  return {
    mode: one("mode"),
    discovered_at: `${one("discovered_at")}${/T\d\d:\d\d$/.test(one("discovered_at") ?? "") ? ":00Z" : "Z"}`,
    nature: one("nature") ?? "",
    affected: {
      data_classes: all("data_classes"),
      connections: countOf("connections"),
      people: countOf("people"),
      ...(countries.length > 0 && { countries }),
    },
  };
}
