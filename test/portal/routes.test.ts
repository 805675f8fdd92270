import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { reportIncident } from "../../src/incidents/service";
import { clock } from "../../src/kernel/clock";
import { newConnectionId, newId } from "../../src/kernel/ids";
import { isAtLeast, ROLES, type Role } from "../../src/portal/roles";
import type { PortalRoute } from "../../src/portal/route";
import { PORTAL_ROUTES } from "../../src/portal/routes";
import { openRequest } from "../../src/rights/service";
import { deliveryStatement } from "../../src/webhooks-out/delivery-store";
import { insertEndpoint } from "../../src/webhooks-out/endpoint-store";
import { newSecret, sealSecrets } from "../../src/webhooks-out/secrets";
import { connectSandbox, newDeveloper, ORIGIN } from "../support/harness";
import { d1Tables } from "../support/stores";
import { owner, Person, readyApp, type Sending, teammate } from "./people";

/** What paths call the ids of a team's things. */
const NAMES = [
  "app",
  "key",
  "connection",
  "member",
  "session",
  "passkey",
  "invitation",
  "endpoint",
  "delivery",
  "request",
  "incident",
] as const;
type Ids = Record<(typeof NAMES)[number], string>;

const name = ({ method, path }: PortalRoute) => `${method} ${path}`;
const named = (routes: readonly PortalRoute[]) => routes.map((route) => [name(route), route] as const);
const posts = PORTAL_ROUTES.filter(({ method }) => method === "POST");
const forMembers = PORTAL_ROUTES.filter(({ access }) => access !== "anyone");
/** A bundle is no page, and there only once its request is done. */
const pages = forMembers.filter(({ method, path }) => method === "GET" && !path.endsWith("/bundle"));
const withIds = forMembers.filter(({ path }) => path.includes(":"));

const pathOf = ({ path }: PortalRoute, ids: Ids) =>
  path.replace(/:(\w+)/g, (_, part: keyof Ids) => ids[part]);

/** What a form of the page would send; for a route whose first check fails it does not matter. */
const FIELDS = {
  name: "Mine",
  role: "viewer",
  mode: "test",
  scope: "orders:read",
  uri: "https://a.example/b",
  overlap_hours: "0",
  act: "send",
  operation: "platforms.list",
};

async function send(person: Person, route: PortalRoute, ids: Ids, csrf: string, sending: Sending = {}) {
  const path = pathOf(route, ids);
  if (route.method === "GET") return person.get(path);
  if (route.speaks === "json") return person.call(path, { label: "X", token: "A".repeat(32) }, sending);
  return person.form(path, { ...FIELDS, csrf }, sending);
}

/** An owner with one of everything. */
async function furnished(label: string): Promise<{ person: Person; ids: Ids; csrf: string }> {
  const person = await owner(label);
  const app = await readyApp(person, `${label}’s shop`);
  const { id: connection } = await connectSandbox(await newDeveloper({ appId: app }));
  await person.submit(`/portal/apps/${app}/keys`, { name: "one", mode: "test", scope: ["orders:read"] });
  const key = /keys\/(key_\w+)\/rotate/.exec(await person.page(`/portal/apps/${app}`))![1]!;
  await teammate(person, "viewer");
  await person.invite("viewer");
  const team = await person.page("/portal/team");
  const invitation = /invitations\/(inv_\w+)\//.exec(team)![1]!;
  const member = /members\/(mem_\w+)\//.exec(team)![1]!;
  expect((await new Person(person.device).signIn()).status).toBe(200);
  const account = await person.page("/portal/account");
  const session = /sessions\/(ses_\w+)\//.exec(account)![1]!;
  const passkey = /passkeys\/([\w-]+)\/remove/.exec(account)![1]!;
  const told = await promised(app);
  const ids = { app, key, connection, member, session, passkey, invitation, ...told };
  return { person, csrf: await person.csrf(), ids };
}

