import { createMiddleware } from "hono/factory";
import { configOf } from "../config/config";
import type { AppEnv } from "../http/context";

/** Sent by another site's page on purpose: a developer's app brings its user's token. */
export const TOKEN_PATH = "/privacy/token";

export type Posted = { secFetchSite: string | undefined; origin: string | undefined };

/**
 * Whether a form may have come from our own page, besides the value it must bring along. `Sec-Fetch-Site` cannot be
 * set by a page (Fetch Metadata §2). `Origin: null` is what browsers send for forms of pages with `Referrer-Policy:
 * no-referrer` (Fetch §3.1), ours among them: it tells nothing, and the form's own value decides.
 */
export function isOwnPost({ secFetchSite, origin }: Posted, own: readonly string[]): boolean {
  if (secFetchSite !== undefined && secFetchSite !== "same-origin" && secFetchSite !== "none") return false;
  return origin === undefined || origin === "null" || own.includes(origin);
}

/** Turns away what other sites post; `refuse` says so to the person. */
export function ownPostsOnly(refuse: Parameters<typeof createMiddleware<AppEnv>>[0]) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD" || c.req.path === TOKEN_PATH) return next();
    const posted = { secFetchSite: c.req.header("sec-fetch-site"), origin: c.req.header("origin") };
    const own = [configOf(c.env).publicOrigin, new URL(c.req.url).origin];
    return isOwnPost(posted, own) ? next() : refuse(c, next);
  });
}
