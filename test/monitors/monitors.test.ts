import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, HOUR, hourOf, MINUTE } from "../../src/kernel/clock";
import { newConnectionId, newId } from "../../src/kernel/ids";
import { raise } from "../../src/monitors/raise";
import { forgetRefusals } from "../../src/monitors/refusals";
import { statusOf } from "../../src/monitors/status";
import { monitorStep } from "../../src/monitors/step";
import { expectSoundPage, textOf } from "../pages/markup";
import { api, type Developer, frozenClock, newDeveloper, ORIGIN, request } from "../support/harness";

const NOW = Date.parse("2026-11-25T12:07:00.000Z");

interface Alert {
  id: string;
  rule: string;
  about: string;
  detail: Record<string, unknown>;
  resolved_at: string | null;
  app_id?: string | null;
}

let time: ReturnType<typeof frozenClock>;
let mine: Developer;

beforeEach(async () => {
  time = frozenClock(NOW);
  mine = await newDeveloper();
  forgetRefusals();
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(async () => {
  vi.restoreAllMocks();
  time.release();
  for (const table of [
    "alerts",
    "events",
    "connections",
    "usage_hourly",
    "incidents",
    "rights_requests",
    "webhook_endpoints",
    "retention_runs",
  ])
    await env.DB.prepare(`DELETE FROM ${table}`).run();
});

const alertsOf = async (developer: Developer, query = "") =>
  ((await (await api(developer, "GET", `/v1/alerts${query}`)).json()) as { data: Alert[] }).data;

const opsAlerts = async (query = "") => {
  const answer = await request(`/ops/alerts${query}`, {
    headers: { authorization: `Bearer ${env.OPS_DEV_TOKEN}` },
  });
  return ((await answer.json()) as { data: Alert[] }).data;
};

async function refusedCalls(developer: Developer, calls: number): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO usage_hourly (app_id, mode, hour, key_id, platform, operation, status, calls, duration_ms, platform_ms,
       le_25, le_50, le_100, le_200, le_400, le_800, le_1600, le_3200, le_6400, over_6400)
     VALUES (?1, ?2, ?3, ?4, 'none', 'orders.list', 403, ?5, 0, 0, ?5, 0, 0, 0, 0, 0, 0, 0, 0, 0)`,
  )
    .bind(developer.appId, developer.mode, hourOf(NOW), developer.keyId, calls)
    .run();
}

async function connections(platform: string, status: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await env.DB.prepare(
      `INSERT INTO connections (id, app_id, mode, platform, external_user_id, region, status, account_hash, missing_scopes, created_at, checked_at)
       VALUES (?1, ?2, 'test', ?3, 'user', 'eu', ?4, 'hash', '[]', 0, 0)`,
    )
      .bind(newConnectionId("eu"), mine.appId, platform, status)
      .run();
}

describe("a key that is refused again and again", () => {
  it("is told of once, to its developer and to operators, and it is over after an hour", async () => {
    const forged = `${mine.key.slice(0, -8)}`;
    const revoked = await newDeveloper({ appId: mine.appId });
    expect((await api(mine, "DELETE", `/v1/api-keys/${revoked.keyId}`)).status).toBe(200);
    for (let i = 0; i < 19; i++) expect((await api(revoked, "GET", "/v1/usage")).status).toBe(401);
    expect(await opsAlerts()).toEqual([]);
    for (let i = 0; i < 30; i++) await api(revoked, "GET", "/v1/usage");
    // What is no key of ours is nobody's alert.
    for (let i = 0; i < 30; i++)
      await request("/v1/usage", { headers: { authorization: `Bearer ${forged}` } });
    await vi.waitFor(async () => expect(await alertsOf(mine)).toHaveLength(1));
    expect(await alertsOf(mine)).toMatchObject([
      { rule: "refused_keys", about: revoked.keyId, detail: { key_id: revoked.keyId, refused: 20 } },
    ]);
    expect(await opsAlerts("?status=open&rule=refused_keys")).toHaveLength(1);
    const events = (await (await api(mine, "GET", "/v1/events?type=alert.raised")).json()) as {
      data: unknown[];
    };
    expect(events.data).toHaveLength(1);
    time.add(HOUR - 1);
    await monitorStep(env);
    expect(await alertsOf(mine, "?status=open")).toHaveLength(1);
    time.add(1);
    await monitorStep(env);
    expect(await alertsOf(mine, "?status=open")).toEqual([]);
    expect(await alertsOf(mine, "?status=resolved")).toHaveLength(1);
  });

  it("by calls it has no scope for is told of", async () => {
    await refusedCalls(mine, 100);
    const quiet = await newDeveloper();
    await refusedCalls(quiet, 99);
    await monitorStep(env);
    expect(await alertsOf(mine)).toMatchObject([
      { rule: "refused_calls", about: mine.keyId, detail: { refused: 100 } },
    ]);
    expect(await alertsOf(quiet)).toEqual([]);
  });
});

describe("an alert", () => {
  it("is raised once, stays open as long as it is found, and is raised anew when it comes back", async () => {
    await connections("square", "degraded", 5);
    await connections("square", "active", 20);
    await connections("shopify", "degraded", 4);
    await monitorStep(env);
    expect(await opsAlerts()).toEqual([]); // read hourly
    time.set(Date.parse("2026-11-25T13:02:00.000Z"));
    for (let i = 0; i < 3; i++) await monitorStep(env);
    expect(await opsAlerts()).toMatchObject([
      { rule: "refresh_failing", about: "square", app_id: null, detail: { degraded: 5, connections: 25 } },
    ]);
    expect(await alertsOf(mine)).toEqual([]);
    await env.DB.prepare("UPDATE connections SET status = 'active'").run();
    time.add(HOUR);
    await monitorStep(env);
    expect(await opsAlerts("?status=open")).toEqual([]);
    await env.DB.prepare("UPDATE connections SET status = 'degraded' WHERE platform = 'square'").run();
    time.add(HOUR);
    await monitorStep(env);
    expect(await opsAlerts()).toHaveLength(2);
  });

  it("found by two at once is raised and told once", async () => {
    const finding = { about: "x", owner: { appId: mine.appId, mode: mine.mode }, detail: {} };
    const raised = await Promise.all([1, 2, 3].map(() => raise(env.DB, "refused_keys", finding, NOW)));
    expect(raised.filter(Boolean)).toHaveLength(1);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM events").first("n")).toBe(1);
  });

  it("of another app or mode is not seen", async () => {
    await refusedCalls(mine, 500);
    await monitorStep(env);
    const live = await newDeveloper({ appId: mine.appId, mode: "live" });
    for (const other of [live, await newDeveloper()]) expect(await alertsOf(other)).toEqual([]);
    expect(await alertsOf(mine)).toHaveLength(1);
    expect((await request("/ops/alerts")).status).toBe(401);
  });
});

describe("what is due or late", () => {
  it("a rights request and an incident are told of before their ends", async () => {
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO rights_requests (id, type, status, channel, jurisdiction, app_id, mode, received_at, due_at, steps_done)
         VALUES ('rr_near', 'access', 'verified', 'developer', 'eu', ?1, ?2, 0, ?3, 0),
                ('rr_far', 'access', 'verified', 'developer', 'eu', ?1, ?2, 0, ?4, 0),
                ('rr_done', 'access', 'completed', 'developer', 'eu', ?1, ?2, 0, 0, 0)`,
      ).bind(mine.appId, mine.mode, NOW + DAY, NOW + 3 * DAY),
    ]);
    const incident = await api(mine, "POST", "/v1/incidents", {
      discovered_at: new Date(NOW - 61 * HOUR).toISOString(),
      nature: "A laptop with an API key on it was stolen.",
      affected: { data_classes: ["api_keys"], countries: ["NG"] },
    });
    const { id } = (await incident.json()) as { id: string };
    await monitorStep(env);
    expect((await alertsOf(mine)).map(({ about }) => about).sort()).toEqual([`${id}/ng`, "rr_near"]);
  });

  it("records that should have left, and a meter that differs, are told to operators", async () => {
    await env.DB.prepare(
      "INSERT INTO retention_runs (id, dry_run, as_of, status, steps, started_at, finished_at) VALUES ('run_old', 1, 0, 'done', 1, 0, 1000)",
    ).run();
    await refusedCalls(mine, 7); // in the roll-up, and in no ledger
    await monitorStep(env, { all: true });
    const raised = await opsAlerts();
    expect(raised.map(({ rule, about }) => [rule, about]).sort()).toEqual([
      ["meter_incomplete", "meter"],
      ["retention_late", "d1.retention_runs"],
    ]);
    expect(raised.every(({ app_id }) => app_id === null)).toBe(true);
  });

  it("an endpoint that fails for an hour is told of", async () => {
    const id = newId("whk");
    await env.DB.prepare(
      `INSERT INTO webhook_endpoints (id, app_id, mode, url, secrets, status, failing_since, created_at)
       VALUES (?1, ?2, 'test', 'https://hooks.acme-books.com/', x'00', 'enabled', ?3, 0)`,
    )
      .bind(id, mine.appId, NOW - HOUR + MINUTE)
      .run();
    await monitorStep(env);
    expect(await alertsOf(mine)).toEqual([]);
    time.add(MINUTE);
    await monitorStep(env);
    expect(await alertsOf(mine)).toMatchObject([{ rule: "endpoint_failing", about: id }]);
  });
});

