import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { serveBundle } from "../bundle/serve";
import { configOf } from "../config/config";
import { PURPOSE_KEYS } from "../connections/purposes";
import { type ConnectionRow, findOwnConnection, ownConnectionsOf } from "../connections/store";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { openCursor, sealCursor } from "../http/cursor";
import { operation } from "../http/meter";
import { bearer, idempotencyHeader, jsonAnswer, jsonBody, listOf, pageQuery, router } from "../http/openapi";
import { problemResponses } from "../http/problems";
import { clock, rfc3339 } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { told } from "../kernel/told";
import { warningSchema } from "../model/common";
import { advance } from "./advance";
import { isJurisdiction } from "./clocks";
import { JURISDICTIONS } from "./jurisdictions";
import { liftLimitsOf } from "./limits";
import { listNotices, NOTICE_KINDS, noticeStatements } from "./notices";
import { correctable } from "./plan";
import { bundleRegionOf } from "./region";
import { appUserRequester } from "./requester";
import { openRequest, withdraw } from "./service";
import { change, findRequest, historyOf, listOwnRequests, loadRequest, subjectsOf } from "./store";
import { type RequestRow, RIGHTS, RIGHTS_STATUSES, type Wishes } from "./types";
import { requestSchema, requestView } from "./view";

const tags = ["Rights"];
const idParam = z.object({ id: z.string().max(64) });
const MAX_VALUE = 255;

const newRequestBody = z
  .object({
    type: z.enum(RIGHTS),
    connection_id: z.string().max(64).optional(),
    external_user_id: z.string().min(1).max(MAX_VALUE).optional(),
    jurisdiction: z
      .string()
      .refine(isJurisdiction, { message: `must be one of ${Object.keys(JURISDICTIONS).join(", ")}` })
      .optional()
      .openapi({ description: "Whose law's clock runs; by the connection's region where not said" }),
    details: z
      .strictObject({
        corrections: z
          .record(z.string(), z.string().trim().min(1).max(MAX_VALUE))
          .optional()
          .openapi({
            description: "Rectification: field → its right value",
            example: { external_user_id: "user-7" },
          }),
        purposes: z.array(z.enum(PURPOSE_KEYS)).min(1).max(PURPOSE_KEYS.length).optional().openapi({
          description: "Objection: what the data is not to be used for; all of them where not said",
        }),
        remark: z.string().trim().min(1).max(2_000).optional().openapi({
          description: "Rectification in the person's words, for an operator; dropped on closing",
        }),
      })
      .default({}),
  })
  .superRefine((body, issues) => {
    const fault = (path: (string | number)[], message: string) =>
      issues.addIssue({ code: "custom", path, message });
    if ((body.connection_id === undefined) === (body.external_user_id === undefined))
      fault(["connection_id"], "give either connection_id or external_user_id");
    const { corrections, purposes, remark } = body.details;
    if (body.type === "rectification" && corrections === undefined && remark === undefined)
      fault(["details"], "a rectification needs corrections, or a remark");
    if (body.type !== "rectification" && (corrections !== undefined || remark !== undefined))
      fault(["details"], "corrections and remark belong to a rectification");
    if (body.type !== "objection" && purposes !== undefined)
      fault(["details", "purposes"], "belong to an objection");
    const known = correctable().map(({ column }) => column);
    for (const field of Object.keys(corrections ?? {}))
      if (!known.includes(field))
        fault(["details", "corrections", field], `cannot be corrected; these can: ${known.join(", ")}`);
  });

