import { describe, expect, it } from "vitest";
import { WebhooksHelper } from "../../node_modules/square/wrapper/WebhooksHelper";
import { base64, utf8 } from "../../src/kernel/bytes";
import { hmac, hmacKey } from "../../src/kernel/digest";
import { type ApiResponse, FILTERS, RESOURCES } from "../../src/platforms/adapter";
import { square } from "../../src/platforms/square";
import { NO_CALLBACK, PEER } from "../support/adapter-calls";
import { fakeApi } from "./square/fake-api";
import { merchantAnswer, tokenAnswer } from "./square/fixtures";

const live = { mode: "live", shop: null } as const;
const test = { mode: "test", shop: null } as const;
const { connect } = square;

describe("connecting", () => {
  it("keeps the two worlds apart", () => {
    expect(connect.endpoints(live)).toEqual({
      authorize: "https://connect.squareup.com/oauth2/authorize",
      token: "https://connect.squareup.com/oauth2/token",
      revoke: "https://connect.squareup.com/oauth2/revoke",
    });
    expect(connect.endpoints(test).token).toBe("https://connect.squareupsandbox.com/oauth2/token");
    expect(connect.issuer(live)).not.toBe(connect.issuer(test));
    expect(square.apiBase(live, { id: "M", facts: {} })).toBe("https://connect.squareup.com/v2");
    expect(square.apiBase(test, { id: "M", facts: {} })).toBe("https://connect.squareupsandbox.com/v2");
  });

  it("asks for a fresh sign-in in production only", () => {
    expect(connect.authorizeParams?.(live)).toEqual({ session: "false" });
    expect(connect.authorizeParams?.(test)).toEqual({});
  });

  it("sends the token request as JSON, scopes as a list", () => {
    const encoded = connect.encodeTokenRequest?.(
      new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token: "R",
        scope: "ORDERS_READ ITEMS_READ",
      }),
    );
    expect(JSON.parse(encoded?.body ?? "")).toEqual({
      grant_type: "refresh_token",
      refresh_token: "R",
      scopes: ["ORDERS_READ", "ITEMS_READ"],
    });
    expect(encoded?.headers).toEqual({ "content-type": "application/json", "square-version": "2026-09-16" });
  });

  it("tells the lifetime in RFC 6749's terms", () => {
    const now = Date.parse("2025-03-04T18:31:06.400Z");
    const answer = connect.decodeTokenResponse?.(tokenAnswer, now);
    expect(answer).toMatchObject({
      access_token: tokenAnswer.access_token,
      refresh_token: tokenAnswer.refresh_token,
      token_type: "bearer",
      expires_in: 30 * 86_400 - 1,
    });
    expect(answer).not.toHaveProperty("expires_at");
    expect(answer).not.toHaveProperty("scope");
    const late = connect.decodeTokenResponse?.(
      { ...tokenAnswer, refresh_token_expires_at: "2025-03-04T18:31:07Z" },
      now + 10 ** 10,
    );
    expect(late).toMatchObject({ expires_in: 0, refresh_token_expires_in: 0 });
    expect(connect.decodeTokenResponse?.({ access_token: "A", expires_at: "soon" }, now)).toEqual({
      access_token: "A",
    });
  });

  it.each([
    // As recorded from the live endpoint by others; the documentation has none of them.
    [401, { message: "Not Authorized", type: "service.not_authorized" }, "invalid_client"],
    [401, { message: "Invalid refresh token", type: "service.not_authorized" }, "invalid_grant"],
    [401, errors("UNAUTHORIZED", "Authorization code not found for app sq0idp-x"), "invalid_grant"],
    [401, { message: "Authorization code is expired", type: "service.not_authorized" }, "invalid_grant"],
    [401, errors("ACCESS_TOKEN_REVOKED", "revoked"), "invalid_grant"],
    [401, errors("CLIENT_DISABLED", "The refresh token is invalid"), "invalid_client"],
    // What does not name the grant does not end it.
    [401, errors("UNAUTHORIZED", "This request could not be authorized."), null],
    [
      400,
      { message: "missing required parameter 'refresh_token'", type: "bad_request.missing_parameter" },
      null,
    ],
    [400, {}, null],
    [400, { errors: "odd", message: 7 }, null],
    [404, { message: "Invalid refresh token" }, null],
  ])("reads a refusal %#", (status, body, error) => {
    expect(connect.decodeTokenError?.(status, body)).toBe(error);
  });

  it("knows the merchant from the token, else asks once", async () => {
    const told = fakeApi({});
    expect(await connect.identify({ tokens: tokenAnswer, callback: NO_CALLBACK, api: told.api })).toEqual({
      id: "MLQW2MYBY81PZ",
      facts: {},
    });
    expect(told.sent).toEqual([]);
    const untold = fakeApi({ "GET /merchants/me": merchantAnswer });
    expect(await connect.identify({ tokens: {}, callback: NO_CALLBACK, api: untold.api })).toEqual({
      id: "DM7VKY8Q63GNP",
      facts: {},
    });
    const odd = fakeApi({ "GET /merchants/me": { merchant: {} } });
    await expect(connect.identify({ tokens: {}, callback: NO_CALLBACK, api: odd.api })).rejects.toMatchObject(
      {
        failure: { kind: "unexpected", field: "body.merchant.id" },
      },
    );
  });

  it("renews once a week and keeps the refresh token", () => {
    expect(connect.refresh).toEqual({
      kind: "reusable",
      refreshBeforeSeconds: 23 * 86_400,
      keepAliveDays: 7,
    });
  });
});

