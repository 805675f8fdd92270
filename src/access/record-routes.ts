import { Hono } from "hono";
import { allApps } from "../apps/store";
import { configOf } from "../config/config";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { INVENTORY } from "../inventory/inventory";
import { clock } from "../kernel/clock";
import { operatorsOnly } from "../ops/authenticate";
import { recordOfProcessing } from "./record-of-processing";

export const recordOpsRoutes = new Hono<AppEnv>();
recordOpsRoutes.use("/ops/record-of-processing", operatorsOnly);

/** The record of processing activities, as it stands now; for the supervisory authority on request (Art. 30(4)). */
recordOpsRoutes.get("/ops/record-of-processing", async (c) => {
  const controllers = (await allApps(database(c.env))).map((app) => ({
    app: app.id,
    developer: app.developerId,
    name: app.name,
    country: app.country,
    privacy_policy_url: app.privacyPolicyUrl,
    purposes: app.purposes,
    third_parties: app.thirdParties,
  }));
  const { restoreWindowDays } = configOf(c.env);
  const record = recordOfProcessing(INVENTORY, { controllers, restoreWindowDays, now: clock.now() });
  return c.json(record, 200, { "cache-control": "no-store" });
});
