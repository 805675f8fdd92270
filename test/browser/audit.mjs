// What every page must be, asked of a page as it stands in the browser.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { shot } from "./support.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const SIZES = [
  { width: 360, height: 800 },
  { width: 1280, height: 900 },
];
const SCHEMES = ["light", "dark"];
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const MAX_BYTES = 100_000;

/** Keeps what the browser fetched for each document of this page. The cache is off: a page is weighed as it is first met. */
export async function watched(page) {
  const devtools = await page.context().newCDPSession(page);
  const requests = new Map();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    // Of a document, the browser says so in the console; of what status it should be, the entry knows.
    if (message.type() === "error" && message.location().url !== page.url()) errors.push(message.text());
    else if (message.type() === "error" && !/status of \d+/.test(message.text())) errors.push(message.text());
  });
  devtools.on("Network.requestWillBeSent", ({ requestId, loaderId, type, request, initiator, ...more }) => {
    const known = requests.get(requestId);
    const redirects = (known?.redirects ?? 0) + (more.redirectResponse ? 1 : 0);
    requests.set(requestId, { requestId, loaderId, type, url: request.url, initiator, redirects });
  });
  devtools.on("Network.responseReceived", ({ requestId, response }) => {
    Object.assign(requests.get(requestId) ?? {}, { status: response.status });
  });
  devtools.on("Network.loadingFinished", ({ requestId }) => {
    const body = bodyOf(devtools, requestId);
    body.catch(() => {}); // told where it is waited for, if it is
    Object.assign(requests.get(requestId) ?? {}, { body });
  });
  devtools.on("Network.loadingFailed", ({ requestId, errorText }) => {
    Object.assign(requests.get(requestId) ?? {}, { failed: errorText });
  });
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  return { devtools, requests, errors };
}

/** Asked for as soon as it is whole: the browser keeps it only so long. */
async function bodyOf(devtools, requestId) {
  const { body, base64Encoded } = await devtools.send("Network.getResponseBody", { requestId });
  return Buffer.from(body, base64Encoded ? "base64" : "utf8");
}

/**
 * One document with what it fetched: all of our own origin, asked for by the document itself, light. Bytes are the
 * bodies', before compression and as gzip (our own, at its usual level: production compresses, a local server does not).
 */
export async function loaded(
  { devtools, requests, errors },
  { base, status = 200, byAddress, drawn = false },
) {
  const { frameTree } = await devtools.send("Page.getFrameTree");
  const own = [...requests.values()].filter(({ loaderId }) => loaderId === frameTree.frame.loaderId);
  const document = own.find(({ requestId, loaderId }) => requestId === loaderId);
  assert.ok(document, "the document was seen");
  assert.equal(document.status, status, `status of ${document.url}`);
  if (byAddress) assert.equal(document.redirects, 0, "the page answers at its own address");
  const rest = own.filter((one) => one !== document && !one.url.startsWith("data:"));
  for (const { url, type, initiator, redirects } of rest) {
    assert.equal(new URL(url).origin, base, `${url} is of our own origin`);
    assert.equal(redirects, 0, `${url} is where it is asked for`);
    if (drawn) continue;
    const isIcon = url === `${base}/assets/icon.svg`;
    assert.ok(isIcon || ["Stylesheet", "Script"].includes(type), `${url}: no ${type} is fetched`);
    assert.ok(
      isIcon || initiator.type === "parser",
      `${url} is asked for by the HTML, not by ${initiator.type}`,
    );
    assert.ok(isIcon || initiator.url.split("#")[0] === document.url.split("#")[0], `${url}: no chain`);
  }
  let plain = 0;
  let gzip = 0;
  for (const one of [document, ...rest]) {
    for (let tries = 0; tries < 100 && !one.body && !one.failed; tries++) await setTimeout(50);
    const bytes = await one.body;
    assert.ok(bytes, `${one.url} came: ${one.failed}`);
    plain += bytes.length;
    gzip += gzipSync(bytes).length;
  }
  if (!drawn) {
    assert.ok(gzip < MAX_BYTES, `${gzip} bytes in gzip are too many`);
  }
  assert.deepEqual(errors, [], "nothing is written to the console as an error, and no policy is broken");
  return { plain, gzip, requests: rest.length + 1 };
}

/** At each size and in each scheme: axe finds nothing, and nothing scrolls sideways. Motion is reduced all along. */
export async function looks(page, name, { forgiven = [] } = {}) {
  await page.evaluate(axe);
  const faults = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const where = `at ${size.width}, ${colorScheme}`;
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (over > 0) faults.push(`${where}: scrolls sideways by ${over} px`);
      faults.push(...(await findings(page, forgiven)).map((finding) => `${where}: ${finding}`));
      await shot(page, `${name}-${size.width}-${colorScheme}`);
    }
  }
  const moving = await page.evaluate(motion);
  faults.push(...moving.map((what) => `moves although motion is reduced: ${what}`));
  assert.deepEqual(faults, []);
}

