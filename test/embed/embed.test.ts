import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EMBED_VERSION } from "../../src/connect/script-routes";
import {
  configureClients,
  everythingInD1,
  openReconnect,
  openSession,
  outcomeOf,
  walkToPlatform,
} from "../support/fake-platforms";
import {
  allowAtSandbox,
  api,
  Browser,
  connectSandbox,
  type Developer,
  formOf,
  newDeveloper,
  ORIGIN,
  REDIRECT,
  request,
  unescapeHtml,
} from "../support/harness";

const EMBED = "https://shop.example";

let developer: Developer;

beforeEach(async () => {
  await configureClients();
  developer = await newDeveloper();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const attempt = (embed_origin: unknown) =>
  api(developer, "POST", "/v1/connect/sessions", {
    external_user_id: "user-1",
    platforms: ["sandbox"],
    redirect_uri: REDIRECT,
    embed_origin,
  });

/** What the page's link hands over, and to whom. */
function handing(html: string) {
  const link = /<a class="button button-primary"([^>]*)>/.exec(html)?.[1] ?? "";
  const attribute = (name: string) => {
    const value = new RegExp(`\\s${name}="([^"]*)"`).exec(link)?.[1];
    return value === undefined ? null : unescapeHtml(value);
  };
  return {
    when: attribute("data-handover"),
    session: attribute("data-session"),
    origin: attribute("data-origin"),
    href: attribute("href"),
  };
}

function expectHandingHeaders(page: Response): void {
  const csp = page.headers.get("content-security-policy")!;
  expect(csp).toContain("default-src 'none'");
  expect(csp).toContain("; script-src 'self'");
  expect(csp).toContain("frame-ancestors 'none'");
  expect(csp).not.toContain("unsafe");
  expect(page.headers.get("cross-origin-opener-policy")).toBe("unsafe-none");
  expect(page.headers.get("x-frame-options")).toBe("DENY");
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  expect(page.headers.get("cache-control")).toBe("no-store");
}

function expectNothingInline(html: string): void {
  for (const [, attributes, body] of html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)) {
    expect(attributes).toContain('src="/assets/handover.js"');
    expect(body).toBe("");
  }
  expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/i);
}

describe("embed_origin", () => {
  it.each([
    "https://evil.example",
    "https://shop.example.evil.example",
    "https://sub.shop.example",
    "http://shop.example",
    "https://shop.example/",
    "https://shop.example/connected",
    "https://shop.example:443",
    "https://shop.example:8443",
    "https://SHOP.example",
    "HTTPS://shop.example",
    "https://user@shop.example",
    "https://shop.example#",
    "https://shop.example ",
    "shop.example",
    "//shop.example",
    "null",
    "*",
    "https://*",
    "javascript:alert(1)",
    "data:text/html,x",
    "blob:https://shop.example/1",
    "",
    7,
    null,
    ["https://shop.example"],
  ])("%j is refused, and no session is made", async (origin) => {
    const before = await everythingInD1();
    const answer = await attempt(origin);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: "invalid_request",
      errors: [{ path: "body.embed_origin" }],
    });
    expect(await everythingInD1()).toEqual(before);
  });

  it("may be the origin of any of the app's registered addresses, and of no other app's", async () => {
    expect((await attempt(EMBED)).status).toBe(201);
    const register = (appId: string) =>
      env.DB.prepare("INSERT INTO redirect_uris (app_id, uri, created_at) VALUES (?1, ?2, 0)")
        .bind(appId, "http://localhost:5173/back?x=1")
        .run();
    await register((await newDeveloper()).appId);
    expect((await attempt("http://localhost:5173")).status).toBe(422);
    await register(developer.appId);
    expect((await attempt("http://localhost:5173")).status).toBe(201);
    expect((await attempt("http://localhost:5174")).status).toBe(422);
  });

  it("is taken where a connection is repaired", async () => {
    const { id } = await connectSandbox(developer);
    const body = { redirect_uri: REDIRECT };
    const path = `/v1/connections/${id}/reconnect`;
    expect((await api(developer, "POST", path, { ...body, embed_origin: EMBED })).status).toBe(201);
    expect(
      (await api(developer, "POST", path, { ...body, embed_origin: "https://evil.example" })).status,
    ).toBe(422);
    const { connectUrl } = await openReconnect(developer, id);
    const page = await new Browser().get(`${connectUrl}/sandbox`);
    expect(page.headers.get("cross-origin-opener-policy")).toBe("same-origin");
  });
});

