import { type Context, Hono } from "hono";
import { z } from "zod";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { clock } from "../kernel/clock";
import { notFound, Problem } from "../kernel/problem";
import { operatorsOnly } from "../ops/authenticate";
import { parsed } from "../ops/parsed";
import { advance } from "./advance";
import { openRequests } from "./lists";
import { correctable } from "./plan";
import { extend, readAsked, refuse, resolveReview } from "./service";
import { findRequest } from "./store";
import { EXTENSION_REASONS, OPEN_STATUSES, REFUSAL_GROUNDS, type RequestRow } from "./types";
import { viewOf, viewsOf } from "./views";

const refusalBody = z.strictObject({ ground: z.enum(REFUSAL_GROUNDS) });
const extensionBody = z.strictObject({ reason: z.enum(EXTENSION_REASONS) });
export const reviewBody = z.strictObject({
  corrections: z
    .record(
      z.string().refine((column) => correctable().some((known) => known.column === column), {
        message: "cannot be corrected",
      }),
      z.string().trim().min(1).max(255),
    )
    .default({}),
});

/** The rights queue, for the privacy officer. */
export const rightsOpsRoutes = new Hono<AppEnv>();
rightsOpsRoutes.use("/ops/rights-requests", operatorsOnly);
rightsOpsRoutes.use("/ops/rights-requests/*", operatorsOnly);

/** Open requests, the nearest deadline first. */
rightsOpsRoutes.get("/ops/rights-requests", async (c) => {
  const now = clock.now();
  const rows = await openRequests(database(c.env), OPEN_STATUSES, 200);
  const views = await viewsOf(database(c.env), rows);
  const data = views.map((view) => ({ ...view, late: now > Date.parse(view.due_at) }));
  return c.json({ data, next_cursor: null, warnings: [] });
});

/** One request, with what was asked and where a mail is answered while it is open. Reading that is on the record. */
rightsOpsRoutes.get("/ops/rights-requests/:id", async (c) => {
  const row = await mustFind(c, c.req.param("id"));
  const { asked, replyTo } = await readAsked(c.env, row, c.get("operator").actor);
  return c.json({ ...(await viewOf(database(c.env), row)), asked, reply_to: replyTo });
});

rightsOpsRoutes.post("/ops/rights-requests/:id/refuse", async (c) => {
  const { ground } = await parsed(refusalBody, () => c.req.json(), "json");
  const { id } = await mustFind(c, c.req.param("id"));
  return answer(c, await refuse(c.env, id, ground, c.get("operator").actor), "It is closed.");
});

rightsOpsRoutes.post("/ops/rights-requests/:id/extend", async (c) => {
  const { reason } = await parsed(extensionBody, () => c.req.json(), "json");
  const { id } = await mustFind(c, c.req.param("id"));
  return answer(
    c,
    await extend(c.env, id, reason, c.get("operator").actor),
    "It is closed, late, extended already, or its law grants no extension.",
  );
});

/** A person's own words have been read: with what to correct, or with nothing to correct. */
rightsOpsRoutes.post("/ops/rights-requests/:id/resolve", async (c) => {
  const { corrections } = await parsed(reviewBody, () => c.req.json(), "json");
  const { id } = await mustFind(c, c.req.param("id"));
  const resolved = await resolveReview(c.env, id, corrections, c.get("operator").actor);
  return answer(c, resolved && (await advance(c.env, id)), "It does not wait to be read.");
});

async function answer(c: Context<AppEnv>, row: RequestRow | null, otherwise: string): Promise<Response> {
  if (!row) throw new Problem("conflict", otherwise);
  return c.json(await viewOf(database(c.env), row));
}

async function mustFind(c: Context<AppEnv>, id: string): Promise<RequestRow> {
  const row = await findRequest(database(c.env), id);
  if (!row) throw notFound("rights request");
  return row;
}
