import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY } from "../../src/kernel/clock";
import { raise } from "../../src/monitors/raise";
import { resolve } from "../../src/monitors/store";
import { FIRST_VERSION } from "../../src/policy/versions";
import { clear, NOW, published } from "../policy/support";
import { frozenClock, unescapeHtml } from "../support/harness";
import { owner, type Person, teammate } from "./people";

let time: ReturnType<typeof frozenClock>;
let ada: Person;
let path: string;

beforeEach(async () => {
  time = frozenClock(NOW);
  ada = await owner();
  path = (await ada.submit("/portal/apps", { name: "Ledger" })).headers.get("location")!;
});
afterEach(async () => {
  vi.restoreAllMocks();
  time.release();
  await clear();
  await env.DB.prepare("DELETE FROM alerts").run();
});

const appId = () => path.split("/").at(-1)!;
const accept = (version: string) => ada.submit(`${path}/policy`, { version, accept: "yes", back: "notices" });

/** What the banner of a page says. */
async function waiting(at: string, person = ada): Promise<string[]> {
  const [banner = ""] = /<nav class="notice[\s\S]*?<\/nav>/.exec(await person.page(at)) ?? [];
  return [...banner.matchAll(/<a href="([^"]+)">([^<]+)/g)].map(
    ([, href, text]) => `${href} ${unescapeHtml(text!)}`,
  );
}

describe("the policy", () => {
  it("waits for each app until it is accepted, is announced ahead, and is linked with what changes", async () => {
    const first = FIRST_VERSION.version;
    expect(await waiting("/portal")).toEqual([
      `/portal/notices#policy One of your apps has not accepted the End-User Policy’s version of ${first}, in force`,
    ]);
    expect((await accept(first)).headers.get("location")).toBe("/portal/notices");
    expect(await waiting("/portal")).toEqual([]);

    const next = await published();
    const [line] = await waiting("/portal/account");
    expect(line).toContain(`version of ${next.version}, in force from 2027-01-04`);
    const page = unescapeHtml(await ada.page("/portal/notices"));
    expect(page).toContain(`/policies/end-user/diff/${first}..${next.version}`);
    expect(page).toContain("by statement");
    expect(page).toContain("material");
    await accept(next.version);
    expect(await waiting(path)).toEqual([]);
    time.add(41 * DAY);
    await ada.signIn();
    expect(await waiting(path)).toEqual([]);
    expect((await accept(first)).status).toBe(409);
  });

  it("that changes little is told without a banner", async () => {
    await accept(FIRST_VERSION.version);
    const minor = await published({ material: false });
    expect(await waiting("/portal")).toEqual([]);
    expect(await ada.page("/portal/notices")).toContain(minor.version);
  });

  it("is accepted by developers, and a viewer reads that it waits", async () => {
    const viewer = await teammate(ada, "viewer");
    const page = await viewer.page("/portal/notices");
    expect(page).toContain("Ledger has not accepted");
    expect(page).not.toContain("<form");
  });
});

describe("alerts", () => {
  it("about the team's apps are listed, and counted on every page until they are over", async () => {
    await accept(FIRST_VERSION.version);
    const owned = { appId: appId(), mode: "test" as const };
    await raise(env.DB, "endpoint_failing", { about: "whk_1", owner: owned, detail: {} }, NOW);
    await raise(env.DB, "retention_late", { about: "d1.x", owner: null, detail: {} }, NOW);
    for (const at of ["/portal", "/portal/team", path, `${path}/webhooks`, "/portal/notices"])
      expect(await waiting(at)).toEqual(["/portal/notices#alerts 1 alert about your apps is open"]);
    const page = await ada.page("/portal/notices");
    expect(page).toContain("A webhook endpoint takes nothing any more");
    expect(page).not.toContain("d1.x");
    const id = await env.DB.prepare("SELECT id FROM alerts WHERE app_id = ?1")
      .bind(appId())
      .first<string>("id");
    await resolve(env.DB, [id!], NOW);
    expect(await waiting("/portal")).toEqual([]);
    expect(await ada.page("/portal/notices")).toContain("resolved");
  });

  it("of one team are told to no other", async () => {
    const eve = await owner("Eve");
    const owned = { appId: appId(), mode: "live" as const };
    await raise(env.DB, "refused_calls", { about: "key_1", owner: owned, detail: {} }, NOW);
    expect(await waiting("/portal", eve)).toEqual([]);
    expect(await eve.page("/portal/notices")).not.toContain("key_1");
  });
});

it("the banner costs a page one batch of the database, and a page of nobody none", async () => {
  const batches = vi.spyOn(env.DB, "batch");
  await ada.page("/portal/team");
  const signedIn = batches.mock.calls.length;
  await ada.get("/portal/sign-in");
  expect([signedIn, batches.mock.calls.length - signedIn]).toEqual([1, 0]);
});
