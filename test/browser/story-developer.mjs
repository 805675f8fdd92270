// A developer: from the first passkey to the first connection; and a team's second member, on a device of their own.
import assert from "node:assert/strict";
import { stateReadiness } from "../../scripts/local.mjs";
import {
  addRedirect,
  button,
  invite,
  makeApp,
  makeCodes,
  makeKey,
  signIn,
  signUp,
  withPasskeys,
} from "./people.mjs";
import { call, connectSession, exchange, PATIENCE, shot, throughSandbox } from "./support.mjs";

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
  const key = await makeKey(page, "test server");
  assert.match(key, /^mtr_test_sk_/);
  await page.goto(base + app);
  assert.ok(!(await page.content()).includes(key), "the key is shown once only");
  return { key };
}

/** Without it no shop in the European Union can be connected. */
async function statesWhatItDoes({ base, key }) {
  await stateReadiness(base, key);
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

export const DEVELOPER_STEPS = [
  signsUp,
  makesRecoveryCodes,
  makesAnApp,
  addsARedirectAddress,
  makesATestKey,
  statesWhatItDoes,
  connectsAShop,
  seesTheConnection,
];

/** Before the gate a live key is refused; the statement and the acceptance of the policy open it. */
async function passesTheGate({ base, app, page }) {
  await page.goto(base + app);
  await page.getByLabel("A new key’s name").fill("live server");
  await page.getByLabel("Mode").selectOption("live");
  await button(page, "Make the key").click();
  await page.getByRole("alert").waitFor();

  await page.goto(`${base}${app}/readiness`);
  await fillIn(page, {
    "Address of your privacy policy": "https://example.com/privacy",
    Purposes: "Keep the shop's books: take over orders, refunds and stock every night",
    "Which data is used for them, and how": "Orders, refunds and stock are booked as they are.",
    "Who else receives the data": "Example Hosting Ltd",
    "How long you keep it": "Ten years, as bookkeeping law asks",
    "How and when it is deleted": "Within 30 days of disconnecting.",
    "Security contact": "security@example.com",
  });
  await page.getByLabel("Country you are established in").selectOption("FR");
  await button(page, "Save the statement").click();
  await acceptsThePolicy({ page });
  await page.getByText("The app is ready").waitFor();
  await shot(page, "story-ready");
}

async function makesALiveKey({ base, app, page }) {
  await page.goto(base + app);
  assert.match(await makeKey(page, "live server", "live"), /^mtr_live_sk_/);
}

async function readsOrdersInTheExplorer({ base, app, connection, key, page }) {
  await page.goto(`${base}${app}/explorer`);
  await page.getByLabel("Operation").selectOption({ label: "GET /v1/connections/{id}/orders" });
  await button(page, "Show its fields").click();
  await page.getByLabel("Connection", { exact: true }).selectOption(connection);
  await page.getByLabel("Test key").fill(key);
  await button(page, "Send").click();
  await page.getByRole("heading", { name: "Answer: 200" }).waitFor();
  const answer = JSON.parse(await page.getByRole("region", { name: "Answer" }).last().innerText());
  assert.ok(answer.data.length > 0, "orders are shown");
  await shot(page, "story-explorer");
}

/** The calls made before are in the chart within a minute; a local server's meter is flushed each second. */
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
  await shot(page, "story-usage");
}

async function reportsAnIncident({ base, app, page }) {
  await page.goto(`${base}${app}/incidents`);
  await page.getByLabel("When it was discovered, in UTC").fill(new Date().toISOString().slice(0, 16));
  await page
    .getByLabel("What happened")
    .fill("A repository with a test key of ours was public for two hours.");
  await page.getByLabel("api keys").check();
  await button(page, "Report it").click();
  await page.getByRole("heading", { name: "An incident you reported" }).waitFor();
  await shot(page, "story-incident");
}

/** The version in force, from the first form that offers one. */
async function acceptsThePolicy({ page }) {
  await page
    .getByLabel(/we have read and accept/)
    .first()
    .check();
  await button(page, /^Accept/)
    .first()
    .click();
  await page.waitForLoadState();
}

