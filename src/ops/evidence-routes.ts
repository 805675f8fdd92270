import { Hono } from "hono";
import type { AppEnv } from "../http/context";
import { audit } from "../proof/audit";
import { signedEvidence } from "./evidence";

/** For an auditor, as a file. That it was given out is on the record. */
export const evidenceRoutes = new Hono<AppEnv>().get("/ops/evidence.json", async (c) => {
  const signed = await signedEvidence(c.env);
  const detail = { sha256: signed.sha256 };
  await audit(c.env.DB, { actor: c.get("operator").actor, action: "evidence.exported", detail });
  const name = `metristack-evidence-${signed.evidence.generated_at.slice(0, 10)}.json`;
  return c.json(signed, 200, {
    "cache-control": "no-store",
    "content-disposition": `attachment; filename="${name}"`,
  });
});
