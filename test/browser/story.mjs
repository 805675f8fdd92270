// npm run test:browser:story: the whole of it as people do it, in a real browser each: an end-user who connects, asks for a
// copy and disconnects (once by keyboard alone), a developer from the first passkey to the first connection, and a team's
// second member. ONLY=pattern to choose by name; SCREENSHOTS=folder to keep pictures of the steps.
import assert from "node:assert/strict";
import { seedDeveloper } from "../../scripts/local.mjs";
import { DEVELOPER_STEPS, TEAM_STEPS } from "./story-developer.mjs";
import { END_USER_STEPS, KEYBOARD_STEPS } from "./story-end-user.mjs";
import { checks, developersSite, faultsOf, launch, PATIENCE, startServer } from "./support.mjs";

const { base, opsToken, stop } = await startServer();
const site = await developersSite(base, "127.0.0.1");
const { key } = await seedDeveloper(base, opsToken, [`${site.origin}/back`]);
const browser = await launch();
const { check, end } = checks();
try {
  await story("an end-user", END_USER_STEPS, { key: key.key, shop: "lagos-home" });
  await story("an end-user by keyboard alone", KEYBOARD_STEPS, { key: key.key, shop: "kyoto-utsuwa" });
  await story("a developer", DEVELOPER_STEPS, {});
  await story("a team", TEAM_STEPS, {});
} finally {
  await browser.close();
  site.close();
  stop();
}
end();

/** The steps of one person in their order, in one browser; what a step returns, the later ones know. */
async function story(who, steps, known) {
  await check(who, async () => {
    const context = await browser.newContext({ acceptDownloads: true });
    context.setDefaultTimeout(PATIENCE);
    const faults = faultsOf(context);
    const page = await context.newPage();
    const told = { base, opsToken, site, browser, page, context, ...known };
    try {
      for (const step of steps) {
        Object.assign(told, await step(told));
        console.log(`    ${who}: ${step.name}`);
      }
      assert.deepEqual(faults, []);
    } catch (error) {
      error.stack += `\n    at ${page.url()}`;
      throw error;
    } finally {
      await context.close();
    }
  });
}