/** What an app has besides: an endpoint with a delivery, a rights request, an incident. */
async function promised(appId: string) {
  const owner = { appId, mode: "test" } as const;
  const endpoint = newId("whk");
  const secrets = await sealSecrets(env, endpoint, [{ secret: newSecret(), endsAt: null }]);
  const row = { ...owner, id: endpoint, url: "https://hooks.example/x", description: null, types: null };
  const since = { status: "enabled", failingSince: null, createdAt: clock.now() } as const;
  await insertEndpoint(env.DB, { ...row, ...since, secrets }, 10);
  const delivery = newId("whd");
  const about = { id: delivery, endpointId: endpoint, eventId: newId("evt"), now: clock.now() };
  await deliveryStatement(env.DB, about).run();
  const opened = await openRequest(env, {
    right: "access",
    channel: "developer",
    jurisdiction: null,
    app: owner,
    requesterHash: null,
    subjects: [{ ...owner, id: newConnectionId("eu") }],
    wishes: {},
  });
  const incident = await reportIncident(env, owner, {
    discovered_at: new Date(clock.now()).toISOString(),
    nature: "A laptop was lost.",
    affected: { data_classes: ["api_keys"] },
  });
  const request = opened.kind === "opened" ? opened.row.id : "";
  return { endpoint, delivery, request, incident: incident.id };
}

let ada: Awaited<ReturnType<typeof furnished>>;
let eve: Awaited<ReturnType<typeof furnished>>;
let team: Record<Role, { person: Person; csrf: string }>;

/** All that rests in D1 but dialogues with authenticators, which anybody may begin. */
async function resting(): Promise<string> {
  const tables = (await d1Tables()).filter((table) => table !== "passkey_dialogues");
  const rows = await env.DB.batch(tables.map((table) => env.DB.prepare(`SELECT * FROM ${table}`)));
  return JSON.stringify(rows.map(({ results }) => results));
}

beforeAll(async () => {
  ada = await furnished("Ada");
  eve = await furnished("Eve");
  const member = async (role: Role) => {
    const person = await teammate(ada.person, role);
    return { person, csrf: await person.csrf() };
  };
  team = {
    viewer: await member("viewer"),
    developer: await member("developer"),
    owner: await member("owner"),
  };
});

describe("the table of routes", () => {
  it("has each route once, under /portal, and names no id that the tests do not know", () => {
    expect(new Set(PORTAL_ROUTES.map(name)).size).toBe(PORTAL_ROUTES.length);
    const parts = PORTAL_ROUTES.flatMap(({ path }) =>
      [...path.matchAll(/:(\w+)/g)].map((match) => match[1]!),
    );
    expect(parts.filter((part) => !([...NAMES] as string[]).includes(part))).toEqual([]);
    expect(withIds.length).toBeGreaterThan(10);
  });

  it("leaves nothing but ways in to anybody, and nothing that changes anything to a GET", () => {
    const open = PORTAL_ROUTES.filter(({ access }) => access === "anyone").map(({ path }) => path);
    for (const path of open) expect(path).toMatch(/^\/portal\/(sign-in|sign-up|join|recover)(\/options)?$/);
  });

  it("names each deed for the audit log, but for what leaves nothing behind that the logs do not have", () => {
    const unnamed = PORTAL_ROUTES.filter((route) => route.method === "POST" && route.deed === null);
    for (const { path } of unnamed)
      expect(path).toMatch(/\/(options|explorer|test)$|^\/portal\/(sign-in|sign-out)$/);
  });
});

