import type { Context } from "hono";
import { configOf } from "../config/config";
import type { AppEnv } from "./context";

/**
 * Where a request comes from, as its browser says (Fetch §3.1): a page of ours, another's page, or no page at all.
 * A page of ours is believed only with its origin.
 */
export function senderOf(c: Context<AppEnv>): "own_page" | "foreign_page" | "no_page" {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  if (origin === undefined && site === undefined) return "no_page";
  const own = [configOf(c.env).publicOrigin, new URL(c.req.url).origin];
  const isOwn = origin !== undefined && own.includes(origin) && (site ?? "same-origin") === "same-origin";
  return isOwn ? "own_page" : "foreign_page";
}
