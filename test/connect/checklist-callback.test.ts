import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clock, MINUTE } from "../../src/kernel/clock";
import { sha256 } from "../../src/kernel/digest";
import { sandbox } from "../../src/platforms/sandbox";
import {
  CLIENTS,
  configureClients,
  connectSquare,
  countOf,
  fakeNetwork,
  openSession,
  outcomeOf,
  type Recorded,
  SQUARE_HOSTS,
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
  frozenClock,
  newDeveloper,
  ORIGIN,
  request,
  toSandbox,
} from "../support/harness";

let developer: Developer;
let sandboxSaw: Recorded[];

beforeEach(async () => {
  await configureClients();
  developer = await newDeveloper();
  sandboxSaw = tapSandbox();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const tokenCalls = () => sandboxSaw.filter(({ url }) => url.endsWith("/oauth/token"));

/** A person who has allowed at the sandbox: their browser, and the callback they are about to follow. */
async function atCallback(browser = new Browser()): Promise<{ browser: Browser; callback: URL }> {
  const address = await allowAtSandbox(browser, await toSandbox(developer, browser), "lagos-home");
  return { browser, callback: new URL(address) };
}

async function refused(response: Response, code: string): Promise<void> {
  expect(response.headers.get("location")).toBeNull();
  expect(outcomeOf(await response.text())).toBe(code);
}

async function isUsed(callback: URL): Promise<boolean> {
  const row = await env.DB.prepare("SELECT consumed_at FROM oauth_states WHERE state_hash = ?1")
    .bind(await sha256(callback.searchParams.get("state")!))
    .first<{ consumed_at: number | null }>();
  return row!.consumed_at !== null;
}

describe("5. state", () => {
  it("5. is 190 random bits, new per attempt, stored as a hash, good for ten minutes", async () => {
    const frozen = frozenClock(clock.now());
    try {
      const states = new Set<string>();
      for (let attempt = 0; attempt < 3; attempt++) {
        const state = new URL(await toSandbox(developer, new Browser())).searchParams.get("state")!;
        expect(state).toMatch(/^[0-9A-Za-z]{32}$/);
        states.add(state);
        const row = await env.DB.prepare("SELECT * FROM oauth_states WHERE state_hash = ?1")
          .bind(await sha256(state))
          .first<{ expires_at: number }>();
        expect(row!.expires_at).toBe(clock.now() + 10 * MINUTE);
        expect(JSON.stringify(row)).not.toContain(state);
      }
      expect(states.size).toBe(3);
    } finally {
      frozen.release();
    }
  });

  it("5. lets exactly one of many parallel callbacks proceed", async () => {
    const before = await countOf("connections");
    const { browser, callback } = await atCallback();
    const headers = { cookie: browser.cookieHeader };
    const answers = await Promise.all(Array.from({ length: 8 }, () => request(callback.href, { headers })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410, 410, 410, 410, 410]);
    expect(tokenCalls()).toHaveLength(1);
    expect(await countOf("connections")).toBe(before + 1);
  });

  it("5. expires: the page says so, and the platform is not asked", async () => {
    const frozen = frozenClock(clock.now());
    try {
      const { browser, callback } = await atCallback();
      frozen.add(10 * MINUTE);
      const page = await browser.get(callback.href);
      expect(page.status).toBe(410);
      await refused(page, "session_expired");
      expect(tokenCalls()).toEqual([]);
    } finally {
      frozen.release();
    }
  });

  it("5. of an attempt that was begun again is void", async () => {
    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["sandbox"]);
    const first = await walkToPlatform(browser, connectUrl);
    const second = await walkToPlatform(browser, connectUrl);
    await refused(await browser.get(await allowAtSandbox(browser, first.href, "lagos-home")), "link_used");
    expect(tokenCalls()).toEqual([]);
    const good = await browser.get(await allowAtSandbox(browser, second.href, "lagos-home"));
    expect(good.status).toBe(303);
  });
});

describe("6. the browser", () => {
  it("6. is known by a __Host- cookie: Secure, HttpOnly, SameSite=Lax, for the whole host", async () => {
    const { connectUrl } = await openSession(developer, ["sandbox"]);
    const page = await request(`${connectUrl}/sandbox`);
    const [cookie] = page.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-mtr_connect=[0-9A-Za-z]{32};/);
    const attributes = cookie!.split("; ").slice(1);
    expect(attributes).toEqual(expect.arrayContaining(["Path=/", "HttpOnly", "Secure", "SameSite=Lax"]));
    expect(cookie).not.toMatch(/domain=/i);
  });

  it.each([
    ["no cookie", ""],
    ["another browser's cookie", `__Host-mtr_connect=${"A".repeat(32)}`],
    ["a malformed cookie", "__Host-mtr_connect=%00"],
    ["a cookie without the prefix", "COPY"],
  ])("6. a callback with %s is refused, asks nobody, and leaves the person's own attempt good", async (_, given) => {
    const { browser, callback } = await atCallback();
    const cookie = given === "COPY" ? browser.cookieHeader.replace("__Host-", "") : given;
    const page = await request(callback.href, { headers: { cookie } });
    expect(page.status).toBe(400);
    await refused(page, "state_mismatch");
    expect(tokenCalls()).toEqual([]);
    expect(await isUsed(callback)).toBe(false);
    expect((await browser.get(callback.href)).status).toBe(303);
  });

  it("6. a callback never makes a browser known", async () => {
    const { callback } = await atCallback();
    const page = await request(callback.href);
    expect(page.headers.getSetCookie()).toEqual([]);
  });
});

