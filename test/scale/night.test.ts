import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { connectionStub } from "../../src/connections/stub";
import { DAY, HOUR, MINUTE } from "../../src/kernel/clock";
import { newConnectionId } from "../../src/kernel/ids";
import { openRequest } from "../../src/rights/service";
import worker from "../../src/worker";
import wrangler from "../../wrangler.toml?raw";
import { countRows, insertRow } from "../retention/fixture";
import { api, connectSandbox, frozenClock, newDeveloper } from "../support/harness";
import { type Asked, counted, total } from "./counted";

/**
 * A day of cron with ten thousand connections whose refresh tokens live a day, and as many that fall due to be erased
 * at its beginning. Their objects are stood in for: the simulator keeps a file open for each. A few are real.
 */
const CONNECTIONS = 10_000;
const DUSK = Date.parse("2026-03-10T00:00:00.000Z");
/** D1's queries an invocation; all its subrequests together may be more, and are not. */
const LIMIT = 1_000;
/** Bundles to be built, and as many objections to be set. */
const UNDER_WAY = 30;
const WAITING = 30;
const DEADLINES = 300;
const FAILING = 60;

const CRONS = JSON.parse(/^crons = (\[.*?\])/m.exec(wrangler)?.[1] ?? "[]") as string[];

let minute = 0;
const night: { cron: string; minute: number; asked: Asked }[] = [];
/** The minutes of the night in which each connection was asked. */
const askedAt = new Map<string, number[]>();
let living: string[] = [];
const real: { living: string; ended: string }[] = [];

/** `*`, `*\/n` and `a-59/n`: all there is in wrangler.toml. */
function isDue(cron: string): boolean {
  const [, first = "0", step = "1"] = /^(?:\*|(\d+)-59)(?:\/(\d+))? \* \* \* \*$/.exec(cron) ?? [];
  return minute % 60 >= Number(first) && ((minute % 60) - Number(first)) % Number(step) === 0;
}

async function connections(status: string, checkedAt: number, endedAt: number | null): Promise<string[]> {
  const ids = Array.from({ length: CONNECTIONS }, () => newConnectionId("af"));
  for (let at = 0; at < CONNECTIONS; at += 1_000)
    await env.DB.prepare(
      `INSERT INTO connections (id, app_id, mode, platform, external_user_id, region, status, account_hash,
         missing_scopes, created_at, checked_at, disconnected_at)
       SELECT value, 'app_' || (key % 40), 'live', 'jumia', 'user_' || key, 'af', ?2, value, '[]', ?3, ?3, ?4
       FROM json_each(?1)`,
    )
      .bind(JSON.stringify(ids.slice(at, at + 1_000)), status, checkedAt, endedAt)
      .run();
  return ids;
}

/** What people have asked for: to be carried on, waiting for an operator to read, or all but due. */
async function requests(): Promise<void> {
  for (let i = 0; i < WAITING + 2 * UNDER_WAY; i++) {
    const isWaiting = i < WAITING;
    await openRequest(env, {
      right: isWaiting ? "rectification" : i % 2 ? "portability" : "objection",
      channel: "privacy_centre",
      jurisdiction: null,
      app: null,
      requesterHash: `person ${i}`,
      subjects: [{ id: living[i]!, appId: `app_${i % 40}`, mode: "live" }],
      wishes: isWaiting ? { remark: "The name is misspelt." } : {},
    });
  }
  for (let i = 0; i < DEADLINES; i++)
    await insertRow("rights_requests", {
      id: `rr_${i}`,
      type: "deletion",
      status: "received",
      channel: "privacy_centre",
      jurisdiction: "eu",
      received_at: DUSK - 24 * DAY,
      due_at: DUSK + 6 * DAY,
      link_expires_at: DUSK + 6 * DAY,
    });
  for (let i = 0; i < FAILING; i++)
    await insertRow("webhook_endpoints", {
      app_id: `app_${i % 40}`,
      mode: "live",
      status: "enabled",
      failing_since: DUSK - DAY,
    });
}

