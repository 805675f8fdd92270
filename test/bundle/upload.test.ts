import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { PART_BYTES, uploadStream } from "../../src/bundle/upload";

afterEach(async () => {
  await reset();
});

const KEY = "bundles/rr_1.zip";
const bucket = env.BUNDLES;

/** Bytes that tell where they belong, in chunks of no particular size. */
function stream(length: number, seed = 1, chunk = 700_001): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= length) return controller.close();
      const size = Math.min(chunk, length - at);
      controller.enqueue(Uint8Array.from({ length: size }, (_, index) => ((at + index) * 31 + seed) % 251));
      at += size;
    },
  });
}

async function expectWhole(length: number, seed = 1): Promise<void> {
  const object = await bucket.get(KEY);
  expect(object?.size).toBe(length);
  const bytes = new Uint8Array(await object!.arrayBuffer());
  expect(bytes.findIndex((byte, index) => byte !== (index * 31 + seed) % 251)).toBe(-1);
}

const keys = async () => (await bucket.list()).objects.map(({ key }) => key);

/** The real bucket; what is begun and sent is recorded, and `fail` may strike before a step. */
function watched(fail: (step: string, nth: number) => void = () => {}) {
  const begun: string[] = [];
  const parts: number[] = [];
  const count = { create: 0, part: 0, complete: 0, abort: 0, put: 0 };
  const step = (name: keyof typeof count) => fail(name, ++count[name]);
  const wrap = (upload: R2MultipartUpload): R2MultipartUpload => ({
    key: upload.key,
    uploadId: upload.uploadId,
    uploadPart: async (number, value) => {
      step("part");
      parts.push((value as Uint8Array).length);
      return upload.uploadPart(number, value as Uint8Array);
    },
    complete: async (all) => {
      step("complete");
      return upload.complete(all);
    },
    abort: async () => {
      step("abort");
      return upload.abort();
    },
  });
  const methods = {
    head: (key: string) => bucket.head(key),
    get: (key: string) => bucket.get(key),
    list: (options?: R2ListOptions) => bucket.list(options),
    delete: (gone: string) => bucket.delete(gone),
    put: async (key: string, value: string | Uint8Array, options?: R2PutOptions) => {
      step("put");
      return bucket.put(key, value, options);
    },
    createMultipartUpload: async (key: string, options?: R2MultipartOptions) => {
      step("create");
      const upload = await bucket.createMultipartUpload(key, options);
      begun.push(upload.uploadId);
      return wrap(upload);
    },
    resumeMultipartUpload: (key: string, id: string) => wrap(bucket.resumeMultipartUpload(key, id)),
  };
  return { bucket: methods as unknown as R2Bucket, begun, parts, count };
}

/** Whether R2 still holds the parts of an upload. */
async function isOpen(uploadId: string): Promise<boolean> {
  try {
    await bucket.resumeMultipartUpload(KEY, uploadId).uploadPart(1, new Uint8Array(1));
    return true;
  } catch (error) {
    expect(String(error)).toContain("(10024)");
    return false;
  }
}

const put = (into: R2Bucket, from: ReadableStream<Uint8Array>) =>
  uploadStream(into, KEY, from, { httpMetadata: { contentType: "application/zip" } });

describe("an upload", () => {
  it.each([1, PART_BYTES - 1, PART_BYTES])("of %i bytes is one put", async (length) => {
    const { bucket: watching, count } = watched();
    expect(await put(watching, stream(length))).toEqual({ bytes: length });
    await expectWhole(length);
    expect(count).toMatchObject({ put: 1, create: 0 });
    expect((await bucket.head(KEY))?.httpMetadata?.contentType).toBe("application/zip");
    expect(await keys()).toEqual([KEY]);
  });

  it.each([
    PART_BYTES + 1,
    2 * PART_BYTES,
    2 * PART_BYTES + 12_345,
  ])("of %i bytes goes in equal parts and never holds more than one", async (length) => {
    const { bucket: watching, parts, begun } = watched();
    expect(await put(watching, stream(length))).toEqual({ bytes: length });
    await expectWhole(length);
    expect(parts.slice(0, -1).every((size) => size === PART_BYTES)).toBe(true);
    expect(parts.at(-1)).toBe(length - PART_BYTES * (parts.length - 1));
    expect(Math.max(...parts)).toBe(PART_BYTES);
    expect(await keys()).toEqual([KEY]);
    expect(await isOpen(begun[0]!)).toBe(false);
    expect((await bucket.head(KEY))?.httpMetadata?.contentType).toBe("application/zip");
  });

  it("takes one chunk of many parts", async () => {
    const length = 3 * PART_BYTES + 1;
    await put(bucket, stream(length, 1, length));
    await expectWhole(length);
  });
});

