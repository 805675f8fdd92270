import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, hourOf, MINUTE, rfc3339 } from "../../src/kernel/clock";
import { policyStep } from "../../src/policy/announce";
import { countRows, failingAt, insertRow } from "../retention/fixture";
import { changesNothing, problem } from "../support/described-api";
import { api, type Developer, flushMeter, frozenClock, newDeveloper } from "../support/harness";
import { clear, FIRST, NOW, published } from "./support";

const NEXT = "2027-01-15";
/** In the middle of an hour: that hour has calls from before and from after. */
const EFFECTIVE = NOW + 40 * DAY + 20 * MINUTE;

let time: ReturnType<typeof frozenClock>;
beforeEach(() => {
  time = frozenClock(NOW);
});
afterEach(async () => {
  time.release();
  await clear();
});

const publishNext = () => published({ effective_at: rfc3339(EFFECTIVE) });

interface Accepted {
  version: string;
  status: string;
  accepted_at: string | null;
  accepted_by: string | null;
  key_id: string | null;
  url: string;
}
async function acceptances(developer: Developer): Promise<Accepted[]> {
  const answer = await api(developer, "GET", "/v1/policy-acceptances");
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { data: Accepted[] }).data;
}
const acceptanceOf = async (developer: Developer, version: string) =>
  (await acceptances(developer)).find((one) => one.version === version);
const accept = (developer: Developer, version: string, more: object = {}) =>
  api(developer, "POST", "/v1/policy-acceptances", { version, accept: true, ...more });

/** A call of this app as the meter has brought it to D1. */
const called = (developer: Developer, at: number, over: Record<string, string> = {}) =>
  insertRow("usage_hourly", {
    app_id: developer.appId,
    mode: developer.mode,
    hour: hourOf(at),
    key_id: developer.keyId,
    operation: "orders.list",
    status: 200,
    ...over,
  });

/** An app that has accepted nothing. */
async function undecided(): Promise<Developer> {
  const developer = await newDeveloper();
  await env.DB.prepare("DELETE FROM policy_acceptances WHERE app_id = ?1").bind(developer.appId).run();
  return developer;
}

describe("by statement", () => {
  it("is recorded with what was accepted, when, and by which key", async () => {
    const developer = await undecided();
    expect(await acceptanceOf(developer, FIRST)).toMatchObject({ accepted_at: null, accepted_by: null });
    const answer = await accept(developer, FIRST);
    expect(answer.status).toBe(201);
    const made = {
      version: FIRST,
      status: "in_force",
      url: `https://metristack.test/policies/end-user/${FIRST}`,
      accepted_at: rfc3339(NOW),
      accepted_by: "statement",
      key_id: developer.keyId,
    };
    expect(await answer.json()).toMatchObject(made);
    expect(await acceptances(developer)).toMatchObject([made]);
  });

  it("stands as it was first made", async () => {
    const developer = await undecided();
    await accept(developer, FIRST);
    time.add(DAY);
    expect((await accept(developer, FIRST)).status).toBe(201);
    expect(await acceptanceOf(developer, FIRST)).toMatchObject({ accepted_at: rfc3339(NOW) });
  });

  it("may be of a version that is announced, which is in force for it from its day", async () => {
    const developer = await newDeveloper();
    await publishNext();
    expect(await (await accept(developer, NEXT)).json()).toMatchObject({
      status: "upcoming",
      accepted_at: rfc3339(NOW),
      accepted_by: "statement",
    });
    time.set(EFFECTIVE + 2 * HOUR);
    await called(developer, EFFECTIVE + HOUR);
    await policyStep(env);
    expect(await acceptanceOf(developer, NEXT)).toMatchObject({
      status: "in_force",
      accepted_at: rfc3339(NOW),
      accepted_by: "statement",
    });
  });

  it("takes the place of continued use, and not the other way about", async () => {
    const developer = await newDeveloper();
    await publishNext();
    await called(developer, EFFECTIVE + HOUR);
    time.set(EFFECTIVE + 2 * HOUR);
    await policyStep(env);
    expect(await acceptanceOf(developer, NEXT)).toMatchObject({ accepted_by: "continued_use" });
    time.add(MINUTE);
    await accept(developer, NEXT);
    const stated = { accepted_by: "statement", accepted_at: rfc3339(EFFECTIVE + 2 * HOUR + MINUTE) };
    expect(await acceptanceOf(developer, NEXT)).toMatchObject(stated);
    await called(developer, EFFECTIVE + 2 * HOUR);
    await policyStep(env);
    expect(await acceptanceOf(developer, NEXT)).toMatchObject(stated);
  });

  it("is refused for what is superseded or was never published, and without the word itself", async () => {
    const developer = await newDeveloper();
    await publishNext();
    time.set(EFFECTIVE);
    await changesNothing(async () => {
      await problem(await accept(developer, FIRST), 409, "conflict", "superseded");
      await problem(await accept(developer, "2020-01-01"), 422, "invalid_request", "unknown");
      await problem(await accept(developer, NEXT, { accept: false }), 422, "invalid_request", "no");
    });
  });

  it("is the app's, for all of its keys, and nobody else's", async () => {
    const developer = await undecided();
    const live = await newDeveloper({ appId: developer.appId, mode: "live" });
    const stranger = await undecided();
    await accept(developer, FIRST);
    expect(await acceptanceOf(live, FIRST)).toMatchObject({ key_id: developer.keyId });
    expect(await acceptanceOf(stranger, FIRST)).toMatchObject({ accepted_at: null });
  });
});

