import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { connectionStub } from "../../src/connections/stub";
import { HOUR, MINUTE } from "../../src/kernel/clock";
import { sha256 } from "../../src/kernel/digest";
import { newConnectionId, newId } from "../../src/kernel/ids";
import type { LogLine } from "../../src/logs/line";
import { meterSums } from "../../src/meter/query";
import { meterOf } from "../../src/meter/shards";
import { MeterObject } from "../../src/worker";
import { VirtualTime } from "../bench/virtual-time";
import { line } from "../logs/fixture";
import { everythingInObject } from "../support/fake-platforms";
import { api, connectSandbox, newDeveloper } from "../support/harness";

/** Each test stands in an hour of its own: ledgers outlive them. */
let hour = Date.now();
const nextHour = () => {
  hour += HOUR;
  return hour;
};

let time: VirtualTime | null = null;
afterEach(() => {
  vi.restoreAllMocks();
  time?.release();
  time = null;
});

const lineOf = (id: string, over: Partial<LogLine> = {}) =>
  line(newId("req"), { connection_id: id, operation: "orders.list", status: 200, ...over });
const settle = (one: LogLine, manner = { leased: true, raw: false }) =>
  meterOf(env, one.connection_id!).settle(one, manner);

const stored = (id: string) =>
  runInDurableObject(meterOf(env, id), (_, { storage }) =>
    JSON.stringify(
      ["commits_0", "commits_1", "withheld", "flushed"].map((table) =>
        storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
      ),
    ),
  );

describe("an answer under a lease of a connection that has ended", () => {
  it("does not leave, after the ledger's death either; a refusal does", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    expect(await settle(lineOf(id))).toBe("settled");
    await api(developer, "DELETE", `/v1/connections/${id}`);
    for (const death of [null, evictDurableObject]) {
      await death?.(meterOf(env, id));
      expect(await settle(lineOf(id))).toBe("withdrawn");
      expect(await settle(lineOf(id, { status: 404 }))).toBe("settled");
      expect(await settle(lineOf(id), { leased: false, raw: false })).toBe("settled");
    }
    expect(await settle(lineOf(newConnectionId("af")))).toBe("settled");
  });

  it("does not leave although it was waiting for its commit when the connection ended", async () => {
    const id = newConnectionId("af");
    time = new VirtualTime(nextHour());
    await settle(lineOf(id));
    const waiting = settle(lineOf(id));
    await scheduler.wait(20);
    await meterOf(env, id).end(id);
    await time.to(time.now + 40);
    expect(await waiting).toBe("withdrawn");
    expect((await meterOf(env, id).standing(id)).own).toHaveLength(1);
  });

  it("is not even a question after ten minutes: nothing of it rests then", async () => {
    const id = newConnectionId("eu");
    time = new VirtualTime(nextHour());
    await meterOf(env, id).end(id);
    const subject = await sha256(id);
    const marks = () =>
      runInDurableObject(meterOf(env, id), (_, { storage }) =>
        storage.sql.exec("SELECT * FROM withheld WHERE subject = ?", subject).toArray(),
      );
    for (const later of [5 * MINUTE, 5 * MINUTE - 1]) {
      await time.to(time.now + later);
      await evictDurableObject(meterOf(env, id));
      expect(await runDurableObjectAlarm(meterOf(env, id))).toBe(true);
      expect(await marks()).toHaveLength(1);
    }
    await time.to(time.now + 1);
    expect(await runDurableObjectAlarm(meterOf(env, id))).toBe(true);
    expect(await marks()).toEqual([]);
    expect(await runDurableObjectAlarm(meterOf(env, id))).toBe(false);
  });
});

describe("an answer that a person objected to meanwhile", () => {
  it("does not leave, another does, and all do once the objection is lifted", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const object = connectionStub(env, id)!;
    await object.limitProcessing(["customer_data"]);
    for (const death of [null, evictDurableObject]) {
      await death?.(meterOf(env, id));
      expect(await settle(lineOf(id, { operation: "customers.list" }))).toBe("restricted");
      expect(await settle(lineOf(id))).toBe("settled");
    }
    await object.limitProcessing([]);
    expect(await settle(lineOf(id, { operation: "customers.list" }))).toBe("settled");
  });

  it("stays withheld when the connection ends, whatever limit comes late", async () => {
    const id = newConnectionId("us");
    await meterOf(env, id).end(id);
    await meterOf(env, id).limit(id, []);
    expect(await settle(lineOf(id))).toBe("withdrawn");
  });
});

describe("a connection that was erased", () => {
  it("is named nowhere in its ledger, nor by calls that come late: they are counted without it", async () => {
    const id = newConnectionId("us");
    const [flushed, pending] = [lineOf(id), lineOf(id)];
    await settle(flushed);
    await meterOf(env, id).flush();
    await settle(pending);
    await meterOf(env, id).end(id);
    expect(await meterOf(env, id).forget(id)).toBe(true);
    expect(await stored(id)).not.toContain(id);
    for (const death of [null, evictDurableObject]) {
      await death?.(meterOf(env, id));
      expect(await settle(lineOf(id, { status: 404 }), { leased: false, raw: false })).toBe("settled");
      // A repetition is still known as one.
      await settle({ ...flushed, status: 404 });
      expect(await stored(id)).not.toContain(id);
    }
    expect(await meterOf(env, id).flush()).toBe(true);
    const named = await env.DB.prepare(
      "SELECT sum(calls) AS n FROM usage_connections WHERE connection_id = ?1",
    )
      .bind(id)
      .first<number>("n");
    expect(named).toBe(2);
    const { bySource, byCell } = await meterSums(env.DB);
    expect(bySource).toBe(byCell);
  });
});

// Last, since the local runtime goes on holding an object that failed a call, and cannot evict it.
describe("an answer whose ledger does not yet know that its connection ended", () => {
  it("does not leave when the meter could not be told at first: the end is answered, and completed, after it knows", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const telling = vi.spyOn(MeterObject.prototype, "end").mockRejectedValue(new Error("not reachable"));
    vi.spyOn(console, "error").mockImplementation(() => {});
    const answer = await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(answer.status).toBe(500);
    expect(telling).toHaveBeenCalledTimes(3);
    // No further lease is given meanwhile, and the credentials stay until the meter knows.
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(409);
    expect((await everythingInObject(id))["vault_keys"]).toHaveLength(1);
    telling.mockRestore();
    expect(await runDurableObjectAlarm(connectionStub(env, id)!)).toBe(true);
    expect(await settle(lineOf(id))).toBe("withdrawn");
    expect((await everythingInObject(id))["vault_keys"]).toEqual([]);
  });
});
