import { describe, expect, it } from "vitest";
import { type Order, orderSchema } from "../../src/model/retail";
import { type ApiRequest, PlatformFailure } from "../../src/platforms/adapter";
import { squarespace } from "../../src/platforms/squarespace";
import { faultsOf } from "../contracts/described-operations";
import { OPERATIONS } from "../contracts/squarespace/operations";
import { NO_CALLBACK, outgoing } from "../support/adapter-calls";
import { fakeApi as answering, query, queryString } from "./square/fake-api";
import { line, order, product, transactions, website } from "./squarespace/answers";

const { connect, read } = squarespace;
const last = { hasNextPage: false, nextPageCursor: null, nextPageUrl: null };
const more = { hasNextPage: true, nextPageCursor: "cursor-of-the-second-page", nextPageUrl: "…" };
const ID = "6a0417000000000000000001";
const usd = (amount: string) => ({ amount, currency: "USD" });

/** What is asked otherwise than Squarespace describes fails the test. */
function fakeApi(answers: Record<string, unknown>) {
  const { api, sent } = answering(answers);
  const send = (request: ApiRequest) => {
    expect(faultsOf(OPERATIONS, request)).toEqual([]);
    if (request.query?.["cursor"] !== undefined) expect(Object.keys(request.query)).toEqual(["cursor"]);
    return api.send(request);
  };
  return { api: { ...api, send }, sent };
}

it("would not be asked for otherwise than Squarespace describes", () => {
  const wrong = { fulfillmentStatus: "LOST", limit: 50 };
  expect(faultsOf(OPERATIONS, { method: "GET", path: "/1.0/commerce/orders", query: wrong })).toEqual([
    "retrieveOrders: fulfillmentStatus cannot be LOST",
    "retrieveOrders: there is no limit",
  ]);
});

async function readOne(from: object): Promise<Order> {
  const { api } = fakeApi({ [`GET /1.0/commerce/orders/${ID}`]: from });
  const { value, raw } = await read.order!(api, ID);
  expect(raw).toEqual(from);
  expect(orderSchema().parse(value)).toEqual(value);
  return value;
}

