import { describe, expect, it } from "vitest";
import { isZero } from "../../src/kernel/money";
import {
  customerSchema,
  inventoryLevelSchema,
  locationSchema,
  type Order,
  orderSchema,
  productSchema,
  refundSchema,
  storeSchema,
} from "../../src/model/retail";
import { PlatformFailure } from "../../src/platforms/adapter";
import { wix } from "../../src/platforms/wix";
import { outgoing } from "../support/adapter-calls";
import { fakeApi as answering, query, queryString } from "./square/fake-api";
import { CONTACT, line, ORDER, olderOrder, order, PLACE, refund } from "./wix/answers";
import { requestFaults } from "./wix/contract";
import * as goods from "./wix/goods";

const { v3Product, v3Variant } = goods;
const { read } = wix;
const usd = (amount: string) => ({ amount, currency: "USD" });
const price = (amount: string) => ({ amount });
const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);
const VERSION = "GET /stores/v3/provision/version";
const TRANSACTIONS = "POST /ecom/v1/payments/list-by-ids";
const SEARCH = "POST /ecom/v1/orders/search";

/** Every request of these tests is held against what Wix takes, whatever the test is about. */
function fakeApi(...given: Parameters<typeof answering>) {
  const { api, sent } = answering(...given);
  const send: typeof api.send = (request) => {
    expect(requestFaults(request)).toEqual([]);
    return api.send(request);
  };
  return { api: { ...api, send }, sent };
}

async function readOne(from: object, refunds: object[] = []): Promise<Order> {
  const { api } = fakeApi({
    [`GET /ecom/v1/orders/${ORDER}`]: { order: from },
    [TRANSACTIONS]: { orderTransactions: [{ orderId: ORDER, payments: [], refunds }] },
  });
  const { value, raw } = await read.order!(api, ORDER);
  expect(raw).toEqual(from);
  expect(orderSchema().parse(value)).toEqual(value);
  return value;
}

