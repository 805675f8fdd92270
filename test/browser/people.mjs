// What developers and end-users do at the pages, as steps that the stories and the audit share.
import { atSandbox, PATIENCE } from "./support.mjs";

/** A device's own passkeys, as CDP has them: they live as long as the page that they were made for. */
export async function withPasskeys(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return page;
}

export const button = (page, name) => page.getByRole("button", { name });

/** Makes a developer account with a passkey; ends on the account's page. */
export async function signUp(page, base, label) {
  await page.goto(`${base}/portal/sign-up`);
  await page.getByLabel("What your team should call you").fill(label);
  await button(page, "Make a passkey").click();
  await page.waitForURL(/\/portal\/account\?notice=welcome/, { timeout: PATIENCE });
}

export async function signIn(page, base) {
  await page.goto(`${base}/portal/sign-in`);
  await button(page, "Sign in with a passkey").click();
  await page.waitForURL(`${base}/portal`, { timeout: PATIENCE });
}

/** @returns the recovery codes, as they are shown this once. */
export async function makeCodes(page, base) {
  await page.goto(`${base}/portal/account`);
  await button(page, /recovery codes/).click();
  return (await page.getByRole("region", { name: "Recovery codes" }).innerText()).trim().split(/\s+/);
}

/** @returns the app's path. */
export async function makeApp(page, base, name) {
  await page.goto(`${base}/portal`);
  await page.getByLabel("Name").fill(name);
  await button(page, "Make it").click();
  await page.waitForURL(/\/portal\/apps\/app_/, { timeout: PATIENCE });
  return new URL(page.url()).pathname;
}

export async function addRedirect(page, uri) {
  await page.getByLabel("Add an address").fill(uri);
  await button(page, "Add").click();
  await page.getByRole("rowheader", { name: uri, exact: true }).waitFor();
}

/** Makes a key of the mode from the app's page; @returns it, read from the page that shows it once. */
export async function makeKey(page, name, mode = "test") {
  await page.getByLabel("A new key’s name").fill(name);
  await page.getByLabel("Mode").selectOption(mode);
  await button(page, "Make the key").click();
  return (await page.getByRole("region", { name: "API key" }).innerText()).trim();
}

/** @returns an invitation's link, which is shown once. */
export async function invite(page, base, role) {
  await page.goto(`${base}/portal/team`);
  await page.getByLabel("As", { exact: true }).selectOption(role);
  await button(page, "Make a link").click();
  return (await page.getByRole("region", { name: "Invitation link" }).innerText()).trim();
}

/** States what an app does with the data, and accepts the policy: then it may have a live key. */
export async function passGate(page, base, app) {
  await page.goto(`${base}${app}/readiness`);
  const statement = {
    "Address of your privacy policy": "https://example.com/privacy",
    Purposes: "Keep the shop's books: take over orders, refunds and stock every night",
    "Which data is used for them, and how": "Orders, refunds and stock are booked as they are.",
    "Who else receives the data": "Example Hosting Ltd",
    "How long you keep it": "Ten years, as bookkeeping law asks",
    "How and when it is deleted": "Within 30 days of disconnecting.",
    "Security contact": "security@example.com",
  };
  for (const [label, value] of Object.entries(statement)) await page.getByLabel(label).fill(value);
  await page.getByLabel("Country you are established in").selectOption("FR");
  await button(page, "Save the statement").click();
  await acceptPolicy(page);
  await page.getByText("The app is ready").waitFor();
}

/** The version that the page asks for first. */
export async function acceptPolicy(page) {
  await page
    .getByLabel(/we have read and accept/)
    .first()
    .check();
  await button(page, /^Accept/)
    .first()
    .click();
  await page.waitForLoadState();
}

