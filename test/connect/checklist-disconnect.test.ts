import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionStatus } from "../../src/connections/status";
import { connectionStub } from "../../src/connections/stub";
import { Vault } from "../../src/connections/vault";
import { clock, HOUR, MINUTE, SECOND } from "../../src/kernel/clock";
import {
  configureClients,
  connectSquare,
  everythingInObject,
  fakeNetwork,
  isRevocation,
  isTokenCall,
  openReconnect,
  openSession,
  shopifyCallback,
  squareTokens,
  tapSandbox,
  tokenIn,
  tokensOf,
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
  toSandbox,
} from "../support/harness";

let developer: Developer;
let frozen: ReturnType<typeof frozenClock>;

beforeEach(async () => {
  frozen = frozenClock(clock.now());
  developer = await newDeveloper();
});
afterEach(() => {
  vi.restoreAllMocks();
  frozen.release();
});

async function statusOf(id: string): Promise<string> {
  const answer = await api(developer, "GET", `/v1/connections/${id}`);
  return ((await answer.json()) as { status: string }).status;
}

const call = (id: string) => api(developer, "GET", `/v1/connections/${id}/store`);

describe("23. disconnecting", () => {
  /** A connection in each of its states. */
  async function inStatus(status: ConnectionStatus): Promise<string> {
    if (status === "pending") {
      const browser = new Browser();
      await browser.get(await allowAtSandbox(browser, await toSandbox(developer, browser), "lagos-home"));
      const list = await api(developer, "GET", "/v1/connections?status=pending");
      return ((await list.json()) as { data: { id: string }[] }).data[0]!.id;
    }
    const { id } = await connectSandbox(developer);
    if (status === "needs_reauth") {
      await api(developer, "POST", `/v1/sandbox/connections/${id}/break`, { as: "revoked" });
      await call(id);
    }
    if (status === "degraded") {
      frozen.add(2 * HOUR);
      tapSandbox(() => new Response(null, { status: 503 }));
      await call(id);
      vi.restoreAllMocks();
    }
    if (status === "disconnected") await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(await statusOf(id)).toBe(status);
    return id;
  }

  it.each<ConnectionStatus>([
    "pending",
    "active",
    "degraded",
    "needs_reauth",
    "disconnected",
  ])("23. from %s: revoked at the platform with its last use, then erased; repeating it changes nothing", async (status) => {
    const id = await inStatus(status);
    const held = status === "disconnected" ? null : await tokensOf(id);
    let erasedBefore: boolean | null = null;
    const seen = tapSandbox(async (asked, forward) => {
      if (isRevocation(asked)) erasedBefore = (await everythingInObject(id))["vault_keys"]!.length === 0;
      return forward(asked);
    });
    const gone = await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(gone.status).toBe(200);
    const told = (await gone.json()) as Record<string, unknown>;
    expect(told).toMatchObject({
      id,
      status: "disconnected",
      disconnection: { revocation: { result: "revoked" } },
    });
    expect(seen.filter(isRevocation).map(tokenIn)).toEqual(held ? [held.refresh_token] : []);
    if (held) expect(erasedBefore).toBe(false);
    const left = await everythingInObject(id);
    expect(left["vault_keys"]).toEqual([]);
    expect(left["vault_values"]).toEqual([]);

    frozen.add(MINUTE);
    const again = (await (await api(developer, "DELETE", `/v1/connections/${id}`)).json()) as Record<
      string,
      unknown
    >;
    expect(again["disconnected_at"]).toBe(told["disconnected_at"]);
    expect(await (await call(id)).json()).toMatchObject({ code: "disconnected", status: 409 });
    const consent = await env.DB.prepare("SELECT withdrawn_by FROM consents WHERE connection_id = ?1")
      .bind(id)
      .first();
    expect(consent).toEqual({ withdrawn_by: "disconnection" });
  });

  it("23. what was revoked no longer works at the platform", async () => {
    const { id } = await connectSandbox(developer);
    const held = await tokensOf(id);
    const { SandboxPlatform } = (await import("cloudflare:workers")).exports;
    const ask = () =>
      SandboxPlatform.fetch("https://metristack.test/sandbox/api/v1/shop", {
        headers: { authorization: `Bearer ${held.access_token}` },
      });
    expect((await ask()).status).toBe(200);
    await api(developer, "DELETE", `/v1/connections/${id}`);
    expect((await ask()).status).toBe(401);
  });

  it("23. a 503 is tried again; a platform that stays down is told as failed, and the credentials go all the same", async () => {
    const first = await connectSandbox(developer);
    let failures = 1;
    const seen = tapSandbox((asked, forward) =>
      isRevocation(asked) && failures-- > 0 ? new Response(null, { status: 503 }) : forward(asked),
    );
    const good = await api(developer, "DELETE", `/v1/connections/${first.id}`);
    expect(await good.json()).toMatchObject({ disconnection: { revocation: { result: "revoked" } } });
    expect(seen.filter(isRevocation)).toHaveLength(2);

    const second = await connectSandbox(developer);
    failures = Number.POSITIVE_INFINITY;
    const bad = await api(developer, "DELETE", `/v1/connections/${second.id}`);
    expect(bad.status).toBe(200);
    expect(await bad.json()).toMatchObject({
      status: "disconnected",
      disconnection: { revocation: { result: "failed" } },
    });
    expect((await everythingInObject(second.id))["vault_keys"]).toEqual([]);
  });

  it("23. a token the platform does not know counts as revoked (RFC 7009 §2.2)", async () => {
    const { id } = await connectSandbox(developer);
    await api(developer, "POST", `/v1/sandbox/connections/${id}/break`, { as: "revoked" });
    const gone = await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(await gone.json()).toMatchObject({ disconnection: { revocation: { result: "revoked" } } });
  });

  it("23. revokes the grant although its subscription to the shop's events cannot be opened", async () => {
    const { id } = await connectSandbox(developer);
    await runInDurableObject(connectionStub(env, id)!, (_, { storage }) =>
      storage.sql.exec("INSERT INTO vault_values VALUES ('subscription', ?)", new Uint8Array(64)),
    );
    const gone = await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(await gone.json()).toMatchObject({ disconnection: { revocation: { result: "revoked" } } });
    expect((await everythingInObject(id))["vault_values"]).toEqual([]);
  });

  it("23. takes effect at once, on a call that is already under way as well", async () => {
    const { id } = await connectSandbox(developer);
    expect((await call(id)).status).toBe(200); // the isolate now holds a lease
    let disconnected: Response | null = null;
    tapSandbox(async (asked, forward) => {
      const answer = await forward(asked);
      if (asked.url.includes("/api/")) disconnected = await api(developer, "DELETE", `/v1/connections/${id}`);
      return answer;
    });
    const withheld = await call(id);
    expect(disconnected!.status).toBe(200);
    expect(withheld.status).toBe(409);
    const text = await withheld.text();
    expect(text).toContain('"disconnected"');
    expect(text).not.toContain("NGN");
  });

  it("23. during a refresh: what the platform issues meanwhile is revoked too, and nothing comes back to life", async () => {
    const { id } = await connectSandbox(developer);
    const before = await tokensOf(id);
    frozen.add(2 * HOUR);
    let issued = "";
    const seen = tapSandbox(async (asked, forward) => {
      const answer = await forward(asked);
      if (!isTokenCall(asked)) return answer;
      issued = ((await answer.clone().json()) as { refresh_token: string }).refresh_token;
      await api(developer, "DELETE", `/v1/connections/${id}`);
      return answer;
    });
    const late = await call(id);
    expect(await late.json()).toMatchObject({ code: "disconnected", status: 409 });
    expect(await statusOf(id)).toBe("disconnected");
    expect(seen.filter(isRevocation).map(tokenIn)).toEqual([before.refresh_token, issued]);
    const left = await everythingInObject(id);
    expect(left["vault_keys"]).toEqual([]);
    expect(left["vault_values"]).toEqual([]);
  });

  it("23. between a refresh's answer and its storing: the connection stays disconnected", async () => {
    const { id } = await connectSandbox(developer);
    frozen.add(2 * HOUR);
    const fill = Vault.prototype.replaceTokens;
    vi.spyOn(Vault.prototype, "replaceTokens").mockImplementation(async function (this: Vault, ...input) {
      const done = await fill.apply(this, input);
      await api(developer, "DELETE", `/v1/connections/${id}`);
      return done;
    });
    await call(id);
    expect(await statusOf(id)).toBe("disconnected");
    expect((await everythingInObject(id))["vault_keys"]).toEqual([]);
    expect(await (await call(id)).json()).toMatchObject({ code: "disconnected" });
  });

  it("23. at Square: by the merchant, with the client's own secret, at the host of the mode", async () => {
    await configureClients();
    const network = fakeNetwork((asked) =>
      asked.url.endsWith("/token") ? Response.json(squareTokens()) : Response.json({ success: true }),
    );
    const id = await connectSquare(developer);
    const gone = await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(await gone.json()).toMatchObject({ disconnection: { revocation: { result: "revoked" } } });
    const asked = network.at(-1)!;
    expect(asked.url).toBe("https://connect.squareupsandbox.com/oauth2/revoke");
    expect(asked.headers.get("authorization")).toBe("Client sq-test-secret");
    expect(JSON.parse(asked.body)).toEqual({ client_id: "sq-test", merchant_id: "MERCHANT-1" });
  });

  /** A connected Shopify shop whose `appUninstall` answers as given. */
  async function shopifyWith(uninstall: (token: string | null) => Response) {
    await configureClients();
    const shop = "acme.myshopify.com";
    let issued = 0;
    const network = fakeNetwork((asked, { body }) => {
      if (asked.url.endsWith("/access_token")) {
        issued += 1;
        return Response.json({
          access_token: `shpat_${issued}`,
          refresh_token: `shprt_${issued}`,
          expires_in: 3_600,
          refresh_token_expires_in: 7_776_000,
          scope: "read_products",
        });
      }
      if (body.includes("appUninstall")) return uninstall(asked.headers.get("x-shopify-access-token"));
      return Response.json({ data: { shop: { id: "gid://shopify/Shop/1", myshopifyDomain: shop } } });
    });
    const browser = new Browser();
    const { connectUrl } = await openSession(developer, ["shopify"]);
    const state = (await walkToPlatform(browser, connectUrl, shop)).searchParams.get("state")!;
    const callback = await shopifyCallback({ state, shop, timestamp: Math.floor(clock.now() / 1_000) });
    const back = await browser.get(`https://metristack.test/connect/callback/shopify?${callback}`);
    const code = new URL(back.headers.get("location")!).searchParams.get("code");
    const { id } = (await (await api(developer, "POST", "/v1/connect/exchange", { code })).json()) as {
      id: string;
    };
    return { id, network };
  }

  it("23. at Shopify: an uninstall that answers 200 with userErrors is told as failed", async () => {
    const { id } = await shopifyWith(() =>
      Response.json({
        data: { appUninstall: { userErrors: [{ code: "INSUFFICIENT_ACCESS", message: "no" }] } },
      }),
    );
    const gone = await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(await gone.json()).toMatchObject({
      status: "disconnected",
      disconnection: { revocation: { result: "failed" } },
    });
    expect((await everythingInObject(id))["vault_keys"]).toEqual([]);
  });

  it("23. at Shopify: a token that has lapsed is renewed for its last use", async () => {
    const { id, network } = await shopifyWith((token) =>
      token === "shpat_2"
        ? Response.json({ data: { appUninstall: { userErrors: [] } } })
        : Response.json({ errors: "Invalid API key or access token" }, { status: 401 }),
    );
    frozen.add(2 * HOUR);
    const gone = await api(developer, "DELETE", `/v1/connections/${id}`);
    expect(await gone.json()).toMatchObject({ disconnection: { revocation: { result: "revoked" } } });
    expect(network.filter(({ body }) => body.includes("shprt_1"))).toHaveLength(1);
  });

  it("23. between a reconnect's token answer and its storing: the connection stays disconnected", async () => {
    const { id } = await connectSandbox(developer);
    const browser = new Browser();
    const { connectUrl } = await openReconnect(developer, id);
    const callback = await allowAtSandbox(
      browser,
      (await walkToPlatform(browser, connectUrl)).href,
      "lagos-home",
    );
    const fill = Vault.prototype.fill;
    vi.spyOn(Vault.prototype, "fill").mockImplementation(async function (this: Vault, ...input) {
      await api(developer, "DELETE", `/v1/connections/${id}`);
      return fill.apply(this, input);
    });
    const page = await browser.get(callback);
    expect(page.headers.get("location")).toBeNull();
    expect(await statusOf(id)).toBe("disconnected");
    expect((await everythingInObject(id)).vault_keys).toEqual([]);
    expect(await (await call(id)).json()).toMatchObject({ code: "disconnected" });
  });

  it("23. an API key that was revoked here is refused here at once", async () => {
    const other = await newDeveloper({ appId: developer.appId });
    expect((await api(other, "GET", "/v1/connections")).status).toBe(200);
    expect((await api(developer, "DELETE", `/v1/api-keys/${other.keyId}`)).status).toBe(200);
    const refused = await api(other, "GET", "/v1/connections");
    expect(await refused.json()).toMatchObject({ code: "key_revoked", status: 401 });
  });

  it("23. a key revoked elsewhere is refused here after at most 30 seconds", async () => {
    expect((await api(developer, "GET", "/v1/connections")).status).toBe(200);
    await env.DB.prepare("UPDATE api_keys SET revoked_at = ?2 WHERE id = ?1")
      .bind(developer.keyId, clock.now())
      .run();
    frozen.add(30 * SECOND);
    const refused = await api(developer, "GET", "/v1/connections");
    expect(await refused.json()).toMatchObject({ code: "key_revoked", status: 401 });
  });
});
