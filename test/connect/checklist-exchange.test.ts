import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clock, rfc3339 } from "../../src/kernel/clock";
import { sha256 } from "../../src/kernel/digest";
import {
  configureClients,
  connectSquare,
  countOf,
  everythingInD1,
  everythingInObject,
  fakeNetwork,
  openReconnect,
  openSession,
  outcomeOf,
  type Recorded,
  SQUARE_HOSTS,
  shopifyCallback,
  squareTokens,
  tapSandbox,
  walkToPlatform,
} from "../support/fake-platforms";
import {
  allowAtSandbox,
  api,
  Browser,
  connectSandbox,
  type Developer,
  formOf,
  frozenClock,
  newDeveloper,
  ORIGIN,
  request,
  toSandbox,
} from "../support/harness";

let developer: Developer;

beforeEach(async () => {
  await configureClients();
  developer = await newDeveloper();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const isToken = ({ url }: Recorded | Request) => url.endsWith("/oauth/token");

describe("10. PKCE", () => {
  it("10. S256; a new verifier of 43 to 128 characters each time, which only the token call carries", async () => {
    const seen = tapSandbox();
    const told: string[] = [];
    const verifiers: string[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      const browser = new Browser();
      const address = await toSandbox(developer, browser);
      const challenge = new URL(address).searchParams;
      expect(challenge.get("code_challenge_method")).toBe("S256");
      const callback = await allowAtSandbox(browser, address, "lagos-home");
      const back = await browser.get(callback);
      told.push(address, callback, back.headers.get("location")!, browser.cookieHeader);
      const verifier = new URLSearchParams(seen.filter(isToken).at(-1)!.body).get("code_verifier")!;
      expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
      expect(challenge.get("code_challenge")).toBe(await sha256(verifier));
      verifiers.push(verifier);
    }
    expect(new Set(verifiers).size).toBe(3);
    const stored = JSON.stringify(await everythingInD1());
    for (const verifier of verifiers) {
      expect(told.join("\n")).not.toContain(verifier);
      expect(stored).not.toContain(verifier);
      const carriers = seen.filter(({ url, body }) => (url + body).includes(verifier));
      expect(carriers.map(({ url }) => url)).toEqual([`${ORIGIN}/sandbox/oauth/token`]);
    }
  });

  it("10. where a platform has none: no challenge and no verifier, so that nothing can be downgraded", async () => {
    const network = fakeNetwork(() => Response.json(squareTokens()));
    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["square"]);
    const address = await walkToPlatform(browser, connectUrl);
    expect([...address.searchParams.keys()].filter((name) => name.includes("challenge"))).toEqual([]);
    await browser.get(`${ORIGIN}/connect/callback/square?code=a&state=${address.searchParams.get("state")}`);
    expect(network).toHaveLength(1);
    expect(network[0]!.body).not.toContain("verifier");
  });

  it("10. a challenge stripped or exchanged on the way makes the platform refuse the code", async () => {
    for (const change of ["strip", "exchange"] as const) {
      const browser = new Browser();
      const address = new URL(await toSandbox(developer, browser));
      if (change === "strip") address.searchParams.delete("code_challenge");
      else address.searchParams.set("code_challenge", await sha256("x".repeat(43)));
      const answer = await request(`${address.href}&shop=lagos-home`);
      if (change === "strip") {
        expect(answer.headers.get("location")).toContain("error=invalid_request");
        continue;
      }
      const page = await browser.get(await allowAtSandbox(browser, address.href, "lagos-home"));
      expect(outcomeOf(await page.text())).toBe("provider_error");
    }
  });
});

describe("15. the token answer", () => {
  const good = {
    access_token: "at",
    token_type: "bearer",
    expires_in: 60,
    refresh_token: "rt",
    shop: "s",
    grant_id: "g",
  };
  const json = (body: unknown, status = 200) => Response.json(body, { status });

  it.each<[string, () => Response, string]>([
    ["an error with 400", () => json({ error: "invalid_grant" }, 400), "provider_error"],
    ["an error with 200", () => json({ ...good, error: "invalid_grant" }), "provider_error"],
    ["an error with 401", () => json({ error: "invalid_client" }, 401), "provider_error"],
    [
      "a redirect",
      () => new Response(null, { status: 302, headers: { location: ORIGIN } }),
      "provider_error",
    ],
    [
      "HTML",
      () => new Response("<html>hello", { headers: { "content-type": "text/html" } }),
      "provider_error",
    ],
    ["half a JSON text", () => new Response('{"access_token":"a'), "provider_error"],
    ["a form", () => new Response("access_token=a&token_type=bearer"), "provider_error"],
    ["an array", () => json([good]), "provider_error"],
    ["null", () => json(null), "provider_error"],
    ["nothing", () => new Response(null, { status: 204 }), "provider_error"],
    ["no access token", () => json({ ...good, access_token: undefined }), "provider_error"],
    ["an empty access token", () => json({ ...good, access_token: "" }), "provider_error"],
    ["an access token that is no text", () => json({ ...good, access_token: 7 }), "provider_error"],
    ["another token type", () => json({ ...good, token_type: "mac" }), "provider_error"],
    ["no token type", () => json({ ...good, token_type: undefined }), "provider_error"],
    ["an expiry that is no number", () => json({ ...good, expires_in: "soon" }), "provider_error"],
    ["a negative expiry", () => json({ ...good, expires_in: -1 }), "provider_error"],
    ["no account", () => json({ ...good, shop: undefined }), "provider_error"],
    ["more than 64 KiB", () => json({ ...good, filler: "x".repeat(70_000) }), "provider_error"],
    ["bytes that are not UTF-8", () => new Response(new Uint8Array([0x7b, 0xff, 0xfe])), "provider_error"],
    ["500", () => json({ ...good }, 500), "platform_unavailable"],
    ["520 with HTML", () => new Response("<html>", { status: 520 }), "platform_unavailable"],
    ["429", () => json({ ...good }, 429), "platform_unavailable"],
  ])("15. %s is a failure: no connection, no redirect", async (_, answer, code) => {
    const before = { connections: await countOf("connections"), codes: await countOf("connect_codes") };
    tapSandbox((asked, forward) => (isToken(asked) ? answer() : forward(asked)));
    const browser = new Browser();
    const page = await browser.get(
      await allowAtSandbox(browser, await toSandbox(developer, browser), "lagos-home"),
    );
    expect(page.headers.get("location")).toBeNull();
    expect(page.status).toBe(code === "provider_error" ? 502 : 503);
    expect(outcomeOf(await page.text())).toBe(code);
    expect({ connections: await countOf("connections"), codes: await countOf("connect_codes") }).toEqual(
      before,
    );
  });

  it("15. none within the time limit: platform_unavailable", async () => {
    const real = globalThis.setTimeout;
    const limits: number[] = [];
    vi.spyOn(globalThis, "setTimeout").mockImplementation(((run: () => void, ms?: number) => {
      if ((ms ?? 0) < 5_000) return real(run, ms);
      limits.push(ms ?? 0);
      return real(run, 20);
    }) as typeof setTimeout);
    tapSandbox(async (asked, forward) => {
      if (isToken(asked)) await scheduler.wait(300);
      return forward(asked);
    });
    const browser = new Browser();
    const page = await browser.get(
      await allowAtSandbox(browser, await toSandbox(developer, browser), "lagos-home"),
    );
    expect(outcomeOf(await page.text())).toBe("platform_unavailable");
    expect(limits).toContain(15_000);
  });

  it("15. scopes: what was granted is stored, what is missing is told, and a call that needs it is refused", async () => {
    const browser = new Browser();
    const address = await toSandbox(developer, browser);
    const consent = await browser.get(`${address}&shop=lagos-home`);
    const { action, fields } = formOf(await consent.text());
    const form = new URLSearchParams({ ...fields, decision: "allow" });
    form.append("allowed", "orders:read");
    const answer = await request(new URL(action, ORIGIN).href, {
      method: "POST",
      headers: {
        cookie: browser.cookieHeader,
        "content-type": "application/x-www-form-urlencoded",
        origin: ORIGIN,
      },
      body: form.toString(),
    });
    const back = await browser.get(answer.headers.get("location")!);
    const code = new URL(back.headers.get("location")!).searchParams.get("code")!;
    const exchanged = await api(developer, "POST", "/v1/connect/exchange", { code });
    const connection = (await exchanged.json()) as { id: string };
    expect(connection).toMatchObject({
      status: "active",
      granted_scopes: ["shop:read", "orders:read"],
      missing_scopes: ["locations:read", "products:read", "refunds:read", "inventory:read", "customers:read"],
      capabilities: ["store", "orders"],
    });
    expect((await api(developer, "GET", `/v1/connections/${connection.id}/orders?limit=1`)).status).toBe(200);
    const refusedCall = await api(developer, "GET", `/v1/connections/${connection.id}/customers`);
    expect(await refusedCall.json()).toMatchObject({ code: "forbidden", status: 403 });
  });
});

describe("15. reconnecting", () => {
  /** Follows a reconnect session at the sandbox up to our callback's answer. */
  async function reconnect(id: string, shop: string): Promise<{ browser: Browser; back: Response }> {
    const browser = new Browser();
    const { connectUrl } = await openReconnect(developer, id);
    const address = await walkToPlatform(browser, connectUrl);
    return { browser, back: await browser.get(await allowAtSandbox(browser, address.href, shop)) };
  }

  it("15. with another account is refused; the connection is untouched and the new grant is revoked", async () => {
    const { id } = await connectSandbox(developer, "lagos-home");
    const inD1 = await env.DB.prepare("SELECT * FROM connections WHERE id = ?1").bind(id).first();
    const { connection, vault_keys, vault_values } = await everythingInObject(id);
    const seen = tapSandbox();

    const { back } = await reconnect(id, "nairobi-fresh");
    expect(back.status).toBe(409);
    expect(back.headers.get("location")).toBeNull();
    expect(outcomeOf(await back.text())).toBe("account_mismatch");

    expect(await env.DB.prepare("SELECT * FROM connections WHERE id = ?1").bind(id).first()).toEqual(inD1);
    expect(await everythingInObject(id)).toMatchObject({ connection, vault_keys, vault_values });
    const revoked = seen.filter(({ url }) => url.endsWith("/oauth/revoke"));
    expect(revoked.map(({ body }) => new URLSearchParams(body).get("token"))).toEqual([
      expect.stringMatching(/^sbx_rt\.nairobi-fresh\./),
    ]);
    const store = await api(developer, "GET", `/v1/connections/${id}/store`);
    expect(((await store.json()) as { currency: string }).currency).toBe("NGN");
  });

  it("15. with the same account repairs the same id, at once and without a second exchange", async () => {
    const { id } = await connectSandbox(developer, "lagos-home");
    await api(developer, "POST", `/v1/sandbox/connections/${id}/break`, { as: "revoked" });
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(409);
    const before = await api(developer, "GET", `/v1/connections/${id}`);
    expect(await before.json()).toMatchObject({
      status: "needs_reauth",
      needs_reauth_reason: "invalid_grant",
    });

    const { back } = await reconnect(id, "lagos-home");
    expect(back.status).toBe(303);
    const after = (await (await api(developer, "GET", `/v1/connections/${id}`)).json()) as Record<
      string,
      unknown
    >;
    expect(after).toMatchObject({ id, status: "active" });
    expect(after).not.toHaveProperty("needs_reauth_reason");
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(200);
  });

  it("15. a disconnected connection is not brought back by a session opened before", async () => {
    const { id } = await connectSandbox(developer, "lagos-home");
    const browser = new Browser();
    const { connectUrl } = await openReconnect(developer, id);
    const address = await walkToPlatform(browser, connectUrl);
    const callback = await allowAtSandbox(browser, address.href, "lagos-home");
    await api(developer, "DELETE", `/v1/connections/${id}`);
    const page = await browser.get(callback);
    expect(page.headers.get("location")).toBeNull();
    expect(outcomeOf(await page.text())).toBe("link_used");
    const gone = await api(developer, "GET", `/v1/connections/${id}/store`);
    expect(await gone.json()).toMatchObject({ code: "disconnected" });
    expect((await everythingInObject(id))["vault_keys"]).toEqual([]);
  });

  it("15. a refused reconnect at Square does not end the other merchant's own connections", async () => {
    let merchant = "MERCHANT-A";
    const network = fakeNetwork((asked) =>
      asked.url.endsWith("/oauth2/token")
        ? Response.json(squareTokens({ merchant_id: merchant }))
        : Response.json({ success: true }),
    );
    const id = await connectSquare(developer);
    merchant = "MERCHANT-B";
    await connectSquare(await newDeveloper());
    const browser = new Browser();
    const { connectUrl } = await openReconnect(developer, id);
    const state = (await walkToPlatform(browser, connectUrl)).searchParams.get("state");
    const page = await browser.get(`${ORIGIN}/connect/callback/square?code=b&state=${state}`);
    expect(outcomeOf(await page.text())).toBe("account_mismatch");
    // Square revokes by merchant: it would end all that this client holds for B, other apps' connections included.
    const revocations = network.filter(({ url }) => url === `${SQUARE_HOSTS.test}/oauth2/revoke`);
    expect(revocations.map(({ body }) => (JSON.parse(body) as { merchant_id: string }).merchant_id)).toEqual(
      [],
    );
  });
});

describe("16. Shopify's signed callback", () => {
  const SHOP = "acme.myshopify.com";

  async function atShopify(): Promise<{ browser: Browser; state: string }> {
    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["shopify"]);
    const address = await walkToPlatform(browser, connectUrl, SHOP);
    return { browser, state: address.searchParams.get("state")! };
  }

  const shopifyNetwork = () =>
    fakeNetwork((asked) =>
      asked.url.endsWith("/access_token")
        ? Response.json({
            access_token: "shpat_1",
            scope: "read_products,read_inventory,read_locations,read_orders,read_customers",
            expires_in: 3_600,
            refresh_token: "shprt_1",
            refresh_token_expires_in: 7_776_000,
          })
        : Response.json({ data: { shop: { id: "gid://shopify/Shop/1", myshopifyDomain: SHOP } } }),
    );

  it("16. connects when genuine, parameters of some later day included", async () => {
    const network = shopifyNetwork();
    const { browser, state } = await atShopify();
    const callback = await shopifyCallback({ state, shop: SHOP }, { later: "added & signed = 100%" });
    const back = await browser.get(`${ORIGIN}/connect/callback/shopify?${callback}`);
    expect(back.status, await back.clone().text()).toBe(303);
    expect(network[0]!.url).toBe(`https://${SHOP}/admin/oauth/access_token`);
    expect(JSON.parse(network[0]!.body)).toMatchObject({ code: "shopify-code", expiring: "1" });
  });

  it.each([-90, 0, 90])("16. a timestamp %d s away is good", async (skew) => {
    const network = shopifyNetwork();
    const frozen = frozenClock(Math.floor(clock.now() / 1_000) * 1_000);
    try {
      const { browser, state } = await atShopify();
      const callback = await shopifyCallback({ state, shop: SHOP, timestamp: clock.now() / 1_000 + skew });
      const back = await browser.get(`${ORIGIN}/connect/callback/shopify?${callback}`);
      expect(back.status, rfc3339(clock.now())).toBe(303);
      expect(network.length).toBeGreaterThan(0);
    } finally {
      frozen.release();
    }
  });

  type Made = Parameters<typeof shopifyCallback>[0];
  it.each<[string, (made: Made) => Promise<URLSearchParams>]>([
    ["91 s old", (made) => shopifyCallback({ ...made, timestamp: clock.now() / 1_000 - 91 })],
    ["91 s ahead", (made) => shopifyCallback({ ...made, timestamp: clock.now() / 1_000 + 91 })],
    ["signed by someone else", (made) => shopifyCallback({ ...made, secret: "another" })],
    [
      "of another shop, correctly signed",
      (made) => shopifyCallback({ ...made, shop: "other.myshopify.com" }),
    ],
    [
      "not signed",
      async (made) => {
        const params = await shopifyCallback(made);
        params.delete("hmac");
        return params;
      },
    ],
    [
      "with a parameter added after signing",
      async (made) => {
        const params = await shopifyCallback(made);
        params.set("added", "1");
        return params;
      },
    ],
    [
      "with another code",
      async (made) => {
        const params = await shopifyCallback(made);
        params.set("code", "other");
        return params;
      },
    ],
    [
      "with two shops",
      async (made) => {
        const params = await shopifyCallback(made);
        params.append("shop", "other.myshopify.com");
        return params;
      },
    ],
    [
      "with two signatures",
      async (made) => {
        const params = await shopifyCallback(made);
        params.append("hmac", params.get("hmac")!);
        return params;
      },
    ],
  ])("16. a callback %s is refused before any token call", async (_, make) => {
    const network = shopifyNetwork();
    const frozen = frozenClock(Math.floor(clock.now() / 1_000) * 1_000);
    try {
      const { browser, state } = await atShopify();
      const callback = await make({ state, shop: SHOP, timestamp: clock.now() / 1_000 });
      const page = await browser.get(`${ORIGIN}/connect/callback/shopify?${callback}`);
      expect(page.headers.get("location")).toBeNull();
      expect(outcomeOf(await page.text())).toBe("state_mismatch");
      expect(network).toEqual([]);
    } finally {
      frozen.release();
    }
  });
});
