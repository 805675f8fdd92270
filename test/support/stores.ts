import {
  createExecutionContext,
  createMessageBatch,
  listDurableObjectIds,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { LogBatch } from "../../src/logs/line";
import worker from "../../src/worker";

/** One piece of what rests somewhere, as text; bytes are given one character a byte. */
export interface Stored {
  where: string;
  text: string;
}

/** The runtime's own tables, and those of the migration tool. */
export function isOwnTable(name: string): boolean {
  return !name.startsWith("_cf_") && !name.startsWith("sqlite_") && name !== "d1_migrations";
}

export async function d1Tables(): Promise<string[]> {
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')",
  ).all<{ name: string }>();
  return results
    .map((row) => row.name)
    .filter(isOwnTable)
    .sort();
}

export async function d1Columns(table: string): Promise<string[]> {
  const { results } = await env.DB.prepare(`SELECT name FROM pragma_table_info('${table}')`).all<{
    name: string;
  }>();
  return results.map((row) => row.name);
}

export const OBJECTS = {
  ConnectionObject: env.CONNECTIONS,
  ApiKeyObject: env.API_KEYS,
  MeterObject: env.METER,
  SandboxObject: env.SANDBOX,
} as const;
export type ObjectName = keyof typeof OBJECTS;

/** Runs in every object of a class that this test file ever woke. */
export async function inEvery<T>(
  name: ObjectName,
  run: (state: DurableObjectState, id: string) => T | Promise<T>,
): Promise<T[]> {
  const namespace = OBJECTS[name] as unknown as DurableObjectNamespace;
  const all: T[] = [];
  for (const id of await listDurableObjectIds(namespace)) {
    all.push(await runInDurableObject(namespace.get(id), (_, state) => run(state, id.toString())));
  }
  return all;
}

export function objectTables(state: DurableObjectState): Map<string, string[]> {
  const names = state.storage.sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    .toArray();
  return new Map(
    names
      .map((row) => row.name)
      .filter(isOwnTable)
      .map((name) => [
        name,
        state.storage.sql
          .exec<{ name: string }>(`SELECT name FROM pragma_table_info('${name}')`)
          .toArray()
          .map((row) => row.name),
      ]),
  );
}

export const BUCKETS = ["LOGS", "BUNDLES", "BUNDLES_EU"] as const;

export async function r2Objects(bucket: (typeof BUCKETS)[number] = "LOGS"): Promise<R2Object[]> {
  const objects: R2Object[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await env[bucket].list({
      include: ["customMetadata", "httpMetadata"],
      ...(cursor && { cursor }),
    });
    objects.push(...page.objects);
    if (!page.truncated) return objects;
    cursor = page.cursor;
  }
}

/** Everything that leaves the product sideways: queue messages, console lines, cache writes. */
export class Watch {
  readonly sent: LogBatch[] = [];
  readonly #undelivered: LogBatch[] = [];
  readonly console: string[] = [];
  readonly cached: string[] = [];

  constructor() {
    const queue = Object.getPrototypeOf(env.LOG_QUEUE) as Queue<LogBatch>;
    const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } };
    const keep = (message: LogBatch) => {
      this.sent.push(structuredClone(message));
      this.#undelivered.push(structuredClone(message));
    };
    vi.spyOn(queue, "send").mockImplementation(async (message) => {
      keep(message);
      return { metadata } as QueueSendResponse;
    });
    vi.spyOn(queue, "sendBatch").mockImplementation(async (messages) => {
      for (const { body } of messages) keep(body);
      return { metadata } as QueueSendBatchResponse;
    });
    for (const level of ["log", "info", "warn", "error", "debug", "trace"] as const) {
      vi.spyOn(console, level).mockImplementation((...values: unknown[]) => {
        this.console.push(values.map(shown).join(" "));
      });
    }
    vi.spyOn(Object.getPrototypeOf(caches.default) as Cache, "put").mockImplementation(async (request) => {
      this.cached.push(request instanceof Request ? request.url : String(request));
    });
  }

  /** Flushes every ledger, then has the consumer write what they sent. */
  async settle(): Promise<void> {
    for (const id of await listDurableObjectIds(env.METER)) {
      if (!(await env.METER.get(id).flush())) throw new Error(`${id} did not flush`);
    }
    const bodies = this.#undelivered.splice(0);
    if (bodies.length === 0) return;
    const batch = createMessageBatch<LogBatch>(
      "metristack-logs",
      bodies.map((body, index) => ({
        id: `m${this.sent.length}-${index}`,
        timestamp: new Date(),
        attempts: 1,
        body,
      })),
    );
    await worker.queue(batch, env);
    await waitOnExecutionContext(createExecutionContext());
  }
}

