import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { serveBundle } from "../bundle/serve";
import { configOf } from "../config/config";
import { type ConnectionRow, findOwnConnection, ownConnectionsOf } from "../connections/store";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { openCursor, sealCursor } from "../http/cursor";
import { router } from "../http/openapi";
import { clock, rfc3339 } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { advanceOrLeave } from "./advance";
import { liftLimitsOf } from "./limits";
import { listOwnRequests } from "./lists";
import { listNotices, NOTICE_KINDS, noticeStatements } from "./notices";
import { bundle, create, get, lift, list, type newRequestBody, notices, withdrawal } from "./operations";
import { bundleRegionOf } from "./region";
import { appUserRequester } from "./requester";
import { openRequest, withdraw } from "./service";
import { change, findRequest, loadRequest, subjectsOf } from "./store";
import type { RequestRow, Wishes } from "./types";
import { viewOf, viewsOf } from "./views";

const requestPosition = z.object({ receivedAt: z.number(), id: z.string() });
const noticePosition = z.object({ createdAt: z.number(), id: z.string() });

export const rightsRoutes = router()
  .openapi(create, async (c) => {
    const principal = c.get("principal");
    const { type, jurisdiction, details, ...about } = c.req.valid("json");
    const subjects = await subjectsOfBody(c, about);
    const [first] = subjects;
    if (!first) throw notFound(about.connection_id === undefined ? "end-user" : "connection");
    const opened = await openRequest(c.env, {
      right: type,
      channel: "developer",
      jurisdiction: jurisdiction ?? null,
      app: { appId: principal.appId, mode: principal.mode },
      requesterHash: await appUserRequester(configOf(c.env), first),
      subjects,
      wishes: wishesOf(details),
    });
    if (opened.kind === "already_open")
      throw new Problem("conflict", `A ${type} request for this is open already.`, {
        members: { rights_request_id: opened.id },
      });
    return c.json(await viewOf(database(c.env), await begun(c, opened.row)), 201);
  })
  .openapi(list, async (c) => {
    const principal = c.get("principal");
    const { limit, cursor, ...filter } = c.req.valid("query");
    const binding = ["rights", principal.appId, principal.mode, JSON.stringify(filter)];
    const position = cursor ? await openCursor(c.env, binding, cursor, requestPosition) : null;
    const rows = await listOwnRequests(database(c.env), principal, filter, limit + 1, position);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return c.json(
      {
        data: await viewsOf(database(c.env), page),
        next_cursor:
          rows.length > limit && last
            ? await sealCursor(c.env, binding, { receivedAt: last.receivedAt, id: last.id })
            : null,
        warnings: [],
      },
      200,
    );
  })
  .openapi(get, async (c) =>
    c.json(await viewOf(database(c.env), await ownRequest(c, c.req.valid("param").id)), 200),
  )
  .openapi(withdrawal, async (c) => {
    const row = await ownRequest(c, c.req.valid("param").id);
    const withdrawn = await withdraw(c.env, row.id, "developer");
    if (!withdrawn) throw new Problem("conflict", "It is closed, or has begun to be carried out.");
    return c.json(await viewOf(database(c.env), withdrawn), 200);
  })
  .openapi(lift, async (c) => {
    const row = await ownRequest(c, c.req.valid("param").id);
    if (row.status !== "completed" || (row.type !== "objection" && row.type !== "restriction"))
      throw new Problem("conflict", "Only a completed objection or restriction can be lifted.");
    await liftAll(c, row);
    return c.json(await viewOf(database(c.env), row), 200);
  })
  .openapi(notices, async (c) => {
    const principal = c.get("principal");
    const { limit, cursor } = c.req.valid("query");
    const binding = ["notices", principal.appId, principal.mode];
    const position = cursor ? await openCursor(c.env, binding, cursor, noticePosition) : null;
    const rows = await listNotices(database(c.env), principal, limit + 1, position);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return c.json(
      {
        data: page.map((row) => ({
          id: row.id,
          type: NOTICE_KINDS.find((kind) => kind === row.kind) ?? ("erased" as const),
          rights_request_id: row.requestId,
          connection_id: row.connectionId,
          created_at: rfc3339(row.createdAt),
        })),
        next_cursor:
          rows.length > limit && last
            ? await sealCursor(c.env, binding, { createdAt: last.createdAt, id: last.id })
            : null,
        warnings: [],
      },
      200,
    );
  });
rightsRoutes.openAPIRegistry.registerPath(bundle);
rightsRoutes.on(["GET", "HEAD"], "/v1/rights-requests/:id/bundle", bundle.middleware, async (c) => {
  const row = await ownRequest(c, c.req.param("id"));
  const subjects = await subjectsOf(database(c.env), row.id);
  return serveBundle(c, c.env, row, bundleRegionOf(subjects.map(({ connectionId }) => connectionId)));
});

/** The caller's own connections that a body names; another's read as if there were none. */
async function subjectsOfBody(
  c: Context<AppEnv>,
  about: { connection_id?: string | undefined; external_user_id?: string | undefined },
): Promise<ConnectionRow[]> {
  const db = database(c.env);
  const principal = c.get("principal");
  if (about.connection_id === undefined) return ownConnectionsOf(db, principal, about.external_user_id ?? "");
  const row = await findOwnConnection(db, principal, about.connection_id);
  return row ? [row] : [];
}

function wishesOf(details: z.infer<typeof newRequestBody>["details"]): Wishes {
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
async function begun(c: Context<AppEnv>, row: RequestRow): Promise<RequestRow> {
  const going = advanceOrLeave(c.env, row.id);
  if (row.type === "objection" || row.type === "restriction" || row.type === "rectification")
    return (await going) ?? row;
  c.executionCtx.waitUntil(going);
  return row;
}

async function liftAll(c: Context<AppEnv>, row: RequestRow): Promise<void> {
  const subjects = await subjectsOf(database(c.env), row.id);
  const lifted = await liftLimitsOf(
    c.env,
    row.id,
    subjects.map(({ connectionId }) => connectionId),
  );
  if (lifted.length === 0)
    throw new Problem("conflict", "Nothing that this request set is in force any more.");
  const loaded = await loadRequest(database(c.env), row.id);
  if (!loaded) return;
  const now = clock.now();
  await change(c.env.DB, loaded, now, {
    set: {},
    history: [{ event: "lifted", actor: "developer" }],
    with: subjects
      .filter(({ connectionId }) => lifted.includes(connectionId))
      .flatMap((subject) =>
        noticeStatements(c.env.DB, { ...subject, requestId: row.id, kind: "lifted", now }),
      ),
  });
}

async function ownRequest(c: Context<AppEnv>, id: string): Promise<RequestRow> {
  const { appId, mode } = c.get("principal");
  const row = await findRequest(database(c.env), id);
  if (!row || row.appId !== appId || row.mode !== mode) throw notFound("rights request");
  return row;
}
