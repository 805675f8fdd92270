// npm run test:browser:embed: drives connect.js in a real browser against a local server: popup, popup cut off by a platform,
// blocked popup, closed popup, phone, declined, and pages that must get nothing. CHROMIUM=/path to use another browser;
// ONLY=pattern to choose by name; SCREENSHOTS=folder to keep pictures of the steps.
import assert from "node:assert/strict";
import { devices } from "playwright-core";
import { seedDeveloper } from "../../scripts/local.mjs";
import {
  checks,
  connectSession,
  developersSite,
  exchange as exchangeAt,
  faultsOf,
  launch,
  PATIENCE,
  shot,
  startServer,
  throughSandbox,
} from "./support.mjs";

const { base, opsToken, stop } = await startServer();
// Another site, as browsers see it: 127.0.0.1 is not localhost.
const app = await developersSite(base, "127.0.0.1");
const stranger = await developersSite(base, "127.0.0.1");
const { key } = await seedDeveloper(base, opsToken, [`${app.origin}/back`]);
const browser = await launch();
const blocking = await launch({ ignoreDefaultArgs: ["--disable-popup-blocking"] });

const { check, end } = checks();
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
  stop();
}
end();

/** One page of the app in a browser of its own; policy violations and errors of any page count as a fault. */
function story(name, run, { device = {}, within = browser } = {}) {
  return check(name, async () => {
    const context = await within.newContext(device);
    context.setDefaultTimeout(PATIENCE);
    const faults = faultsOf(context);
    try {
      const page = await context.newPage();
      await page.goto(`${app.origin}/`);
      await run({ page, context });
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
    }
  });
}

async function sessionFor() {
  const more = { redirect_uri: `${app.origin}/back`, embed_origin: app.origin, state: "dev-state" };
  return { session: await connectSession(base, key.key, more) };
}

function exchange(code) {
  return exchangeAt(base, key.key, code);
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