/** All that rests anywhere, and all that `watch` saw pass sideways. */
export async function dump(watch: Watch): Promise<Stored[]> {
  const all: Stored[] = [];
  for (const table of await d1Tables()) {
    const { results } = await env.DB.prepare(`SELECT * FROM ${table}`).all();
    for (const row of results) all.push(...cells(`D1 ${table}`, row));
  }
  for (const name of Object.keys(OBJECTS) as ObjectName[]) {
    const found = await inEvery(name, async (state) => {
      const rows: Stored[] = [];
      for (const table of objectTables(state).keys()) {
        for (const row of state.storage.sql.exec(`SELECT * FROM ${table}`))
          rows.push(...cells(`${name} ${table}`, row));
      }
      for (const [key, value] of await state.storage.list())
        rows.push(...cells(`${name} key-value`, { key, value }));
      return rows;
    });
    all.push(...found.flat());
  }
  for (const bucket of BUCKETS) {
    for (const { key, customMetadata, httpMetadata } of await r2Objects(bucket)) {
      const bytes = new Uint8Array((await (await env[bucket].get(key))?.arrayBuffer()) ?? new ArrayBuffer(0));
      const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? await gunzip(bytes) : characters(bytes);
      all.push(
        { where: `R2 ${bucket} ${key}`, text },
        ...cells(`R2 ${bucket} ${key} metadata`, { key, customMetadata, httpMetadata }),
      );
    }
  }
  all.push(...watch.sent.map((message) => ({ where: "queue", text: JSON.stringify(message) })));
  all.push(...watch.console.map((text) => ({ where: "console", text })));
  all.push(...watch.cached.map((text) => ({ where: "cache", text })));
  return all;
}

/** The length of the pieces by which most marks are ruled out at once; no mark is shorter. */
const PIECE = 6;

/** Where any of the marks stands: one line each, for a message that tells enough. */
export function findMarks(places: readonly Stored[], marks: Iterable<string>): string[] {
  const pieces = new Set<string>();
  for (const { text } of places)
    for (let at = 0; at + PIECE <= text.length; at++) pieces.add(text.slice(at, at + PIECE));
  const found: string[] = [];
  for (const mark of new Set(marks)) {
    if (mark.length < PIECE) throw new RangeError(`${JSON.stringify(mark)} is too short to be searched for`);
    if (!pieces.has(mark.slice(0, PIECE))) continue;
    for (const { where, text } of places)
      if (stands(text, mark)) found.push(`${JSON.stringify(mark)} in ${where}`);
  }
  return found;
}

/** A figure counts only where it stands by itself: among the digits of a time any six meet sooner or later. */
function stands(text: string, mark: string): boolean {
  return /^\d+$/.test(mark) ? new RegExp(`(?<!\\d)${mark}(?!\\d)`).test(text) : text.includes(mark);
}

function cells(where: string, row: Record<string, unknown>): Stored[] {
  return Object.entries(row).map(([column, value]) => ({ where: `${where}.${column}`, text: shown(value) }));
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof ArrayBuffer) return characters(new Uint8Array(value));
  if (value instanceof Uint8Array) return characters(value);
  // D1 gives a blob as an array of numbers.
  if (Array.isArray(value) && value.length > 0 && value.every((byte) => Number.isInteger(byte)))
    return characters(Uint8Array.from(value));
  if (value instanceof Error) return `${value.name}: ${value.message}\n${value.stack}`;
  return JSON.stringify(value) ?? String(value);
}

/** UTF-8 where the bytes are that, so that a name in them reads as itself; else one character a byte. */
function characters(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  }
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
