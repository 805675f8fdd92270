import { Hono } from "hono";
import type { AppEnv } from "../http/context";
import { answerPage } from "../http/page";
import { pageSecurity } from "../http/security-headers";
import { EndUserPolicyPage, PrivacyPage } from "./pages";

export const policyRoutes = new Hono<AppEnv>()
  .get("/policies/end-user", pageSecurity(), (c) => answerPage(c, 200, <EndUserPolicyPage />))
  .get("/privacy", pageSecurity(), (c) => answerPage(c, 200, <PrivacyPage />));
