import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { DAY, dayOf } from "../../src/kernel/clock";
import { type LogLine, splitForQueue } from "../../src/logs/line";
import { dayPrefix, hourPrefix, unpack } from "../../src/logs/partition";
import { retentionStep } from "../../src/retention/engine";
import { deliver, line } from "../logs/fixture";
import { frozenClock } from "../support/harness";
import { counted } from "./counted";

const START = Date.parse("2026-03-10T00:00:00.000Z");
const NEIGHBOURS = [START - DAY, START + DAY].map(dayOf);
const DUE = START + DAY + 90 * DAY;
const LINES = 1_000_000;
const BATCHES = 24 * 60 + 1;
/** Every ledger there can be has calls to flush in each minute: see src/meter/shards.ts. */
const LEDGERS = 16;

/** The day's lines, evenly over it; those below 0 and from a million on are its neighbours'. */
function lineOf(index: number): LogLine {
  const number = index + LINES;
  return line(`req_${number.toString(36).padStart(26, "0")}`, {
    time: START + Math.floor((index * DAY) / LINES),
    app_id: `app_${number % 40}`,
    connection_id: `conn_e${String(number % 10_000).padStart(22, "0")}`,
    duration_ms: 40 + (number % 700),
    bytes: 900 + ((number * 7) % 90_000),
  });
}

/** What the queue brings after each minute: that minute's flushes, as its ledgers cut them into messages. */
async function bring(batch: number): Promise<void> {
  // Half a minute beside the clock's, so that batches lie across the hours' ends and the day's.
  const [from, to] = [batch - 0.5, batch + 0.5].map((minute) => Math.ceil((minute * LINES) / (24 * 60)));
  const lines = Array.from({ length: to! - from! }, (_, i) => lineOf(from! + i));
  const messages = Array.from({ length: LEDGERS }, (_, ledger) =>
    splitForQueue(
      `ledger-${ledger}`,
      batch,
      lines.filter((_, i) => i % LEDGERS === ledger),
    ),
  ).flat();
  const { explicitAcks } = await deliver(messages);
  expect(explicitAcks).toHaveLength(messages.length);
}

async function keysOf(day: string): Promise<string[]> {
  const keys: string[] = [];
  let cursor: string | undefined;
  do {
    const page: R2Objects = await env.LOGS.list({ prefix: dayPrefix(day), ...(cursor && { cursor }) });
    keys.push(...page.objects.map(({ key }) => key));
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
  return keys;
}

async function linesIn(keys: readonly string[]): Promise<number> {
  let lines = 0;
  for (const key of keys) {
    const object = await env.LOGS.get(key);
    lines += object ? (await unpack(await object.arrayBuffer())).length : 0;
  }
  return lines;
}

/** A retention run of the product, as cron makes it, and what it asked of the log bucket. */
async function retain(now: number): Promise<{ removed: number; ofLogs: string[] }> {
  const { env: under, take } = counted();
  const time = frozenClock(now);
  try {
    const run = await retentionStep(under);
    expect(run.status).toBe("done");
    return {
      removed: run.counts.find(({ entry }) => entry === "r2.logs")?.removed ?? 0,
      ofLogs: take().r2.filter((operation) => operation.endsWith(" logs/")),
    };
  } finally {
    time.release();
  }
}

it("drops a day of a million lines, as the queue's consumer laid them down, in at most ten storage operations", async () => {
  for (let batch = 0; batch < BATCHES; batch++) await bring(batch);
  const day = dayOf(START);
  const laid = await keysOf(day);
  // An object a minute, and one more where a batch lies across an hour's end.
  expect(laid).toHaveLength(BATCHES + 23);
  expect(await linesIn(laid)).toBe(LINES);
  const [before, after] = await Promise.all(NEIGHBOURS.map(keysOf));
  expect([before, after]).toEqual([[expect.any(String)], [expect.any(String)]]);

  expect((await retain(DUE - 1)).removed, "only the day before is due").toBe(1);
  expect(await keysOf(day)).toEqual(laid);

  const { removed, ofLogs } = await retain(DUE);
  expect(removed).toBe(laid.length);
  expect(await keysOf(day)).toEqual([]);
  expect(await keysOf(NEIGHBOURS[1]!)).toEqual(after);
  const ofObjects = ["LOGS list logs/", "LOGS delete logs/", "LOGS list logs/", "LOGS delete logs/"];
  // Before, which days there are; after, whether any is late.
  expect(ofLogs).toEqual(["LOGS list logs/", ...ofObjects, "LOGS list logs/"]);
});

it("needs ten for four thousand objects, which whole batches of more than a hundred million lines make", async () => {
  // A flush is of 2,000 lines at most, a batch of the queue of 100 messages.
  const flush = splitForQueue(
    "ledger-0",
    1,
    Array.from({ length: 2_000 }, (_, i) => lineOf(i)),
  );
  expect(4_000 * 100 * (2_000 / flush.length)).toBeGreaterThan(100_000_000);

  const day = dayOf(START - 30 * DAY);
  const keys = Array.from({ length: 4_000 }, (_, i) => `${hourPrefix(`${day}T${10 + (i % 10)}`)}${i}`);
  for (let at = 0; at < keys.length; at += 100)
    await Promise.all(keys.slice(at, at + 100).map((key) => env.LOGS.put(key, "")));
  const { removed, ofLogs } = await retain(DUE - 30 * DAY);
  expect(removed).toBe(4_000);
  expect(ofLogs).toHaveLength(10);
});
