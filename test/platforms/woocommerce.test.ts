import { describe, expect, it } from "vitest";
import { base64, utf8 } from "../../src/kernel/bytes";
import type { Order } from "../../src/model/retail";
import type { ListQuery, WebhookDelivery } from "../../src/platforms/adapter";
import { woocommerce } from "../../src/platforms/woocommerce";
import { NO_CALLBACK, outgoing, PEER } from "../support/adapter-calls";
import { failureOf } from "../support/store-api";
import { line, taxInclusive, wooOrder } from "./woocommerce/orders";
import { holdRequests, wooApi } from "./woocommerce/shop";

holdRequests();

const { connect, read } = woocommerce;
const target = { mode: "live", shop: "example.com/shop" } as const;
const query = (over: Partial<ListQuery> = {}): ListQuery => ({ limit: 2, cursor: null, ...over });

async function mapped(order: unknown): Promise<Order> {
  const { value } = await read.order!(wooApi({ "/orders/7": order }).api, "7");
  return value;
}

describe("connecting", () => {
  const begin = () =>
    connect.begin({
      target,
      client: PEER.client,
      appName: "Duka & Co",
      pushUrl: "https://metristack.test/connect/push/woocommerce/T",
      returnUrl: "https://metristack.test/connect/callback/woocommerce?state=S",
      identityUrl: "https://metristack.test/connect/identity/woocommerce/H",
      reference: "REF",
    });

  it("sends the browser to the shop's own page, in its folder, for a key that only reads", () => {
    const start = begin();
    const url = new URL(start.kind === "redirect" ? start.url : "");
    expect(url.origin + url.pathname).toBe("https://example.com/shop/wc-auth/v1/authorize");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      app_name: "Duka & Co",
      scope: "read",
      user_id: "REF",
      return_url: "https://metristack.test/connect/callback/woocommerce?state=S",
      callback_url: "https://metristack.test/connect/push/woocommerce/T",
    });
  });

  const pushed = {
    key_id: "1",
    user_id: "REF",
    consumer_key: "ck_0123456789abcdef",
    consumer_secret: "cs_0123456789abcdef",
    key_permissions: "read",
  };
  const receive = (over: Record<string, string>) =>
    connect.read({ fields: { ...pushed, ...over }, reference: "REF", target });

  it("takes the documented push, and uses it as HTTP Basic", async () => {
    const credentials = receive({});
    if (credentials.kind !== "credentials") throw new Error(credentials.fault);
    const call = outgoing("", { credentials: credentials.tokens, target });
    await woocommerce.authorise(call);
    expect(atob(call.headers.get("authorization")?.slice("Basic ".length) ?? "")).toBe(
      "ck_0123456789abcdef:cs_0123456789abcdef",
    );
    expect(call.url.search).toBe("");
  });

  it.each([
    ["for another request", { user_id: "OTHER" }],
    ["that may write", { key_permissions: "read_write" }],
    ["that is none", { consumer_secret: "<html>" }],
  ])("refuses a key %s", (_why, over) => {
    expect(receive(over).kind).toBe("refused");
  });

  it("knows a no from a yes", () => {
    expect(connect.declined?.(new URLSearchParams("success=0&user_id=REF"))).toBe(true);
    expect(connect.declined?.(new URLSearchParams("success=1&user_id=REF"))).toBe(false);
  });

  it("is proved by a read that only a shop answers, and is known by the shop's address", async () => {
    const setting = {
      "/settings/general/woocommerce_currency": { id: "woocommerce_currency", value: "KES" },
    };
    const good = wooApi(setting, { target });
    expect(await connect.identify({ tokens: {}, callback: NO_CALLBACK, api: good.api })).toEqual({
      id: "example.com/shop",
      facts: {},
    });
    const other = wooApi({ "/settings/general/woocommerce_currency": { hello: "world" } }, { target });
    expect(
      await failureOf(connect.identify({ tokens: {}, callback: NO_CALLBACK, api: other.api })),
    ).toMatchObject({ kind: "unexpected", field: "body.id" });
  });

  it("calls the REST API below the shop's folder", () => {
    expect(woocommerce.apiBase(target, { id: "", facts: {} })).toBe("https://example.com/shop/wp-json/wc/v3");
  });
});

