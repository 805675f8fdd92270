import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { incidentStep } from "../../src/incidents/cron";
import { BREACH_LAWS, clocksOf, LAW_KEYS, remindersOf } from "../../src/incidents/laws";
import { HOUR, MINUTE } from "../../src/kernel/clock";
import { newId } from "../../src/kernel/ids";
import { api, type Developer, frozenClock, newDeveloper, request } from "../support/harness";

const NOW = Date.parse("2026-11-25T12:00:00.000Z");
const NATURE = "A repository with an API key of ours was public for two hours.";

interface Incident {
  id: string;
  status: string;
  severity: string;
  reported_within_24h: boolean | null;
  hours_to_report: number | null;
  affected: Record<string, unknown>;
  clocks: { authority: string; term: string; due_at: string; told_at: string | null; late?: boolean }[];
  timeline: { event: string; actor: string; note: string | null }[];
}

let time: ReturnType<typeof frozenClock>;
let mine: Developer;

beforeEach(async () => {
  time = frozenClock(NOW);
  mine = await newDeveloper();
});
afterEach(async () => {
  vi.restoreAllMocks();
  time.release();
  for (const table of ["incidents", "incident_events", "events"])
    await env.DB.prepare(`DELETE FROM ${table}`).run();
});

const body = (more: Record<string, unknown> = {}) => ({
  discovered_at: "2026-11-25T08:00:00Z",
  nature: NATURE,
  affected: { data_classes: ["api_keys"], countries: ["KE"] },
  ...more,
});

async function report(developer: Developer, more: Record<string, unknown> = {}): Promise<Incident> {
  const answer = await api(developer, "POST", "/v1/incidents", body(more));
  if (answer.status !== 201) throw new Error(await answer.text());
  return answer.json();
}

async function ops(method: string, path: string, sent?: unknown): Promise<Response> {
  return request(`/ops/incidents${path}`, {
    method,
    headers: {
      authorization: `Bearer ${env.OPS_DEV_TOKEN}`,
      ...(sent !== undefined && { "content-type": "application/json" }),
    },
    ...(sent !== undefined && { body: JSON.stringify(sent) }),
  });
}

