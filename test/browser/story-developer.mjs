// A developer: from the first passkey to a live key, a connected shop, and everything that the portal shows of it.
import assert from "node:assert/strict";
import { Webhook } from "standardwebhooks";
import {
  addEndpoint,
  addRedirect,
  button,
  makeApp,
  makeCodes,
  makeKey,
  openRectification,
  passGate,
  reportIncident,
  signUp,
  withPasskeys,
} from "./people.mjs";
import { appears, call, connectSession, exchange, PATIENCE, shot, throughSandbox } from "./support.mjs";

async function signsUp({ base, page }) {
  await signUp(await withPasskeys(page), base, "Ada");
  await shot(page, "story-signed-up");
}

async function makesRecoveryCodes({ base, page }) {
  const codes = await makeCodes(page, base);
  assert.equal(new Set(codes).size, 10, "ten codes, each another");
  await page.getByRole("link", { name: "I have kept them" }).click();
  return { codes };
}

async function makesAnApp({ base, page }) {
  return { app: await makeApp(page, base, "Duka Books") };
}

async function addsARedirectAddress({ site, page }) {
  await addRedirect(page, `${site.origin}/back`);
}

async function makesATestKey({ base, app, page }) {
  await page.goto(base + app);
  const key = await makeKey(page, "test server");
  assert.match(key, /^mtr_test_sk_/);
  await page.goto(base + app);
  assert.ok(!(await page.content()).includes(key), "the key is shown once only");
  return { key };
}

/** On the developer's own site, by its button; the session is made with the key from the portal. */
async function connectsAShop({ base, site, key, page }) {
  const more = { redirect_uri: `${site.origin}/back`, embed_origin: site.origin, state: "dev-state" };
  const session = await connectSession(base, key, more);
  await page.goto(`${site.origin}/`);
  await page.evaluate((given) => {
    window.options = { session: given };
  }, session);
  const [popup] = await Promise.all([page.waitForEvent("popup"), page.locator("#connect").click()]);
  await popup.waitForURL(/\/connect\//, { timeout: PATIENCE });
  await popup.getByText("Duka Books").first().waitFor();
  await throughSandbox(popup);
  await page.waitForFunction(() => window.result, undefined, { timeout: PATIENCE });
  const { kind, code } = await page.evaluate(() => window.result);
  assert.equal(kind, "connected");
  const answer = await exchange(base, key, code);
  assert.equal(answer.status, 200);
  return { connection: (await answer.json()).id };
}

async function seesTheConnection({ base, app, connection, page }) {
  await page.goto(`${base}${app}/connections`);
  await page.getByText(connection).first().waitFor();
  await page.getByText("active", { exact: true }).waitFor();
  await shot(page, "story-connections");
}

/** Before the gate a live key is refused; the statement and the acceptance of the policy open it. */
async function passesTheGate({ base, app, page }) {
  await page.goto(base + app);
  await page.getByLabel("A new key’s name").fill("live server");
  await page.getByLabel("Mode").selectOption("live");
  await button(page, "Make the key").click();
  await page.getByRole("alert").waitFor();
  await passGate(page, base, app);
  await shot(page, "story-ready");
}

async function makesALiveKey({ base, app, page }) {
  await page.goto(base + app);
  assert.match(await makeKey(page, "live server", "live"), /^mtr_live_sk_/);
}

async function readsOrdersInTheExplorer({ base, app, connection, key, page }) {
  await page.goto(`${base}${app}/explorer`);
  await page.getByLabel("Operation").selectOption("orders.list");
  await button(page, "Show its fields").click();
  await page.getByLabel("Connection", { exact: true }).selectOption(connection);
  await page.getByLabel("limit").fill("2");
  await page.getByLabel("Test key").fill(key);
  await button(page, "Send").click();
  await page.getByRole("heading", { name: "Answer: 200" }).waitFor();
  const answer = JSON.parse(
    await page.getByRole("region", { name: "Answer", exact: true }).last().innerText(),
  );
  assert.equal(answer.data.length, 2, "orders are shown");
  await shot(page, "story-explorer");
}

/** A local server's meter is flushed each second. */
async function seesUsageMove({ base, app, key, connection, page }) {
  const calls = async () => {
    await page.goto(`${base}${app}/usage`);
    return Number.parseInt(await page.locator("p.lead").innerText(), 10);
  };
  const before = await calls();
  const answer = await call(base, key, `/v1/connections/${connection}/orders?limit=1`);
  assert.equal(answer.status, 200);
  for (let tries = 0; tries < 60 && (await calls()) <= before; tries++) await page.waitForTimeout(1_000);
  assert.ok((await calls()) > before, "the call is counted");
  const chart = page.locator("#chart canvas").first();
  await chart.waitFor();
  assert.ok(await chart.evaluate(isDrawn), "the chart is drawn");
  await shot(page, "story-usage");
  return { requestId: answer.headers.get("x-request-id") };
}

/** In the page: some of the canvas has a colour. */
function isDrawn(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value) => value > 0);
}

