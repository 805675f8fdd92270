import { afterEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { utf8 } from "../../src/kernel/bytes";
import { type Order, orderSchema } from "../../src/model/retail";
import { type ApiRequest, PlatformFailure } from "../../src/platforms/adapter";
import { ecwid } from "../../src/platforms/ecwid";
import * as catalog from "../../src/platforms/ecwid/catalog";
import { customer as customerShape } from "../../src/platforms/ecwid/customers";
import * as orders from "../../src/platforms/ecwid/order-schema";
import { profile as profileShape } from "../../src/platforms/ecwid/store";
import { person as personShape } from "../../src/platforms/ecwid/values";
import { faultsOf } from "../contracts/described-operations";
import { OPERATIONS } from "../contracts/ecwid/operations";
import * as records from "../contracts/ecwid/records";
import { NO_CALLBACK, outgoing, PEER } from "../support/adapter-calls";
import { customer, line, order, product, profile } from "./ecwid/answers";
import { fakeApi, query } from "./square/fake-api";

const asked: ApiRequest[][] = [];

/** A store that answers by path; what it is asked is held against the documentation at the test's end. */
function heldApi(answers: Parameters<typeof fakeApi>[0]): ReturnType<typeof fakeApi> {
  const made = fakeApi(answers);
  asked.push(made.sent);
  return made;
}

afterEach(() => {
  const faults = asked
    .splice(0)
    .flat()
    .flatMap((request) => faultsOf(OPERATIONS, request));
  expect(faults).toEqual([]);
});

const found = (...items: unknown[]) => ({
  total: items.length,
  count: items.length,
  offset: 0,
  limit: 100,
  items,
});
const ANSWERS = {
  "GET /profile": profile(),
  "GET /orders": found(order()),
  "GET /orders/DK4Z9": order(),
  "GET /products": found(product),
  "GET /products/90417": product,
  "GET /customers": found(customer),
};
const everything = {
  updated_since: "2026-01-15T00:00:00.000Z",
  created_after: "2026-01-01T00:00:00.000Z",
  created_before: "2026-02-01T00:00:00.000Z",
};

async function read(from: object, currency = "USD"): Promise<Order> {
  const { api } = heldApi({ "GET /profile": profile(currency), "GET /orders/DK4Z9": from });
  const { value, raw } = await ecwid.read.order!(api, "DK4Z9");
  expect(raw).toEqual(from);
  expect(orderSchema().parse(value)).toEqual(value);
  return value;
}

const usd = (amount: string) => ({ amount, currency: "USD" });

describe("what it asks and reads", () => {
  it("has parameters that the vendor's client sends, times as UNIX seconds", async () => {
    const { api, sent } = heldApi(ANSWERS);
    await ecwid.read.orders!(api, query(everything));
    await ecwid.read.order!(api, "DK4Z9");
    await ecwid.read.products!(api, query(everything));
    await ecwid.read.product!(api, "90417");
    await ecwid.read.inventory!(api, query(everything));
    await ecwid.read.customers!(api, query(everything));
    expect(new Set(sent.map(({ path }) => path)).size).toBe(Object.keys(OPERATIONS).length);
    for (const request of sent) expect(faultsOf(OPERATIONS, request), request.path).toEqual([]);
    expect(sent.find(({ path }) => path === "/products")?.query).toMatchObject({
      sortBy: "ADDED_TIME_ASC",
      updatedFrom: 1_768_435_200,
      createdFrom: 1_767_225_600,
      createdTo: 1_769_904_000,
    });
  });

  it("and the check is one: what the client does not send is found", async () => {
    const { api, sent } = heldApi(ANSWERS);
    await ecwid.read.customers!(api, query());
    const odd = {
      ...sent[0]!,
      query: { sortBy: "AGE_ASC", limit: 101, createdFrom: "2026-01-01", since: 1 },
    };
    expect(faultsOf(OPERATIONS, odd)).toEqual([
      "searchCustomers: sortBy cannot be AGE_ASC",
      "searchCustomers: limit cannot be 101",
      "searchCustomers: createdFrom cannot be 2026-01-01",
      "searchCustomers: there is no since",
    ]);
  });

  it.each<[string, z.ZodObject, readonly object[]]>([
    ["order", records.order, [order()]],
    ["product", records.product, [product, { ...product, locationInventory: { "10": 3 } }]],
    ["customer", records.customer, [customer]],
    ["profile", records.profile, [profile("KES")]],
  ])("our answers have fields that the vendor's client has: %s", (_name, shape, all) => {
    for (const one of all) {
      expect(shape.safeParse(one).error?.issues ?? []).toEqual([]);
      expect(shape.safeParse({ ...one, colour: "red" }).success).toBe(false);
      const [first] = Object.keys(one);
      expect(shape.safeParse({ ...one, [first!]: false }).success).toBe(false);
    }
  });

  it.each<[string, z.ZodObject, z.ZodObject]>([
    ["order", orders.order, records.order],
    ["order.items", orders.item, records.item],
    ["order.items.taxes", orders.tax, records.tax],
    ["order.shippingPerson", personShape, records.person],
    ["product", catalog.product, records.product],
    ["product.combinations", catalog.combination, records.combination],
    ["customer", customerShape, records.customer],
    ["profile", profileShape, records.profile],
  ])("reads of %s only fields that the vendor has", (_name, shape, documented) => {
    expect(Object.keys(shape.shape).filter((field) => !Object.hasOwn(documented.shape, field))).toEqual([]);
  });

  it("goes to the store that the token is for, as a bearer", async () => {
    const api = heldApi({}).api;
    const account = await ecwid.connect.identify({
      tokens: { store_id: 48213907 },
      callback: NO_CALLBACK,
      api,
    });
    expect(account).toEqual({ id: "48213907", facts: {} });
    expect(ecwid.apiBase({ mode: "live", shop: null }, account)).toBe(
      "https://app.ecwid.com/api/v3/48213907",
    );
    const call = outgoing("secret_token");
    ecwid.authorise(call);
    expect(call.headers.get("authorization")).toBe("Bearer secret_token");
    await expect(
      ecwid.connect.identify({ tokens: { store_id: "../48213907" }, callback: NO_CALLBACK, api }),
    ).rejects.toMatchObject({ failure: { kind: "unexpected", field: "token.store_id" } });
  });
});

describe("an order", () => {
  it("of net prices adds its taxes, shares of shipping's tax included, and adds up", async () => {
    const value = await read(order());
    expect(value).toMatchObject({
      id: "DK4Z9",
      number: "DUKA-0412",
      status: "completed",
      payment_status: "partially_refunded",
      fulfillment_status: "fulfilled",
      currency: "USD",
      tax_inclusive: false,
      difference: null,
      customer_id: "60218",
      channel: { kind: "other", name: "Soko" },
      placed_at: "2026-03-04T09:20:31.000Z",
      updated_at: "2026-03-04T09:45:10.000Z",
      shipping_address: { line1: "Moi Avenue 5", line2: "Flat 2", region: "Nairobi", country: "KE" },
    });
    expect(value.totals).toEqual({
      subtotal: usd("90.00"),
      discount: usd("15.00"),
      shipping: usd("12.00"),
      fees: usd("4.50"),
      tax: usd("13.92"),
      tax_added: usd("13.92"),
      tip: usd("0.00"),
      total: usd("105.42"),
      refunded: usd("7.25"),
    });
    expect(value.lines[0]).toEqual({
      id: "5012",
      product_id: "90417",
      variant_id: "7301",
      sku: "KIKAPU-L",
      name: "Kikapu",
      quantity: "2",
      unit_price: usd("45.00"),
      subtotal: usd("90.00"),
      discount: usd("15.00"),
      tax: usd("12.00"),
      total: usd("87.00"),
    });
    expect(value.taxes).toEqual([{ name: "VAT", rate: "0.16", inclusive: false, amount: usd("13.92") }]);
    expect(value.discounts).toEqual([
      { name: "Karibu", code: "KARIBU9", amount: usd("9.00") },
      { name: null, code: null, amount: usd("6.00") },
    ]);
    expect(value.refunds).toMatchObject([
      { id: "DK4Z9:1", order_id: "DK4Z9", amount: usd("7.25"), created_at: "2026-03-06T15:41:09.000Z" },
    ]);
  });

  it("of tax-inclusive prices adds only the taxes that are not in them", async () => {
    const taxes = [
      { name: "VAT", value: 16, total: 12.41, taxOnDiscountedSubtotal: 12.41, includeInPrice: true },
      { name: "Levy", value: 1, total: 0.9, taxOnDiscountedSubtotal: 0.9, includeInPrice: false },
    ];
    const value = await read(
      order({
        pricesIncludeTax: true,
        tax: 13.31,
        total: 107.4,
        discount: 0,
        couponDiscount: 0,
        items: [line({ taxes, couponAmount: 0, discounts: [] })],
      }),
    );
    expect(value).toMatchObject({ tax_inclusive: true, difference: null });
    expect(value.totals.tax_added).toEqual(usd("0.90"));
    expect(value.taxes.map(({ inclusive }) => inclusive)).toEqual([true, false]);
    expect(value.lines[0]?.total).toEqual(usd("90.90"));
  });

  it("paid in part by a gift card costs what it cost before that", async () => {
    const value = await read(
      order({ total: 75.42, giftCardRedemption: 30, totalBeforeGiftCardRedemption: 105.42 }),
    );
    expect(value.totals.total).toEqual(usd("105.42"));
    expect(value.difference).toBeNull();
  });

  it.each([
    ["JPY", 1_000, "1000"],
    ["KWD", 1.234, "1.234"],
    ["NGN", 1_234.5, "1234.50"],
    ["USD", 54.300000000000004, "54.30"],
  ])("in %s shows %d as %s", async (currency, total, amount) => {
    expect((await read(order({ total }), currency)).totals.total).toEqual({ amount, currency });
  });

  it.each([
    [
      { paymentStatus: "INCOMPLETE", fulfillmentStatus: "AWAITING_PROCESSING" },
      ["draft", "pending", "unfulfilled"],
    ],
    [{ paymentStatus: "CANCELLED", fulfillmentStatus: "PROCESSING" }, ["cancelled", "voided", "unfulfilled"]],
    [{ paymentStatus: "PAID", fulfillmentStatus: "WILL_NOT_DELIVER" }, ["cancelled", "paid", "unfulfilled"]],
    [{ paymentStatus: "AWAITING_PAYMENT", fulfillmentStatus: "SHIPPED" }, ["open", "pending", "fulfilled"]],
    [{ paymentStatus: "PAID", fulfillmentStatus: "PROCESSING" }, ["open", "paid", "unfulfilled"]],
    [{ paymentStatus: "REFUNDED", fulfillmentStatus: "RETURNED" }, ["completed", "refunded", "fulfilled"]],
    [
      { paymentStatus: "CUSTOM_PAYMENT_STATUS_1", fulfillmentStatus: "DELIVERED" },
      ["unknown", "unknown", "fulfilled"],
    ],
    [{ paymentStatus: "PAID", fulfillmentStatus: "TELEPORTED" }, ["unknown", "paid", "unknown"]],
  ])("%j is %j", async (over, expected) => {
    const { status, payment_status, fulfillment_status } = await read(order(over));
    expect([status, payment_status, fulfillment_status]).toEqual(expected);
  });

  it("survives what Ecwid may leave out, and says what does not add up", async () => {
    const bare = { orderNumber: 103, total: 5, items: [], createDate: "2026-03-04 09:20:31 +0000" };
    const value = await read(bare);
    expect(value).toMatchObject({
      id: "103",
      number: "103",
      lines: [],
      shipping: [],
      shipping_address: null,
    });
    expect(value.difference?.amount).toEqual(usd("5.00"));
  });

  it.each([
    ["a total as text", { total: "105.42" }, "order.total"],
    ["a price that is none", { items: [line({ price: null })] }, "order.items.0.price"],
    ["a date that is none", { createDate: "yesterday" }, "order"],
    ["no id at all", { id: null, orderNumber: null }, "order"],
  ])("%s is named, not guessed at", async (_name, over, field) => {
    const failure = await read(order(over)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PlatformFailure);
    expect((failure as PlatformFailure).failure).toMatchObject({ kind: "unexpected", field });
  });
});

describe("lists", () => {
  it("of orders stay with those that there were when the reading began", async () => {
    const page = (offset: number) => ({ ...found(order()), total: 3, offset });
    const { api, sent } = heldApi({
      "GET /profile": profile(),
      "GET /orders": (request: ApiRequest) => page(Number(request.query?.["offset"])),
    });
    const first = await ecwid.read.orders!(api, query({ limit: 1 }));
    const begun = Math.floor(api.now / 1_000);
    expect(first.next).toBe(`${begun}:1`);
    const later = { ...api, now: api.now + 60_000 };
    const second = await ecwid.read.orders!(later, query({ limit: 1, cursor: first.next }));
    expect(second.next).toBe(`${begun}:2`);
    expect((await ecwid.read.orders!(later, query({ limit: 1, cursor: second.next }))).next).toBeNull();
    expect(sent.flatMap(({ query: asked }) => asked?.["createdTo"] ?? [])).toEqual([begun, begun, begun]);
    await expect(ecwid.read.orders!(api, query({ cursor: "2" }))).rejects.toMatchObject({
      failure: { kind: "rejected" },
    });
  });

  it("of products price each variation, or the product itself where it has none", async () => {
    const { api } = heldApi({
      ...ANSWERS,
      "GET /products": found(product, { ...product, combinations: [] }),
    });
    const { records } = await ecwid.read.products!(api, query());
    expect(records[0]?.value).toMatchObject({
      id: "90417",
      status: "active",
      vendor: "Msitu",
      category: "Baskets",
      image_urls: ["https://cdn.example.com/kikapu.jpg"],
      created_at: "2026-02-03T07:26:14.000Z",
      variants: [
        {
          id: "7301",
          barcode: "619000000042",
          name: "Indigo / L",
          price: usd("45.00"),
          compare_at_price: usd("58.50"),
        },
        { id: "7305", price: usd("40.00"), compare_at_price: usd("52.00"), tracks_inventory: false },
      ],
    });
    expect(records[1]?.value.variants).toMatchObject([{ id: "90417", sku: "KIKAPU", price: usd("40.00") }]);
  });

  it("of counts tell each place, and nothing for what is unlimited", async () => {
    const placed = { ...product, combinations: [], locationInventory: { "10": 3, "11": 8 } };
    const { api } = heldApi({ ...ANSWERS, "GET /products": found(product, placed) });
    const { records } = await ecwid.read.inventory!(api, query());
    expect(records.map(({ value }) => [value.variant_id, value.location_id, value.available])).toEqual([
      ["7301", null, "5"],
      ["7305", null, null],
      ["90417", "10", "3"],
      ["90417", "11", "8"],
    ]);
  });

  it("of customers keep a full name with the address", async () => {
    const { api } = heldApi(ANSWERS);
    const { records } = await ecwid.read.customers!(api, query());
    expect(records[0]?.value).toMatchObject({
      id: "60218",
      first_name: null,
      email: "amina@example.com",
      addresses: [{ name: "Amina Otieno", line1: null }],
      created_at: "2026-01-27T14:06:28.000Z",
    });
  });

  it("and the store", async () => {
    const { api } = heldApi({ "GET /profile": profile("KES") });
    expect((await ecwid.read.store!(api)).value).toEqual({
      id: "48213907",
      name: "Duka",
      url: "https://duka.example.com",
      country: "KE",
      currency: "KES",
      timezone: "Africa/Nairobi",
      locale: "en",
      created_at: null,
    });
  });
});

describe("refusals", () => {
  it("are told apart; a plan without the API is no lost token", () => {
    const classified = (status: number, headers: Record<string, string> = {}) =>
      ecwid.classify({ status, headers: new Headers(headers), body: null }, Date.now());
    expect(classified(200)).toBeNull();
    expect(classified(429, { "Retry-After": "7" })).toEqual({ kind: "throttled", retryAfter: 7 });
    expect([400, 401, 402, 403, 404, 409, 500].map((status) => classified(status)?.kind)).toEqual([
      "rejected",
      "unauthorized",
      "forbidden",
      "forbidden",
      "not_found",
      "rejected",
      "unavailable",
    ]);
  });
});

describe("deliveries", () => {
  const secret = "ecwid-vector-secret";
  const event = {
    eventId: "5d0c2c1e-7b1f-4f0e-9a53-0e6f1b7d2a94",
    eventCreated: 1_772_616_031,
    storeId: 48213907,
    entityId: 90417,
    eventType: "product.updated",
  };
  /** Signed with Python's hmac, apart from this code. */
  const signature = "SpeDQ1C61dwcmOUQiVJjgQXISCGwwBtHw0+k/JckDhE=";
  const deliver = (body: string, over: { signature?: string; secret?: string } = {}) =>
    ecwid.webhooks!.verify(
      {
        method: "POST",
        url: "https://metristack.test/webhooks/ecwid",
        headers: new Headers({ "X-Ecwid-Webhook-Signature": over.signature ?? signature }),
        rawBody: utf8(body),
        secret: over.secret ?? secret,
      },
      PEER,
    );

  it("are genuine by the signature over their time and id", async () => {
    expect(await deliver(JSON.stringify(event))).toEqual({
      kind: "genuine",
      eventId: event.eventId,
      topic: "product.updated",
      account: "48213907",
    });
    const { interpret } = ecwid.webhooks!;
    expect(interpret({ topic: "application.uninstalled", body: {} })).toEqual({ kind: "uninstalled" });
    expect(interpret({ topic: "order.updated", body: {} })).toEqual({
      kind: "changed",
      topic: "order.updated",
    });
  });

  it.each([
    ["another id", JSON.stringify({ ...event, eventId: "other" }), {}],
    ["another time", JSON.stringify({ ...event, eventCreated: 1_772_616_032 }), {}],
    ["another secret", JSON.stringify(event), { secret: "other" }],
    ["no secret", JSON.stringify(event), { secret: "" }],
    ["no signature", JSON.stringify(event), { signature: "" }],
    ["more than the event", `${JSON.stringify(event)} `, {}],
    ["no JSON", "{nothing}", {}],
  ])("%s is refused", async (_name, body, over) => {
    expect((await deliver(body, over)).kind).toBe("forged");
  });
});