describe("other sites' pages", () => {
  const foreign: [string, Sending["headers"]][] = [
    ["another origin", { origin: "https://evil.test" }],
    ["a subdomain", { origin: "https://evil.metristack.test" }],
    ["plain http", { origin: "http://metristack.test" }],
    ["an origin that is not told", { origin: "null" }],
    ["no origin", { origin: undefined }],
    ["what the browser says is another site", { "sec-fetch-site": "cross-site" }],
    ["what the browser says is a sibling", { "sec-fetch-site": "same-site" }],
  ];

  it.each(named(posts))("%s is refused to them, signed in as the owner", async (_, route) => {
    const before = await resting();
    for (const [what, headers] of foreign) {
      const answer = await send(ada.person, route, ada.ids, ada.csrf, { headers: headers ?? {} });
      expect(answer.status, what).toBe(403);
      expect(answer.headers.getSetCookie(), what).toEqual([]);
    }
    expect(await resting()).toBe(before);
  });

  const forms = posts.filter(({ speaks, access }) => speaks === "pages" && access !== "anyone");
  it.each(
    named(forms),
  )("%s is refused without the page's own value, and with another session's", async (_, route) => {
    const before = await resting();
    for (const csrf of ["", "A".repeat(43), eve.csrf, team.owner.csrf])
      expect((await send(ada.person, route, ada.ids, csrf)).status).toBe(403);
    expect(await resting()).toBe(before);
  });

  const calls = posts.filter(({ speaks }) => speaks === "json");
  it.each(named(calls))("%s takes nothing that a form could send", async (_, route) => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      undefined,
    ]) {
      const answer = await send(ada.person, route, ada.ids, ada.csrf, { headers: { "content-type": type } });
      expect(answer.status, type).toBe(400);
    }
  });

  it.each(named(PORTAL_ROUTES))("%s answers with the headers of a hosted page", async (_, route) => {
    const { headers } = await send(new Person(), route, ada.ids, "");
    const csp = headers.get("content-security-policy")!;
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain("script-src 'self'");
    expect(csp).not.toContain("unsafe");
    expect(csp).toContain("frame-ancestors 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("nobody", () => {
  it.each(
    named(forMembers),
  )("%s is refused to who is not signed in, or has a cookie that is made up", async (_, route) => {
    const before = await resting();
    const planted = new Person();
    planted.cookies.set("__Host-mtr_portal", "A".repeat(32));
    const odd = new Person();
    odd.cookies.set("__Host-mtr_portal", "' OR 1=1 --");
    // A cookie without the prefix could have been set by a sibling host.
    const bare = new Person();
    bare.cookies.set("mtr_portal", ada.person.cookies.get("__Host-mtr_portal")!);
    for (const person of [new Person(), planted, odd, bare]) {
      const answer = await send(person, route, ada.ids, ada.csrf);
      expect(answer.status).toBe(route.method === "GET" ? 303 : 401);
      if (route.method === "GET") expect(answer.headers.get("location")).toBe("/portal/sign-in");
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect(await resting()).toBe(before);
  });
});

describe("roles", () => {
  const refused = forMembers.flatMap((route) =>
    ROLES.filter((role) => route.access !== "anyone" && !isAtLeast(role, route.access)).map(
      (role) => [name(route), role, route] as const,
    ),
  );

  it.each(refused)("%s is refused to a %s", async (_, role, route) => {
    const before = await resting();
    const { person, csrf } = team[role];
    expect((await send(person, route, ada.ids, csrf)).status).toBe(403);
    expect(await resting()).toBe(before);
  });

  it("are what a page offers: nobody is shown a form that is refused to them", async () => {
    for (const role of ROLES) {
      const { person } = team[role];
      const open = pages.filter((one) => one.access !== "anyone" && isAtLeast(role, one.access));
      for (const page of open) {
        const html = await person.page(pathOf(page, ada.ids));
        for (const [, action] of html.matchAll(/<form method="post" action="([^"]+)"/g)) {
          const route = posts.find(({ path: pattern }) =>
            new RegExp(`^${pattern.replace(/:\w+/g, "[\\w-]+")}$`).test(action!),
          );
          expect(route, action).toBeDefined();
          if (route!.access !== "anyone")
            expect(isAtLeast(role, route!.access), `${role} ${action}`).toBe(true);
        }
      }
    }
  });
});

describe("each page", () => {
  it("is small, has one heading of the first order, and nothing inline", async () => {
    for (const route of pages) {
      const html = await ada.person.page(pathOf(route, ada.ids));
      expect(html.length, route.path).toBeLessThan(100_000);
      expect(html.match(/<h1/g), route.path).toHaveLength(1);
      for (const [tag] of html.matchAll(/<script[^>]*>/g)) expect(tag).toContain('src="/assets/');
      expect(html, route.path).not.toMatch(/<style| style=| on\w+="/);
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
      expect(new Set(ids).size, route.path).toBe(ids.length);
      const named = [...html.matchAll(/ (?:for|aria-describedby|aria-labelledby)="([^"]+)"/g)];
      for (const id of named.flatMap((match) => match[1]!.split(" "))) expect(ids, route.path).toContain(id);
    }
  });
});

describe("another tenant", () => {
  it.each(named(withIds))("%s does not find the other team's things, for its owner", async (_, route) => {
    const before = await resting();
    expect((await send(eve.person, route, ada.ids, eve.csrf)).status).toBe(404);
    expect(await resting()).toBe(before);
  });

  it.each(named(withIds))("%s does not find the other's below an own one", async (_, route) => {
    const parts = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] as keyof Ids);
    const last = parts.at(-1)!;
    if (parts.length < 2) return;
    const before = await resting();
    const mixed = { ...eve.ids, [last]: ada.ids[last] };
    expect((await send(eve.person, route, mixed, eve.csrf)).status).toBe(404);
    expect(await resting()).toBe(before);
  });

  const personal = withIds.filter(({ path }) => /:(session|passkey)/.test(path));
  it.each(
    named(personal),
  )("%s does not find what is a team mate's own, even for an owner", async (_, route) => {
    const before = await resting();
    expect((await send(team.owner.person, route, ada.ids, team.owner.csrf)).status).toBe(404);
    expect(await resting()).toBe(before);
  });

  it.each(named(withIds))("%s does not find what there is not", async (_, route) => {
    const made: Ids = {
      app: newId("app"),
      key: "key_000000000000",
      connection: newConnectionId("eu"),
      member: newId("mem"),
      session: newId("ses"),
      passkey: "A".repeat(43),
      invitation: newId("inv"),
      endpoint: newId("whk"),
      delivery: newId("whd"),
      request: newId("rr"),
      incident: newId("inc"),
    };
    for (const ids of [made, Object.fromEntries(NAMES.map((part) => [part, "%27%20OR%201"])) as Ids])
      expect((await send(ada.person, route, ids, ada.csrf)).status).toBe(404);
  });

  it("sees only its own on the pages", async () => {
    for (const path of ["/portal", "/portal/team", "/portal/account", "/portal/notices"]) {
      const html = await eve.person.page(path);
      for (const id of Object.values(ada.ids)) expect(html, path).not.toContain(id);
    }
  });
});

