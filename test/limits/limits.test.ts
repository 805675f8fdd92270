import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { connectionStub } from "../../src/connections/stub";
import { clock, MINUTE, SECOND } from "../../src/kernel/clock";
import { Allowances } from "../../src/limits/allowance";
import { rateLimitHeaders } from "../../src/limits/headers";
import { CONNECTION_LIMIT, GRANT_CALLS, GRANT_MS, KEY_LIMIT } from "../../src/limits/limits";
import { type Limit, SlidingWindow } from "../../src/limits/window";
import { api, connectSandbox, frozenClock, newDeveloper, recordedIn } from "../support/harness";

const START = Date.UTC(2026, 10, 23, 19);

let time: ReturnType<typeof frozenClock> | null = null;
afterEach(() => {
  time?.release();
  time = null;
});

/** The most calls in any window of `ms`, ends included once: [t, t + ms). */
function mostIn(calls: readonly { at: number; count: number }[], ms: number): number {
  let most = 0;
  for (const { at } of calls) {
    const sum = calls.reduce(
      (total, call) => (call.at >= at && call.at < at + ms ? total + call.count : total),
      0,
    );
    most = Math.max(most, sum);
  }
  return most;
}

const limits = fc.record({
  name: fc.constant("x"),
  calls: fc.integer({ min: 1, max: 200 }),
  seconds: fc.integer({ min: 1, max: 120 }),
});
const demands = fc.array(
  fc.record({
    after: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 70_000 })),
    wanted: fc.integer({ min: 1, max: 120 }),
  }),
  { maxLength: 120 },
);

function run(limit: Limit, list: readonly { after: number; wanted: number }[]) {
  const window = new SlidingWindow(limit);
  let now = START;
  return list.map(({ after, wanted }) => {
    now += after;
    return { at: now, wanted, standing: window.take(wanted, now) };
  });
}

describe("SlidingWindow", () => {
  it("never grants more than the limit in any window of its length", () => {
    fc.assert(
      fc.property(limits, demands, (limit, list) => {
        const granted = run(limit, list).map(({ at, standing }) => ({ at, count: standing.granted }));
        expect(mostIn(granted, limit.seconds * SECOND)).toBeLessThanOrEqual(limit.calls);
      }),
      { numRuns: 300 },
    );
  });

  it("lets no second burst through after one at the end of a minute", () => {
    const window = new SlidingWindow({ name: "x", calls: 100, seconds: 60 });
    expect(window.take(100, START + 59_999).granted).toBe(100);
    let more = 0;
    for (let at = START + 60_000; at < START + 119_000; at += 500) more += window.take(100, at).granted;
    expect(more).toBe(0);
    expect(window.take(100, START + 121_000).granted).toBe(100);
  });

  it("grants what is wanted while there is room, and never a part of a call", () => {
    fc.assert(
      fc.property(limits, demands, (limit, list) => {
        for (const { wanted, standing } of run(limit, list)) {
          expect(
            Number.isInteger(standing.granted) && standing.granted >= 0 && standing.granted <= wanted,
          ).toBe(true);
          expect(standing.remaining).toBeGreaterThanOrEqual(0);
          // Held back only where nothing is left.
          if (standing.granted < wanted) expect(standing.remaining).toBe(0);
        }
      }),
    );
  });

  it("is not stricter than the limit by more than the one cell it rounds up", () => {
    fc.assert(
      fc.property(limits, demands, (limit, list) => {
        const steps = run(limit, list);
        const length = 61 * Math.ceil((limit.seconds * SECOND) / 60);
        for (const [index, { at, wanted, standing }] of steps.entries()) {
          const before = steps
            .slice(0, index)
            .reduce((sum, step) => (step.at >= at - length ? sum + step.standing.granted : sum), 0);
          expect(standing.granted).toBeGreaterThanOrEqual(Math.min(wanted, limit.calls - before));
        }
      }),
    );
  });

  it("says truly when more is free: after resetSeconds something is, and waiting long frees all", () => {
    fc.assert(
      fc.property(limits, demands, (limit, list) => {
        const window = new SlidingWindow(limit);
        let now = START;
        for (const { after, wanted } of list) {
          now += after;
          window.take(wanted, now);
        }
        const { resetSeconds } = window.take(limit.calls, now);
        expect(resetSeconds).toBeGreaterThanOrEqual(1);
        expect(resetSeconds).toBeLessThanOrEqual(
          Math.ceil((61 * Math.ceil((limit.seconds * SECOND) / 60)) / SECOND),
        );
        expect(window.take(1, now + resetSeconds * SECOND).granted).toBe(1);
        expect(window.take(limit.calls, now + 4 * limit.seconds * SECOND).granted).toBe(limit.calls);
      }),
    );
  });

  it("neither opens nor locks up when the clock goes back", () => {
    const window = new SlidingWindow({ name: "x", calls: 10, seconds: 60 });
    expect(window.take(10, START).granted).toBe(10);
    expect(window.take(10, START - 5 * SECOND).granted).toBe(0);
    expect(window.take(10, START + 30 * SECOND).granted).toBe(0);
    expect(window.take(10, START - 10 * MINUTE).granted).toBe(10);
    expect(window.take(10, START - 10 * MINUTE + 62 * SECOND).granted).toBe(10);
  });
});

