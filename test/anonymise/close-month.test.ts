import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { anonymiseDue, anonymiseDueCount, oldestUsage, publicUsage } from "../../src/anonymise";
import { closeMonth } from "../../src/anonymise/close-month";
import { DAY, HOUR, rfc3339 } from "../../src/kernel/clock";
import { compactUsage } from "../../src/meter/compact";
import { newDeveloper } from "../support/harness";
import { call, callsLeft, callsRetired, insertUsage, publishedOf, sum, wipe, withBatch } from "./fixture";

beforeEach(wipe);

const at = (text: string) => Date.parse(text);
const MONTH = "2024-05";
/** The moment usage of May 2024 is due. */
const DUE = at("2026-06-01T00:00:00.000Z");
const TIME = at("2024-05-17T10:30:00Z");

const apps = (count: number, prefix = "app_few") => Array.from({ length: count }, (_, i) => `${prefix}_${i}`);

/** Twelve apps with three calls each in May 2024: what may be published. */
async function twelveApps(): Promise<void> {
  for (const app of apps(12)) await call(app, [TIME, TIME + HOUR, TIME + 5 * DAY]);
}

async function compactAll(now: number): Promise<void> {
  while ((await compactUsage(env.DB, now)).days.length > 0);
}

describe("the moment", () => {
  it.each([
    ["a leap year's February", "2024-02", "2024-02-29T23:59:59.999Z", "2026-03-01T00:00:00.000Z"],
    ["a common February", "2026-02", "2026-02-28T23:59:59.999Z", "2028-03-01T00:00:00.000Z"],
    ["December", "2025-12", "2025-12-31T23:59:59.999Z", "2028-01-01T00:00:00.000Z"],
    ["January", "2026-01", "2026-01-01T00:00:00.000Z", "2028-02-01T00:00:00.000Z"],
    ["the month of daylight saving", "2025-03", "2025-03-30T01:30:00.000Z", "2027-04-01T00:00:00.000Z"],
  ])("of %s is 24 months after its end, and not a millisecond before", async (_, month, time, due) => {
    for (const app of apps(10)) await call(app, [at(time)]);
    await compactAll(at(due) - 1);
    const early = await anonymiseDue(env, at(due) - 1, 100);
    expect(early).toMatchObject({ rowsRemoved: 0, months: [], more: false });
    expect(await anonymiseDueCount(env.DB, at(due) - 1)).toBe(0);
    await expect(closeMonth(env.DB, month, at(due) - 1)).rejects.toThrow(RangeError);
    expect(await callsLeft()).toBe(10);

    expect(await anonymiseDueCount(env.DB, at(due))).toBe(10);
    expect(await oldestUsage(env.DB)).toBe(time.slice(0, 10));
    expect(await anonymiseDue(env, at(due), 100)).toMatchObject({
      rowsRemoved: 10,
      months: [month],
      more: false,
    });
    expect(await callsLeft()).toBe(0);
    expect(await oldestUsage(env.DB)).toBeNull();
    expect(await publishedOf(month)).toEqual({ "shopify orders.list 2xx": 10 });
  });

  it("divides neighbouring months at midnight UTC", async () => {
    const midnight = at("2024-06-01T00:00:00Z");
    for (const app of apps(10)) await call(app, [midnight - 1, midnight]);
    await compactAll(DUE);
    await anonymiseDue(env, DUE, 100);
    expect(await callsLeft("2024-06-01%")).toBe(10);
    expect(await callsLeft()).toBe(10);
    expect(await sum()).toBe(20);
  });
});

