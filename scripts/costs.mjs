// What a month costs, computed from list prices and from what the code does for a call: `node scripts/costs.mjs`.
// Nothing here is measured. docs/deploy.md shows what it prints; scripts/costs.test.mjs holds the two together.
import { pathToFileURL } from "node:url";

const M = 1e6;
const GB = 1e9;
const MINUTES = 30 * 24 * 60;

/**
 * List prices of the Workers Paid plan: what a month includes, and US dollars for `per` beyond it.
 * developers.cloudflare.com: workers/platform/pricing, d1/platform/pricing, durable-objects/platform/pricing,
 * queues/platform/pricing, r2/pricing; as of November 2026.
 */
export const PRICES = {
  "Worker requests": { included: 10 * M, price: 0.3, per: M },
  "Worker CPU (ms)": { included: 30 * M, price: 0.02, per: M },
  "Object requests": { included: M, price: 0.15, per: M },
  "Object time (GB-s)": { included: 400_000, price: 12.5, per: M },
  "Object rows written": { included: 50 * M, price: 1, per: M },
  "D1 rows written": { included: 50 * M, price: 1, per: M },
  "D1 rows read": { included: 25_000 * M, price: 1, per: 1_000 * M },
  "Queue operations": { included: M, price: 0.4, per: M },
  "R2 writes": { included: M, price: 4.5, per: M },
  "R2 storage (GB)": { included: 10, price: 0.015, per: 1 },
};
const PLAN = 5;

/** What the code does, with where it stands. */
const CODE = {
  flushSeconds: 60, // wrangler.toml METER_FLUSH_SECONDS
  ledgers: 4, // meter/shards: of one region, where all calls are taken to be
  groupMs: 40, // meter/pace: no ledger commits more often than this where calls come by themselves
  batchLines: 2_000, // meter/commits: more lines go to D1 in several transactions
  rowsPerFlush: 9, // test/bench/counts: extent, end, alarms, two tables in turn; at most
  requestsPerFlush: 4, // test/bench/counts: the alarms, the table's turn; at most
  queueOperations: 3, // written, read, deleted: for each 64 KB begun
  messageBytes: 127_000, // logs/line
  queueBatch: 100, // wrangler.toml: each batch becomes one object in R2
  queueBatchSeconds: 60,
  cronRuns: MINUTES * (1 + 1 / 2 + 3 / 5), // wrangler.toml
};

/** What is assumed: change it here and print again. */
const ASSUMED = {
  cpuMs: 5, // a call, mapping included
  objectMs: 10, // an object's time for a lease, and for a commit
  flushMs: 250,
  cronCpuMs: 50,
  lineBytes: 450, // a log line on its way
  logBytes: 80, // the same in a packed partition
  keyReads: 1, // D1 rows read a call: an isolate keeps a key for 20 s
  cells: 40, // rows of usage that a transaction touches: apps, their operations and statuses
};

/**
 * How calls come. What lies close together shares leases and commits, and a connection's calls in a flush share its
 * row; flushes are shared by all of a ledger's.
 */
export const PATTERNS = {
  spread: { callsPerLease: 1, callsPerGrant: 1, callsPerCommit: 1, callsPerConnection: 1 },
  bursts: { callsPerLease: 20, callsPerGrant: 20, callsPerCommit: 2, callsPerConnection: 50 },
};

/** Transactions of D1: one for each flush of a ledger, more where it has more lines than one takes. */
function transactions(calls, { callsPerConnection }) {
  const flushes = Math.min(calls / callsPerConnection, (CODE.ledgers * MINUTES * 60) / CODE.flushSeconds);
  return { flushes, batches: Math.max(flushes, calls / CODE.batchLines) };
}

