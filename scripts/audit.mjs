// npm run audit: known weaknesses in what is shipped. Exit 0: looked, none of them high. 1: found. 2: could not look,
// which is never told as a pass: a registry may have no advisories, or there is no network.
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

const ARGUMENTS = ["audit", "--omit=dev", "--audit-level=high", "--json"];

/** What npm's answer says. Pure. @returns {{ kind: "ok" | "found" | "not_run", text: string }} */
export function verdictOf(output) {
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return { kind: "not_run", text: "npm gave no report" };
  }
  const counts = report?.metadata?.vulnerabilities;
  const packages = report?.metadata?.dependencies?.prod;
  if (!counts || !Number.isInteger(counts.high) || !Number.isInteger(counts.critical)) {
    // npm's own sentence names the registry, which may be somebody's own.
    const status = Number.isInteger(report?.statusCode) ? `HTTP ${report.statusCode}` : "no answer";
    return { kind: "not_run", text: `the registry told no advisories (${status})` };
  }
  const grave = counts.high + counts.critical;
  if (grave === 0) return { kind: "ok", text: `${packages} packages, none with a high or critical advisory` };
  const names = Object.values(report.vulnerabilities ?? {})
    .filter(({ severity }) => severity === "high" || severity === "critical")
    .map(({ name, severity, range }) => `${name} ${range} (${severity})`);
  return { kind: "found", text: names.join(", ") || `${grave} advisories` };
}

const SAID = { ok: "audit: ok", found: "audit: FOUND", not_run: "audit: NOT RUN" };
const EXIT = { ok: 0, found: 1, not_run: 2 };

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { stdout } = spawnSync("npm", ARGUMENTS, { encoding: "utf8", timeout: 120_000 });
  const { kind, text } = verdictOf(stdout ?? "");
  console.log(`${SAID[kind]}: ${text}`);
  process.exit(EXIT[kind]);
}