describe("closing a month", () => {
  it("leaves no trace of app, key, mode or day, and every call counted", async () => {
    await twelveApps();
    for (const app of apps(4)) await call(app, [TIME], { status: 502, mode: "test", platform: "square" });
    const before = await sum();
    await compactAll(DUE);
    expect(await sum()).toBe(before);
    expect(await anonymiseDue(env, DUE, 100)).toMatchObject({ months: [MONTH], more: false });
    expect(await sum()).toBe(before);
    expect(await callsLeft()).toBe(0);
    expect(await callsRetired()).toBe(before);

    const rows = await publicUsage(env.DB);
    const { results } = await env.DB.prepare("SELECT * FROM usage_anonymous").all();
    expect(results).toEqual(rows);
    for (const row of rows) {
      expect(Object.keys(row).sort()).toEqual(
        ["calls", "duration_ms", "month", "operation", "platform", "status_class"].sort(),
      );
      expect(["shopify", "square", "other"]).toContain(row.platform);
      expect(["orders.list", "other"]).toContain(row.operation);
      expect(["2xx", "4xx", "5xx", "other"]).toContain(row.status_class);
    }
    expect(JSON.stringify(rows)).not.toMatch(/app_|key_|2024-05-\d/);
    // Four apps' calls at square would be the total less the rest: the two are one sum.
    expect(await publishedOf(MONTH)).toEqual({ "other other other": 40 });
  });

  it("publishes nothing of a month in which too few called, and still removes it", async () => {
    for (const app of apps(9)) await call(app, [TIME]);
    expect(await anonymiseDue(env, DUE, 100)).toMatchObject({ months: [MONTH], rowsRemoved: 9 });
    expect(await publicUsage(env.DB)).toEqual([]);
    expect(await callsLeft()).toBe(0);
    expect(await sum()).toBe(9);
  });

  it("takes hours that were never moved into days along", async () => {
    await twelveApps();
    const half = apps(6).map((app) => call(app, [TIME - DAY]));
    await Promise.all(half);
    expect(await anonymiseDue(env, DUE, 100)).toMatchObject({ months: [MONTH] });
    expect(await publishedOf(MONTH)).toEqual({ "shopify orders.list 2xx": 42 });
    expect(await callsLeft()).toBe(0);
    expect(await sum()).toBe(42);
  });

  it("sees the apps of one developer as one", async () => {
    const developer = await newDeveloper();
    const others = apps(3);
    const own = [developer.appId, ...apps(8, "app_own")];
    const row = await env.DB.prepare("SELECT developer_id FROM apps WHERE id = ?1")
      .bind(developer.appId)
      .first<{ developer_id: string }>();
    for (const app of own.slice(1)) {
      await env.DB.prepare(
        "INSERT INTO apps (id, developer_id, name, purposes, third_parties, created_at) VALUES (?1, ?2, 'x', '[]', '[]', 0)",
      )
        .bind(app, row?.developer_id)
        .run();
    }
    // Twelve apps; but whoever has nine of them sees one of the other three with 90 % of the rest.
    for (const app of own) await call(app, [TIME]);
    for (const [index, app] of others.entries()) await call(app, Array(index === 0 ? 18 : 1).fill(TIME));
    await anonymiseDue(env, DUE, 100);
    expect(await publicUsage(env.DB)).toEqual([]);
  });

  it("repeated, changes nothing", async () => {
    await twelveApps();
    await anonymiseDue(env, DUE, 100);
    const first = await publicUsage(env.DB);
    expect(await anonymiseDue(env, DUE + HOUR, 100)).toMatchObject({
      rowsRemoved: 0,
      months: [],
      more: false,
    });
    expect(await closeMonth(env.DB, MONTH, DUE + HOUR)).toMatchObject({ closed: false, rowsRemoved: 0 });
    expect(await publicUsage(env.DB)).toEqual(first);
    expect(await sum()).toBe(36);
  });

  it("never publishes what comes late, whether it arrives as hours or was moved to days", async () => {
    await twelveApps();
    await anonymiseDue(env, DUE, 100);
    const published = await publicUsage(env.DB);
    for (const app of apps(20, "app_late")) await call(app, [TIME]);
    expect(await anonymiseDueCount(env.DB, DUE)).toBe(20);
    // Compaction retires it: it never becomes a day again.
    expect(await compactUsage(env.DB, DUE)).toMatchObject({ days: ["2024-05-17"], rows: 20 });
    expect(await callsLeft()).toBe(0);
    expect(await sum()).toBe(56);
    await call("app_late_x", [TIME, TIME + DAY]);
    await insertUsage([{ app: "app_late_y", day: "2024-05-20", calls: 5 }]);
    expect(await anonymiseDue(env, DUE, 100)).toMatchObject({ rowsRemoved: 3, months: [] });
    expect(await callsLeft()).toBe(0);
    expect(await publicUsage(env.DB)).toEqual(published);
    expect(await sum()).toBe(63);
  });
});

