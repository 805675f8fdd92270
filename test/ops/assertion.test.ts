import { env } from "cloudflare:workers";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createApp } from "../../src/app";
import { clock, HOUR, MINUTE, SECOND } from "../../src/kernel/clock";
import { frozenClock, ORIGIN } from "../support/harness";

const TEAM = "shopkeepers.cloudflareaccess.com";
const AUDIENCE = "a".repeat(64);
/** As in production: no token of a local run opens anything. */
const PRODUCTION = {
  ...env,
  ENVIRONMENT: "production",
  OPS_DEV_TOKEN: undefined,
  ACCESS_TEAM_DOMAIN: TEAM,
  ACCESS_AUDIENCE: AUDIENCE,
  OPS_ROLES: JSON.stringify([{ claim: "sub", value: "engineer-1", role: "engineer" }]),
} as unknown as Env;

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let team: Pair;
let stranger: Pair;
let time: ReturnType<typeof frozenClock>;

beforeAll(async () => {
  team = await generateKeyPair("RS256", { extractable: true });
  stranger = await generateKeyPair("RS256", { extractable: true });
  const keys = [{ ...(await exportJWK(team.publicKey)), kid: "k1", alg: "RS256", use: "sig" }];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
    expect(String(input)).toBe(`https://${TEAM}/cdn-cgi/access/certs`);
    return Response.json({ keys });
  });
});
beforeEach(() => {
  time = frozenClock(Date.parse("2026-11-28T12:00:00Z"));
});
afterEach(() => time.release());

/** What Access puts on an operator's request. */
function assertion({ issuer = `https://${TEAM}`, audience = AUDIENCE, pair = team, life = HOUR } = {}) {
  const now = clock.now();
  return new SignJWT({ email: "operator@metristack.com" })
    .setProtectedHeader({ alg: "RS256", kid: "k1" })
    .setIssuer(issuer)
    .setSubject("engineer-1")
    .setAudience(audience)
    .setIssuedAt(Math.floor(now / SECOND))
    .setExpirationTime(Math.floor((now + life) / SECOND))
    .sign(pair.privateKey);
}

async function visit(headers: Record<string, string>, { method = "GET", bindings = PRODUCTION } = {}) {
  const path = method === "GET" ? "/ops/audit" : "/ops/keys/rewrap";
  return (await createApp().request(ORIGIN + path, { method, headers }, bindings)).status;
}

describe("the operators' routes behind Cloudflare Access", () => {
  it("open to an assertion that this team signed for this application", async () => {
    expect(await visit({ "cf-access-jwt-assertion": await assertion() })).toBe(200);
  });

  it("stay closed to an assertion for another application, of another team or key, unsigned, or lapsed", async () => {
    const [head, claims] = (await assertion()).split(".");
    const none = btoa('{"alg":"none"}').replaceAll("=", "");
    for (const [name, jwt] of Object.entries({
      audience: await assertion({ audience: "b".repeat(64) }),
      team: await assertion({ issuer: "https://others.cloudflareaccess.com" }),
      key: await assertion({ pair: stranger }),
      lapsed: await assertion({ life: -MINUTE }),
      cut: `${head}.${claims}.`,
      unsigned: `${none}.${claims}.`,
      nonsense: "nonsense",
    }))
      expect(await visit({ "cf-access-jwt-assertion": jwt }), name).toBe(401);
    expect(await visit({})).toBe(401);
    // The identity that Access writes beside it is only a header.
    expect(await visit({ "cf-access-authenticated-user-email": "operator@metristack.com" })).toBe(401);
  });

  it("stay closed where no Access is configured, and to the token of a local run in production", async () => {
    const closed = {
      ...PRODUCTION,
      ACCESS_TEAM_DOMAIN: undefined,
      ACCESS_AUDIENCE: undefined,
    } as unknown as Env;
    const headers = { "cf-access-jwt-assertion": await assertion() };
    expect(await visit(headers, { bindings: closed })).toBe(401);
    expect(await visit({ authorization: `Bearer ${env.OPS_DEV_TOKEN}` })).toBe(401);
  });

  it("take no deed that another site's page posts with the operator's cookie", async () => {
    const jwt = await assertion();
    const post = (headers: Record<string, string>) =>
      visit({ "cf-access-jwt-assertion": jwt, ...headers }, { method: "POST" });
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://elsewhere.example" },
      { origin: "https://elsewhere.example", "sec-fetch-site": "none" },
      { origin: "null", "sec-fetch-site": "cross-site" },
    ])
      expect(await post(headers as Record<string, string>), JSON.stringify(headers)).toBe(403);
    // From a terminal, and from a page of ours.
    for (const headers of [{}, { origin: ORIGIN, "sec-fetch-site": "same-origin" }])
      expect(await post(headers as Record<string, string>)).toBe(200);
  });
});
