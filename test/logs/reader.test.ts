import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/kernel/clock";
import type { LogLine } from "../../src/logs/line";
import { newestFirst, pack } from "../../src/logs/partition";
import { type LogPage, type LogQuery, type ReadBounds, readLogs } from "../../src/logs/reader";
import { BASE, bucketWith, deliver, keys, line, message } from "./fixture";

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

const query = (change: Partial<LogQuery> = {}): LogQuery => ({
  appId: "app_mine",
  mode: "test",
  from: BASE - 30 * DAY,
  to: BASE + 30 * DAY,
  limit: 100,
  ...change,
});
const ids = (page: LogPage) => page.lines.map((one) => one.id);

/** Follows `next` to the end. Fails when a page does not advance. */
async function readAll(asked: LogQuery, bucket: R2Bucket = env.LOGS, bounds?: ReadBounds) {
  const pages: LogPage[] = [];
  let before = asked.before;
  for (;;) {
    const page: LogPage = await readLogs(bucket, before ? { ...asked, before } : asked, bounds);
    pages.push(page);
    if (page.next === null) return pages;
    if (before && newestFirst(page.next, before) <= 0) throw new Error("the page did not advance");
    before = page.next;
  }
}

/** The real bucket, counting; listings may be cut short as R2 may cut them. */
function counting(pageSize = 1_000) {
  const count = { lists: 0, gets: [] as string[], deletes: [] as number[] };
  const bucket = bucketWith({
    list: (options?: R2ListOptions) => {
      count.lists++;
      return env.LOGS.list({ ...options, limit: pageSize });
    },
    get: ((key: string) => {
      count.gets.push(key);
      return env.LOGS.get(key);
    }) as R2Bucket["get"],
    delete: (gone: string | string[]) => {
      count.deletes.push([gone].flat().length);
      return env.LOGS.delete(gone);
    },
  });
  return { bucket, count };
}

/** An object as the consumer writes it, from exactly these lines. */
async function put(lines: LogLine[], hour = "2026-11-23T19"): Promise<string> {
  const { key, body, customMetadata } = await pack(hour, lines);
  await env.LOGS.put(key, body, { customMetadata });
  return key;
}

