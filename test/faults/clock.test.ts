import { afterEach, describe, expect, it, vi } from "vitest";
import { ConnectionObject } from "../../src/connections/object";
import { clock, DAY, MINUTE } from "../../src/kernel/clock";
import { isTokenCall, tapSandbox } from "../support/fake-platforms";
import { api, connectSandbox, frozenClock, newDeveloper } from "../support/harness";

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
});
