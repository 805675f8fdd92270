import { describe, expect, it } from "vitest";
import { base64, hex, utf8 } from "../../src/kernel/bytes";
import { setClock } from "../../src/kernel/clock";
import { hmac, hmacKey } from "../../src/kernel/digest";
import { authorizationUrl, exchangeCode, type OAuthPeer, refreshTokens } from "../../src/oauth/client";
import { shopify } from "../../src/platforms/shopify";
import { PEER } from "../support/adapter-calls";
import { throttled } from "./shopify/fixtures";

const { connect } = shopify;
const classify = (status: number, body: unknown = null, headers: Record<string, string> = {}) =>
  shopify.classify({ status, headers: new Headers(headers), body }, Date.parse("2026-10-10T00:00:00Z"));

describe("a shop's name", () => {
  it.each([
    ["acme", "acme.myshopify.com"],
    [" Acme-2.MyShopify.com ", "acme-2.myshopify.com"],
    ["https://acme.myshopify.com", "acme.myshopify.com"],
    ["https://acme.myshopify.com/admin/products?x=1", "acme.myshopify.com"],
    ["https://admin.shopify.com/store/acme", "acme.myshopify.com"],
    ["https://admin.shopify.com/store/acme/orders", "acme.myshopify.com"],
  ])("%j is %s", (input, shop) => {
    expect(connect.shop!.normalise(input)).toBe(shop);
  });

  it.each([
    "",
    "-acme",
    "acme.example",
    "myshopify.com",
    "acme.myshopify.com.evil.example",
    "acme.myshopify.com@evil.example",
    "a.b.myshopify.com",
    "http://acme.myshopify.com/",
    "https://evil.example/acme.myshopify.com",
    "https://acme.myshopify.com@evil.example/",
    "https://user@acme.myshopify.com/",
    "https://acme.myshopify.com:8443/",
    "https://evil.example#acme.myshopify.com",
    "https://evil.example\\acme.myshopify.com",
    "javascript://acme.myshopify.com/%0aalert(1)",
    "//acme.myshopify.com/",
    "аcme", // a Cyrillic first letter
    "acme.myshopify.com\n.evil.example",
    "acme/../evil",
    "https://admin.shopify.com/store/",
    "https://admin.shopify.com/store/..%2fevil",
    `${"a".repeat(64)}.myshopify.com`,
  ])("%j is none", (input) => {
    expect(connect.shop!.normalise(input)).toBeNull();
  });
});

