import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clock, MINUTE } from "../../src/kernel/clock";
import {
  configureClients,
  countOf,
  everythingInD1,
  fakeNetwork,
  openSession,
  outcomeOf,
  type Recorded,
  tapSandbox,
  walkToPlatform,
} from "../support/fake-platforms";
import {
  allowAtSandbox,
  api,
  Browser,
  type Developer,
  formOf,
  frozenClock,
  newDeveloper,
  ORIGIN,
  onwardOf,
  REDIRECT,
  request,
  toSandbox,
} from "../support/harness";

let developer: Developer;
let seen: Recorded[];

beforeEach(async () => {
  await configureClients();
  developer = await newDeveloper();
  seen = tapSandbox();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const HTML = `<img src=x onerror=alert(1)>"'&<script>alert(2)</script>`;

/** A callback of the sandbox's with an error in place of the code. */
async function withError(error: string, description?: string): Promise<{ browser: Browser; page: Response }> {
  const browser = new Browser();
  const state = new URL(await toSandbox(developer, browser)).searchParams.get("state")!;
  const query = new URLSearchParams({ error, state, iss: `${ORIGIN}/sandbox` });
  if (description !== undefined) query.set("error_description", description);
  return { browser, page: await browser.get(`${ORIGIN}/connect/callback/sandbox?${query}`) };
}

describe("17. errors", () => {
  it("17. declined at the platform: back to the developer with access_denied, and the session is over", async () => {
    const browser = new Browser();
    const { id, connectUrl } = await openSession(developer, ["sandbox"]);
    const address = await walkToPlatform(browser, connectUrl);
    const back = await browser.get(await allowAtSandbox(browser, address.href, "lagos-home", "decline"));
    expect(back.status).toBe(303);
    expect(back.headers.get("location")).toBe(`${REDIRECT}?error=access_denied&state=dev-state`);
    const row = await env.DB.prepare("SELECT status FROM connect_sessions WHERE id = ?1").bind(id).first();
    expect(row).toEqual({ status: "declined" });
    expect(outcomeOf(await (await browser.get(connectUrl)).text())).toBe("link_used");
    expect(seen).toEqual([]);
  });

  it("17. declined on our own page: the same, and no platform ever hears of it", async () => {
    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["sandbox"]);
    const states = await countOf("oauth_states");
    const { action, fields } = formOf(await (await browser.get(`${connectUrl}/sandbox`)).text());
    const page = await browser.post(action, { ...fields, decision: "decline" });
    expect(onwardOf(await page.text())).toBe(`${REDIRECT}?error=access_denied&state=dev-state`);
    expect(await countOf("oauth_states")).toBe(states);
    expect((await browser.get(connectUrl)).status).toBe(410);
  });

  it("17. a person who closes the page and comes back later begins a new attempt, with a new state", async () => {
    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["sandbox"]);
    const first = (await walkToPlatform(browser, connectUrl)).searchParams.get("state");
    const second = (await walkToPlatform(browser, connectUrl)).searchParams.get("state");
    expect(second).not.toBe(first);
  });

  it.each([
    "server_error",
    "temporarily_unavailable",
    "invalid_scope",
    "unauthorized_client",
    "made_up",
  ])("17. %s at the callback: provider_error, a way back, and a retry needs a new state", async (error) => {
    const browser = new Browser();
    const state = new URL(await toSandbox(developer, browser)).searchParams.get("state")!;
    const callback = `${ORIGIN}/connect/callback/sandbox?${new URLSearchParams({ error, state, iss: `${ORIGIN}/sandbox` })}`;
    const page = await browser.get(callback);
    expect(page.status).toBe(502);
    const html = await page.text();
    expect(outcomeOf(html)).toBe("provider_error");
    expect(html).toContain("error=server_error&amp;state=dev-state");
    expect(outcomeOf(await (await browser.get(callback)).text())).toBe("link_used");
    expect(seen).toEqual([]);
  });

  it("17. error_description is shown as text, cut short, never as HTML", async () => {
    const { page } = await withError("server_error", HTML + "x".repeat(5_000));
    const html = await page.text();
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(html).not.toContain("<img src=x");
    expect(html).not.toContain("<script");
    expect(html).not.toContain("x".repeat(201));
  });

  it("17. nothing of a callback's query is reflected as HTML, whatever is wrong with it", async () => {
    for (const name of ["error", "code", "state", "iss", "error_uri", "anything"]) {
      const { browser } = await withError("server_error");
      const page = await browser.get(
        `${ORIGIN}/connect/callback/sandbox?${new URLSearchParams({ [name]: HTML })}`,
      );
      const html = await page.text();
      expect(html, name).not.toContain("onerror");
      expect(html, name).not.toContain("alert(2)");
    }
    const path = await request(`/connect/callback/${encodeURIComponent(HTML)}?code=a&state=b`);
    expect(await path.text()).not.toContain("onerror");
    const link = await request(`/connect/${encodeURIComponent(HTML)}`);
    expect(await link.text()).not.toContain("onerror");
  });

  it("17. an expired session says so and tells the developer", async () => {
    const frozen = frozenClock(clock.now());
    try {
      const browser = new Browser();
      const { connectUrl } = await openSession(developer, ["sandbox"]);
      const { action, fields } = formOf(await (await browser.get(`${connectUrl}/sandbox`)).text());
      frozen.add(30 * MINUTE);
      for (const page of [
        await browser.get(connectUrl),
        await browser.post(action, { ...fields, decision: "allow" }),
      ]) {
        expect(page.status).toBe(410);
        const html = await page.text();
        expect(outcomeOf(html)).toBe("session_expired");
        expect(html).toContain("error=session_expired&amp;state=dev-state");
      }
    } finally {
      frozen.release();
    }
  });

  it("17. a platform that is down at the token call: platform_unavailable, with a way back", async () => {
    fakeNetwork(() => new Response(null, { status: 502 }));
    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["square"]);
    const state = (await walkToPlatform(browser, connectUrl)).searchParams.get("state");
    const page = await browser.get(`${ORIGIN}/connect/callback/square?code=a&state=${state}`);
    expect(page.status).toBe(503);
    const html = await page.text();
    expect(outcomeOf(html)).toBe("platform_unavailable");
    expect(html).toContain("error=temporarily_unavailable&amp;state=dev-state");
  });
});