describe("7. whose state", () => {
  it("7. another tenant's state is refused in this browser", async () => {
    const mine = await atCallback();
    const stranger = await newDeveloper();
    const theirs = new Browser();
    const address = new URL(await toSandbox(stranger, theirs));
    mine.callback.searchParams.set("state", address.searchParams.get("state")!);
    await refused(await mine.browser.get(mine.callback.href), "state_mismatch");
    expect(await isUsed(mine.callback)).toBe(false);
    expect(tokenCalls()).toEqual([]);
  });

  it("7. two tenants' flows in one browser stay apart: each code belongs to its own app alone", async () => {
    const browser = new Browser();
    const other = await newDeveloper();
    const first = await allowAtSandbox(browser, await toSandbox(developer, browser), "lagos-home");
    const second = await allowAtSandbox(browser, await toSandbox(other, browser), "nairobi-fresh");
    const codeOf = async (address: string) =>
      new URL((await browser.get(address)).headers.get("location")!).searchParams.get("code")!;
    const code = await codeOf(first);
    await codeOf(second);
    const stolen = await api(other, "POST", "/v1/connect/exchange", { code });
    expect(stolen.status).toBe(404);
    expect((await api(developer, "POST", "/v1/connect/exchange", { code })).status).toBe(200);
  });

  it("7. live and test stay apart: each is exchanged at its own host, by its own client, for its own keys", async () => {
    const live = await newDeveloper({ appId: developer.appId, mode: "live" });
    const network = fakeNetwork(() => Response.json(squareTokens()));
    const liveId = await connectSquare(live);
    const testId = await connectSquare(developer);
    expect(network.map(({ url }) => url)).toEqual([
      `${SQUARE_HOSTS.live}/oauth2/token`,
      `${SQUARE_HOSTS.test}/oauth2/token`,
    ]);
    expect(network.map(({ body }) => (JSON.parse(body) as { client_id: string }).client_id)).toEqual([
      CLIENTS.square.live.client_id,
      CLIENTS.square.test.client_id,
    ]);
    expect((await api(developer, "GET", `/v1/connections/${liveId}`)).status).toBe(404);
    expect((await api(live, "GET", `/v1/connections/${testId}`)).status).toBe(404);
    expect((await api(live, "GET", `/v1/connections/${liveId}`)).status).toBe(200);
  });

  it("7. a code of live mode cannot be exchanged with a test key of the same app", async () => {
    const live = await newDeveloper({ appId: developer.appId, mode: "live" });
    fakeNetwork(() => Response.json(squareTokens()));
    const browser = new Browser();
    const { connectUrl } = await openSession(live, ["square"]);
    const state = (await walkToPlatform(browser, connectUrl)).searchParams.get("state");
    const back = await browser.get(`${ORIGIN}/connect/callback/square?code=a&state=${state}`);
    const code = new URL(back.headers.get("location")!).searchParams.get("code");
    expect((await api(developer, "POST", "/v1/connect/exchange", { code })).status).toBe(404);
    expect((await api(live, "POST", "/v1/connect/exchange", { code })).status).toBe(200);
  });

  it.each<[string, (url: URL) => void]>([
    ["no state", (url) => url.searchParams.delete("state")],
    ["an empty state", (url) => url.searchParams.set("state", "")],
    ["two states", (url) => url.searchParams.append("state", url.searchParams.get("state")!)],
    ["a second, other state", (url) => url.searchParams.append("state", "x")],
    ["no code", (url) => url.searchParams.delete("code")],
    ["two codes", (url) => url.searchParams.append("code", url.searchParams.get("code")!)],
    ["two iss", (url) => url.searchParams.append("iss", url.searchParams.get("iss")!)],
    ["code and error", (url) => url.searchParams.set("error", "access_denied")],
    [
      "two errors",
      (url) => {
        url.searchParams.delete("code");
        url.searchParams.append("error", "access_denied");
        url.searchParams.append("error", "server_error");
      },
    ],
    [
      "nothing at all",
      (url) => {
        url.search = "";
      },
    ],
  ])("7. a callback with %s is refused, and the state is not even used", async (_, spoil) => {
    const { browser, callback } = await atCallback();
    const spoilt = new URL(callback);
    spoil(spoilt);
    const page = await browser.get(spoilt.href);
    expect(page.status).toBe(400);
    await refused(page, "state_mismatch");
    expect(tokenCalls()).toEqual([]);
    expect(await isUsed(callback)).toBe(false);
  });
});