describe("Allowances", () => {
  const isolates = fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 1_500 }),
      isolate: fc.integer({ min: 0, max: 3 }),
      batch: fc.constantFrom(1, 7, GRANT_CALLS),
    }),
    { maxLength: 400 },
  );

  it("of several isolates together never make more calls than were granted, nor any after its time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), isolates, (calls, steps) => {
        time = frozenClock(START);
        const window = new SlidingWindow({ name: "x", calls, seconds: 60 });
        const held = [0, 1, 2, 3].map(() => new Allowances());
        const grants: { at: number; count: number }[] = [];
        const made: { at: number; count: number }[] = [];
        for (const { after, isolate, batch } of steps) {
          time.add(after);
          const at = clock.now();
          const mine = held[isolate]!;
          let standing = mine.take("key");
          if (!standing) {
            const grant = window.take(batch, at);
            grants.push({ at, count: grant.granted });
            standing = mine.keep("key", grant);
          }
          if (standing.granted === 1) made.push({ at, count: 1 });
          expect(standing.granted).toBeLessThanOrEqual(1);
        }
        // Each call matches a grant that is at most GRANT_MS old, in the order of both.
        const open = grants.map(({ at, count }) => ({ at, left: count }));
        for (const { at } of made) {
          const grant = open.find(
            (candidate) => candidate.left > 0 && candidate.at <= at && candidate.at >= at - GRANT_MS,
          );
          expect(grant, `a call at ${at} has no grant`).toBeDefined();
          grant!.left -= 1;
        }
        expect(mostIn(grants, MINUTE)).toBeLessThanOrEqual(calls);
        time.release();
      }),
      { numRuns: 200 },
    );
  });

  it("that met in a race are not made one that lives longer", () => {
    time = frozenClock(START);
    const allowances = new Allowances();
    const grant = (granted: number) => ({ granted, remaining: 100, resetSeconds: 60 });
    allowances.keep("key", grant(50));
    time.add(GRANT_MS - 1);
    allowances.keep("key", grant(1));
    expect(allowances.take("key")).not.toBeNull();
    time.add(2);
    expect(allowances.take("key")).toBeNull();
  });

  it("count down to the last call", () => {
    time = frozenClock(START);
    const allowances = new Allowances();
    expect(allowances.take("key")).toBeNull();
    expect(allowances.keep("key", { granted: 3, remaining: 7, resetSeconds: 60 })).toEqual({
      granted: 1,
      remaining: 9,
      resetSeconds: 60,
    });
    expect(allowances.take("key")?.remaining).toBe(8);
    expect(allowances.take("key")?.remaining).toBe(7);
    expect(allowances.take("key")).toBeNull();
    expect(allowances.keep("key", { granted: 0, remaining: 0, resetSeconds: 30 })).toEqual({
      granted: 0,
      remaining: 0,
      resetSeconds: 30,
    });
    expect(allowances.take("other")).toBeNull();
  });
});

/** `"name";q=1;w=2, …` as Structured Fields have it (RFC 9651): a list of strings with integer parameters. */
function parsed(header: string | null): Map<string, Record<string, number>> {
  const item = /^"([a-z]+)"((?:;[a-z]=\d+)+)$/;
  return new Map(
    (header ?? "").split(", ").map((text) => {
      const [, name, parameters] = item.exec(text)!;
      return [
        name!,
        Object.fromEntries(
          [...parameters!.matchAll(/;([a-z])=(\d+)/g)].map((match) => [match[1], Number(match[2])]),
        ),
      ];
    }),
  );
}