describe("by continued use", () => {
  it("is recorded for calls after the version took effect, from the first such hour and with its key", async () => {
    const developer = await newDeveloper();
    await publishNext();
    await called(developer, EFFECTIVE - DAY);
    time.set(EFFECTIVE + 3 * HOUR);
    expect(await policyStep(env)).toMatchObject({ accepted: 0 });
    await called(developer, EFFECTIVE + 2 * HOUR, { key_id: "key_second" });
    await called(developer, EFFECTIVE + HOUR, { key_id: "key_first" });
    expect(await policyStep(env)).toMatchObject({ accepted: 1 });
    expect(await acceptanceOf(developer, NEXT)).toMatchObject({
      accepted_by: "continued_use",
      accepted_at: `${hourOf(EFFECTIVE + HOUR)}:00:00.000Z`,
      key_id: "key_first",
    });
    expect(await policyStep(env)).toMatchObject({ accepted: 0 });
  });

  it("does not count the hour it took effect in, which has calls from before", async () => {
    const developer = await newDeveloper();
    await publishNext();
    await called(developer, EFFECTIVE + MINUTE);
    time.set(EFFECTIVE + 2 * HOUR);
    await policyStep(env);
    expect(await acceptanceOf(developer, NEXT)).toMatchObject({ accepted_at: null });
  });

  it("is nothing before the version is in force", async () => {
    const developer = await newDeveloper();
    await publishNext();
    time.set(EFFECTIVE - 1);
    await called(developer, EFFECTIVE - HOUR);
    await policyStep(env);
    expect(await acceptanceOf(developer, NEXT)).toMatchObject({ accepted_at: null });
  });

  it("is no first acceptance: who never accepted anything has to state it", async () => {
    const developer = await undecided();
    await called(developer, NOW);
    await policyStep(env);
    expect(await acceptanceOf(developer, FIRST)).toMatchObject({ accepted_at: null });
    await publishNext();
    time.set(EFFECTIVE + 2 * HOUR);
    await called(developer, EFFECTIVE + HOUR);
    await policyStep(env);
    expect(await countRows("policy_acceptances", `app_id = '${developer.appId}'`)).toBe(0);
  });

  it("is recorded at once where something live is made, for the gate asks", async () => {
    const live = await newDeveloper({ mode: "live" });
    await publishNext();
    time.set(EFFECTIVE);
    const key = await api(live, "POST", "/v1/api-keys", { name: "more", scopes: ["usage"] });
    expect(key.status, await key.clone().text()).toBe(201);
    expect(await acceptanceOf(live, NEXT)).toMatchObject({
      accepted_by: "continued_use",
      accepted_at: rfc3339(EFFECTIVE),
      key_id: live.keyId,
    });
  });

  it("of what is really called comes from the meter", async () => {
    const developer = await newDeveloper();
    await publishNext();
    time.set(EFFECTIVE + HOUR);
    expect((await api(developer, "GET", "/v1/platforms")).status).toBe(200);
    await flushMeter(developer.keyId);
    await policyStep(env);
    expect(await acceptanceOf(developer, NEXT)).toMatchObject({
      accepted_by: "continued_use",
      key_id: developer.keyId,
    });
  });

  it.each([
    "before",
    "after",
  ] as const)("is recorded once when a step dies at any of its statements, %s it took effect", async (when) => {
    const developer = await newDeveloper();
    await publishNext();
    await called(developer, EFFECTIVE + HOUR);
    time.set(EFFECTIVE + 2 * HOUR);
    for (let step = 1; ; step++) {
      await env.DB.prepare("DELETE FROM policy_acceptances WHERE kind = 'continued_use'").run();
      const broken = failingAt(step, when);
      await policyStep(broken.env).catch(() => null);
      await policyStep(env);
      expect(await acceptanceOf(developer, NEXT)).toMatchObject({ accepted_by: "continued_use" });
      if (broken.calls() < step) return expect(step).toBeGreaterThan(3);
    }
  });
});
