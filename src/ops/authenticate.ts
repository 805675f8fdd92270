import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from "jose";
import { type Config, configOf } from "../config/config";
import type { AppEnv } from "../http/context";
import { senderOf } from "../http/sender";
import { base64url, constantTimeEqual, utf8 } from "../kernel/bytes";
import { clock } from "../kernel/clock";
import { hmac } from "../kernel/digest";
import { lookupKey } from "../kernel/lookup-key";
import { notFound, Problem } from "../kernel/problem";
import { OPS_ACCESS } from "./access";
import { hasLocalSession } from "./local-session";
import { type OpsRole, permits, rolesOf } from "./roles";

/** Somebody who works here. */
export interface Operator {
  /** Whom the audit log names: `operator:` and a keyed hash of who Access says it is. The same person, the same name. */
  actor: string;
  roles: ReadonlySet<OpsRole>;
}

const keySets = new Map<string, JWTVerifyGetKey>();

/**
 * Who asks, or null. Operators come through Cloudflare Access, whose JWT is verified here too (never trusted because it
 * arrived); from the header alone, which Access always sends, as it does not promise of its cookie:
 * https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/validating-json/
 * Locally there is no Access; a token printed at start stands in, and configuration refuses it in production.
 */
export async function operatorOf(c: Context<AppEnv>): Promise<Operator | null> {
  const config = configOf(c.env);
  const { access, opsDevToken, environment } = config;
  if (environment === "local" && opsDevToken) {
    const bearer = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    const isBearer = bearer !== undefined && constantTimeEqual(utf8(opsDevToken), utf8(bearer));
    if (isBearer || (await hasLocalSession(c, opsDevToken)))
      return { actor: await actorOf(config, "local"), roles: new Set(["admin" as const]) };
  }
  const assertion = c.req.header("cf-access-jwt-assertion");
  if (!access || !assertion) return null;
  const issuer = `https://${access.teamDomain}`;
  try {
    const { payload } = await jwtVerify(assertion, keySetOf(issuer), {
      issuer,
      audience: access.audience,
      algorithms: ["RS256"],
      currentDate: new Date(clock.now()),
    });
    // A service token has no `sub` that names anybody; its name is its `common_name`.
    const who = payload.sub || payload["common_name"];
    if (typeof who !== "string" || who === "") return null;
    return { actor: await actorOf(config, who), roles: await rolesOf(config.opsRoles, payload) };
  } catch {
    return null;
  }
}

/** Lets an operator through whose role the table of routes grants what is asked for. */
export const operatorsOnly = createMiddleware<AppEnv>(async (c, next) => {
  if (c.get("operator")) return next();
  const operator = await operatorOf(c);
  if (!operator) throw new Problem("unauthenticated", "Operators sign in through Cloudflare Access.");
  // Access knows its people by a cookie, which other sites' pages may make a browser send along.
  if (c.req.method !== "GET" && senderOf(c) === "foreign_page")
    throw new Problem("forbidden", "This was not sent by a page of ours.");
  const needed = matchedRoutes(c)
    .map(({ method, path }) => OPS_ACCESS[`${method} ${path}`])
    .find((role) => role !== undefined);
  if (!needed) throw notFound("page or route");
  requireRole(operator, needed);
  c.set("operator", operator);
  await next();
});

/** @throws Problem `forbidden` naming the role that is missing. */
export function requireRole({ roles }: Operator, needed: OpsRole): void {
  if (!permits(roles, needed))
    throw new Problem("forbidden", `This is for the role ${needed}; yours: ${[...roles].join(", ")}.`);
}

async function actorOf({ sealKeys }: Config, who: string): Promise<string> {
  const mac = await hmac(await lookupKey(sealKeys, "operator"), who);
  return `operator:${base64url(mac.slice(0, 12))}`;
}

function keySetOf(issuer: string): JWTVerifyGetKey {
  let keys = keySets.get(issuer);
  if (!keys) {
    keys = createRemoteJWKSet(new URL(`${issuer}/cdn-cgi/access/certs`));
    keySets.set(issuer, keys);
  }
  return keys;
}
