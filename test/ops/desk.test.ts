import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { placeHold } from "../../src/holds/holds";
import { DAY } from "../../src/kernel/clock";
import { newId } from "../../src/kernel/ids";
import type { DeskRoute } from "../../src/ops/desk";
import { DESK_ROUTES } from "../../src/ops/desk-routes";
import { OPS_ROLES, permits } from "../../src/ops/roles";
import { END_USER_POLICY } from "../../src/policy/end-user-policy";
import { sectionsOf, textOf } from "../../src/policy/plain-text";
import { retentionStep } from "../../src/retention/engine";
import { forgetFacts } from "../../src/trust/facts";
import { expectSoundPage, textOf as wordsOf } from "../pages/markup";
import { read, waiting } from "../rights/support";
import { Browser, frozenClock, request, unescapeHtml } from "../support/harness";
import { d1Tables } from "../support/stores";
import { Operator, serveAccessKeys } from "./people";

type Guarded = Extract<DeskRoute, { run: (...args: never) => unknown }> & {
  access: (typeof OPS_ROLES)[number];
};

const name = ({ method, path }: DeskRoute) => `${method} ${path}`;
const guarded = DESK_ROUTES.filter((route): route is Guarded => route.access !== "anyone");
const named = (routes: readonly Guarded[]) => routes.map((route) => [name(route), route] as const);
const posts = guarded.filter(({ method }) => method === "POST");
const withIds = guarded.filter(({ path }) => path.includes(":"));

let right: Awaited<ReturnType<typeof waiting>>;
let incident: string;
let hold: string;

const NATURE = "A laptop with our notes was lost on a train.";
const OURS = {
  discovered_at: new Date().toISOString().slice(0, 16).replace("T", " "),
  nature: NATURE,
  severity: "high",
  data_class: ["system_logs"],
  countries: "KE de",
};

beforeAll(async () => {
  serveAccessKeys();
  right = await waiting();
  const made = await Operator.as("officer").submit("/ops/desk/incidents", { ...OURS, countries: "KE DE" });
  expect(made.status, await made.clone().text()).toBe(303);
  incident = made.headers.get("location")!.split("/").at(-1)!;
  const input = { scope: "class", target: "operational", reason: "a claim", placed_by: "x" } as const;
  hold = (await placeHold(env.DB, input)).id;
});
beforeEach(() => {
  serveAccessKeys();
  forgetFacts();
});
afterEach(() => {
  vi.restoreAllMocks();
});

function pathOf({ path }: Guarded): string {
  const id = path.includes("/rights/") ? right.asked.id : path.includes("/incidents/") ? incident : hold;
  return path.replace(":id", id);
}

const send = (who: Operator, route: Guarded, csrf: string, headers = {}): Promise<Response> =>
  route.method === "GET" ? who.send(pathOf(route)) : who.form(pathOf(route), { csrf }, headers);

async function resting(): Promise<string> {
  const rows = await env.DB.batch(
    (await d1Tables()).map((table) => env.DB.prepare(`SELECT * FROM ${table}`)),
  );
  return JSON.stringify(rows.map(({ results }) => results));
}

