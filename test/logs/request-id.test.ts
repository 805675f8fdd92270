import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clock, DAY, HOUR, MINUTE, rfc3339 } from "../../src/kernel/clock";
import { newId } from "../../src/kernel/ids";
import { searchLogs } from "../../src/logs/search";
import { meterOf } from "../../src/meter/shards";
import { api, type Developer, frozenClock, newDeveloper } from "../support/harness";
import { Watch } from "../support/stores";
import { bucketWith, line } from "./fixture";

/* A developer holds an answer's request id, and wants to see what became of that call. */

let at: ReturnType<typeof frozenClock>;
let developer: Developer;
/** The ids of calls, one on each of 40 days, oldest first. */
const called: string[] = [];

const found = async (id: string, more = "", who = developer) => {
  const answer = await api(who, "GET", `/v1/logs?request_id=${id}${more}`);
  expect(answer.status).toBe(200);
  const { data, next_cursor } = (await answer.json()) as {
    data: { id: string }[];
    next_cursor: string | null;
  };
  expect(next_cursor).toBeNull();
  return data.map((line) => line.id);
};

beforeAll(async () => {
  const watch = new Watch();
  const now = clock.now();
  at = frozenClock(now - 40 * DAY);
  developer = await newDeveloper();
  while (clock.now() < now) {
    const answer = await api(developer, "GET", "/v1/platforms");
    called.push(answer.headers.get("x-request-id")!);
    at.add(DAY);
  }
  await watch.settle();
});
afterAll(() => at.release());

describe("the log line of a request id", () => {
  it("is found on whatever day it was, without a period", async () => {
    expect(called).toHaveLength(40);
    for (const id of [called[0]!, called[20]!, called[39]!]) expect(await found(id)).toEqual([id]);
  });

  it("is found for the id that a problem document names", async () => {
    const answer = await api(developer, "GET", "/v1/logs?limit=1000");
    const { request_id: id } = (await answer.json()) as { request_id: string };
    await new Watch().settle();
    expect(await found(id)).toEqual([id]);
  });

  it("costs one object of all that there are", async () => {
    let read = 0;
    const LOGS = bucketWith({
      get: ((key: string) => {
        read++;
        return env.LOGS.get(key);
      }) as R2Bucket["get"],
    });
    const owner = { appId: developer.appId, mode: "test" } as const;
    const search = { from: null, to: null, requestId: called[3]! };
    const page = await searchLogs({ ...env, LOGS }, owner, search, {
      limit: 20,
      cursor: undefined,
      binding: [],
    });
    expect(page.lines.map(({ id }) => id)).toEqual([called[3]]);
    expect(read).toBe(1);
  });

  it("is held against the period and the other filters, where they are asked for", async () => {
    const id = called[30]!;
    const from = (days: number) => `&from=${rfc3339(clock.now() - days * DAY)}`;
    expect(await found(id, from(11))).toEqual([id]);
    expect(await found(id, from(9))).toEqual([]);
    expect(await found(id, `${from(11)}&to=${rfc3339(clock.now() - 9 * DAY)}`)).toEqual([id]);
    expect(await found(id, `&to=${rfc3339(clock.now() - 20 * DAY)}`)).toEqual([]);
    expect(await found(id, "&status=200&operation=platforms.list")).toEqual([id]);
    expect(await found(id, "&status=404")).toEqual([]);
  });

  it("is not found for another tenant, nor in the other mode", async () => {
    const eve = await newDeveloper();
    const live = await newDeveloper({ appId: developer.appId, mode: "live" });
    for (const who of [eve, live]) expect(await found(called[39]!, "", who)).toEqual([]);
  });

  it("is not found where there is none: of no call, of the future, of any other time", async () => {
    for (const id of [newId("req"), `req_${"z".repeat(22)}`, `req_${"0".repeat(22)}`])
      expect(await found(id)).toEqual([]);
  });

  it("is found for a call that took minutes, across the turn of an hour", async () => {
    const before = clock.now();
    at.set(Math.ceil(before / HOUR) * HOUR - 1);
    const id = newId("req");
    at.add(4 * MINUTE);
    const watch = new Watch();
    const own = { app_id: developer.appId, key_id: developer.keyId, connection_id: null };
    await meterOf(env, developer.keyId).settle(line(id, { ...own, time: clock.now() }), {
      leased: false,
      raw: false,
    });
    await watch.settle();
    expect(await found(id)).toEqual([id]);
    at.set(before);
  });

  it("is asked for by a whole id: anything else is refused at its field", async () => {
    for (const id of ["", "x", "req_", `${called[0]}x`, called[0]!.slice(0, -1), "conn_e1", "%00", "req_*"]) {
      const answer = await api(developer, "GET", `/v1/logs?request_id=${id}`);
      expect(answer.status, id).toBe(422);
      expect(await answer.json()).toMatchObject({
        code: "invalid_request",
        errors: [{ path: "query.request_id", message: "is not a request id" }],
      });
    }
  });

  it("goes with its day: after 90 days it is not shown", async () => {
    at.add(49 * DAY);
    expect(await found(called[0]!)).toEqual([called[0]]);
    at.add(DAY);
    expect(await found(called[0]!)).toEqual([]);
  });
});