describe("an order", () => {
  const eur = (amount: string) => ({ amount, currency: "EUR" });

  it("whose prices include tax is told as the buyer saw it, and adds up", async () => {
    const order = await mapped(taxInclusive);
    expect(order).toMatchObject({
      tax_inclusive: true,
      difference: null,
      totals: {
        subtotal: eur("178.50"),
        discount: eur("17.85"),
        shipping: eur("5.95"),
        fees: eur("1.19"),
        tax: eur("26.79"),
        tax_added: eur("0.00"),
        total: eur("167.79"),
      },
      discounts: [{ code: "ten", amount: eur("17.85") }],
      taxes: [{ name: "MwSt", rate: "0.19", inclusive: true, amount: eur("26.79") }],
      shipping: [{ name: "DHL", amount: eur("5.95") }],
    });
    expect(order.lines[1]).toMatchObject({
      quantity: "2",
      unit_price: eur("29.75"),
      subtotal: eur("59.50"),
      discount: eur("5.95"),
      tax: eur("8.55"),
      total: eur("53.55"),
    });
  });

  it("kept finer than the cent is put together before it is rounded", async () => {
    const order = await mapped(
      wooOrder({
        currency: "EUR",
        prices_include_tax: true,
        line_items: [line(1, { subtotal: "8.403361", subtotalTax: "1.596639" })],
        total_tax: "1.596639",
        total: "10.000000",
      }),
    );
    expect(order.lines[0]?.unit_price).toEqual(eur("10.00"));
    expect(order.totals.tax).toEqual(eur("1.60"));
    expect(order.difference).toBeNull();
  });

  it.each([
    ["JPY", "1000.000000", "1000"],
    ["KWD", "10.125000", "10.125"],
    ["TND", "3.500000", "3.500"],
    ["NGN", "1500.500000", "1500.50"],
    ["UGX", "37000.000000", "37000"],
    ["XOF", "2500.000000", "2500"],
  ])("in %s keeps every digit", async (currency, figure, amount) => {
    const order = await mapped(
      wooOrder({ currency, total: figure, line_items: [line(1, { subtotal: figure })] }),
    );
    expect(order.totals.total).toEqual({ amount, currency });
    expect(order.difference).toBeNull();
  });

  it("that does not add up says by how much", async () => {
    const order = await mapped(wooOrder({ total: "10.010000" }));
    expect(order.difference).toMatchObject({ amount: { amount: "0.01", currency: "USD" } });
  });

  it.each([
    ["pending", { date_paid_gmt: null }, "open", "pending", "unfulfilled"],
    ["on-hold", { date_paid_gmt: null }, "open", "pending", "unfulfilled"],
    ["processing", { date_paid_gmt: null }, "open", "pending", "unfulfilled"],
    ["processing", {}, "open", "paid", "unfulfilled"],
    ["completed", {}, "completed", "paid", "fulfilled"],
    ["failed", { date_paid_gmt: null }, "open", "pending", "unfulfilled"],
    ["cancelled", { date_paid_gmt: null }, "cancelled", "voided", "unfulfilled"],
    ["refunded", {}, "completed", "refunded", "unknown"],
    ["checkout-draft", { date_paid_gmt: null }, "draft", "pending", "unfulfilled"],
    ["awaiting-pickup", { date_paid_gmt: null }, "unknown", "unknown", "unknown"],
    ["constructor", { date_paid_gmt: null }, "unknown", "unknown", "unknown"],
  ])("%s %o is %s, %s, %s", async (status, over, ours, payment, fulfillment) => {
    const order = await mapped(wooOrder({ status, ...over }));
    expect([order.status, order.payment_status, order.fulfillment_status]).toEqual([
      ours,
      payment,
      fulfillment,
    ]);
  });

  it("given back whole or in part says so", async () => {
    const part = await mapped(wooOrder({ refunds: [{ id: 8, reason: "", total: "-4.000000" }] }));
    expect(part.payment_status).toBe("partially_refunded");
    expect(part.refunds[0]).toMatchObject({
      id: "8",
      amount: { amount: "4.00", currency: "USD" },
      reason: null,
    });
    const whole = await mapped(wooOrder({ refunds: [{ id: 8, reason: "x", total: "-10.000000" }] }));
    expect(whole.payment_status).toBe("refunded");
  });

  it("without what may be missing is still one", async () => {
    const {
      tax_lines: _t,
      fee_lines: _f,
      coupon_lines: _c,
      refunds: _r,
      shipping_lines: _s,
      ...bare
    } = wooOrder();
    const order = await mapped({ ...bare, number: undefined, date_modified_gmt: null, created_via: "" });
    expect(order).toMatchObject({ number: null, updated_at: null, channel: { kind: "unknown" }, taxes: [] });
  });

  it.each([
    [{ total: "ten" }, "order"],
    [{ total: null }, "order.total"],
    [{ currency: "usd" }, "order"],
    [{ line_items: { 1: {} } }, "order.line_items"],
    [{ date_created_gmt: "yesterday" }, "order"],
  ])("with %o is refused, by name", async (over, field) => {
    expect(await failureOf(mapped(wooOrder(over)))).toMatchObject({ kind: "unexpected", field });
  });

  it("is not asked for by what cannot be an id", async () => {
    const { api, sent } = wooApi({});
    expect(await failureOf(read.order!(api, "../customers/1"))).toEqual({ kind: "not_found" });
    expect(sent).toEqual([]);
  });
});

