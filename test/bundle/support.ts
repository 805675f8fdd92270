import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { z } from "zod";
import { bundleBucket, bundleKey } from "../../src/access/bundle-place";
import { buildBundle } from "../../src/bundle/build";
import { database } from "../../src/db/client";
import {
  apps,
  connections,
  connectionTransfers,
  consents,
  events,
  processingLimits,
  rightsHistory,
  rightsRequests,
  rightsSubjects,
  usageConnections,
} from "../../src/db/schema";
import { fromUtf8 } from "../../src/kernel/bytes";
import { newConnectionId, newId } from "../../src/kernel/ids";
import type { Region } from "../../src/kernel/regions";
import type { LogLine } from "../../src/logs/line";
import { byHour, pack } from "../../src/logs/partition";

export const NOW = Date.parse("2026-11-23T19:00:00.000Z");
export const ORIGIN = "https://metristack.test";

export interface Unzipped {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  text: string;
}

/** Reads a ZIP by its central directory (APPNOTE 4.3): names, stored contents and each CRC. */
export function unzip(zip: Uint8Array): Map<string, Unzipped> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - 22;
  expect(view.getUint32(end, true), "end of central directory").toBe(0x06054b50);
  const files = new Map<string, Unzipped>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    expect(view.getUint32(at, true), "central header").toBe(0x02014b50);
    expect(view.getUint16(at + 10, true), "stored").toBe(0);
    const [crc, size] = [view.getUint32(at + 16, true), view.getUint32(at + 24, true)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const name = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength!));
    const local = view.getUint32(at + 42, true);
    expect(view.getUint32(local, true), "local header").toBe(0x04034b50);
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const bytes = zip.slice(from, from + size);
    expect(crc32(bytes), `CRC of ${name}`).toBe(crc);
    expect(files.has(name), `${name} twice`).toBe(false);
    files.set(name, { name, bytes, text: fromUtf8(bytes) });
    at += 46 + nameLength! + extra! + comment!;
  }
  expect(at, "nothing between directory and end").toBe(end);
  return files;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

export interface Made {
  id: string;
  appId: string;
  user: string;
}

export async function newApp(name = "Ledger & Co <script>"): Promise<string> {
  const id = newId("app");
  const db = database(env);
  await env.DB.prepare("INSERT INTO developers (id, created_at) VALUES (?1, 0)").bind(`dev_${id}`).run();
  await db.insert(apps).values({
    id,
    developerId: `dev_${id}`,
    name,
    privacyPolicyUrl: null,
    purposes: [],
    thirdParties: [],
    country: "KE",
    createdAt: 0,
  });
  return id;
}

/** A connection with something in every place that a bundle shows. `calls` tells its records from others'. */
export async function newConnection(
  appId: string,
  user: string,
  calls: number,
  change: Partial<typeof connections.$inferInsert> = {},
): Promise<Made> {
  const db = database(env);
  const id = newConnectionId(change.region ?? "us");
  await db.insert(connections).values({
    id,
    appId,
    mode: "test",
    platform: "sandbox",
    externalUserId: user,
    region: "us",
    status: "active",
    accountHash: `account-hash-of-${user}`,
    grantedScopes: ["orders:read"],
    missingScopes: [],
    createdAt: NOW - 5_000,
    connectedAt: NOW - 4_000,
    disconnectedAt: null,
    checkedAt: NOW,
    ...change,
  });
  await db.insert(consents).values({
    id: newId("cns"),
    connectionId: id,
    appId,
    schemaVersion: "1",
    noticeVersion: "2026-11-23",
    noticeLanguage: "en",
    noticeHash: "hash-of-the-notice",
    dataCategories: ["orders"],
    purposes: ["Bookkeeping"],
    recipients: [`recipient-of-${user}`],
    withdrawalMethods: ["disconnection"],
    givenAt: NOW - 4_500,
  });
  await db.insert(connectionTransfers).values({
    connectionId: id,
    recordedAt: NOW - 4_200,
    appId,
    fromRegion: change.region ?? "us",
    toCountry: "KE",
    basis: "scc",
    reference: "Implementing Decision (EU) 2021/914, C2P",
  });
  await db.insert(events).values({
    id: newId("evt"),
    appId,
    mode: "test",
    type: "connection.changed",
    connectionId: id,
    topic: "orders/updated",
    createdAt: NOW - 200,
  });
  await db
    .insert(usageConnections)
    .values({ connectionId: id, month: "2026-11", appId, calls, lastSuccessAt: NOW - 100 });
  return { id, appId, user };
}

