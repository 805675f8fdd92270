import { createMessageBatch, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import { DAY } from "../../src/kernel/clock";
import type { LogBatch } from "../../src/logs/line";
import worker, * as classes from "../../src/worker";
import { nothingUsed, type Used } from "./prices";

/** An object is taken to be busy for this long with each call, besides what it waits for by the clock. */
const BUSY_MS = 10;
/** And for this long with an alarm that flushes: D1 and the queue are awaited in it. */
const ALARM_MS = 250;
const QUEUE_UNIT_BYTES = 64_000;
/** The consumer's `max_batch_size`. */
const QUEUE_BATCH = 100;

type Method = (this: Counted, ...values: unknown[]) => unknown;
interface Counted {
  ctx: DurableObjectState;
}

/**
 * Counts what the real pieces use, where they use it: D1's own `meta`, the cursors of the objects' SQL, every call an
 * object receives. The sandbox's own objects stand for a platform, and are left out.
 */
export class Counter {
  used: Used = nothingUsed();
  /** What happened, in order; for tests that ask what came before what. */
  events: string[] = [];
  /** How often an object was asked to count a call. */
  entered = 0;
  /** Each object's own, since a cursor can be looked at in its object only, and knows its rows once it was read. */
  readonly #cursors = new Map<object, SqlStorageCursor<Record<string, SqlStorageValue>>[]>();
  readonly #touched = new Map<string, string>();
  readonly #busyUntil = new Map<object, number>();
  readonly #foreign = new WeakSet<object>();
  #messages: LogBatch[] = [];

  constructor(private readonly now: () => number) {
    this.#countObjects();
    this.#countSql();
    this.#countAlarms();
    this.#countD1();
    this.#countQueue();
    this.#countR2();
    vi.spyOn(Object.getPrototypeOf(env.SHIELD) as RateLimit, "limit").mockImplementation(async () => ({
      success: true,
    }));
  }

  /** What was used since the last time. */
  take(): Used {
    const { used } = this;
    this.used = nothingUsed();
    return used;
  }

  /** Rings every alarm that is set. @returns how many there were. */
  async ring(): Promise<number> {
    let rung = 0;
    for (const [id, name] of this.#touched) {
      const namespace = this.#namespaceOf(name);
      if (await runDurableObjectAlarm(namespace.get(namespace.idFromString(id)))) rung += 1;
    }
    return rung;
  }

  /** Delivers what is in the queue, a batch at a time. */
  async deliver(): Promise<void> {
    while (this.#messages.length > 0) {
      const bodies = this.#messages.splice(0, QUEUE_BATCH);
      const timestamp = new Date(this.now());
      await worker.queue(
        createMessageBatch<LogBatch>(
          "metristack-logs",
          bodies.map((body, index) => ({ id: String(index), timestamp, attempts: 1, body })),
        ),
        env,
      );
    }
  }

  #countObjects(): void {
    for (const [name, made] of Object.entries(classes)) {
      if (!name.endsWith("Object")) continue;
      const prototype = (made as unknown as { prototype: Record<string, Method> }).prototype;
      for (const method of Object.getOwnPropertyNames(prototype)) {
        const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
        if (method === "constructor" || typeof descriptor?.value !== "function") continue;
        const real = descriptor.value as Method;
        const counter = this;
        prototype[method] = function (...values) {
          if (name === "SandboxObject") {
            counter.#foreign.add(this.ctx.storage).add(this.ctx.storage.sql);
            counter.events.push(`platform ${method}`);
            return real.apply(this, values);
          }
          counter.#touched.set(this.ctx.id.toString(), name);
          counter.events.push(`${name} ${method}`);
          counter.used.objectRequests += 1;
          if (method === "settle" || method === "record") counter.entered += 1;
          const began = counter.now();
          const answer = real.apply(this, values);
          return Promise.resolve(answer).finally(() => {
            counter.#busy(this, began, method === "alarm" ? ALARM_MS : BUSY_MS);
            counter.#countRows(this.ctx.storage.sql);
          });
        };
      }
    }
  }

  #namespaceOf(name: string): DurableObjectNamespace {
    const binding = { ConnectionObject: "CONNECTIONS", ApiKeyObject: "API_KEYS", MeterObject: "METER" }[name];
    return (env as unknown as Record<string, DurableObjectNamespace>)[binding ?? "SANDBOX"]!;
  }

  /** Calls that an object has under way at the same time are billed once. */
  #busy(object: object, began: number, ms: number): void {
    const until = this.now() + ms;
    const from = Math.max(began, this.#busyUntil.get(object) ?? 0);
    if (until <= from) return;
    this.#busyUntil.set(object, until);
    this.used.objectGbSeconds += ((until - from) / 1_000) * 0.128;
  }

  #countSql(): void {
    const prototype = sqlPrototype();
    const real = prototype.exec;
    const counter = this;
    prototype.exec = function <T extends Record<string, SqlStorageValue>>(
      this: SqlStorage,
      query: string,
      ...bindings: unknown[]
    ) {
      const cursor = real.call(this, query, ...bindings);
      if (!counter.#foreign.has(this))
        counter.#cursors.set(this, [...(counter.#cursors.get(this) ?? []), cursor]);
      return cursor as SqlStorageCursor<T>;
    };
  }

  #countRows(sql: SqlStorage): void {
    for (const { rowsRead, rowsWritten } of this.#cursors.get(sql) ?? []) {
      this.used.objectRowsRead += rowsRead;
      this.used.objectRowsWritten += rowsWritten;
    }
    this.#cursors.delete(sql);
  }

  /** Real alarms ring by the real time: they are put off by a day, and rung by `ring`. */
  #countAlarms(): void {
    const prototype = storagePrototype();
    const { setAlarm, getAlarm, deleteAlarm } = prototype;
    const counter = this;
    prototype.setAlarm = async function (at) {
      if (!counter.#foreign.has(this)) counter.used.objectRowsWritten += 1;
      await setAlarm.call(this, Number(at) + DAY);
    };
    prototype.getAlarm = async function () {
      if (!counter.#foreign.has(this)) counter.used.objectRowsRead += 1;
      const at = await getAlarm.call(this);
      return at === null ? null : at - DAY;
    };
    prototype.deleteAlarm = async function () {
      if (!counter.#foreign.has(this)) counter.used.objectRowsWritten += 1;
      await deleteAlarm.call(this);
    };
  }

  #countD1(): void {
    type Answer = { meta?: { rows_read?: number; rows_written?: number } };
    type Send = (...values: unknown[]) => Promise<Answer | Answer[]>;
    const { dbSession } = env.DB.prepare("SELECT 1") as unknown as { dbSession: object };
    let holder = Object.getPrototypeOf(dbSession) as Record<string, Send>;
    while (!Object.hasOwn(holder, "_sendOrThrow")) holder = Object.getPrototypeOf(holder);
    const real = holder["_sendOrThrow"]!;
    const counter = this;
    holder["_sendOrThrow"] = async function (...values) {
      counter.events.push("d1");
      const answer = await real.apply(this, values);
      for (const { meta } of [answer].flat()) {
        counter.used.d1RowsRead += meta?.rows_read ?? 0;
        counter.used.d1RowsWritten += meta?.rows_written ?? 0;
      }
      return answer;
    };
  }

  #countQueue(): void {
    const queue = Object.getPrototypeOf(env.LOG_QUEUE) as Queue<LogBatch>;
    const metadata = { metrics: { backlogCount: 0, backlogBytes: 0 } };
    const keep = (message: LogBatch) => {
      this.#messages.push(structuredClone(message));
      this.used.queueOperations += 3 * Math.ceil(JSON.stringify(message).length / QUEUE_UNIT_BYTES);
    };
    vi.spyOn(queue, "send").mockImplementation(async (message) => {
      keep(message);
      return { metadata } as QueueSendResponse;
    });
    vi.spyOn(queue, "sendBatch").mockImplementation(async (messages) => {
      for (const { body } of messages) keep(body);
      return { metadata } as QueueSendBatchResponse;
    });
  }

  #countR2(): void {
    const bucket = Object.getPrototypeOf(env.LOGS) as unknown as Record<string, Method>;
    for (const [method, unit] of [
      ["put", "r2ClassA"],
      ["list", "r2ClassA"],
      ["createMultipartUpload", "r2ClassA"],
      ["get", "r2ClassB"],
      ["head", "r2ClassB"],
    ] as const) {
      const real = bucket[method]!;
      const counter = this;
      bucket[method] = function (...values) {
        counter.events.push("r2");
        counter.used[unit] += 1;
        return real.apply(this, values);
      };
    }
  }
}

let prototypes: { sql: SqlStorage; storage: DurableObjectStorage } | null = null;

/** To be asked inside any object, once: the runtime's classes have no global name. */
export function learnPrototypes({ storage }: DurableObjectState): void {
  prototypes = {
    sql: Object.getPrototypeOf(storage.sql) as SqlStorage,
    storage: Object.getPrototypeOf(storage) as DurableObjectStorage,
  };
}

function sqlPrototype(): SqlStorage {
  if (!prototypes) throw new Error("learnPrototypes first");
  return prototypes.sql;
}

function storagePrototype(): DurableObjectStorage {
  if (!prototypes) throw new Error("learnPrototypes first");
  return prototypes.storage;
}
