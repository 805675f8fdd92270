import { z } from "zod";
import { database } from "../db/client";
import { listHolds } from "../holds/holds";
import { holdSchema, liftHold, setHold } from "../holds/service";
import { answerPage } from "../http/page";
import { ourIncidentSchema, reportSchema, triageSchema, wordsSchema } from "../incidents/body";
import { LAW_KEYS } from "../incidents/laws";
import { postIncidentOf } from "../incidents/report";
import {
  closeIncident,
  contain,
  note,
  notify,
  reportOurs,
  tellAuthority,
  triage,
} from "../incidents/service";
import { type IncidentRow, listIncidents, loadIncident, timelineOf } from "../incidents/store";
import { operatorView } from "../incidents/view";
import { clock, dayOf } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { policyDiff } from "../policy/diff";
import { sectionsOf, textOf } from "../policy/plain-text";
import { publish, requirePublishable } from "../policy/publish";
import { findPolicy, policyHeads } from "../policy/store";
import { FIRST_VERSION, type PolicyVersion, publicationSchema } from "../policy/versions";
import type { Ctx } from "../portal/sessions";
import type { Form } from "../privacy/form";
import { advance, stepsOf } from "../rights/advance";
import { openRequests } from "../rights/lists";
import { reviewBody } from "../rights/ops-routes";
import { correctable } from "../rights/plan";
import { extend, readAsked, refuse, resolveReview } from "../rights/service";
import { findRequest } from "../rights/store";
import { EXTENSION_REASONS, isOpen, OPEN_STATUSES, REFUSAL_GROUNDS, type RequestRow } from "../rights/types";
import { viewOf } from "../rights/views";
import { type DeskRoute, deed, page } from "./desk";
import { IncidentPage, IncidentsPage } from "./pages/incidents";
import { type Draft, PoliciesPage, PreviewPage } from "./pages/policies";
import { HoldsPage } from "./pages/retention";
import { RequestPage, RightsPage } from "./pages/rights";

const RIGHTS = "/ops/desk/rights";
const INCIDENTS = "/ops/desk/incidents";
const POLICIES = "/ops/desk/policies";
const HOLDS = "/ops/desk/holds";
const LISTED = 200;

const CORRECTABLE = correctable().map(({ column }) => column);