/** A request about these connections, as the rights service leaves it while it is carried out. */
export async function newRequest(
  about: readonly Made[],
  change: Partial<typeof rightsRequests.$inferInsert> = {},
): Promise<typeof rightsRequests.$inferSelect> {
  const db = database(env);
  const id = newId("rr");
  const [row] = await db
    .insert(rightsRequests)
    .values({
      id,
      type: "portability",
      status: "in_progress",
      channel: "privacy_centre",
      jurisdiction: "gdpr",
      requesterHash: "requester-hash-that-stays-inside",
      receivedAt: NOW - 1_000,
      dueAt: NOW + 1_000,
      stepsDone: 0,
      ...change,
    })
    .returning();
  for (const { id: connectionId, appId } of about) {
    await db.insert(rightsSubjects).values({ requestId: id, connectionId, appId, mode: "test" });
    await db
      .insert(processingLimits)
      .values({ connectionId, purpose: "customer_data", requestId: id, since: NOW - 500 })
      .onConflictDoNothing();
  }
  await db
    .insert(rightsHistory)
    .values({ requestId: id, seq: 1, at: NOW - 900, event: "received", actor: "end_user" });
  return row!;
}

let lineCount = 0;

export function line(of: Made, change: Partial<LogLine> = {}): LogLine {
  return {
    id: `req_${String(lineCount++).padStart(8, "0")}`,
    time: NOW - 60_000,
    app_id: of.appId,
    mode: "test",
    key_id: "key_secretless",
    connection_id: of.id,
    platform: "sandbox",
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

/** As the consumer writes them. */
export async function store(lines: readonly LogLine[]): Promise<void> {
  for (const [hour, some] of byHour(lines)) {
    const { key, body, customMetadata } = await pack(hour, some);
    await env.LOGS.put(key, body, { customMetadata });
  }
}

export async function build(
  about: readonly Made[],
  options: { region?: Region; bindings?: Env; request?: { id: string } } = {},
): Promise<{ requestId: string; bytes: number; files: Map<string, Unzipped> }> {
  const region = options.region ?? "us";
  const { id } = options.request ?? (await newRequest(about));
  const connectionsOf = about.map((one) => ({ id: one.id, appId: one.appId }));
  const { bytes } = await buildBundle(
    options.bindings ?? env,
    { id, region, type: "portability" },
    connectionsOf,
    NOW,
  );
  const object = await bundleBucket(env, region).get(bundleKey(id));
  expect(object?.size).toBe(bytes);
  return { requestId: id, bytes, files: unzip(new Uint8Array(await object!.arrayBuffer())) };
}

export type Records = Record<string, Record<string, unknown>[]>;
export interface DataFile {
  $schema: string;
  data_class: string;
  connections: { connection_id: string; app_id: string; records: Records }[];
  described: { entry: string; purpose: string; why: string; fields: Record<string, string> }[];
}

export function dataOf(files: Map<string, Unzipped>, dataClass: string): DataFile {
  return JSON.parse(files.get(`data/${dataClass}.json`)!.text) as DataFile;
}

/** A JSON Schema document as something that checks: the published text itself, not the zod it was made from. */
export function validatorOf(text: string): z.ZodType {
  return z.fromJSONSchema(JSON.parse(text));
}