describe("paging", () => {
  const orders = [wooOrder({ id: 1 }), wooOrder({ id: 2 })];

  it("goes on while the shop says there is more", async () => {
    const { api } = wooApi({ "/orders": orders }, { headers: { "x-wp-total": "5" } });
    expect((await read.orders!(api, query())).next).toBe("2");
    expect((await read.orders!(api, query({ cursor: "3" }))).next).toBeNull();
  });

  it("does not lose the rest where a proxy has dropped the count", async () => {
    const { api } = wooApi({ "/orders": orders });
    expect((await read.orders!(api, query())).next).toBe("2");
    expect((await read.orders!(api, query({ limit: 3 }))).next).toBeNull();
  });

  it("refuses a cursor that is not its own, and an answer that is no list", async () => {
    const { api } = wooApi({ "/orders": { code: "cached" } });
    expect(await failureOf(read.orders!(api, query({ cursor: "x" })))).toMatchObject({ kind: "rejected" });
    expect(await failureOf(read.orders!(api, query()))).toMatchObject({ kind: "unexpected", field: "body" });
  });

  it("tells a shop that is too old to list refunds", async () => {
    expect(await failureOf(read.refunds!(wooApi({}).api, query()))).toMatchObject({ kind: "rejected" });
  });
});

describe("stock", () => {
  const settings = { manage_stock: true, date_modified_gmt: "2026-01-01T00:00:00", status: "publish" };
  const simple = {
    ...settings,
    id: 1,
    name: "Tea",
    type: "simple",
    sku: "T",
    stock_quantity: -2,
    variations: [],
  };
  const variable = {
    ...settings,
    id: 2,
    name: "Shirt",
    type: "variable",
    stock_quantity: 9,
    variations: [21, 22, 23],
  };
  const variations = [
    { id: 21, manage_stock: true, stock_quantity: 4 },
    { id: 22, manage_stock: "parent", stock_quantity: 9 },
    { id: 23, manage_stock: false, stock_quantity: null },
  ];

  it("is counted for a product, a variation, or the product for its variation", async () => {
    const { api } = wooApi({ "/products": [simple, variable], "/variations": variations });
    const { records } = await read.inventory!(api, query());
    expect(records.map(({ value }) => [value.product_id, value.variant_id, value.available])).toEqual([
      ["1", "1", "-2"],
      ["2", "21", "4"],
      ["2", "22", "9"],
      ["2", "23", null],
    ]);
    expect(records[1]?.raw).toEqual(variations[0]);
  });
});

