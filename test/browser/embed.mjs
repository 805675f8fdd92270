// npm run test:browser: drives connect.js in a real browser against a local server: popup, popup cut off by a platform,
// blocked popup, closed popup, phone, declined, and pages that must get nothing. CHROMIUM=/path to use another browser;
// ONLY=pattern to choose by name; SCREENSHOTS=folder to keep pictures of the steps.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, devices } from "playwright-core";
import { freePort, localSecrets, localVars, seedDeveloper, startWorker } from "../../scripts/local.mjs";

const SHOTS = process.env.SCREENSHOTS;
const ONLY = new RegExp(process.env.ONLY ?? "");
const PATIENCE = 15_000;
if (SHOTS) mkdirSync(SHOTS, { recursive: true });
await import("../../scripts/build-assets.mjs");

const folder = mkdtempSync(join(tmpdir(), "metristack-browser-"));
const port = await freePort();
const secrets = localSecrets(folder);
const { base, child } = await startWorker({
  port,
  folder,
  vars: localVars(`http://localhost:${port}`, secrets),
  showOutput: () => false,
});
// Another site, as browsers see it: 127.0.0.1 is not localhost.
const app = await developersSite("127.0.0.1");
const stranger = await developersSite("127.0.0.1");
const { key } = await seedDeveloper(base, secrets.OPS_DEV_TOKEN, [`${app.origin}/back`]);
const settings = {
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
};
const browser = await chromium.launch(settings);
const blocking = await chromium.launch({ ...settings, ignoreDefaultArgs: ["--disable-popup-blocking"] });