beforeAll(async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const time = frozenClock(DUSK - 40 * DAY);
  const developer = await newDeveloper();
  for (let i = 0; i < 3; i++) {
    const { id: ended } = await connectSandbox(developer);
    expect((await api(developer, "DELETE", `/v1/connections/${ended}`)).status).toBe(200);
    real.push({ ended, living: (await connectSandbox(developer)).id });
  }
  time.set(DUSK - MINUTE);
  living = await connections("active", DUSK - 3 * HOUR, null);
  await connections("disconnected", DUSK - 31 * DAY, DUSK - 30 * DAY);
  await requests();

  const isReal = new Set(real.flatMap((ids) => Object.values(ids)));
  const { env: under, take } = counted((object, method) => {
    if (method === "keepAlive") askedAt.set(object, [...(askedAt.get(object) ?? []), minute]);
    if (isReal.has(object)) return undefined;
    return { keepAlive: "not_due", purge: "purged", limitProcessing: true }[method];
  });
  for (; minute < 24 * 60; minute++) {
    time.set(DUSK + minute * MINUTE);
    for (const cron of CRONS.filter(isDue)) {
      await worker.scheduled(createScheduledController({ cron }), under);
      night.push({ cron, minute, asked: take() });
    }
  }
  time.release();
}, 600_000);

const lastWith = (cron: string, asks: (asked: Asked) => boolean) =>
  night.findLast((one) => one.cron === cron && asks(one.asked))?.minute;

describe("a night of ten thousand connections", () => {
  it("runs each trigger's works as often as it says", () => {
    const often = CRONS.map((cron) => night.filter((one) => one.cron === cron).length);
    expect(often).toEqual([1_440, 720, 288, 288, 288]);
  });

  it("keeps every invocation within the queries, and all subrequests, that one may make", () => {
    for (const { cron, minute, asked } of night)
      expect(total(asked), `${cron} in minute ${minute}: ${JSON.stringify(asked)}`).toBeLessThanOrEqual(
        LIMIT,
      );
  });

  it("asks each connection so often that its refresh token is renewed in time", () => {
    const times = living.map((id) => [-180, ...(askedAt.get(id) ?? []), 24 * 60]);
    const pauses = times.flatMap((minutes) => minutes.slice(1).map((at, i) => at - minutes[i]!));
    expect(Math.min(...times.map(({ length }) => length - 2))).toBeGreaterThanOrEqual(7);
    // Renewed from half a day on, and good for a day: there is room for two asks that fail.
    expect(Math.max(...pauses)).toBeLessThan(4 * 60);
  });

  it("renews a real one that is due, among all the others", async () => {
    for (const { living: id } of real) {
      expect(askedAt.get(id)).toHaveLength(1);
      const { status, expiresAt } = (await connectionStub(env, id)?.snapshot()) ?? {};
      expect(status).toBe("active");
      expect(expiresAt).toBeGreaterThan(DUSK);
    }
  });

  it("has erased all that were due, and the real ones' objects, an hour and a half after dusk", async () => {
    expect(await countRows("connections", "status = 'disconnected'")).toBe(0);
    expect(lastWith("1-59/5 * * * *", ({ objects }) => objects > 0)).toBeLessThan(90);
    for (const { ended } of real) expect(await connectionStub(env, ended)?.snapshot()).toBeNull();
  });

  it("has answered the requests under way, past those that wait, and reminded of every deadline once", async () => {
    expect(await countRows("rights_requests", "status = 'completed'")).toBe(2 * UNDER_WAY);
    expect(await countRows("rights_requests", "status = 'in_progress'")).toBe(WAITING);
    expect(await countRows("rights_history", "event = 'reminded'")).toBe(DEADLINES);
    const bundles = night.map(({ asked }) =>
      asked.r2.filter((operation) => operation.endsWith("put bundles/")),
    );
    // Each may read logs with most of an invocation's subrequests.
    expect(Math.max(...bundles.map(({ length }) => length))).toBe(1);
    expect(lastWith("*/5 * * * *", ({ d1 }) => d1 > 40)).toBeLessThan(3 * 60);
  });

  it("has told every developer whose endpoint fails", async () => {
    expect(await countRows("alerts", "rule = 'endpoint_failing'")).toBe(FAILING);
  });
});
