// The one workerd: the product beside what it is measured against, each listening on a port of its own, with their
// databases and objects on disk. Built as for a deployment.
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { freePort, localSecrets, localVars, root, runWrangler } from "../../scripts/local.mjs";

const COMPATIBILITY = { compatibilityDate: "2026-08-22", stripCfConnectingIp: false };
const HOST = "127.0.0.1";

/** Builds a Worker as `wrangler deploy --minify` does. @returns its one file's text. */
export async function built(folder, ...args) {
  await runWrangler(["deploy", "--dry-run", "--minify", "--outdir", folder, ...args]);
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".js"));
  return readFileSync(join(folder, file), "utf8");
}

/** The Workers' texts. */
export async function buildAll(folder) {
  const own = ["--config", join(root, "test/bench/wrangler.toml")];
  const at = (name) => join(root, "test/bench/workers", name);
  return {
    product: await built(join(folder, "product")),
    baselines: await built(join(folder, "baselines"), at("baselines.ts"), ...own),
    empty: await built(join(folder, "empty"), at("empty.ts"), ...own),
  };
}

export function temporaryFolder() {
  return mkdtempSync(join(tmpdir(), "metristack-bench-"));
}

/** Starts what a benchmark needs. @returns the addresses by variant, the operators' token, and the way to end it. */
export async function startInstance({ folder, texts, upstream, inspectorPort }) {
  const ports = {};
  for (const name of ["pass", "again", "mapped", "naive", "product"]) ports[name] = await freePort();
  const baseline = (name, d1) => ({
    ...worker(name, texts.baselines, ports[name]),
    bindings: { UPSTREAM: upstream },
    ...(d1 && { d1Databases: { DB: d1 } }),
  });
  const origin = `http://${HOST}:${ports.product}`;
  const secrets = localSecrets(folder);
  const vars = {
    ...localVars(origin, secrets),
    METER_FLUSH_SECONDS: "60", // production's
    PLATFORM_ORIGINS: JSON.stringify({ squarespace: upstream }),
    PLATFORM_CLIENTS: JSON.stringify({
      squarespace: { test: { client_id: "bench", client_secret: "bench-secret" } },
    }),
  };
  const instance = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      logRequests: false,
      resourcePersistencePath: join(folder, "state"),
      ...(inspectorPort && { inspectorPort }),
      workers: [
        baseline("pass"),
        baseline("again"),
        baseline("mapped"),
        baseline("naive", "bench-naive"),
        productWorker(texts.product, vars, ports.product),
      ],
    }),
  );
  await instance.ready;
  await migrate(await instance.getD1Database("DB", "product"));
  await prepareNaive(await instance.getD1Database("DB", "naive"));
  const addresses = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, `http://${HOST}:${port}`]),
  );
  return { addresses, opsToken: secrets.OPS_DEV_TOKEN, end: () => instance.dispose() };
}

/** A Worker with a port of its own. */
export function worker(name, script, port) {
  return {
    name,
    modules: true,
    script,
    ...COMPATIBILITY,
    unsafeDirectSockets: [{ host: HOST, port }],
  };
}

/** The product's bundle behind workers/product.mjs, with the port of its own. */
export function shielded(script, port) {
  const { script: _, ...rest } = worker("product", "", port);
  const path = join(root, "test/bench/workers");
  return {
    ...rest,
    modulesRoot: path,
    modules: [
      { type: "ESModule", path: join(path, "product.mjs") },
      { type: "ESModule", path: join(path, "worker.js"), contents: script },
    ],
  };
}

/** With wrangler.toml's bindings. */
function productWorker(script, bindings, port) {
  const object = (className) => ({ className, useSQLite: true });
  return {
    ...shielded(script, port),
    bindings,
    durableObjects: {
      CONNECTIONS: object("ConnectionObject"),
      API_KEYS: object("ApiKeyObject"),
      METER: object("MeterObject"),
      SANDBOX: object("SandboxObject"),
    },
    d1Databases: { DB: "bench-product" },
    r2Buckets: { LOGS: "bench-logs", BUNDLES: "bench-bundles", BUNDLES_EU: "bench-bundles-eu" },
    queueProducers: { LOG_QUEUE: "bench-logs" },
    queueConsumers: { "bench-logs": { maxBatchSize: 100, maxBatchTimeout: 60, maxRetries: 10 } },
  };
}

/** @param db the product's */
async function migrate(db) {
  const folder = join(root, "migrations");
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()) {
    const statements = readFileSync(join(folder, file), "utf8").split("--> statement-breakpoint");
    await db.batch(statements.filter((text) => text.trim()).map((text) => db.prepare(text)));
  }
}

async function prepareNaive(db) {
  await db.batch(
    [
      "CREATE TABLE api_keys (key TEXT PRIMARY KEY, app_id TEXT NOT NULL) WITHOUT ROWID",
      "CREATE TABLE logs (id TEXT PRIMARY KEY, at INTEGER, app_id TEXT, operation TEXT, status INTEGER)",
      "CREATE TABLE usage (app_id TEXT, hour INTEGER, calls INTEGER, PRIMARY KEY (app_id, hour)) WITHOUT ROWID",
      "INSERT INTO api_keys VALUES ('Bearer bench', 'app_bench')",
    ].map((text) => db.prepare(text)),
  );
}
