// npm run test:browser:pages: every page as a person sees it, at a phone's width and a desk's, light and dark: no finding
// of axe's, no sideways scrolling, no error, no broken policy, nothing from elsewhere, light, still, and usable by
// keyboard alone. ONLY=pattern to choose by name; SCREENSHOTS=folder to keep a picture of each in each width and scheme.
import { keyboard, loaded, looks, watched } from "./audit.mjs";
import { complete, PAGES } from "./page-list.mjs";
import { checks, launch, PATIENCE, startServer } from "./support.mjs";
import { worldOf, worldVars } from "./world.mjs";

const server = await startServer(worldVars);
const browser = await launch();
const { check, end } = checks();
try {
  const world = await worldOf(browser, server);
  for (const entry of PAGES)
    for (const lang of entry.langs ?? ["en"])
      await check(entry.langs ? `${entry.name} (${lang})` : entry.name, () => audit(entry, lang, world));
} finally {
  await browser.close();
  server.stop();
}
end();

async function audit(entry, lang, world) {
  const { as = "visitor", at, go, status, drawn } = entry;
  const page = await (await world.contextOf(as, lang)).newPage();
  page.setDefaultTimeout(PATIENCE);
  try {
    const watch = await watched(page);
    await page.emulateMedia({ reducedMotion: "reduce" });
    if (go) await go(page, world, lang);
    else await page.goto(await addressOf(at, lang, world, entry.langs !== undefined));
    await complete(page);
    if (drawn) await page.waitForLoadState("networkidle");
    const { plain, gzip, requests } = await loaded(watch, {
      base: world.base,
      status,
      byAddress: !go,
      drawn,
    });
    console.log(`    ${entry.name}: ${plain} bytes, ${gzip} in gzip, ${requests} requests`);
    await looks(page, `${entry.name}-${lang}`.replace(/[^a-z]+/gi, "-"), entry);
    await keyboard(page);
  } finally {
    await page.close();
  }
}

async function addressOf(at, lang, world, speaks) {
  const url = new URL(typeof at === "function" ? await at(world, lang) : at, world.base);
  if (speaks) url.searchParams.set("lang", lang);
  return url.href;
}
