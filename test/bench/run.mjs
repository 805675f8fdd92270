// npm run bench: what the product costs beside a bare proxy, the mapping alone, and the same done naively.
// All of it runs in one workerd, in short blocks in a random order, so that the machine's weather falls on all alike.
// --quick takes a few minutes; --seed=7 gives another order; --keep leaves docs/benchmarks.md as it is.
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import "../../scripts/build-assets.mjs";
import { buildAll, startInstance, temporaryFolder } from "./instance.mjs";
import { cpuMs, helper, workerdPid } from "./processes.mjs";
import { machine, NAMES, timesReport, writeReport } from "./report.mjs";
import { connectShops } from "./shops.mjs";
import { seeded, shuffled } from "./stats.mjs";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
  },
});
const { rounds, blockMs } = options.quick ? { rounds: 6, blockMs: 400 } : { rounds: 10, blockMs: 800 };
const PAYLOADS = [2_000, 50_000, 500_000];
const CONNECTIONS = [1, 10, 100];
/** The variant's name, and the path that is called; the product's callers have paths of their own. */
const PATHS = { pass: "/pass", again: "/pass", mapped: "/mapped", naive: "/naive", product: null };
const WARM_MS = 2_000;
/** Longer than the meter's flush and the log queue's wait, both 60 s. */
const DRAIN_MS = 130_000;

const folder = temporaryFolder();
const upstream = helper("upstream.mjs");
const load = helper("load.mjs");
let instance = null;
try {
  const { port } = await upstream.answer();
  say("building");
  const texts = await buildAll(folder);
  instance = await startInstance({ folder, texts, upstream: `http://127.0.0.1:${port}` });
  const { addresses, opsToken } = instance;
  say(`connecting ${CONNECTIONS.at(-1)} shops`);
  const shops = await connectShops(addresses.product, opsToken, CONNECTIONS.at(-1));
  const pid = workerdPid();
  const random = seeded(Number(options.seed));

  // Code that has just been loaded runs slowly, and the more of it the longer: each variant runs warm first.
  for (const bytes of PAYLOADS) {
    await upstream.ask({ bytes });
    for (const variant of Object.keys(PATHS))
      await measured({ callers: callersOf(variant, CONNECTIONS.at(-1)), ms: WARM_MS, pid }, NAMES[variant]);
  }

  const blocks = [];
  for (let round = 0; round < rounds; round++) {
    const cells = PAYLOADS.flatMap((bytes) => CONNECTIONS.map((connections) => ({ bytes, connections })));
    for (const cell of shuffled(cells, random)) {
      const page = await upstream.ask({ bytes: cell.bytes });
      for (const variant of shuffled(Object.keys(PATHS), random)) {
        const where = `${NAMES[variant]}, ${cell.bytes} bytes, ${cell.connections} connections`;
        const block = await measured(
          { callers: callersOf(variant, cell.connections), ms: blockMs, pid },
          where,
        );
        blocks.push({ ...cell, page, round, variant, ...block });
      }
    }
    say(`round ${round + 1} of ${rounds}`);
  }
  const afterwards = options.quick ? null : await drained(pid, shops);
  const report = timesReport({
    blocks,
    afterwards,
    rounds,
    blockMs,
    seed: options.seed,
    random,
    machine: machine(),
  });
  console.log(report);
  if (!options.keep) writeReport("times", report);

  /** The next shops in turn: one that is called alone must not reach its own limit, 3,000 calls a minute. */
  function callersOf(variant, connections) {
    const path = PATHS[variant];
    if (path !== null)
      return Array(connections).fill({ url: addresses[variant] + path, authorization: "Bearer bench" });
    const chosen = shops.splice(0, connections);
    shops.push(...chosen);
    return chosen;
  }
} finally {
  load.end();
  upstream.end();
  await instance?.end();
  rmSync(folder, { recursive: true, force: true });
}

async function measured(block, where) {
  const answer = await load.ask(block);
  if (answer.failed) throw new Error(`${where}: ${answer.failed}`);
  return answer.done;
}

/** What comes after the answers: the meter's flush to D1, and the log lines' way through the queue to R2. */
async function drained(pid, shops) {
  if (pid === null) return null;
  say("waiting for what comes after the answers");
  await wait(DRAIN_MS);
  await upstream.ask({ bytes: PAYLOADS[0] });
  const { latencies } = await measured({ callers: shops, ms: 10_000, pid }, "afterwards");
  const cpu = cpuMs(pid);
  await wait(DRAIN_MS);
  const calls = latencies.length + shops.length; // the warming calls are counted like all others
  return { calls, shops: shops.length, cpuPerCall: (cpuMs(pid) - cpu) / calls };
}

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function say(what) {
  console.error(`▸ ${what}`);
}
