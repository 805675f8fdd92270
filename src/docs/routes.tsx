import { Hono } from "hono";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { answerPage } from "../http/page";
import { pageSecurity } from "../http/security-headers";
import { clock } from "../kernel/clock";
import { told } from "../kernel/told";
import { policyHeads } from "../policy/store";
import type { PolicyHead } from "../policy/versions";
import { LandingPage } from "./landing-page";
import { REFERENCE_CSP, ReferencePage } from "./reference-page";

export const docsRoutes = new Hono<AppEnv>()
  .get("/", pageSecurity(), (c) => answerPage(c, 200, <LandingPage />))
  .get("/docs", async (c) =>
    c.html(<ReferencePage upcoming={await upcomingPolicies(c.env)} />, 200, {
      "content-security-policy": REFERENCE_CSP,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    }),
  );

/** The reference is there without D1 as well: whoever reads it then needs it most. */
async function upcomingPolicies(env: Env): Promise<PolicyHead[]> {
  try {
    const now = clock.now();
    return (await policyHeads(database(env))).filter(({ effectiveAt }) => effectiveAt > now);
  } catch (error) {
    console.error(`docs: the policy's versions cannot be read: ${told(error)}`);
    return [];
  }
}
