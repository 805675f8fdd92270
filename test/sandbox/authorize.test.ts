import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { SCOPES } from "../../src/sandbox/scopes";
import { SHOPS } from "../../src/sandbox/shops";
import { authorizeParams, call, connect, decide, ORIGIN, openConsent, REDIRECT } from "./support";

const AUTHORIZE = "/sandbox/oauth/authorize";

async function submit(form: URLSearchParams, headers: Record<string, string>): Promise<Response> {
  return call(AUTHORIZE, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: form.toString(),
  });
}

describe("the authorisation page", () => {
  it("lets one sign in as each shop's owner", async () => {
    const response = await call(`${AUTHORIZE}?${await authorizeParams()}`);
    expect(response.status).toBe(200);
    const html = await response.text();
    for (const shop of SHOPS) {
      expect(html).toContain(`value="${shop.key}"`);
      expect(html).toContain(shop.owner.replaceAll("'", "&#39;"));
    }
    expect(html).not.toContain("Decline");
  });

  it("is served to browsers by the Worker itself", async () => {
    const request = new Request(`${ORIGIN}${AUTHORIZE}?${await authorizeParams()}`);
    const response = await exports.default.fetch(request);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(await response.text()).toContain("Sign in to a sandbox shop");
  });

  it("then lists what is asked for, with allow and decline", async () => {
    const { html, page, csrf, cookie } = await openConsent(
      "lagos-home",
      await authorizeParams({ scope: "shop:read orders:read" }),
    );
    expect(page.status).toBe(200);
    expect(html).toContain("Allow Metristack to read Lagos Home?");
    expect(html).toContain(SCOPES["shop:read"].replaceAll("'", "&#39;"));
    expect(html).toContain(SCOPES["orders:read"]);
    expect(html).not.toContain(SCOPES["inventory:read"]);
    expect(html).toContain('value="allow"');
    expect(html).toContain('value="decline"');
    expect(csrf).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(cookie).toMatch(/^__Host-sandbox-csrf=/);
  });

  it("needs no script and no inline style, and may not be framed", async () => {
    const { html, page } = await openConsent("cairo-cotton", await authorizeParams());
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son[a-z]+=/i);
    expect(html).toContain('href="/assets/metristack.css"');
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(page.headers.get("referrer-policy")).toBe("same-origin");
    const cookie = page.headers.get("set-cookie") ?? "";
    for (const attribute of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"])
      expect(cookie).toContain(attribute);
  });

  it("escapes what comes with the request", async () => {
    const state = `"><script>alert(1)</script><b x='`;
    const { html } = await openConsent("lagos-home", await authorizeParams({ state }));
    expect(html).not.toContain("<script>");
    expect(html).not.toContain("<b x=");
    expect(html).toContain("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;b x=&#39;");
  });
});

describe("a wrong authorisation request", () => {
  const local: [string, Record<string, string | null>][] = [
    ["an unknown client", { client_id: "someone-else" }],
    ["no client", { client_id: null }],
    ["no redirect_uri", { redirect_uri: null }],
    ["another redirect_uri", { redirect_uri: "https://evil.example/connect/callback/sandbox" }],
    ["a longer redirect_uri", { redirect_uri: `${REDIRECT}/more` }],
    ["a redirect_uri with a query", { redirect_uri: `${REDIRECT}?a=1` }],
  ];
  it.each(local)("is refused on the spot for %s", async (_, change) => {
    const response = await call(`${AUTHORIZE}?${await authorizeParams(change)}`);
    expect(response.status).toBe(400);
    expect(response.headers.get("location")).toBeNull();
    expect(await response.text()).toContain("This request for access cannot be used");
  });

  it("is refused on the spot when client or address stand twice", async () => {
    const params = await authorizeParams();
    params.append("redirect_uri", "https://evil.example/");
    const response = await call(`${AUTHORIZE}?${params}`);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain("evil.example");
  });

  const redirected: [string, Record<string, string | null>, string][] = [
    ["no response_type", { response_type: null }, "invalid_request"],
    ["the implicit grant", { response_type: "token" }, "unsupported_response_type"],
    ["no PKCE challenge", { code_challenge: null }, "invalid_request"],
    ["a malformed challenge", { code_challenge: "short" }, "invalid_request"],
    ["the plain method", { code_challenge_method: "plain" }, "invalid_request"],
    ["no method, which would be plain", { code_challenge_method: null }, "invalid_request"],
    ["no scope", { scope: null }, "invalid_scope"],
    ["an unknown scope", { scope: "shop:read everything" }, "invalid_scope"],
  ];
  it.each(redirected)("is sent back for %s", async (_, change, error) => {
    const response = await call(`${AUTHORIZE}?${await authorizeParams(change)}`);
    expect(response.status).toBe(303);
    const to = new URL(response.headers.get("location") ?? "");
    expect(to.origin + to.pathname).toBe(REDIRECT);
    expect(to.searchParams.get("error")).toBe(error);
    expect(to.searchParams.get("state")).toBe("state-of-the-tests");
    expect(to.searchParams.get("iss")).toBe(`${ORIGIN}/sandbox`);
    expect(to.searchParams.has("code")).toBe(false);
  });
});