describe("the store", () => {
  it("is the site's index and the shop's settings", async () => {
    const { api, sent } = wooApi({
      "/": { name: "Duka", url: "https://example.com/shop", home: "", timezone_string: "", gmt_offset: 3 },
      "/settings/general": [
        { id: "woocommerce_default_country", value: "KE:KE30" },
        { id: "woocommerce_currency", value: "KES" },
        { id: "woocommerce_specific_allowed_countries", value: [] },
      ],
    });
    const { value } = await read.store!(api);
    expect(value).toMatchObject({ name: "Duka", country: "KE", currency: "KES", timezone: null });
    expect(sent[0]?.base).toBe("https://shop.example.com/wp-json");
  });
});

describe("refusals", () => {
  const classify = (status: number, body: unknown = undefined, headers = {}) =>
    woocommerce.classify({ status, headers: new Headers(headers), body }, Date.now());

  it.each([
    [200, null],
    [301, "rejected"],
    [400, "rejected"],
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not_found"],
    [429, "throttled"],
    [503, "unavailable"],
  ])("HTTP %s", (status, kind) => {
    expect(classify(status)?.kind ?? null).toBe(kind);
  });

  it("repeats the shop's code, never its words", () => {
    const body = { code: "woocommerce_rest_cannot_view", message: "secret words", data: { status: 401 } };
    expect(classify(401, body)).toEqual({ kind: "unauthorized", detail: "woocommerce_rest_cannot_view" });
    expect(classify(429, "<html>", { "retry-after": "30" })).toEqual({ kind: "throttled", retryAfter: 30 });
  });
});

describe("webhooks", () => {
  const webhooks = woocommerce.webhooks!;
  const deliver = (
    over: Partial<WebhookDelivery> & { signature?: string; topic?: string },
  ): WebhookDelivery => {
    const headers = new Headers({ "x-wc-webhook-topic": over.topic ?? "order.updated" });
    if (over.signature !== undefined) headers.set("x-wc-webhook-signature", over.signature);
    return { method: "POST", headers, rawBody: utf8("{}"), url: "https://m.test/", secret: "key", ...over };
  };
  // printf '{"id":7}' | openssl dgst -sha256 -hmac shhh -binary | base64
  const known = {
    rawBody: utf8('{"id":7}'),
    secret: "shhh",
    signature: "RYVgORMJ+8kke78RjX2wX+pK63ZL/OQuKahHz7sgZjI=",
  };

  it("takes what openssl signed", async () => {
    const verdict = await webhooks.verify(deliver(known), PEER);
    expect(verdict).toMatchObject({ kind: "genuine", topic: "order.updated", account: null });
    expect(await webhooks.verify(deliver(known), PEER)).toEqual(verdict);
    expect(await webhooks.verify(deliver({ ...known, topic: "order.created" }), PEER)).not.toEqual(verdict);
    expect(webhooks.interpret({ topic: "order.updated", body: {} })).toEqual({
      kind: "changed",
      topic: "order.updated",
    });
  });

  it.each([
    ["another body", { rawBody: utf8('{"id":8}') }],
    ["another secret", { secret: "shhh2" }],
    ["no secret", { secret: "" }],
    ["a signature that is not base64", { signature: "%%%" }],
    ["a short signature", { signature: base64(utf8("x")) }],
  ])("refuses %s", async (_what, over) => {
    expect((await webhooks.verify(deliver({ ...known, ...over }), PEER)).kind).toBe("forged");
  });

  it("refuses a delivery that is not signed", async () => {
    const { signature: _none, ...unsigned } = known;
    expect((await webhooks.verify(deliver(unsigned), PEER)).kind).toBe("forged");
  });

  it("answers the ping of a new webhook, and nothing else that is not signed", async () => {
    const ping = await webhooks.challenge?.(deliver({ rawBody: utf8("webhook_id=12") }), PEER);
    expect(ping?.status).toBe(200);
    for (const other of [deliver({ rawBody: utf8("webhook_id=12&x=1") }), deliver({}), deliver(known)])
      expect(await webhooks.challenge?.(other, PEER)).toBeNull();
  });
});