let failed = 0;
try {
  await story("popup: the code comes to the page, and the popup closes", async ({ page, context }) => {
    const popup = await opened(context, page, {});
    await shot(popup, "popup-consent");
    await throughSandbox(popup);
    const result = await resultOf(page);
    assert.equal(result.kind, "connected");
    assert.equal(result.state, "dev-state");
    assert.deepEqual(Object.keys(result).sort(), ["code", "kind", "session", "state"]);
    await closed(popup);
    assert.equal(page.url(), `${app.origin}/`, "the page stayed where it was");
    assert.equal((await exchange(result.code)).status, 200);
    assert.equal((await exchange(result.code)).status, 409, "a code works once");
    await shot(page, "popup-done");
  });

  await story("popup, declined on our own page", async ({ page, context }) => {
    const popup = await opened(context, page, {});
    await popup.locator('button[value="decline"]').click();
    const result = await resultOf(page);
    assert.deepEqual([result.kind, result.error], ["failed", "access_denied"]);
    await closed(popup);
  });

  await story("popup cut off by a platform's opener policy: the redirect page hands over", async (s) => {
    const { page, context } = s;
    await cutOff(context);
    await page.evaluate(() => {
      document.hasFocus = () => false; // the popup has it; playwright gives it to every page
    });
    const popup = await opened(context, page, {});
    await throughSandbox(popup);
    const result = await resultOf(page);
    assert.equal(result.kind, "connected");
    assert.equal((await exchange(result.code)).status, 200);
    assert.equal(page.url(), `${app.origin}/`);
    await page.waitForTimeout(500);
    console.log(`    the cut-off window ${popup.isClosed() ? "closed itself" : "stays, without a code"}`);
    if (!popup.isClosed()) assert.doesNotMatch(popup.url(), /code=/);
  });

  await story("popup cut off, and nobody waits: the redirect page goes on itself", async (s) => {
    const { page, context } = s;
    await cutOff(context);
    const popup = await opened(context, page, {});
    await page.close();
    await throughSandbox(popup);
    await popup.waitForURL((url) => url.href === `${app.origin}/back`, { timeout: PATIENCE });
    const result = await resultOf(popup);
    assert.equal(result.kind, "connected");
    assert.equal((await exchange(result.code)).status, 200);
  });

  await story("popup closed: told as closed", async ({ page, context }) => {
    const popup = await opened(context, page, {});
    await popup.close();
    assert.equal((await resultOf(page)).kind, "closed");
    const again = await opened(context, page, {});
    await throughSandbox(again);
    assert.equal((await resultOf(page)).kind, "connected");
  });

  await story(
    "popup closed while the platform's page was open: told as closed",
    async ({ page, context }) => {
      const popup = await opened(context, page, {});
      await popup.locator('button[value="allow"]').click();
      await popup.waitForURL(/\/sandbox\/oauth\/authorize/, { timeout: PATIENCE });
      await popup.close();
      assert.equal((await resultOf(page)).kind, "closed");
    },
  );

  await story("popup blocked: the page itself goes, and comes back with the code", async ({ page }) => {
    await page.evaluate(() => {
      window.open = () => null; // what a blocker answers
    });
    await press(page, {});
    await page.waitForURL(/\/connect\//, { timeout: PATIENCE });
    await shot(page, "blocked-consent");
    await throughSandbox(page);
    await page.waitForURL((url) => url.href === `${app.origin}/back`, { timeout: PATIENCE });
    const result = await resultOf(page);
    assert.equal(result.kind, "connected");
    assert.equal((await exchange(result.code)).status, 200);
    assert.equal(page.url(), `${app.origin}/back`, "the code is gone from the address");
  });

  await story(
    "popup blocked by the browser itself, which saw no click: by redirect",
    async ({ page, context }) => {
      // Without `userGesture`, unlike evaluate(): as a script would that opens windows by itself.
      const devtools = await context.newCDPSession(page);
      const given = JSON.stringify(await sessionFor());
      await devtools.send("Runtime.evaluate", { expression: `start(${given})`, userGesture: false });
      await page.waitForURL(/\/connect\//);
      assert.equal(context.pages().length, 1);
    },
    { within: blocking },
  );

  await story(
    "phone: by redirect, no second window",
    async ({ page, context }) => {
      await press(page, {});
      await page.waitForURL(/\/connect\//, { timeout: PATIENCE });
      await shot(page, "phone-consent");
      await throughSandbox(page);
      await page.waitForURL((url) => url.href === `${app.origin}/back`, { timeout: PATIENCE });
      const result = await resultOf(page);
      assert.equal(result.kind, "connected");
      assert.equal((await exchange(result.code)).status, 200);
      assert.equal(context.pages().length, 1);
    },
    { device: devices["Pixel 7"] },
  );

  await story("phone without script on our page: the plain way onward", async ({ page }) => {
    await page.route("**/assets/handover.js", (route) => route.abort());
    const { session } = await sessionFor();
    await page.goto(session.connect_url);
    await throughSandbox(page);
    await page.locator("a[data-handover]").waitFor({ timeout: PATIENCE });
    await shot(page, "hand-over");
    await page.locator("a[data-handover]").click();
    await page.waitForURL((url) => url.href === `${app.origin}/back`, { timeout: PATIENCE });
    assert.equal((await resultOf(page)).kind, "connected");
  });

  await story(
    "a fault is shown in the popup, and handed over with the way back",
    async ({ page, context }) => {
      const popup = await opened(context, page, {});
      await popup.locator('button[value="allow"]').click();
      await popup.waitForURL(/\/sandbox\/oauth\/authorize/, { timeout: PATIENCE });
      const state = new URL(popup.url()).searchParams.get("state");
      const query = new URLSearchParams({ error: "server_error", state, iss: `${base}/sandbox` });
      await popup.goto(`${base}/connect/callback/sandbox?${query}`);
      await shot(popup, "fault");
      await popup.locator("a[data-handover]").click();
      const result = await resultOf(page);
      assert.deepEqual([result.kind, result.error], ["failed", "server_error"]);
      await closed(popup);
    },
  );

  await story(
    "a stranger's page that opens the flow gets no message; the app's own address does",
    async (s) => {
      const { page, context } = s;
      await page.goto(`${stranger.origin}/`);
      await page.evaluate(() => {
        window.heard = [];
        addEventListener("message", (event) => window.heard.push(event.data));
      });
      const { session } = await sessionFor();
      const [popup] = await Promise.all([
        context.waitForEvent("page"),
        page.evaluate((url) => void window.open(url, "_blank", "popup"), session.connect_url),
      ]);
      await throughSandbox(popup);
      await popup.waitForURL((url) => url.origin === app.origin, { timeout: PATIENCE });
      assert.deepEqual(await page.evaluate(() => window.heard), []);
    },
  );

  await story("forged results are not believed: other origin, other window, other session", async (s) => {
    const { page, context } = s;
    const popup = await opened(context, page, {});
    const id = await page.evaluate(() => window.session.id);
    await page.evaluate((session) => {
      postMessage({ kind: "metristack.connect", session, code: "forged" }, "*"); // this page itself
    }, id);
    const [other] = await Promise.all([
      context.waitForEvent("page"),
      page.evaluate((url) => void window.open(url, "_blank", "popup"), `${stranger.origin}/`),
    ]);
    await other.waitForLoadState();
    await other.evaluate((session) => {
      opener.postMessage({ kind: "metristack.connect", session, code: "forged" }, "*");
    }, id);
    // Metristack's own origin, but not the window that was opened; then the window, but not the session.
    await other.goto(`${base}/trust`);
    await other.evaluate(() => 0);
    await popup.evaluate(() => {
      opener.postMessage({ kind: "metristack.connect", session: "cs_other", code: "forged" }, "*");
    });
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => window.result ?? null), null);
    await throughSandbox(popup);
    const result = await resultOf(page);
    assert.equal(result.kind, "connected");
    assert.notEqual(result.code, "forged");
  });

  await story("a connect_url of another origin is not opened", async ({ page, context }) => {
    const fault = await page.evaluate(
      (url) =>
        Metristack.connect({ id: "cs_x", connect_url: url }).then(
          () => null,
          (error) => error.message,
        ),
      `${stranger.origin}/connect/x`,
    );
    assert.match(fault, /connect_url must be of/);
    await page.waitForTimeout(200);
    assert.equal(context.pages().length, 1);
  });
} finally {
  await browser.close();
  await blocking.close();
  app.close();
  stranger.close();
  child.kill("SIGTERM");
  child.on("exit", () => rmSync(folder, { recursive: true, force: true }));
}
console.log(failed === 0 ? "\nAll went as it should." : `\n${failed} did not go as it should.`);
process.exitCode = failed === 0 ? 0 : 1;

/** One page of the app in a browser of its own; policy violations and errors of any page count as a fault. */
async function story(name, run, { device = {}, within = browser } = {}) {
  if (!ONLY.test(name)) return;
  const context = await within.newContext(device);
  context.setDefaultTimeout(PATIENCE);
  const faults = [];
  context.on("page", (page) => {
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) faults.push(message.text());
    });
  });
  try {
    const page = await context.newPage();
    await page.goto(`${app.origin}/`);
    await run({ page, context });
    assert.deepEqual(faults, []);
    console.log(`ok  ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`NOT ${name}\n    ${error.stack}`);
  } finally {
    await context.close();
  }
}

/** A developer's site: a page with the button, and one at the redirect address. */
async function developersSite(host) {
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
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html" }).end(html);
  });
  await new Promise((resolve) => server.listen(0, host, resolve));
  return { origin: `http://${host}:${server.address().port}`, close: () => server.close() };
}

/** What the app's server would ask for. */
async function sessionFor() {
  const answer = await fetch(`${base}/v1/connect/sessions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key.key}`, "content-type": "application/json" },
    body: JSON.stringify({
      external_user_id: "user-1",
      platforms: ["sandbox"],
      redirect_uri: `${app.origin}/back`,
      embed_origin: app.origin,
      state: "dev-state",
    }),
  });
  assert.equal(answer.status, 201, await answer.clone().text());
  const { id, connect_url } = await answer.json();
  return { session: { id, connect_url } };
}