describe("an embedded flow", () => {
  it("hands the code to the one origin that the session names, and lets the browser go on without it", async () => {
    const browser = new Browser();
    const { id, connectUrl } = await openSession(developer, ["sandbox"], { embed_origin: EMBED });
    const address = await walkToPlatform(browser, connectUrl);
    const page = await browser.get(await allowAtSandbox(browser, address.href, "lagos-home"));
    expect(page.status).toBe(200);
    expectHandingHeaders(page);
    const html = await page.text();
    expectNothingInline(html);
    const { href, ...told } = handing(html);
    expect(told).toEqual({ when: "now", session: id, origin: EMBED });
    expect(href).toMatch(
      new RegExp(`^https://shop\\.example/connected\\?code=\\w{32}&state=dev-state&session_id=${id}$`),
    );
    expect(html).toContain(
      '<noscript><meta http-equiv="refresh" content="0; url=https://shop.example/connected?',
    );
    const code = new URL(href!).searchParams.get("code");
    const exchanged = await api(developer, "POST", "/v1/connect/exchange", { code });
    expect(exchanged.status).toBe(200);
    expect((await api(developer, "POST", "/v1/connect/exchange", { code })).status).toBe(409);
  });

  it("hands over that the person declined, at the platform and on our own page", async () => {
    for (const where of ["platform", "ours"]) {
      const browser = new Browser();
      const { id, connectUrl } = await openSession(developer, ["sandbox"], { embed_origin: EMBED });
      let page: Response;
      if (where === "platform") {
        const address = await walkToPlatform(browser, connectUrl);
        page = await browser.get(await allowAtSandbox(browser, address.href, "lagos-home", "decline"));
      } else {
        const { action, fields } = formOf(await (await browser.get(`${connectUrl}/sandbox`)).text());
        page = await browser.post(action, { ...fields, decision: "decline" });
      }
      expect(page.status, where).toBe(200);
      expectHandingHeaders(page);
      expect(handing(await page.text()), where).toEqual({
        when: "now",
        session: id,
        origin: EMBED,
        href: `${REDIRECT}?error=access_denied&state=dev-state&session_id=${id}`,
      });
    }
  });

  it("shows a fault to the person, and hands it over when they go back", async () => {
    const browser = new Browser();
    const { id, connectUrl } = await openSession(developer, ["sandbox"], { embed_origin: EMBED });
    const state = (await walkToPlatform(browser, connectUrl)).searchParams.get("state")!;
    const query = new URLSearchParams({ error: "server_error", state, iss: `${ORIGIN}/sandbox` });
    const page = await browser.get(`${ORIGIN}/connect/callback/sandbox?${query}`);
    expect(page.status).toBe(502);
    expectHandingHeaders(page);
    const html = await page.text();
    expectNothingInline(html);
    expect(outcomeOf(html)).toBe("provider_error");
    expect(html).toContain('<script src="/assets/handover.js"');
    expect(handing(html)).toEqual({
      when: "click",
      session: id,
      origin: EMBED,
      href: `${REDIRECT}?error=server_error&state=dev-state&session_id=${id}`,
    });
  });

  it("keeps its popup's tie on every page on the way, and runs no script on them", async () => {
    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["sandbox", "square", "shopify"], {
      embed_origin: EMBED,
    });
    const picker = await browser.get(connectUrl);
    const { action, fields } = formOf(await picker.clone().text());
    const chosen = await browser.post(action, { ...fields, platform: "sandbox" });
    const consent = await browser.get(`${connectUrl}/sandbox`);
    const form = formOf(await consent.clone().text());
    const onward = await browser.post(form.action, { ...form.fields, decision: "allow" });
    for (const page of [picker, chosen, consent, onward, await browser.get(`${connectUrl}/shopify`)]) {
      expect(page.headers.get("cross-origin-opener-policy")).toBe("unsafe-none");
      expect(page.headers.get("content-security-policy")).not.toContain("script-src");
      expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    }
  });

  it("goes by the session alone: nothing in an address or header makes a flow embedded, or changes its origin", async () => {
    const hostile = "embed_origin=https%3A%2F%2Fevil.example&origin=https%3A%2F%2Fevil.example";
    const plain = await openSession(developer, ["sandbox"]);
    const browser = new Browser();
    const address = await walkToPlatform(browser, `${plain.connectUrl}?${hostile}`);
    const back = await browser.get(`${await allowAtSandbox(browser, address.href, "lagos-home")}&${hostile}`);
    expect(back.status).toBe(303);
    expect(back.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(back.headers.get("location")).toMatch(/\?code=\w{32}&state=dev-state$/);

    const embedded = await openSession(developer, ["sandbox"], { embed_origin: EMBED });
    const other = new Browser();
    const second = await walkToPlatform(other, `${embedded.connectUrl}?${hostile}`);
    const page = await other.get(`${await allowAtSandbox(other, second.href, "lagos-home")}&${hostile}`);
    const html = await page.text();
    expect(handing(html).origin).toBe(EMBED);
    expect(html).not.toContain("evil.example");
  });

  it("does not hand anything over from a link that is used or from another browser", async () => {
    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["sandbox"], { embed_origin: EMBED });
    const address = await walkToPlatform(browser, connectUrl);
    const callback = await allowAtSandbox(browser, address.href, "lagos-home");
    const stranger = await new Browser().get(callback);
    expect(stranger.status).toBe(400);
    expect(await stranger.text()).not.toContain("handover");
    await browser.get(callback);
    const again = await browser.get(callback);
    expect(outcomeOf(await again.clone().text())).toBe("link_used");
    expect(await again.text()).not.toContain("handover");
  });
});

describe("/connect.js", () => {
  it("may be loaded by every origin, and is kept for an hour, or for a year under its version", async () => {
    const plain = await request("/connect.js");
    expect(plain.status).toBe(200);
    expect(plain.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(plain.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(plain.headers.get("access-control-allow-origin")).toBe("*");
    expect(plain.headers.get("x-content-type-options")).toBe("nosniff");
    expect(plain.headers.get("cache-control")).toContain("max-age=3600");
    expect(plain.headers.get("set-cookie")).toBeNull();
    const script = await plain.text();
    expect(script).toContain(`version = "${EMBED_VERSION}"`);
    expect(script.length).toBeLessThan(10_000);
    const pinned = await request(`/connect.js?v=${EMBED_VERSION}`);
    expect(pinned.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await request("/connect.js?v=0.0.1")).headers.get("cache-control")).toContain("max-age=3600");
  });

  it("answers by its ETag", async () => {
    const etag = (await request("/connect.js")).headers.get("etag");
    expect(etag).not.toBeNull();
    const again = await request("/connect.js", { headers: { "if-none-match": etag! } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });

  it("has its types beside it", async () => {
    const types = await request("/connect.d.ts");
    expect(types.status).toBe(200);
    expect(await types.text()).toContain("declare namespace Metristack");
  });
});
