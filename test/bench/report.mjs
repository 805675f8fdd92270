// docs/benchmarks.md: what was measured, where, and when, between its markers.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";
import { root } from "../../scripts/local.mjs";
import { percentile, ratioOf } from "./stats.mjs";

const path = join(root, "docs/benchmarks.md");
/** The variants as docs/benchmarks.md calls them. */
export const NAMES = { pass: "a", again: "a again", mapped: "a+", product: "b", naive: "c" };
const RATIOS = [
  ["b / a", "product", "pass"],
  ["b / a+", "product", "mapped"],
  ["c / a+", "naive", "mapped"],
  ["a / a again", "pass", "again"],
];

/** A line that says where and on what a result was got. */
export function machine() {
  const [cpu] = cpus();
  const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  const workerd = createRequire(import.meta.url)("workerd/package.json").version;
  const changed = git("status", "--porcelain", "src") === "" ? "" : " with changes";
  return [
    `${new Date().toISOString().slice(0, 16)}Z`,
    `commit ${git("rev-parse", "--short", "HEAD")}${changed}`,
    `${cpus().length} × ${cpu?.model.trim() ?? "unknown"}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB`,
    `${type()} ${release().split("-")[0]}`,
    `node ${process.version}`,
    `workerd ${workerd}`,
  ].join(", ");
}

/** Replaces the generated part of that name. */
export function writeReport(part, text) {
  const page = readFileSync(path, "utf8");
  const begin = `<!-- ${part}: generated -->`;
  const end = `<!-- ${part}: end -->`;
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/benchmarks.md lacks its markers for ${part}`);
  writeFileSync(path, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}

/** The tables of `npm run bench`. */
export function timesReport({ blocks, afterwards, rounds, blockMs, seed, random, machine }) {
  const cells = [
    ...new Map(blocks.map((block) => [`${block.bytes}/${block.connections}`, block])).values(),
  ].sort((a, b) => a.bytes - b.bytes || a.connections - b.connections);
  const hasCpu = blocks.every((block) => block.cpu !== null);
  const of = (cell, variant) =>
    blocks.filter(
      (block) =>
        block.bytes === cell.bytes && block.connections === cell.connections && block.variant === variant,
    );
  const ratios = (measure) =>
    cells.map((cell) => [
      size(cell),
      cell.connections,
      ...RATIOS.map(([, over, under]) => {
        const base = new Map(of(cell, under).map((block) => [block.round, measure(block)]));
        return interval(
          ratioOf(
            of(cell, over).map((block) => [measure(block), base.get(block.round)]),
            random,
          ),
        );
      }),
    ]);
  const head = ["page", "connections", ...RATIOS.map(([name]) => name)];
  const parts = [
    `${machine}. ${rounds} rounds, blocks of ${blockMs / 1_000} s, seed ${seed}.`,
    "**Requests per second, ratios** (1 is as fast as the other; 95 % interval)",
    table(head, ratios(rate)),
    restlessness(cells, of, random),
    ...(hasCpu
      ? [
          "**CPU of workerd per call, ratios** (1 is as cheap; less is cheaper)",
          table(head, ratios(cpuPerCall)),
        ]
      : ["CPU is not told: it is read from /proc, which this system does not have."]),
    "**Each by itself** (medians of the blocks; latencies over all calls)",
    table(
      ["page", "connections", "", "requests/s", "p50 ms", "p99 ms", "CPU ms per call"],
      cells.flatMap((cell) =>
        Object.entries(NAMES).map(([variant, name]) => {
          const own = of(cell, variant);
          const latencies = own.flatMap((block) => block.latencies);
          const cpu = hasCpu ? percentile(own.map(cpuPerCall), 0.5) : null;
          return [
            size(cell),
            cell.connections,
            name,
            percentile(own.map(rate), 0.5).toFixed(0),
            percentile(latencies, 0.5).toFixed(1),
            percentile(latencies, 0.99).toFixed(1),
            cpu === null ? "–" : cpu.toFixed(2),
          ];
        }),
      ),
    ),
  ];
  if (afterwards)
    parts.push(
      `After the answers, (b) spends ${afterwards.cpuPerCall.toFixed(2)} ms of CPU per call on the meter's flush and the logs (${afterwards.calls} calls on ${afterwards.shops} shops, once a minute). The tables do not hold it.`,
    );
  return parts.join("\n\n");
}

/** The rows whose two copies of (a) are told apart: there the machine was measured, and not the variants. */
function restlessness(cells, of, random) {
  const restless = cells.filter((cell) => {
    const other = new Map(of(cell, "again").map((block) => [block.round, rate(block)]));
    const control = ratioOf(
      of(cell, "pass").map((block) => [rate(block), other.get(block.round)]),
      random,
    );
    return control && (control.low > 1 || control.high < 1);
  });
  if (restless.length === 0) return "The control holds 1 in every row.";
  const rows = restless.map((cell) => `${size(cell)} by ${cell.connections}`).join("; ");
  return `The control does not hold 1 for ${rows}: not to be read.`;
}

function rate({ latencies, elapsed }) {
  return (latencies.length * 1_000) / elapsed;
}

function cpuPerCall({ cpu, latencies }) {
  return cpu / latencies.length;
}

function size({ page }) {
  return `${(page.bytes / 1_000).toFixed(0)} KB, ${page.orders} ${page.orders === 1 ? "order" : "orders"}`;
}

function interval(found) {
  return found ? `${found.ratio.toFixed(2)} (${found.low.toFixed(2)}–${found.high.toFixed(2)})` : "–";
}

/** A Markdown table. */
export function table(head, rows) {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
