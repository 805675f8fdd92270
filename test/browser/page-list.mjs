// Every page there is, and how a person gets there. To add one: a line in PAGES.
//   at    its address, or a function of `world` (see world.mjs) that tells it; without redirects
//   go    in place of `at`, what is done to come to it: (page, world, lang)
//   as    whose browser it is seen in: visitor, person (one connection), merchant (several), member (of a team with an
//         app), newcomer (just signed up), operator
//   langs where it speaks more than English
//   status where another than 200 is right
import { button, draftPolicy, invite, makeCodes, makeKey } from "./people.mjs";
import { atSandbox } from "./support.mjs";

const BOTH = ["en", "ar"];
const NOBODYS = "x".repeat(32);

/** From consent on: what the person allows leads to another page of ours, or onward, where the browser is held back. */
async function agreed(page, address) {
  await page.goto(address);
  await page.locator('button[value="allow"]').click();
  await page.waitForURL((url) => !url.href.startsWith(address) || url.href.includes("lang="));
}

/** Lets no further page be come to by itself: 204 leaves the browser where it is. `pages` may still come. */
async function stay(page, pages = 0) {
  let left = pages;
  await page.route("**/*", (route) => {
    const isGet = route.request().isNavigationRequest() && route.request().method() === "GET";
    return isGet && left-- <= 0 ? route.fulfill({ status: 204 }) : route.continue();
  });
}

/** Also where a way onward was begun and held back: then the browser tells of no load. */
export function complete(page) {
  return page.waitForFunction(() => document.readyState === "complete");
}

async function send(page, name, value) {
  await page.locator(`[name="${name}"]`).first().fill(value);
  await page.locator("main form").evaluate((form) => {
    form.noValidate = true; // a browser of another kind, or a program
  });
  await page.locator("main form button").first().click();
  await complete(page);
}

const SITE = [
  { name: "landing", at: "/" },
  {
    name: "reference",
    at: "/docs",
    drawn: true, // by Swagger UI: a script of 1.5 MB that fetches the document
    // Its own elements: each operation is a button with controls in it, and all of them stand in a second <main>.
    forgiven: [
      "nested-interactive",
      "landmark-main-is-top-level",
      "landmark-no-duplicate-main",
      "landmark-unique",
    ],
  },
  { name: "policy", at: "/policies/end-user" },
  { name: "policy, a version", at: ({ policy }) => `/policies/end-user/${policy.first}` },
  { name: "policy, a version to come", at: ({ policy }) => `/policies/end-user/${policy.next}` },
  {
    name: "policy, a difference",
    at: ({ policy }) => `/policies/end-user/diff/${policy.first}..${policy.next}`,
  },
  { name: "trust", at: "/trust" },
  { name: "status", at: "/status" },
  { name: "local: back at the app", at: "/local/connected?code=abc" },
  { name: "local: back without a connection", at: "/local/connected?error=access_denied" },
];

