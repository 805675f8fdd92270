import { Hono } from "hono";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { clock, rfc3339 } from "../kernel/clock";
import { operatorsOnly } from "../ops/authenticate";
import { parsed } from "../ops/parsed";
import { publish } from "./publish";
import { policyHeads } from "./store";
import { type PolicyHead, publicationSchema, standingOf } from "./versions";

/** Publication of policies, for the privacy officer. */
export const policyOpsRoutes = new Hono<AppEnv>();
policyOpsRoutes.use("/ops/policies", operatorsOnly);

/** Every version, newest first, with how far its announcement is. */
policyOpsRoutes.get("/ops/policies", async (c) => {
  const heads = await policyHeads(database(c.env));
  const now = clock.now();
  const data = heads.map((head) => view(head, heads, now)).reverse();
  return c.json({ data, next_cursor: null, warnings: [] });
});

/** Publishes a version, for good; cron tells every app. Whether it took place at all is on the record either way. */
policyOpsRoutes.post("/ops/policies", async (c) => {
  const body = await parsed(publicationSchema, () => c.req.json(), "json");
  const made = await publish(c.env, body, c.get("operator").actor);
  return c.json(view(made, await policyHeads(database(c.env)), clock.now()), 201);
});

function view(head: PolicyHead, heads: readonly PolicyHead[], now: number) {
  return {
    id: head.id,
    version: head.version,
    status: standingOf(head, heads, now),
    effective_at: rfc3339(head.effectiveAt),
    material: head.isMaterial,
    summary: head.summary,
    published_at: rfc3339(head.publishedAt),
    announced_at: head.announcedAt === null ? null : rfc3339(head.announcedAt),
  };
}
