import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OPS_ACCESS } from "../../src/ops/access";
import { DESK_ROUTES } from "../../src/ops/desk-routes";
import { OPS_ROLES, permits, rolesOf } from "../../src/ops/roles";
import { request } from "../support/harness";
import { d1Tables } from "../support/stores";
import { app, type Claims, Operator, ROLE_RULES, serveAccessKeys } from "./people";

beforeEach(serveAccessKeys);
afterEach(() => {
  vi.restoreAllMocks();
});

const DESK = new Set(DESK_ROUTES.map(({ method, path }) => `${method} ${path}`));
const ALL = [
  ...new Set(
    (await app.whole()).routes
      .filter(({ method, path }) => /^\/ops(\/|\.|$)/.test(path) && method !== "ALL")
      .map(({ method, path }) => `${method} ${path}`),
  ),
];
const JSON_ROUTES = ALL.filter((route) => !DESK.has(route));

function call(who: Operator, route: string): Promise<Response> {
  const [method = "", path = ""] = route.split(" ");
  const body = method === "POST" ? {} : undefined;
  return who.json(method, path.replace(/:\w+/g, "nothing_of_the_kind"), body);
}

async function resting(): Promise<string> {
  const rows = await env.DB.batch(
    (await d1Tables()).map((table) => env.DB.prepare(`SELECT * FROM ${table}`)),
  );
  return JSON.stringify(rows.map(({ results }) => results));
}

describe("every route under /ops", () => {
  it("of the application declares the role it needs, and nothing else does", () => {
    expect(ALL.length).toBeGreaterThan(60);
    expect([...JSON_ROUTES].sort()).toEqual(Object.keys(OPS_ACCESS).sort());
    expect([...DESK].filter((route) => !ALL.includes(route))).toEqual([]);
    for (const { access, path } of DESK_ROUTES) if (access === "anyone") expect(path).toBe("/ops/sign-in");
  });

  it.each(
    JSON_ROUTES,
  )("%s is refused without a token, and with one that is not Access's for us", async (route) => {
    const before = await resting();
    const admin: Claims = { email: "head@metristack.test" };
    for (const claims of [
      null,
      { ...admin, forged: true },
      { ...admin, expired: true },
      { ...admin, audience: "another-application" },
      { ...admin, issuer: "https://evil.cloudflareaccess.com" },
    ])
      expect((await call(new Operator(claims), route)).status, JSON.stringify(claims)).toBe(401);
    expect(await resting()).toBe(before);
  });

  const refused = JSON_ROUTES.flatMap((route) =>
    OPS_ROLES.filter((role) => !permits(new Set([role]), OPS_ACCESS[route]!)).map(
      (role) => [route, role] as const,
    ),
  );
  it.each(refused)("%s is refused to the role %s", async (route, role) => {
    const before = await resting();
    expect((await call(Operator.as(role), route)).status).toBe(403);
    expect(await resting()).toBe(before);
  });

  it.each(JSON_ROUTES)("%s lets the role it declares through", async (route) => {
    const { status } = await call(Operator.as(OPS_ACCESS[route]!), route);
    expect([200, 404, 422]).toContain(status);
  });

  const deeds = JSON_ROUTES.filter((route) => !route.startsWith("GET"));
  it.each(deeds)("%s is refused to other sites' pages, whose browser Access knows", async (route) => {
    const before = await resting();
    const [method = "", path = ""] = route.split(" ");
    for (const headers of [
      { origin: "https://evil.test" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
    ]) {
      const answer = await Operator.as("admin").json(
        method,
        path,
        undefined,
        headers as Record<string, string>,
      );
      expect(answer.status, JSON.stringify(headers)).toBe(403);
    }
    expect(await resting()).toBe(before);
  });

  it("that is not there is not found, for an admin too", async () => {
    expect((await Operator.as("admin").json("GET", "/ops/nothing")).status).toBe(404);
    expect((await new Operator(null).json("GET", "/ops/nothing")).status).toBe(401);
  });
});

describe("roles", () => {
  it("come from claims and hashed addresses that Access vouches for, and from nothing else", async () => {
    const rules = ROLE_RULES as Parameters<typeof rolesOf>[0];
    const of = async (claims: Record<string, unknown>) => [...(await rolesOf(rules, claims))].sort();
    expect(await of({})).toEqual(["viewer"]);
    expect(await of({ email: " HEAD@metristack.test " })).toEqual(["admin", "viewer"]);
    expect(await of({ email: "other@metristack.test" })).toEqual(["viewer"]);
    expect(await of({ email: ["head@metristack.test"] })).toEqual(["viewer"]);
    expect(await of({ custom: { groups: ["privacy", "platform"] } })).toEqual([
      "engineer",
      "officer",
      "viewer",
    ]);
    expect(await of({ custom: { groups: "privacyx" } })).toEqual(["viewer"]);
    expect(await of({ custom: "groups" })).toEqual(["viewer"]);
    // What the identity provider adds cannot stand in for what Access itself says, and the other way round.
    expect(await of({ custom: { email: "head@metristack.test" } })).toEqual(["viewer"]);
    expect(await of({ groups: "privacy" })).toEqual(["viewer"]);
    const robot = await rolesOf([{ claim: "common_name", value: "backup", role: "engineer" }], {
      custom: { common_name: "backup" },
    });
    expect([...robot]).toEqual(["viewer"]);
    expect(await of({ email: "a@b.test", custom: { email: "head@metristack.test" } })).toEqual(["viewer"]);
    expect([...(await rolesOf([], { email: "head@metristack.test" }))]).toEqual(["viewer"]);
  });

  it("are all there are to the local token, which is nothing behind Access", async () => {
    const headers = { authorization: `Bearer ${env.OPS_DEV_TOKEN}` };
    expect((await request("/ops/audit", { headers })).status).toBe(200);
    expect((await new Operator(null).send("/ops/audit", { headers })).status).toBe(401);
  });
});

describe("the audit log", () => {
  it("tells who did it by a name that stays the same, is another's for nobody, and holds no address", async () => {
    const hold = { scope: "class", target: "system_logs", reason: "a claim", placed_by: "x" };
    const actorOf = async (who: Operator) => {
      expect((await who.json("POST", "/ops/legal-holds", hold)).status).toBe(201);
      return (await env.DB.prepare("SELECT actor FROM audit_log ORDER BY seq DESC LIMIT 1").first<string>(
        "actor",
      ))!;
    };
    const first = await actorOf(Operator.as("officer"));
    expect(first).toMatch(/^operator:[\w-]{16}$/);
    expect(await actorOf(Operator.as("officer"))).toBe(first);
    expect(await actorOf(Operator.as("admin"))).not.toBe(first);
    const rest = JSON.stringify((await env.DB.prepare("SELECT * FROM audit_log").all()).results);
    for (const word of ["olu", "hana", "metristack.test"]) expect(rest).not.toContain(word);
  });

  it("still verifies with entries from before operators had names", async () => {
    const { audit } = await import("../../src/proof/audit");
    await audit(env.DB, { actor: "operator", action: "policy.published" });
    const answer = await Operator.as("viewer").json("GET", "/ops/audit/verification");
    expect(await answer.json()).toMatchObject({ ok: true });
    const page = await (await Operator.as("viewer").send("/ops/desk/audit")).text();
    expect(page).toContain("<td>operator</td>");
  });
});
