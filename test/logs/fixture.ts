import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { consumeLogs } from "../../src/logs/consumer";
import type { LogBatch, LogLine } from "../../src/logs/line";

/** 19:00 UTC: the hour the tests stand in unless they say otherwise. */
export const BASE = Date.parse("2026-11-23T19:00:00.000Z");

export function line(id: string, change: Partial<LogLine> = {}): LogLine {
  return {
    id,
    time: BASE,
    app_id: "app_mine",
    mode: "test",
    key_id: "key_1",
    connection_id: "conn_e1",
    platform: "shopify",
    operation: "orders.list",
    method: "GET",
    status: 200,
    code: null,
    platform_status: 200,
    duration_ms: 120,
    platform_ms: 100,
    bytes: 2_048,
    ip_prefix: "203.0.113.0/24",
    country: "NG",
    ...change,
  };
}

let messageCount = 0;

/** Delivers one batch; each element is one message's body. */
export async function deliver(
  bodies: readonly unknown[],
  bucket: R2Bucket = env.LOGS,
  attempts = 1,
): Promise<FetcherQueueResult> {
  const batch = createMessageBatch(
    "metristack-logs",
    bodies.map((body) => ({ id: `m${messageCount++}`, timestamp: new Date(), attempts, body })),
  );
  const context = createExecutionContext();
  await consumeLogs(batch, { LOGS: bucket });
  return getQueueResult(batch, context);
}

export function message(lines: LogLine[], seq = 1): LogBatch {
  return { source: "conn_e1", seq, lines };
}

export async function keys(): Promise<string[]> {
  return (await env.LOGS.list()).objects.map((object) => object.key);
}

/** The real bucket with some of its methods replaced. */
export function bucketWith(methods: Partial<R2Bucket>): R2Bucket {
  const real = env.LOGS;
  return {
    head: (key: string) => real.head(key),
    get: (key: string) => real.get(key),
    put: (key: string, value: ArrayBuffer, options?: R2PutOptions) => real.put(key, value, options),
    delete: (gone: string | string[]) => real.delete(gone),
    list: (options?: R2ListOptions) => real.list(options),
    ...methods,
  } as R2Bucket;
}
