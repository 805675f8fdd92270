// What a local run needs: secrets, a database, a running Worker. Used by start.mjs and demo.mjs. No dependencies.
import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wrangler = join(root, "node_modules/wrangler/bin/wrangler.js");

/**
 * Secrets of this machine's own, made on the first start and kept beside the local database they belong to.
 * @returns the values, as the Worker's bindings.
 */
export function localSecrets(folder) {
  const path = join(folder, "secrets.json");
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const ring = () => `1:${randomBytes(32).toString("base64")}`;
    const made = {
      VAULT_KEYS: ring(),
      KEY_PEPPERS: ring(),
      SEAL_KEYS: ring(),
      OPS_DEV_TOKEN: randomBytes(32).toString("base64url"),
    };
    writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  }
  const secrets = JSON.parse(readFileSync(path, "utf8"));
  // A folder from before receipts were signed has no key for it yet.
  if (!secrets.SIGNING_KEYS) {
    secrets.SIGNING_KEYS = JSON.stringify([signingKey()]);
    writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  }
  return secrets;
}

/** An Ed25519 key as config.ts wants it. */
function signingKey() {
  const { kty, crv, x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return { kty, crv, kid: `local-${randomBytes(4).toString("hex")}`, x, d };
}

/** Runs one of wrangler's commands to its end; its output is shown only when it fails. */
export function runWrangler(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [wrangler, ...args], {
      cwd: root,
      env: quietEnv(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`wrangler ${args.join(" ")} failed:\n${output}`));
    });
  });
}

/**
 * The same Worker with its log queue delivered every second, so that a call shows in the logs while one looks; and
 * without its route, whose host wrangler would put into every request's address.
 */
function localConfig() {
  const path = join(root, "wrangler.local.toml");
  const config = readFileSync(join(root, "wrangler.toml"), "utf8");
  const local = config
    .replace(/^max_batch_timeout = \d+/m, "max_batch_timeout = 1")
    .replace(/^routes = .*$/m, "");
  writeFileSync(path, local);
  return path;
}

/** In a file of their own, since a command line can be read by everyone on the machine. */
function varsFile(folder, vars) {
  const path = join(folder, "vars.env");
  // Single quotes: a value may be JSON, and none of ours holds a quote of that kind.
  const lines = Object.entries(vars).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(path, lines.join(""), { mode: 0o600 });
  return path;
}

/** Starts the Worker on a port with its state in `folder`; resolves when it answers. */
export async function startWorker({ port, folder, vars, showOutput }) {
  await runWrangler(["d1", "migrations", "apply", "DB", "--local", "--persist-to", folder]);
  const inspector = await freePort();
  const args = [
    "dev",
    "--config",
    localConfig(),
    "--port",
    String(port),
    "--ip",
    "127.0.0.1",
    "--inspector-port",
    String(inspector),
    "--persist-to",
    folder,
    "--env-file",
    varsFile(folder, vars),
    "--show-interactive-dev-session=false",
    "--test-scheduled",
  ];
  const child = spawn(process.execPath, [wrangler, ...args], {
    cwd: root,
    env: quietEnv(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (chunk) => {
    output = (output + chunk).slice(-8_000);
    if (showOutput()) process.stderr.write(redact(String(chunk), vars));
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  let ended = false;
  child.on("exit", () => {
    ended = true;
  });
  const base = `http://localhost:${port}`;
  const until = Date.now() + 90_000;
  for (;;) {
    if (ended) throw new Error(`the Worker did not start:\n${redact(output, vars)}`);
    if (Date.now() > until)
      throw new Error(`the Worker did not answer within 90 s:\n${redact(output, vars)}`);
    try {
      const answer = await fetch(`${base}/health`, { signal: AbortSignal.timeout(5_000) });
      if (answer.ok) return { base, child };
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The Worker's bindings for a local run. Short flushes, so that a call shows in usage and logs within seconds. */
export function localVars(base, secrets) {
  return {
    ENVIRONMENT: "local",
    PUBLIC_ORIGIN: base,
    METER_FLUSH_SECONDS: "1",
    RESTORE_WINDOW_DAYS: "0",
    ...secrets,
  };
}

/** A developer with an app and a test key, through the operators' own route; the app has stated what it must. */
export async function seedDeveloper(base, opsToken, redirectUris) {
  const answer = await fetch(`${base}/ops/apps`, {
    method: "POST",
    headers: { authorization: `Bearer ${opsToken}`, "content-type": "application/json" },
    body: JSON.stringify({
      name: "Example Books",
      redirect_uris: redirectUris,
      privacy_policy_url: "https://example.com/privacy",
      purposes: ["Keep the shop's books: take over orders, refunds and stock every night"],
      third_parties: ["Example Hosting Ltd"],
      country: "KE",
      key: { name: "first key", mode: "test" },
    }),
  });
  if (answer.status !== 201) throw new Error(`seeding answered ${answer.status}: ${await answer.text()}`);
  const made = await answer.json();
  await stateReadiness(base, made.key.key);
  return made;
}

/** What the example app does with the data: without it, no shop in the EU could be connected from Kenya. */
export async function stateReadiness(base, key) {
  const call = async (method, path, body) => {
    const answer = await fetch(base + path, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const { policy } = await call("PUT", "/v1/apps/self/readiness", {
    privacy_policy_url: "https://example.com/privacy",
    purposes: ["Keep the shop's books: take over orders, refunds and stock every night"],
    data_use: "Orders, refunds and stock are booked as they are; customers are read by number only.",
    third_parties: ["Example Hosting Ltd"],
    retention: "Ten years, as bookkeeping law asks",
    deletion: "What no law asks us to keep is deleted within 30 days of disconnecting.",
    security_contact: "security@example.com",
    country: "KE",
    scc: { module: "C2P", version: "2021/914", accept: true },
    measures: [],
  });
  await call("POST", "/v1/policy-acceptances", { version: policy.version, accept: true });
}

/** Where somebody joins the developer's team; works once. */
export async function portalLink(base, opsToken, app) {
  const answer = await fetch(`${base}/ops/apps/${app}/invitations`, {
    method: "POST",
    headers: { authorization: `Bearer ${opsToken}`, "content-type": "application/json" },
    body: JSON.stringify({ role: "owner" }),
  });
  if (answer.status !== 201) throw new Error(`inviting answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()).link;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Everything local: no telemetry, no update check, no account. */
function quietEnv() {
  return {
    ...process.env,
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    CI: process.env.CI ?? "1",
    NO_COLOR: "1",
  };
}

function redact(text, vars) {
  let clean = text;
  for (const name of ["VAULT_KEYS", "KEY_PEPPERS", "SEAL_KEYS", "OPS_DEV_TOKEN"]) {
    if (vars[name]) clean = clean.replaceAll(vars[name], "(hidden)");
  }
  return clean;
}
