import { Hono } from "hono";
import type { AppEnv } from "../http/context";
import { operatorsOnly } from "../ops/authenticate";
import { audit } from "../proof/audit";
import { resumeMeters } from "./resume";

export const meterOpsRoutes = new Hono<AppEnv>();
meterOpsRoutes.use("/ops/meter/*", operatorsOnly);

/** After a restore of the database: see docs/retention.md. */
meterOpsRoutes.post("/ops/meter/resume", async (c) => {
  const done = await resumeMeters(c.env);
  await audit(c.env.DB, {
    actor: c.get("operator").actor,
    action: "meter.resumed",
    detail: { ledgers: done.ledgers.length, lost: done.lost },
  });
  return c.json(done);
});