describe("the callback", () => {
  const target = { mode: "live" as const, shop: "some-shop.myshopify.com" };
  const client = { client_id: "id", client_secret: "hush" };
  const AT = 1337178173;
  const verify = (params: URLSearchParams, over: { now?: number; secret?: string; shop?: string } = {}) =>
    connect.verifyCallback!({
      params,
      client: { ...client, client_secret: over.secret ?? client.client_secret },
      target: { ...target, shop: over.shop ?? target.shop },
      now: (over.now ?? AT) * 1_000,
    });
  /** Shopify's published examples of a signed query, made with the secret "hush". */
  const PUBLISHED = [
    "code=0907a61c0c8d55e99db179b68161bc00&hmac=700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf&shop=some-shop.myshopify.com&state=0.6784241404160823&timestamp=1337178173",
    "code=0907a61c0c8d55e99db179b68161bc00&hmac=4712bf92ffc2917d15a2f5a273e39f0116667419aa4b6ac0b3baaf26fa3c4d20&shop=some-shop.myshopify.com&timestamp=1337178173",
  ];
  async function signed(params: Record<string, string>): Promise<URLSearchParams> {
    const text = Object.entries(params)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join("&");
    const mac = hex(await hmac(await hmacKey(utf8(client.client_secret)), text));
    return new URLSearchParams({ ...params, hmac: mac });
  }
  const good = { code: "c", shop: target.shop, state: "s", timestamp: String(AT) };

  it.each(PUBLISHED)("is good as Shopify published it: %s", async (text) => {
    expect(await verify(new URLSearchParams(text))).toBeNull();
  });

  it("is good in any order, with parameters that Shopify may add, and with the old signature left out", async () => {
    const params = await signed({
      ...good,
      host: "YWRtaW4uc2hvcGlmeS5jb20=",
      future_param: "a b&c=d/ü",
      Z: "1",
    });
    const backwards = new URLSearchParams([...params].sort(([a], [b]) => (a < b ? 1 : -1)));
    backwards.append("signature", "md5-of-old");
    expect(await verify(backwards)).toBeNull();
  });

  it.each(["code", "shop", "state", "timestamp", "extra"])("is refused once %s was changed", async (name) => {
    const params = await signed({ ...good, extra: "1" });
    params.set(name, name === "timestamp" ? String(AT + 1) : `${params.get(name)}x`);
    expect(await verify(params)).toEqual({ fault: "hmac_invalid" });
  });

  it("is refused with a parameter added, taken away or repeated", async () => {
    const added = await signed(good);
    added.append("role", "owner");
    expect(await verify(added)).toEqual({ fault: "hmac_invalid" });
    const taken = await signed(good);
    taken.delete("state");
    expect(await verify(taken)).toEqual({ fault: "hmac_invalid" });
    const repeated = await signed(good);
    repeated.append("shop", "evil.myshopify.com");
    expect(await verify(repeated)).toEqual({ fault: "parameter_repeated" });
  });

  it("is refused without a signature, or with another secret's", async () => {
    expect(await verify(new URLSearchParams(good))).toEqual({ fault: "hmac_missing" });
    expect(await verify(await signed(good), { secret: "other" })).toEqual({ fault: "hmac_invalid" });
    expect(await verify(await signed(good), { secret: "" })).toEqual({ fault: "client_secret_missing" });
    const upper = await signed(good);
    upper.set("hmac", `${upper.get("hmac")}00`);
    expect(await verify(upper)).toEqual({ fault: "hmac_invalid" });
  });

  it.each([
    [-91, { fault: "timestamp_out_of_range" }],
    [-90, null],
    [90, null],
    [91, { fault: "timestamp_out_of_range" }],
  ])("%i seconds off is %j", async (seconds, fault) => {
    expect(await verify(await signed(good), { now: AT + seconds })).toEqual(fault);
  });

  it("is refused without a time, or for another shop than the one that was asked", async () => {
    const { timestamp: _, ...timeless } = good;
    expect(await verify(await signed(timeless))).toEqual({ fault: "timestamp_missing" });
    expect(await verify(await signed({ ...good, timestamp: "soon" }))).toEqual({
      fault: "timestamp_missing",
    });
    expect(await verify(await signed(good), { shop: "other.myshopify.com" })).toEqual({
      fault: "shop_mismatch",
    });
  });
});