describe("an order", () => {
  it("adds up, with its tax on top where prices are without", async () => {
    const value = await readOne(order());
    expect(value).toMatchObject({
      id: ID,
      number: "417",
      status: "open",
      payment_status: "paid",
      fulfillment_status: "unfulfilled",
      channel: { kind: "online", name: "web" },
      currency: "USD",
      tax_inclusive: false,
      difference: null,
      customer_id: "6a0417000000000000000002",
      note: "Rings twice\nPays at the door",
      shipping_address: { name: "Amina Okafor", line2: null, country: "KE" },
      placed_at: "2026-03-08T06:15:20.400Z",
      completed_at: null,
    });
    expect(value.totals).toEqual({
      subtotal: usd("48.50"),
      discount: usd("3.50"),
      shipping: usd("4.00"),
      fees: usd("0.00"),
      tax: usd("5.60"),
      tax_added: usd("5.60"),
      tip: usd("0.00"),
      total: usd("54.60"),
      refunded: usd("0.00"),
    });
    expect(value.lines[0]).toMatchObject({ quantity: "2", unit_price: usd("24.25"), subtotal: usd("48.50") });
    expect(value.discounts).toEqual([{ name: "Long rains", code: "RAIN", amount: usd("3.50") }]);
    expect(value.shipping).toEqual([{ name: "Boda boda", code: null, amount: usd("4.00") }]);
  });

  it("of tax-inclusive prices adds none, and says what is out where its total has it all the same", async () => {
    const inclusive = { priceTaxInterpretation: "INCLUSIVE" };
    const kept = await readOne(order({ ...inclusive, grandTotal: { value: "49.00", currency: "USD" } }));
    expect(kept).toMatchObject({ tax_inclusive: true, difference: null, totals: { tax_added: usd("0.00") } });
    // Squarespace's documents show such a total too.
    expect((await readOne(order(inclusive))).difference?.amount).toEqual(usd("5.60"));
  });

  it.each([
    ["JPY", "1000", "1000"],
    ["KWD", "1.234", "1.234"],
    ["NGN", 1_234.5, "1234.50"],
  ])("in %s shows %s as %s", async (currency, value, amount) => {
    const none = { value: 0, currency };
    const bare = {
      lineItems: [],
      shippingLines: [],
      discountLines: [],
      shippingTotal: none,
      discountTotal: none,
      taxTotal: none,
      refundedTotal: none,
    };
    const read = await readOne(order({ ...bare, grandTotal: { value, currency } }));
    expect(read.totals.total).toEqual({ amount, currency });
  });

  it.each([
    [
      { fulfillmentStatus: "FULFILLED", fulfilledOn: "2026-03-09T17:40:00.000Z" },
      ["completed", "paid", "fulfilled"],
    ],
    [{ fulfillments: [{ carrierName: "Sendy" }] }, ["open", "paid", "partial"]],
    [{ fulfillmentStatus: "CANCELED", paymentState: "NOT_CHARGED" }, ["cancelled", "pending", "unfulfilled"]],
    [{ paymentState: "AUTHORIZED" }, ["open", "authorized", "unfulfilled"]],
    [
      { paymentState: "REFUNDED", refundedTotal: { value: "10.00", currency: "USD" } },
      ["open", "partially_refunded", "unfulfilled"],
    ],
    [
      { paymentState: "REFUNDED", refundedTotal: { value: "54.60", currency: "USD" } },
      ["open", "refunded", "unfulfilled"],
    ],
    [{ paymentState: "BARTERED", fulfillmentStatus: "BEAMED" }, ["unknown", "unknown", "unknown"]],
    [{ paymentState: null }, ["open", "unknown", "unfulfilled"]],
  ])("%j is %j", async (over, expected) => {
    const { status, payment_status, fulfillment_status } = await readOne(order(over));
    expect([status, payment_status, fulfillment_status]).toEqual(expected);
  });

  it("comes from a point of sale, from another channel, or from who knows where", async () => {
    expect((await readOne(order({ channel: "pos" }))).channel).toEqual({ kind: "pos", name: "pos" });
    expect((await readOne(order({ channelName: "Faire" }))).channel).toEqual({
      kind: "other",
      name: "Faire",
    });
    expect((await readOne(order({ channel: "telepathy" }))).channel.kind).toBe("unknown");
  });

  it("survives what Squarespace may leave out, or give as null", async () => {
    const bare = {
      id: ID,
      createdOn: "2026-03-08T06:15:20.400Z",
      lineItems: [],
      discountLines: null,
      grandTotal: { value: "0.00", currency: "USD" },
    };
    expect(await readOne(bare)).toMatchObject({
      number: null,
      difference: null,
      shipping_address: null,
      note: null,
    });
  });

  it.each([
    ["a total without a currency", { grandTotal: { value: "54.60" } }, "order.grandTotal.currency"],
    ["a total with a comma", { grandTotal: { value: "54,60", currency: "USD" } }, "order.grandTotal.value"],
    [
      "a price of more decimals than its currency has",
      { lineItems: [line({ unitPricePaid: { value: "1.005", currency: "USD" } })] },
      "order",
    ],
    [
      "a line in another currency",
      { lineItems: [line({ unitPricePaid: { value: "1", currency: "EUR" } })] },
      "order",
    ],
    ["no lines at all", { lineItems: null }, "order.lineItems"],
    ["a time that is none", { createdOn: "yesterday" }, "order"],
  ])("%s is named, not guessed at", async (_name, over, field) => {
    const failure = await readOne(order(over)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PlatformFailure);
    expect((failure as PlatformFailure).failure).toMatchObject({ kind: "unexpected", field });
  });
});

