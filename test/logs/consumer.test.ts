import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HOUR } from "../../src/kernel/clock";
import { consumeLogs } from "../../src/logs/consumer";
import { splitForQueue } from "../../src/logs/line";
import { parseLine, unpack } from "../../src/logs/partition";
import { BASE, bucketWith, deliver, keys, line, message } from "./fixture";

afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

async function idsIn(key: string): Promise<string[]> {
  const object = await env.LOGS.get(key);
  const texts = object ? await unpack(await object.arrayBuffer()) : [];
  return texts.map((text) => parseLine(text)?.id ?? "damaged");
}

const silenced = () => vi.spyOn(console, "error").mockImplementation(() => undefined);

describe("consumeLogs", () => {
  it("makes one object for each hour of all messages together", async () => {
    const result = await deliver([
      message([line("a"), line("b", { time: BASE - 1 })]),
      message([line("c", { app_id: "app_other" })], 2),
      message([], 3),
    ]);
    expect(result.explicitAcks.length).toBe(3);
    expect(result.retryMessages).toEqual([]);
    const written = await keys();
    expect(written.map((key) => key.slice(0, 19))).toEqual(["logs/2026-11-23/18-", "logs/2026-11-23/19-"]);
    expect(await idsIn(written[0]!)).toEqual(["b"]);
    expect(await idsIn(written[1]!)).toEqual(["c", "a"]);
    const head = await env.LOGS.head(written[1]!);
    expect(head?.customMetadata?.apps).toBe("app_mine,app_other");
    expect(head?.httpMetadata?.contentType).toBe("application/x-ndjson");
  });

  it("puts a batch of thousands of lines into one object", async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => line(`req_${index}`, { time: BASE + index }));
    const messages = splitForQueue("conn_e1", 1, lines);
    expect(messages.length).toBeGreaterThan(10);
    const result = await deliver(messages);
    expect(result.explicitAcks.length).toBe(messages.length);
    const written = await keys();
    expect(written.length).toBe(1);
    expect(new Set(await idsIn(written[0]!)).size).toBe(5_000);
  });

  it("overwrites its own object when the same batch comes again", async () => {
    await deliver([message([line("a"), line("b")]), message([line("c")], 2)]);
    const once = await keys();
    await deliver([message([line("c")], 2), message([line("a"), line("b")])], env.LOGS, 2);
    expect(await keys()).toEqual(once);
    expect(once.length).toBe(1);
  });

  it("drops what a line carries beyond its fields", async () => {
    await deliver([message([{ ...line("a"), customer: "Ada Lovelace" } as never])]);
    const object = await env.LOGS.get((await keys())[0]!);
    const text = (await unpack(await object!.arrayBuffer())).join("\n");
    expect(text).toContain('"id":"a"');
    expect(text).not.toContain("Ada");
  });

  it("acknowledges nothing while the storage fails, and loses nothing when it recovers", async () => {
    const error = silenced();
    const down = bucketWith({ put: () => Promise.reject(new Error("R2 is down: secret detail")) });
    const bodies = [message([line("a")]), message([line("b")], 2)];
    const result = await deliver(bodies, down);
    expect(result.explicitAcks).toEqual([]);
    expect(result.retryMessages.length).toBe(2);
    expect(await keys()).toEqual([]);
    expect(error).toHaveBeenCalledTimes(1);
    expect(String(error.mock.calls[0])).not.toContain("secret detail");

    const again = await deliver(bodies, env.LOGS, 2);
    expect(again.explicitAcks.length).toBe(2);
    expect(await idsIn((await keys())[0]!)).toEqual(["b", "a"]);
  });

  it("acknowledges only messages all of whose hours were written", async () => {
    silenced();
    const half = bucketWith({
      put: ((key: string, value: ArrayBuffer) =>
        key.startsWith("logs/2026-11-23/20-")
          ? Promise.reject(new Error("one hour fails"))
          : env.LOGS.put(key, value)) as R2Bucket["put"],
    });
    const bodies = [
      message([line("early")]),
      message([line("both-early"), line("both-late", { time: BASE + HOUR })], 2),
      message([line("late", { time: BASE + HOUR })], 3),
    ];
    const result = await deliver(bodies, half);
    expect(result.explicitAcks.length).toBe(1);
    expect(result.retryMessages.length).toBe(2);

    await deliver(bodies.slice(1), env.LOGS, 2);
    const ids = (await Promise.all((await keys()).map(idsIn))).flat();
    expect(new Set(ids)).toEqual(new Set(["early", "both-early", "both-late", "late"]));
  });

  it("waits longer from try to try, up to an hour", async () => {
    silenced();
    const down = bucketWith({ put: () => Promise.reject(new Error("down")) });
    const delays: (number | undefined)[] = [];
    // The pool's queue result tells which messages are retried, not when.
    const tried = (attempts: number): Message<unknown> => ({
      id: `m${attempts}`,
      timestamp: new Date(BASE),
      attempts,
      body: message([line("a")]),
      ack: () => delays.push(-1),
      retry: (options) => delays.push(options?.delaySeconds),
    });
    const messages = [1, 2, 5, 8, 11, 100].map(tried);
    await consumeLogs({ messages } as unknown as MessageBatch, { LOGS: down });
    expect(delays).toEqual([30, 60, 480, 3_600, 3_600, 3_600]);
  });

  it("never acknowledges what it does not understand, and writes the rest", async () => {
    const error = silenced();
    const malformed: unknown[] = [
      "text",
      null,
      { source: "conn_e1", seq: 1 },
      message([line("good"), { ...line("bad"), operation: "/orders/ada@example.com" }]),
      { ...message([line("x")]), seq: -1 },
    ];
    const result = await deliver([...malformed, message([line("fine")])]);
    expect(result.explicitAcks.length).toBe(1);
    expect(result.retryMessages.length).toBe(malformed.length);
    expect(await idsIn((await keys())[0]!)).toEqual(["fine"]);
    expect(error.mock.calls).toEqual([["logs: 5 of 6 messages do not fit the schema"]]);
  });

  it("does nothing with an empty batch", async () => {
    const result = await deliver([]);
    expect(result.explicitAcks).toEqual([]);
    expect(await keys()).toEqual([]);
  });
});
