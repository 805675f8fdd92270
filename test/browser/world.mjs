// What must be there before every page can be seen: a developer's app, connections, people who proved who they are, a
// team, a policy to come. All by the product's own ways.
import assert from "node:assert/strict";
import { seedDeveloper } from "../../scripts/local.mjs";
import {
  addEndpoint,
  addRedirect,
  button,
  invite,
  join,
  makeApp,
  makeCodes,
  makeKey,
  openRectification,
  passGate,
  proveAtSandbox,
  reportIncident,
  requestCopy,
  signUp,
  withPasskeys,
} from "./people.mjs";
import { appears, call, connectSession, exchange, throughSandbox } from "./support.mjs";

/** Platforms of whose pages we show our side only; none of them is called. */
const CLIENT = { test: { client_id: "browser-test", client_secret: "browser-test" } };
export const worldVars = (origin) => ({
  PLATFORM_CLIENTS: JSON.stringify({ shopify: CLIENT }),
  // A shop of any host is looked up before it is believed to be one; not here, where there is no network.
  PLATFORM_ORIGINS: JSON.stringify({ magento: origin }),
});

/** @returns what pages are come to by, and `contextOf(who, lang)`: the browser of each of the people. */
export async function worldOf(browser, { base, opsToken }) {
  const back = `${base}/local/connected`;
  const { key } = await seedDeveloper(base, opsToken, [back]);
  const contexts = new Map();
  const contextOf = async (who, lang = "en") => {
    const name = who === "visitor" ? `${who} ${lang}` : who;
    // Operators come through Access; a local server takes its token in place of that.
    const signed = who === "operator" && { extraHTTPHeaders: { authorization: `Bearer ${opsToken}` } };
    if (!contexts.has(name)) contexts.set(name, await browser.newContext({ locale: lang, ...signed }));
    return contexts.get(name);
  };
  const world = {
    base,
    contextOf,
    async link(more, lang, platform) {
      const { connect_url } = await connectSession(base, key.key, {
        redirect_uri: back,
        language: lang,
        ...more,
      });
      return platform ? `${connect_url}/${platform}` : connect_url;
    },
    async toSandbox(page) {
      await page.goto(await world.link({}, "en", "sandbox"));
      await page.locator('button[value="allow"]').click();
      await page.locator('button[name="shop"]').first().waitFor();
    },
  };
  const connect = async (who, shop, by = key.key) => {
    const page = await (await contextOf(who)).newPage();
    const { connect_url } = await connectSession(base, by, { redirect_uri: back });
    await page.goto(connect_url);
    await throughSandbox(page, shop);
    await page.waitForURL(/local\/connected\?/);
    const answer = await exchange(base, by, new URL(page.url()).searchParams.get("code"));
    assert.equal(answer.status, 200, await answer.clone().text());
    await page.close();
    return (await answer.json()).id;
  };

  const connection = await connect("person", "lagos-home");
  world.person = { connection, request: await inPage("person", (page) => asked(page, base, "lagos-home")) };
  await connect("merchant", "kyoto-utsuwa");
  await connect("merchant", "kyoto-utsuwa");
  world.merchant = await inPage("merchant", async (page) => {
    await proveAtSandbox(page, base, "kyoto-utsuwa");
    const refused = await askInWords(page, base);
    const said = await call(base, opsToken, `/ops/rights-requests/${refused}/refuse`, {
      ground: "excessive",
    });
    assert.equal(said.status, 200, await said.clone().text());
    return { refused, waiting: await askInWords(page, base) };
  });

  world.policy = await policies(base, opsToken);
  await inPage("newcomer", async (page) => signUp(await withPasskeys(page), base, "Noor"));
  Object.assign(
    world,
    await inPage("member", async (page) => {
      await signUp(await withPasskeys(page), base, "Ada");
      await makeCodes(page, base);
      const app = await makeApp(page, base, "Duka Books");
      await addRedirect(page, back);
      const key = await makeKey(page, "first key");
      await passGate(page, base, app);
      return { app, key, invitation: await invite(page, base, "viewer") };
    }),
  );
  await inPage("viewer", async (page) => {
    await join(await withPasskeys(page), world.invitation, "Vera");
    await page.waitForURL(/notice=welcome/);
  });
  const shop = await connect("shopkeeper", "lyon-librairie", world.key);
  assert.equal((await call(base, world.key, `/v1/connections/${shop}/orders?limit=1`)).status, 200);
  world.connection = shop;
  Object.assign(world, await inPage("member", (page) => furnished(page, world)));
  return world;

  async function inPage(who, run) {
    const page = await (await contextOf(who)).newPage();
    const made = await run(page);
    await page.close();
    return made;
  }
}

/** Something of everything that an app's pages can show. */
async function furnished(page, { base, app, connection }) {
  await addEndpoint(page, base, app, `${base.replace("localhost", "127.0.0.1")}/local/connected`);
  const endpoint = new URL(page.url()).pathname.split("/").at(-1);
  await button(page, "Send a test event").click();
  await appears(page, page.getByRole("region", { name: "Deliveries, newest first" }));
  await refusedOften(page, base, app);
  return {
    endpoint,
    rights: await openRectification(page, base, app, connection),
    incident: await reportIncident(page, base, app),
  };
}

/** A key that is revoked and still used: monitors tell of it. */
async function refusedOften(page, base, app) {
  await page.goto(base + app);
  const key = await makeKey(page, "lost key");
  await page.goto(base + app);
  await button(page, /^Revoke lost key/).click();
  await page.getByText("revoked", { exact: true }).waitFor();
  for (let tries = 0; tries < 25; tries++) await call(base, key, "/v1/platforms");
}

/** @returns the request's id. */
async function askInWords(page, base) {
  await page.goto(`${base}/privacy`);
  await page.locator("#type-rectification").check();
  await page.locator("#remark").fill("The number of my shop has changed.");
  await page.locator('section[aria-labelledby="ask"] button').click();
  await page.waitForURL(/notice=request_received/);
  const links = page.locator(".requests a");
  return (await links.first().getAttribute("href")).split("/").at(-1);
}

async function asked(page, base, shop) {
  await proveAtSandbox(page, base, shop);
  return requestCopy(page);
}

/** Publishes a version that comes into force later; @returns the names of the first and of this one. */
async function policies(base, opsToken) {
  const published = await (await fetch(`${base}/policies/end-user.json`)).json();
  const { version: first, sections } = published.in_force;
  const in40Days = new Date(Date.now() + 40 * 86_400_000).toISOString();
  const [opening, ...rest] = sections;
  const clause = { kind: "text", text: "A clause that this version adds." };
  const next = in40Days.slice(0, 10);
  const made = await call(base, opsToken, "/ops/policies", {
    version: next,
    effective_at: in40Days,
    material: true,
    summary: "One clause is added.",
    sections: [{ ...opening, blocks: [...opening.blocks, clause] }, ...rest],
  });
  assert.equal(made.status, 201, await made.clone().text());
  return { first, next };
}