describe("the desk's routes", () => {
  it.each(named(guarded))("%s is refused to who did not come through Access", async (_, route) => {
    const before = await resting();
    const answer = await send(new Operator(null), route, "");
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain('class="table"');
    expect((await send(new Operator({ forged: true }), route, "")).status).toBe(401);
    expect(await resting()).toBe(before);
  });

  const refused = guarded.flatMap((route) =>
    OPS_ROLES.filter((role) => !permits(new Set([role]), route.access)).map(
      (role) => [name(route), role, route] as const,
    ),
  );
  it.each(refused)("%s is refused to the role %s", async (_, role, route) => {
    const before = await resting();
    const who = Operator.as(role);
    expect((await send(who, route, await who.csrf())).status).toBe(403);
    expect(await resting()).toBe(before);
  });

  it.each(
    named(posts),
  )("%s is refused to other sites' pages, and without the page's own value", async (_, route) => {
    const admin = Operator.as("admin");
    const csrf = await admin.csrf();
    const before = await resting();
    for (const headers of [
      { origin: "https://evil.test" },
      { origin: "null" },
      { origin: undefined },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ])
      expect((await send(admin, route, csrf, headers)).status, JSON.stringify(headers)).toBe(403);
    for (const value of ["", "A".repeat(43), await Operator.as("officer").csrf()])
      expect((await send(admin, route, value)).status).toBe(403);
    expect(await resting()).toBe(before);
  });

  it("take the page's value for two days", async () => {
    const admin = Operator.as("admin");
    const csrf = await admin.csrf();
    const time = frozenClock(Date.now());
    const verify = () => admin.form("/ops/desk/audit/verify", { csrf });
    time.add(DAY);
    expect((await verify()).status).toBe(200);
    time.add(DAY);
    expect((await verify()).status).toBe(403);
    time.release();
  });

  it.each(named(withIds))("%s does not find what there is not", async (_, route) => {
    const admin = Operator.as("admin");
    for (const id of [newId("inc"), "%27%20OR%201"]) {
      const path = route.path.replace(":id", id);
      const fields = {
        csrf: await admin.csrf(),
        ground: "excessive",
        reason: "complexity",
        note: "abc",
        notice: "abc",
      };
      const close = { summary: "abc", cause: "abc", impact: "abc", response: "abc", prevention: "abc" };
      const more = { severity: "low", authority: "eu", ...close };
      const answer =
        route.method === "GET" ? await admin.send(path) : await admin.form(path, { ...fields, ...more });
      expect(answer.status).toBe(404);
    }
  });

  const taking = posts.filter(({ path }) => !/verify$|contain$|lift$|resolve$/.test(path));
  it.each(named(taking))("%s answers what it cannot read with a refusal", async (_, route) => {
    const admin = Operator.as("admin");
    const odd = "\u0000\u202e".repeat(3_000);
    const before = await resting();
    const names =
      "ground reason severity triage_note note notice authority summary version text as after scope nature";
    const fields = Object.fromEntries(names.split(" ").map((field) => [field, odd]));
    expect((await admin.form(pathOf(route), { csrf: await admin.csrf(), ...fields })).status).toBe(422);
    expect((await admin.form(pathOf(route), { csrf: await admin.csrf() })).status).toBe(422);
    expect(await resting()).toBe(before);
  });

  const pages = guarded.filter(({ method }) => method === "GET");
  it.each(
    named(pages),
  )("%s is a sound page without script, for each role that may see it", async (_, route) => {
    for (const role of OPS_ROLES.filter((one) => permits(new Set([one]), route.access))) {
      const answer = await Operator.as(role).send(pathOf(route));
      expect(answer.status).toBe(200);
      const csp = answer.headers.get("content-security-policy")!;
      expect(csp).not.toContain("script-src");
      expect(csp).toContain("frame-ancestors 'none'");
      expect(answer.headers.get("referrer-policy")).toBe("same-origin");
      expect(answer.headers.get("cache-control")).toBe("no-store");
      const html = await answer.text();
      expectSoundPage(html, "en");
      expect(html).not.toContain("<script");
      for (const [, action] of html.matchAll(/<form method="post" action="([^"]+)"/g)) {
        const deed = posts.find(({ path }) =>
          new RegExp(`^${path.replace(/:\w+/g, "[\\w-]+")}$`).test(action!),
        );
        expect(deed, action).toBeDefined();
        expect(permits(new Set([role]), deed!.access), `${role} ${action}`).toBe(true);
      }
    }
  });
});