/** Every kind of page of the flow. */
async function pagesOfTheFlow(): Promise<[string, Response][]> {
  const browser = new Browser();
  const choice = await openSession(developer, ["sandbox", "square"]);
  const shop = await openSession(developer, ["shopify"]);
  const one = await openSession(developer, ["sandbox"]);
  const { action, fields } = formOf(await (await browser.get(`${one.connectUrl}/sandbox`)).text());
  return [
    ["picker", await browser.get(choice.connectUrl)],
    ["shop", await browser.get(`${shop.connectUrl}/shopify`)],
    ["consent", await browser.get(`${one.connectUrl}/sandbox`)],
    ["onward", await browser.post(action, { ...fields, decision: "allow" })],
    ["unknown link", await browser.get(`${ORIGIN}/connect/${"a".repeat(32)}`)],
    ["bad callback", await browser.get(`${ORIGIN}/connect/callback/sandbox`)],
    ["provider error", (await withError("server_error", "sorry")).page],
    ["single platform's redirect", await browser.get(one.connectUrl)],
  ];
}

describe("18. the pages' headers", () => {
  it("18. no page of the flow may be framed, run a script, load from elsewhere, be cached or tell its address", async () => {
    for (const [name, page] of await pagesOfTheFlow()) {
      const csp = page.headers.get("content-security-policy")!;
      expect(csp, name).toContain("frame-ancestors 'none'");
      expect(csp, name).toContain("default-src 'none'");
      expect(csp, name).not.toContain("unsafe");
      expect(csp, name).not.toContain("script-src");
      expect(page.headers.get("x-frame-options"), name).toBe("DENY");
      expect(page.headers.get("x-content-type-options"), name).toBe("nosniff");
      expect(page.headers.get("referrer-policy"), name).toBe("no-referrer");
      expect(page.headers.get("cache-control"), name).toBe("no-store");
      expect(page.headers.get("cross-origin-opener-policy"), name).toBe("same-origin");
      expect(page.headers.get("strict-transport-security"), name).toMatch(/^max-age=\d{7,}/);
    }
  });

  it("18. no script, no inline style or handler, and nothing loaded from another origin", async () => {
    let pages = 0;
    for (const [name, page] of await pagesOfTheFlow()) {
      if (page.status === 303) continue;
      pages += 1;
      const html = await page.text();
      expect(html, name).not.toMatch(/<script|<iframe|<object|<embed|<style|\sstyle=|\son[a-z]+=/i);
      for (const [, attribute, address] of html.matchAll(
        /<(?:link|img|source|video|audio|form)[^>]*\s(href|src|action)="([^"]*)"/g,
      )) {
        expect(new URL(address!, ORIGIN).origin, `${name}: ${attribute}`).toBe(ORIGIN);
      }
    }
    expect(pages).toBe(7);
  });
});

