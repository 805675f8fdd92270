import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HOUR, MINUTE } from "../../src/kernel/clock";
import { consumeLogs } from "../../src/logs/consumer";
import { type LogLine, splitForQueue } from "../../src/logs/line";
import { BASE, bucketWith, keys, line } from "../logs/fixture";
import { Random } from "../support/random";
import { allLines } from "./kill-points";
import { isReplay, seedsOf } from "./seeds";

/** As wrangler.toml has it. */
const MAX_RETRIES = 10;
const { from, to } = seedsOf(0);

interface Waiting {
  id: string;
  body: unknown;
  attempts: number;
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** The bucket in a bad hour: it refuses, breaks off the upload, or stores and loses the answer. */
function failing(random: Random, share: number, met: Map<string, number>): R2Bucket {
  const put = async (key: string, value: ArrayBuffer, options?: R2PutOptions) => {
    if (random.next() >= share) return env.LOGS.put(key, value, options);
    const fault = random.pick(["refused", "broken_off", "answer_lost"] as const);
    met.set(fault, (met.get(fault) ?? 0) + 1);
    if (fault === "answer_lost") await env.LOGS.put(key, value, options);
    // R2 takes an object whole or not at all: the length it was told is not reached.
    if (fault === "broken_off") {
      const { readable, writable } = new FixedLengthStream(value.byteLength);
      const stored = env.LOGS.put(key, readable, options);
      const writer = writable.getWriter();
      const half = writer.write(new Uint8Array(value.slice(0, value.byteLength / 2)));
      await Promise.allSettled([half.then(() => writer.abort(new Error("broken off"))), stored]);
    }
    throw new Error(`R2: ${fault} (injected)`);
  };
  return bucketWith({ put: put as R2Bucket["put"] });
}

/** One batch to the consumer; @returns the ids of those that are to come again. */
async function deliver(batch: readonly Waiting[], bucket: R2Bucket): Promise<Set<string>> {
  const messages = batch.map((message) => ({ ...message, timestamp: new Date() }));
  const delivered = createMessageBatch("metristack-logs", messages);
  await consumeLogs(delivered, { LOGS: bucket });
  const { retryMessages, explicitAcks } = await getQueueResult(delivered, createExecutionContext());
  expect(retryMessages.length + explicitAcks.length).toBe(batch.length);
  return new Set(retryMessages.map(({ msgId }) => msgId));
}

/** Queue and bucket as they may be, until nothing waits any more. @returns what was given up. */
async function drain(messages: Waiting[], random: Random, met: Map<string, number>): Promise<Waiting[]> {
  const dead: Waiting[] = [];
  let waiting = messages;
  // Some seeds' storms outlast the retries.
  const storm = random.pick([2, 5, 30]);
  for (let round = 1; waiting.length > 0; round++) {
    const share = round <= storm ? 0.8 : 0;
    const twice = waiting.filter(() => random.next() < 0.2).map((one) => ({ ...one, id: `${one.id}x` }));
    const all = random.shuffle([...waiting, ...twice]);
    const late = all.splice(0, random.below(all.length)); // these do not come in this round at all
    const next = late.filter(({ id }) => !id.endsWith("x"));
    while (all.length > 0) {
      const batch = all.splice(0, 1 + random.below(8));
      const again = await deliver(batch, failing(random, share, met));
      for (const message of batch) {
        if (!again.has(message.id) || message.id.endsWith("x")) continue;
        const tried = { ...message, attempts: message.attempts + 1 };
        if (tried.attempts > MAX_RETRIES) dead.push({ ...tried, attempts: 1 });
        else next.push(tried);
      }
    }
    waiting = next;
  }
  return dead;
}

describe(`log messages delivered by chance, seeds ${from} to ${to - 1}`, () => {
  it(
    "reach the log, each line once to its reader, and what is given up can be sent again",
    async () => {
      vi.spyOn(console, "error").mockImplementation(() => {}); // each injected fault is noted there
      const met = new Map<string, number>();
      for (let seed = from; seed < to; seed++) {
        // Every seed writes to the same hours, and a reader lists all that an hour has.
        await env.LOGS.delete(await keys());
        const random = new Random(seed);
        const appId = `app_delivery${seed}`;
        const lines: LogLine[] = Array.from({ length: 1 + random.below(120) }, (_, index) =>
          line(`req_${seed}_${index}`, {
            app_id: appId,
            time: BASE - random.below(4) * HOUR + random.below(MINUTE),
          }),
        );
        const messages: Waiting[] = [1, 2, 3].flatMap((seq) =>
          splitForQueue(
            "eu-1",
            seq,
            lines.filter((_, index) => index % 3 === seq - 1),
          ).map((body) => ({ id: `${seq}-${body.part}`, body, attempts: 1 })),
        );
        const strange: Waiting = {
          id: "strange",
          body: { source: "eu-1", of: "a later version" },
          attempts: 1,
        };
        const dead = await drain([...messages, strange], random, met);
        expect(
          dead.map(({ id }) => id),
          `seed ${seed}`,
        ).toContain("strange");
        met.set("dead", (met.get("dead") ?? 0) + dead.length - 1);
        // After the repair the dead letters are sent again; only what nobody understands is left.
        const left = await drain(
          dead.filter(({ id }) => id !== "strange"),
          new Random(0),
          new Map(),
        );
        let redriven = left;
        while (redriven.length > 0) redriven = await drain(redriven, random, met);
        const read = (await allLines({ appId }, BASE)).map(({ id }) => id).sort();
        expect(read, `seed ${seed}`).toEqual(lines.map(({ id }) => id).sort());
      }
      console.log(`deliveries: ${JSON.stringify(Object.fromEntries(met))}`);
      if (isReplay) return;
      for (const fault of ["refused", "broken_off", "answer_lost", "dead"])
        expect(met.get(fault) ?? 0, fault).toBeGreaterThan(0);
    },
    60_000 + (to - from) * 2_000,
  );
});