/** @returns the endpoint's signing secret, which is shown once; ends on the endpoint's page. */
export async function addEndpoint(page, base, app, url) {
  await page.goto(`${base}${app}/webhooks`);
  await page.getByLabel("Address").fill(url);
  await button(page, "Make the endpoint").click();
  const secret = (await page.getByRole("region", { name: "Signing secret" }).innerText()).trim();
  await page.getByRole("link", { name: "To the endpoint" }).click();
  await page.getByRole("heading", { name: "Deliveries" }).waitFor();
  return secret;
}

/** Asks for a correction in words, which somebody has to read; @returns the request's id. */
export async function openRectification(page, base, app, connection) {
  await page.goto(`${base}${app}/rights`);
  await page.getByLabel("Right", { exact: true }).selectOption("rectification");
  await page.getByLabel("Connection", { exact: true }).fill(connection);
  await page.getByLabel("Rectification: in the person’s words").fill("My number with you is user-2.");
  await button(page, "Open the request").click();
  await page.getByRole("heading", { name: "Request for rectification" }).waitFor();
  return lastPartOf(page);
}

/** @returns the incident's id. */
export async function reportIncident(page, base, app) {
  await page.goto(`${base}${app}/incidents`);
  await page.getByLabel("When it was discovered, in UTC").fill(new Date().toISOString().slice(0, 16));
  await page
    .getByLabel("What happened")
    .fill("A repository with a test key of ours was public for two hours.");
  await page.getByLabel("api keys").check();
  await page.getByLabel("Countries of the people affected").fill("KE, FR");
  await button(page, "Report it").click();
  await page.getByRole("heading", { name: "An incident you reported" }).waitFor();
  return lastPartOf(page);
}

/** Writes a version of the policy and sees what changes; ends before it is published. @returns its name */
export async function draftPolicy(page, base, { inDays, clause }) {
  const dayIn = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await page.goto(`${base}/ops/desk/policies`);
  await page.getByLabel("Version", { exact: true }).fill(dayIn(1));
  await page.getByLabel("In force from", { exact: true }).fill(dayIn(inDays));
  await page.getByLabel("What changes, for people").fill("One clause is added.");
  const text = page.getByLabel("The whole text");
  await text.fill(`${await text.inputValue()}\n\n${clause}`);
  await button(page, "See what changes").click();
  await page.getByText("1 passage differs").waitFor();
  return dayIn(1);
}

/** Locally the token stands in for Access. */
export async function signInAtDesk(page, base, opsToken) {
  await page.goto(`${base}/ops/sign-in`);
  await page.getByLabel("Development token").fill(opsToken);
  await button(page, "Sign in").click();
  await page.waitForURL(`${base}/ops`, { timeout: PATIENCE });
}

/** Takes an invitation up; where it still holds, it leads to the account's page. */
export async function join(page, link, label) {
  await page.goto(link);
  await page.getByLabel("What your team should call you").fill(label);
  await button(page, "Make a passkey and join").click();
}

/** Shows at the privacy centre that a sandbox shop is one's own. */
export async function proveAtSandbox(page, base, shop) {
  await page.goto(`${base}/privacy`);
  await page.locator('button[name="platform"][value="sandbox"]').click();
  await atSandbox(page, shop);
  await page.waitForURL(/\/privacy\?notice=signed_in/, { timeout: PATIENCE });
}

/** Asks for a copy of everything about the one connection shown, and waits for it; @returns the request's id. */
export async function requestCopy(page) {
  await page.locator('.deeds button[name="type"][value="portability"]').click();
  await page.waitForURL(/notice=request_received/, { timeout: PATIENCE });
  await page.locator(".requests a").first().click();
  await page.waitForURL(/\/privacy\/requests\//, { timeout: PATIENCE });
  const download = page.locator('a[href$="/bundle"]');
  for (let tries = 0; tries < 20 && !(await download.isVisible()); tries++) {
    await page.waitForTimeout(500);
    await page.reload();
  }
  await download.waitFor();
  return lastPartOf(page);
}

function lastPartOf(page) {
  return new URL(page.url()).pathname.split("/").at(-1);
}
