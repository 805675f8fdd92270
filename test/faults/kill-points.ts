import {
  abortAllDurableObjects,
  createExecutionContext,
  createMessageBatch,
  evictDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { connectionStub } from "../../src/connections/stub";
import { DAY } from "../../src/kernel/clock";
import type { LogBatch, LogLine } from "../../src/logs/line";
import { readLogs } from "../../src/logs/reader";
import { meterSums } from "../../src/meter/query";
import { meterOf } from "../../src/meter/shards";
import worker from "../../src/worker";
import {
  api,
  connectSandbox,
  type Developer,
  flushMeter,
  newDeveloper,
  recordedIn,
} from "../support/harness";
import { Random } from "../support/random";
import { isReplay, type Seeds } from "./seeds";

const RUNS_PER_CONNECTION = 50;

type D1Fault = "none" | "before_commit" | "after_commit";

/** D1 and the queue as they are, with faults put in between. The real D1 commits; the real R2 stores. */
function faultySurroundings() {
  const state = { d1: "none" as D1Fault, d1Failures: 0, sent: [] as LogBatch[], queueFails: false };
  const database = Object.getPrototypeOf(env.DB) as D1Database;
  const realBatch = database.batch;
  vi.spyOn(database, "batch").mockImplementation(async function <T>(
    this: D1Database,
    statements: D1PreparedStatement[],
  ) {
    const fault = state.d1;
    state.d1 = "none";
    if (fault === "before_commit") {
      state.d1Failures += 1;
      throw new Error("D1_ERROR: Network connection lost (injected before the commit)");
    }
    const result = await realBatch.call(this, statements);
    if (fault === "after_commit") {
      state.d1Failures += 1;
      throw new Error("D1_ERROR: Network connection lost (injected after the commit)");
    }
    return result as D1Result<T>[];
  });
  const queue = Object.getPrototypeOf(env.LOG_QUEUE) as Queue<LogBatch>;
  vi.spyOn(queue, "send").mockImplementation(async (message) => {
    if (state.queueFails) {
      state.queueFails = false;
      throw new Error("queue unavailable (injected)");
    }
    state.sent.push(structuredClone(message));
    return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } } as QueueSendResponse;
  });
  return state;
}

/** Delivers queue messages to the consumer, in an order and grouping of chance, some of them twice. */
export async function deliver(messages: readonly LogBatch[], random: Random): Promise<void> {
  const all = random.shuffle([...messages, ...messages.filter(() => random.next() < 0.3)]);
  for (let at = 0; at < all.length; ) {
    const group = all.slice(at, at + 1 + random.below(10));
    at += group.length;
    const batch = createMessageBatch<LogBatch>(
      "metristack-logs",
      group.map((body, index) => ({ id: `${at}-${index}`, timestamp: new Date(), attempts: 1, body })),
    );
    const context = createExecutionContext();
    await worker.queue(batch, env);
    await waitOnExecutionContext(context);
  }
}

export async function allLines(developer: Pick<Developer, "appId">, now = Date.now()): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  const to = now + DAY;
  let before: { time: number; id: string } | undefined;
  for (;;) {
    const page = await readLogs(env.LOGS, {
      appId: developer.appId,
      mode: "test",
      from: to - 2 * DAY,
      to,
      limit: 100,
      ...(before && { before }),
    });
    lines.push(...page.lines);
    if (!page.next) return lines;
    before = page.next;
  }
}