describe("lists", () => {
  it("ask for a window with both ends on the first page, and for a cursor alone on the next", async () => {
    const { api, sent } = fakeApi({
      "GET /1.0/commerce/orders": { result: [order()], pagination: more },
    });
    const asked = { updated_since: "2026-01-15T00:00:00.000Z", status: "cancelled" };
    const first = await read.orders!(api, query(asked));
    expect(first.next).toBe(more.nextPageCursor);
    expect(first.warnings.map(({ code }) => code)).toEqual(["line_amounts_incomplete", "page_size_fixed"]);
    await read.orders!(api, query({ ...asked, cursor: first.next }));
    expect(sent.map(queryString)).toEqual([
      {
        modifiedAfter: "2026-01-15T00:00:00.000Z",
        modifiedBefore: new Date(api.now).toISOString(),
        fulfillmentStatus: "CANCELED",
        paymentStates:
          "NOT_CHARGED,AUTHORIZED,PAID,PARTIALLY_PAID,PENDING,REFUND_PENDING,REFUNDED,REFUND_FAILED",
      },
      { cursor: more.nextPageCursor },
    ]);
    await expect(read.orders!(api, query({ status: "lost" }))).rejects.toMatchObject({
      failure: { kind: "rejected" },
    });
  });

  it("of products price variants as they sell, and downloads by themselves", async () => {
    const download = {
      ...product,
      id: "d",
      type: "DOWNLOAD",
      variants: [],
      pricing: { basePrice: { value: 5, currency: "USD" } },
    };
    const { api } = fakeApi({
      "GET /v2/commerce/products": { products: [product, download], pagination: last },
    });
    const { records, next } = await read.products!(api, query());
    expect(next).toBeNull();
    expect(records[0]?.value).toMatchObject({
      name: "Chai",
      status: "active",
      tags: ["leaf"],
      url: "https://duka.example.com/store/chai",
      variants: [
        { price: usd("18.50"), compare_at_price: usd("24.25"), name: "Large", tracks_inventory: true },
        { price: usd("24.25"), compare_at_price: null, name: null, tracks_inventory: false },
      ],
    });
    expect(records[1]?.value.variants).toMatchObject([{ id: "d", price: usd("5.00") }]);
  });

  it("one product is that very one, though the path would take several", async () => {
    const path = (id: string) => `GET /v2/commerce/products/${encodeURIComponent(id)}`;
    const { api } = fakeApi({
      [path(product.id)]: { products: [product] },
      [path("other,6a04")]: { products: [product] },
    });
    expect((await read.product!(api, product.id)).value.id).toBe(product.id);
    await expect(read.product!(api, "other,6a04")).rejects.toMatchObject({ failure: { kind: "not_found" } });
  });

  it("of refunds are gathered from the payments of orders", async () => {
    const { api } = fakeApi({
      "GET /1.0/commerce/transactions": { documents: [transactions], pagination: last },
    });
    const { records } = await read.refunds!(api, query());
    expect(
      records.map(({ value }) => [value.id, value.order_id, value.status, value.amount, value.created_at]),
    ).toEqual([
      ["r1", ID, "completed", usd("8.50"), "2026-03-10T20:00:00.000Z"],
      ["r2", ID, "pending", usd("3.35"), null],
    ]);
  });

  it("of stock have no count for what is unlimited; of people, what there is of them", async () => {
    const items = [
      { variantId: "v1", sku: "S1", descriptor: "Chai", isUnlimited: false, quantity: 37 },
      { variantId: "v2", sku: "", descriptor: "Chai", isUnlimited: true, quantity: 0 },
    ];
    const { api, sent } = fakeApi({
      "GET /1.0/commerce/inventory": { inventory: items, pagination: last },
      "GET /1.0/profiles": {
        profiles: [{ id: "p", firstName: "Amina", email: "a@example.com", address: null }],
        pagination: last,
      },
      "GET /1.0/authorization/website": website,
    });
    const stock = await read.inventory!(api, query());
    expect(stock.records.map(({ value }) => [value.variant_id, value.sku, value.available])).toEqual([
      ["v1", "S1", "37"],
      ["v2", null, null],
    ]);
    const people = await read.customers!(api, query());
    expect(people.records[0]?.value).toMatchObject({
      id: "p",
      first_name: "Amina",
      last_name: null,
      addresses: [],
    });
    expect(queryString(sent[1]!)).toEqual({ sortField: "createdOn", sortDirection: "asc" });
    expect((await read.store!(api)).value).toMatchObject({
      id: website.id,
      name: "Duka",
      timezone: "Africa/Nairobi",
    });
  });
});