describe("readLogs", () => {
  it("answers an empty store with an empty last page", async () => {
    expect(await readLogs(env.LOGS, query())).toEqual({ lines: [], next: null, warnings: [] });
  });

  it("gives whole lines, newest first across hours and days", async () => {
    const lines = [
      line("b", { time: BASE + 5 }),
      line("day-before", { time: BASE - DAY, status: 502, code: "platform_error" }),
      line("hour-after", { time: BASE + HOUR }),
      line("a", { time: BASE + 5 }),
      line("hour-before", { time: BASE - 1 }),
    ];
    await deliver([message(lines.slice(0, 2)), message(lines.slice(2), 2)]);
    const page = await readLogs(env.LOGS, query());
    expect(page.lines).toEqual([lines[2], lines[0], lines[3], lines[4], lines[1]]);
    expect(page.next).toBeNull();
    expect(page.warnings).toEqual([]);
  });

  it("shows a line once, however often and in whatever grouping it was delivered", async () => {
    const one = message([line("a"), line("b", { time: BASE + 1 })]);
    const two = message([line("c", { time: BASE + 2 })], 2);
    const three = message([line("d", { time: BASE - 1 })], 3);
    await deliver([one, two]);
    await deliver([two, three], env.LOGS, 2);
    await deliver([one], env.LOGS, 2);
    await deliver([three, two, one, one], env.LOGS, 3);
    expect((await keys()).length).toBeGreaterThan(3);
    expect(ids(await readLogs(env.LOGS, query()))).toEqual(["c", "b", "a", "d"]);
    const pages = await readAll(query({ limit: 1 }));
    expect(pages.flatMap(ids)).toEqual(["c", "b", "a", "d"]);
  });

  it("never shows another app's lines, nor the other mode's", async () => {
    await deliver([
      message([
        line("mine"),
        line("theirs", { app_id: "app_theirs" }),
        // Names our app where another field stands: the text holds it, the line is still not ours.
        line("app_mine", { app_id: "app_theirs" }),
        line("live", { mode: "live" }),
      ]),
    ]);
    expect(ids(await readLogs(env.LOGS, query()))).toEqual(["mine"]);
    expect(ids(await readLogs(env.LOGS, query({ mode: "live" })))).toEqual(["live"]);
    expect(ids(await readLogs(env.LOGS, query({ appId: "app_mi" })))).toEqual([]);
    expect(ids(await readLogs(env.LOGS, query({ appId: "*" })))).toEqual([]);
  });

  it("skips objects of other apps unread, and looks into those that say any app", async () => {
    const theirs = await put([line("theirs", { app_id: "app_theirs" })]);
    const mine = await put([line("mine")]);
    const crowd = Array.from({ length: 400 }, (_, index) =>
      line(`r${index}`, { app_id: `app_crowd${index}` }),
    );
    const shared = await put([...crowd, line("in-the-crowd", { time: BASE + 1 })]);
    const { bucket, count } = counting();
    expect(ids(await readLogs(bucket, query()))).toEqual(["in-the-crowd", "mine"]);
    expect(count.gets).toEqual([shared, mine]);
    expect(count.gets).not.toContain(theirs);
  });

  it("takes from inclusively and to exclusively", async () => {
    await deliver([message([0, 1, 2, 3].map((offset) => line(`t${offset}`, { time: BASE + offset })))]);
    const between = async (from: number, to: number) =>
      ids(await readLogs(env.LOGS, query({ from: BASE + from, to: BASE + to })));
    expect(await between(1, 3)).toEqual(["t2", "t1"]);
    expect(await between(3, 4)).toEqual(["t3"]);
    expect(await between(0, 1)).toEqual(["t0"]);
    expect(await between(1, 1)).toEqual([]);
    expect(await between(2, 1)).toEqual([]);
    expect(ids(await readLogs(env.LOGS, query({ from: 0, to: Number.MAX_SAFE_INTEGER }))).length).toBe(4);
  });

  it("never goes beyond to, whatever position is given", async () => {
    await deliver([message([line("a"), line("b", { time: BASE + 10 })])]);
    const page = await readLogs(env.LOGS, query({ to: BASE + 10, before: { time: BASE + 20, id: "z" } }));
    expect(ids(page)).toEqual(["a"]);
  });

  it.each<[string, Partial<LogQuery>, string[]]>([
    ["connection", { connectionId: "conn_e2" }, ["other-connection"]],
    ["operation", { operation: "products.get" }, ["other-operation"]],
    ["status", { status: 404 }, ["not-found"]],
    ["class of status", { status: "4xx" }, ["limited", "not-found"]],
    ["class of status without lines", { status: "5xx" }, []],
    ["several at once", { status: "4xx", operation: "orders.get", connectionId: "conn_e1" }, ["not-found"]],
  ])("filters by %s", async (_, change, expected) => {
    await deliver([
      message([
        line("plain"),
        line("other-connection", { connection_id: "conn_e2" }),
        line("no-connection", { connection_id: null, operation: "connections.list" }),
        line("other-operation", { operation: "products.get" }),
        line("not-found", { status: 404, operation: "orders.get" }),
        line("limited", { status: 429, time: BASE + 1 }),
      ]),
    ]);
    expect(ids(await readLogs(env.LOGS, query(change)))).toEqual(expected);
  });

  it("ends on a full page without a further empty one", async () => {
    await deliver([message(["a", "b", "c", "d"].map((id) => line(id)))]);
    const pages = await readAll(query({ limit: 2 }));
    expect(pages.map(ids)).toEqual([
      ["d", "c"],
      ["b", "a"],
    ]);
    expect(pages[0]?.next).toEqual({ time: BASE, id: "c" });
  });

  it("ignores keys that are not its own", async () => {
    await env.LOGS.put("logs/notes/readme.txt", "x");
    await env.LOGS.put("logs/2026-11-23/readme.txt", "x");
    await env.LOGS.put("logs/2026-11-23/99-x.ndjson.gz", "x");
    await deliver([message([line("a")])]);
    expect(await readLogs(env.LOGS, query())).toMatchObject({
      lines: [{ id: "a" }],
      next: null,
      warnings: [],
    });
  });

  it("follows a listing that R2 cuts short", async () => {
    const lines = Array.from({ length: 7 }, (_, index) =>
      line(`r${index}`, { time: BASE + index * 20 * MINUTE }),
    );
    for (const one of lines) await deliver([message([one])]);
    const { bucket, count } = counting(1);
    expect(ids(await readLogs(bucket, query()))).toEqual(["r6", "r5", "r4", "r3", "r2", "r1", "r0"]);
    expect(count.lists).toBeGreaterThanOrEqual(7);
  });
});

