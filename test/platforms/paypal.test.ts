import { describe, expect, it } from "vitest";
import { base64, utf8 } from "../../src/kernel/bytes";
import type { ApiResponse } from "../../src/platforms/adapter";
import { paypal } from "../../src/platforms/paypal";
import { publicKeyOf } from "../../src/platforms/paypal/certificate";
import { SCOPES } from "../contracts/paypal/operations";
import { NO_CALLBACK, outgoing, PEER } from "../support/adapter-calls";
import { CERTIFICATE, PUBLIC_KEY, sign } from "./paypal/certificate";
import { requestFaults } from "./paypal/contract";
import { ACCOUNT, balancesAnswer, saleAnswer } from "./paypal/fixtures";
import { fakeApi } from "./square/fake-api";

const { connect } = paypal;
const test = { mode: "test", shop: null } as const;
const live = { mode: "live", shop: null } as const;
const client_id = `A${"b1_-".repeat(19)}xyz`;
const client_secret = `E${"c2_-".repeat(19)}xyz`;

describe("connecting", () => {
  it("takes the id and secret of an app, and no token yet", () => {
    expect(connect.read({ client_id: ` ${client_id} `, client_secret }, { target: test, now: 0 })).toEqual({
      kind: "credentials",
      tokens: { access_token: "", scopes: null, secrets: { client_id, client_secret } },
    });
    expect(connect.read({ client_id: "short", client_secret }, { target: test, now: 0 })).toMatchObject({
      field: "client_id",
    });
    expect(connect.read({ client_id, client_secret: "a b" }, { target: test, now: 0 })).toMatchObject({
      field: "client_secret",
    });
    expect(connect.read({}, { target: test, now: 0 })).toMatchObject({ kind: "malformed" });
  });

  it("obtains a token by the client's credentials, each world at its own host", async () => {
    if (connect.refresh.kind !== "machine") throw new Error("PayPal's tokens are obtained anew");
    const login = { client: { client_id: "", client_secret: "" }, secrets: { client_id, client_secret } };
    const request = connect.refresh.request({ ...login, target: test });
    expect(request.url).toBe("https://api-m.sandbox.paypal.com/v1/oauth2/token");
    expect(request.headers.get("authorization")).toBe(
      `Basic ${base64(utf8(`${client_id}:${client_secret}`))}`,
    );
    expect(await request.text()).toBe("grant_type=client_credentials");
    expect(connect.refresh.request({ ...login, target: live }).url).toBe(
      "https://api-m.paypal.com/v1/oauth2/token",
    );
    expect(paypal.apiBase(live, { id: "", facts: {} })).toBe("https://api-m.paypal.com");
    const answer = {
      scope: SCOPES.join(" "),
      access_token: "A21AA",
      token_type: "Bearer",
      app_id: "APP-DUKALAAMINA",
      expires_in: 32_400,
      nonce: "n",
    };
    expect(connect.refresh.read(answer, 0)).toEqual({
      access_token: "A21AA",
      token_type: "bearer",
      expires_in: 32_400,
      scope: SCOPES.join(" "),
    });
    expect(() =>
      (connect.refresh as { read(body: object, now: number): unknown }).read({ access_token: 7 }, 0),
    ).toThrow();
    expect(connect.refresh.refused(401, { error: "invalid_client" })).toBe("invalid_grant");
    expect(connect.refresh.refused(500, { error: "invalid_client" })).toBeNull();
    expect(connect.refresh.refused(429, {})).toBeNull();
  });

  it("asks for scopes that PayPal has", () => {
    expect([...paypal.scopes].sort()).toEqual([...SCOPES].sort());
  });

  it("is proved by a search, which names the account", async () => {
    const { api, sent } = fakeApi({
      "GET /v1/reporting/transactions": { ...saleAnswer, transaction_details: [] },
    });
    expect(await connect.identify({ tokens: {}, callback: NO_CALLBACK, api })).toEqual({
      id: ACCOUNT,
      facts: {},
    });
    expect(sent.flatMap(requestFaults)).toEqual([]);
  });

  it("signs its calls in a header", () => {
    const call = outgoing("A21AA");
    paypal.authorise(call);
    expect(call.headers.get("authorization")).toBe("Bearer A21AA");
  });

  it("tells the account's own currency", async () => {
    const { api, sent } = fakeApi({ "GET /v1/reporting/balances": balancesAnswer });
    const { value } = await paypal.read.store!(api);
    expect(value).toMatchObject({ id: ACCOUNT, currency: "USD", timezone: null });
    expect(sent.flatMap(requestFaults)).toEqual([]);
  });
});

