// npm run bench:start: the CPU from the start of workerd to its first answer, with the product and with a Worker that
// does nothing. The difference is what reading the product's bundle, evaluating what is not left for later, and
// answering once cost. Then what is left for later costs when it is first asked for.
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import "../../scripts/build-assets.mjs";
import { freePort, localSecrets, localVars } from "../../scripts/local.mjs";
import { buildAll, shielded, temporaryFolder, worker } from "./instance.mjs";
import { fineCpuMs, workerdPid } from "./processes.mjs";
import { machine, table, writeReport } from "./report.mjs";
import { percentile, seeded, shuffled } from "./stats.mjs";

/** A shop's orders, refused for want of a key: by the data route's own way, and before any database is asked. */
const FIRST = "/v1/connections/conn_eu_0/orders";
/** Addresses of no route: each area is evaluated for its own before that is known. */
const AREAS = {
  "the rest of /v1": "/v1/usage/nothing",
  "health, status, trust": "/trust/nothing",
  "the reference and policies": "/policies/nothing/here",
  "connect and the privacy centre": "/privacy/nothing/here",
  "the portal": "/portal/nothing/here",
  "the operators' side": "/ops/nothing/here",
  "the platforms' webhooks, the sandbox": "/webhooks/nothing",
};
const ADAPTERS = [
  "shopify",
  "square",
  "stripe",
  "bigcommerce",
  "clover",
  "ebay",
  "ecwid",
  "wix",
  "woocommerce",
];

const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "15" }, keep: { type: "boolean", default: false } },
});
const folder = temporaryFolder();
try {
  const texts = await buildAll(folder);
  const secrets = localSecrets(folder);
  const workers = {
    empty: (port) => worker("empty", texts.empty, port),
    product: (port) => shielded(texts.product, port),
  };
  const used = { empty: [], product: [] };
  const later = {};
  const random = seeded(1);
  for (let run = 0; run < Number(options.runs); run++)
    for (const name of shuffled(Object.keys(used), random))
      used[name].push(await startOf(workers[name], secrets, name === "product" ? noteLater : () => {}));
  const report = [
    `${machine()}. ${options.runs} starts of each, in turn.`,
    table(
      ["", "median ms of CPU", "least", "most"],
      [
        ["an empty Worker", ...spread(used.empty)],
        ["the product", ...spread(used.product)],
        ["the product alone", ...spread(used.product.map((ms, run) => ms - used.empty[run]))],
      ],
    ),
    "Once in an isolate's life, with the first request that needs it (in any order, so that what two share is in either):",
    table(
      ["", "median ms of CPU", "least", "most"],
      Object.entries(later).map(([name, values]) => [name, ...spread(values)]),
    ),
  ].join("\n\n");
  console.log(report);
  if (!options.keep) writeReport("start", report);

  /** What first requests cost more than their repetition. */
  async function noteLater(base, cpu) {
    const cost = async (path) => {
      const before = cpu();
      await ask(base + path);
      return cpu() - before;
    };
    const first = async (path) => (await cost(path)) - (await cost(path));
    for (const name of shuffled(Object.keys(AREAS), random)) note(name, await first(AREAS[name]));
    for (const key of shuffled(ADAPTERS, random)) note("an adapter", await first(`/webhooks/${key}`));
  }
  function note(name, ms) {
    later[name] ??= [];
    later[name].push(Math.max(0, ms));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Without databases and objects, whose simulators would start with it: the first answer needs none of them. */
async function startOf(made, secrets, afterwards) {
  const port = await freePort();
  const instance = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      logRequests: false,
      ...made(port),
      bindings: localVars(`http://127.0.0.1:${port}`, secrets),
    }),
  );
  await instance.ready;
  const base = `http://127.0.0.1:${port}`;
  await ask(base + FIRST);
  const pid = workerdPid();
  if (pid === null) throw new Error("CPU is read from /proc, which this system does not have");
  const used = fineCpuMs(pid);
  await afterwards(base, () => fineCpuMs(pid));
  await instance.dispose();
  return used;
}

async function ask(address) {
  const answer = await fetch(address, { redirect: "manual" });
  await answer.arrayBuffer();
}

/** Median, least and most. */
function spread(values) {
  return [percentile(values, 0.5), Math.min(...values), Math.max(...values)].map((ms) => ms.toFixed(1));
}
