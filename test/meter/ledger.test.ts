import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HOUR, MINUTE } from "../../src/kernel/clock";
import { newConnectionId, newId } from "../../src/kernel/ids";
import type { LogLine } from "../../src/logs/line";
import { completenessOf } from "../../src/meter/completeness";
import { connectionUsage } from "../../src/meter/query";
import { meterOf, shardOf } from "../../src/meter/shards";
import { VirtualTime } from "../bench/virtual-time";
import { line } from "../logs/fixture";

const MANNER = { leased: true, raw: false };
/** Each test stands in an hour of its own: ledgers outlive them. */
let hour = Date.now();
const nextHour = () => {
  hour += HOUR;
  return hour;
};

let time: VirtualTime;
let id: string;

beforeEach(() => {
  time = new VirtualTime(nextHour());
  id = newConnectionId("af");
});
afterEach(async () => {
  vi.restoreAllMocks();
  await time.to(time.now + 10 * MINUTE);
  expect(await ledger().flush()).toBe(true);
  time.release();
});

const ledger = () => meterOf(env, id);
const lineOf = (over: Partial<LogLine> = {}) =>
  line(newId("req"), { connection_id: id, time: time.now, status: 200, ...over });
const settle = (one: LogLine) => ledger().settle(one, MANNER);

/** Lets the objects go as far as they come without time going on. */
const still = () => scheduler.wait(20);

const rows = () =>
  runInDurableObject(ledger(), (_, { storage }) =>
    [0, 1].flatMap((table) =>
      storage.sql.exec<{ lines: string }>(`SELECT lines FROM commits_${table} ORDER BY id`).toArray(),
    ),
  );
const ownRows = async () => (await rows()).filter(({ lines }) => lines.includes(id));

/** The table of a former test's lines must not be in the way. */
async function begin(): Promise<void> {
  await time.to(time.now + MINUTE);
  await ledger().flush();
}

async function usage() {
  const standing = await ledger().standing(id);
  return completenessOf(standing, await connectionUsage(env.DB, id, shardOf(id))).completeness;
}

describe("a call", () => {
  it("by itself waits for nothing", async () => {
    await begin();
    expect(await settle(lineOf())).toBe("settled");
    expect(time.isWaitedFor).toBe(false);
  });

  it("that comes within 40 ms of a commit shares the next one, and none waits longer", async () => {
    await begin();
    await settle(lineOf());
    const others = Promise.all([settle(lineOf()), settle(lineOf()), settle(lineOf())]);
    await still();
    expect(await ownRows()).toHaveLength(1);
    await time.to(time.now + 39);
    expect(await ownRows()).toHaveLength(1);
    await time.to(time.now + 1);
    expect(await others).toEqual(["settled", "settled", "settled"]);
    expect(await ownRows()).toHaveLength(2);
  });

  it("is counted once however often it is told: while it waits, after its commit, its flush, and a restart", async () => {
    await begin();
    await settle(lineOf());
    const one = lineOf();
    const twice = Promise.all([settle(one), settle(one)]);
    await still();
    await time.to(time.now + 40);
    expect(await twice).toEqual(["settled", "settled"]);
    await settle(one);
    await ledger().flush();
    await settle(one);
    await evictDurableObject(ledger());
    await settle(one);
    await ledger().flush();
    expect(await usage()).toEqual({ recorded: 2, applied: 2, pending: 0, complete: true });
  });
});

describe("a flush", () => {
  it("ends although calls go on coming: they are the next one's", async () => {
    await begin();
    await settle(lineOf());
    const seqs: unknown[] = [];
    const database = Object.getPrototypeOf(env.DB) as D1Database;
    const real = database.batch;
    vi.spyOn(database, "batch").mockImplementation(async function <T>(
      this: D1Database,
      statements: D1PreparedStatement[],
    ) {
      seqs.push(seqs.length);
      const coming = runInDurableObject(ledger(), (object) => object.settle(lineOf(), MANNER));
      await time.to(time.now + 40);
      await coming;
      return real.call(this, statements) as Promise<D1Result<T>[]>;
    });
    expect(await ledger().flush()).toBe(true);
    expect(seqs).toHaveLength(1);
    vi.restoreAllMocks();
    expect(await usage()).toMatchObject({ applied: 1, pending: 1, complete: true });
  });

  it("whose confirmation is lost goes again as it was, calls that came since and a restart notwithstanding", async () => {
    await begin();
    await settle(lineOf());
    const database = Object.getPrototypeOf(env.DB) as D1Database;
    const real = database.batch;
    vi.spyOn(database, "batch").mockImplementationOnce(async function <T>(
      this: D1Database,
      statements: D1PreparedStatement[],
    ) {
      await real.call(this, statements);
      throw new Error("D1_ERROR: connection lost") as T;
    });
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await ledger().flush()).toBe(false);
    // D1 has it, and the ledger does not know: counted once all the same.
    expect(await usage()).toEqual({ recorded: 1, applied: 1, pending: 0, complete: true });
    await evictDurableObject(ledger());
    await time.to(time.now + 40);
    await settle(lineOf());
    expect(await usage()).toEqual({ recorded: 2, applied: 1, pending: 1, complete: true });
    expect(await ledger().flush()).toBe(true);
    expect(await usage()).toEqual({ recorded: 2, applied: 2, pending: 0, complete: true });
  });

  it("leaves nothing of the calls in the object a few minutes later, whether others come or not", async () => {
    await begin();
    await settle(lineOf());
    await runDurableObjectAlarm(ledger());
    expect(await ownRows()).toHaveLength(1);
    await time.to(time.now + 2 * MINUTE);
    await runDurableObjectAlarm(ledger());
    expect(await rows()).toEqual([]);
    for (let minute = 0; minute < 6; minute++) {
      await settle(lineOf({ operation: `minute.m${minute}` }));
      await time.to(time.now + MINUTE);
      await runDurableObjectAlarm(ledger());
    }
    const left = (await rows()).map(({ lines }) => /minute\.m\d/.exec(lines)?.[0]);
    expect(left).toContain("minute.m5");
    for (const old of ["minute.m0", "minute.m1"]) expect(left).not.toContain(old);
  });
});

describe("a ledger that nobody calls", () => {
  it("is emptied by its alarms, though it dies before each of them", async () => {
    await begin();
    await settle(lineOf());
    for (let alarms = 0; alarms < 3; alarms++) {
      await evictDurableObject(ledger());
      await runDurableObjectAlarm(ledger());
      await time.to(time.now + 2 * MINUTE);
    }
    expect(await rows()).toEqual([]);
    expect(await runDurableObjectAlarm(ledger())).toBe(false);
  });
});

describe("the proof", () => {
  it("fails when D1 has lost calls of the ledger, whoever's they were", async () => {
    await begin();
    await settle(lineOf());
    await ledger().flush();
    const change = (by: number) =>
      env.DB.prepare("UPDATE meter_sources SET calls = calls + ?2 WHERE source = ?1")
        .bind(shardOf(id), by)
        .run();
    await change(-1);
    expect((await usage()).complete).toBe(false);
    await change(1);
    expect((await usage()).complete).toBe(true);
  });
});