describe("the RateLimit headers", () => {
  it("have the draft's form", () => {
    const standing = { granted: 1, remaining: 5, resetSeconds: 12 };
    expect(
      rateLimitHeaders([
        { limit: KEY_LIMIT, standing },
        { limit: CONNECTION_LIMIT, standing },
      ]),
    ).toEqual([
      ["RateLimit-Policy", '"key";q=6000;w=60, "connection";q=6000;w=60'],
      ["RateLimit", '"key";r=5;t=12, "connection";r=5;t=12'],
    ]);
    expect(rateLimitHeaders([])).toEqual([]);
  });

  it("count each call of a key, refusals included", async () => {
    time = frozenClock(START);
    const developer = await newDeveloper();
    const remaining: number[] = [];
    for (const path of [
      "/v1/api-keys",
      "/v1/nothing",
      "/v1/connections?limit=x",
      "/v1/connections/conn_none",
    ]) {
      const answer = await api(developer, "GET", path);
      expect(parsed(answer.headers.get("ratelimit-policy")).get("key")).toEqual({ q: 6_000, w: 60 });
      const use = parsed(answer.headers.get("ratelimit")).get("key")!;
      remaining.push(use.r!);
      expect(use.t).toBeGreaterThan(0);
      expect(use.t).toBeLessThanOrEqual(61);
    }
    expect(remaining).toEqual([5_999, 5_998, 5_997, 5_996]);
  });

  it("tell the connection's limit beside the key's", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const read = async () =>
      parsed((await api(developer, "GET", `/v1/connections/${id}/store`)).headers.get("ratelimit"));
    const first = await read();
    const second = await read();
    expect(first.get("connection")!.r).toBe(CONNECTION_LIMIT.calls - 1);
    expect(second.get("connection")!.r).toBe(CONNECTION_LIMIT.calls - 2);
    expect(first.get("key")!.r! - second.get("key")!.r!).toBe(1);
  });
});

describe("a limit that is reached", () => {
  it("of a key is 429 with the seconds to wait, and ends by itself", async () => {
    time = frozenClock(START);
    const developer = await newDeveloper();
    const object = env.API_KEYS.get(env.API_KEYS.idFromName(developer.keyId));
    expect((await object.grant(KEY_LIMIT.calls)).granted).toBe(KEY_LIMIT.calls);
    const refused = await api(developer, "GET", "/v1/api-keys");
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: "rate_limited", status: 429 });
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(55);
    expect(wait).toBeLessThanOrEqual(61);
    expect(parsed(refused.headers.get("ratelimit")).get("key")).toEqual({ r: 0, t: wait });
    const other = await newDeveloper({ appId: developer.appId });
    expect((await api(other, "GET", "/v1/api-keys")).status).toBe(200);

    time.add((wait - 2) * SECOND);
    expect((await api(developer, "GET", "/v1/api-keys")).status).toBe(429);
    time.add(2 * SECOND);
    expect((await api(developer, "GET", "/v1/api-keys")).status).toBe(200);
  });

  it("of a connection is 429 for that connection alone, and asks no platform", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "lagos-home");
    const { id: other } = await connectSandbox(developer, "nairobi-fresh");
    const answer = await connectionStub(env, id)!.lease({
      appId: developer.appId,
      mode: "test",
      calls: CONNECTION_LIMIT.calls,
    });
    expect(answer).toMatchObject({
      kind: "lease",
      standing: { granted: CONNECTION_LIMIT.calls, remaining: 0 },
    });
    for (const path of ["store", "orders?limit=1", "proxy/shop"]) {
      const refused = await api(developer, "GET", `/v1/connections/${id}/${path}`);
      expect(refused.status, path).toBe(429);
      expect(await refused.json()).toMatchObject({ code: "rate_limited" });
      const wait = Number(refused.headers.get("retry-after"));
      expect(wait).toBeGreaterThan(50);
      expect(wait).toBeLessThanOrEqual(61);
      expect(parsed(refused.headers.get("ratelimit")).get("connection")).toEqual({ r: 0, t: wait });
    }
    expect((await api(developer, "GET", `/v1/connections/${other}/store`)).status).toBe(200);
    // What is about the connection, not through it, goes on.
    expect((await api(developer, "GET", `/v1/connections/${id}`)).status).toBe(200);
    expect((await api(developer, "DELETE", `/v1/connections/${id}`)).status).toBe(200);
  });

  it("counts a refused call in the meter as well", async () => {
    const developer = await newDeveloper();
    await env.API_KEYS.getByName(developer.keyId).grant(KEY_LIMIT.calls);
    const before = await recordedIn(developer.keyId);
    expect((await api(developer, "GET", "/v1/api-keys")).status).toBe(429);
    expect(await recordedIn(developer.keyId)).toBe(before + 1);
  });
});