async function oneRun(
  developer: Developer,
  connectionId: string,
  random: Random,
  faults: ReturnType<typeof faultySurroundings>,
  answered: string[],
): Promise<string> {
  const ledger = () => meterOf(env, connectionId);
  const kind = random.pick([
    "evict",
    "evict_connection",
    "abort_all",
    "d1_before",
    "d1_after",
    "queue_fails",
    "evict_in_flush",
    "abort_in_flush",
    "none",
  ]);
  const calls = Array.from({ length: 1 + random.below(4) }, async () => {
    const answer = await api(
      developer,
      "GET",
      `/v1/connections/${connectionId}/${random.pick(["locations?limit=1", "store", "products?limit=1"])}`,
    );
    const text = await answer.text();
    // A call whose count could not be made sure of must not be answered; then it is no answered call.
    if (answer.status === 500 && text.includes("could not be counted"))
      throw new Error("a call was withheld");
    answered.push(answer.headers.get("x-request-id")!);
  });
  await scheduler.wait(random.below(12));
  if (kind === "d1_before") faults.d1 = "before_commit";
  if (kind === "d1_after") faults.d1 = "after_commit";
  if (kind === "queue_fails") faults.queueFails = true;
  const flush =
    random.next() < 0.7 || kind.includes("flush")
      ? ledger()
          .flush()
          .catch(() => false)
      : null;
  if (kind.includes("flush")) await scheduler.wait(random.below(6));
  if (kind === "evict_connection")
    await evictDurableObject(connectionStub(env, connectionId)!).catch(() => {});
  else if (kind.startsWith("evict")) await evictDurableObject(ledger()).catch(() => {});
  if (kind.startsWith("abort")) await abortAllDurableObjects();
  await Promise.all(calls);
  await flush;
  return kind;
}

/** Kills at each seed, and compares the calls answered with the calls metered after each, and at the end everywhere. */
export async function survive({ from, to }: Seeds): Promise<void> {
  const faults = faultySurroundings();
  vi.spyOn(console, "error").mockImplementation(() => {}); // each injected fault is noted there
  const kinds = new Map<string, number>();
  for (let first = from; first < to; first += RUNS_PER_CONNECTION) {
    const developer = await newDeveloper();
    const { id } = await connectSandbox(developer, "nairobi-fresh");
    // A call that fails before it reaches its connection is counted at the key: both ledgers together are the meter.
    const recorded = async () => (await recordedIn(id)) + (await recordedIn(developer.keyId));
    const before = await recorded();
    const answered: string[] = [];
    for (let seed = first; seed < Math.min(first + RUNS_PER_CONNECTION, to); seed++) {
      const kind = await oneRun(developer, id, new Random(seed), faults, answered);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      // Both counters, after each kill point: what the object holds, and what D1 has plus what is on its way.
      expect((await recorded()) - before, `seed ${seed} (${kind})`).toBe(answered.length);
    }
    faults.d1 = "none";
    faults.queueFails = false;
    for (const source of [id, developer.keyId]) expect(await flushMeter(source)).toBe(true);
    await deliver(faults.sent.splice(0), new Random(first));
    const lines = await allLines(developer);
    const sum = async (table: string) =>
      env.DB.prepare(`SELECT sum(calls) AS calls FROM ${table} WHERE app_id = ?1`)
        .bind(developer.appId)
        .first<number>("calls");
    // Besides those answered here, the ones that made the connection: each is a line of the log as well.
    expect(await sum("usage_hourly"), `seeds from ${first}`).toBe(lines.length);
    expect(await sum("usage_connections")).toBe(lines.filter((line) => line.connection_id === id).length);
    const { bySource, byCell } = await meterSums(env.DB);
    expect(bySource).toBe(byCell);
    const logged = lines.map((line) => line.id).filter((line) => answered.includes(line));
    expect(new Set(logged)).toEqual(new Set(answered));
    expect(logged).toHaveLength(answered.length);
    const usage = await api(developer, "GET", `/v1/connections/${id}/usage`);
    expect(await usage.json()).toMatchObject({ completeness: { pending: 0, complete: true } });
  }
  console.log(
    `kill points: ${JSON.stringify(Object.fromEntries(kinds))}; D1 failed ${faults.d1Failures} times`,
  );
  if (!isReplay) expect(faults.d1Failures).toBeGreaterThan(0);
}
