import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ConnectionObject } from "../../src/connections/object";
import { DAY, HOUR, SECOND } from "../../src/kernel/clock";
import { newConnectionId } from "../../src/kernel/ids";
import { SandboxPlatform } from "../../src/sandbox/entrypoint";
import worker from "../../src/worker";
import { countRows, insertRow } from "../retention/fixture";
import { api, connectSandbox, frozenClock, newDeveloper } from "../support/harness";

let clock: ReturnType<typeof frozenClock> | null = null;
afterEach(() => {
  clock?.release();
  clock = null;
  vi.restoreAllMocks();
});

async function cron(): Promise<void> {
  const context = createExecutionContext();
  await worker.scheduled(createScheduledController({ cron: "*/2 * * * *" }), env);
  await waitOnExecutionContext(context);
}

/** The token requests that reach the sandbox platform from now on. */
function tokenRequests(): { count: number } {
  const seen = { count: 0 };
  const real = SandboxPlatform.prototype.fetch;
  vi.spyOn(SandboxPlatform.prototype, "fetch").mockImplementation(function (
    this: SandboxPlatform,
    request: Request,
  ) {
    if (new URL(request.url).pathname.endsWith("/oauth/token")) seen.count += 1;
    return real.call(this, request);
  });
  return seen;
}

describe("a connection nobody uses", () => {
  it("has its refresh token renewed by cron before it lapses, and works months later", async () => {
    clock = frozenClock(Date.parse("2026-01-01T00:00:00Z"));
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "cape-outdoor");
    const seen = tokenRequests();
    // Refresh tokens of the sandbox live 90 days; without use, only cron stands between them and their end.
    for (let day = 1; day <= 200; day++) {
      clock.add(DAY);
      if (day % 10 === 0) await cron();
    }
    expect(seen.count).toBeGreaterThanOrEqual(4);
    expect(seen.count).toBeLessThanOrEqual(8);
    const answer = await api(developer, "GET", `/v1/connections/${id}/store`);
    expect(answer.status, await answer.clone().text()).toBe(200);
  });

  it("is asked once a day at most", async () => {
    clock = frozenClock(Date.parse("2026-01-01T00:00:00Z"));
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "cape-outdoor");
    clock.add(2 * DAY);
    await cron();
    const checkedAt = async () =>
      (
        await env.DB.prepare("SELECT checked_at FROM connections WHERE id = ?1")
          .bind(id)
          .first<{ checked_at: number }>()
      )?.checked_at;
    const first = await checkedAt();
    clock.add(DAY / 2);
    await cron();
    expect(await checkedAt()).toBe(first);
  });

  it("is asked every three hours where a refresh token may live but a day", async () => {
    clock = frozenClock(Date.parse("2026-01-01T00:00:00Z"));
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "cape-outdoor");
    await env.DB.prepare("UPDATE connections SET platform = 'jumia' WHERE id = ?1").bind(id).run();
    const seen = tokenRequests();
    clock.add(3 * HOUR + 1);
    await cron();
    const row = await env.DB.prepare("SELECT checked_at FROM connections WHERE id = ?1").bind(id).first();
    expect(row).toEqual({ checked_at: Date.parse("2026-01-01T03:00:00.001Z") });
    expect(seen.count, "its object is asked, and knows by itself that it is not due").toBe(0);
  });

  it("is left to the next visit when platforms hang, which would find the same ones still to be asked", async () => {
    clock = frozenClock(Date.parse("2026-03-01T00:00:00Z"));
    await env.DB.exec("DELETE FROM connections");
    for (let i = 0; i < 13; i++)
      await insertRow("connections", {
        id: newConnectionId("af"),
        app_id: "app_hanging",
        mode: "test",
        region: "af",
        status: "active",
        checked_at: Date.parse("2026-02-01T00:00:00Z"),
        missing_scopes: "[]",
      });
    vi.spyOn(ConnectionObject.prototype, "keepAlive").mockImplementation(async () => {
      clock?.add(10 * SECOND);
      return "failed";
    });
    vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const left = () => countRows("connections", "app_id = 'app_hanging' AND checked_at < 1771000000000");
    await cron();
    // Two rounds of six are a hundred seconds and more.
    expect(await left()).toBe(1);
    await cron();
    expect(await left()).toBe(0);
  });
});