describe("what comes in between", () => {
  it("is published too, when it came between reading and closing", async () => {
    await twelveApps();
    const { db } = withBatch(async (batch, n) => {
      if (n === 1) for (const app of apps(5)) await call(app, [TIME]);
      return batch();
    });
    expect(await anonymiseDue({ DB: db }, DUE, 100)).toMatchObject({ months: [MONTH] });
    expect(await publishedOf(MONTH)).toEqual({ "shopify orders.list 2xx": 41 });
    expect(await callsRetired()).toBe(41);
    expect(await sum()).toBe(41);
  });

  it("is not published, but gone and counted, when it came between closing and removal", async () => {
    await twelveApps();
    const { db } = withBatch(async (batch, n) => {
      if (n === 2) await call("app_new", [TIME]);
      return batch();
    });
    expect(await anonymiseDue({ DB: db }, DUE, 100)).toMatchObject({ months: [MONTH] });
    expect(await publishedOf(MONTH)).toEqual({ "shopify orders.list 2xx": 36 });
    expect(await callsLeft()).toBe(0);
    expect(await callsRetired()).toBe(37);
    expect(await sum()).toBe(37);
  });

  it("every time, ends the attempt with nothing changed, and the next one succeeds", async () => {
    await twelveApps();
    const { db } = withBatch(async (batch) => {
      await call("app_restless", [TIME]);
      return batch();
    });
    await expect(anonymiseDue({ DB: db }, DUE, 100)).rejects.toThrow("changed each time");
    expect(await publicUsage(env.DB)).toEqual([]);
    expect(await callsLeft()).toBe(39);
    expect(await anonymiseDue(env, DUE, 100)).toMatchObject({ months: [MONTH] });
    expect(await publishedOf(MONTH)).toEqual({ "shopify orders.list 2xx": 39 });
    expect(await sum()).toBe(39);
  });

  it("a compaction that moves the month between reading and closing changes nothing", async () => {
    await twelveApps();
    const { db } = withBatch(async (batch, n) => {
      if (n === 1) await compactAll(DUE);
      return batch();
    });
    expect(await anonymiseDue({ DB: db }, DUE, 100)).toMatchObject({ months: [MONTH] });
    expect(await publishedOf(MONTH)).toEqual({ "shopify orders.list 2xx": 36 });
    expect(await callsLeft()).toBe(0);
    expect(await sum()).toBe(36);
  });

  it("all at once: closings, compactions and late calls, and each call is counted once", async () => {
    await twelveApps();
    await Promise.all([
      ...[1, 2, 3].map(() => anonymiseDue(env, DUE, 100)),
      compactUsage(env.DB, DUE),
      ...apps(8, "app_meanwhile").map((app) => call(app, [TIME, TIME + DAY])),
      compactUsage(env.DB, DUE),
    ]);
    await compactAll(DUE);
    await anonymiseDue(env, DUE, 100);
    expect(await sum()).toBe(52);
    expect(await callsRetired()).toBe(52);
    expect(await callsLeft()).toBe(0);
    const published = Object.values(await publishedOf(MONTH)).reduce((a, b) => a + b, 0);
    expect(published).toBeGreaterThanOrEqual(36);
    expect(published).toBeLessThanOrEqual(52);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM usage_months_closed").first("n")).toBe(1);
  });

  it.each(["before", "after"] as const)("a death %s the commit of any transaction", async (when) => {
    for (const month of ["2024-03", "2024-04", "2024-05"])
      for (const app of apps(11)) await call(app, [at(`${month}-11T11:11:11Z`)]);
    const before = await sum();
    let deaths = 0;
    for (let done = false; !done; ) {
      // Each attempt dies at its second transaction, the last one has only one to do.
      const { db } = withBatch(async (batch, n) => {
        if (n !== 2) return batch();
        if (when === "after") await batch();
        throw new Error("the isolate died");
      });
      try {
        done = !(await anonymiseDue({ DB: db }, DUE, 100)).more;
      } catch (error) {
        expect(String(error)).toContain("the isolate died");
        deaths += 1;
      }
      expect(await sum()).toBe(before);
    }
    expect(deaths).toBeGreaterThanOrEqual(2);
    for (const month of ["2024-03", "2024-04", "2024-05"])
      expect(await publishedOf(month)).toEqual({ "shopify orders.list 2xx": 11 });
    expect(await callsLeft()).toBe(0);
    expect(await callsRetired()).toBe(33);
  });

  it("counts what it removes in the same transaction, when asked to", async () => {
    await twelveApps();
    await compactAll(DUE);
    await call("app_few_0", [TIME]);
    await env.DB.prepare("DELETE FROM retention_counts").run();
    const count = env.DB.prepare(
      `INSERT INTO retention_counts (run_id, entry, removed, held) VALUES ('run_x', 'd1.usage_daily', changes(), 0)
       ON CONFLICT (run_id, entry) DO UPDATE SET removed = retention_counts.removed + excluded.removed`,
    );
    const done = await anonymiseDue(env, DUE, 100, count);
    expect(done.rowsRemoved).toBe(25);
    expect(
      await env.DB.prepare("SELECT removed FROM retention_counts WHERE run_id = 'run_x'").first("removed"),
    ).toBe(25);
  });
});

