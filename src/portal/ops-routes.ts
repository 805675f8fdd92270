import { Hono } from "hono";
import { z } from "zod";
import { findApp } from "../apps/store";
import { database } from "../db/client";
import type { AppEnv } from "../http/context";
import { rfc3339 } from "../kernel/clock";
import { notFound } from "../kernel/problem";
import { parsed } from "../ops/parsed";
import { audit } from "../proof/audit";
import { invite } from "./invite";
import { ROLES } from "./roles";

const invitationBody = z.strictObject({ role: z.enum(ROLES).default("owner") });

/** A way into the portal for developers who have none: made by an operator, or locked out. */
export const portalOpsRoutes = new Hono<AppEnv>();

/** A link for one person to join the team of the app's developer; works once. */
portalOpsRoutes.post("/ops/apps/:id/invitations", async (c) => {
  const { role } = await parsed(invitationBody, () => c.req.json(), "json");
  const app = await findApp(database(c.env), c.req.param("id"));
  if (!app) throw notFound("app");
  const { id, link, expiresAt } = await invite(c.env, app.developerId, role);
  await audit(c.env.DB, {
    actor: c.get("operator").actor,
    action: "team.invited",
    target: app.id,
    detail: { role },
  });
  return c.json({ id, role, link, expires_at: rfc3339(expiresAt) }, 201);
});