describe("11. the platform", () => {
  it("11. has its own callback path, and another platform's path refuses its answer", async () => {
    const network = fakeNetwork(() => Response.json(squareTokens()));
    const { browser, callback } = await atCallback();
    for (const path of ["square", "shopify", "nope"]) {
      const page = await browser.get(`${ORIGIN}/connect/callback/${path}${callback.search}`);
      expect(page.status).toBe(400);
      await refused(page, "state_mismatch");
    }
    expect(network).toEqual([]);
    expect(tokenCalls()).toEqual([]);
    expect((await browser.get(callback.href)).status).toBe(303);
  });
});

describe("12. the issuer", () => {
  it.each<[string, (url: URL) => void]>([
    ["missing", (url) => url.searchParams.delete("iss")],
    ["another", (url) => url.searchParams.set("iss", "https://evil.example")],
    ["longer by a slash", (url) => url.searchParams.set("iss", `${url.searchParams.get("iss")}/`)],
    ["in capitals", (url) => url.searchParams.set("iss", url.searchParams.get("iss")!.toUpperCase())],
    ["empty", (url) => url.searchParams.set("iss", "")],
  ])("12. iss %s: refused before any token call (RFC 9207)", async (_, spoil) => {
    const { browser, callback } = await atCallback();
    spoil(callback);
    await refused(await browser.get(callback.href), "state_mismatch");
    expect(tokenCalls()).toEqual([]);
  });

  it("12. a refusal is believed from the right issuer only", async () => {
    const { browser, callback } = await atCallback();
    callback.searchParams.delete("code");
    callback.searchParams.set("error", "access_denied");
    callback.searchParams.set("iss", "https://evil.example");
    await refused(await browser.get(callback.href), "state_mismatch");
  });

  it("12. a wrong iss is refused where none is required, too", async () => {
    const network = fakeNetwork(() => Response.json(squareTokens()));
    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["square"]);
    const state = (await walkToPlatform(browser, connectUrl)).searchParams.get("state");
    const page = await browser.get(
      `${ORIGIN}/connect/callback/square?code=a&state=${state}&iss=https://evil.example`,
    );
    await refused(page, "state_mismatch");
    expect(network).toEqual([]);
  });

  it("12. the sandbox's metadata names the address it is found under, and the endpoints really used", async () => {
    const found = await request("/.well-known/oauth-authorization-server/sandbox");
    const metadata = (await found.json()) as Record<string, unknown>;
    expect(metadata["issuer"]).toBe(`${ORIGIN}/sandbox`);
    expect(metadata["authorization_response_iss_parameter_supported"]).toBe(true);
    expect(sandbox.connect.iss).toBe("required");
    const { browser, callback } = await atCallback();
    await browser.get(callback.href);
    expect(tokenCalls()[0]!.url).toBe(metadata["token_endpoint"]);
  });
});

