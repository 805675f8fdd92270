import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { DAY, HOUR, hourOf, rfc3339 } from "../../src/kernel/clock";
import type { LogLine } from "../../src/logs/line";
import { applyMeterBatch, MeterGap } from "../../src/meter/apply";
import { compactUsage } from "../../src/meter/compact";
import {
  api,
  connectSandbox,
  type Developer,
  flushMeter,
  type frozenClock,
  newDeveloper,
  request,
} from "../support/harness";

let clock: ReturnType<typeof frozenClock> | null = null;
afterEach(() => {
  clock?.release();
  clock = null;
});

let lines = 0;
function line(developer: Developer, over: Partial<LogLine> = {}): LogLine {
  lines += 1;
  return {
    id: `req_made${lines}`,
    time: Date.now(),
    app_id: developer.appId,
    mode: developer.mode,
    key_id: developer.keyId,
    connection_id: null,
    platform: "sandbox",
    operation: "orders.list",
    method: "GET",
    status: 200,
    code: null,
    platform_status: 200,
    duration_ms: 80,
    platform_ms: 60,
    ip_prefix: null,
    country: null,
    ...over,
  };
}

type Usage = {
  total_calls: number;
  data: { period: string; operation?: string; status?: number; calls: number; errors: number }[];
};

async function usage(developer: Developer, query = ""): Promise<Usage> {
  const answer = await api(developer, "GET", `/v1/usage${query}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return answer.json();
}

describe("usage", () => {
  it("shows every call of a connection, by operation and status, once it is flushed", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "lyon-librairie");
    for (let i = 0; i < 3; i++) await api(developer, "GET", `/v1/connections/${id}/orders?limit=1`);
    await api(developer, "GET", `/v1/connections/${id}/orders?limit=0`);
    await flushMeter(id);
    const { data } = await usage(developer, "?group_by=operation,status");
    expect(data.filter((cell) => cell.operation === "orders.list" && cell.status === 200)).toMatchObject([
      { calls: 3, errors: 0 },
    ]);
    // A call refused for its query names no connection yet: it is counted in the key's ledger, and shows after its flush.
    await flushMeter(developer.keyId);
    const after = await usage(developer, "?group_by=operation,status");
    expect(
      after.data.filter((cell) => cell.operation === "orders.list" && cell.status === 422),
    ).toMatchObject([{ calls: 1, errors: 1 }]);
  });

  it("tells a connection's calls up to the moment, flushed or not, with the proof", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "lyon-librairie");
    await api(developer, "GET", `/v1/connections/${id}/store`);
    await flushMeter(id);
    await api(developer, "GET", `/v1/connections/${id}/store`);
    const answer = await api(developer, "GET", `/v1/connections/${id}/usage`);
    expect(await answer.json()).toMatchObject({
      months: [{ calls: 2 }],
      completeness: { recorded: 2, applied: 1, pending: 1, complete: true },
    });
  });

  it("tells when a connection was last called with success: at once, and in lists after the flush", async () => {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "lyon-librairie");
    const [other] = [await connectSandbox(developer, "lagos-home")];
    const last = async (path: string) => {
      const body = (await (await api(developer, "GET", path)).json()) as Record<string, unknown>;
      const all = (body["data"] as Record<string, unknown>[] | undefined) ?? [body];
      return all.find((connection) => connection["id"] === id)?.["last_success_at"];
    };
    expect(await last(`/v1/connections/${id}`)).toBeNull();
    const before = rfc3339(Date.now());
    await api(developer, "GET", `/v1/connections/${id}/store`);
    await api(developer, "GET", `/v1/connections/${other.id}/store`);
    const at = await last(`/v1/connections/${id}`);
    expect(String(at) >= before).toBe(true);
    expect(await last("/v1/connections")).toBeNull();
    await flushMeter(id);
    expect(String(await last("/v1/connections")) >= String(at)).toBe(true);
  });

  it("never shows another app's or another mode's calls", async () => {
    const [one, other] = [await newDeveloper(), await newDeveloper()];
    await applyMeterBatch(env.DB, { source: one.keyId, seq: 1, lines: [line(one)] });
    const live = await newDeveloper({ mode: "live", appId: one.appId });
    expect((await usage(one)).total_calls).toBe(1);
    expect((await usage(other)).total_calls).toBe(0);
    expect((await usage(live)).total_calls).toBe(0);
  });

  it("publishes the sums over all ledgers and all cells, and they agree", async () => {
    const developer = await newDeveloper();
    await applyMeterBatch(env.DB, {
      source: developer.keyId,
      seq: 1,
      lines: [line(developer), line(developer)],
    });
    const answer = (await (await request("/trust/completeness.json")).json()) as Record<string, number>;
    expect(answer["calls_by_ledger"]).toBeGreaterThanOrEqual(2);
    expect(answer).toMatchObject({ completeness: 1, calls_by_usage: answer["calls_by_ledger"] });
  });
});

describe("a batch of the meter", () => {
  it("is applied once however often it is sent", async () => {
    const developer = await newDeveloper();
    const batch = {
      source: developer.keyId,
      seq: 1,
      lines: [line(developer), line(developer, { status: 502 })],
    };
    expect(await applyMeterBatch(env.DB, batch)).toBe("applied");
    expect(await applyMeterBatch(env.DB, batch)).toBe("already_applied");
    expect((await usage(developer)).total_calls).toBe(2);
  });

  it("that comes before its turn changes nothing and says which was next", async () => {
    const developer = await newDeveloper();
    const batch = (seq: number) => ({
      source: developer.keyId,
      seq,
      lines: [line(developer)],
    });
    await applyMeterBatch(env.DB, batch(1));
    await expect(applyMeterBatch(env.DB, batch(3))).rejects.toEqual(new MeterGap(developer.keyId, 2, 3));
    expect((await usage(developer)).total_calls).toBe(1);
  });
});

describe("folding hours into days", () => {
  it("moves each call once: sums stay equal before, after, and with a late batch for a folded day", async () => {
    const developer = await newDeveloper();
    const now = Date.parse("2026-11-23T12:00:00Z");
    const old = now - 100 * DAY;
    const apply = (seq: number, times: number[]) =>
      applyMeterBatch(env.DB, {
        source: developer.keyId,
        seq,
        lines: times.map((time) => line(developer, { time })),
      });
    await apply(1, [old, old + HOUR, old + HOUR, now]);
    const range = `?from=${rfc3339(now - 200 * DAY)}&to=${rfc3339(now + DAY)}&granularity=day`;
    const before = await usage(developer, range);
    expect(before.total_calls).toBe(4);

    expect((await compactUsage(env.DB, now)).days).toContain("2026-08-15");
    expect(await usage(developer, range)).toEqual(before);
    await apply(2, [old + 2 * HOUR]);
    await compactUsage(env.DB, now);
    await compactUsage(env.DB, now);
    const after = await usage(developer, range);
    expect(after.data.map(({ period, calls }) => [period, calls])).toEqual([
      ["2026-08-15", 4],
      ["2026-11-23", 1],
    ]);
    const hours = await env.DB.prepare(
      "SELECT count(*) AS n FROM usage_hourly WHERE app_id = ?1 AND hour < ?2",
    )
      .bind(developer.appId, hourOf(now - 90 * DAY))
      .first<{ n: number }>();
    expect(hours?.n).toBe(0);
  });

  it("leaves hours inside the 90 days alone", async () => {
    const developer = await newDeveloper();
    const now = Date.parse("2026-11-23T12:00:00Z");
    await applyMeterBatch(env.DB, {
      source: developer.keyId,
      seq: 1,
      lines: [line(developer, { time: now - 89 * DAY })],
    });
    await compactUsage(env.DB, now);
    const hours = await env.DB.prepare("SELECT count(*) AS n FROM usage_hourly WHERE app_id = ?1")
      .bind(developer.appId)
      .first<{ n: number }>();
    expect(hours?.n).toBe(1);
  });
});