describe("odd input", () => {
  it.each(
    named(posts),
  )("%s answers what it cannot read with a refusal, never a failure", async (_, route) => {
    const path = pathOf(route, ada.ids);
    const odd = [
      null,
      5,
      "x",
      [],
      {},
      { label: {}, token: [], clientDataJSON: 1 },
      { id: "x".repeat(5_000) },
    ];
    if (route.speaks === "json") {
      for (const body of odd) {
        const { status } = await ada.person.call(path, body);
        // Options that ask for nothing are given whatever is said.
        if (route.access === "anyone" && path !== "/portal/sign-in/options")
          expect(status, JSON.stringify(body)).toBe(422);
        else expect(status, JSON.stringify(body)).toBeLessThan(500);
      }
      const headers = { origin: ORIGIN, "content-type": "application/json" };
      const request = new Request(`${ORIGIN}${path}`, { method: "POST", body: "{", headers });
      const cookie = `__Host-mtr_portal=${ada.person.cookies.get("__Host-mtr_portal")}`;
      request.headers.set("cookie", cookie);
      const { exports } = await import("cloudflare:workers");
      expect((await exports.default.fetch(request)).status).toBe(400);
    } else if (
      !/sign-out|recovery-codes|(remove|withdraw|revoke|end|lift|enable|test|disconnect|delete|replay)$/.test(
        path,
      )
    ) {
      const odd = "\u0000\u202e".repeat(300);
      const fields = { csrf: ada.csrf, name: odd, role: odd, mode: odd, scope: odd, uri: odd, code: odd };
      const others = { country: odd, url: odd, discovered_at: odd, type: odd, accept: odd };
      const overlap = { overlap_hours: "-1", overlap_seconds: "-1" };
      const { status } = await ada.person.form(path, { ...fields, ...others, ...overlap });
      expect(status).toBe(422);
    }
  });

  it("of a megabyte and more is refused", async () => {
    const body = { label: "x".repeat(1_100_000) };
    expect((await new Person().call("/portal/sign-up/options", body)).status).toBe(413);
    const form = { code: "x".repeat(1_100_000) };
    expect((await new Person().form("/portal/recover", form)).status).toBe(413);
  });
});

it("the tests used real rows", async () => {
  expect(await env.DB.prepare("SELECT count(*) AS n FROM members").first<number>("n")).toBeGreaterThan(5);
});
