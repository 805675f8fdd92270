import type { Context } from "hono";
import type { z } from "zod";
import { serveBundle } from "../bundle/serve";
import { configOf } from "../config/config";
import { type ConnectionRow, findOwnConnection, ownConnectionsOf } from "../connections/store";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { clock } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import type { Mode } from "../kernel/regions";
import { advanceOrLeave } from "./advance";
import { liftLimitsOf } from "./limits";
import { noticeStatements } from "./notices";
import type { newRequestBody } from "./operations";
import { bundleRegionOf } from "./region";
import { appUserRequester } from "./requester";
import { openRequest, withdraw } from "./service";
import { change, loadRequest, subjectsOf } from "./store";
import type { RequestRow, Wishes } from "./types";

interface Owner {
  appId: string;
  mode: Mode;
}
type Body = z.infer<typeof newRequestBody>;

/** What developers do about requests of their end-users, by the API and at the portal. */

/**
 * Opens a request about the app's own connections.
 * @param later takes what goes on behind the answer
 * @throws Problem
 */
export async function openForApp(
  env: Env,
  owner: Owner,
  { type, jurisdiction, details, ...about }: Body,
  later: (work: Promise<unknown>) => void,
): Promise<RequestRow> {
  const { appId, mode } = owner;
  const subjects = await subjectsOfBody(env, owner, about);
  const [first] = subjects;
  if (!first) throw notFound(about.connection_id === undefined ? "end-user" : "connection");
  const opened = await openRequest(env, {
    right: type,
    channel: "developer",
    jurisdiction: jurisdiction ?? null,
    app: { appId, mode },
    requesterHash: await appUserRequester(configOf(env), first),
    subjects,
    wishes: wishesOf(details),
  });
  if (opened.kind === "already_open")
    throw new Problem("conflict", `A ${type} request for this is open already.`, {
      members: { rights_request_id: opened.id },
    });
  return begun(env, opened.row, later);
}

/** @throws Problem `conflict` when it is too late for that */
export async function withdrawForApp(env: Env, { id }: RequestRow): Promise<RequestRow> {
  const withdrawn = await withdraw(env, id, "developer");
  if (!withdrawn) throw new Problem("conflict", "It is closed, or has begun to be carried out.");
  return withdrawn;
}

/** Lifts what a request set, and tells of it. @throws Problem `conflict` where nothing of it is in force */
export async function liftAll(env: Env, row: RequestRow): Promise<void> {
  if (row.status !== "completed" || (row.type !== "objection" && row.type !== "restriction"))
    throw new Problem("conflict", "Only a completed objection or restriction can be lifted.");
  const subjects = await subjectsOf(database(env), row.id);
  const lifted = await liftLimitsOf(
    env,
    row.id,
    subjects.map(({ connectionId }) => connectionId),
  );
  if (lifted.length === 0)
    throw new Problem("conflict", "Nothing that this request set is in force any more.");
  const loaded = await loadRequest(database(env), row.id);
  if (!loaded) return;
  const now = clock.now();
  await change(env.DB, loaded, now, {
    set: {},
    history: [{ event: "lifted", actor: "developer" }],
    with: subjects
      .filter(({ connectionId }) => lifted.includes(connectionId))
      .flatMap((subject) => noticeStatements(env.DB, { ...subject, requestId: row.id, kind: "lifted", now })),
  });
}

/** Answers the bundle of a request that is the caller's. */
export async function serveOwnBundle(c: Context<AppEnv>, row: RequestRow): Promise<Response> {
  const subjects = await subjectsOf(database(c.env), row.id);
  return serveBundle(c, c.env, row, bundleRegionOf(subjects.map(({ connectionId }) => connectionId)));
}

/** The app's own connections that a body names; another's read as if there were none. */
async function subjectsOfBody(
  env: Env,
  owner: Owner,
  about: Pick<Body, "connection_id" | "external_user_id">,
): Promise<ConnectionRow[]> {
  const db = database(env);
  if (about.connection_id === undefined) return ownConnectionsOf(db, owner, about.external_user_id ?? "");
  const row = await findOwnConnection(db, owner, about.connection_id);
  return row ? [row] : [];
}

function wishesOf(details: Body["details"]): Wishes {
  return {
    ...(details.corrections && { corrections: details.corrections }),
    ...(details.purposes && { purposes: details.purposes }),
    ...(details.remark !== undefined && { remark: details.remark }),
  };
}

/**
 * What is quick is done before the answer, so that an objection is in force when it is confirmed; what may take long
 * goes on behind it. Whatever fails here, cron carries on.
 */
async function begun(
  env: Env,
  row: RequestRow,
  later: (work: Promise<unknown>) => void,
): Promise<RequestRow> {
  const going = advanceOrLeave(env, row.id);
  if (row.type === "objection" || row.type === "restriction" || row.type === "rectification")
    return (await going) ?? row;
  later(going);
  return row;
}
