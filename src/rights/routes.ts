import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { openCursor, sealCursor } from "../http/cursor";
import { router } from "../http/openapi";
import { rfc3339 } from "../kernel/clock";
import { notFound } from "../kernel/problem";
import { liftAll, openForApp, serveOwnBundle, withdrawForApp } from "./developer";
import { listOwnRequests } from "./lists";
import { listNotices, NOTICE_KINDS } from "./notices";
import { bundle, create, get, lift, list, notices, withdrawal } from "./operations";
import { findRequest } from "./store";
import type { RequestRow } from "./types";
import { viewOf, viewsOf } from "./views";

const requestPosition = z.object({ receivedAt: z.number(), id: z.string() });
const noticePosition = z.object({ createdAt: z.number(), id: z.string() });

export const rightsRoutes = router()
  .openapi(create, async (c) => {
    const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work);
    const row = await openForApp(c.env, c.get("principal"), c.req.valid("json"), later);
    return c.json(await viewOf(database(c.env), row), 201);
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
    const withdrawn = await withdrawForApp(c.env, row);
    return c.json(await viewOf(database(c.env), withdrawn), 200);
  })
  .openapi(lift, async (c) => {
    const row = await ownRequest(c, c.req.valid("param").id);
    await liftAll(c.env, row);
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
  return serveOwnBundle(c, await ownRequest(c, c.req.param("id")));
});

async function ownRequest(c: Context<AppEnv>, id: string): Promise<RequestRow> {
  const { appId, mode } = c.get("principal");
  const row = await findRequest(database(c.env), id);
  if (!row || row.appId !== appId || row.mode !== mode) throw notFound("rights request");
  return row;
}
