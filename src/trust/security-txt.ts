import { Hono } from "hono";
import { configOf } from "../config/config";
import type { AppEnv } from "../http/context";
import { clock, DAY, rfc3339 } from "../kernel/clock";

/** RFC 9116 §2.5.5 recommends less than a year. Counted from each answer, so that a running service is never out of date. */
const EXPIRES_AFTER_MS = 180 * DAY;

/** Where those who find a weakness are told how to report it: RFC 9116. The policy is SECURITY.md, as an asset. */
export const securityTxtRoutes = new Hono<AppEnv>().get("/.well-known/security.txt", (c) => {
  const { publicOrigin } = configOf(c.env);
  const lines = [
    "Contact: mailto:security@metristack.com",
    `Expires: ${rfc3339(clock.now() + EXPIRES_AFTER_MS)}`,
    "Preferred-Languages: en",
    `Canonical: ${publicOrigin}/.well-known/security.txt`,
    `Policy: ${publicOrigin}/assets/security-policy.txt`,
  ];
  // RFC 9116 §3: this type and this charset.
  return c.body(`${lines.join("\n")}\n`, 200, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "public, max-age=86400",
  });
});
