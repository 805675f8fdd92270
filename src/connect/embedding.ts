import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { AppEnv, Embedding } from "../http/context";
import { pageCsp } from "../pages/csp";
import type { SessionRow } from "./store";

/**
 * What embedded flows need otherwise than other pages. `Cross-Origin-Opener-Policy: same-origin` cuts a popup's tie to
 * the page that opened it for good (HTML §7.1.3), so the pages of a session with an `embed_origin` go without, and
 * they alone; the last of them runs our script that hands the code over. Nothing may frame any of them.
 * Stands around `pageSecurity`, whose headers it changes.
 */
export const embedding = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  const how = c.get("embedding");
  if (how === undefined) return;
  c.header("cross-origin-opener-policy", "unsafe-none");
  if (how === "handing_over") c.header("content-security-policy", `${pageCsp()}; script-src 'self'`);
});

/** What the last page of an embedded flow is told, to hand the result over. */
export interface HandOver {
  /** `click`: where the person should read the page first. */
  when: "now" | "click";
  session: string;
  /** The exact origin that may have the result. */
  origin: string;
}

/** Marks an answer as part of that session's flow. */
export function tie(c: Context<AppEnv>, session: SessionRow | null, how: Embedding = "reachable"): void {
  if (session?.embedOrigin && c.get("embedding") !== "handing_over") c.set("embedding", how);
}

/** For the page that this answer is: null where the session is not embedded. */
export function handOverOf(c: Context<AppEnv>, session: SessionRow, when: HandOver["when"]): HandOver | null {
  if (session.embedOrigin === null) return null;
  tie(c, session, "handing_over");
  return { when, session: session.id, origin: session.embedOrigin };
}
