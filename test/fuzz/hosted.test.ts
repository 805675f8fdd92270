import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createApp } from "../../src/app";
import { SECOND } from "../../src/kernel/clock";
import { csrfOf, personOf } from "../privacy-centre/person";
import { configureClients, openSession } from "../support/fake-platforms";
import { Browser, formOf, frozenClock, ORIGIN, request, toSandbox } from "../support/harness";
import { receivers } from "../webhooks-out/receiver";
import { addressOf, faultsOfPage, type Route, type Visit, visits } from "./pages";
import { faultsOver, Tally } from "./runs";
import { CANARY, furnished, marksOf, type Tenant } from "./tenants";
import { bodyNear } from "./values";

/* What is open to anybody, what a person sees who connects or has proved who they are, and the operators' JSON. */

/** The application's own table of routes, without what only wraps them. */
const all = (await createApp().whole()).routes.filter(
  ({ method, handler }) => method !== "ALL" && handler.length < 2,
);
const once = (routes: readonly Route[]) => [
  ...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values(),
];
const HOSTED = once(
  all
    .filter(({ path }) => !/^\/(v1|ops|portal)(\/|$)/.test(path))
    .map(({ method, path }) => ({ method, path })),
);
const OPS = once(
  all
    .filter(({ path }) => path.startsWith("/ops/") && !/^\/ops\/(desk|sign-in|evidence$)/.test(path))
    .map(({ method, path }) => ({ method, path })),
);

let mine: Tenant;
let theirs: Tenant;
let marks: string[];
const time = frozenClock(Date.now());
const tally = new Tally();

/** A browser whose person is at a consent page and at the privacy centre. */
let person: Browser;
let connecting: { token: string; fields: Record<string, string>; centre: string };
const nobody = new Browser();

async function beginVisit(): Promise<void> {
  person = await personOf("lagos-home");
  const { connectUrl } = await openSession(mine.developer, undefined);
  const token = connectUrl.split("/").at(-1)!;
  const page = await person.get(`${ORIGIN}/connect/${token}/sandbox`);
  const centre = csrfOf(await (await person.get(`${ORIGIN}/privacy`)).text());
  connecting = { token, fields: formOf(await page.text()).fields, centre };
}

beforeAll(async () => {
  receivers();
  await configureClients();
  mine = await furnished("Ours", "lagos-home");
  ({ made: theirs, marks } = await marksOf(() => furnished(CANARY, "kuwait-oud")));
  await beginVisit();
  await toSandbox(mine.developer, nobody);
});
beforeEach(() => {
  receivers();
});
afterAll(() => {
  vi.restoreAllMocks();
  time.release();
});

const ACTS = ["disconnect", "delete", "restrict", "object", "lift"];