async function readsTheTableWithoutScript({ base, app, context, device }) {
  const plain = await device({ javaScriptEnabled: false, storageState: await context.storageState() });
  await plain.goto(`${base}${app}/usage`);
  const table = plain.getByRole("region", { name: "Over time" });
  assert.equal(await table.getByRole("row").count(), 25, "each hour of the day, below the head");
  assert.equal(await plain.locator("canvas").count(), 0);
}

async function findsTheCallInTheLogs({ base, app, requestId, page }) {
  await page.goto(`${base}${app}/logs`);
  const line = page.getByRole("row").filter({ hasText: requestId });
  await appears(page, line);
  assert.match(await line.innerText(), /orders\.list\s+200/);
  await shot(page, "story-logs");
}

async function testsTheConnection({ base, app, connection, page }) {
  await page.goto(`${base}${app}/connections/${connection}`);
  await button(page, "Test the connection").click();
  await page.getByRole("alert").getByText("It works").waitFor();
  await shot(page, "story-tested");
}

async function addsAnEndpoint({ base, app, site, page }) {
  return { secret: await addEndpoint(page, base, app, `${site.origin}/hook`) };
}

/** The receiver checks each by the secret, as Standard Webhooks say. */
async function receivesADelivery({ site, secret, page }) {
  await button(page, "Send a test event").click();
  await appears(page, page.getByText("delivered", { exact: true }));
  const [{ headers, body }] = site.received;
  new Webhook(secret).verify(body, headers);
  await shot(page, "story-delivery");
}

async function replaysIt({ site, secret, page }) {
  const [first] = site.received;
  await button(page, /^Replay/)
    .first()
    .click();
  for (let tries = 0; tries < 30 && site.received.length < 2; tries++) await page.waitForTimeout(500);
  const again = site.received.at(-1);
  assert.equal(site.received.length, 2, "it came once more");
  assert.equal(again.headers["webhook-id"], first.headers["webhook-id"], "as the same event");
  new Webhook(secret).verify(again.body, again.headers);
}

async function opensARightsRequest({ base, app, connection, page }) {
  const request = await openRectification(page, base, app, connection);
  await page.getByText(/\d+ days left/).waitFor();
  await shot(page, "story-rights");
  return { request };
}

async function reportsAnIncident({ base, app, page }) {
  const incident = await reportIncident(page, base, app);
  await page.getByText("within 24 hours").waitFor();
  await shot(page, "story-incident");
  return { incident };
}

export const DEVELOPER_STEPS = [
  signsUp,
  makesRecoveryCodes,
  makesAnApp,
  addsARedirectAddress,
  passesTheGate,
  makesATestKey,
  makesALiveKey,
  connectsAShop,
  seesTheConnection,
  readsOrdersInTheExplorer,
  seesUsageMove,
  readsTheTableWithoutScript,
  findsTheCallInTheLogs,
  testsTheConnection,
  addsAnEndpoint,
  receivesADelivery,
  replaysIt,
  opensARightsRequest,
  reportsAnIncident,
];