/** @param forgiven rules that hold for what is not ours to mend. */
function findings(page, forgiven) {
  return page.evaluate(
    async ({ tags, off }) => {
      const options = {
        runOnly: { type: "tag", values: tags },
        rules: Object.fromEntries([["target-size", { enabled: true }], ...off]),
        resultTypes: ["violations"],
        preload: false,
      };
      const { violations } = await window.axe.run(document, options);
      return violations.flatMap(({ id, nodes }) =>
        nodes
          .slice(0, 3)
          .map(
            ({ target, failureSummary }) =>
              `${id} (one of ${nodes.length}): ${target.join(" ")}: ${failureSummary.replace(/\s+/g, " ")}`,
          ),
      );
    },
    { tags: STANDARDS, off: forgiven.map((rule) => [rule, { enabled: false }]) },
  );
}

/** In the page: what is animated or takes its time to change. */
function motion() {
  const long = (times) => times.split(",").some((time) => Number.parseFloat(time) > 0.01);
  const found = document.getAnimations().map(({ effect }) => `animation of ${effect?.target?.className}`);
  for (const element of document.querySelectorAll("*"))
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const isMoving = style.animationName !== "none" && long(style.animationDuration);
      if (isMoving || (style.transitionProperty !== "none" && long(style.transitionDuration)))
        found.push(`${element.tagName.toLowerCase()}.${element.className}${part ?? ""}`);
    }
  return found;
}

/**
 * By keyboard alone, at each size: Tab comes to every control in the document's order, shows where it is, and leaves
 * again; the skip link leads to the content; Enter unfolds what is folded. No page opens anything that Escape would
 * have to close.
 */
export async function keyboard(page) {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const stops = await page.evaluate(tabStops);
    const seen = [];
    let last = -1;
    for (let presses = 0; presses <= stops.length * 2 + 30; presses++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(focused);
      if (at === null || (at.index === 0 && seen.length > 0)) break;
      assert.ok(at.isRinged, `${at.name} shows that it has the focus (at ${size.width})`);
      assert.ok(at.isInView, `${at.name} is in view when it has the focus (at ${size.width})`);
      // A date field has stops of its own inside.
      if (at.index >= 0 && at.index !== last) seen.push(stops[at.index]);
      last = at.index;
    }
    assert.deepEqual(seen, stops, `Tab comes to every control in order (at ${size.width})`);
  }
  for (const folded of await page.locator("summary").all()) {
    const isOpen = () => folded.evaluate((summary) => summary.parentElement.open);
    const before = await isOpen();
    await folded.press("Enter");
    assert.equal(await isOpen(), !before, "Enter unfolds and folds");
    await folded.press("Enter");
  }
  await page.evaluate(tabStops);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page
    .waitForFunction(() => document.activeElement?.id === "content")
    .catch(() => {
      throw new Error("the skip link does not lead to the content");
    });
  const isFirst = await page.evaluate(() => window.stops.findIndex((stop) => stop.closest("main")));
  if (isFirst < 0) return;
  await page.keyboard.press("Tab");
  assert.equal((await page.evaluate(focused)).index, isFirst, "after the skip link comes the content");
}

/** In the page: goes back to its start, and notes what Tab has to come to, and how each looks without the focus. */
function tabStops() {
  const isOther = (radio) => {
    if (radio.type !== "radio") return false;
    const group = [...document.querySelectorAll(`input[type=radio][name="${radio.name}"]`)];
    return radio !== (group.find(({ checked }) => checked) ?? group[0]);
  };
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  document.activeElement?.blur();
  window.stops = [...all].filter(
    (one) =>
      one.tabIndex >= 0 &&
      !one.disabled &&
      one.type !== "hidden" &&
      one.checkVisibility({ visibilityProperty: true }) &&
      !isOther(one),
  );
  window.ringOf = (one) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(one);
    return outlineStyle === "none" || outlineWidth === "0px"
      ? boxShadow
      : `${outlineStyle} ${outlineWidth} ${outlineColor} ${boxShadow}`;
  };
  window.nameOf = (one) =>
    `${one.tagName.toLowerCase()} ${(one.getAttribute("aria-label") ?? one.innerText ?? one.name).trim().slice(0, 60)}`;
  window.unfocused = new Map(window.stops.map((one) => [one, window.ringOf(one)]));
  return window.stops.map(window.nameOf);
}

/** In the page: where the focus is; null when it has left the page. */
function focused() {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const { top, bottom, left, right } = at.getBoundingClientRect();
  const ring = window.ringOf(at);
  return {
    index: window.stops.indexOf(at),
    name: window.nameOf(at),
    isRinged: ring !== "none" && ring !== window.unfocused.get(at),
    isInView: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
  };
}