/** Billed quantities of a month. Pure. */
export function quantities(calls, pattern) {
  const { callsPerLease, callsPerGrant, callsPerCommit, callsPerConnection } = PATTERNS[pattern];
  const { flushes, batches } = transactions(calls, PATTERNS[pattern]);
  const commits = Math.min(calls / callsPerCommit, (CODE.ledgers * MINUTES * 60 * 1_000) / CODE.groupMs);
  const d1RowsWritten = batches + Math.min(calls, batches * ASSUMED.cells) + calls / callsPerConnection;
  const messages = Math.max(batches, (calls * ASSUMED.lineBytes) / CODE.messageBytes);
  const kilobytes64 = Math.max(batches, (calls * ASSUMED.lineBytes) / 64_000);
  const objectsAtMost = (MINUTES * 60) / CODE.queueBatchSeconds;
  const objects = Math.max(messages / CODE.queueBatch, Math.min(messages, objectsAtMost));
  const objectMs = (calls / callsPerLease + commits) * ASSUMED.objectMs + flushes * ASSUMED.flushMs;
  return {
    "Worker requests": calls + CODE.cronRuns + objects,
    "Worker CPU (ms)": calls * ASSUMED.cpuMs + CODE.cronRuns * ASSUMED.cronCpuMs,
    "Object requests":
      calls + calls / callsPerLease + calls / callsPerGrant + flushes * CODE.requestsPerFlush,
    "Object time (GB-s)": (objectMs / 1_000) * 0.128,
    "Object rows written": commits + flushes * CODE.rowsPerFlush,
    "D1 rows written": d1RowsWritten,
    "D1 rows read": calls * ASSUMED.keyReads + d1RowsWritten,
    "Queue operations": kilobytes64 * CODE.queueOperations,
    "R2 writes": objects,
    "R2 storage (GB)": (calls * ASSUMED.logBytes * 3) / GB, // ninety days of lines
  };
}

/** Dollars of a month, each item and in all. Pure. */
export function monthly(calls, pattern) {
  const used = quantities(calls, pattern);
  const items = Object.entries(PRICES).map(([name, { included, price, per }]) => {
    return { name, quantity: used[name], dollars: (Math.max(0, used[name] - included) / per) * price };
  });
  const total = items.reduce((sum, { dollars }) => sum + dollars, PLAN);
  // One D1 database runs one query at a time: a transaction of a few milliseconds allows some hundreds a second.
  const d1TransactionsPerSecond = transactions(calls, PATTERNS[pattern]).batches / (MINUTES * 60);
  return { items, total, perMillion: total / (calls / M), d1TransactionsPerSecond };
}

export const VOLUMES = [M, 100 * M, 10_000 * M];
const volume = (calls) => (calls >= 1_000 * M ? `${calls / (1_000 * M)} G` : `${calls / M} M`);
const dollars = (sum) => (sum >= 1_000 ? Math.round(sum).toLocaleString("en-US") : sum.toFixed(2));

/** The table of docs/deploy.md. */
export function table() {
  const columns = VOLUMES.flatMap((calls) => Object.keys(PATTERNS).map((pattern) => ({ calls, pattern })));
  const months = columns.map(({ calls, pattern }) => monthly(calls, pattern));
  const row = (name, cells) => `| ${[name, ...cells].join(" | ")} |`;
  return [
    row(
      "US dollars a month",
      columns.map(({ calls, pattern }) => `${volume(calls)}, ${pattern}`),
    ),
    `|---|${"--:|".repeat(columns.length)}`,
    row(
      "Plan",
      months.map(() => dollars(PLAN)),
    ),
    ...Object.keys(PRICES).map((name, at) =>
      row(
        name,
        months.map(({ items }) => dollars(items[at].dollars)),
      ),
    ),
    row(
      "**In all**",
      months.map(({ total }) => `**${dollars(total)}**`),
    ),
    row(
      "For a million calls",
      months.map(({ perMillion }) => dollars(perMillion)),
    ),
    row(
      "D1 transactions a second, on average",
      months.map(({ d1TransactionsPerSecond: rate }) =>
        rate < 10 ? rate.toFixed(2) : String(Math.round(rate)),
      ),
    ),
  ].join("\n");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) console.log(table());
