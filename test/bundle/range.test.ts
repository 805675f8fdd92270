import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namesTag, parseRange } from "../../src/bundle/range";

/** RFC 9110 §14.1.2's own examples are of 10,000 bytes. */
const SIZE = 10_000;
const part = (first: number, last: number) => ({ kind: "part", first, last });

describe("parseRange", () => {
  it.each([
    ["bytes=0-499", part(0, 499)],
    ["bytes=500-999", part(500, 999)],
    ["bytes=-500", part(9_500, 9_999)],
    ["bytes=9500-", part(9_500, 9_999)],
    ["bytes=0-0", part(0, 0)],
    ["bytes=-1", part(9_999, 9_999)],
    ["bytes=0-", part(0, 9_999)],
    ["Bytes=9999-", part(9_999, 9_999)],
    ["bytes=5-99999999999999999999999", part(5, 9_999)],
    ["bytes=-20000", part(0, 9_999)],
  ])("%s is that part", (header, range) => {
    expect(parseRange(header, SIZE)).toEqual(range);
  });

  it.each([
    "bytes=10000-",
    "bytes=10000-10001",
    "bytes=99999999999999999999-",
    "bytes=-0",
  ])("%s cannot be satisfied", (header) => {
    expect(parseRange(header, SIZE)).toEqual({ kind: "unsatisfiable" });
  });

  it.each([
    undefined,
    "",
    "bytes",
    "bytes=",
    "bytes=-",
    "bytes=a-b",
    "bytes=5-4",
    "bytes=1-2,4-5",
    "bytes=0-,-1",
    "items=0-5",
    "bytes=+1-2",
    "bytes=1.5-2",
    "bytes 0-5",
  ])("%s is answered in full", (header) => {
    expect(parseRange(header, SIZE)).toEqual({ kind: "full" });
  });

  it("never leaves the representation", () => {
    const position = fc.option(fc.nat(30), { nil: "" as const });
    fc.assert(
      fc.property(position, position, fc.integer({ min: 1, max: 20 }), (from, to, size) => {
        const range = parseRange(`bytes=${from}-${to}`, size);
        if (range.kind !== "part") return;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.first).toBeLessThanOrEqual(range.last);
        expect(range.last).toBeLessThan(size);
      }),
    );
  });
});

describe("namesTag", () => {
  it("compares as strongly as it is told", () => {
    expect(namesTag('"a", "b"', '"b"', "strong")).toBe(true);
    expect(namesTag("*", '"b"', "strong")).toBe(true);
    expect(namesTag('W/"b"', '"b"', "weak")).toBe(true);
    expect(namesTag('W/"b"', '"b"', "strong")).toBe(false);
    expect(namesTag('"bb"', '"b"', "weak")).toBe(false);
    expect(namesTag("", '"b"', "weak")).toBe(false);
  });
});