describe("readLogs on damage", () => {
  it("passes over an object that is not gzip, warns once for the hour and goes on", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await deliver([message([line("a"), line("b", { time: BASE - 1 })])]);
    const { key, body } = await pack("2026-11-23T19", [line("lost"), line("lost-too")]);
    await env.LOGS.put(key, body.slice(0, body.length - 12), { customMetadata: { apps: "app_mine" } });
    await env.LOGS.put("logs/2026-11-23/19-x.ndjson.gz", "not gzip");
    const page = await readLogs(env.LOGS, query());
    expect(ids(page)).toEqual(["a", "b"]);
    expect(page.next).toBeNull();
    expect(page.warnings).toEqual([
      {
        code: "log_partition_damaged",
        message: "Some log lines of the hour 2026-11-23T19:00Z could not be read and are missing.",
      },
    ]);
    expect(error).toHaveBeenCalledTimes(2);
  });

  it("keeps the whole lines around a damaged one", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const damaged = { ...line("damaged"), status: "two hundred" } as unknown as LogLine;
    await put([line("a"), damaged, line("e")]);
    const page = await readLogs(env.LOGS, query());
    expect(ids(page)).toEqual(["e", "a"]);
    expect(page.warnings.length).toBe(1);
  });

  it("does not warn an app of damage in an object that is not its own", async () => {
    await env.LOGS.put("logs/2026-11-23/19-x.ndjson.gz", "not gzip", {
      customMetadata: { apps: "app_theirs" },
    });
    expect((await readLogs(env.LOGS, query())).warnings).toEqual([]);
  });

  it("rejects when the storage fails: a short answer must not pass for a whole one", async () => {
    await deliver([message([line("a")])]);
    const noGet = bucketWith({ get: (() => Promise.reject(new Error("down"))) as R2Bucket["get"] });
    await expect(readLogs(noGet, query())).rejects.toThrow("down");
    const noList = bucketWith({ list: () => Promise.reject(new Error("down")) });
    await expect(readLogs(noList, query())).rejects.toThrow("down");
  });

  it("takes an object dropped after it was listed for gone", async () => {
    await deliver([message([line("a")])]);
    const racing = bucketWith({ get: (() => Promise.resolve(null)) as R2Bucket["get"] });
    expect(await readLogs(racing, query())).toEqual({ lines: [], next: null, warnings: [] });
  });
});