describe("an order", () => {
  it("of the older form, with its tax in each line, adds up", async () => {
    const value = await readOne(olderOrder);
    expect(value).toMatchObject({
      id: ORDER,
      number: "20417",
      status: "completed",
      payment_status: "paid",
      fulfillment_status: "fulfilled",
      channel: { kind: "online", name: "WEB" },
      difference: null,
      customer_id: CONTACT,
      placed_at: "2026-04-18T07:12:44.310Z",
      shipping_address: {
        name: "Otieno Wafula",
        line1: "27 Oginga Odinga Street",
        region: "KE-42",
        country: "KE",
      },
    });
    expect(value.totals).toMatchObject({
      subtotal: usd("186.00"),
      discount: usd("18.60"),
      shipping: usd("7.25"),
      tax: usd("26.78"),
      total: usd("201.43"),
    });
    expect(value.lines[0]).toMatchObject({
      quantity: "2",
      unit_price: usd("31.50"),
      subtotal: usd("63.00"),
      discount: usd("6.30"),
      tax: usd("9.07"),
      total: usd("65.77"),
    });
    expect(value.taxes).toEqual([{ name: null, rate: null, inclusive: false, amount: usd("26.78") }]);
  });

  it("has each part of its total, and names its taxes", async () => {
    const value = await readOne(order());
    expect(value.difference).toBeNull();
    expect(value).toMatchObject({
      status: "open",
      location_id: PLACE,
      note: "Ring twice",
      placed_at: "2026-05-25T13:52:00.000Z",
      updated_at: "2026-05-25T13:55:55.130Z",
    });
    expect(value.totals).toMatchObject({ fees: usd("1.00"), tax_added: usd("1.80"), total: usd("23.80") });
    expect(value.taxes).toEqual([{ name: "VAT", rate: "0.1", inclusive: false, amount: usd("1.80") }]);
    expect(value.discounts).toEqual([{ name: "Summer", code: "SUMMER", amount: usd("2.00") }]);
    expect(value.shipping).toEqual([{ name: "Courier", code: "courier", amount: usd("3.00") }]);
  });

  it("of tax-inclusive prices adds no tax to them", async () => {
    const summary = { ...order().priceSummary, total: price("22.00") };
    const value = await readOne(order({ taxIncludedInPrices: true, priceSummary: summary }));
    expect(value).toMatchObject({ tax_inclusive: true, difference: null });
    expect(isZero(value.totals.tax_added)).toBe(true);
    expect(value.taxes[0]!.inclusive).toBe(true);
  });

  it("whose subtotal leaves a line's own discount out is read by the price after it", async () => {
    const value = await readOne(order({ lineItems: [line({ priceBeforeDiscounts: price("12.50") })] }));
    expect(value).toMatchObject({ difference: null, totals: { subtotal: usd("20.00") } });
    const both = { ...order().priceSummary, subtotal: price("25.00"), discount: price("7.00") };
    const other = await readOne(
      order({ lineItems: [line({ priceBeforeDiscounts: price("12.50") })], priceSummary: both }),
    );
    expect(other).toMatchObject({ difference: null, totals: { subtotal: usd("25.00") } });
  });

  it("that does not add up says by how much", async () => {
    const summary = { ...order().priceSummary, total: price("24.00") };
    expect((await readOne(order({ priceSummary: summary }))).difference).toMatchObject({
      amount: usd("0.20"),
    });
  });

  it.each([
    ["JPY", "1000", "1000"],
    ["KWD", "1.234", "1.234"],
    ["NGN", "1234.5", "1234.50"],
  ])("in %s shows %s as %s", async (currency, amount, shown) => {
    const bare = {
      lineItems: [],
      appliedDiscounts: [],
      taxInfo: null,
      shippingInfo: null,
      balanceSummary: null,
    };
    const value = await readOne(order({ ...bare, currency, priceSummary: { total: price(amount) } }));
    expect(value.totals.total).toEqual({ amount: shown, currency });
  });

  it.each([
    [{ fulfillmentStatus: "FULFILLED" }, ["completed", "paid", "fulfilled"]],
    [{ fulfillmentStatus: "PARTIALLY_FULFILLED" }, ["open", "paid", "partial"]],
    [{ status: "CANCELED", paymentStatus: "CANCELED" }, ["cancelled", "voided", "unfulfilled"]],
    [{ status: "REJECTED", paymentStatus: "DECLINED" }, ["cancelled", "pending", "unfulfilled"]],
    [{ status: "INITIALIZED", paymentStatus: "NOT_PAID" }, ["draft", "pending", "unfulfilled"]],
    [{ paymentStatus: "PARTIALLY_PAID" }, ["open", "partially_paid", "unfulfilled"]],
    [{ status: "NEW", paymentStatus: "NEW", fulfillmentStatus: "NEW" }, ["unknown", "unknown", "unknown"]],
    [{ status: null, paymentStatus: null, fulfillmentStatus: null }, ["unknown", "unknown", "unknown"]],
  ])("%j is %j", async (over, expected) => {
    const { status, payment_status, fulfillment_status } = await readOne(order(over));
    expect([status, payment_status, fulfillment_status]).toEqual(expected);
  });

  it.each([
    ["POS", "pos"],
    ["ETSY", "marketplace"],
    ["BACKOFFICE_MERCHANT", "other"],
    ["TELEPATHY", "unknown"],
  ])("by %s came by %s", async (type, kind) => {
    expect((await readOne(order({ channelInfo: { type } }))).channel).toEqual({ kind, name: type });
  });

  it("survives what Wix may leave out", async () => {
    const bare = {
      id: ORDER,
      createdDate: "2026-05-25T13:51:01Z",
      currency: "USD",
      lineItems: [{ quantity: 1, price: price("3") }],
      priceSummary: { total: price("3") },
    };
    const value = await readOne(bare);
    expect(value).toMatchObject({ number: null, difference: null, shipping: [], shipping_address: null });
    expect(value.lines[0]).toMatchObject({ product_id: null, variant_id: null, total: usd("3.00") });
  });

  it("takes a product without options for its own variant", async () => {
    const options = { variantId: "00000000-0000-0000-0000-000000000000" };
    const value = await readOne(
      order({ lineItems: [line({ catalogReference: { catalogItemId: "p1", options } })] }),
    );
    expect(value.lines[0]).toMatchObject({ product_id: "p1", variant_id: "p1" });
  });

  it.each([
    ["no total", { priceSummary: {} }, "order.priceSummary.total"],
    ["a total with a comma", { priceSummary: { total: price("23,80") } }, "order.priceSummary.total.amount"],
    ["no currency", { currency: null }, "order.currency"],
    ["no lines", { lineItems: null }, "order.lineItems"],
    ["a time that is none", { purchasedDate: "yesterday" }, `order ${ORDER}`],
  ])("with %s is named, not guessed at", async (_name, over, field) => {
    const thrown = await failure(readOne(order(over)));
    expect(thrown).toBeInstanceOf(PlatformFailure);
    expect((thrown as PlatformFailure).failure).toMatchObject({ kind: "unexpected", field });
  });
});

