// Checks the OpenAPI document the Worker really serves against Redocly's recommended rules, and writes it to dist/.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "./build-assets.mjs";
import { freePort, localSecrets, localVars, root, startWorker } from "./local.mjs";

const folder = mkdtempSync(join(tmpdir(), "metristack-api-"));
const port = await freePort();
const { base, child } = await startWorker({
  port,
  folder,
  vars: localVars(`http://localhost:${port}`, localSecrets(folder)),
  showOutput: () => false,
});
const document = await (await fetch(`${base}/openapi.json`)).json();
child.kill("SIGTERM");
rmSync(folder, { recursive: true, force: true });

document.servers = [{ url: "https://api.metristack.com" }];
mkdirSync(join(root, "dist"), { recursive: true });
const path = join(root, "dist/openapi.json");
writeFileSync(path, JSON.stringify(document, null, 2));
const redocly = join(root, "node_modules/@redocly/cli/bin/cli.js");
const { status } = spawnSync(
  process.execPath,
  [redocly, "lint", path, "--extends", "recommended", "--format", "stylish", "--max-problems", "500"],
  {
    stdio: "inherit",
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  },
);
process.exit(status ?? 1);
