import { Hono } from "hono";
import { serveBundle } from "../bundle/serve";
import { PURPOSE_KEYS } from "../connections/purposes";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { answerPage } from "../http/page";
import { Problem } from "../kernel/problem";
import { bundleRegionOf } from "../rights/region";
import { subjectsOf } from "../rights/store";
import type { Right } from "../rights/types";
import { type Ctx, langOf, languageLinks, message, toCentre } from "./answers";
import {
  chosenConnections,
  connectionCards,
  jurisdictionChoice,
  ownRequest,
  proofView,
  requestDetail,
  requestLines,
} from "./centre";
import { connectionsOf, type NamedConnection } from "./centre-store";
import { askDeletion, disconnect, lift, makeRequest, object, restrict, takeBack } from "./deeds";
import { claimMailed, isOwnForm, laterOf, startPage } from "./entry-routes";
import { type Form, readForm } from "./form";
import { mailedAt } from "./mailed";
import { CentrePage } from "./pages/centre";
import { ConfirmPage } from "./pages/confirm";
import { ObjectPage } from "./pages/object";
import { RequestPage } from "./pages/request";
import { ALL, CENTRE_PATH, type ConfirmAct, isNoticeKey, type NoticeKey, REQUESTS_PATH } from "./pages/view";
import { type Person, personAt } from "./sessions";

const REQUEST_PATH = `${REQUESTS_PATH}/:id`;
const ACT_PATH = "/privacy/connections/:id/:act";
const CONFIRMED: readonly ConfirmAct[] = ["disconnect", "delete", "restrict"];
/** What `REQUESTS_PATH` takes; the other rights have pages of their own, which ask first. */
const ASKED: readonly Right[] = ["access", "portability", "rectification"];

/** What a person sees and does after the proof. Everybody else's things read as not found. */
export const centreRoutes = new Hono<AppEnv>()
  .get(CENTRE_PATH, async (c) => {
    const person = await personAt(c);
    if (!person) return startPage(c);
    const mailed = await mailedAt(c);
    if (mailed && (await claimMailed(c, person, mailed))) return toCentre(c, "request_received");
    return centrePage(c, person);
  })
  .post(REQUESTS_PATH, (c) =>
    deed(c, async (person, form) => {
      const right = ASKED.find((one) => one === form.one("type"));
      const connections = await chosenConnections(c.env, person, form.one("connection"));
      if (!right || !connections) return message(c, "not_found");
      if (connections.length === 0) return message(c, "nothing_held");
      const asked = {
        right,
        connections,
        jurisdiction: form.one("jurisdiction"),
        remark: form.one("remark"),
      };
      return toCentre(c, await makeRequest(c.env, laterOf(c), person, asked));
    }),
  )
  .get(REQUEST_PATH, (c) =>
    shown(c, async (person) => {
      const row = await ownRequest(c.env, person, c.req.param("id"));
      if (!row) return message(c, "not_found");
      return answerPage(
        c,
        200,
        <RequestPage
          lang={await langOf(c)}
          languages={languageLinks(c.req.path)}
          csrf={await person.visitor.csrf("centre")}
          request={await requestDetail(c.env, person, row)}
        />,
      );
    }),
  )
  .get(`${REQUEST_PATH}/bundle`, (c) =>
    shown(c, async (person) => {
      const row = await ownRequest(c.env, person, c.req.param("id"));
      if (!row) return message(c, "not_found");
      const subjects = await subjectsOf(database(c.env), row.id);
      const region = bundleRegionOf(subjects.map(({ connectionId }) => connectionId));
      try {
        return await serveBundle(c, c.env, row, region);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.code === "expired") return message(c, "bundle_expired");
        // 412 is for programs that fetch it piece by piece; without a bundle there is nothing here.
        return error.status === 412 ? c.body(null, 412) : message(c, "not_found");
      }
    }),
  )
  .post(`${REQUEST_PATH}/withdraw`, (c) =>
    deed(c, async (person) => {
      const row = await ownRequest(c.env, person, c.req.param("id"));
      return row ? toCentre(c, await takeBack(c.env, row)) : message(c, "not_found");
    }),
  )
  .get(ACT_PATH, (c) =>
    shown(c, async (person) => {
      const named = c.req.param("id");
      const connections = await chosenConnections(c.env, person, named);
      if (!connections) return message(c, "not_found");
      if (connections.length === 0) return message(c, "nothing_held");
      const act = CONFIRMED.find((one) => one === c.req.param("act"));
      if (act) return confirmPage(c, person, act, connections, named === ALL);
      const [one] = connections;
      if (c.req.param("act") !== "object" || named === ALL || !one) return message(c, "not_found");
      return objectPage(c, person, one);
    }),
  )
  .post(ACT_PATH, (c) =>
    deed(c, async (person, form) => {
      const connections = await chosenConnections(c.env, person, c.req.param("id"));
      if (!connections) return message(c, "not_found");
      if (connections.length === 0) return message(c, "nothing_held");
      const notice = await act(c, person, form, connections);
      return notice ? toCentre(c, notice) : message(c, "not_found");
    }),
  );