function errors(code: string, detail: string, category = "AUTHENTICATION_ERROR") {
  return { errors: [{ category, code, detail }] };
}

function response(status: number, body: unknown, headers: Record<string, string> = {}): ApiResponse {
  return { status, body, headers: new Headers(headers) };
}

describe("classify", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");
  it.each([
    [200, {}, null],
    [401, errors("UNAUTHORIZED", "d"), "unauthorized"],
    [401, errors("ACCESS_TOKEN_EXPIRED", "d"), "unauthorized"],
    [401, errors("ACCESS_TOKEN_REVOKED", "d"), "unauthorized"],
    [401, "no JSON at all", "unauthorized"],
    [401, errors("CLIENT_DISABLED", "d"), "rejected"],
    [403, errors("APPLICATION_DISABLED", "d"), "rejected"],
    [403, errors("INSUFFICIENT_SCOPES", "d"), "forbidden"],
    [403, errors("FORBIDDEN", "d"), "forbidden"],
    [404, errors("NOT_FOUND", "d", "INVALID_REQUEST_ERROR"), "not_found"],
    [408, {}, "unavailable"],
    [429, errors("RATE_LIMITED", "d", "RATE_LIMIT_ERROR"), "throttled"],
    [500, errors("INTERNAL_SERVER_ERROR", "d", "API_ERROR"), "unavailable"],
    [503, "<html>", "unavailable"],
    [504, errors("GATEWAY_TIMEOUT", "d", "API_ERROR"), "unavailable"],
    [400, errors("INVALID_CURSOR", "d", "INVALID_REQUEST_ERROR"), "rejected"],
    [302, null, "rejected"],
  ])("%i %#", (status, body, kind) => {
    expect(square.classify(response(status, body), now)?.kind ?? null).toBe(kind);
  });

  it("reads Retry-After where there is one", () => {
    const body = errors("RATE_LIMITED", "d", "RATE_LIMIT_ERROR");
    expect(square.classify(response(429, body), now)).toEqual({ kind: "throttled", retryAfter: null });
    expect(square.classify(response(429, body, { "retry-after": "7" }), now)).toEqual({
      kind: "throttled",
      retryAfter: 7,
    });
  });

  it("repeats Square's category, code and field, and never what was sent", () => {
    const body = {
      errors: [
        {
          category: "INVALID_REQUEST_ERROR",
          code: "INVALID_VALUE",
          field: "query.filter.email_address",
          detail: "`jane@example.com` is not an e-mail address",
        },
      ],
    };
    expect(square.classify(response(400, body), now)).toEqual({
      kind: "rejected",
      detail: "INVALID_REQUEST_ERROR/INVALID_VALUE at query.filter.email_address",
    });
    const smuggled = {
      errors: [{ category: "jane@example.com", code: "Jane Doe", field: "jane@example.com" }],
    };
    expect(square.classify(response(422, smuggled), now)).toEqual({ kind: "rejected", detail: "HTTP 422" });
  });

  it("tells what to do about an expired cursor", () => {
    const failure = square.classify(
      response(400, errors("INVALID_CURSOR", "d", "INVALID_REQUEST_ERROR")),
      now,
    );
    expect(failure).toMatchObject({ detail: expect.stringContaining("begin again") });
  });
});