describe("classify", () => {
  const response = (status: number, body: unknown, headers: Record<string, string> = {}): ApiResponse => ({
    status,
    body,
    headers: new Headers(headers),
  });
  it.each([
    [200, {}, null],
    [
      400,
      { name: "INVALID_REQUEST", details: [{ field: "start_date", value: "x", issue: "INVALID_DATE" }] },
      "rejected",
    ],
    [401, { error: "invalid_token", error_description: "not a token of this app" }, "unauthorized"],
    [401, { name: "AUTHENTICATION_FAILURE" }, "unauthorized"],
    [403, { name: "NOT_AUTHORIZED" }, "forbidden"],
    [404, { name: "INVALID_RESOURCE_ID" }, "not_found"],
    [429, { name: "RATE_LIMIT_REACHED" }, "throttled"],
    [500, { name: "INTERNAL_SERVER_ERROR" }, "unavailable"],
    [503, "<html>", "unavailable"],
  ])("%i %#", (status, body, kind) => {
    expect(paypal.classify(response(status, body), 0)?.kind ?? null).toBe(kind);
  });

  it("repeats names, never values, and the wait that is asked for", () => {
    const body = {
      name: "INVALID_REQUEST",
      message: "jane@example.com",
      details: [{ issue: "jane@example.com" }, { issue: "TOO_LONG" }],
    };
    expect(paypal.classify(response(400, body), 0)).toEqual({
      kind: "rejected",
      detail: "INVALID_REQUEST/TOO_LONG",
    });
    expect(paypal.classify(response(422, null), 0)).toEqual({ kind: "rejected", detail: "HTTP 422" });
    expect(paypal.classify(response(429, {}, { "retry-after": "30" }), 0)).toEqual({
      kind: "throttled",
      retryAfter: 30,
    });
  });
});