describe("tokens", () => {
  it("are asked for at the shop, scopes joined by commas", () => {
    expect(connect.endpoints({ mode: "live", shop: "acme.myshopify.com" })).toEqual({
      authorize: "https://acme.myshopify.com/admin/oauth/authorize",
      token: "https://acme.myshopify.com/admin/oauth/access_token",
      revoke: null,
    });
    expect(shopify.scopes.join(connect.scopeSeparator)).toBe(
      "read_products,read_inventory,read_locations,read_orders,read_customers",
    );
    expect([connect.pkce, connect.clientAuth]).toEqual(["unsupported", "client_secret_post"]);
  });

  it("of a code are asked for as expiring ones, with the documented body alone", () => {
    const { body, headers } = connect.encodeTokenRequest!(
      new URLSearchParams({
        grant_type: "authorization_code",
        code: "c",
        redirect_uri: "https://x.example/cb",
        client_id: "id",
        client_secret: "hush",
      }),
    );
    expect(headers["content-type"]).toBe("application/json");
    expect(JSON.parse(body)).toEqual({ client_id: "id", client_secret: "hush", code: "c", expiring: "1" });
  });

  it("are refreshed at the same address", () => {
    const { body } = connect.encodeTokenRequest!(
      new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token: "shprt_1",
        client_id: "id",
        client_secret: "hush",
      }),
    );
    expect(JSON.parse(body)).toEqual({
      client_id: "id",
      client_secret: "hush",
      grant_type: "refresh_token",
      refresh_token: "shprt_1",
    });
    expect(connect.refresh).toEqual({ kind: "rotating", refreshBeforeSeconds: 300, keepAliveDays: 60 });
  });

  it("come in RFC 6749's terms, and a person's data that came along is left behind", () => {
    const decoded = connect.decodeTokenResponse!(
      {
        access_token: "shpat_1",
        scope: "read_products,read_orders",
        expires_in: 3600,
        refresh_token: "shprt_1",
        refresh_token_expires_in: 7776000,
        associated_user: { email: "owner@example.com" },
      },
      0,
    );
    expect(decoded).toEqual({
      access_token: "shpat_1",
      token_type: "bearer",
      scope: "read_products,read_orders",
      expires_in: 3600,
      refresh_token: "shprt_1",
      refresh_token_expires_in: 7776000,
    });
  });

  it("that were refused stay an error", () => {
    const error = { error: "invalid_request", error_description: "The authorization code was not found" };
    expect(connect.decodeTokenResponse!(error, 0)).toEqual(error);
  });

  it("pass through the flow: asked for in Shopify's way, read as scopes and moments", async () => {
    const requests: Request[] = [];
    const answers = [1, 2].map((n) => ({
      access_token: `shpat_${n}`,
      scope: "read_products,read_orders",
      expires_in: 3600,
      refresh_token: `shprt_${n}`,
      refresh_token_expires_in: 7776000,
    }));
    const peer: OAuthPeer = {
      facts: connect,
      target: { mode: "live", shop: "acme.myshopify.com" },
      client: { client_id: "id", client_secret: "hush" },
      redirectUri: "https://metristack.test/connect/callback/shopify",
      reach: {
        locate: (url) => url,
        async fetch(request) {
          requests.push(new Request(request));
          return Response.json(answers[requests.length - 1]);
        },
      },
    };
    const restore = setClock(() => 1_000_000);
    try {
      const address = new URL(
        await authorizationUrl(peer, { state: "s", scopes: shopify.scopes, verifier: null }),
      );
      expect(address.origin + address.pathname).toBe("https://acme.myshopify.com/admin/oauth/authorize");
      expect(address.searchParams.get("scope")).toBe(shopify.scopes.join(","));
      expect([...address.searchParams.keys()]).not.toContain("code_challenge");

      const { tokens } = await exchangeCode(peer, new URLSearchParams({ code: "c", state: "s" }), null);
      expect(tokens).toEqual({
        access_token: "shpat_1",
        refresh_token: "shprt_1",
        expires_at: 4_600_000,
        refresh_expires_at: 7_777_000_000,
        scopes: ["read_products", "read_orders"],
      });
      const fresh = await refreshTokens(peer, { ...tokens, refresh_token: "shprt_1" });
      expect(fresh).toMatchObject({ access_token: "shpat_2", refresh_token: "shprt_2" });
    } finally {
      restore();
    }
    expect(requests.map(({ url }) => url)).toEqual(
      Array.from({ length: 2 }, () => "https://acme.myshopify.com/admin/oauth/access_token"),
    );
    expect(await Promise.all(requests.map((request) => request.json()))).toEqual([
      { client_id: "id", client_secret: "hush", code: "c", expiring: "1" },
      { client_id: "id", client_secret: "hush", grant_type: "refresh_token", refresh_token: "shprt_1" },
    ]);
  });

  it("end by uninstalling the app", async () => {
    if (connect.revoke.kind !== "custom") throw new Error("another kind of revocation");
    const request = connect.revoke.request({
      client: { client_id: "id", client_secret: "hush" },
      tokens: { access_token: "shpat_1", scopes: null },
      account: { id: "acme.myshopify.com", facts: {} },
      target: { mode: "live", shop: "acme.myshopify.com" },
    });
    expect([request.method, request.url]).toEqual([
      "POST",
      "https://acme.myshopify.com/admin/api/2026-10/graphql.json",
    ]);
    expect(request.headers.get("x-shopify-access-token")).toBe("shpat_1");
    expect((await request.json<{ query: string }>()).query).toContain("appUninstall");
  });
});