const create = createRoute({
  method: "post",
  path: "/v1/rights-requests",
  operationId: "createRightsRequest",
  summary: "Exercise a right for one of your end-users",
  description:
    "Your authenticated call proves control of your own connections. Objections, restrictions and corrections are in force when this answers; for the others follow the request.",
  tags,
  security: bearer,
  middleware: operation("rights.create", "rights"),
  request: { headers: idempotencyHeader, body: jsonBody(newRequestBody) },
  responses: {
    201: jsonAnswer("The request", requestSchema),
    ...problemResponses(400, 401, 403, 404, 409, 413, 422, 429),
  },
});
const list = createRoute({
  method: "get",
  path: "/v1/rights-requests",
  operationId: "listRightsRequests",
  summary: "List the requests you made, newest first",
  tags,
  security: bearer,
  middleware: operation("rights.list", "rights"),
  request: {
    query: z.object({
      ...pageQuery,
      type: z.enum(RIGHTS).optional(),
      status: z.enum(RIGHTS_STATUSES).optional(),
    }),
  },
  responses: {
    200: jsonAnswer("A page of requests", listOf(requestSchema, warningSchema)),
    ...problemResponses(401, 403, 422, 429),
  },
});
const get = createRoute({
  method: "get",
  path: "/v1/rights-requests/{id}",
  operationId: "getRightsRequest",
  summary: "Follow a request: its state, history, deadline and result",
  tags,
  security: bearer,
  middleware: operation("rights.get", "rights"),
  request: { params: idParam },
  responses: { 200: jsonAnswer("The request", requestSchema), ...problemResponses(401, 403, 404, 429) },
});
const bundle = createRoute({
  method: "get",
  path: "/v1/rights-requests/{id}/bundle",
  operationId: "getRightsRequestBundle",
  summary: "Download the bundle of an access or portability request, or a range of it",
  tags,
  security: bearer,
  middleware: operation("rights.bundle", "rights"),
  request: { params: idParam },
  responses: {
    200: { description: "A ZIP", content: { "application/zip": { schema: z.string() } } },
    206: { description: "The range asked for", content: { "application/zip": { schema: z.string() } } },
    ...problemResponses(401, 403, 404, 409, 410, 416, 429),
  },
});
const withdrawal = createRoute({
  method: "post",
  path: "/v1/rights-requests/{id}/withdraw",
  operationId: "withdrawRightsRequest",
  summary: "Withdraw a request that has not begun to be carried out",
  tags,
  security: bearer,
  middleware: operation("rights.withdraw", "rights"),
  request: { headers: idempotencyHeader, params: idParam },
  responses: {
    200: jsonAnswer("The request", requestSchema),
    ...problemResponses(401, 403, 404, 409, 429),
  },
});
const lift = createRoute({
  method: "post",
  path: "/v1/rights-requests/{id}/lift",
  operationId: "liftRightsRequest",
  summary: "Lift the objection or restriction that a request set, when your end-user wishes it",
  description: "What a person set at the privacy centre, only that person lifts.",
  tags,
  security: bearer,
  middleware: operation("rights.lift", "rights"),
  request: { headers: idempotencyHeader, params: idParam },
  responses: {
    200: jsonAnswer("The request", requestSchema),
    ...problemResponses(401, 403, 404, 409, 429),
  },
});
const noticeSchema = z
  .object({
    id: z.string(),
    type: z.enum(NOTICE_KINDS),
    rights_request_id: z.string(),
    connection_id: z.string(),
    created_at: z.string(),
  })
  .openapi("Notice");
const notices = createRoute({
  method: "get",
  path: "/v1/notices",
  operationId: "listNotices",
  summary: "What was erased, corrected or restricted about your connections, newest first",
  description: "You must do likewise with what you received, where the law says so (GDPR Art. 19).",
  tags,
  security: bearer,
  middleware: operation("notices.list", "rights"),
  request: { query: z.object(pageQuery) },
  responses: {
    200: jsonAnswer("A page of notices", listOf(noticeSchema, warningSchema)),
    ...problemResponses(401, 403, 422, 429),
  },
});

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
    return c.json(await viewOf(c, await begun(c, opened.row)), 201);
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
        data: await Promise.all(page.map((row) => viewOf(c, row))),
        next_cursor:
          rows.length > limit && last
            ? await sealCursor(c.env, binding, { receivedAt: last.receivedAt, id: last.id })
            : null,
        warnings: [],
      },
      200,
    );
  })
  .openapi(get, async (c) => c.json(await viewOf(c, await ownRequest(c, c.req.valid("param").id)), 200))
  .openapi(withdrawal, async (c) => {
    const row = await ownRequest(c, c.req.valid("param").id);
    const withdrawn = await withdraw(c.env, row.id, "developer");
    if (!withdrawn) throw new Problem("conflict", "It is closed, or has begun to be carried out.");
    return c.json(await viewOf(c, withdrawn), 200);
  })
  .openapi(lift, async (c) => {
    const row = await ownRequest(c, c.req.valid("param").id);
    if (row.status !== "completed" || (row.type !== "objection" && row.type !== "restriction"))
      throw new Problem("conflict", "Only a completed objection or restriction can be lifted.");
    await liftAll(c, row);
    return c.json(await viewOf(c, row), 200);
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
  const going = advance(c.env, row.id).catch((error) => {
    console.error(`rights: ${row.id} could not be carried on, will be repeated: ${told(error)}`);
    return null;
  });
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

async function viewOf(c: Context<AppEnv>, row: RequestRow) {
  const db = database(c.env);
  return requestView(row, await subjectsOf(db, row.id), await historyOf(db, row.id));
}
