// npm run deploy:check: what would keep a deployment from working, found without deploying. A line a check; exit 1 on a
// fault. What could not be looked at is "not checked", which is no "ok". docs/deploy.md says how each is mended.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as check from "./deploy-checks.mjs";
import { root, runWrangler } from "./local.mjs";

/** Builds as `wrangler deploy` would. */
function build() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "scripts/check-bundle.mjs")], {
    encoding: "utf8",
  });
  if (status === 0) return { kind: "ok", text: stdout.trim().replace(/^bundle: /, "") };
  return {
    kind: "fault",
    text: (stdout.trim() || stderr.trim() || "no answer").split("\n").slice(0, 4).join(" "),
  };
}

async function secretNames() {
  try {
    return JSON.parse(await runWrangler(["secret", "list", "--format", "json"])).map(({ name }) => name);
  } catch {
    return null;
  }
}

function changedSinceRelease() {
  const git = (...args) => spawnSync("git", args, { cwd: root, encoding: "utf8" });
  const tag = git("describe", "--tags", "--abbrev=0", "--match", "v*");
  if (tag.status !== 0) return null;
  const diff = git("diff", "--name-status", "--no-renames", tag.stdout.trim(), "--", "migrations/*.sql");
  if (diff.status !== 0) return null;
  return diff.stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [status, path] = line.split("\t");
      return { status, path };
    });
}

async function main() {
  const text = (path) => readFileSync(join(root, path), "utf8");
  const { unstable_readConfig: readConfig } = await import("wrangler");
  const config = readConfig({ config: join(root, "wrangler.toml") });
  const checks = [
    ["bindings", check.bindings(config, text("src/config/env.d.ts"))],
    ["database", check.database(config)],
    ["address", check.address(config)],
    ["environment", check.environment(config)],
    ["objects", check.objects(config)],
    ["triggers", check.triggers(config, text("src/cron.ts"))],
    ["compatibility", check.compatibility(config, Date.now())],
    [
      "migrations",
      check.migrations(
        readdirSync(join(root, "migrations")),
        JSON.parse(text("migrations/meta/_journal.json")),
      ),
    ],
    ["released migrations", check.unchanged(changedSinceRelease())],
    ["secrets", check.secrets(await secretNames())],
    ["build", build()],
  ].map(([name, verdict]) => ({ name, verdict }));
  console.log(check.told(checks).join("\n"));
  process.exit(checks.some(({ verdict }) => verdict.kind === "fault") ? 1 : 0);
}

await main();
