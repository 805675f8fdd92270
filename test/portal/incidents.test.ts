import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { closeIncident, notify } from "../../src/incidents/service";
import { DAY, HOUR } from "../../src/kernel/clock";
import { frozenClock, request, unescapeHtml } from "../support/harness";
import { owner, type Person, teammate } from "./people";

const NOW = Date.parse("2026-11-25T12:00:00.000Z");
const OPS = { authorization: `Bearer ${env.OPS_DEV_TOKEN}`, "content-type": "application/json" };
const FORM = {
  mode: "live",
  discovered_at: "2026-11-25T08:00",
  nature: "A repository with an API key of ours was public.",
  data_classes: ["api_keys", "system_logs"],
  countries: "ke, FR",
  people: "12",
};

let time: ReturnType<typeof frozenClock>;
let ada: Person;
let here: string;

beforeEach(async () => {
  time = frozenClock(NOW);
  ada = await owner();
  here = `${(await ada.submit("/portal/apps", { name: "Ledger" })).headers.get("location")}/incidents`;
});
afterEach(async () => {
  time.release();
  for (const table of ["incidents", "incident_events", "events"])
    await env.DB.prepare(`DELETE FROM ${table}`).run();
});

async function reported(more: Record<string, string | string[]> = {}): Promise<string> {
  const answer = await ada.submit(here, { ...FORM, ...more });
  expect(answer.status, await answer.clone().text()).toBe(303);
  return answer.headers.get("location")!;
}

describe("reporting", () => {
  it("takes a time of UTC, counts the 24 hours and each authority's, and is on record by the member", async () => {
    const path = await reported();
    const html = unescapeHtml(await ada.page(path));
    expect(html).toContain("2026-11-25 08:00 UTC");
    expect(html).toContain("within 24 hours");
    expect(html).toContain("the Office of the Data Protection Commissioner");
    expect(html).toContain("2 days left");
    expect(html).toContain("12 people; KE, FR");
    expect(await ada.page(`${here}?mode=live`)).toContain(path.split("/").at(-1));
    expect(await ada.page(here)).not.toContain(path);
    const lines = await env.DB.prepare(
      "SELECT actor, target, detail FROM audit_log WHERE action = 'incident.reported'",
    ).all();
    expect(lines.results).toEqual([
      { actor: expect.stringMatching(/^mem_/), target: path.split("/").at(-1), detail: '{"mode":"live"}' },
    ]);
  });

  it("says by how much it was late, and that an authority's clock has run out", async () => {
    const path = await reported({ discovered_at: "2026-11-21T06:00" });
    const html = await ada.page(path);
    expect(html).toContain("3 days after the 24 hours");
    expect(html).toContain("late by");
  });

  it("says at the field what is wrong, and keeps what was written", async () => {
    const wrong: [string, string | string[], string][] = [
      ["discovered_at", "2026-11-26T08:00", "lies in the future"],
      ["discovered_at", "yesterday", "discovered_at-error"],
      ["nature", "short", "nature-error"],
      ["data_classes", [], "data_classes-error"],
      ["countries", "KE, XX", "is not a country code"],
      ["people", "many", "people-error"],
      ["people", "-1", "people-error"],
      ["mode", "production", "mode-error"],
    ];
    for (const [name, value, said] of wrong) {
      const answer = await ada.submit(here, { ...FORM, [name]: value });
      expect(answer.status, `${name} ${value}`).toBe(422);
      const html = unescapeHtml(await answer.text());
      expect(html, name).toContain(said);
      if (name !== "nature") expect(html).toContain(FORM.nature);
    }
    expect(await env.DB.prepare("SELECT count(*) AS n FROM incidents").first("n")).toBe(0);
  });
});

describe("an incident", () => {
  it("is added to until it is closed, when its report is there to read", async () => {
    const path = await reported();
    const note = "The key <b>was</b> replaced.";
    expect((await ada.submit(`${path}/events`, { note, contained: "yes" })).headers.get("location")).toBe(
      path,
    );
    const html = await ada.page(path);
    expect(html).toContain("The key &lt;b&gt;was&lt;/b&gt; replaced.");
    expect(html).toContain("<dd>contained</dd>");
    expect((await ada.submit(`${path}/events`, { note: "" })).status).toBe(422);
    const id = path.split("/").at(-1)!;
    const report = {
      summary: "Sum of it",
      cause: "Cause",
      impact: "None",
      response: "Rotated",
      prevention: "Scan",
    };
    await closeIncident(env, id, report, "operator");
    const closed = await ada.page(path);
    expect(closed).toContain("Post-incident report");
    expect(closed).toContain("Sum of it");
    expect(closed).not.toContain("/events");
    expect((await ada.submit(`${path}/events`, { note: "more" })).status).toBe(409);
  });

  it("of ours is read by those it concerns, without what operators note, and is not added to", async () => {
    const answer = await request("/ops/incidents", {
      method: "POST",
      headers: OPS,
      body: JSON.stringify({
        discovered_at: "2026-11-25T09:00:00Z",
        nature: "A log bucket was readable for an hour.",
        affected: { data_classes: ["system_logs"] },
        severity: "low",
        apps: [here.split("/")[3]],
      }),
    });
    const body = (await answer.json()) as { id: string };
    expect(answer.status, JSON.stringify(body)).toBe(201);
    await notify(env, body.id, "It is closed now.", "operator");
    const viewer = await teammate(ada, "viewer");
    const html = await viewer.page(`${here}/${body.id}`);
    expect(html).toContain("An incident of ours");
    expect(html).toContain("It is closed now.");
    expect((await ada.submit(`${here}/${body.id}/events`, { note: "ours?" })).status).toBe(409);
    const notices = await viewer.page("/portal/notices");
    expect(notices).toContain(`${here}/${body.id}`);
    expect(notices).toContain("1 incident of ours concerns you");

    const eve = await owner("Eve");
    const other = (await eve.submit("/portal/apps", { name: "Other" })).headers.get("location")!;
    expect((await eve.get(`${other}/incidents/${body.id}`)).status).toBe(404);
    expect(await eve.page("/portal/notices")).not.toContain("incident of ours concerns you");
  });
});

it("the clocks go on", async () => {
  const path = await reported();
  time.add(2 * DAY + 23 * HOUR);
  await ada.signIn();
  expect(await ada.page(path)).toContain("late by 3 hours");
});
