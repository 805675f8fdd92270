import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base62, crc32, randomBase62 } from "../../src/kernel/base62";
import {
  base64,
  base64url,
  concat,
  constantTimeEqual,
  fromBase64,
  fromUtf8,
  hex,
  utf8,
} from "../../src/kernel/bytes";
import { dayOf, hourOf, monthOf, rfc3339, setClock } from "../../src/kernel/clock";
import { hmac, hmacKey, sha256 } from "../../src/kernel/digest";
import { isId, newConnectionId, newId, regionOfConnectionId, timeOfRequest } from "../../src/kernel/ids";
import { modeSchema, regionSchema } from "../../src/kernel/regions";

describe("CRC-32", () => {
  it.each([
    ["", 0],
    ["123456789", 0xcbf43926], // the check value of CRC-32/ISO-HDLC
    ["The quick brown fox jumps over the lazy dog", 0x414fa339],
    ["a", 0xe8b7be43],
  ])("of %j is known", (text, value) => {
    expect(crc32(text)).toBe(value);
  });
});

describe("base62", () => {
  it.each([
    [0, 1, "0"],
    [9, 1, "9"],
    [10, 1, "A"],
    [35, 1, "Z"],
    [36, 1, "a"],
    [61, 1, "z"],
    [62, 1, "10"],
    [0, 6, "000000"],
    [0xffffffff, 6, "4gfFC3"],
  ])("of %i in %i places is %s", (value, width, text) => {
    expect(base62(value, width)).toBe(text);
  });

  it("keeps order and never needs more than six places for a checksum", () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), (a, b) => {
        const [x, y] = [base62(a, 6), base62(b, 6)];
        expect(x).toHaveLength(6);
        expect(x < y).toBe(a < b);
      }),
    );
  });

  it("at random is of the length asked for, and draws every character about as often", () => {
    for (const length of [0, 1, 7, 32])
      expect(randomBase62(length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`));
    const counts = new Map<string, number>();
    const drawn = Array.from({ length: 62 }, () => randomBase62(1_000)).join("");
    for (const character of drawn) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // 1,000 expected each, with a deviation of 32: eight of those is out of reach for a fair draw.
    for (const [character, count] of counts) expect(Math.abs(count - 1_000), character).toBeLessThan(256);
  });
});

describe("bytes", () => {
  it("go to base64, base64url and back, padded or not", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (array) => {
        const bytes = Uint8Array.from(array);
        expect(fromBase64(base64(bytes))).toEqual(bytes);
        expect(fromBase64(base64url(bytes))).toEqual(bytes);
        expect(base64url(bytes)).toMatch(/^[A-Za-z0-9_-]*$/);
        expect(hex(bytes)).toHaveLength(bytes.length * 2);
      }),
    );
  });

  it.each([
    ["", ""],
    ["f", "Zg=="],
    ["fo", "Zm8="],
    ["foo", "Zm9v"],
    ["foobar", "Zm9vYmFy"],
  ])("%j is %s (RFC 4648 §10)", (text, encoded) => {
    expect(base64(utf8(text))).toBe(encoded);
    expect(fromUtf8(fromBase64(encoded)!)).toBe(text);
  });

  it.each(["A", "Zg===", "Z g=", "Zm9v!", "Zg=a", "%"])("%j is no base64", (text) => {
    expect(fromBase64(text)).toBeNull();
  });

  it("that are no UTF-8 are refused, not replaced", () => {
    expect(() => fromUtf8(Uint8Array.of(0xff))).toThrow(TypeError);
  });

  it("are joined, and compared whole", () => {
    expect(concat(Uint8Array.of(1), new Uint8Array(), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(constantTimeEqual(a, b)).toBe(hex(a) === hex(b));
      }),
    );
    expect(constantTimeEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  });
});

describe("digests", () => {
  it("are SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 4231 §4.3)", async () => {
    expect(await sha256("abc")).toBe("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    const mac = await hmac(await hmacKey(utf8("Jefe")), "what do ya want for nothing?");
    expect(hex(mac)).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  });
});

describe("ids", () => {
  it("have their prefix and, but for the time in a request’s, 130 random bits", () => {
    for (const prefix of [
      "app",
      "key",
      "cs",
      "rr",
      "inc",
      "whk",
      "evt",
      "pol",
      "run",
      "req",
      "dev",
      "cns",
    ] as const) {
      const id = newId(prefix);
      expect(id).toMatch(new RegExp(`^${prefix}_[0-9A-Za-z]{22}$`));
      expect(isId(prefix, id)).toBe(true);
      expect(isId("conn", id)).toBe(false);
      expect(isId(prefix, `${id}x`)).toBe(false);
    }
    expect(new Set(Array.from({ length: 1_000 }, () => newId("req"))).size).toBe(1_000);
  });

  it("of a request say when it was, and sort by it", () => {
    const at = [0, 1, Date.UTC(2026, 10, 29, 1, 2, 3, 4), Date.UTC(8888, 7, 8)];
    const made = at.map((now) => {
      const release = setClock(() => now);
      const id = newId("req");
      release();
      return id;
    });
    expect(made.map(timeOfRequest)).toEqual(at);
    expect(made.toSorted()).toEqual(made);
  });

  it("of a connection say its region", () => {
    expect(regionSchema.options).toEqual(["eu", "us", "af"]);
    for (const region of regionSchema.options)
      expect(regionOfConnectionId(newConnectionId(region))).toBe(region);
    expect(modeSchema.options).toEqual(["test", "live"]);
  });

  it.each([
    "",
    "conn_",
    "conn_x4kX0pQ2mZ7aB1cD3eF5gH9",
    "conn_e4kX0pQ2mZ7aB1cD3eF5gH",
    "conn_e4kX0pQ2mZ7aB1cD3eF5gH99",
    " conn_e4kX0pQ2mZ7aB1cD3eF5gH9",
    "conn_e4kX0pQ2mZ7aB1cD3eF5gH9\n",
    "conn_e4kX0pQ2mZ7aB1cD3eF5g/9",
    "key_e4kX0pQ2mZ7aB1cD3eF5gH9",
  ])("%j is no connection's", (text) => {
    expect(regionOfConnectionId(text)).toBeNull();
  });
});

describe("times", () => {
  it("leave as RFC 3339 in UTC, cut to the hour, day and month", () => {
    const at = Date.parse("2026-11-23T21:59:59.999+02:00");
    expect(rfc3339(at)).toBe("2026-11-23T19:59:59.999Z");
    expect([hourOf(at), dayOf(at), monthOf(at)]).toEqual(["2026-11-23T19", "2026-11-23", "2026-11"]);
  });
});