describe("the list of orders", () => {
  it("is asked for oldest first, and goes on by the cursor alone", async () => {
    const { api, sent } = fakeApi({
      [SEARCH]: { orders: [order()], metadata: { count: 1, cursors: { next: "c2" }, hasNext: true } },
    });
    const asked = {
      limit: 2,
      status: "open",
      updated_since: "2026-01-01T00:00:00Z",
      created_before: "2026-02-01T00:00:00Z",
    };
    expect((await read.orders!(api, query(asked))).next).toBe("c2");
    await read.orders!(api, query({ ...asked, cursor: "c2" }));
    expect(sent.map(({ json }) => JSON.parse(JSON.stringify(json)))).toEqual([
      {
        search: {
          filter: {
            status: { $in: ["APPROVED", "PENDING"] },
            fulfillmentStatus: { $in: ["NOT_FULFILLED", "PARTIALLY_FULFILLED"] },
            createdDate: { $lte: "2026-02-01T00:00:00Z" },
            updatedDate: { $gte: "2026-01-01T00:00:00Z" },
          },
          sort: [{ fieldName: "createdDate", order: "ASC" }],
          cursorPaging: { limit: 2 },
        },
      },
      { search: { cursorPaging: { limit: 2, cursor: "c2" } } },
    ]);
  });

  it("asks once for the refunds of those that have any, and for none where none has", async () => {
    const refunded = order({
      id: "o2",
      paymentStatus: "PARTIALLY_REFUNDED",
      balanceSummary: { refunded: price("5") },
    });
    const { api, sent } = fakeApi({
      [SEARCH]: { orders: [order(), refunded], metadata: { hasNext: false, cursors: {} } },
      [TRANSACTIONS]: { orderTransactions: [{ orderId: "o2", refunds: [refund()] }] },
    });
    const { records, next } = await read.orders!(api, query());
    expect(next).toBeNull();
    expect(sent[1]!.json).toEqual({ orderIds: ["o2"] });
    expect(records.map(({ value }) => value.refunds.length)).toEqual([0, 1]);
    expect(records[1]!.value).toMatchObject({
      payment_status: "partially_refunded",
      totals: { refunded: usd("5.00") },
    });
    const none = fakeApi({ [SEARCH]: { orders: [order()], metadata: {} } });
    await read.orders!(none.api, query());
    expect(none.sent).toHaveLength(1);
  });

  it("refuses a status that there is not", async () => {
    const thrown = await failure(read.orders!(fakeApi({}).api, query({ status: "lost" })));
    expect((thrown as PlatformFailure).failure.kind).toBe("rejected");
  });
});