describe("the owner's decision", () => {
  it("to allow gives a code, the state and the issuer", async () => {
    const to = await decide("lagos-home", "allow");
    expect(to.origin + to.pathname).toBe(REDIRECT);
    expect(to.searchParams.get("code")).toMatch(/^sbx_ac\.lagos-home\.[0-9A-Za-z]{32}$/);
    expect(to.searchParams.get("state")).toBe("state-of-the-tests");
    expect(to.searchParams.get("iss")).toBe(`${ORIGIN}/sandbox`);
    expect(to.searchParams.has("error")).toBe(false);
  });

  it("to decline gives access_denied", async () => {
    const to = await decide("lagos-home", "decline");
    expect(to.searchParams.get("error")).toBe("access_denied");
    expect(to.searchParams.get("iss")).toBe(`${ORIGIN}/sandbox`);
    expect(to.searchParams.has("code")).toBe(false);
  });

  it("to leave something out grants the rest, and the shop's name always", async () => {
    const { scope } = await connect("lagos-home", ["orders:read", "everything:write"]);
    expect(scope).toBe("shop:read orders:read");
  });

  it("counts only from our own form in the same browser", async () => {
    const params = await authorizeParams();
    const { csrf, cookie } = await openConsent("lagos-home", params);
    const other = await openConsent("lagos-home", params);
    const form = new URLSearchParams([
      ...params,
      ["shop", "lagos-home"],
      ["decision", "allow"],
      ["csrf", csrf],
    ]);
    const without = new URLSearchParams([...form].filter(([name]) => name !== "csrf"));
    expect((await submit(form, {})).status).toBe(403);
    expect((await submit(without, { cookie })).status).toBe(403);
    expect((await submit(form, { cookie: other.cookie })).status).toBe(403);
    expect((await submit(form, { cookie, origin: "https://evil.example" })).status).toBe(403);
    expect((await submit(form, { cookie, origin: "null" })).status).toBe(403);
    expect((await submit(form, { cookie, origin: ORIGIN })).status).toBe(303);
  });

  it("keeps one cookie for two tabs", async () => {
    const params = await authorizeParams();
    const first = await openConsent("lagos-home", params);
    const again = await call(`${AUTHORIZE}?${params}&shop=lagos-home`, { headers: { cookie: first.cookie } });
    expect(await again.text()).toContain(`value="${first.csrf}"`);
  });

  it("needs a shop that exists, and a decision", async () => {
    const params = await authorizeParams();
    const { csrf, cookie } = await openConsent("lagos-home", params);
    const base = [...params, ["csrf", csrf] as [string, string]];
    const nowhere = new URLSearchParams([...base, ["shop", "nowhere"], ["decision", "allow"]]);
    const undecided = new URLSearchParams([...base, ["shop", "lagos-home"]]);
    expect((await submit(nowhere, { cookie })).status).toBe(400);
    expect((await submit(undecided, { cookie })).status).toBe(400);
  });

  it("cannot be told to go elsewhere by a changed form", async () => {
    const params = await authorizeParams();
    const { csrf, cookie } = await openConsent("lagos-home", params);
    const form = new URLSearchParams([
      ...params,
      ["csrf", csrf],
      ["shop", "lagos-home"],
      ["decision", "allow"],
    ]);
    form.set("redirect_uri", "https://evil.example/");
    const response = await submit(form, { cookie });
    expect(response.status).toBe(400);
    expect(response.headers.get("location")).toBeNull();
  });

  it("cannot come with a body of any size", async () => {
    const form = new URLSearchParams({ state: "x".repeat(20_000) });
    expect((await submit(form, {})).status).toBe(413);
  });
});
