// What the browser tests share: a server of their own, a browser, a developer's site, and what people do by the pages.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { chromium } from "playwright-core";
import { freePort, localSecrets, localVars, startWorker } from "../../scripts/local.mjs";

export const PATIENCE = 15_000;
const ONLY = new RegExp(process.env.ONLY ?? "");
const SHOTS = process.env.SCREENSHOTS;
if (SHOTS) mkdirSync(SHOTS, { recursive: true });

/** The whole product on a free port, with its state in a folder that goes with it. `vars` are bindings beside the usual. */
export async function startServer(vars = () => ({})) {
  await import("../../scripts/build-assets.mjs");
  const folder = mkdtempSync(join(tmpdir(), "metristack-browser-"));
  const port = await freePort();
  const secrets = localSecrets(folder);
  const origin = `http://localhost:${port}`;
  const { base, child } = await startWorker({
    port,
    folder,
    vars: { ...localVars(origin, secrets), ...vars(origin) },
    showOutput: () => false,
  });
  child.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const stop = () => child.kill("SIGTERM");
  process.on("exit", stop); // also after a fault before the first check
  return { base, opsToken: secrets.OPS_DEV_TOKEN, stop };
}

/** CHROMIUM=/path to use another browser. */
export function launch(more = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
    ...more,
  });
}

/** Runs named checks, prints a line for each, and keeps count of what failed. ONLY=pattern chooses by name. */
export function checks() {
  let failed = 0;
  return {
    async check(name, run) {
      if (!ONLY.test(name)) return;
      try {
        await run();
        console.log(`ok  ${name}`);
      } catch (error) {
        failed += 1;
        console.log(`NOT ${name}\n    ${error.stack}`);
      }
    },
    end() {
      console.log(failed === 0 ? "\nAll went as it should." : `\n${failed} did not go as it should.`);
      process.exitCode = failed === 0 ? 0 : 1;
    },
  };
}

/** Gathers what no page may do: break its own policy, or throw; with `errors`, write any error to the console. */
export function faultsOf(context, { errors = false, faults = [] } = {}) {
  context.on("page", (page) => {
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      const said = message.text();
      if (/Content Security Policy/.test(said) || (errors && message.type() === "error")) faults.push(said);
    });
  });
  return faults;
}

/** A developer's site: a page with the button, one at the redirect address; what is posted to it is in `received`. */
export async function developersSite(base, host) {
  const html = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Duka</title><script src="${base}/connect.js"></script>
<h1>Duka Books</h1><button id="connect">Connect a shop</button><pre id="told"></pre>
<script>
const tell = (result) => { window.result = result; told.textContent = JSON.stringify(result, null, 1); };
if (location.pathname === "/back") Metristack.finish().then(tell);
window.start = ({ session, mode }) => {
  window.result = undefined;
  window.session = session;
  // The session is asked for after the click, as a real page does.
  const ask = () => new Promise((resolve) => setTimeout(() => resolve(session), 100));
  Metristack.connect(ask, { mode }).then(tell, (error) => tell({ kind: "threw", message: error.message }));
};
connect.onclick = () => start(window.options);
</script>`;
  const received = [];
  const server = createServer(async (request, answer) => {
    if (request.method === "POST") received.push({ headers: request.headers, body: await text(request) });
    answer.writeHead(200, { "content-type": "text/html" }).end(html);
  });
  await new Promise((resolve) => server.listen(0, host, resolve));
  return { origin: `http://${host}:${server.address().port}`, received, close: () => server.close() };
}

/** The API as a developer's server calls it; without a body it reads. */
export async function call(base, key, path, body, method = body ? "POST" : "GET") {
  return fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** What the app's server asks for before an end-user connects. */
export async function connectSession(base, key, more) {
  const asked = { external_user_id: "user-1", platforms: ["sandbox"], ...more };
  const answer = await call(base, key, "/v1/connect/sessions", asked);
  assert.equal(answer.status, 201, await answer.clone().text());
  const { id, connect_url } = await answer.json();
  return { id, connect_url };
}

export function exchange(base, key, code) {
  return call(base, key, "/v1/connect/exchange", { code });
}

/** Agrees with us, then signs in at the sandbox as the shop's owner. */
export async function throughSandbox(page, shop = "lagos-home") {
  await page.locator('button[value="allow"]').click();
  await atSandbox(page, shop);
}

/** Signs in at the sandbox as the shop's owner, and allows what is asked. */
export async function atSandbox(page, shop = "lagos-home") {
  await page.waitForURL(/\/sandbox\/oauth\/authorize/, { timeout: PATIENCE });
  await page.locator(`button[name="shop"][value="${shop}"]`).click();
  // The last window may close itself before the click is answered.
  await page
    .locator('button[value="allow"]')
    .first()
    .click({ noWaitAfter: true })
    .catch((error) => {
      if (!page.isClosed()) throw error;
    });
}

/** Loads the page again until something is there that our servers do in their own time. */
export async function appears(page, locator, seconds = 30) {
  for (let tries = 0; tries < seconds && !(await locator.first().isVisible()); tries++) {
    await page.waitForTimeout(1_000);
    await page.reload();
  }
  await locator.first().waitFor();
}

export async function shot(page, name) {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}