describe("the status page", () => {
  it("says that everything works, as a page and as JSON", async () => {
    const page = await request("/status");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toContain("style-src 'self'");
    const html = await page.text();
    expectSoundPage(html, "en");
    expect(html.length).toBeLessThan(100_000);
    expect(textOf(html)).toContain("Everything works.");
    const json = await request("/status.json");
    expect(json.headers.get("cache-control")).toBe("public, max-age=30");
    expect(await json.json()).toMatchObject({ status: "operational" });
  });

  it("shows what everybody is concerned by, and nobody's own alerts", async () => {
    await raise(env.DB, "refresh_failing", { about: "square", owner: null, detail: {} }, NOW);
    await raise(env.DB, "deadline_near", { about: "rr_secret", owner: null, detail: {} }, NOW);
    await raise(
      env.DB,
      "refused_keys",
      { about: mine.keyId, owner: { appId: mine.appId, mode: "test" }, detail: {} },
      NOW,
    );
    const text = await (await request(`${ORIGIN}/status.json`)).text();
    expect(JSON.parse(text)).toMatchObject({ status: "degraded" });
    expect(text).toContain("platform.square");
    expect(text).not.toContain("rr_secret");
    expect(text).not.toContain(mine.keyId);
  });

  it("says what does not answer", () => {
    const up = { ok: true, ms: 1 };
    const status = statusOf({ d1: { ok: false, ms: 5_000 }, objects: up, r2: up }, [], NOW);
    expect(status.status).toBe("down");
    expect(
      status.components.filter((component) => component.status === "down").map(({ key }) => key),
    ).toEqual(["d1"]);
  });
});
