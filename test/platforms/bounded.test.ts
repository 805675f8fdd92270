import { describe, expect, it } from "vitest";
import { PlatformFailure } from "../../src/platforms/adapter";
import { readBounded } from "../../src/platforms/bounded";

const read = (body: BodyInit | null, maxBytes = 1_000_000) => readBounded(new Response(body), maxBytes);

describe("a platform's answer", () => {
  it("is read as it is, however long, with its letters whole", async () => {
    for (const text of [
      "",
      "{}",
      "ü",
      "a".repeat(32 * 1_024),
      `${"é".repeat(100_001)}…${"鳥".repeat(30_000)}`,
    ])
      expect(await read(text)).toBe(text);
    expect(await read(null)).toBe("");
  });

  it("is read when it comes in small pieces, a letter in two of them", async () => {
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    const sent = (async () => {
      for (const byte of new TextEncoder().encode("Türkiye 鳥")) await writer.write(Uint8Array.of(byte));
      await writer.close();
    })();
    expect(await read(readable)).toBe("Türkiye 鳥");
    await sent;
  });

  it("may be as long as the bound, and not longer", async () => {
    expect(await read("a".repeat(70_000), 70_000)).toHaveLength(70_000);
    for (const length of [70_001, 500_000])
      await expect(read("a".repeat(length), 70_000)).rejects.toMatchObject({
        failure: { kind: "unexpected", field: "body", detail: "larger than 70000 bytes" },
      });
  });

  it("is a fault where it is not UTF-8, or breaks off within a letter", async () => {
    for (const bytes of [Uint8Array.of(0x7b, 0xff, 0x7d), new TextEncoder().encode("ü").slice(0, 1)])
      await expect(read(bytes)).rejects.toBeInstanceOf(PlatformFailure);
  });
});