const CONNECT = [
  { name: "connect: choice of platform", at: (world, lang) => world.link({ platforms: undefined }, lang) },
  {
    name: "connect: which shop",
    at: (world, lang) => world.link({ platforms: ["shopify"] }, lang, "shopify"),
  },
  {
    name: "connect: which shop, wrong",
    status: 422,
    async go(page, world, lang) {
      await page.goto(await world.link({ platforms: ["shopify"] }, lang, "shopify"));
      await send(page, "shop", "no shop of theirs");
    },
  },
  { name: "connect: consent", at: (world, lang) => world.link({}, lang, "sandbox"), langs: [...BOTH, "fr"] },
  {
    name: "connect: onward to the platform",
    async go(page, world, lang) {
      const address = await world.link({}, lang, "sandbox");
      await stay(page, 1);
      await agreed(page, address);
    },
  },
  {
    name: "connect: key",
    go: async (page, world, lang) => agreed(page, await world.link({ platforms: ["toast"] }, lang, "toast")),
  },
  {
    name: "connect: key, wrong",
    status: 422,
    async go(page, world, lang) {
      await agreed(page, await world.link({ platforms: ["toast"] }, lang, "toast"));
      await send(page, "client_id", "");
    },
  },
  {
    name: "connect: steps at the shop",
    async go(page, world, lang) {
      const address = await world.link({ platforms: ["magento"] }, lang, "magento");
      await page.goto(address);
      await send(page, "shop", "shop.example.com");
      await page.locator('button[value="allow"]').click();
      await page.locator("dl.codes").waitFor();
    },
  },
  {
    name: "connect: waiting for the shop",
    async go(page, world, lang) {
      const address = await world.link({ platforms: ["magento"] }, lang, "magento");
      await page.goto(address);
      await send(page, "shop", "shop.example.com");
      await page.locator('button[value="allow"]').click();
      await page.locator("main a.button").click();
      await page.waitForURL(/\/connect\/callback\/magento/);
    },
  },
  { name: "connect: no such link", at: `/connect/${NOBODYS}`, status: 404 },
  { name: "connect: wrong state", at: "/connect/callback/sandbox?code=a&state=b", status: 400 },
  {
    name: "connect: link used",
    status: 410,
    async go(page, world, lang) {
      const address = await world.link({}, lang, "sandbox");
      await page.goto(address);
      await stay(page);
      await page.locator('button[value="decline"]').click();
      await page.locator('meta[http-equiv="refresh"]').waitFor({ state: "attached" });
      await page.goto("about:blank");
      await page.unroute("**/*");
      await page.goto(address);
    },
  },
  {
    name: "connect: fault of the platform",
    status: 502,
    async go(page, world, lang) {
      const address = await world.link({}, lang, "sandbox");
      await page.goto(address);
      await page.locator('button[value="allow"]').click();
      await page.waitForURL(/\/sandbox\/oauth\/authorize/);
      const state = new URL(page.url()).searchParams.get("state");
      const query = new URLSearchParams({ error: "server_error", state, iss: `${world.base}/sandbox` });
      await page.goto(`${world.base}/connect/callback/sandbox?${query}`);
    },
  },
  {
    name: "connect: hand-over to the developer's page",
    async go(page, world, lang) {
      const address = await world.link({ embed_origin: world.base, state: "x" }, lang, "sandbox");
      await page.goto(address);
      await stay(page);
      await page.locator('button[value="decline"]').click();
      await page.locator("a[data-handover]").waitFor();
    },
  },
];

const SANDBOX = [
  { name: "sandbox: sign in", go: (page, world) => world.toSandbox(page) },
  {
    name: "sandbox: allow",
    async go(page, world) {
      await world.toSandbox(page);
      await page.locator('button[name="shop"]').first().click();
      await page.locator('button[value="allow"]').waitFor();
    },
  },
  { name: "sandbox: refusal", at: "/sandbox/oauth/authorize?client_id=nobody", status: 400 },
];

const PRIVACY = [
  { name: "privacy: start", at: "/privacy", langs: [...BOTH, "fr"] },
  {
    name: "privacy: nothing held",
    async go(page, { base }, lang) {
      await page.goto(`${base}/privacy?lang=${lang}`);
      await page.locator('button[name="platform"][value="sandbox"]').click();
      await atSandbox(page, "dakar-mode");
      await page.waitForURL(/\/connect\/callback\/sandbox/);
    },
  },
  { name: "privacy: which shop", at: "/privacy/start/shopify/test" },
  {
    name: "privacy: which shop, wrong",
    status: 422,
    async go(page, world, lang) {
      await page.goto(`${world.base}/privacy/start/shopify/test?lang=${lang}`);
      await send(page, "shop", "no shop of theirs");
    },
  },
  { name: "privacy: mailed link", at: `/privacy/mail/${NOBODYS}` },
  { name: "privacy: mailed link, not one", at: "/privacy/mail/x", status: 404 },
  { name: "privacy: signed out", at: "/privacy/sign-out" },
  { name: "privacy: visit ended", at: "/privacy/connections/all/delete", status: 403 },
  { name: "privacy: a person's data", as: "person", at: "/privacy" },
  { name: "privacy: said after a deed", as: "person", at: "/privacy?notice=remark_missing" },
  ...["disconnect", "restrict", "delete", "object"].map((act) => ({
    name: `privacy: ${act}`,
    as: "person",
    at: ({ person }) => `/privacy/connections/${person.connection}/${act}`,
  })),
  { name: "privacy: a request", as: "person", at: ({ person }) => `/privacy/requests/${person.request}` },
  {
    name: "privacy: a request that waits",
    as: "merchant",
    at: ({ merchant }) => `/privacy/requests/${merchant.waiting}`,
  },
  {
    name: "privacy: a request refused",
    as: "merchant",
    at: ({ merchant }) => `/privacy/requests/${merchant.refused}`,
  },
  { name: "privacy: a merchant's data", as: "merchant", at: "/privacy" },
  { name: "privacy: delete everything", as: "merchant", at: "/privacy/connections/all/delete" },
];

