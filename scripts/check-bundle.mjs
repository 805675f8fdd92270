// Builds the Worker as `wrangler deploy` would and fails when it is 500 KiB gzipped or more.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import "./build-assets.mjs";
import { runWrangler } from "./local.mjs";

const LIMIT = 500 * 1_024;
const folder = mkdtempSync(join(tmpdir(), "metristack-bundle-"));
await runWrangler(["deploy", "--dry-run", "--minify", "--outdir", folder]);
let bytes = 0;
for (const name of readdirSync(folder).filter((file) => file.endsWith(".js"))) {
  bytes += gzipSync(readFileSync(join(folder, name)), { level: 9 }).length;
}
rmSync(folder, { recursive: true, force: true });
console.log(`bundle: ${(bytes / 1_024).toFixed(1)} KiB gzipped (limit ${LIMIT / 1_024} KiB)`);
if (bytes === 0 || bytes >= LIMIT) process.exit(1);
