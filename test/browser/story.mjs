// npm run test:browser:story: the whole of it as people do it, in a real browser each: an end-user who connects, asks for a
// copy and disconnects (once by keyboard alone), a developer from the first passkey to all that the portal has, the operators
// who answer, and a team's second member. ONLY=pattern to choose by name; SCREENSHOTS=folder to keep pictures of the steps.
import assert from "node:assert/strict";
import { seedDeveloper } from "../../scripts/local.mjs";
import { DEVELOPER_STEPS } from "./story-developer.mjs";
import { END_USER_STEPS, KEYBOARD_STEPS } from "./story-end-user.mjs";
import { OPERATOR_STEPS } from "./story-operator.mjs";
import { TEAM_STEPS } from "./story-team.mjs";
import { checks, developersSite, faultsOf, launch, PATIENCE, startServer } from "./support.mjs";

const { base, opsToken, stop } = await startServer();
const site = await developersSite(base, "127.0.0.1");
const { key } = await seedDeveloper(base, opsToken, [`${site.origin}/back`]);
const browser = await launch();
const { check, end } = checks();
try {
  await story("an end-user", END_USER_STEPS, { key: key.key, shop: "lagos-home" });
  await story("an end-user by keyboard alone", KEYBOARD_STEPS, { key: key.key, shop: "kyoto-utsuwa" });
  await story("a developer, then the operators", [...DEVELOPER_STEPS, ...OPERATOR_STEPS], {});
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
    const faults = [];
    const contexts = [];
    /** A browser of its own, on another device or of another person. */
    const device = async (options = {}) => {
      const context = await browser.newContext({ acceptDownloads: true, ...options });
      context.setDefaultTimeout(PATIENCE);
      contexts.push(context);
      faultsOf(context, { faults });
      return context.newPage();
    };
    const page = await device();
    const context = page.context();
    const told = { base, opsToken, site, device, page, context, ...known };
    try {
      for (const step of steps) {
        Object.assign(told, await step(told));
        console.log(`    ${who}: ${step.name}`);
      }
      assert.deepEqual(faults, []);
    } catch (error) {
      for (const opened of contexts.flatMap((each) => each.pages()))
        error.stack += `\n    at ${opened.url()}`;
      throw error;
    } finally {
      for (const opened of contexts) await opened.close();
    }
  });
}