async function done(answer: Promise<Response>): Promise<Incident> {
  const response = await answer;
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

const read = (developer: Developer, id: string) => done(api(developer, "GET", `/v1/incidents/${id}`));
const noticesOf = async (developer: Developer) => {
  const answer = await api(developer, "GET", "/v1/events?type=incident.notice");
  return ((await answer.json()) as { data: { topic: string }[] }).data.map(({ topic }) => topic);
};
const REPORT = {
  summary: "A key was public.",
  cause: "A file was committed <b>by mistake</b>.\n# Not a heading",
  impact: "Nobody used it.",
  response: "The key was revoked.",
  prevention: "A scanner looks at each commit.",
};

describe("a developer's report", () => {
  it.each([
    ["2026-11-25T08:00:00Z", true, 4],
    ["2026-11-24T12:00:00Z", true, 24],
    ["2026-11-24T11:59:59Z", false, 24],
    ["2026-11-20T14:00:00+02:00", false, 120],
  ])("of what was discovered at %s is in time: %s", async (discovered_at, inTime, hours) => {
    const incident = await report(mine, { discovered_at });
    expect(incident).toMatchObject({
      status: "reported",
      severity: "unknown",
      reported_within_24h: inTime,
      hours_to_report: hours,
    });
  });

  it("starts the clocks of the countries affected, from the discovery", async () => {
    const { clocks } = await report(mine, {
      affected: { data_classes: ["retail_data"], people: 12, countries: ["FR", "ZA", "NG", "JP"] },
    });
    expect(clocks.map(({ authority, due_at, term }) => [authority, due_at, term])).toEqual([
      ["eu", "2026-11-28T08:00:00.000Z", "72 hours"],
      ["ng", "2026-11-28T08:00:00.000Z", "72 hours"],
      [
        "za",
        "2026-11-28T08:00:00.000Z",
        "as soon as reasonably possible after the discovery of the compromise",
      ],
    ]);
  });

  it("is added to, contained, and read by its own app and mode alone", async () => {
    const { id } = await report(mine);
    const added = await api(mine, "POST", `/v1/incidents/${id}/events`, {
      note: "The key is revoked.",
      status: "contained",
    });
    expect(added.status).toBe(201);
    expect(await read(mine, id)).toMatchObject({
      status: "contained",
      timeline: [
        { event: "reported", actor: "developer" },
        { event: "added", actor: "developer", note: "The key is revoked." },
        { event: "contained", actor: "developer" },
      ],
    });
    const live = await newDeveloper({ appId: mine.appId, mode: "live" });
    for (const other of [await newDeveloper(), live]) {
      for (const [method, path, sent] of [
        ["GET", `/v1/incidents/${id}`],
        ["GET", `/v1/incidents/${id}/report`],
        ["POST", `/v1/incidents/${id}/events`, { note: "I was here" }],
      ] as const)
        expect((await api(other, method, path, sent)).status).toBe(404);
      expect(await (await api(other, "GET", "/v1/incidents")).json()).toMatchObject({ data: [] });
    }
    expect((await read(mine, id)).timeline).toHaveLength(3);
  });

  it.each([
    [{ discovered_at: "2026-11-25T12:06:00Z" }, "body.discovered_at"],
    [{ discovered_at: "1999-01-01T00:00:00Z" }, "body.discovered_at"],
    [{ nature: "short" }, "body.nature"],
    [{ affected: {} }, "body.affected.data_classes"],
    [{ affected: { data_classes: ["names"] } }, "body.affected.data_classes.0"],
    [{ affected: { data_classes: ["api_keys"], countries: ["XX"] } }, "body.affected.countries.0"],
    [{ affected: { data_classes: ["api_keys"], names: ["Ada"] } }, "body.affected"],
    [{ affected: { data_classes: ["api_keys"], people: -1 } }, "body.affected.people"],
  ])("with %j is refused at its field", async (wrong, path) => {
    const answer = await api(mine, "POST", "/v1/incidents", body(wrong));
    expect(answer.status).toBe(422);
    const { errors } = (await answer.json()) as { errors: { path: string }[] };
    expect(errors.map((error) => error.path)).toContain(path);
  });

  it("needs the scope of its own", async () => {
    const other = await newDeveloper({ appId: mine.appId, scopes: ["rights", "usage"] });
    expect((await api(other, "POST", "/v1/incidents", body())).status).toBe(403);
  });

  it("is listed page by page, newest first", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      time.add(i % 2);
      ids.push((await report(mine)).id);
    }
    const seen: string[] = [];
    let query = "";
    do {
      const page = (await (await api(mine, "GET", `/v1/incidents?limit=2${query}`)).json()) as {
        data: { id: string }[];
        next_cursor: string | null;
      };
      seen.push(...page.data.map(({ id }) => id));
      query = page.next_cursor ? `&cursor=${encodeURIComponent(page.next_cursor)}` : "";
    } while (query);
    expect([...seen].sort()).toEqual([...ids].sort());
    expect(seen).toHaveLength(5);
  });
});

