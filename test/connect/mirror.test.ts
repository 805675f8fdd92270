import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import { connectionStub } from "../../src/connections/stub";
import { HOUR } from "../../src/kernel/clock";
import { api, connectSandbox, frozenClock, newDeveloper } from "../support/harness";

afterEach(() => {
  vi.restoreAllMocks();
});

it("a refresh writes nothing to D1, a change of status does", async () => {
  const frozen = frozenClock(Date.now());
  try {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer);
    const prepare = vi.spyOn(Object.getPrototypeOf(env.DB) as D1Database, "prepare");
    const updates = () =>
      prepare.mock.calls.filter(([sql]) => sql.startsWith("UPDATE connections SET status")).length;
    frozen.add(2 * HOUR);
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(200);
    await runDurableObjectAlarm(connectionStub(env, id)!);
    expect(updates()).toBe(0);
    await api(developer, "POST", `/v1/sandbox/connections/${id}/break`, { as: "revoked" });
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(409);
    expect(updates()).toBe(1);
    const row = await env.DB.prepare("SELECT status FROM connections WHERE id = ?1").bind(id).first();
    expect(row).toEqual({ status: "needs_reauth" });
    await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(updates()).toBe(2);
  } finally {
    frozen.release();
  }
});
