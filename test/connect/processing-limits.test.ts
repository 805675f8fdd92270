import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { connectionStub } from "../../src/connections/stub";
import { DAY } from "../../src/kernel/clock";
import { meterSums } from "../../src/meter/query";
import { api, connectSandbox, frozenClock, newDeveloper } from "../support/harness";

const codeOf = async (answer: Response) => ((await answer.json()) as { code?: string }).code;

describe("an objection", () => {
  it("stops its own purpose from the next call on, a warm lease notwithstanding, and nothing else", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const read = (path: string) => api(developer, "GET", `/v1/connections/${id}/${path}`);
    expect((await read("customers?limit=1")).status).toBe(200);
    await connectionStub(env, id)!.limitProcessing(["customer_data"]);
    const refused = await read("customers?limit=1");
    expect([refused.status, await codeOf(refused)]).toEqual([409, "connection_not_active"]);
    expect((await read("orders?limit=1")).status).toBe(200);
    await connectionStub(env, id)!.limitProcessing([]);
    expect((await read("orders?limit=1&raw=true")).status).toBe(200);
    await connectionStub(env, id)!.limitProcessing(["raw_data"]);
    expect((await read("orders?limit=1&raw=true")).status).toBe(409);
    expect((await read("proxy/shop")).status).toBe(409);
    expect((await read("orders?limit=1")).status).toBe(200);
  });

  it("survives the object's eviction", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    await connectionStub(env, id)!.limitProcessing(["retail_data"]);
    await runInDurableObject(connectionStub(env, id)!, (_, state) => state.abort("evicted")).catch(() => {});
    expect((await api(developer, "GET", `/v1/connections/${id}/orders`)).status).toBe(409);
  });
});

describe("a restriction", () => {
  it("keeps everything and uses nothing, the platform's token included, until it is lifted", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    await connectionStub(env, id)!.limitProcessing(["all"]);
    for (const path of ["store", "orders", "orders?raw=true", "customers"])
      expect((await api(developer, "GET", `/v1/connections/${id}/${path}`)).status).toBe(409);
    expect(await connectionStub(env, id)!.keepAlive()).toBe("not_due");
    expect((await api(developer, "GET", `/v1/connections/${id}`)).status).toBe(200);
    await connectionStub(env, id)!.limitProcessing([]);
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(200);
  });
});

describe("purging an object", () => {
  it("is refused while the connection lives, and leaves nothing afterwards, its calls counted", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(200);
    const object = connectionStub(env, id)!;
    expect(await object.purge(id)).toBe("not_ended");
    await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(await object.purge(id)).toBe("purged");
    const tables = await runInDurableObject(object, (_, state) =>
      state.storage.sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
        )
        .toArray(),
    );
    expect(tables).toEqual([]);
    expect(await object.purge(id)).toBe("purged");
    const counted = await env.DB.prepare("SELECT calls FROM usage_connections WHERE connection_id = ?1")
      .bind(id)
      .first<number>("calls");
    expect(counted).toBe(2); // store, disconnect
    // A call about it that comes late is counted without naming it, and brings nothing back to life.
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(404);
    const sums = await meterSums(env.DB);
    expect(sums.bySource).toBe(sums.byCell);
  });

  it("happens by itself, in time and not before, to one that D1 knows nothing of", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    await env.DB.prepare("DELETE FROM connections WHERE id = ?1").bind(id).run();
    const object = connectionStub(env, id)!;
    const ended = await object.disconnect();
    const time = frozenClock(ended!.disconnectedAt + 30 * DAY - 60_000);
    try {
      await runDurableObjectAlarm(object);
      expect(await object.snapshot()).not.toBeNull();
      time.add(60_000);
      expect(await runDurableObjectAlarm(object)).toBe(true);
      expect(await object.snapshot()).toBeNull();
    } finally {
      time.release();
    }
  });

  it("does not happen by itself to one that D1 knows: retention does that, legal holds heeded", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const object = connectionStub(env, id)!;
    const ended = await object.disconnect();
    const time = frozenClock(ended!.disconnectedAt + 31 * DAY);
    try {
      await runDurableObjectAlarm(object);
      expect(await object.snapshot()).not.toBeNull();
    } finally {
      time.release();
    }
  });

  it("waits while the meter cannot be flushed, and then goes on", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    await api(developer, "DELETE", `/v1/connections/${id}`);
    await env.DB.exec(
      "CREATE TRIGGER hold_meter BEFORE INSERT ON meter_sources BEGIN SELECT RAISE(ABORT, 'down'); END",
    );
    expect(await connectionStub(env, id)!.purge(id)).toBe("busy");
    await env.DB.exec("DROP TRIGGER hold_meter");
    expect(await connectionStub(env, id)!.purge(id)).toBe("purged");
  });
});