describe("Shopify's refusals", () => {
  it.each([
    [200, { data: { shop: {} } }, null],
    [401, { errors: "[API] Invalid API key or access token" }, "unauthorized"],
    [402, { errors: "Unavailable Shop" }, "rejected"],
    [403, { errors: "[API] This action requires merchant approval for read_orders scope." }, "forbidden"],
    [404, { errors: "Not Found" }, "not_found"],
    [400, undefined, "rejected"],
    [422, { errors: { base: ["x"] } }, "rejected"],
    [423, { errors: "This store is unavailable" }, "rejected"],
    [430, null, "rejected"],
    [301, null, "unexpected"],
    [500, undefined, "unavailable"],
    [502, "<html>", "unavailable"],
    [503, null, "unavailable"],
    [520, null, "unavailable"],
  ])("HTTP %i %j is %s", (status, body, kind) => {
    expect(classify(status, body)?.kind ?? null).toBe(kind);
  });

  it("carry Shopify's own words", () => {
    expect(classify(423, { errors: "This store is unavailable" })).toEqual({
      kind: "rejected",
      detail: "Shopify has locked the shop (HTTP 423: This store is unavailable)",
    });
  });

  it("429 waits as long as it says", () => {
    expect(classify(429, null, { "retry-after": "2.0" })).toEqual({ kind: "throttled", retryAfter: 2 });
    expect(classify(429)).toEqual({ kind: "throttled", retryAfter: null });
  });

  it.each([
    [101, 46, 50, 2], // (101 − 46) / 50, rounded up
    [101, 100.5, 50, 1],
    [700, 0, 100, 7],
    [50, 50, 100, 1],
  ])("a query of %d points at %d in a bucket that gains %d a second waits %d s", (requested, available, rate, seconds) => {
    expect(classify(200, throttled(requested, available, rate))).toEqual({
      kind: "throttled",
      retryAfter: seconds,
    });
  });

  it("a throttled answer that tells no state waits the documented second", () => {
    expect(classify(200, { errors: [{ message: "Throttled" }] })).toEqual({
      kind: "throttled",
      retryAfter: 1,
    });
    const broken = { ...throttled(1, 1, 1), extensions: { cost: { requestedQueryCost: "many" } } };
    expect(classify(200, broken)).toEqual({ kind: "throttled", retryAfter: 1 });
    expect(classify(200, throttled(10, 5, 0))).toEqual({ kind: "throttled", retryAfter: 1 });
  });

  it("a query that no bucket holds is not waited for", () => {
    expect(classify(200, throttled(2001, 2000, 100))?.kind).toBe("rejected");
  });

  const denied = (path: (string | number)[]) => ({
    message: "Access denied for x field.",
    path,
    extensions: { code: "ACCESS_DENIED" },
  });
  it.each([
    ["a root field that is denied", { data: { orders: null }, errors: [denied(["orders"])] }, "forbidden"],
    [
      "a denied field that takes its root along",
      { data: { orders: null }, errors: [denied(["orders", "edges", 0, "node"])] },
      "forbidden",
    ],
    ["a denial without data", { data: null, errors: [denied(["orders", "customer"])] }, "forbidden"],
    [
      "a single field that is denied",
      { data: { orders: {} }, errors: [denied(["orders", "edges", 0, "node", "customer"])] },
      null,
    ],
    [
      "a denied field beside a failure",
      {
        data: { orders: {} },
        errors: [
          denied(["orders", "x"]),
          { message: "Internal error", extensions: { code: "INTERNAL_SERVER_ERROR" } },
        ],
      },
      "forbidden",
    ],
    [
      "an inner failure",
      {
        errors: [
          {
            message: "Internal error. Looks like something went wrong on our end.",
            extensions: { code: "INTERNAL_SERVER_ERROR" },
          },
        ],
      },
      "unavailable",
    ],
    ["an inactive shop", { errors: [{ message: "x", extensions: { code: "SHOP_INACTIVE" } }] }, "rejected"],
    [
      "a field that does not exist",
      {
        errors: [
          { message: "Field 'x' doesn't exist on type 'Order'", extensions: { code: "undefinedField" } },
        ],
      },
      "rejected",
    ],
    ["errors without a code", { errors: [{ message: "Parse error" }] }, "rejected"],
    ["errors that are a sentence", { errors: "Something" }, "rejected"],
    [
      "errors of an unknown form",
      { data: { orders: {} }, errors: [7, { extensions: 1, path: "x" }] },
      "rejected",
    ],
    ["an empty list of errors", { data: { shop: {} }, errors: [] }, null],
    [
      "a mutation's user error",
      {
        data: {
          appUninstall: { userErrors: [{ code: "APP_NOT_INSTALLED", message: "The app is not installed." }] },
        },
      },
      "rejected",
    ],
    ["a mutation that worked", { data: { appUninstall: { userErrors: [] } } }, null],
    ["a list, as REST answers", [1, 2], null],
  ])("%s is %s", (_, body, kind) => {
    expect(classify(200, body)?.kind ?? null).toBe(kind);
  });

  it("are told in few words", () => {
    const failure = classify(200, { errors: [{ message: "x".repeat(5_000) }] });
    expect(failure?.kind === "rejected" && failure.detail.length).toBe(300);
  });
});

