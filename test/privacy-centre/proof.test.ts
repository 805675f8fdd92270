import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { clock, MINUTE } from "../../src/kernel/clock";
import {
  configureClients,
  connectSquare,
  fakeNetwork,
  SQUARE_HOSTS,
  shopifyCallback,
  squareTokens,
  tapSandbox,
} from "../support/fake-platforms";
import {
  allowAtSandbox,
  Browser,
  connectSandbox,
  frozenClock,
  newDeveloper,
  ORIGIN,
  onwardOf,
} from "../support/harness";
import { centre, connectionIds, csrfOf, prove, showsNothing, toSandboxProof, visit } from "./person";

let connection: string;

beforeAll(async () => {
  connection = (await connectSandbox(await newDeveloper())).id;
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Nobody has a visit in this browser. */
async function isOutside(browser: Browser): Promise<void> {
  expect(connectionIds(await centre(browser))).toEqual([]);
}

async function backFrom(browser: Browser, shop = "lagos-home"): Promise<string> {
  return allowAtSandbox(browser, await toSandboxProof(browser), shop);
}

describe("the trip to the platform", () => {
  it("asks with connect's own redirect address, PKCE, and a state that says whose it is", async () => {
    const address = new URL(await toSandboxProof(new Browser()));
    expect(address.searchParams.get("redirect_uri")).toBe(`${ORIGIN}/connect/callback/sandbox`);
    expect(address.searchParams.get("code_challenge_method")).toBe("S256");
    const state = address.searchParams.get("state")!;
    expect(state).toMatch(/^p\.[0-9A-Za-z]{32}$/);
    const { results } = await env.DB.prepare("SELECT * FROM privacy_attempts").all();
    expect(JSON.stringify(results)).not.toContain(state);
  });

  it("works once: the same callback again shows nothing", async () => {
    const browser = new Browser();
    const callback = await backFrom(browser);
    // The cookie of before the proof, as a second tab or a thief of the address would have it.
    const before = browser.cookieHeader;
    expect((await browser.get(callback)).status).toBe(303);
    await showsNothing(await browser.get(callback), 400);
    await showsNothing(await visit(new Browser(), callback, { cookie: before }), 404);
    expect(connectionIds(await centre(browser)), "the visit goes on").toContain(connection);
  });

  it("lets one of two parallel callbacks in", async () => {
    const browser = new Browser();
    const callback = await backFrom(browser);
    const answers = await Promise.all([1, 2, 3].map(() => visit(browser, callback, {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404]);
  });

  it("shows nothing to another browser, and leaves the person's own attempt good", async () => {
    const browser = new Browser();
    const callback = await backFrom(browser);
    const other = new Browser();
    await showsNothing(await other.get(callback), 400, "without a cookie");
    await other.get(`${ORIGIN}/privacy`);
    await showsNothing(await other.get(callback), 400, "with a cookie of its own");
    await isOutside(other);
    expect((await browser.get(callback)).status).toBe(303);
  });

  it("shows nothing after ten minutes", async () => {
    const frozen = frozenClock(clock.now());
    try {
      const browser = new Browser();
      const callback = await backFrom(browser);
      frozen.add(10 * MINUTE);
      await showsNothing(await browser.get(callback), 403);
      await isOutside(browser);
    } finally {
      frozen.release();
    }
  });

  it("refuses forged, doubled, missing and swapped parameters, and uses the attempt up for none of them", async () => {
    const browser = new Browser();
    const callback = new URL(await backFrom(browser));
    const state = callback.searchParams.get("state")!;
    const forged: [string, (url: URL) => void][] = [
      ["another state", (url) => url.searchParams.set("state", `p.${"A".repeat(32)}`)],
      ["only the prefix", (url) => url.searchParams.set("state", "p.")],
      ["two states", (url) => url.searchParams.append("state", state)],
      ["a state of connect's as well", (url) => url.searchParams.append("state", "A".repeat(32))],
      ["no code", (url) => url.searchParams.delete("code")],
      ["two codes", (url) => url.searchParams.append("code", "x")],
      ["code and error", (url) => url.searchParams.append("error", "access_denied")],
      ["two issuers", (url) => url.searchParams.append("iss", "https://evil.example")],
    ];
    for (const [what, change] of forged) {
      const url = new URL(callback);
      change(url);
      await showsNothing(await browser.get(url.href), 400, what);
    }
    const elsewhere = callback.href.replace("/callback/sandbox", "/callback/square");
    await showsNothing(await browser.get(elsewhere), 400, "another platform's path");
    expect((await browser.get(callback.href)).status).toBe(303);
  });

  it("refuses another issuer, and does not exchange the code", async () => {
    const browser = new Browser();
    const callback = new URL(await backFrom(browser));
    callback.searchParams.set("iss", "https://evil.example");
    const seen = tapSandbox();
    await showsNothing(await browser.get(callback.href), 400);
    expect(seen).toEqual([]);
    await isOutside(browser);
  });

  it("leaves a callback of the connect flow to the connect flow", async () => {
    const page = await new Browser().get(`${ORIGIN}/connect/callback/sandbox?code=x&state=${"A".repeat(32)}`);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain("state_mismatch");
  });

  it("declined at the platform shows nothing", async () => {
    const browser = new Browser();
    const address = await toSandboxProof(browser);
    await showsNothing(
      await browser.get(await allowAtSandbox(browser, address, "lagos-home", "decline")),
      200,
    );
    await isOutside(browser);
  });

  it("shows nothing when the platform is down, garbles or invents", async () => {
    for (const answer of [
      () => new Response("down", { status: 503 }),
      () => Response.json({ error: "invalid_grant" }, { status: 400 }),
      () => Response.json({ unexpected: true }),
    ]) {
      const browser = new Browser();
      const callback = await backFrom(browser);
      tapSandbox(answer);
      await showsNothing(await browser.get(callback), 503);
      vi.restoreAllMocks();
      await isOutside(browser);
    }
  });

  it("does not mind when the grant cannot be given back", async () => {
    const browser = new Browser();
    const callback = await backFrom(browser);
    tapSandbox((request, forward) =>
      request.url.endsWith("/revoke")
        ? Response.json({ error: "unsupported" }, { status: 400 })
        : forward(request),
    );
    expect((await browser.get(callback)).status).toBe(303);
    expect(connectionIds(await centre(browser))).toContain(connection);
  });
});

describe("the visit", () => {
  it("gets a new cookie with each proof: one that was planted opens nothing", async () => {
    const attacker = new Browser();
    await attacker.get(`${ORIGIN}/privacy`);
    const planted = attacker.cookieHeader;
    const victim = new Browser();
    const start = await visit(victim, `${ORIGIN}/privacy`, { cookie: planted });
    expect(start.headers.getSetCookie()).toEqual([]);
    // The victim goes on in the attacker's cookie, up to the proof.
    const address = await toSandboxProof(attacker);
    const back = await visit(victim, await allowAtSandbox(attacker, address, "lagos-home"), {
      cookie: planted,
    });
    expect(back.status).toBe(303);
    const [cookie] = back.headers.getSetCookie().filter((text) => text.startsWith("__Host-mtr_privacy="));
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(planted).not.toContain(cookie!.split(";")[0]!);
    await isOutside(attacker);
  });

  it("leaves no secret in an address or a log line", async () => {
    const written: unknown[] = [];
    for (const method of ["log", "info", "warn", "error", "debug"] as const)
      vi.spyOn(console, method).mockImplementation((...line) => void written.push(...line));
    const browser = new Browser();
    const callback = new URL(await backFrom(browser));
    const back = await browser.get(callback.href);
    const { html, cookie } = {
      html: await centre(browser),
      cookie: /__Host-mtr_privacy=([0-9A-Za-z]{32})/.exec(browser.cookieHeader)![1]!,
    };
    const secrets = [
      cookie,
      csrfOf(html),
      ...["state", "code"].map((name) => callback.searchParams.get(name)!),
    ];
    const addresses = [...html.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, to]) => to);
    const seen = JSON.stringify([written.map(String), addresses, back.headers.get("location")]);
    for (const secret of secrets) expect(seen).not.toContain(secret);
  });

  it("is stored by its hash alone", async () => {
    const browser = new Browser();
    await prove(browser);
    const value = /__Host-mtr_privacy=([0-9A-Za-z]{32})/.exec(browser.cookieHeader)![1]!;
    const { results } = await env.DB.prepare("SELECT * FROM privacy_sessions").all();
    expect(JSON.stringify(results)).not.toContain(value);
  });
});

describe("a platform with a host per shop", () => {
  async function shopPageOf(browser: Browser): Promise<string> {
    const csrf = csrfOf(await (await browser.get(`${ORIGIN}/privacy`)).text());
    const to = await browser.post(`${ORIGIN}/privacy/start`, { csrf, platform: "shopify", mode: "test" });
    expect(to.headers.get("location")).toBe("/privacy/start/shopify/test");
    return csrfOf(await (await browser.get(`${ORIGIN}/privacy/start/shopify/test`)).text());
  }

  it("asks which shop, checks the platform's signature, and shows nothing for a wrong one", async () => {
    await configureClients();
    const browser = new Browser();
    const csrf = await shopPageOf(browser);
    const path = `${ORIGIN}/privacy/start/shopify/test`;
    expect((await browser.post(path, { csrf, shop: "" })).status).toBe(422);
    expect((await browser.post(path, { csrf, shop: "evil.example/x" })).status).toBe(422);
    const onward = await browser.post(path, { csrf, shop: "some-shop.myshopify.com" });
    const address = new URL(onwardOf(await onward.text()));
    expect(address.host).toBe("some-shop.myshopify.com");
    const state = address.searchParams.get("state")!;
    const network = fakeNetwork(() => null);
    const forged = await shopifyCallback({
      state,
      shop: "some-shop.myshopify.com",
      secret: "not-the-secret",
    });
    await showsNothing(await browser.get(`${ORIGIN}/connect/callback/shopify?${forged}`), 400);
    expect(network).toEqual([]);
    await isOutside(browser);
  });
});

describe("a platform that revokes by account", () => {
  async function atSquare(merchant: string): Promise<{ answer: Response; revocations: number }> {
    await configureClients();
    const browser = new Browser();
    const csrf = csrfOf(await (await browser.get(`${ORIGIN}/privacy`)).text());
    const onward = await browser.post(`${ORIGIN}/privacy/start`, { csrf, platform: "square", mode: "test" });
    const state = new URL(onwardOf(await onward.text())).searchParams.get("state")!;
    const network = fakeNetwork(({ url }) =>
      url.endsWith("/oauth2/token")
        ? Response.json(squareTokens({ merchant_id: merchant }))
        : Response.json({ success: true }),
    );
    const callback = `${ORIGIN}/connect/callback/square?code=sq0cgb-1&response_type=code&state=${state}`;
    const answer = await browser.get(callback);
    return {
      answer,
      revocations: network.filter(({ url }) => url === `${SQUARE_HOSTS.test}/oauth2/revoke`).length,
    };
  }

  it("keeps the grant while a connection rests on it, and ends it when none does", async () => {
    const { answer, revocations } = await atSquare("MERCHANT-NONE");
    await showsNothing(answer, 200);
    expect(revocations).toBe(1);

    await configureClients();
    fakeNetwork(() => Response.json(squareTokens({ merchant_id: "MERCHANT-LIVE" })));
    await connectSquare(await newDeveloper());
    vi.restoreAllMocks();
    const live = await atSquare("MERCHANT-LIVE");
    expect(live.answer.status).toBe(303);
    expect(live.revocations).toBe(0);
  });
});