describe("the privacy officer", () => {
  it("reads a request on the record, extends it, answers it; the log says who", async () => {
    const olu = Operator.as("officer");
    const path = `/ops/desk/rights/${right.asked.id}`;
    expect(wordsOf(await (await olu.send("/ops/desk/rights")).text())).toContain(right.asked.id);
    const page = wordsOf(await (await olu.send(path)).text());
    expect(page).toContain("In the person’s own words wrong");
    expect((await olu.submit(`${path}/extend`, { reason: "complexity" })).status).toBe(303);
    expect((await olu.submit(`${path}/extend`, { reason: "complexity" })).status).toBe(409);
    expect((await olu.submit(`${path}/resolve`, { correct_external_user_id: "user-77" })).status).toBe(303);
    expect(await read(right.developer, right.asked.id)).toMatchObject({
      status: "completed",
      extension: "complexity",
    });
    const kept = env.DB.prepare("SELECT external_user_id FROM connections WHERE id = ?1").bind(right.id);
    expect(await kept.first("external_user_id")).toBe("user-77");
    expect((await olu.submit(`${path}/refuse`, { ground: "excessive" })).status).toBe(409);
    const { results } = await env.DB.prepare(
      "SELECT actor, action FROM audit_log WHERE target = ?1 ORDER BY seq",
    )
      .bind(right.asked.id)
      .all<{ actor: string; action: string }>();
    const deeds = results.filter(({ actor }) => actor.startsWith("operator:")).map(({ action }) => action);
    expect(deeds).toEqual(expect.arrayContaining(["rights.read", "rights.extended", "rights.reviewed"]));
  });

  it("refuses a request, and the developer reads the ground", async () => {
    const other = await waiting();
    const path = `/ops/desk/rights/${other.asked.id}/refuse`;
    expect((await Operator.as("officer").submit(path, { ground: "not_inaccurate" })).status).toBe(303);
    expect(await read(other.developer, other.asked.id)).toMatchObject({
      status: "refused",
      refusal: { ground: "not_inaccurate" },
    });
  });

  it("takes an incident from triage to its report, its clocks in sight", async () => {
    const olu = Operator.as("officer");
    const path = `/ops/desk/incidents/${incident}`;
    const first = wordsOf(await (await olu.send(path)).text());
    expect(first).toContain(NATURE);
    expect(first).toContain("72 hours from discovery");
    expect(first).toContain("the Office of the Data Protection Commissioner");
    const triaged = { severity: "medium", countries: "KE, DE, GB", triage_note: "We look at the disk." };
    for (const [deed, fields] of [
      ["triage", triaged],
      ["notes", { note: "The disk was encrypted." }],
      ["notices", { notice: "Rotate your keys." }],
      ["authorities", { authority: "ke" }],
      ["contain", {}],
    ] as const)
      expect((await olu.submit(`${path}/${deed}`, fields)).status, deed).toBe(303);
    expect((await olu.submit(`${path}/contain`)).status).toBe(409);
    expect((await olu.submit(`${path}/authorities`, { authority: "ke" })).status).toBe(409);
    const report = {
      summary: "Lost.",
      cause: "Train.",
      impact: "None.",
      response: "Wiped.",
      prevention: "Bags.",
    };
    expect((await olu.submit(`${path}/close`, report)).status).toBe(303);
    const html = await (await olu.send(path)).text();
    for (const words of [...Object.values(triaged), "The disk was encrypted.", "Bags."].slice(2))
      expect(wordsOf(html)).toContain(words);
    expect(html).not.toContain(`action="${path}/close"`);
    expect(html).toContain(`action="${path}/notes"`);
    expect(await (await olu.send(`/ops/incidents/${incident}/report?format=markdown`)).text()).toContain(
      "## Cause",
    );
  });

  it("is told what is wrong with a report, and nothing is kept of it", async () => {
    const answer = await Operator.as("officer").submit("/ops/desk/incidents", OURS);
    expect(answer.status).toBe(422);
    expect(wordsOf(await answer.text())).toContain("is not a country code");
  });

  it("sees what a policy's version changes before publishing it for good", async () => {
    const olu = Operator.as("officer");
    const page = await (await olu.send("/ops/desk/policies")).text();
    const text = unescapeHtml(/<textarea id="text"[^>]*>([^<]*)<\/textarea>/.exec(page)![1]!);
    expect(sectionsOf(text)).toEqual(END_USER_POLICY);
    const draft = {
      version: "2026-12-01",
      effective_on: new Date(Date.now() + 40 * DAY).toISOString().slice(0, 10),
      material: "yes",
      summary: "Names the <desk>.",
      text: text.replace("Retained for 90 days", "Retained for 60 days"),
    };
    const preview = await olu.submit("/ops/desk/policies/preview", draft);
    const html = await preview.text();
    expect(preview.status, html).toBe(200);
    expectSoundPage(html, "en");
    expect(html).toContain("<ins>60</ins>");
    expect(html).toContain("<del>90</del>");
    const count = () => env.DB.prepare("SELECT count(*) AS n FROM policy_versions").first<number>("n");
    expect(await count()).toBe(0);
    const hidden = Object.fromEntries(
      [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((match) => [
        match[1]!,
        unescapeHtml(match[2]!),
      ]),
    );
    expect((await olu.form("/ops/desk/policies", hidden)).status).toBe(303);
    expect(await count()).toBe(1);
    expect((await olu.submit("/ops/desk/policies/preview", draft)).status).toBe(422);
    const soon = { ...draft, version: "2026-12-02", effective_on: "2026-12-03" };
    expect((await olu.submit("/ops/desk/policies/preview", soon)).status).toBe(422);
    const published = await request("/policies/end-user/2026-12-01.json");
    expect(((await published.json()) as { sections: unknown }).sections).toEqual(sectionsOf(draft.text));
  });

  it("sets and lifts a legal hold", async () => {
    const olu = Operator.as("officer");
    const wrong = { scope: "connection", connection: "conn_x", reason: "a claim" };
    expect((await olu.submit("/ops/desk/holds", wrong)).status).toBe(422);
    const set = { scope: "connection", connection: right.id, reason: "A court asked for it." };
    expect((await olu.submit("/ops/desk/holds", set)).status).toBe(303);
    const html = await (await olu.send("/ops/desk/holds")).text();
    expect(wordsOf(html)).toContain("A court asked for it.");
    const row = await env.DB.prepare("SELECT id, placed_by FROM legal_holds WHERE target = ?1")
      .bind(right.id)
      .first<{ id: string; placed_by: string }>();
    expect(row?.placed_by).toMatch(/^operator:/);
    expect((await olu.submit(`/ops/desk/holds/${row!.id}/lift`)).status).toBe(303);
    expect((await olu.submit(`/ops/desk/holds/${row!.id}/lift`)).status).toBe(404);
  });
});

describe("the engineer", () => {
  it("sees what would leave before anything does", async () => {
    const enid = Operator.as("engineer");
    await env.DB.prepare("INSERT INTO key_countries VALUES ('key_old', 'KE', 1, 1)").run();
    const count = () => env.DB.prepare("SELECT count(*) AS n FROM key_countries").first<number>("n");
    const dry = await enid.submit("/ops/desk/retention", { as: "dry_run" });
    const html = await dry.text();
    expectSoundPage(html, "en");
    expect(wordsOf(html)).toContain("Nothing was removed.");
    expect(wordsOf(html)).toContain("d1.key_countries system logs 1 0");
    expect(await count()).toBe(1);
    const real = wordsOf(await (await enid.submit("/ops/desk/retention", { as: "run" })).text());
    expect(real).toContain("What left");
    expect(await count()).toBe(0);
  });

  it("wraps the vaults' keys again, a step at a time", async () => {
    const html = await (await Operator.as("engineer").submit("/ops/desk/keys/rewrap", { after: "" })).text();
    expectSoundPage(html, "en");
    expect(wordsOf(html)).toContain("That was the last step.");
    expect(wordsOf(html)).toMatch(/Current already [12]/);
  });
});

describe("anybody here", () => {
  it("verifies the audit chain, and sees where it is broken", async () => {
    const vera = Operator.as("viewer");
    const whole = await (await vera.submit("/ops/desk/audit/verify")).text();
    expectSoundPage(whole, "en");
    expect(wordsOf(whole)).toContain("The chain is whole");
    // Nothing can be changed (a trigger refuses it), but somebody at the database could append what we did not do.
    await env.DB.prepare(
      `INSERT INTO audit_log SELECT seq + 1, at, 'operator', 'nothing', NULL, '{}', hash, hash FROM audit_log
       ORDER BY seq DESC LIMIT 1`,
    ).run();
    const broken = await (await vera.submit("/ops/desk/audit/verify")).text();
    expect(wordsOf(broken)).toContain("The chain is broken");
  });

  it("sees on the overview what waits and whether the promises hold", async () => {
    await retentionStep(env);
    const other = await waiting();
    const words = wordsOf(await (await Operator.as("viewer").send("/ops")).text());
    expect(words).toContain("1 open, 0 late");
    expect(words).toContain(other.asked.id);
    expect(words).toContain("nothing late");
  });
});

describe("locally", () => {
  it("the token opens the desk by a cookie that is not the token, and ends after hours", async () => {
    const browser = new Browser();
    const closed = await browser.get("/ops");
    expect(closed.status).toBe(401);
    expect(await closed.text()).toContain('href="/ops/sign-in"');
    expectSoundPage(await (await browser.get("/ops/sign-in")).text(), "en");
    expect((await browser.post("/ops/sign-in", { token: "guess" })).status).toBe(401);
    const time = frozenClock(Date.now());
    const entered = await browser.post("/ops/sign-in", { token: env.OPS_DEV_TOKEN! });
    expect(entered.status).toBe(303);
    const cookie = entered.headers.get("set-cookie")!;
    expect(cookie).toMatch(/^__Host-mtr_ops=/);
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"])
      expect(cookie).toContain(attribute);
    expect(cookie).not.toContain(env.OPS_DEV_TOKEN!);
    expect((await browser.get("/ops")).status).toBe(200);
    expect((await browser.get("/ops/evidence.json")).status).toBe(200);
    time.add(DAY);
    expect((await browser.get("/ops")).status).toBe(401);
    time.release();
  });

  it("only: behind Access there is no such way in", async () => {
    const nobody = new Operator(null);
    expect((await nobody.send("/ops/sign-in", { headers: {} })).status).toBe(404);
    expect((await nobody.form("/ops/sign-in", { token: "" })).status).toBe(404);
    const made = { cookie: `__Host-mtr_ops=9999999999999.${"A".repeat(43)}` };
    expect((await nobody.send("/ops", { headers: made })).status).toBe(401);
  });
});

it("a policy's text survives being edited as plain text", () => {
  expect(sectionsOf(textOf(END_USER_POLICY))).toEqual(END_USER_POLICY);
  expect(sectionsOf("before any heading\n\n## A\r\nfirst\r\nsame\r\n\r\n- one\n- two\n\n### B")).toEqual([
    {
      heading: "A",
      level: 2,
      blocks: [
        { kind: "text", text: "first same" },
        { kind: "list", items: ["one", "two"] },
      ],
    },
    { heading: "B", level: 3, blocks: [] },
  ]);
});