/** What the privacy officer does: rights, incidents, policies, legal holds. The JSON routes do the same. */
export const OFFICE_ROUTES: readonly DeskRoute[] = [
  page("viewer", RIGHTS, async (c, who) => {
    const rows = await openRequests(database(c.env), OPEN_STATUSES, LISTED);
    return answerPage(c, 200, <RightsPage rows={rows} who={who} now={clock.now()} />);
  }),
  page("officer", `${RIGHTS}/:id`, async (c, who) => {
    const row = await theRequest(c);
    const waits = row.status === "in_progress" && stepsOf(row)[row.stepsDone]?.action === "review";
    const view = {
      ...(await readAsked(c.env, row, who.actor)),
      view: await viewOf(database(c.env), row),
      open: isOpen(row.status),
      correctable: CORRECTABLE,
      now: clock.now(),
    };
    return answerPage(c, 200, <RequestPage who={who} waits={waits} {...view} />);
  }),
  deed("officer", `${RIGHTS}/:id/refuse`, async (c, who, form) => {
    const { id } = await theRequest(c);
    const ground = z.enum(REFUSAL_GROUNDS).parse(form.one("ground"));
    if (!(await refuse(c.env, id, ground, who.actor))) throw new Problem("conflict", "It is closed.");
    return c.redirect(`${RIGHTS}/${id}`, 303);
  }),
  deed("officer", `${RIGHTS}/:id/extend`, async (c, who, form) => {
    const { id } = await theRequest(c);
    const reason = z.enum(EXTENSION_REASONS).parse(form.one("reason"));
    if (!(await extend(c.env, id, reason, who.actor)))
      throw new Problem("conflict", "It is closed, late, extended already, or its law grants no extension.");
    return c.redirect(`${RIGHTS}/${id}`, 303);
  }),
  deed("officer", `${RIGHTS}/:id/resolve`, async (c, who, form) => {
    const { id } = await theRequest(c);
    const given = CORRECTABLE.map((column) => [column, form.one(`correct_${column}`) ?? ""] as const);
    const { corrections } = reviewBody.parse({
      corrections: Object.fromEntries(given.filter(([, value]) => value.trim() !== "")),
    });
    if (!(await resolveReview(c.env, id, corrections, who.actor)))
      throw new Problem("conflict", "It does not wait to be read.");
    await advance(c.env, id);
    return c.redirect(`${RIGHTS}/${id}`, 303);
  }),

  page("viewer", INCIDENTS, async (c, who) => {
    const rows = await listIncidents(database(c.env), null, undefined, LISTED, null);
    return answerPage(c, 200, <IncidentsPage rows={rows} who={who} now={clock.now()} />);
  }),
  deed("officer", INCIDENTS, async (c, who, form) => {
    const people = form.one("people")?.trim();
    const apps = wordsIn(form, "apps");
    const input = ourIncidentSchema.parse({
      discovered_at: `${(form.one("discovered_at") ?? "").trim().replace(" ", "T")}:00Z`,
      nature: form.one("nature"),
      severity: form.one("severity"),
      affected: {
        data_classes: form.all("data_class"),
        ...(people && { people: Number(people) }),
        countries: wordsIn(form, "countries"),
      },
      apps: apps.length === 0 ? "all" : apps,
    });
    return toIncident(c, await reportOurs(c.env, input, who.actor));
  }),
  page("viewer", `${INCIDENTS}/:id`, async (c, who) => {
    const db = database(c.env);
    const row = (await loadIncident(db, idOf(c), null))?.row;
    if (!row) throw notFound("incident");
    const timeline = await timelineOf(db, row.id);
    const now = clock.now();
    const report = postIncidentOf(row, timeline)?.report ?? null;
    const view = { view: operatorView(row, timeline, now), report, now };
    return answerPage(c, 200, <IncidentPage who={who} {...view} />);
  }),
  deed("officer", `${INCIDENTS}/:id/triage`, async (c, who, form) => {
    const countries = wordsIn(form, "countries");
    const words = form.one("triage_note")?.trim();
    const { severity, ...rest } = triageSchema.parse({
      severity: form.one("severity"),
      ...(countries.length > 0 && { countries }),
      ...(words && { note: words }),
    });
    const input = { severity, countries: rest.countries, note: rest.note };
    return toIncident(c, await triage(c.env, idOf(c), input, who.actor));
  }),
  deed("officer", `${INCIDENTS}/:id/notes`, async (c, who, form) => {
    const { note: words } = wordsSchema.parse({ note: form.one("note") });
    return toIncident(c, await note(c.env, idOf(c), words, who.actor));
  }),
  deed("officer", `${INCIDENTS}/:id/notices`, async (c, who, form) => {
    const { note: words } = wordsSchema.parse({ note: form.one("notice") });
    return toIncident(c, await notify(c.env, idOf(c), words, who.actor));
  }),
  deed("officer", `${INCIDENTS}/:id/contain`, async (c, who) =>
    toIncident(c, await contain(c.env, idOf(c), who.actor)),
  ),
  deed("officer", `${INCIDENTS}/:id/authorities`, async (c, who, form) => {
    const authority = z.enum(LAW_KEYS).parse(form.one("authority"));
    return toIncident(c, await tellAuthority(c.env, idOf(c), authority, who.actor));
  }),
  deed("officer", `${INCIDENTS}/:id/close`, async (c, who, form) => {
    const report = reportSchema.parse(
      Object.fromEntries(Object.keys(reportSchema.shape).map((name) => [name, form.one(name)])),
    );
    return toIncident(c, await closeIncident(c.env, idOf(c), report, who.actor));
  }),

  page("viewer", POLICIES, async (c, who) => {
    const heads = await policyHeads(database(c.env));
    const now = clock.now();
    const draft: Draft = {
      version: dayOf(now),
      effective_on: "",
      material: "yes",
      summary: "",
      text: textOf((await latestOf(c)).sections),
    };
    return answerPage(c, 200, <PoliciesPage heads={heads} draft={draft} who={who} now={now} />);
  }),
  deed("officer", `${POLICIES}/preview`, async (c, who, form) => {
    const draft = draftIn(form);
    const publication = publicationOf(draft);
    await requirePublishable(c.env, publication);
    const latest = await latestOf(c);
    const changes = policyDiff(latest.sections, publication.sections);
    return answerPage(c, 200, <PreviewPage draft={draft} latest={latest} changes={changes} who={who} />);
  }),
  deed("officer", POLICIES, async (c, who, form) => {
    await publish(c.env, publicationOf(draftIn(form)), who.actor);
    return c.redirect(POLICIES, 303);
  }),

  page("viewer", HOLDS, async (c, who) =>
    answerPage(c, 200, <HoldsPage holds={await listHolds(c.env.DB)} who={who} />),
  ),
  deed("officer", HOLDS, async (c, who, form) => {
    const scope = form.one("scope") ?? "";
    const kept =
      scope === "connection"
        ? { scope, target: form.one("connection")?.trim() }
        : { scope: "class", target: scope };
    const input = holdSchema.parse({ ...kept, reason: form.one("reason"), placed_by: who.actor });
    await setHold(c.env, input, who.actor);
    return c.redirect(HOLDS, 303);
  }),
  deed("officer", `${HOLDS}/:id/lift`, async (c, who) => {
    await liftHold(c.env, idOf(c), who.actor);
    return c.redirect(HOLDS, 303);
  }),
];

const idOf = (c: Ctx): string => c.req.param("id") ?? "";

const wordsIn = (form: Form, name: string): string[] =>
  (form.one(name) ?? "").split(/[\s,]+/).filter((word) => word !== "");

async function theRequest(c: Ctx): Promise<RequestRow> {
  const row = await findRequest(database(c.env), idOf(c));
  if (!row) throw notFound("rights request");
  return row;
}

function toIncident(c: Ctx, row: IncidentRow | null): Response {
  if (!row) throw notFound("incident");
  return c.redirect(`${INCIDENTS}/${row.id}`, 303);
}

/** The version that takes effect last, with its text. */
async function latestOf(c: Ctx): Promise<PolicyVersion> {
  const db = database(c.env);
  const last = (await policyHeads(db)).at(-1);
  return (last && (await findPolicy(db, last.version))) ?? FIRST_VERSION;
}

function draftIn(form: Form): Draft {
  const one = (name: keyof Draft) => form.one(name) ?? "";
  return {
    version: one("version"),
    effective_on: one("effective_on"),
    material: one("material"),
    summary: one("summary"),
    text: one("text"),
  };
}

function publicationOf({ version, effective_on, material, summary, text }: Draft) {
  return publicationSchema.parse({
    version,
    effective_at: `${effective_on}T00:00:00Z`,
    material: z.enum(["yes", "no"]).parse(material) === "yes",
    summary,
    sections: sectionsOf(text),
  });
}