describe("a failure", () => {
  const length = 2 * PART_BYTES + 5;

  it.each([
    ["create", 1],
    ["put", 1],
    ["part", 1],
    ["part", 2],
    ["part", 3],
    ["complete", 1],
  ] as const)("at %s %i leaves neither object nor upload, and a repeat succeeds", async (what, nth) => {
    const { bucket: watching, begun } = watched((step, count) => {
      if (step === what && count === nth) throw new Error(`R2 failed at ${step}`);
    });
    await expect(put(watching, stream(length))).rejects.toThrow(`R2 failed at ${what}`);
    expect(await keys()).toEqual([]);
    for (const id of begun) expect(await isOpen(id)).toBe(false);
    await put(watching, stream(length));
    await expectWhole(length);
    expect(await keys()).toEqual([KEY]);
  });

  it("keeps the former object as it was", async () => {
    await put(bucket, stream(1_000, 7));
    const { bucket: watching } = watched((step, count) => {
      if (step === "part" && count === 2) throw new Error("R2 failed");
    });
    await expect(put(watching, stream(length))).rejects.toThrow("R2 failed");
    await expectWhole(1_000, 7);
  });

  it("of the source, early or late, ends the upload", async () => {
    for (const good of [10, PART_BYTES + 10]) {
      const source = stream(good).pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          flush: (controller) => controller.error(new Error("D1 failed")),
        }),
      );
      const { bucket: watching, begun } = watched();
      await expect(put(watching, source)).rejects.toThrow("D1 failed");
      for (const id of begun) expect(await isOpen(id)).toBe(false);
      expect(await keys()).toEqual([]);
    }
  });

  it("that kills the builder leaves an upload that the next builder ends, big or small", async () => {
    for (const next of [length, 100]) {
      // Neither the part nor the clean-up after it goes through: as if the isolate had died there.
      const { bucket: dying, begun } = watched((step, count) => {
        if (step === "abort" || (step === "part" && count === 2)) throw new Error("gone");
      });
      await expect(put(dying, stream(length))).rejects.toThrow("gone");
      expect(await isOpen(begun[0]!)).toBe(true);
      await put(bucket, stream(next));
      await expectWhole(next);
      expect(await isOpen(begun[0]!)).toBe(false);
      expect(await keys()).toEqual([KEY]);
    }
  });
});

describe("several at once", () => {
  it("all return, and the object is whole", async () => {
    const length = PART_BYTES + 5;
    for (let round = 0; round < 3; round++) {
      const watching = [watched(), watched(), watched()];
      const done = await Promise.all(watching.map((one) => put(one.bucket, stream(length))));
      expect(done).toEqual([{ bytes: length }, { bytes: length }, { bytes: length }]);
      await expectWhole(length);
      expect(await keys()).toEqual([KEY]);
      for (const { begun } of watching) for (const id of begun) expect(await isOpen(id)).toBe(false);
    }
  });

  it("the one overtaken in the middle returns with the other's object", async () => {
    const length = PART_BYTES + 5;
    const slow = watched();
    let other: Promise<unknown> = Promise.resolve();
    const overtaken = new TransformStream<Uint8Array, Uint8Array>({
      flush: async () => {
        other = put(bucket, stream(2 * length));
        await other;
      },
    });
    const first = await put(slow.bucket, stream(length + PART_BYTES).pipeThrough(overtaken));
    expect(first).toEqual({ bytes: 2 * length });
    await expectWhole(2 * length);
    expect(await keys()).toEqual([KEY]);
  });
});