const PORTAL = [
  { name: "portal: sign in", at: "/portal/sign-in" },
  { name: "portal: sign up", at: "/portal/sign-up" },
  { name: "portal: join", at: "/portal/join" },
  { name: "portal: recover", at: "/portal/recover" },
  {
    name: "portal: recover, wrong",
    status: 422,
    async go(page, world) {
      await page.goto(`${world.base}/portal/recover`);
      await send(page, "code", "none");
    },
  },
  { name: "portal: first visit", as: "newcomer", at: "/portal" },
  { name: "portal: welcome", as: "newcomer", at: "/portal/account?notice=welcome" },
  { name: "portal: recovery codes", as: "newcomer", go: (page, { base }) => makeCodes(page, base) },
  { name: "portal: apps", as: "member", at: "/portal" },
  { name: "portal: team", as: "member", at: "/portal/team" },
  { name: "portal: invitation", as: "member", go: (page, { base }) => invite(page, base, "developer") },
  { name: "portal: account", as: "member", at: "/portal/account" },
  { name: "portal: app", as: "member", at: ({ app }) => app },
  { name: "portal: connections", as: "member", at: ({ app }) => `${app}/connections` },
  { name: "portal: no connections", as: "member", at: ({ app }) => `${app}/connections?mode=live` },
  {
    name: "portal: connection",
    as: "member",
    at: ({ app, connection }) => `${app}/connections/${connection}`,
  },
  {
    name: "portal: connection tested",
    as: "member",
    async go(page, { base, app, connection }) {
      await page.goto(`${base}${app}/connections/${connection}`);
      await button(page, "Test the connection").click();
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "portal: disconnect",
    as: "member",
    at: ({ app, connection }) => `${app}/connections/${connection}/disconnect`,
  },
  { name: "portal: usage", as: "member", at: ({ app }) => `${app}/usage` },
  { name: "portal: usage, divided", as: "member", at: ({ app }) => `${app}/usage?range=7d&by=operation` },
  { name: "portal: logs", as: "member", at: ({ app }) => `${app}/logs` },
  { name: "portal: no logs", as: "member", at: ({ app }) => `${app}/logs?mode=live` },
  { name: "portal: explorer", as: "member", at: ({ app }) => `${app}/explorer` },
  {
    name: "portal: explored",
    as: "member",
    async go(page, { base, app, connection, key }) {
      await page.goto(`${base}${app}/explorer`);
      await page.getByLabel("Operation").selectOption("orders.list");
      await button(page, "Show its fields").click();
      await page.getByLabel("limit").fill("1");
      await page.getByLabel("Connection", { exact: true }).selectOption(connection);
      await page.getByLabel("Test key").fill(key);
      await button(page, "Send").click();
      await page.getByRole("heading", { name: "Answer: 200" }).waitFor();
    },
  },
  { name: "portal: readiness", as: "member", at: ({ app }) => `${app}/readiness` },
  { name: "portal: notice drafted", as: "member", at: ({ app }) => `${app}/readiness/notice` },
  { name: "portal: quick start", as: "member", at: ({ app }) => `${app}/quick-start` },
  { name: "portal: webhooks", as: "member", at: ({ app }) => `${app}/webhooks` },
  { name: "portal: endpoint", as: "member", at: ({ app, endpoint }) => `${app}/webhooks/${endpoint}` },
  {
    name: "portal: signing secret",
    as: "member",
    async go(page, { base, app, endpoint }) {
      await page.goto(`${base}${app}/webhooks/${endpoint}`);
      await button(page, "Replace the secret").click();
      await page.getByRole("region", { name: "Signing secret" }).waitFor();
    },
  },
  { name: "portal: rights", as: "member", at: ({ app }) => `${app}/rights` },
  { name: "portal: no rights requests", as: "member", at: ({ app }) => `${app}/rights?mode=live` },
  { name: "portal: rights request", as: "member", at: ({ app, rights }) => `${app}/rights/${rights}` },
  { name: "portal: incidents", as: "member", at: ({ app }) => `${app}/incidents` },
  { name: "portal: incident", as: "member", at: ({ app, incident }) => `${app}/incidents/${incident}` },
  { name: "portal: notices", as: "member", at: "/portal/notices" },
  { name: "portal: team activity", as: "member", at: "/portal/team/activity" },
  { name: "portal: an app, to a viewer", as: "viewer", at: ({ app }) => app },
  {
    name: "portal: a connection, to a viewer",
    as: "viewer",
    at: ({ app, connection }) => `${app}/connections/${connection}`,
  },
  { name: "portal: readiness, to a viewer", as: "viewer", at: ({ app }) => `${app}/readiness` },
  { name: "portal: notices, to a viewer", as: "viewer", at: "/portal/notices" },
  { name: "portal: refused to a viewer", as: "viewer", at: ({ app }) => `${app}/explorer`, status: 403 },
  {
    name: "portal: key",
    as: "member",
    async go(page, { base, app }) {
      await page.goto(base + app);
      await makeKey(page, "one to look at");
    },
  },
  { name: "portal: not found", as: "member", at: "/portal/apps/app_none", status: 404 },
  {
    name: "portal: not done",
    as: "member",
    status: 422,
    async go(page, { base, app }) {
      await page.goto(base + app);
      await page.getByLabel("Add an address").fill("ftp://nowhere.example/");
      await button(page, "Add").click();
      await page.getByRole("alert").waitFor();
    },
  },
];

const DESK = [
  { name: "desk: sign in", at: "/ops/sign-in" },
  { name: "desk: nobody signed in", at: "/ops", status: 401 },
  { name: "desk: overview", as: "operator", at: "/ops" },
  ...["rights", "incidents", "policies", "retention", "holds", "keys", "audit"].map((section) => ({
    name: `desk: ${section}`,
    as: "operator",
    at: `/ops/desk/${section}`,
  })),
  { name: "desk: evidence", as: "operator", at: "/ops/evidence" },
  { name: "desk: a request", as: "operator", at: ({ rights }) => `/ops/desk/rights/${rights}` },
  { name: "desk: an incident", as: "operator", at: ({ incident }) => `/ops/desk/incidents/${incident}` },
  { name: "desk: not found", as: "operator", at: "/ops/desk/incidents/none", status: 404 },
  {
    name: "desk: policy preview",
    as: "operator",
    go: (page, { base }) => draftPolicy(page, base, { inDays: 50, clause: "A clause to come." }),
  },
  {
    name: "desk: dry run",
    as: "operator",
    async go(page, { base }) {
      await page.goto(`${base}/ops/desk/retention`);
      await button(page, "Dry run").click();
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "desk: chain verified",
    as: "operator",
    async go(page, { base }) {
      await page.goto(`${base}/ops/desk/audit`);
      await button(page, "Verify the chain now").click();
      await page.getByRole("alert").waitFor();
    },
  },
];

const spoken = (pages) => pages.map((page) => ({ langs: BOTH, ...page }));

export const PAGES = [...SITE, ...spoken(CONNECT), ...SANDBOX, ...spoken(PRIVACY), ...PORTAL, ...DESK];