describe("readLogs within bounds", () => {
  it("reads only as many objects as a page needs when their times do not overlap", async () => {
    for (let minute = 0; minute < 20; minute++)
      await put([line(`r${minute}`, { time: BASE + minute * MINUTE })]);
    const { bucket, count } = counting();
    const page = await readLogs(bucket, query({ limit: 2 }));
    expect(ids(page)).toEqual(["r19", "r18"]);
    expect(count.gets.length).toBe(3);
    count.gets.length = 0;
    const next = await readLogs(bucket, query({ limit: 2, before: { time: BASE + 5 * MINUTE, id: "r5" } }));
    expect(ids(next)).toEqual(["r4", "r3"]);
    // One more: the position's own object may hold lesser ids of the same millisecond.
    expect(count.gets.length).toBe(4);
  });

  it("stops after its objects and says where to go on, though nothing was found", async () => {
    for (let minute = 0; minute < 10; minute++)
      await put([line(`r${minute}`, { time: BASE + minute * MINUTE, status: minute === 0 ? 500 : 200 })]);
    const { bucket, count } = counting();
    const asked = query({ status: 500 });
    const page = await readLogs(bucket, asked, { objects: 4, hours: 10 });
    expect(page).toEqual({ lines: [], next: { time: BASE + 5 * MINUTE + 1, id: "" }, warnings: [] });
    expect(count.gets.length).toBe(4);
    const pages = await readAll(asked, bucket, { objects: 4, hours: 10 });
    expect(pages.map(ids)).toEqual([[], [], ["r0"]]);
  });

  it("stops after its hours and says where to go on", async () => {
    for (const hoursBack of [0, 1, 2, 50, 51])
      await deliver([message([line(`h${hoursBack}`, { time: BASE - hoursBack * HOUR })])]);
    const bounds = { objects: 100, hours: 2 };
    const pages = await readAll(query(), env.LOGS, bounds);
    expect(pages.map(ids)).toEqual([["h0", "h1"], ["h2", "h50"], ["h51"]]);
    expect(pages[0]?.next).toEqual({ time: BASE - HOUR, id: "" });
  });

  it("advances although every object spans the whole hour", async () => {
    // Worst case: each flush came late, so any unread object may hold a newer line than any read one.
    for (let index = 0; index < 6; index++) {
      await put([
        line(`early${index}`, { time: BASE + index }),
        line(`late${index}`, { time: BASE + HOUR - 1 - index }),
      ]);
    }
    const pages = await readAll(query({ limit: 3 }), env.LOGS, { objects: 1, hours: 1 });
    expect(pages.flatMap(ids)).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((index) => `late${index}`),
      ...[5, 4, 3, 2, 1, 0].map((index) => `early${index}`),
    ]);
  });

  it("advances through many lines of one millisecond", async () => {
    for (let index = 0; index < 9; index++) await put([line(`r${index}`), line(`s${index}`)]);
    const pages = await readAll(query({ limit: 4 }), env.LOGS, { objects: 2, hours: 1 });
    const expected = [8, 7, 6, 5, 4, 3, 2, 1, 0];
    expect(pages.flatMap(ids)).toEqual([...expected.map((i) => `s${i}`), ...expected.map((i) => `r${i}`)]);
  });

  it("visits every line once, in order, whatever the lines, groupings, repeats, page sizes and bounds", async () => {
    const anyLine = fc
      .record({
        id: fc.integer({ min: 0, max: 60 }),
        // Few distinct times close to hour and day borders, so that ties and borders are common.
        time: fc.tuple(fc.constantFrom(0, 1, 4, 5, 29), fc.constantFrom(0, 1, 2, HOUR - 1)),
        mine: fc.boolean(),
        status: fc.constantFrom(200, 404),
      })
      .map(({ id, time: [hours, offset], mine, status }) =>
        // The id decides the time, as it does for real lines: one id is one line.
        line(`r${id}-${hours}-${offset}-${mine}-${status}`, {
          time: BASE + hours * HOUR + offset,
          app_id: mine ? "app_mine" : "app_theirs",
          status,
        }),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.array(anyLine, { maxLength: 5 }), { maxLength: 3 }), { maxLength: 5 }),
        fc.array(fc.nat(4), { maxLength: 2 }),
        fc.integer({ min: 1, max: 7 }),
        fc.record({ objects: fc.integer({ min: 1, max: 3 }), hours: fc.integer({ min: 1, max: 3 }) }),
        fc.option(fc.constantFrom(200, 404), { nil: undefined }),
        fc.integer({ min: 1, max: 4 }),
        async (batches, repeats, limit, bounds, status, listPage) => {
          await reset();
          const deliveries = [...batches, ...repeats.map((index) => (batches[index] ?? []).slice(0, 2))];
          for (const batch of deliveries) await deliver(batch.map((lines, seq) => message(lines, seq)));
          const asked = query({ limit, ...(status === undefined ? {} : { status }) });
          const pages = await readAll(asked, counting(listPage).bucket, bounds);
          const wanted = batches
            .flat(2)
            .filter((one) => one.app_id === "app_mine" && (status === undefined || one.status === status));
          const expected = [...new Map(wanted.map((one) => [one.id, one])).values()].sort(newestFirst);
          expect(pages.flatMap((page) => page.lines)).toEqual(expected);
          for (const page of pages) expect(page.lines.length).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);
});