describe("webhooks", () => {
  // Signed with OpenSSL under the tests' certificate: printf '<id>|<time>|<webhook id>|3338023745' | openssl dgst -sha256 -sign
  const known = {
    body: '{"id":"WH-DUKA20260814KISUMU-HADITHI7","event_type":"PAYMENT.SALE.COMPLETED","note":"naïve 🧾"}',
    secret: "7KE20418NB3356120",
    headers: {
      "paypal-transmission-id": "b7d0c1e4-5a29-11f1-9c3e-6f4e5d2a8071",
      "paypal-transmission-time": "2026-08-14T15:22:41Z",
      "paypal-auth-algo": "SHA256withRSA",
      "paypal-cert-url": "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-0c6be1d2-duka-2026",
      "paypal-transmission-sig":
        "PcOY/JkFDkFjADXvqs+adaUz+wzu1vX/i/UF1/EAbKt6P23e8qgw2iQc05i+93GpoRQkuPnnbgDxTADAk4p7zsloX69LnWr825oM8y+Zoh9cZB4GFY+su5zh0CD9wD33ilBBXH/GMg9tAuwFupAGsx5p7CbJfu/ES5Rbb6ygcy5qYgJtfIRroZnYP39JpN18Ihf6CrbHtMrSkhshoF3z+lqRXViNspPxpP3iGZb+lCD7QHGHzVdMfplJpPjEBrzZoOiwJQd+scHj0Y+ZPg0MxQFJCJGu2je6/Teq8de96YXzofDYexJEyxsHCfZzgIUq0lcI19qo8kzPZSEw404AWA==",
    } as Record<string, string>,
  };
  const asked: string[] = [];

  function verify(
    over: { body?: string; secret?: string; headers?: Record<string, string> } = {},
    pem = CERTIFICATE,
    status = 200,
  ) {
    const headers = new Headers({ ...known.headers, ...over.headers });
    for (const [name, value] of Object.entries(over.headers ?? {})) if (value === "") headers.delete(name);
    const rawBody = utf8(over.body ?? known.body);
    const delivery = {
      method: "POST" as const,
      headers,
      rawBody,
      url: "https://x/",
      secret: over.secret ?? known.secret,
    };
    return paypal.webhooks!.verify(delivery, {
      ...PEER,
      async fetch({ url }) {
        asked.push(url);
        return new Response(pem, { status });
      },
    });
  }

  it("cuts the key out of a certificate as OpenSSL does", () => {
    expect(base64(publicKeyOf(CERTIFICATE)!)).toBe(PUBLIC_KEY);
    expect(publicKeyOf(CERTIFICATE.replace("MIID", "MIIE"))).toBeNull();
    expect(publicKeyOf("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----")).toBeNull();
    expect(publicKeyOf("no certificate")).toBeNull();
  });

  it("accepts what was signed elsewhere under PayPal's certificate", async () => {
    expect(await verify()).toEqual({
      kind: "genuine",
      eventId: "WH-DUKA20260814KISUMU-HADITHI7",
      topic: "PAYMENT.SALE.COMPLETED",
      account: null,
    });
  });

  it.each([
    ["another body", { body: `${known.body} ` }],
    ["another connection's webhook id", { secret: "8KE20418NB3356120" }],
    ["no webhook id", { secret: "" }],
    ["another transmission", { headers: { "paypal-transmission-id": "other" } }],
    ["another time", { headers: { "paypal-transmission-time": "2026-08-14T15:22:42Z" } }],
    ["another algorithm", { headers: { "paypal-auth-algo": "SHA1withRSA" } }],
    ["no signature", { headers: { "paypal-transmission-sig": "" } }],
    ["a signature that is none", { headers: { "paypal-transmission-sig": "not base64!" } }],
  ])("refuses %s", async (_, over) => {
    expect(await verify(over)).toMatchObject({ kind: "forged" });
  });

  it.each([
    "https://api.paypal.com/v1/notifications/certs/CERT-1", // the other world's
    "https://evil.example/v1/notifications/certs/CERT-1",
    "https://api.sandbox.paypal.com.evil.example/v1/notifications/certs/CERT-1",
    "https://api.sandbox.paypal.com@evil.example/v1/notifications/certs/CERT-1",
    "https://api.sandbox.paypal.com/v1/notifications/certs/../../../redirect?to=evil",
    "http://api.sandbox.paypal.com/v1/notifications/certs/CERT-1",
    "",
  ])("fetches no certificate from %s", async (address) => {
    asked.length = 0;
    expect(await verify({ headers: { "paypal-cert-url": address } })).toMatchObject({ kind: "forged" });
    expect(asked).toEqual([]);
  });

  it("refuses what no certificate answers for", async () => {
    expect(await verify({}, "<html>")).toMatchObject({ kind: "forged" });
    expect(await verify({}, CERTIFICATE, 404)).toMatchObject({ kind: "forged" });
  });

  it("refuses what is signed and no event", async () => {
    const body = "{}";
    const signature = await sign(
      `${known.headers["paypal-transmission-id"]}|${known.headers["paypal-transmission-time"]}|${known.secret}|2745614147`,
    );
    expect(await verify({ body, headers: { "paypal-transmission-sig": signature } })).toMatchObject({
      why: expect.stringContaining("not an event"),
    });
  });

  it("tells what changed", () => {
    expect(paypal.webhooks!.interpret({ topic: "PAYMENT.CAPTURE.REFUNDED", body: {} })).toEqual({
      kind: "changed",
      topic: "PAYMENT.CAPTURE.REFUNDED",
    });
  });
});