describe("13. a replay", () => {
  it("13. gets a neutral page, makes no token call and leaves the first connection alone", async () => {
    const { browser, callback } = await atCallback();
    const back = await browser.get(callback.href);
    const code = new URL(back.headers.get("location")!).searchParams.get("code")!;
    const { id } = (await (await api(developer, "POST", "/v1/connect/exchange", { code })).json()) as {
      id: string;
    };
    const asked = tokenCalls().length;
    for (const again of [browser, new Browser()]) {
      const page = await again.get(callback.href);
      expect(page.headers.get("location")).toBeNull();
      const html = await page.text();
      expect(html).not.toContain(callback.searchParams.get("code"));
      expect(html).not.toContain(id);
    }
    expect(tokenCalls()).toHaveLength(asked);
    expect((await api(developer, "GET", `/v1/connections/${id}/store`)).status).toBe(200);
  });

  it("13. a platform's code injected into a fresh attempt is refused by the platform (PKCE), not connected", async () => {
    const victim = await atCallback();
    const attacker = await atCallback();
    attacker.callback.searchParams.set("code", victim.callback.searchParams.get("code")!);
    const page = await attacker.browser.get(attacker.callback.href);
    expect(page.status).toBe(502);
    await refused(page, "provider_error");
  });

  it("13. our own code works once: of parallel exchanges one succeeds, later ones are told so", async () => {
    const { browser, callback } = await atCallback();
    const back = await browser.get(callback.href);
    const code = new URL(back.headers.get("location")!).searchParams.get("code")!;
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => api(developer, "POST", "/v1/connect/exchange", { code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    const late = await api(developer, "POST", "/v1/connect/exchange", { code });
    expect(await late.json()).toMatchObject({ code: "conflict", status: 409 });
  });

  it("13. our own code expires after five minutes, and the connection stays unusable", async () => {
    const frozen = frozenClock(clock.now());
    try {
      const { browser, callback } = await atCallback();
      const back = await browser.get(callback.href);
      const code = new URL(back.headers.get("location")!).searchParams.get("code")!;
      const pending = (await (await api(developer, "GET", "/v1/connections?status=pending")).json()) as {
        data: { id: string }[];
      };
      const { id } = pending.data[0]!;
      const refusedCall = await api(developer, "GET", `/v1/connections/${id}/store`);
      expect(await refusedCall.json()).toMatchObject({ code: "connection_not_active", status: 409 });
      frozen.add(5 * MINUTE);
      const late = await api(developer, "POST", "/v1/connect/exchange", { code });
      expect(await late.json()).toMatchObject({ code: "expired", status: 410 });
    } finally {
      frozen.release();
    }
  });
});

describe("14. what the callback leaves behind", () => {
  it("14. a 303 to a clean address, untold to other sites, uncached", async () => {
    const { browser, callback } = await atCallback();
    const back = await browser.get(callback.href);
    expect(back.status).toBe(303);
    const location = back.headers.get("location")!;
    for (const secret of ["state", "code"]) expect(location).not.toContain(callback.searchParams.get(secret));
    expect(location).toMatch(/^https:\/\/shop\.example\/connected\?code=\w{32}&state=dev-state$/);
    expect(back.headers.get("referrer-policy")).toBe("no-referrer");
    expect(back.headers.get("cache-control")).toBe("no-store");
    expect(await back.text()).toBe("");
  });

  it("14. no code, state or token in any log line or console output", async () => {
    const spoken: string[] = [];
    for (const level of ["log", "info", "warn", "error", "debug"] as const) {
      vi.spyOn(console, level).mockImplementation(
        (...words) => void spoken.push(words.map(String).join(" ")),
      );
    }
    const { id } = await connectSandbox(developer);
    await api(developer, "GET", `/v1/connections/${id}/store`);
    const secrets = sandboxSaw.flatMap(({ url, body, headers }) => {
      const form = new URLSearchParams(body);
      const bearer = headers.get("authorization")?.split(" ")[1];
      return [
        ...["code", "code_verifier", "token"].map((name) => form.get(name)),
        url.includes("/api/") ? bearer : null,
      ];
    });
    const known = secrets.filter((secret): secret is string => Boolean(secret));
    expect(known.length).toBeGreaterThanOrEqual(3);
    for (const secret of known) expect(spoken.join("\n")).not.toContain(secret);
  });

  it("14. no step of the whole flow answers 307 or 308, and a platform's redirect is never followed", async () => {
    vi.restoreAllMocks();
    const statuses: number[] = [];
    const get = Browser.prototype.get;
    const post = Browser.prototype.post;
    vi.spyOn(Browser.prototype, "get").mockImplementation(async function (this: Browser, url) {
      const answer = await get.call(this, url);
      statuses.push(answer.status);
      return answer;
    });
    vi.spyOn(Browser.prototype, "post").mockImplementation(async function (this: Browser, url, fields) {
      const answer = await post.call(this, url, fields);
      statuses.push(answer.status);
      return answer;
    });
    const network = fakeNetwork(
      () => new Response(null, { status: 307, headers: { location: "https://evil.example/token" } }),
    );
    await connectSandbox(developer);
    expect([...new Set(statuses)].sort()).toEqual([200, 303]);

    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["square"]);
    const state = (await walkToPlatform(browser, connectUrl)).searchParams.get("state");
    await refused(
      await browser.get(`${ORIGIN}/connect/callback/square?code=a&state=${state}`),
      "provider_error",
    );
    expect(network.map(({ url }) => url)).toEqual([`${SQUARE_HOSTS.test}/oauth2/token`]);
  });
});
