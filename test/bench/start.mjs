// npm run bench:start: the CPU from the start of workerd to its first answer, with the product and with a Worker that
// does nothing. The difference is what evaluating the product's module and answering once cost.
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import "../../scripts/build-assets.mjs";
import { freePort, localSecrets, localVars } from "../../scripts/local.mjs";
import { buildAll, shielded, temporaryFolder, worker } from "./instance.mjs";
import { cpuMs, workerdPid } from "./processes.mjs";
import { machine, table, writeReport } from "./report.mjs";
import { percentile, seeded, shuffled } from "./stats.mjs";

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
  const random = seeded(1);
  for (let run = 0; run < Number(options.runs); run++)
    for (const name of shuffled(Object.keys(used), random))
      used[name].push(await startOf(workers[name], secrets));
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
  ].join("\n\n");
  console.log(report);
  if (!options.keep) writeReport("start", report);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Without databases and objects, whose simulators would start with it: the first answer needs none of them. */
async function startOf(made, secrets) {
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
  const answer = await fetch(`http://127.0.0.1:${port}/v1/nothing`);
  await answer.arrayBuffer();
  const pid = workerdPid();
  if (pid === null) throw new Error("CPU is read from /proc, which this system does not have");
  const used = cpuMs(pid);
  await instance.dispose();
  return used;
}

/** Median, least and most. */
function spread(values) {
  return [percentile(values, 0.5), Math.min(...values), Math.max(...values)];
}
