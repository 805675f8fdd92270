import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";
import { pageCsp } from "../pages/csp";

/** For /v1 and every other answer that is no page. What only a page could mean is left out: it cost as much again. */
export const apiSecurity = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  referrerPolicy: "no-referrer",
  crossOriginResourcePolicy: "same-origin",
  xFrameOptions: "DENY",
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
  removePoweredBy: false,
});

/**
 * For hosted pages: see `pageCsp`. Nothing of them is cached, framed, or told to other sites by a referrer. Pages
 * whose POSTs must name their origin (`namesOrigin`; those with our own script do) tell our own site where they are:
 * without a referrer a browser says `null` (Fetch §3.1).
 */
export function pageSecurity(
  formTargets: readonly string[] = [],
  { script = false, namesOrigin = script }: { script?: boolean; namesOrigin?: boolean } = {},
) {
  return createMiddleware(async (c, next) => {
    await next();
    c.header("content-security-policy", pageCsp(formTargets, { script }));
    c.header("referrer-policy", namesOrigin ? "same-origin" : "no-referrer");
    c.header("cache-control", "no-store");
    c.header("x-frame-options", "DENY");
    c.header("x-content-type-options", "nosniff");
    c.header("cross-origin-opener-policy", "same-origin");
    c.header("strict-transport-security", "max-age=31536000; includeSubDomains");
  });
}
