import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ConnectionObject } from "../../src/connections/object";
import { clock, DAY, MINUTE } from "../../src/kernel/clock";
import { newConnectionId, newId } from "../../src/kernel/ids";
import { meterOf } from "../../src/meter/shards";
import { line } from "../logs/fixture";
import { isTokenCall, tapSandbox } from "../support/fake-platforms";
import { api, connectSandbox, frozenClock, newDeveloper, recordedIn } from "../support/harness";

const MANNER = { leased: true, raw: false };
let frozen: ReturnType<typeof frozenClock>;
afterEach(() => {
  frozen.release();
  vi.restoreAllMocks();
});

describe("a clock that was a day ahead and is put right", () => {
  it("does not lengthen the pause after a failed refresh", async () => {
    const now = clock.now();
    frozen = frozenClock(now);
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const call = async () => (await api(developer, "GET", `/v1/connections/${id}/store`)).status;
    let isDown = true;
    let refusals = 0;
    tapSandbox((request, forward) => {
      if (isTokenCall(request) && isDown) return new Response("down", { status: 503 });
      if (!isTokenCall(request) && refusals-- > 0) return new Response("{}", { status: 401 });
      return forward(request);
    });
    frozen.set(now + DAY);
    expect(await call()).toBe(502);
    isDown = false;
    refusals = 1;
    frozen.set(now + MINUTE);
    expect(await call()).toBe(200);
  });

  it("does not lengthen the life of a lease", async () => {
    const now = clock.now();
    frozen = frozenClock(now + DAY);
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const call = async () => (await api(developer, "GET", `/v1/connections/${id}/store`)).status;
    const leases = vi.spyOn(ConnectionObject.prototype, "lease");
    expect(await call()).toBe(200);
    expect(await call()).toBe(200);
    expect(leases).toHaveBeenCalledTimes(1);
    frozen.set(now);
    expect(await call()).toBe(200);
    expect(leases).toHaveBeenCalledTimes(2);
  });

  it("does not lengthen for how long a ledger keeps what it counted, and what it withholds", async () => {
    const now = clock.now();
    frozen = frozenClock(now + DAY);
    const id = newConnectionId("us");
    const ledger = meterOf(env, id);
    await ledger.end(id);
    await ledger.settle(line(newId("req"), { connection_id: id, time: clock.now(), status: 404 }), MANNER);
    for (let minutes = 0; minutes <= 15; minutes += 5) {
      frozen.set(now + minutes * MINUTE);
      await evictDurableObject(ledger);
      await runDurableObjectAlarm(ledger);
    }
    expect(await runDurableObjectAlarm(ledger)).toBe(false);
  });
});

describe("a clock that jumps a day ahead", () => {
  it("lets no answer leave of a connection that ended while its call was under way", async () => {
    frozen = frozenClock(clock.now());
    for (const death of [null, evictDurableObject]) {
      const id = newConnectionId("us");
      const ledger = meterOf(env, id);
      await ledger.end(id);
      frozen.add(DAY);
      for (let alarms = 0; alarms < 3; alarms++) {
        await runDurableObjectAlarm(ledger);
        await death?.(ledger);
        const answered = line(newId("req"), { connection_id: id, time: clock.now(), status: 200 });
        expect(await ledger.settle(answered, MANNER)).toBe("withdrawn");
        frozen.add(MINUTE);
      }
    }
  });

  it("does not count a call twice that is told again", async () => {
    frozen = frozenClock(clock.now());
    const id = newConnectionId("us");
    const ledger = meterOf(env, id);
    for (const death of [null, evictDurableObject]) {
      const one = line(newId("req"), { connection_id: id, time: clock.now(), status: 200 });
      const settle = () => ledger.settle(one, MANNER);
      await settle();
      const counted = await recordedIn(id);
      await runDurableObjectAlarm(ledger);
      await death?.(ledger);
      frozen.add(DAY);
      for (let alarms = 0; alarms < 2; alarms++) {
        await runDurableObjectAlarm(ledger);
        await settle();
        frozen.add(MINUTE);
      }
      expect(await recordedIn(id)).toBe(counted);
    }
  });
});