describe("a large month", () => {
  it("goes in bounded steps, whatever the budget, and reads no other month's rows", async () => {
    const rows = apps(60, "app_many").flatMap((app, a) =>
      Array.from({ length: 1_000 }, (_, i) => ({
        app,
        day: `2024-05-${String(1 + (i % 31)).padStart(2, "0")}`,
        calls: 1 + ((a + i) % 5),
        operation: `op-${i % 7}`,
        status: i % 3 === 0 ? 404 : 200,
        key: `key_${i}`,
      })),
    );
    await insertUsage(rows);
    await insertUsage(apps(60, "app_many").map((app) => ({ app, day: "2024-06-01", calls: 1 })));
    const before = await sum();
    const statements = new Set<string>();
    const sizes: number[] = [];
    const watched = new Proxy(env.DB, {
      get(target, name) {
        if (name === "prepare") {
          return (sql: string) => {
            statements.add(sql);
            return target.prepare(sql);
          };
        }
        if (name === "batch") {
          return async (all: D1PreparedStatement[]) => {
            const results = await target.batch(all);
            sizes.push(results.reduce((most, result) => Math.max(most, result.meta.changes), 0));
            return results;
          };
        }
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });

    let steps = 0;
    let removed = 0;
    for (let more = true; more; steps++) {
      const step = await anonymiseDue({ DB: watched }, DUE, 8);
      ({ more } = step);
      removed += step.rowsRemoved;
      expect(step.queries).toBeLessThan(20);
      expect(await sum()).toBe(before);
      expect(steps).toBeLessThan(20);
    }
    expect(steps).toBeGreaterThan(2);
    expect(removed).toBe(60_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(21_000);
    expect(await callsLeft()).toBe(60);
    expect(Object.keys(await publishedOf(MONTH))).toHaveLength(14);

    for (const sql of statements) {
      const parameters = new Set([...sql.matchAll(/\?\d/g)].map(([name]) => name)).size;
      const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .bind(...Array<string>(parameters).fill(""))
        .all<{ detail: string }>();
      for (const { detail } of results)
        expect(detail, sql).not.toMatch(/^SCAN (u|usage_daily|usage_hourly)\b/);
    }
  });

  it("is due at the last moment told by its oldest day, whichever table and app it is in", async () => {
    await insertUsage([
      { app: "app_b", day: "2024-05-03", calls: 1 },
      { app: "app_a", day: "2024-05-02", calls: 1, mode: "test" },
      { app: "app_a", day: "2024-05-09", calls: 1 },
    ]);
    expect(await oldestUsage(env.DB)).toBe("2024-05-02");
    await call("app_z", [at("2024-05-01T23:00:00Z")]);
    expect(await oldestUsage(env.DB)).toBe("2024-05-01");
    expect(rfc3339(DUE)).toBe("2026-06-01T00:00:00.000Z");
  });
});
