import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64, hex, randomBytes, utf8 } from "../../src/kernel/bytes";
import { hmac, hmacKey } from "../../src/kernel/digest";
import { deriveKey, type Keyring, parseKeyring, UnknownKeyVersion } from "../../src/kernel/keyring";
import { aesKey, SealBroken, seal, sealJson, unseal, unsealJson } from "../../src/kernel/seal";
import { Sealer } from "../../src/kernel/sealer";

const keyText = () => base64(randomBytes(32));
function ring(text: string): Keyring {
  const parsed = parseKeyring(text);
  if ("fault" in parsed) throw new Error(parsed.fault);
  return parsed;
}

describe("a keyring", () => {
  it("writes with its highest version and reads with all, in any order of writing", () => {
    const keys = { 1: keyText(), 2: keyText(), 10: keyText() };
    const parsed = ring(`2:${keys[2]}, 10:${keys[10]} ,1:${keys[1]}`);
    expect(parsed.current).toBe(10);
    expect(parsed.versions).toEqual([10, 2, 1]);
    for (const version of [1, 2, 10] as const) expect(base64(parsed.bytes(version))).toBe(keys[version]);
    expect(() => parsed.bytes(3)).toThrow(UnknownKeyVersion);
  });

  it.each([
    ["", "form"],
    ["secret-value-without-a-version", "form"],
    [`x:${keyText()}`, "form"],
    [`-1:${keyText()}`, "form"],
    [`1:${keyText()},`, "form"],
    [`1: ${keyText()}`, "form"],
    ["1:not*base64*but*long*enough*to*be*a*key*", "not base64"],
    [`1:${base64(randomBytes(31))}`, "shorter than 32 bytes"],
    [`1:${base64(new Uint8Array(32))}`, "not random"],
    [`1:${base64(utf8("abababababababababababababababababab"))}`, "not random"],
    [`1:${keyText()},1:${keyText()}`, "stands twice"],
    [`2:${keyText()},1:short`, "version 1"],
  ])("is refused with a sentence that does not repeat it: %#", (text, why) => {
    const parsed = parseKeyring(text);
    expect(parsed).toHaveProperty("fault");
    const { fault } = parsed as { fault: string };
    expect(fault).toContain(why);
    for (const part of text.split(/[:,]/).filter((piece) => piece.trim().length > 4))
      expect(fault).not.toContain(part.trim());
  });

  it("derives a key of its own for each purpose, by HKDF (RFC 5869)", async () => {
    const secret = randomBytes(32);
    const derived = await deriveKey(secret, "one");
    // Extract with a salt of zeros, then the first block of expand.
    const pseudo = await hmac(await hmacKey(new Uint8Array(32)), secret);
    const block = await hmac(await hmacKey(pseudo), Uint8Array.of(...utf8("metristack/one"), 1));
    expect(hex(derived)).toBe(hex(block));
    expect(hex(await deriveKey(secret, "two"))).not.toBe(hex(derived));
    expect(hex(await deriveKey(randomBytes(32), "one"))).not.toBe(hex(derived));
  });
});

describe("a seal", () => {
  it("opens to what was sealed, and looks different every time", async () => {
    const key = await aesKey(randomBytes(32));
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.string(), async (array, context) => {
        const plain = Uint8Array.from(array);
        const sealed = await seal(key, context, plain);
        expect(sealed).toHaveLength(12 + plain.length + 16);
        expect(await unseal(key, context, sealed)).toEqual(plain);
        expect(hex(await seal(key, context, plain))).not.toBe(hex(sealed));
      }),
      { numRuns: 50 },
    );
  });

  it("does not open under another key, in another place, changed or cut", async () => {
    const key = await aesKey(randomBytes(32));
    const sealed = await sealJson(key, "conn_1/tokens", { token: "x" });
    expect(await unsealJson(key, "conn_1/tokens", sealed)).toEqual({ token: "x" });
    await expect(unseal(await aesKey(randomBytes(32)), "conn_1/tokens", sealed)).rejects.toThrow(SealBroken);
    for (const context of ["conn_2/tokens", "conn_1/account", "", "conn_1/tokens "])
      await expect(unseal(key, context, sealed)).rejects.toThrow(SealBroken);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Uint8Array.from(sealed);
      changed[at]! ^= 0x80;
      await expect(unseal(key, "conn_1/tokens", changed)).rejects.toThrow(SealBroken);
    }
    for (const length of [0, 1, 12, 27, sealed.length - 1])
      await expect(unseal(key, "conn_1/tokens", sealed.slice(0, length))).rejects.toThrow(SealBroken);
  });
});

describe("a sealer", () => {
  const old = `1:${keyText()}`;
  const fresh = `2:${keyText()}`;
  const value = { a: [1, "ü", null] };

  it("opens what an older version sealed, until that version is gone", async () => {
    const text = await new Sealer(ring(old), "cursor").sealText("here", value);
    const both = new Sealer(ring(`${fresh},${old}`), "cursor");
    expect(await both.openText("here", text)).toEqual(value);
    await expect(new Sealer(ring(fresh), "cursor").openText("here", text)).rejects.toThrow(SealBroken);
    const newer = await both.seal("here", value);
    expect([...newer.slice(0, 4)]).toEqual([0, 0, 0, 2]);
    await expect(new Sealer(ring(old), "cursor").open("here", newer)).rejects.toThrow(SealBroken);
  });

  it("keeps purposes and places apart", async () => {
    const keys = ring(old);
    const text = await new Sealer(keys, "cursor").sealText("here", value);
    await expect(new Sealer(keys, "idempotency").openText("here", text)).rejects.toThrow(SealBroken);
    await expect(new Sealer(keys, "cursor").openText("there", text)).rejects.toThrow(SealBroken);
  });

  it("cannot be talked into another version", async () => {
    const both = new Sealer(ring(`${fresh},${old}`), "cursor");
    const sealed = await both.seal("here", value);
    sealed[3] = 1;
    await expect(both.open("here", sealed)).rejects.toThrow(SealBroken);
  });

  it("opens no text of someone else's", async () => {
    const sealer = new Sealer(ring(old), "cursor");
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.base64String(), fc.constantFrom("", "AAAA", "AAAAAQ", "AAAAAg")),
        async (text) => {
          await expect(sealer.openText("here", text)).rejects.toThrow(SealBroken);
        },
      ),
    );
  });
});