/** A version that is published meanwhile, from the notices. */
async function acceptsAPolicyChange({ base, opsToken, page }) {
  const { in_force } = await (await fetch(`${base}/policies/end-user.json`)).json();
  const effective = new Date(Date.now() + 40 * 86_400_000).toISOString();
  const version = effective.slice(0, 10);
  const made = await call(base, opsToken, "/ops/policies", {
    version,
    effective_at: effective,
    material: true,
    summary: "A clause is put in other words.",
    sections: in_force.sections,
  });
  assert.equal(made.status, 201, await made.clone().text());
  await page.goto(`${base}/portal/notices`);
  await acceptsThePolicy({ page });
  await page.getByRole("region", { name: "What your apps accepted" }).getByText(version).waitFor();
}

/** Go on after DEVELOPER_STEPS once the pages are there that they need: append them to it in this order. */
export const LATER_DEVELOPER_STEPS = [
  passesTheGate,
  makesALiveKey,
  readsOrdersInTheExplorer,
  seesUsageMove,
  reportsAnIncident,
  acceptsAPolicyChange,
];

async function ownerInvites({ base, page }) {
  await signUp(await withPasskeys(page), base, "Olu");
  return { link: await invite(page, base, "developer") };
}

/** Another device: a browser and an authenticator of its own. */
async function joinsOnAnotherDevice({ browser, link, base }) {
  const device = await browser.newContext();
  device.setDefaultTimeout(PATIENCE);
  const theirs = await withPasskeys(await device.newPage());
  await join(theirs, link, "Mina");
  await theirs.waitForURL(/\/portal\/account\?notice=welcome/, { timeout: PATIENCE });
  await theirs.getByText("Your role in this team: developer").waitFor();
  await theirs.goto(`${base}/portal/team`);
  for (const name of ["Olu", "Mina"]) await theirs.getByRole("rowheader", { name }).waitFor();
  await shot(theirs, "story-team");
  return { theirs };
}

async function invitationWorksOnce({ browser, link }) {
  const device = await browser.newContext();
  const stranger = await withPasskeys(await device.newPage());
  await join(stranger, link, "Eve");
  await stranger.getByText("This invitation was used").waitFor();
  await device.close();
}

async function keepsCodes({ theirs, base }) {
  return { codes: await makeCodes(theirs, base) };
}

async function signsOut({ theirs, base }) {
  await theirs.goto(`${base}/portal/account`);
  await button(theirs, /^Sign out/).click();
  await theirs.waitForURL(`${base}/portal/sign-in`);
  await theirs.goto(`${base}/portal`);
  assert.equal(theirs.url(), `${base}/portal/sign-in`, "nothing is shown any more");
}

async function signsInAgain({ theirs, base }) {
  await signIn(theirs, base);
  await theirs.getByRole("heading", { name: "Apps" }).waitFor();
}

async function isRefusedByAWrongCode({ theirs, base }) {
  await recover(theirs, base, "AAAA-AAAA-AAAA-AAAA");
  await theirs.getByText("This is no code, or it was used before.").waitFor();
  await theirs.goto(`${base}/portal`);
  assert.equal(theirs.url(), `${base}/portal/sign-in`);
}

async function comesInByACodeOnce({ theirs, base, codes }) {
  await recover(theirs, base, codes[0]);
  await theirs.getByText("That code is used up.").waitFor();
  await signsOut({ theirs, base });
  await recover(theirs, base, codes[0]);
  await theirs.getByText("This is no code, or it was used before.").waitFor();
}

async function leavesTheDevice({ theirs }) {
  await theirs.context().close();
}

export const TEAM_STEPS = [
  ownerInvites,
  joinsOnAnotherDevice,
  invitationWorksOnce,
  keepsCodes,
  signsOut,
  signsInAgain,
  signsOut,
  isRefusedByAWrongCode,
  comesInByACodeOnce,
  leavesTheDevice,
];

async function join(page, link, label) {
  await page.goto(link);
  await page.getByLabel("What your team should call you").fill(label);
  await button(page, "Make a passkey and join").click();
}

async function recover(page, base, code) {
  await page.goto(`${base}/portal/recover`);
  await page.getByLabel("Recovery code").fill(code);
  await button(page, "Sign in").click();
}

async function fillIn(page, fields) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
}
