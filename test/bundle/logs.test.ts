import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { loadSubjects } from "../../src/access/subjects";
import { bundleFiles } from "../../src/bundle/files";
import { PART_BYTES } from "../../src/bundle/upload";
import { database } from "../../src/db/client";
import { DAY, HOUR } from "../../src/kernel/clock";
import {
  build,
  type DataFile,
  dataOf,
  line,
  type Made,
  NOW,
  newApp,
  newConnection,
  newRequest,
  store,
} from "./support";

afterEach(async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
});

describe("a big log", () => {
  it("passes through in parts, every line once and in order, and a failed build leaves nothing", async () => {
    const LINES = 60_000;
    const made = await newConnection(await newApp(), "user-big", LINES);
    for (let from = 0; from < LINES; from += 5_000) {
      const hour = NOW - HOUR * (1 + from / 5_000);
      await store(
        Array.from({ length: 5_000 }, (_, i) =>
          line(made, { time: hour + (i % 1_000), duration_ms: from + i }),
        ),
      );
    }
    const parts: number[] = [];
    let failAt = 2;
    const bindings = { ...env, BUNDLES: watching(env.BUNDLES, parts, () => parts.length === failAt) };
    const request = await newRequest([made]);
    await expect(build([made], { bindings, request })).rejects.toThrow("R2 failed");
    expect((await env.BUNDLES.list()).objects).toEqual([]);

    parts.length = 0;
    failAt = -1;
    const { files, bytes } = await build([made], { bindings, request });
    expect(bytes).toBeGreaterThan(PART_BYTES);
    expect(parts).toEqual([PART_BYTES, bytes - PART_BYTES]);
    const lines = dataOf(files, "system_logs").connections[0]!.records["r2.logs"]!;
    expect(lines).toHaveLength(LINES);
    expect(new Set(lines.map(({ duration_ms }) => duration_ms)).size).toBe(LINES);
    const times = lines.map(({ time }) => String(time));
    expect(times).toEqual([...times].sort().reverse());
    expect((await env.BUNDLES.list()).objects).toHaveLength(1);
  });
});

/** The real bucket, recording what is held for each part; `fails` strikes before one is sent. */
function watching(bucket: R2Bucket, parts: number[], fails: () => boolean): R2Bucket {
  return {
    head: (key: string) => bucket.head(key),
    get: (key: string) => bucket.get(key),
    list: (options?: R2ListOptions) => bucket.list(options),
    delete: (key: string) => bucket.delete(key),
    put: (key: string, value: string | Uint8Array, options?: R2PutOptions) => bucket.put(key, value, options),
    resumeMultipartUpload: (key: string, id: string) => bucket.resumeMultipartUpload(key, id),
    createMultipartUpload: async (key: string, options?: R2MultipartOptions) => {
      const upload = await bucket.createMultipartUpload(key, options);
      return {
        key,
        uploadId: upload.uploadId,
        abort: () => upload.abort(),
        complete: (all: R2UploadedPart[]) => upload.complete(all),
        uploadPart: async (number: number, value: Uint8Array) => {
          parts.push(value.buffer.byteLength === PART_BYTES ? value.length : Number.NaN);
          if (fails()) throw new Error("R2 failed");
          return upload.uploadPart(number, value);
        },
      };
    },
  } as unknown as R2Bucket;
}

describe("a log that is spread over more objects than a bundle may read", () => {
  /** Lines in as many hours, each an object. */
  const spread = (made: Made, hours: number) =>
    store(Array.from({ length: hours }, (_, i) => line(made, { time: NOW - HOUR * (i + 1) })));

  async function filesWith(about: Made[], operations: number) {
    const { id } = await newRequest(about);
    const subjects = await loadSubjects(database(env), id, about);
    const texts = new Map<string, string>();
    const request = { id, type: "access", region: "us", now: NOW } as const;
    for await (const { name, input } of bundleFiles(env, request, subjects, operations)) {
      const decoder = new TextDecoder();
      let text = "";
      for await (const chunk of input) text += decoder.decode(chunk, { stream: true });
      texts.set(name, text);
    }
    const { connections } = JSON.parse(texts.get("data/system_logs.json")!) as DataFile;
    const { warnings } = JSON.parse(texts.get("manifest.json")!) as {
      warnings: { code: string; message: string }[];
    };
    const counts = connections.map(({ records }) => records["r2.logs"]!.length);
    return { counts, connections, warnings, html: texts.get("index.html")! };
  }

  it("says from when on back lines are missing, and misses none after that", async () => {
    const made = await newConnection(await newApp(), "user-spread", 1);
    await spread(made, 60);
    const { counts, connections, warnings, html } = await filesWith([made], 40);
    const [count = 0] = counts;
    expect(count).toBeGreaterThan(5);
    expect(count).toBeLessThan(60);
    expect(warnings).toEqual([
      { code: "logs_incomplete", message: expect.stringContaining(`System logs of ${made.id} from before `) },
    ]);
    const from = Date.parse(/before (\S+) are not/.exec(warnings[0]!.message)![1]!);
    const times = connections[0]!.records["r2.logs"]!.map(({ time }) => Date.parse(String(time)));
    const stored = Array.from({ length: 60 }, (_, i) => NOW - HOUR * (i + 1));
    expect(times).toEqual(stored.filter((time) => time >= from));
    expect(html).toContain("What is missing");
    expect(html).toContain("are not in this bundle, if there are any");
  });

  it("shares what may be read, so that no connection is left out for another's sake", async () => {
    const app = await newApp();
    const [one, two, three] = [
      await newConnection(app, "user-1", 1),
      await newConnection(app, "user-2", 1),
      await newConnection(app, "user-3", 1),
    ];
    await spread(one, 80);
    await store([line(two, { time: NOW - HOUR })]);
    await spread(three, 5);
    const { counts, warnings } = await filesWith([one, two, three], 600);
    expect(counts).toEqual([80, 1, 5]);
    expect(warnings).toEqual([]);
    const tight = await filesWith([one, two, three], 60);
    for (const count of tight.counts) expect(count).toBeGreaterThan(0);
    expect(tight.warnings.map(({ message }) => message)).toContainEqual(expect.stringContaining(one.id));
  });

  it("reads a line of each of ninety days without a warning", async () => {
    const made = await newConnection(await newApp(), "user-90", 1);
    await store(Array.from({ length: 90 }, (_, i) => line(made, { time: NOW - DAY * i - 1 })));
    const { counts, warnings } = await filesWith([made], 400);
    expect(counts).toEqual([90]);
    expect(warnings).toEqual([]);
  });

  it("tells of damaged partitions once", async () => {
    const made = await newConnection(await newApp(), "user-damaged", 1);
    await store([line(made)]);
    await env.LOGS.put("logs/2026-11-23/17-damaged.ndjson.gz", "no gzip");
    const { counts, warnings } = await filesWith([made], 400);
    expect(counts).toEqual([1]);
    expect(warnings).toEqual([
      { code: "log_partition_damaged", message: expect.stringContaining("2026-11-23T17") },
    ]);
  });
});