describe("a webhook", () => {
  const secret = "shpss_secret";
  const rawBody = utf8('{"id":820982911946154508,"note":"ümlaut"}');
  const url = "https://metristack.test/webhooks/shopify";
  async function headers(over: Record<string, string | null> = {}): Promise<Headers> {
    const all: Record<string, string | null> = {
      "X-Shopify-Hmac-Sha256": base64(await hmac(await hmacKey(utf8(secret)), rawBody)),
      "X-Shopify-Topic": "app/uninstalled",
      "X-Shopify-Shop-Domain": "acme.myshopify.com",
      "X-Shopify-Webhook-Id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
      "X-Shopify-Event-Id": "98880550-7158-44d4-b7cd-2c97c8a091b5",
      ...over,
    };
    return new Headers(
      Object.entries(all).flatMap(([name, value]) =>
        value === null ? [] : [[name, value] as [string, string]],
      ),
    );
  }
  const verify = async (over: Record<string, string | null> = {}, body = rawBody, key = secret) =>
    shopify.webhooks!.verify(
      { method: "POST", headers: await headers(over), rawBody: body, url, secret: key },
      PEER,
    );

  it("is genuine by the HMAC of its raw body", async () => {
    expect(await verify()).toEqual({
      kind: "genuine",
      eventId: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
      topic: "app/uninstalled",
      account: "acme.myshopify.com",
    });
  });

  it("agrees with a digest reckoned elsewhere", async () => {
    // printf '%s' '{"a":1}' | openssl dgst -sha256 -hmac hush -binary | base64
    const digest = "3+Yq/TpwjqJ7IXuMq8EfED7b+y0XbokqOKLUdagDxMI=";
    const verdict = await verify({ "X-Shopify-Hmac-Sha256": digest }, utf8('{"a":1}'), "hush");
    expect(verdict.kind).toBe("genuine");
  });

  it("is forged with another body, secret or signature", async () => {
    expect(await verify({}, utf8('{"id":820982911946154508,"note":"umlaut"}'))).toMatchObject({
      kind: "forged",
    });
    expect(await verify({}, rawBody, "other")).toMatchObject({ kind: "forged" });
    expect(await verify({ "X-Shopify-Hmac-Sha256": null })).toMatchObject({ kind: "forged" });
    expect(await verify({ "X-Shopify-Hmac-Sha256": "" })).toMatchObject({ kind: "forged" });
    expect(await verify({ "X-Shopify-Hmac-Sha256": "not base64!" })).toMatchObject({ kind: "forged" });
    const hexDigest = hex(await hmac(await hmacKey(utf8(secret)), rawBody));
    expect(await verify({ "X-Shopify-Hmac-Sha256": hexDigest })).toMatchObject({ kind: "forged" });
  });

  it("is not verified without a secret", async () => {
    expect(await verify({}, rawBody, "")).toEqual({ kind: "forged", why: "no signing secret is configured" });
  });

  it("needs a topic and an id; another's domain is no account", async () => {
    expect(await verify({ "X-Shopify-Topic": null })).toMatchObject({ kind: "forged" });
    expect(await verify({ "X-Shopify-Webhook-Id": null, "X-Shopify-Event-Id": null })).toMatchObject({
      kind: "forged",
    });
    expect(await verify({ "X-Shopify-Webhook-Id": null })).toMatchObject({
      eventId: "98880550-7158-44d4-b7cd-2c97c8a091b5",
    });
    expect(await verify({ "X-Shopify-Shop-Domain": "evil.example" })).toMatchObject({
      kind: "genuine",
      account: null,
    });
    expect(await verify({ "X-Shopify-Shop-Domain": null })).toMatchObject({ kind: "genuine", account: null });
  });
});