describe("operators", () => {
  it("triage, tell, note, and close with a report that the developer reads", async () => {
    const { id } = await report(mine);
    const triaged = await done(
      ops("POST", `/${id}/triage`, { severity: "high", countries: ["FR", "KE"], note: "Two countries." }),
    );
    expect(triaged).toMatchObject({
      status: "triaged",
      severity: "high",
      affected: { countries: ["FR", "KE"] },
    });
    expect(triaged.clocks.map(({ authority }) => authority)).toEqual(["eu", "ke"]);
    await done(ops("POST", `/${id}/notes`, { note: "For ourselves alone." }));
    const told = await done(ops("POST", `/${id}/authorities`, { authority: "ke" }));
    expect(told.clocks[1]).toMatchObject({
      authority: "ke",
      told_at: "2026-11-25T12:00:00.000Z",
      late: false,
    });
    expect((await ops("POST", `/${id}/authorities`, { authority: "ke" })).status).toBe(409);
    expect((await ops("POST", `/${id}/authorities`, { authority: "ng" })).status).toBe(409);
    const again = await done(ops("POST", `/${id}/triage`, { severity: "medium", countries: ["KE"] }));
    expect(again.clocks).toMatchObject([{ authority: "ke", told_at: "2026-11-25T12:00:00.000Z" }]);
    await done(ops("POST", `/${id}/notices`, { note: "We revoked the key on our side." }));
    await done(ops("POST", `/${id}/contain`));
    expect((await api(mine, "GET", `/v1/incidents/${id}/report`)).status).toBe(409);
    time.add(HOUR);
    await done(ops("POST", `/${id}/close`, REPORT));

    const seen = await read(mine, id);
    expect(seen.status).toBe("closed");
    expect(JSON.stringify(seen)).not.toContain("ourselves");
    expect(seen.timeline.map(({ event }) => event)).toEqual([
      "reported",
      "triaged",
      "authority_told",
      "triaged",
      "notice",
      "contained",
      "closed",
    ]);
    expect(await noticesOf(mine)).toEqual(new Array(5).fill(id));
    const whole = await (await api(mine, "GET", `/v1/incidents/${id}/report`)).json();
    expect(whole).toMatchObject({ incident: { id, status: "closed" }, report: REPORT });
    const markdown = await api(mine, "GET", `/v1/incidents/${id}/report?format=markdown`);
    expect(markdown.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    const text = await markdown.text();
    expect(text).toContain(`# Post-incident report ${id}`);
    expect(text).not.toMatch(/<b>|^# Not a heading/m);
    expect(text).not.toContain("ourselves");
    for (const [path, sent] of [
      ["triage", { severity: "low" }],
      ["contain", undefined],
      ["close", REPORT],
    ] as const)
      expect((await ops("POST", `/${id}/${path}`, sent)).status, path).toBe(409);
    expect((await api(mine, "POST", `/v1/incidents/${id}/events`, { note: "Too late." })).status).toBe(409);

    const { results } = await env.DB.prepare(
      "SELECT action, target, detail FROM audit_log WHERE target = ?1 ORDER BY seq",
    )
      .bind(id)
      .all<{ action: string }>();
    expect(results.map(({ action }) => action)).toEqual([
      "incident.reported",
      "incident.triaged",
      "incident.noted",
      "incident.authority_told",
      "incident.triaged",
      "incident.notified",
      "incident.contained",
      "incident.closed",
    ]);
  });

  it("open an incident of ours: the apps it concerns are told, and see nothing of each other", async () => {
    const other = await newDeveloper();
    const untouched = await newDeveloper();
    const incident = await done(
      ops("POST", "", { ...body(), severity: "medium", apps: [mine.appId, other.appId] }),
    );
    for (const developer of [mine, other]) {
      expect(await noticesOf(developer)).toEqual([incident.id]);
      const seen = await read(developer, incident.id);
      expect(seen).toMatchObject({ reported_within_24h: null, status: "triaged" });
      expect(JSON.stringify(seen)).not.toContain(developer === mine ? other.appId : mine.appId);
      const added = await api(developer, "POST", `/v1/incidents/${incident.id}/events`, { note: "Hello." });
      expect(added.status).toBe(409);
    }
    expect(await noticesOf(untouched)).toEqual([]);
    expect((await api(untouched, "GET", `/v1/incidents/${incident.id}`)).status).toBe(404);
  });

  it("open an incident of everybody's: every app is told", async () => {
    const incident = await done(ops("POST", "", { ...body(), severity: "high", apps: "all" }));
    const fresh = await newDeveloper();
    expect(await noticesOf(mine)).toEqual([incident.id]);
    expect((await read(fresh, incident.id)).id).toBe(incident.id);
  });

  it("are operators, and find what there is", async () => {
    const { id } = await report(mine);
    expect((await request("/ops/incidents")).status).toBe(401);
    expect((await request(`/ops/incidents/${id}/close`, { method: "POST" })).status).toBe(401);
    expect((await ops("GET", `/${newId("inc")}`)).status).toBe(404);
    expect((await ops("POST", `/${newId("inc")}/triage`, { severity: "low" })).status).toBe(404);
    expect((await ops("POST", `/${id}/triage`, { severity: "dreadful" })).status).toBe(422);
    const list = (await (await ops("GET", "?status=reported")).json()) as { data: { id: string }[] };
    expect(list.data.map((incident) => incident.id)).toEqual([id]);
  });
});

describe("a timeline", () => {
  it("is never rewritten", async () => {
    const { id } = await report(mine);
    await expect(
      env.DB.prepare("UPDATE incident_events SET note = 'nothing happened' WHERE incident_id = ?1")
        .bind(id)
        .run(),
    ).rejects.toThrow("append-only");
  });

  it("loses nothing of what many write at once", async () => {
    const { id } = await report(mine);
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) => ops("POST", `/${id}/notes`, { note: `note ${i}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual(new Array(5).fill(200));
    const { timeline } = await done(ops("GET", `/${id}`));
    expect(
      timeline
        .map(({ note }) => note)
        .filter(Boolean)
        .sort(),
    ).toEqual(Array.from({ length: 5 }, (_, i) => `note ${i}`));
  });
});

describe("the clocks", () => {
  it("are reminded of half-way, twelve hours before, and when they have ended: once each", async () => {
    const { id } = await report(mine, { discovered_at: "2026-11-25T12:00:00Z" });
    const said: string[] = [];
    vi.spyOn(console, "error").mockImplementation(() => {});
    for (let hour = 0; hour <= 80; hour++) {
      time.set(NOW + hour * HOUR + MINUTE);
      if ((await incidentStep(env)).reminded > 0) said.push(String(hour));
    }
    expect(said).toEqual(["36", "60", "72"]);
    const { timeline } = await done(ops("GET", `/${id}`));
    expect(timeline.slice(1).map(({ event, note }) => [event, note])).toEqual([
      ["reminded", "ke"],
      ["reminded", "ke"],
      ["late", "ke"],
    ]);
    expect((await read(mine, id)).timeline.map(({ event }) => event)).toEqual(["reported", "late"]);
  });

  it("stand once the authority is told", async () => {
    const { id } = await report(mine);
    await done(ops("POST", `/${id}/authorities`, { authority: "ke" }));
    time.add(100 * HOUR);
    expect(await incidentStep(env)).toEqual({ reminded: 0 });
    expect((await done(ops("GET", `/${id}`))).clocks[0]!.late).toBe(false);
  });

  it("of two visits at once remind once", async () => {
    await report(mine, { discovered_at: "2026-11-20T12:00:00Z" });
    vi.spyOn(console, "error").mockImplementation(() => {});
    const visits = await Promise.all([incidentStep(env), incidentStep(env)]);
    expect(visits.reduce((sum, { reminded }) => sum + reminded, 0)).toBe(1);
  });

  it("follow the law where it has a number, and the house where it has none or is not told", () => {
    expect(clocksOf(["US"], 0)).toEqual([{ authority: "eu", dueAt: 72 * HOUR, toldAt: null }]);
    expect(clocksOf([], 0)[0]!.authority).toBe("eu");
    expect(clocksOf(["GB", "ZA"], 0).map(({ authority }) => authority)).toEqual(["uk", "za"]);
    expect(remindersOf(0, 72 * HOUR)).toEqual([36 * HOUR, 60 * HOUR, 72 * HOUR]);
  });

  it.each(LAW_KEYS)("of %s says where its term is from, and how certain that is", (key) => {
    const { sources, countries } = BREACH_LAWS[key];
    expect(sources.length).toBeGreaterThan(0);
    expect(countries.size).toBeGreaterThan(0);
    for (const { where } of sources) expect(where.length).toBeGreaterThan(5);
  });
});
