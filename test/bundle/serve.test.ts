import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundleKey } from "../../src/access/bundle-place";
import { serveBundle } from "../../src/bundle/serve";
import type { AppEnv } from "../../src/http/context";
import { onError } from "../../src/http/problems";
import { requestId } from "../../src/http/request-id";
import { DAY, SECOND } from "../../src/kernel/clock";
import type { Region } from "../../src/kernel/regions";
import { problem } from "../support/described-api";
import { frozenClock } from "../support/harness";
import { NOW, newRequest } from "./support";

const BODY = "0123456789abcdef";
let time: ReturnType<typeof frozenClock>;
let row: Awaited<ReturnType<typeof newRequest>>;

beforeEach(async () => {
  time = frozenClock(NOW);
  row = await newRequest([], { bundleExpiresAt: NOW + 7 * DAY });
  await env.BUNDLES.put(bundleKey(row.id), BODY, { httpMetadata: { contentType: "application/zip" } });
});

afterEach(async () => {
  time.release();
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});

function ask(headers: Record<string, string> = {}, method = "GET", region: Region = "us"): Promise<Response> {
  const app = new Hono<AppEnv>();
  app.onError(onError);
  app.use(requestId);
  app.get("/bundle", (c) => serveBundle(c, env, row, region));
  return Promise.resolve(app.request("/bundle", { method, headers }, env));
}

const etag = async () => (await env.BUNDLES.head(bundleKey(row.id)))!.httpEtag;

describe("a bundle", () => {
  it("is served whole, to be kept by nobody in between", async () => {
    const answer = await ask();
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="metristack-${row.id}.zip"`,
      "cache-control": "private, no-store",
      "accept-ranges": "bytes",
      "content-length": "16",
      etag: await etag(),
    });
    expect(await answer.text()).toBe(BODY);
  });

  it("says its size on HEAD, and gives no part of itself", async () => {
    const answer = await ask({ range: "bytes=0-3" }, "HEAD");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-length")).toBe("16");
    expect(answer.headers.get("content-range")).toBeNull();
    expect(await answer.text()).toBe("");
  });

  it.each([
    ["bytes=0-3", "0123", "bytes 0-3/16"],
    ["bytes=10-", "abcdef", "bytes 10-15/16"],
    ["bytes=-2", "ef", "bytes 14-15/16"],
    ["bytes=15-900", "f", "bytes 15-15/16"],
    ["bytes=0-", BODY, "bytes 0-15/16"],
  ])("gives the range %s", async (range, text, contentRange) => {
    const answer = await ask({ range });
    expect(answer.status).toBe(206);
    expect(answer.headers.get("content-range")).toBe(contentRange);
    expect(answer.headers.get("content-length")).toBe(String(text.length));
    expect(answer.headers.get("etag")).toBe(await etag());
    expect(await answer.text()).toBe(text);
  });

  it("refuses a range beyond it and says how long it is", async () => {
    const answer = await ask({ range: "bytes=16-" });
    expect(answer.headers.get("content-range")).toBe("bytes */16");
    await problem(answer, 416, "invalid_request", "beyond");
  });

  it.each(["bytes=1-0", "bytes=0-1,4-5", "lines=0-1"])("answers %s in full", async (range) => {
    const answer = await ask({ range });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(BODY);
  });

  it("goes on with a download only while it is the same bundle", async () => {
    const former = await etag();
    const range = "bytes=8-";
    expect((await ask({ range, "if-range": former })).status).toBe(206);
    expect((await ask({ range, "if-range": `W/${former}` })).status).toBe(200);
    expect((await ask({ range, "if-range": new Date(NOW).toUTCString() })).status).toBe(200);
    await env.BUNDLES.put(bundleKey(row.id), "built anew");
    const anew = await ask({ range, "if-range": former });
    expect(anew.status).toBe(200);
    expect(await anew.text()).toBe("built anew");
    // The precondition fails before the range is looked at, though that lies beyond the new bundle.
    expect((await ask({ range: "bytes=12-", "if-range": former })).status).toBe(200);
    await problem(await ask({ range, "if-match": former }), 412, "conflict", "another");
  });

  it("is not sent again to who has it", async () => {
    const answer = await ask({ "if-none-match": `W/${await etag()}` });
    expect(answer.status).toBe(304);
    expect(answer.headers.get("etag")).toBe(await etag());
    expect(await answer.text()).toBe("");
    expect((await ask({ "if-none-match": '"other"' })).status).toBe(200);
    expect((await ask({ "if-match": await etag() })).status).toBe(200);
  });

  it("is looked for in its own region only", async () => {
    await problem(await ask({}, "GET", "eu"), 410, "expired", "eu");
    await env.BUNDLES_EU.put(bundleKey(row.id), "europe");
    expect(await (await ask({}, "GET", "eu")).text()).toBe("europe");
    expect(await (await ask({}, "GET", "af")).text()).toBe(BODY);
  });
});

describe("time", () => {
  it("ends it to the millisecond, though it still rests in R2", async () => {
    time.set(NOW + 7 * DAY - 1);
    expect((await ask()).status).toBe(200);
    expect((await ask({}, "HEAD")).status).toBe(200);
    time.set(NOW + 7 * DAY);
    await problem(await ask(), 410, "expired", "at its moment");
    await problem(await ask({ range: "bytes=0-3" }), 410, "expired", "a range");
    await problem(await ask({ "if-none-match": await etag() }), 410, "expired", "conditional");
    expect((await ask({}, "HEAD")).status).toBe(410);
    time.add(SECOND);
    await problem(await ask(), 410, "expired", "after");
    expect(await env.BUNDLES.head(bundleKey(row.id))).not.toBeNull();
  });

  it("has ended it when it is gone before", async () => {
    await env.BUNDLES.delete(bundleKey(row.id));
    await problem(await ask(), 410, "expired", "gone");
  });

  it("has not begun before it is built", async () => {
    row = { ...row, bundleExpiresAt: null };
    await problem(await ask(), 409, "conflict", "not built");
  });
});