describe("a refund", () => {
  const list = async (over: object) => {
    const { api, sent } = fakeApi({
      [SEARCH]: { orders: [order({ currency: "JPY" })], metadata: {} },
      [TRANSACTIONS]: { orderTransactions: [{ orderId: ORDER, refunds: [refund(over)] }] },
    });
    const { records } = await read.refunds!(api, query());
    const { value } = records[0]!;
    expect(refundSchema().parse(value)).toEqual(value);
    return { value, sent };
  };

  it("is in its order's currency, with what came back", async () => {
    const { value, sent } = await list({ summary: { requestedRefund: price("500") } });
    expect(sent[0]!.json).toMatchObject({
      search: { filter: { paymentStatus: { $in: ["PARTIALLY_REFUNDED", "FULLY_REFUNDED"] } } },
    });
    expect(value).toMatchObject({
      order_id: ORDER,
      status: "completed",
      amount: { amount: "500", currency: "JPY" },
      reason: "Damaged",
      lines: [{ order_line_id: "00000000-0000-0000-0000-000000000001", quantity: "1", amount: null }],
      created_at: "2026-05-26T10:00:00.000Z",
    });
  });

  it.each([
    [["SUCCEEDED", "PENDING"], "pending"],
    [["SUCCEEDED", "SUCCEEDED"], "completed"],
    [["FAILED", "FAILED"], "failed"],
    [["FAILED", "SUCCEEDED"], "unknown"],
    [["BARTERED"], "unknown"],
    [[], "unknown"],
  ])("of payments that are %j is %s", async (statuses, expected) => {
    const transactions = statuses.map((refundStatus) => ({ amount: price("1"), refundStatus }));
    const { value } = await list({ transactions, summary: null });
    expect(value).toMatchObject({ status: expected, amount: { amount: String(statuses.length) } });
  });
});

describe("products of Catalog V1", () => {
  it("are mapped with their prices and variants", async () => {
    const { api } = fakeApi({
      [VERSION]: { catalogVersion: "V1_CATALOG" },
      "GET /stores/v1/products/p1": { product: goods.v1Product },
    });
    const { value } = await read.product!(api, "p1");
    expect(productSchema().parse(value)).toEqual(value);
    expect(value).toMatchObject({
      id: goods.v1Product.id,
      name: "Mlima coffee",
      status: "active",
      url: "https://duka.example/product-page/mlima-coffee",
    });
    expect(value.image_urls).toHaveLength(1);
    expect(value.variants[0]).toEqual({
      id: "c0ffee00-1d2a-4b7c-8e90-0000000000b1",
      sku: "MLIMA-500-W",
      barcode: null,
      name: "500g / Whole bean",
      options: [
        { name: "Weight", value: "500g" },
        { name: "Grind", value: "Whole bean" },
      ],
      price: usd("21.20"),
      compare_at_price: usd("26.50"),
      tracks_inventory: false,
      inventory_item_id: null,
    });
    // Without a price and SKU of its own a variant has the product's.
    expect(value.variants[1]).toMatchObject({
      sku: "MLIMA",
      price: usd("22.00"),
      compare_at_price: null,
      tracks_inventory: true,
    });
  });

  it("are listed by their number from the last one given, and a full page is not the last", async () => {
    const plain = {
      id: "p2",
      numericId: "1771234567890002",
      name: "Tea",
      priceData: { currency: "JPY", price: 500 },
    };
    const { api, sent } = fakeApi({
      [VERSION]: { catalogVersion: "V1_CATALOG" },
      "POST /stores/v1/products/query": { products: [plain] },
    });
    const asked = { limit: 1, cursor: "1771234567890001", updated_since: "2026-01-01T00:00:00Z" };
    const { records, next } = await read.products!(api, query(asked));
    expect(next).toBe("1771234567890002");
    expect(sent[1]!.json).toEqual({
      query: {
        paging: { limit: 1 },
        filter: '{"numericId":{"$gt":"1771234567890001"},"lastUpdated":{"$gte":"2026-01-01T00:00:00Z"}}',
        sort: '[{"numericId":"asc"}]',
      },
      includeVariants: true,
      includeHiddenProducts: true,
    });
    // Without options it is its own variant.
    expect(records[0]!.value.variants).toMatchObject([
      { id: "p2", price: { amount: "500", currency: "JPY" }, compare_at_price: null },
    ]);
    expect((await read.products!(api, query({ limit: 2 }))).next).toBeNull();
  });
});