function partOf(tenant: Tenant, { path }: Route, index: number): (part: string) => string {
  const ids: Record<string, string> = {
    token: connecting.token,
    platform: ["sandbox", "shopify", "square", "woocommerce"][index % 4]!,
    mode: ["test", "live"][index % 2]!,
    act: ACTS[index % ACTS.length]!,
    claim: "A".repeat(32),
    push: "a".repeat(64),
    connection: tenant.ids["connections"]!,
    id: path.includes("request")
      ? tenant.ids["rights-requests"]!
      : path.includes("incidents")
        ? tenant.ids["incidents"]!
        : path.startsWith("/ops/apps")
          ? tenant.developer.appId
          : tenant.ids["connections"]!,
  };
  return (part) => ids[part.replace(/\{.*$/, "")] ?? "none";
}

/** A pattern's stars, and its parts that say what fits, are written out. */
const plain = ({ method, path }: Route): Route => ({
  method,
  path: path.replace(/\{[^/]*\}/g, "").replace(/\*/g, "x"),
});

const FIELDS =
  "csrf statement decision platform mode shop state code error lang type connection jurisdiction remark purpose token notice back success_call_back v version hmac timestamp consumer_key access_token raw client_id redirect_uri scope response_type code_challenge grant_type refresh_token limit";
const GOOD = {
  decision: "allow",
  platform: "sandbox",
  mode: "test",
  type: "access",
  connection: "all",
  purpose: "analytics",
  lang: "ar",
  shop: "lagos-home",
};

async function faultsOf(visit: Visit<Route>, index: number): Promise<string[]> {
  time.add(SECOND / 10);
  // What a person does ends their visit; it begins anew.
  if (index % 40 === 39) await beginVisit();
  const { route, form, isSigned, headers, junk } = visit;
  const address = addressOf(visit, partOf(mine, route, index), partOf(theirs, route, index));
  const browser = visit.who < 4 ? person : nobody;
  const body = new URLSearchParams(form);
  if (isSigned && address.startsWith("/privacy")) body.set("csrf", connecting.centre);
  else if (isSigned) for (const [name, value] of Object.entries(connecting.fields)) body.set(name, value);
  const type =
    junk === null
      ? "application/x-www-form-urlencoded"
      : ["multipart/form-data; boundary=x", "application/json"][index % 2]!;
  const sent = {
    cookie: browser.cookieHeader,
    "cf-connecting-ip": `2001:db8::${index.toString(16)}`,
    ...headers,
  };
  const init: RequestInit =
    route.method === "GET"
      ? { headers: sent }
      : {
          method: route.method,
          body: junk ?? `${body}`,
          headers: { origin: ORIGIN, "content-type": type, ...sent },
        };
  const what = `${visit.who} ${route.method} ${address.slice(0, 300)} ${String(init.body ?? "").slice(0, 200)} ${JSON.stringify(headers)}`;
  return faultsOfPage(what, () => request(address, init), {
    marks,
    secrets: [...mine.secrets, ...theirs.secrets],
    said: `${address} ${body} ${junk} ${JSON.stringify(headers)}`,
    // A visit leaves a session or an attempt, refused or not.
    isSampled: false,
    tally,
    types: /^(application|text)\//,
  });
}

it("holds for every page and open route, whatever it is sent", async () => {
  expect(HOSTED.length).toBeGreaterThan(35);
  expect(await faultsOver(visits(HOSTED.map(plain), FIELDS.split(" "), GOOD), faultsOf)).toEqual([]);
  for (const status of [200, 303, 404]) expect(tally.of(status), `${status} of ${tally}`).toBeGreaterThan(0);
}, 3_000_000);

const OPS_FIELDS =
  "name mode redirect_uris privacy_policy_url purposes third_parties country key after limit as dry_run scope target reason placed_by policy version sections summary effective_at material discovered_at nature severity affected note ground details role authority by from to status cursor since seq";
const OPS_GOOD = {
  name: "Mine",
  redirect_uris: ["https://a.example/b"],
  key: { name: "one", mode: "test" },
  mode: "test",
  dry_run: true,
  scope: "class",
  target: "operational",
  reason: "excessive",
  nature: "A laptop was lost on a train.",
  discovered_at: "2026-11-20T08:00:00Z",
  severity: "low",
  affected: { data_classes: ["api_keys"] },
  ground: "excessive",
  note: "A note.",
  role: "owner",
  authority: "eu",
};
const opsSchema = {
  type: "object",
  properties: Object.fromEntries(OPS_FIELDS.split(" ").map((name) => [name, { type: "string" }])),
};

it("holds for every JSON route of operators, whatever it is sent", async () => {
  expect(OPS.length).toBeGreaterThan(20);
  const ops = new Tally();
  const token = env.OPS_DEV_TOKEN ?? "";
  const calls = fc.tuple(visits(OPS.map(plain), OPS_FIELDS.split(" ")), bodyNear(opsSchema, OPS_GOOD));
  const faults = await faultsOver(calls, async ([visit, body], index) => {
    time.add(SECOND / 10);
    const { route, headers, who } = visit;
    const address = addressOf(visit, partOf(mine, route, index), partOf(theirs, route, index));
    const bearer = who < 4 ? token : "garbage";
    const init: RequestInit = {
      method: route.method,
      headers: { "content-type": "application/json", ...headers, authorization: `Bearer ${bearer}` },
      ...(route.method !== "GET" && { body }),
    };
    const what = `${bearer === "garbage"} ${route.method} ${address.slice(0, 300)} ${body.slice(0, 300)}`;
    return faultsOfPage(what, () => request(address, init), {
      marks: bearer === "garbage" ? marks : [],
      secrets: [...mine.secrets, ...theirs.secrets, token],
      said: `${address} ${body}`,
      isSampled: bearer === "garbage" && index % 3 === 0,
      tally: ops,
      types: /^application\/(json|x-ndjson)/,
    });
  });
  expect(faults).toEqual([]);
  for (const status of [200, 401, 404, 422]) expect(ops.of(status), `${status} of ${ops}`).toBeGreaterThan(0);
}, 3_000_000);