/** Does what a person asked of some of their connections; null where there is no such act. */
async function act(
  c: Ctx,
  person: Person,
  form: Form,
  connections: readonly NamedConnection[],
): Promise<NoticeKey | null> {
  const asked = { connections, jurisdiction: form.one("jurisdiction") };
  switch (c.req.param("act")) {
    case "disconnect":
      return disconnect(c.env, laterOf(c), connections);
    case "delete":
      return askDeletion(c.env, person, asked);
    case "restrict":
      return restrict(c.env, person, asked);
    case "object":
      return object(c.env, person, { ...asked, purposes: form.all("purpose") });
    case "lift":
      return lift(c.env, connections, form.one("purpose"));
    default:
      return null;
  }
}

/** A page for someone who has proved who they are; for anybody else it is as if their visit had ended. */
async function shown(c: Ctx, show: (person: Person) => Promise<Response>): Promise<Response> {
  const person = await personAt(c);
  return person ? show(person) : message(c, "session_expired");
}

/** A deed asked for by a form of our own page. */
async function deed(c: Ctx, run: (person: Person, form: Form) => Promise<Response>): Promise<Response> {
  return shown(c, async (person) => {
    const form = await readForm(c);
    return (await isOwnForm(c, "centre", form)) ? run(person, form) : message(c, "form_stale");
  });
}

async function centrePage(c: Ctx, person: Person): Promise<Response> {
  const connections = await connectionsOf(database(c.env), person.proof);
  const notice = c.req.query("notice");
  return answerPage(
    c,
    200,
    <CentrePage
      lang={await langOf(c)}
      languages={languageLinks(CENTRE_PATH)}
      csrf={await person.visitor.csrf("centre")}
      proof={await proofView(c.env, person.proof)}
      connections={await connectionCards(c.env, connections)}
      requests={await requestLines(c.env, person)}
      {...jurisdictionChoice(connections.map(({ row }) => row.id))}
      {...(isNoticeKey(notice) && { notice })}
      endsAt={person.endsAt}
    />,
  );
}

async function confirmPage(
  c: Ctx,
  person: Person,
  confirmed: ConfirmAct,
  connections: readonly NamedConnection[],
  isAll: boolean,
): Promise<Response> {
  const [card] = isAll ? [] : await connectionCards(c.env, connections.slice(0, 1));
  return answerPage(
    c,
    200,
    <ConfirmPage
      lang={await langOf(c)}
      languages={languageLinks(c.req.path)}
      csrf={await person.visitor.csrf("centre")}
      act={confirmed}
      connection={card ?? null}
      {...jurisdictionChoice(connections.map(({ row }) => row.id))}
    />,
  );
}

async function objectPage(c: Ctx, person: Person, one: NamedConnection): Promise<Response> {
  const [card] = await connectionCards(c.env, [one]);
  if (!card) throw new Error("a connection has no card");
  return answerPage(
    c,
    200,
    <ObjectPage
      lang={await langOf(c)}
      languages={languageLinks(c.req.path)}
      csrf={await person.visitor.csrf("centre")}
      connection={card}
      purposes={PURPOSE_KEYS.map((key) => ({ key, active: card.limits.some(({ limit }) => limit === key) }))}
      {...jurisdictionChoice([card.id])}
    />,
  );
}
