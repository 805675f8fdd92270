// Looks at pages: saves a screenshot of each address at two widths in both colour schemes, and tells of sideways
// scrolling, policy violations and errors. For maintainers, against a running server:
//   node scripts/look.mjs OUT_FOLDER URL [URL…]        CHROMIUM=/path/to/chromium to use another browser
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [folder, ...urls] = process.argv.slice(2);
if (!folder || urls.length === 0) {
  console.error("usage: node scripts/look.mjs OUT_FOLDER URL [URL…]");
  process.exit(2);
}

const WIDTHS = [360, 1280];
const SCHEMES = ["light", "dark"];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
});
await mkdir(folder, { recursive: true });
let faults = 0;
try {
  for (const url of urls) {
    for (const width of WIDTHS) {
      for (const colorScheme of SCHEMES) faults += await look(url, width, colorScheme);
    }
  }
} finally {
  await browser.close();
}
process.exitCode = faults > 0 ? 1 : 0;

async function look(url, width, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  const found = [];
  page.on("console", (message) => {
    if (message.type() === "error") found.push(message.text());
  });
  page.on("pageerror", (error) => found.push(String(error)));
  await page.goto(url, { waitUntil: "networkidle" });
  const file = join(folder, `${nameOf(url)}-${width}-${colorScheme}.png`);
  await page.screenshot({ path: file, fullPage: true });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) found.push(`scrolls sideways by ${overflow} px`);
  await context.close();
  console.log(file);
  for (const fault of found) console.log(`  ! ${fault}`);
  return found.length;
}

/** A file name for an address; its query counts, because languages and outcomes live there. */
function nameOf(address) {
  const url = new URL(address);
  return (
    `${url.pathname}${url.search}`
      .replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 80) || "root"
  );
}