function exchange(code) {
  return fetch(`${base}/v1/connect/exchange`, {
    method: "POST",
    headers: { authorization: `Bearer ${key.key}`, "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
}

async function press(page, options) {
  const given = { ...(await sessionFor()), ...options };
  await page.evaluate((value) => {
    window.options = value;
  }, given);
  await page.locator("#connect").click();
}

/** Presses the button; @returns the popup, on our page. */
async function opened(context, page, options) {
  const [popup] = await Promise.all([context.waitForEvent("page"), press(page, options)]);
  await popup.waitForURL(/\/connect\//, { timeout: PATIENCE });
  return popup;
}

/** Agrees with us, then signs in at the sandbox as the shop's owner. */
async function throughSandbox(page) {
  await page.locator('button[value="allow"]').click();
  await page.waitForURL(/\/sandbox\/oauth\/authorize/, { timeout: PATIENCE });
  await page.locator('button[name="shop"][value="lagos-home"]').click();
  // The last window may close itself before the click is answered.
  await page
    .locator('button[value="allow"]')
    .first()
    .click({ noWaitAfter: true })
    .catch((error) => {
      if (!page.isClosed()) throw error;
    });
}

/** Lets the sandbox's pages cut the tie to the opener, as some platforms' do. */
async function cutOff(context) {
  await context.route("**/sandbox/oauth/authorize*", async (route) => {
    if (route.request().method() !== "GET") return route.continue();
    const response = await route.fetch({ maxRedirects: 0 });
    await route.fulfill({
      response,
      headers: { ...response.headers(), "cross-origin-opener-policy": "same-origin" },
    });
  });
}

async function resultOf(page) {
  await page.waitForFunction(() => window.result, undefined, { timeout: PATIENCE });
  return page.evaluate(() => window.result);
}

async function closed(popup) {
  if (!popup.isClosed()) await popup.waitForEvent("close", { timeout: PATIENCE });
}

async function shot(page, name) {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}
