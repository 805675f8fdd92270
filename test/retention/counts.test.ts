import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { DAY, dayOf } from "../../src/kernel/clock";
import { insertUsage, wipe, withBatch } from "../anonymise/fixture";
import { Crash, countRows, failingAt, insertRow, wholeRun } from "./fixture";

async function wipeAll(): Promise<void> {
  await wipe();
  for (const table of ["retention_runs", "retention_counts"]) await env.DB.exec(`DELETE FROM ${table}`);
}
beforeEach(wipeAll);

const counted = async (entry: string): Promise<number> =>
  (await env.DB.prepare("SELECT coalesce(sum(removed), 0) AS n FROM retention_counts WHERE entry = ?1")
    .bind(entry)
    .first<number>("n")) ?? 0;

const DUE = Date.parse("2026-06-01T00:00:00Z");

const usageOfApps = () =>
  insertUsage(Array.from({ length: 12 }, (_, i) => ({ app: `app_${i}`, day: "2024-05-17", calls: 3 })));

async function hoursOfTwoDays(): Promise<void> {
  for (const day of [95, 96])
    for (let hour = 10; hour < 14; hour++)
      await insertRow("usage_hourly", {
        app_id: "app_x",
        mode: "test",
        hour: `${dayOf(DUE - day * DAY)}T${hour}`,
        key_id: "key_x",
        platform: "sandbox",
        operation: "orders.list",
        status: 200,
        calls: 2,
      });
}

/** Which batches of a run count records of an entry, by their number. */
async function countingBatches(entry: string): Promise<number[]> {
  const found: number[] = [];
  const { db } = withBatch(async (batch, n) => {
    const before = await counted(entry);
    const results = await batch();
    if ((await counted(entry)) > before) found.push(n);
    return results;
  });
  await wholeRun(DUE, { env: { ...env, DB: db } });
  return found;
}

describe.each([
  { entry: "d1.usage_daily", what: "usage that is anonymised", prepare: usageOfApps, rows: 12, batches: 1 },
  { entry: "d1.usage_hourly", what: "hours that are moved", prepare: hoursOfTwoDays, rows: 8, batches: 2 },
])("$what", ({ entry, prepare, rows, batches }) => {
  it("is counted with its removal: D1 may die before or after it, and the count is exact", async () => {
    await prepare();
    const counting = await countingBatches(entry);
    expect(counting).toHaveLength(batches);
    expect(await counted(entry)).toBe(rows);
    for (const at of counting) {
      for (const when of ["before", "after"] as const) {
        await wipeAll();
        await prepare();
        const { db } = withBatch(async (batch, n) => {
          if (n === at && when === "before") throw new Crash("D1 is down");
          const results = await batch();
          if (n === at) throw new Crash("D1 answered nothing");
          return results;
        });
        await expect(wholeRun(DUE, { env: { ...env, DB: db } })).rejects.toThrow(Crash);
        const left =
          (await countRows("usage_hourly")) + (await countRows("usage_daily", "day = '2024-05-17'"));
        expect(await counted(entry), `${when} batch ${at}`).toBe(rows - left);
        await wholeRun(DUE);
        expect(await counted(entry), `${when} batch ${at}, taken up again`).toBe(rows);
      }
    }
  });

  it("is counted exactly, whichever statement near its removal D1 dies at", async () => {
    for (let n = 4; n <= 40; n += 4) {
      await wipeAll();
      await prepare();
      await wholeRun(DUE, { env: failingAt(n, n % 8 ? "before" : "after").env }).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
      });
      await wholeRun(DUE);
      expect(await counted(entry), `statement ${n}`).toBe(rows);
    }
  });
});
