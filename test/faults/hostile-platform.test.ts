import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { clock, SECOND } from "../../src/kernel/clock";
import { logBatchSchema } from "../../src/logs/line-schema";
import { tokensOf } from "../support/fake-platforms";
import { flushMeter, frozenClock, recordedIn } from "../support/harness";
import { HostileStage, ways } from "./hostile";

/** GraphQL, REST with a refresh token that stays, REST with one that rotates, REST without. */
const PLATFORMS = ["shopify", "square", "lightspeed-x", "ecwid"];
const MEGABYTE = 1_024 * 1_024;
/** The longest wait for one answer of a platform; see platforms/api.ts. */
const CALL_MS = 20 * SECOND;

let frozen: ReturnType<typeof frozenClock> | undefined;
afterEach(() => {
  frozen?.release();
  frozen = undefined;
  vi.restoreAllMocks();
});

const counted = async ({ id, stage }: HostileStage) =>
  (await recordedIn(id)) + (await recordedIn(stage.developer.keyId));

async function expectExact(hostile: HostileStage, before: number): Promise<void> {
  expect((await counted(hostile)) - before).toBe(hostile.answered.size);
  const { developer } = hostile.stage;
  for (const source of [hostile.id, developer.keyId]) expect(await flushMeter(source)).toBe(true);
  const cells = await env.DB.prepare("SELECT sum(calls) AS calls FROM usage_hourly WHERE app_id = ?1")
    .bind(developer.appId)
    .first<number>("calls");
  // Besides those made here, the two that made the connection: the session and the exchange.
  expect(cells).toBe(hostile.answered.size + 2);
  // And the log's consumer understands every line: one that it does not would hold up all that came with it.
  for (const message of hostile.sentToLog) expect(logBatchSchema.safeParse(message).error).toBeUndefined();
  const logged = hostile.sentToLog.flatMap(({ lines }) => lines.map(({ id }) => id));
  expect([...hostile.answered].filter((id) => !logged.includes(id))).toEqual([]);
}

describe.each(PLATFORMS)("a platform like no other: %s", (key) => {
  it("answers a call with a problem in time, and the connection stays good", async () => {
    const hostile = await HostileStage.open(key);
    const before = await counted(hostile);
    for (const way of ways) {
      hostile.answer("api", way);
      const { status, code, text } = await hostile.call("/store");
      expect(["platform_error", "platform_timeout"], `${way}: ${text}`).toContain(code);
      expect([502, 504], way).toContain(status);
      hostile.answer("api", null);
      expect((await hostile.call("/store")).status, way).toBe(200);
    }
    expect(hostile.longestMs).toBeLessThanOrEqual(CALL_MS);
    expect(await hostile.sent("elsewhere")).toBe(0);
    await expectExact(hostile, before);
  });
});

describe.each(["square", "lightspeed-x", "shopify"])("a token endpoint like no other: %s", (key) => {
  it("costs no connection: the call is refused in time, and the token in force stays so", async () => {
    frozen = frozenClock(clock.now());
    const hostile = await HostileStage.open(key);
    const before = await counted(hostile);
    for (const way of ways) {
      const held = await tokensOf(hostile.id);
      frozen.set(held.expires_at! + SECOND);
      hostile.answer("refresh", way);
      const { code, text } = await hostile.call("/store");
      expect(["platform_error", "platform_timeout"], `${way}: ${text}`).toContain(code);
      expect(await tokensOf(hostile.id), way).toEqual(held);
      hostile.answer("refresh", null);
      frozen.add(6 * SECOND);
      expect((await hostile.call("/store")).status, way).toBe(200);
    }
    expect(hostile.longestMs).toBeLessThanOrEqual(CALL_MS);
    expect(await hostile.sent("elsewhere")).toBe(0);
    await expectExact(hostile, before);
  });
});

describe("the proxy before such a platform", () => {
  it("passes on what is an answer, follows nowhere, and refuses in time where there is none", async () => {
    const hostile = await HostileStage.open("square");
    const before = await counted(hostile);
    for (const [way, expected] of [
      ["redirect", 302],
      ["not-json", 200],
      ["no-content", 204],
      ["no-content-body", 204],
      ["reset-content", 205],
      ["not-modified", 304],
      ["status-999", 502],
      ["status-99999", 502],
      ["headers-64k", 200],
      ["silent", 504],
      ["reset", 502],
      ["no-http", 502],
      ["only-continue", 502],
      ["endless-head", 502],
    ] as const) {
      hostile.answer("api", way);
      expect((await hostile.call("/proxy/merchants")).status, way).toBe(expected);
    }
    expect(await hostile.sent("elsewhere")).toBe(0);
    hostile.answer("api", null);
    expect((await hostile.call("/store")).status).toBe(200);
    await expectExact(hostile, before);
  });
});

describe("a status that is none of HTTP's", () => {
  it("is the platform's fault, and holds up no line of the log", async () => {
    const hostile = await HostileStage.open("square");
    const before = await counted(hostile);
    for (const way of ["status-999", "status-99999", "only-continue"]) {
      hostile.answer("api", way);
      for (const path of ["/store", "/proxy/merchants"])
        expect((await hostile.call(path)).code, way).toBe("platform_error");
    }
    await expectExact(hostile, before);
  });
});

describe("bytes without end", () => {
  it("are read up to a bound, wherever they come from", async () => {
    for (const [key, kind, way] of [
      ["square", "api", "endless"],
      ["square", "api", "endless-error"],
      ["square", "revoke", "endless-error"],
      ["sandbox", "revoke", "endless"],
      ["sandbox", "revoke", "endless-error"],
    ] as const) {
      const hostile = await HostileStage.open(key);
      const before = await hostile.sent(way);
      hostile.answer(kind, way);
      const { status } = await hostile.call(
        kind === "api" ? "/store" : "",
        kind === "api" ? "GET" : "DELETE",
      );
      expect(status).toBe(kind === "api" ? 502 : 200);
      // The bound is 32 MiB for data and 64 KiB for OAuth; the rest is what fits between the sockets.
      const bound = kind === "api" ? 48 * MEGABYTE : 12 * MEGABYTE;
      expect((await hostile.sent(way)) - before, `${key} ${kind} ${way}`).toBeLessThan(bound);
      vi.restoreAllMocks();
    }
  });
});