describe("20. what changes state", () => {
  it("20. the API takes a key and nothing else: no cookie stands in for it, no other site's script may read it", async () => {
    const browser = new Browser();
    await toSandbox(developer, browser);
    const cookieOnly = await request("/v1/connections", { headers: { cookie: browser.cookieHeader } });
    expect(cookieOnly.status).toBe(401);
    for (const method of ["OPTIONS", "GET", "POST"]) {
      const answer = await request("/v1/connect/sessions", {
        method,
        headers: {
          origin: "https://evil.example",
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization",
          ...(method !== "OPTIONS" && { authorization: `Bearer ${developer.key}` }),
          ...(method === "POST" && { "content-type": "application/json" }),
        },
        ...(method === "POST" && { body: "{}" }),
      });
      for (const [name] of answer.headers) expect(name).not.toMatch(/^access-control-/);
    }
  });

  it("20. the API takes JSON only: a form that another site can post is refused", async () => {
    for (const type of [
      "application/x-www-form-urlencoded",
      "text/plain",
      "multipart/form-data; boundary=x",
    ]) {
      const answer = await api(developer, "POST", "/v1/connect/sessions", "{}", { "content-type": type });
      expect(await answer.json(), type).toMatchObject({ code: "invalid_request", status: 400 });
    }
  });

  it("20. a form of the flow needs this browser's and this session's own token", async () => {
    const one = await openSession(developer, ["sandbox"]);
    const other = await openSession(developer, ["sandbox"]);
    const browser = new Browser();
    const stranger = new Browser();
    const mine = formOf(await (await browser.get(`${one.connectUrl}/sandbox`)).text());
    const sameBrowserOtherSession = formOf(await (await browser.get(`${other.connectUrl}/sandbox`)).text());
    const otherBrowser = formOf(await (await stranger.get(`${one.connectUrl}/sandbox`)).text());
    const before = await everythingInD1();
    for (const csrf of ["", "x", sameBrowserOtherSession.fields["csrf"]!, otherBrowser.fields["csrf"]!]) {
      for (const decision of ["allow", "decline"]) {
        const page = await browser.post(mine.action, { ...mine.fields, csrf, decision });
        expect(page.status).toBe(400);
        expect(outcomeOf(await page.text())).toBe("state_mismatch");
      }
    }
    const { csrf: _, ...without } = mine.fields;
    expect((await browser.post(mine.action, { ...without, decision: "allow" })).status).toBe(400);
    expect((await new Browser().post(mine.action, { ...mine.fields, decision: "allow" })).status).toBe(400);
    expect(await everythingInD1()).toEqual(before);
  });

  it("20. agreement to another text than the one in force is none: the page is shown again", async () => {
    const { connectUrl } = await openSession(developer, ["sandbox"]);
    const browser = new Browser();
    const { action, fields } = formOf(await (await browser.get(`${connectUrl}/sandbox`)).text());
    const states = await countOf("oauth_states");
    await env.DB.prepare("UPDATE apps SET third_parties = ?2 WHERE id = ?1")
      .bind(developer.appId, JSON.stringify(["Someone New"]))
      .run();
    const page = await browser.post(action, { ...fields, decision: "allow" });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Someone New");
    expect(await countOf("oauth_states")).toBe(states);
  });

  it("20. a form that cannot be read is refused like one that says nothing", async () => {
    const { connectUrl } = await openSession(developer, ["sandbox"]);
    const browser = new Browser();
    await browser.get(`${connectUrl}/sandbox`);
    for (const [type, body] of [
      ["multipart/form-data; boundary=x", "--y\r\nnot a part"],
      ["multipart/form-data", "nothing"],
      ["application/json", "{"],
      ["text/plain", "csrf=x"],
    ]) {
      for (const path of ["", "/sandbox"]) {
        const page = await request(connectUrl + path, {
          method: "POST",
          headers: { cookie: browser.cookieHeader, "content-type": type! },
          body: body!,
        });
        expect(page.status, `${type} ${path}`).toBe(400);
        expect(outcomeOf(await page.text())).toBe("state_mismatch");
      }
    }
  });
});