describe("connecting", () => {
  it("asks for scopes joined by commas and for a refresh token, and sends tokens' requests as JSON", () => {
    expect(connect.scopeSeparator).toBe(",");
    expect(connect.authorizeParams?.({ mode: "live", shop: null })).toEqual({ access_type: "offline" });
    const encoded = connect.encodeTokenRequest?.(
      new URLSearchParams({ grant_type: "refresh_token", refresh_token: "R" }),
    );
    expect(JSON.parse(encoded?.body ?? "")).toEqual({ grant_type: "refresh_token", refresh_token: "R" });
    expect(encoded?.headers).toMatchObject({ "content-type": "application/json" });
    expect(encoded?.headers["user-agent"]).toMatch(/^Metristack/);
  });

  it("reads the moments a token lives until as the seconds that are left", () => {
    const now = Date.parse("2026-11-23T12:00:00.250Z");
    const momentIn = (seconds: number) => String(now / 1_000 + seconds);
    const answer = connect.decodeTokenResponse?.(
      {
        access_token: "A",
        access_token_expires_at: momentIn(1_800),
        refresh_token: "R",
        refresh_token_expires_at: momentIn(604_800),
        account_id: "x",
      },
      now,
    );
    expect(answer).toMatchObject({
      token_type: "bearer",
      expires_in: 1_800,
      refresh_token_expires_in: 604_800,
    });
    expect(
      connect.decodeTokenResponse?.({ access_token: "A", access_token_expires_at: "soon" }, now),
    ).not.toHaveProperty("expires_in");
  });

  it.each([
    [400, { message: "The refresh token is invalid." }, "invalid_grant"],
    [401, { message: "authorization code has expired" }, "invalid_grant"],
    [401, { message: "You are not authorized to do that." }, null],
    [403, { message: "The refresh token is invalid." }, null],
    [400, {}, null],
  ])("%i %j is %s", (status, body, code) => {
    expect(connect.decodeTokenError?.(status, body) ?? null).toBe(code);
  });

  it("knows the account by the site's id, and signs calls as a bearer", async () => {
    const { api } = fakeApi({ "GET /1.0/authorization/website": website });
    expect(await connect.identify({ tokens: {}, callback: NO_CALLBACK, api })).toEqual({
      id: website.id,
      facts: {},
    });
    const call = outgoing("T");
    squarespace.authorise(call);
    expect(call.headers.get("authorization")).toBe("Bearer T");
  });
});

describe("refusals", () => {
  it("are told apart in Squarespace's words; a 429 waits the documented minute", () => {
    const classified = (status: number, body: unknown = null) =>
      squarespace.classify({ status, headers: new Headers(), body }, Date.now());
    expect(classified(429)).toEqual({ kind: "throttled", retryAfter: 60 });
    const body = { type: "INVALID_REQUEST_ERROR", subtype: "MISSING_ARGUMENT", message: "secret-1 is wrong" };
    expect(classified(400, body)).toEqual({
      kind: "rejected",
      detail: "HTTP 400 INVALID_REQUEST_ERROR MISSING_ARGUMENT",
    });
    expect([401, 403, 404, 409, 500].map((status) => classified(status)?.kind)).toEqual([
      "unauthorized",
      "forbidden",
      "not_found",
      "rejected",
      "unavailable",
    ]);
  });
});
