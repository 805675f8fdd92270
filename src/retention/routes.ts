import { Hono } from "hono";
import { z } from "zod";
import { configOf } from "../config/config";
import { type Hold, listHolds } from "../holds/holds";
import { holdSchema, liftHold, setHold } from "../holds/service";
import type { AppEnv } from "../http/context";
import { clock, rfc3339 } from "../kernel/clock";
import { invalid } from "../kernel/problem";
import { operatorsOnly } from "../ops/authenticate";
import { parsed } from "../ops/parsed";
import { audit } from "../proof/audit";
import { overdue } from "./overdue";
import { replayErasures } from "./replay";
import { runNow } from "./run-now";
import { listRuns, runQuery } from "./runs";

const replayQuery = z.object({ after: z.string().max(200).default("") });

export const retentionOpsRoutes = new Hono<AppEnv>();
retentionOpsRoutes.use("/ops/retention/*", operatorsOnly);
retentionOpsRoutes.use("/ops/legal-holds", operatorsOnly);
retentionOpsRoutes.use("/ops/legal-holds/*", operatorsOnly);

/** Runs retention to its end, or as far as one request reaches. The clock may be set only locally. */
retentionOpsRoutes.post("/ops/retention/run", async (c) => {
  const query = await parsed(runQuery, async () => c.req.query(), "query");
  if (query.now !== undefined && configOf(c.env).environment !== "local")
    throw invalid("query.now", "may be set only on a local server");
  const dryRun = query.dry_run === "true";
  const now = query.now === undefined ? clock.now() : Date.parse(query.now);
  const run = await runNow(c.env, { now, dryRun }, c.get("operator").actor);
  return c.json(run);
});

retentionOpsRoutes.get("/ops/retention/runs", async (c) =>
  c.json({ data: await listRuns(c.env.DB, 50), next_cursor: null, warnings: [] }),
);

retentionOpsRoutes.get("/ops/retention/overdue", async (c) => {
  const now = clock.now();
  const data = (await overdue(c.env, now)).map(({ entry, dataClass, oldest, limit, late }) => ({
    entry,
    data_class: dataClass,
    oldest: oldest === null ? null : rfc3339(oldest),
    limit: limit === null ? null : rfc3339(limit),
    late,
  }));
  return c.json({ data, generated_at: rfc3339(now) });
});

/** After a restore of the database, before it takes traffic: see docs/retention.md. */
retentionOpsRoutes.post("/ops/retention/replay", async (c) => {
  const { after } = await parsed(replayQuery, async () => c.req.query(), "query");
  const done = await replayErasures(c.env, after);
  await audit(c.env.DB, {
    actor: c.get("operator").actor,
    action: "retention.replay",
    detail: { erased: done.erased },
  });
  return c.json(done);
});

retentionOpsRoutes.get("/ops/legal-holds", async (c) =>
  c.json({ data: (await listHolds(c.env.DB)).map(holdView), next_cursor: null, warnings: [] }),
);

retentionOpsRoutes.post("/ops/legal-holds", async (c) => {
  const hold = await setHold(
    c.env,
    await parsed(holdSchema, () => c.req.json(), "json"),
    c.get("operator").actor,
  );
  return c.json(holdView(hold), 201);
});

retentionOpsRoutes.delete("/ops/legal-holds/:id", async (c) => {
  const hold = await liftHold(c.env, c.req.param("id"), c.get("operator").actor);
  return c.json(holdView(hold));
});

function holdView({ id, scope, target, reason, placed_by, placed_at, released_at }: Hold) {
  return {
    id,
    scope,
    target,
    reason,
    placed_by,
    placed_at: rfc3339(placed_at),
    released_at: released_at === null ? null : rfc3339(released_at),
  };
}
