// npm run test:snippets: makes a key in the portal, takes the code off the pages as it stands there, and runs it in each
// language that is on this machine against a local server: from a key to a shop's orders. CHROMIUM=/path to use another
// browser.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { freePort, localSecrets, localVars, startWorker, stateReadiness } from "../../scripts/local.mjs";

await import("../../scripts/build-assets.mjs");

const LANGUAGES = {
  curl: { file: "call.sh", command: "sh", needs: "curl" },
  TypeScript: { file: "call.mjs", command: process.execPath },
  Python: { file: "call.py", command: "python3" },
  PHP: { file: "call.php", command: "php" },
};

const folder = mkdtempSync(join(tmpdir(), "metristack-snippets-"));
const port = await freePort();
const secrets = localSecrets(folder);
const { base, child } = await startWorker({
  port,
  folder,
  vars: localVars(`http://localhost:${port}`, secrets),
  showOutput: () => false,
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
});

let failed = 0;
try {
  const page = await signedUp();
  const app = await appOf(page);
  const { key, snippets: withKey } = await newKey(page, app);
  await stateReadiness(base, key);
  const fromEnvironment = await snippetsOn(page, `${app}/quick-start`);
  let connection = null;
  for (const language of Object.keys(LANGUAGES)) {
    await story(language, "with the key in it", async () => {
      connection = await walk(language, withKey, {});
    });
    await story(language, "with the key in the environment", async () => {
      await walk(language, fromEnvironment, { METRISTACK_KEY: key });
    });
  }
  const explored = await exploredOn(page, app, connection);
  for (const language of Object.keys(LANGUAGES))
    await story(language, "of the explorer", async () => {
      const { data } = await run(language, explored[language][0], { METRISTACK_KEY: key });
      assert.equal(data.length, 2);
    });
} finally {
  await browser.close();
  child.kill("SIGTERM");
  child.on("exit", () => rmSync(folder, { recursive: true, force: true }));
}
console.log(failed === 0 ? "\nAll that ran went as it should." : `\n${failed} did not go as it should.`);
process.exitCode = failed === 0 ? 0 : 1;

async function story(language, name, walked) {
  const { command, needs = command } = LANGUAGES[language];
  if (spawnSync(needs, ["--version"]).status !== 0) {
    console.log(`not run: ${language} ${name} (there is no ${needs} on this machine)`);
    return;
  }
  try {
    await walked();
    console.log(`ok  ${language} ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`NOT ${language} ${name}\n    ${error.stack}`);
  }
}

/** The three steps of the quick start; @returns the connection they made. */
async function walk(language, snippets, env) {
  const [session, exchange, orders] = snippets[language];
  const { connect_url } = await run(language, session, env);
  const code = await codeOf(connect_url);
  const { id, status } = await run(language, exchange, { ...env, CODE: code });
  assert.equal(status, "active");
  const { data } = await run(language, orders, { ...env, CONNECTION: id });
  assert.equal(data.length, 5);
  return id;
}

/** Runs a snippet as it stands; @returns the JSON that it printed. */
async function run(language, text, env) {
  const { file, command } = LANGUAGES[language];
  const path = join(folder, file);
  writeFileSync(path, text);
  const ran = spawn(command, [path], { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } });
  let output = "";
  let complaints = "";
  ran.stdout.on("data", (chunk) => {
    output += chunk;
  });
  ran.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const status = await new Promise((resolve) => ran.on("close", resolve));
  assert.equal(status, 0, complaints);
  return JSON.parse(output.slice(output.indexOf("{")));
}

async function signedUp() {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
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
  await page.goto(`${base}/portal/sign-up`);
  await page.locator('input[name="label"]').fill("Ada");
  await page.locator("form[data-passkey] button").click();
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-up"));
  return page;
}

/** An app with an address to return to; @returns its page's address. */
async function appOf(page) {
  await page.goto(`${base}/portal`);
  await page.locator('form[action="/portal/apps"] input[name="name"]').fill("Example Books");
  await page.locator('form[action="/portal/apps"] button').click();
  await page.waitForURL(/\/portal\/apps\/app_/);
  await page.locator('input[name="uri"][type="url"]').fill(`${base}/local/connected`);
  await page.locator('form[action$="/redirects"] button').click();
  await page.locator('form[action$="/redirects/remove"]').waitFor();
  return page.url();
}

async function newKey(page, app) {
  await page.goto(app);
  await page.locator('form[action$="/keys"] input[name="name"]').fill("server");
  await page.locator('form[action$="/keys"] button').click();
  await page.locator(".folds").first().waitFor();
  return { key: await page.locator("pre code").first().textContent(), snippets: await snippetsIn(page) };
}

async function snippetsOn(page, address) {
  await page.goto(address);
  return snippetsIn(page);
}

/** The page's code by language, in its order. */
async function snippetsIn(page) {
  const snippets = {};
  for (const fold of await page.locator(".folds details").all()) {
    const language = await fold.locator("summary").textContent();
    snippets[language] ??= [];
    snippets[language].push(await fold.locator("pre code").textContent());
  }
  assert.deepEqual(Object.keys(snippets), Object.keys(LANGUAGES));
  return snippets;
}

/** Two orders, called in the explorer with a key of its own. */
async function exploredOn(page, app, connection) {
  await page.goto(`${app}/explorer`);
  await page.locator('select[name="operation"]').selectOption("orders.list");
  await page.locator('button[value="choose"]').click();
  await page.locator('input[name="limit"]').fill("2");
  await page.locator('select[name="connection"]').selectOption(connection);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.locator('button[value="send"]').click();
  await page.getByRole("heading", { name: "Answer: 200" }).waitFor();
  return snippetsIn(page);
}

/** Goes through the connect flow as a shop's owner; @returns the code that comes back. */
async function codeOf(connectUrl) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(connectUrl);
  await page.locator('button[value="allow"]').click();
  await page.waitForURL(/\/sandbox\/oauth\/authorize/);
  await page.locator('button[name="shop"][value="lagos-home"]').click();
  await page.locator('button[value="allow"]').first().click();
  await page.waitForURL(/\/local\/connected/);
  const code = new URL(page.url()).searchParams.get("code");
  await page.context().close();
  return code;
}
