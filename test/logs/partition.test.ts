import { env } from "cloudflare:workers";
import { expect, describe as group, it } from "vitest";
import { HOUR, isDay } from "../../src/kernel/clock";
import {
  byHour,
  dayOfPrefix,
  describe,
  hourOfKey,
  newestFirst,
  pack,
  parseLine,
  unpack,
} from "../../src/logs/partition";
import { BASE, line } from "./fixture";

group("the layout", () => {
  it("puts a line into the UTC hour of its own time", () => {
    const hours = byHour([
      line("a", { time: BASE - 1 }),
      line("b", { time: BASE }),
      line("c", { time: BASE + HOUR - 1 }),
      line("d", { time: Date.parse("2026-11-23T23:59:59.999Z") }),
      line("e", { time: Date.parse("2026-11-24T00:00:00.000Z") }),
    ]);
    expect(Array.from(hours, ([hour, lines]) => [hour, lines.map((one) => one.id)])).toEqual([
      ["2026-11-23T18", ["a"]],
      ["2026-11-23T19", ["b", "c"]],
      ["2026-11-23T23", ["d"]],
      ["2026-11-24T00", ["e"]],
    ]);
  });

  it("names an object by day, hour and what it holds", async () => {
    const { key } = await pack("2026-11-23T19", [line("a"), line("b")]);
    expect(key).toMatch(/^logs\/2026-11-23\/19-[0-9A-Za-z_-]{43}\.ndjson\.gz$/);
    expect(hourOfKey(key)).toBe("2026-11-23T19");
  });

  it("gives the same lines the same key in any order and however often repeated", async () => {
    const { key } = await pack("2026-11-23T19", [line("a"), line("b")]);
    expect((await pack("2026-11-23T19", [line("b"), line("a"), line("b")])).key).toBe(key);
    expect((await pack("2026-11-23T19", [line("a")])).key).not.toBe(key);
    expect((await pack("2026-11-23T19", [line("a"), line("c")])).key).not.toBe(key);
  });

  it.each([
    "logs/",
    "logs/2026-11-23/",
    "logs/2026-11-23/24-x",
    "logs/2026-13-01/10-x",
    "other/2026-11-23/19-x",
    "",
  ])("does not take %j for an hour", (key) => {
    expect(hourOfKey(key)).toBeNull();
  });

  it("knows a day from what only looks like one", () => {
    expect(isDay("2028-02-29")).toBe(true);
    for (const text of ["2026-02-29", "2026-1-1", "2026-11-23/", "", "9999-99-99", " 2026-11-23"])
      expect(isDay(text)).toBe(false);
    expect(dayOfPrefix("logs/2026-11-23/")).toBe("2026-11-23");
    for (const prefix of ["logs/2026-11-23", "logs/", "logs/archive/", "bundles/2026-11-23/"])
      expect(dayOfPrefix(prefix)).toBeNull();
  });
});

group("an object", () => {
  it("gives back its lines, newest first and each once", async () => {
    const lines = [
      line("b", { time: BASE + 1 }),
      line("a", { time: BASE + 5 }),
      line("c", { time: BASE + 1 }),
      line("b", { time: BASE + 1 }),
    ];
    const { body } = await pack("2026-11-23T19", lines);
    expect([...body.subarray(0, 2)]).toEqual([0x1f, 0x8b]); // gzip's magic, RFC 1952 §2.3.1
    const read = (await unpack(body.buffer)).map(parseLine);
    expect(read).toEqual([lines[1], lines[2], lines[0]]);
  });

  it("is refused when it is not whole gzip", async () => {
    const { body } = await pack("2026-11-23T19", [line("a"), line("b")]);
    const flipped = body.slice();
    flipped[15] = (flipped[15] ?? 0) ^ 0xff;
    await expect(unpack(body.slice(0, body.length - 9).buffer)).rejects.toThrow();
    await expect(unpack(flipped.buffer)).rejects.toThrow();
    await expect(unpack(new TextEncoder().encode("plain text").buffer as ArrayBuffer)).rejects.toThrow();
  });

  it.each([
    "{",
    "null",
    "[]",
    '{"id":"a"}',
    JSON.stringify({ ...line("a"), time: "now" }),
  ])("has a damaged line in %j", (text) => {
    expect(parseLine(text)).toBeNull();
  });
});

group("the metadata", () => {
  it("lists the apps inside and the span of their times", async () => {
    const { key, customMetadata } = await pack("2026-11-23T19", [
      line("a", { app_id: "app_two", time: BASE + 9 }),
      line("b", { app_id: "app_one", time: BASE + 3 }),
      line("c", { app_id: "app_two", time: BASE + 5 }),
    ]);
    expect(describe(key, customMetadata)).toEqual({
      key,
      apps: new Set(["app_one", "app_two"]),
      first: BASE + 3,
      last: BASE + 9,
    });
  });

  it("says any app when the list does not fit, and R2 takes either", async () => {
    const ofApps = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        line(`r${index}`, { app_id: `app_${String(index).padStart(22, "0")}` }),
      );
    const named = await pack("2026-11-23T19", ofApps(70));
    const any = await pack("2026-11-23T19", ofApps(71));
    expect(describe(named.key, named.customMetadata)?.apps?.size).toBe(70);
    expect(any.customMetadata.apps).toBe("*");
    expect(describe(any.key, any.customMetadata)?.apps).toBeNull();
    for (const packed of [named, any]) {
      await env.LOGS.put(packed.key, packed.body, { customMetadata: packed.customMetadata });
      expect((await env.LOGS.head(packed.key))?.customMetadata).toEqual(packed.customMetadata);
    }
  });

  it("is taken at its widest where it is missing or wrong", () => {
    const widest = { key: "logs/2026-11-23/19-x", apps: null, first: BASE, last: BASE + HOUR - 1 };
    expect(describe("logs/2026-11-23/19-x", undefined)).toEqual(widest);
    expect(describe("logs/2026-11-23/19-x", { first: "soon", last: "-1" })).toEqual(widest);
    expect(describe("notes.txt", undefined)).toBeNull();
  });
});

group("the order", () => {
  it("is by time, then by id, both downwards, and strict", () => {
    const lines = [line("a"), line("B"), line("b", { time: BASE + 1 }), line("a1")];
    expect(lines.sort(newestFirst).map((one) => one.id)).toEqual(["b", "a1", "a", "B"]);
    expect(newestFirst(line("a"), line("a"))).toBe(0);
  });
});