describe("products of Catalog V3", () => {
  const V3 = { [VERSION]: { catalogVersion: "V3_CATALOG" } };

  it("come with the variants that are asked for beside them, page by page", async () => {
    const { api, sent } = fakeApi({
      ...V3,
      "POST /stores/v3/products/query": { products: [v3Product], pagingMetadata: { cursors: { next: "n" } } },
      "POST /stores/v3/products/query-variants": ({ json }: { json?: unknown }) =>
        JSON.stringify(json).includes('"cursor"')
          ? {
              variants: [{ ...v3Variant, variantId: "v2", price: { actualPrice: price("1") } }],
              pagingMetadata: { hasNext: false },
            }
          : { variants: [v3Variant], pagingMetadata: { hasNext: true, cursors: { next: "more" } } },
    });
    const { records, next } = await read.products!(api, query());
    const { value } = records[0]!;
    expect(next).toBe("n");
    expect(productSchema().parse(value)).toEqual(value);
    expect(value).toMatchObject({
      status: "draft",
      vendor: "Metri Coffee",
      url: "https://example.com/product-page/mlima-coffee",
      created_at: "2026-01-01T00:00:00.000Z",
      image_urls: ["https://static.example.com/1.jpg"],
    });
    expect(value.variants).toMatchObject([
      {
        id: v3Variant.variantId,
        barcode: "6001234567897",
        name: "250g",
        price: { amount: "1.234", currency: "KWD" },
        compare_at_price: { amount: "1.500", currency: "KWD" },
      },
      { id: "v2", price: { amount: "1.000", currency: "KWD" }, compare_at_price: null },
    ]);
    expect(sent[2]!.json).toMatchObject({
      query: { filter: { "productData.productId": { $in: [v3Product.id] } }, cursorPaging: { limit: 1_000 } },
    });
  });

  it("with a price and no currency are told as unexpected", async () => {
    const { api } = fakeApi({
      ...V3,
      "GET /stores/v3/products/p1": { product: { ...v3Product, currency: null } },
      "POST /stores/v3/products/query-variants": { variants: [v3Variant], pagingMetadata: {} },
    });
    const thrown = await failure(read.product!(api, "p1"));
    expect((thrown as PlatformFailure).failure).toMatchObject({ kind: "unexpected", field: "product.0" });
  });

  it.each([
    ["STORES_NOT_INSTALLED", "rejected"],
    ["V9_CATALOG", "unexpected"],
  ])("on a site with %s are %s, not an empty list", async (catalogVersion, kind) => {
    const thrown = await failure(read.products!(fakeApi({ [VERSION]: { catalogVersion } }).api, query()));
    expect((thrown as PlatformFailure).failure.kind).toBe(kind);
  });
});

describe("inventory", () => {
  it("of Catalog V1 counts each variant, and nothing that is not tracked", async () => {
    const { api } = fakeApi({
      [VERSION]: { catalogVersion: "V1_CATALOG" },
      "POST /stores/v2/inventoryItems/query": goods.v1Items,
    });
    const { records, next } = await read.inventory!(api, query({ limit: 2 }));
    expect(next).toBe("1771234567890777");
    const values = records.map(({ value }) => inventoryLevelSchema().parse(value));
    expect(values.map(({ available }) => available)).toEqual([null, null, "-1", "2", null]);
    // A product without options is its own variant.
    expect(values[0]).toMatchObject({ variant_id: goods.v1Product.id, location_id: null });
    expect(values[2]!.variant_id).toBe("c0ffee00-1d2a-4b7c-8e90-0000000000c1");
  });

  it("of Catalog V3 counts each variant at each location", async () => {
    const item = { variantId: "v", productId: "p", locationId: "l", trackQuantity: true, quantity: 7 };
    const { api } = fakeApi({
      [VERSION]: { catalogVersion: "V3_CATALOG" },
      "POST /stores/v3/inventory-items/query": {
        inventoryItems: [
          { ...item, product: { variantSku: "S" } },
          { ...item, trackQuantity: false, inStock: true },
        ],
        pagingMetadata: {},
      },
    });
    const { records } = await read.inventory!(api, query());
    expect(records.map(({ value }) => value)).toMatchObject([
      { variant_id: "v", product_id: "p", location_id: "l", sku: "S", available: "7" },
      { available: null },
    ]);
  });

  it("does not take a cursor that is another list's", async () => {
    const { api } = fakeApi({ [VERSION]: { catalogVersion: "V1_CATALOG" } });
    const thrown = await failure(read.inventory!(api, query({ cursor: "abc" })));
    expect((thrown as PlatformFailure).failure.kind).toBe("rejected");
  });
});

