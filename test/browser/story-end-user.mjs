// An end-user: connects a shop, sees what is kept about it, takes a copy along, and ends it.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { compactVerify, createLocalJWKSet } from "jose";
import { proveAtSandbox, requestCopy } from "./people.mjs";
import { connectSession, exchange, PATIENCE, shot, throughSandbox } from "./support.mjs";
import { unzipped } from "./zip.mjs";

async function opensTheLink({ base, site, key, page }) {
  const { connect_url } = await connectSession(base, key, {
    redirect_uri: `${site.origin}/back`,
    state: "s",
  });
  await page.goto(connect_url);
}

async function readsTheConsent({ page }) {
  const text = await page.locator("main").innerText();
  for (const told of ["Example Books", "Sandbox", "Keep the shop's books", "Example Hosting Ltd"])
    assert.ok(text.includes(told), `the consent names ${told}`);
  await shot(page, "story-consent");
}

async function allowsAndComesBack({ site, shop, page }) {
  await throughSandbox(page, shop);
  return isBack(page, site);
}

async function appTakesTheCode({ base, key, code }) {
  const answer = await exchange(base, key, code);
  assert.equal(answer.status, 200);
  return { connection: (await answer.json()).id };
}

async function provesControl({ base, shop, page }) {
  await proveAtSandbox(page, base, shop);
}

async function seesTheConnection({ connection, page }) {
  const card = page.getByRole("region", { name: /Example Books/ });
  await card.getByText(connection, { exact: true }).waitFor();
  await card.getByText("Keys to your platform account").waitFor();
  await shot(page, "story-centre");
}

async function asksForACopy({ page }) {
  return { request: await requestCopy(page) };
}

/** The ZIP's files are those of its manifest, to the byte, and the manifest is signed by us. */
async function checksTheCopy({ base, request, connection, page }) {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator('a[href$="/bundle"]').click(),
  ]);
  const files = unzipped(await readFile(await download.path()));
  const manifest = JSON.parse(files.get("manifest.json"));
  assert.equal(manifest.request_id, request);
  assert.equal(manifest.connections[0].connection_id, connection);
  const listed = manifest.files.map(({ name }) => name);
  assert.deepEqual([...listed, "manifest.json", "manifest.jws"].sort(), [...files.keys()].sort());
  for (const { name, bytes, sha256 } of manifest.files) {
    assert.equal(files.get(name).length, bytes, `${name} is as long as it should be`);
    assert.equal(sha256Of(files.get(name)), sha256, `${name} is what it should be`);
  }
  const keys = createLocalJWKSet(await (await fetch(`${base}/.well-known/jwks.json`)).json());
  const { payload } = await compactVerify(files.get("manifest.jws").toString().trim(), keys);
  const signed = JSON.parse(Buffer.from(payload).toString());
  assert.equal(
    signed.manifest_sha256,
    sha256Of(files.get("manifest.json")),
    "the manifest is the signed one",
  );
}

async function followsTheRequest({ base, request, page }) {
  await page.goto(`${base}/privacy`);
  await page.locator(`.requests a[href$="${request}"]`).click();
  const history = page.locator("ol.history li");
  assert.ok((await history.count()) >= 3, "each step is told");
  await page.getByRole("region", { name: /receipt/i }).waitFor();
  await shot(page, "story-request");
}

async function disconnects({ base, connection, page }) {
  await page.goto(`${base}/privacy`);
  await page.locator(`a[href$="/${connection}/disconnect"]`).click();
  await page.getByRole("button", { name: /disconnect/i }).click();
  await page.waitForURL(/notice=disconnected/, { timeout: PATIENCE });
}

async function seesItGone({ base, key, connection, page }) {
  const card = page.getByRole("region", { name: /Example Books/ });
  await card.getByText("Disconnected", { exact: true }).waitFor();
  assert.equal(await page.locator(`a[href$="/${connection}/disconnect"]`).count(), 0);
  const refused = await fetch(`${base}/v1/connections/${connection}/orders`, {
    headers: { authorization: `Bearer ${key}` },
  });
  assert.equal((await refused.json()).code, "disconnected");
  await shot(page, "story-gone");
}

export const END_USER_STEPS = [
  opensTheLink,
  readsTheConsent,
  allowsAndComesBack,
  appTakesTheCode,
  provesControl,
  seesTheConnection,
  asksForACopy,
  checksTheCopy,
  followsTheRequest,
  disconnects,
  seesItGone,
];

async function allowsByKeyboard({ site, shop, page }) {
  await pressed(page, 'button[value="allow"]');
  await atSandboxByKeyboard(page, shop);
  return isBack(page, site);
}

async function provesControlByKeyboard({ base, shop, page }) {
  await page.goto(`${base}/privacy`);
  await pressed(page, 'button[name="platform"][value="sandbox"]');
  await atSandboxByKeyboard(page, shop);
  await page.waitForURL(/\/privacy\?notice=signed_in/, { timeout: PATIENCE });
}

async function asksByKeyboard({ page }) {
  await pressed(page, '.deeds button[name="type"][value="portability"]');
  await page.waitForURL(/notice=request_received/, { timeout: PATIENCE });
  await pressed(page, ".requests a");
  await page.waitForURL(/\/privacy\/requests\//, { timeout: PATIENCE });
  const download = page.locator('a[href$="/bundle"]');
  for (let tries = 0; tries < 20 && !(await download.isVisible()); tries++) {
    await page.waitForTimeout(500);
    await page.reload();
  }
  const [file] = await Promise.all([page.waitForEvent("download"), pressed(page, 'a[href$="/bundle"]')]);
  assert.ok(unzipped(await readFile(await file.path())).has("manifest.json"));
}

async function disconnectsByKeyboard({ connection, page }) {
  await pressed(page, 'main a[href="/privacy"]');
  await page.waitForURL(/\/privacy$/, { timeout: PATIENCE });
  await pressed(page, `a[href$="/${connection}/disconnect"]`);
  await page.waitForURL(/\/disconnect$/, { timeout: PATIENCE });
  await pressed(page, 'main form button[type="submit"]');
  await page.waitForURL(/notice=disconnected/, { timeout: PATIENCE });
}

export const KEYBOARD_STEPS = [
  opensTheLink,
  allowsByKeyboard,
  appTakesTheCode,
  provesControlByKeyboard,
  asksByKeyboard,
  disconnectsByKeyboard,
  seesItGone,
];

async function atSandboxByKeyboard(page, shop) {
  await page.waitForURL(/\/sandbox\/oauth\/authorize/, { timeout: PATIENCE });
  await pressed(page, `button[name="shop"][value="${shop}"]`);
  await pressed(page, 'button[value="allow"]');
}

/** Tabs to a control from the page's start, and presses Enter: no pointer, and no focus set by script. */
async function pressed(page, selector) {
  const control = page.locator(selector).first();
  await control.waitFor();
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    if (await control.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.press("Enter", { noWaitAfter: true });
      return;
    }
  }
  throw new Error(`Tab does not come to ${selector}`);
}

/** The developer's site has taken the result over. */
async function isBack(page, site) {
  await page.waitForURL((url) => url.origin === site.origin, { timeout: PATIENCE });
  const code = new URL(page.url()).searchParams.get("code");
  assert.ok(code, "the browser is back with a code");
  return { code };
}

function sha256Of(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
