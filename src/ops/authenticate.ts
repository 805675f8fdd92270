import { createMiddleware } from "hono/factory";
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from "jose";
import { configOf } from "../config/config";
import type { AppEnv } from "../http/context";
import { constantTimeEqual, utf8 } from "../kernel/bytes";
import { clock } from "../kernel/clock";
import { Problem } from "../kernel/problem";
import { isOwnPost } from "../privacy/same-site";

const keySets = new Map<string, JWTVerifyGetKey>();

/**
 * Operators come through Cloudflare Access, whose JWT is verified here too (never trusted because it arrived):
 * https://developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/validating-json/
 * Locally there is no Access; a token printed at start stands in, and configuration refuses it in production.
 */
export const operatorsOnly = createMiddleware<AppEnv>(async (c, next) => {
  const { access, opsDevToken, environment, publicOrigin } = configOf(c.env);
  const bearer = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (
    environment === "local" &&
    opsDevToken &&
    bearer &&
    constantTimeEqual(utf8(opsDevToken), utf8(bearer))
  ) {
    return next();
  }
  const assertion = c.req.header("cf-access-jwt-assertion");
  if (!access || !assertion) throw refused();
  const issuer = `https://${access.teamDomain}`;
  try {
    await jwtVerify(assertion, keySetOf(issuer), {
      issuer,
      audience: access.audience,
      algorithms: ["RS256"],
      currentDate: new Date(clock.now()),
    });
  } catch {
    throw refused();
  }
  // Access knows a browser by its cookie, which goes along with what other sites' pages send here too.
  const posted = { secFetchSite: c.req.header("sec-fetch-site"), origin: c.req.header("origin") };
  if (c.req.method !== "GET" && !isOwnPost(posted, [publicOrigin]))
    throw new Problem("forbidden", "This was sent by a page of another site.");
  await next();
});

function keySetOf(issuer: string): JWTVerifyGetKey {
  let keys = keySets.get(issuer);
  if (!keys) {
    keys = createRemoteJWKSet(new URL(`${issuer}/cdn-cgi/access/certs`));
    keySets.set(issuer, keys);
  }
  return keys;
}

function refused(): Problem {
  return new Problem("unauthenticated", "Operators sign in through Cloudflare Access.");
}
