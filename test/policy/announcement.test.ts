import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY, MINUTE, rfc3339 } from "../../src/kernel/clock";
import { newId } from "../../src/kernel/ids";
import { policyStep } from "../../src/policy/announce";
import { deliveryStep } from "../../src/webhooks-out/deliver";
import { Crash, countRows, failingAt, insertRow } from "../retention/fixture";
import { api, type Developer, frozenClock, newDeveloper, request } from "../support/harness";
import { HOOKS, newEndpoint, receivers, verifies } from "../webhooks-out/receiver";
import { clear, NOW, OPS, published, type Version } from "./support";

let time: ReturnType<typeof frozenClock>;
beforeEach(async () => {
  time = frozenClock(NOW);
  await clear();
});
afterEach(async () => {
  vi.restoreAllMocks();
  time.release();
  await clear();
});

/** Apps without more to them than that they are there. */
async function manyApps(count: number): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO apps (id, developer_id, name, purposes, third_parties, created_at)
     SELECT value, (SELECT id FROM developers LIMIT 1), 'x', '[]', '[]', 0 FROM json_each(?1)`,
  )
    .bind(JSON.stringify(Array.from({ length: count }, () => newId("app"))))
    .run();
}

/** How often each app was told of a version, in each of its modes: as `app mode` → times. */
async function tellings(id: string): Promise<Map<string, number>> {
  const { results } = await env.DB.prepare(
    `SELECT a.id || ' ' || m.value AS who, count(e.id) AS times
     FROM apps a, json_each('["test","live"]') m
     LEFT JOIN events e ON e.app_id = a.id AND e.mode = m.value AND e.type = 'policy.published' AND e.topic = ?1
     GROUP BY who`,
  )
    .bind(id)
    .all<{ who: string; times: number }>();
  return new Map(results.map(({ who, times }) => [who, times]));
}
async function everyAppWasToldOnce({ id }: Version, apps: number): Promise<void> {
  const times = await tellings(id);
  expect(times.size).toBe(apps * 2);
  expect([...times].filter(([, n]) => n !== 1)).toEqual([]);
}

interface Announced {
  version: string;
  announced_at: string | null;
}
const announcements = async (): Promise<Announced[]> =>
  ((await (await request("/ops/policies", { headers: OPS })).json()) as { data: Announced[] }).data;

interface ToldEvent {
  type: string;
  topic: string;
  connection_id: string | null;
  created_at: string;
}
const eventsOf = async (developer: Developer): Promise<ToldEvent[]> =>
  ((await (await api(developer, "GET", "/v1/events")).json()) as { data: ToldEvent[] }).data;

describe("a publication", () => {
  it("is told to each developer, in test and live, by event and webhook, and shown with its text's address", async () => {
    const received = receivers();
    const test = await newDeveloper();
    const live = await newDeveloper({ appId: test.appId, mode: "live" });
    const other = await newDeveloper();
    const endpoint = await newEndpoint(test);
    await newEndpoint(other, { url: `${HOOKS}/other`, types: ["connection.changed"] });
    const made = await published();
    expect(await announcements()).toMatchObject([{ version: "2027-01-15", announced_at: null }, {}]);
    time.add(MINUTE);
    expect(await policyStep(env)).toMatchObject({ told: 2 });
    for (const developer of [test, live, other])
      expect(await eventsOf(developer)).toMatchObject([
        {
          type: "policy.published",
          topic: made.id,
          connection_id: null,
          created_at: rfc3339(NOW + MINUTE),
        },
      ]);
    expect((await announcements())[0]).toMatchObject({ announced_at: rfc3339(NOW + MINUTE) });

    await deliveryStep(env);
    expect(received.map(({ url }) => url)).toEqual([HOOKS]);
    expect(await verifies(received[0]!, endpoint.secret)).toBe(true);
    expect(JSON.parse(received[0]!.body)).toMatchObject({
      type: "policy.published",
      data: { app_id: test.appId, mode: "test", policy_version: made.id },
    });

    const banner = (await (await api(test, "GET", "/v1/policy-acceptances")).json()) as {
      data: Record<string, unknown>[];
    };
    expect(banner.data[0]).toMatchObject({
      id: made.id,
      version: "2027-01-15",
      status: "upcoming",
      effective_at: rfc3339(NOW + 40 * DAY),
      material: true,
      url: "https://metristack.test/policies/end-user/2027-01-15",
      accepted_at: null,
    });
  });

  it("is told once, however often cron comes", async () => {
    for (let i = 0; i < 3; i++) await newDeveloper();
    const made = await published();
    await policyStep(env);
    expect(await policyStep(env)).toMatchObject({ told: 0 });
    await Promise.all([policyStep(env), policyStep(env)]);
    await everyAppWasToldOnce(made, 3);
  });

  it("reaches more apps than one statement takes, and every one once when four tell at once", async () => {
    await newDeveloper();
    await manyApps(609);
    const made = await published();
    await Promise.all(Array.from({ length: 4 }, () => policyStep(env)));
    await policyStep(env);
    await everyAppWasToldOnce(made, 610);
    expect((await announcements())[0]?.announced_at).toBe(rfc3339(NOW));
  });

  it("ends where the apps are just as many as one statement takes", async () => {
    await newDeveloper();
    await manyApps(249);
    const made = await published();
    expect(await policyStep(env)).toMatchObject({ told: 250 });
    await everyAppWasToldOnce(made, 250);
    expect((await announcements())[0]?.announced_at).not.toBeNull();
  });

  it.each([
    "before",
    "after",
  ] as const)("whose telling dies at any of its statements, %s it took effect, is told to each once", async (when) => {
    receivers();
    await newEndpoint(await newDeveloper());
    await manyApps(300);
    for (let step = 1; ; step++) {
      const made = await published({
        version: `2027-01-15.${step}`,
        effective_at: rfc3339(NOW + (40 + step) * DAY),
      });
      const broken = failingAt(step, when);
      const death = await policyStep(broken.env).catch((error: unknown) => error);
      const isThrough = broken.calls() < step;
      expect(death instanceof Error).toBe(!isThrough);
      if (death instanceof Error) expect(String(death.cause ?? death)).toContain(new Crash().name);
      await policyStep(env);
      await everyAppWasToldOnce(made, 301);
      // One endpoint, in test mode: one delivery for each version.
      expect(await countRows("outgoing_deliveries")).toBe(step);
      if (isThrough) return expect(step).toBeGreaterThan(6);
    }
  });

  it("comes after one that is not told of yet, and both are told", async () => {
    await newDeveloper();
    const first = await published();
    time.add(1);
    const second = await published({ version: "2027-02-01", effective_at: rfc3339(NOW + 60 * DAY) });
    await policyStep(env);
    await everyAppWasToldOnce(first, 1);
    await everyAppWasToldOnce(second, 1);
  });

  it("is not held up by the events of another kind", async () => {
    const { appId } = await newDeveloper();
    await insertRow("events", { app_id: appId, mode: "test", type: "connection.changed", created_at: NOW });
    const made = await published();
    await policyStep(env);
    await everyAppWasToldOnce(made, 1);
  });
});