describe("webhooks", () => {
  // The vector of developer.squareup.com/docs/webhooks/step3validate and of the vendor's SDK tests.
  const published = {
    url: "https://example.com/webhook",
    secret: "asdf1234",
    body: '{"hello":"world"}',
    signature: "2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og=",
  };
  const url = "https://metristack.test/webhooks/square";
  const secret = "signature-key-of-the-subscription";
  const event = {
    merchant_id: "MLQW2MYBY81PZ",
    type: "oauth.authorization.revoked",
    event_id: "f05b2d6f-ce29-5d9e-aa6f-2ea8b8bb6c0a",
    created_at: "2026-11-23T12:00:00Z",
    data: { type: "revocation", id: "x" },
  };

  async function sign(body: string, over = { url, secret }): Promise<string> {
    return base64(await hmac(await hmacKey(utf8(over.secret)), over.url + body));
  }

  function verify(body: string, signature: string | null, over: { url?: string; secret?: string } = {}) {
    const headers = new Headers(signature === null ? {} : { "x-square-hmacsha256-signature": signature });
    return square.webhooks?.verify(
      { method: "POST", headers, rawBody: utf8(body), url, secret, ...over },
      PEER,
    );
  }

  it("accepts the published signature, though its body is no event", async () => {
    const { body, signature } = published;
    expect(await verify(body, signature, published)).toEqual({
      kind: "forged",
      why: "signed, but not an event of Square's",
    });
    expect(await verify(`${body} `, signature, published)).toEqual({
      kind: "forged",
      why: "the signature does not fit",
    });
  });

  it("agrees with the vendor's own check", async () => {
    const body = JSON.stringify({ ...event, note: "naïve 🧾" });
    const signatureHeader = await sign(body);
    const vendor = await WebhooksHelper.verifySignature({
      requestBody: body,
      signatureHeader,
      signatureKey: secret,
      notificationUrl: url,
    });
    expect(vendor).toBe(true);
    expect(await verify(body, signatureHeader)).toEqual({
      kind: "genuine",
      eventId: event.event_id,
      topic: "oauth.authorization.revoked",
      account: "MLQW2MYBY81PZ",
    });
  });

  it("tells an event without a merchant", async () => {
    const body = JSON.stringify({ ...event, merchant_id: undefined });
    expect(await verify(body, await sign(body))).toMatchObject({ kind: "genuine", account: null });
  });

  it("refuses every other signature", async () => {
    const body = JSON.stringify(event);
    const good = await sign(body);
    const forgeries: [string, string | null, { url?: string; secret?: string }][] = [
      [body, null, {}],
      [body, "", {}],
      [body, "%%%", {}],
      [body, good.slice(0, 20), {}],
      [body, `A${good.slice(1)}` === good ? `B${good.slice(1)}` : `A${good.slice(1)}`, {}],
      [body.replace("MLQW", "XXXX"), good, {}],
      [body, good, { url: `${url}/` }],
      [body, good, { secret: "another key" }],
    ];
    for (const [text, signature, over] of forgeries)
      expect(await verify(text, signature, over)).toMatchObject({ kind: "forged" });
  });

  it("cannot verify without a key, whatever was signed", async () => {
    const body = JSON.stringify(event);
    expect(await verify(body, await sign(body), { secret: "" })).toEqual({
      kind: "forged",
      why: "no signature key is configured",
    });
  });
});

describe("what it declares", () => {
  it("has a reader for each resource, and asks for just the scopes they need", () => {
    expect(Object.keys(square.resources).sort()).toEqual([...RESOURCES].sort());
    for (const resource of RESOURCES) expect(square.read[resource]).toBeTypeOf("function");
    const needed = new Set(RESOURCES.flatMap((resource) => square.resources[resource]?.scopes ?? []));
    expect([...square.scopes].sort()).toEqual([...needed].sort());
    expect(square.scopes.every((scope) => scope.endsWith("_READ"))).toBe(true);
  });

  it("declares statuses exactly where it filters by them", () => {
    for (const facts of Object.values(square.resources)) {
      expect(facts.statuses !== undefined).toBe(facts.filters.includes("status"));
      expect(facts.filters.every((filter) => FILTERS.includes(filter))).toBe(true);
    }
    expect(square.resources.orders?.statuses).toEqual(["open", "completed", "cancelled", "draft"]);
  });
});