describe("the site and its people", () => {
  it("the store is the site, named as webhooks name it", async () => {
    const { api } = fakeApi({ "GET /site-properties/v4/properties": goods.properties }, "instance-1");
    const { value } = await read.store!(api);
    expect(storeSchema().parse(value)).toEqual(value);
    expect(value).toMatchObject({
      id: "instance-1",
      name: "Duka la Amina",
      country: "KE",
      currency: "USD",
      timezone: "Africa/Nairobi",
      locale: "sw-KE",
    });
  });

  it("locations have addresses, in either of the two forms", async () => {
    const { api, sent } = fakeApi({ "GET /locations/v1/locations": goods.locations });
    const { records, next } = await read.locations!(api, query({ limit: 5 }));
    expect(next).toBeNull();
    expect(queryString(sent[0]!)).toEqual({
      "paging.limit": "5",
      "paging.offset": "0",
      includeArchived: "true",
    });
    expect(records.map(({ value }) => locationSchema().parse(value))).toMatchObject([
      { address: { line1: "12 Marina Road", region: "NG-LA", country: "NG" } },
      {
        name: "Kenyatta Avenue",
        active: true,
        kind: "physical",
        timezone: "Africa/Nairobi",
        address: { line1: "8 Kenyatta Avenue", city: "Nairobi", country: "KE", phone: "+254200000000" },
      },
    ]);
  });

  it("customers are contacts, oldest first", async () => {
    const { api, sent } = fakeApi({
      "POST /contacts/v4/contacts/query": {
        contacts: [goods.contact],
        pagingMetadata: { count: 1, offset: 3, total: 5 },
      },
    });
    const { records, next } = await read.customers!(api, query({ limit: 1, cursor: "3" }));
    expect(next).toBe("4");
    expect(sent[0]!.json).toMatchObject({
      query: { sort: [{ fieldName: "createdDate", order: "ASC" }], paging: { limit: 1, offset: 3 } },
    });
    const { value } = records[0]!;
    expect(customerSchema().parse(value)).toEqual(value);
    expect(value).toMatchObject({
      first_name: "Ngozi",
      company: "Okafor Ltd",
      email: "ngozi@example.org",
      created_at: "2026-03-11T06:45:10.500Z",
    });
    expect(value.addresses.map(({ line1 }) => line1)).toEqual(["12  Marina Road", "3 Aminu Kano"]);
  });
});

describe("answers and calls", () => {
  const told = (status: number, body: unknown = null, headers = {}) =>
    wix.classify({ status, headers: new Headers(headers), body }, 0);

  it("a failure is named by its status, and by Wix's code where there is one", () => {
    const body = { message: "secret text", details: { applicationError: { code: "SITE_NOT_FOUND" } } };
    expect(told(200)).toBeNull();
    expect(told(401)).toMatchObject({ kind: "unauthorized" });
    expect(told(403)).toMatchObject({ kind: "forbidden" });
    expect(told(404)).toEqual({ kind: "not_found" });
    expect(told(429, null, { "retry-after": "7" })).toEqual({ kind: "throttled", retryAfter: 7 });
    expect(told(429)).toEqual({ kind: "throttled", retryAfter: null });
    expect(told(503)).toMatchObject({ kind: "unavailable" });
    expect(told(400, body)).toEqual({ kind: "rejected", detail: "HTTP 400 SITE_NOT_FOUND" });
  });

  it("a call carries the token", async () => {
    const call = outgoing("token");
    await wix.authorise(call);
    expect(call.headers.get("authorization")).toBe("Bearer token");
  });
});
