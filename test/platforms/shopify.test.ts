import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  customerSchema,
  inventoryLevelSchema,
  locationSchema,
  orderSchema,
  productSchema,
  refundSchema,
  storeSchema,
} from "../../src/model/retail";
import { type Api, type ListQuery, PlatformFailure } from "../../src/platforms/adapter";
import { shopify } from "../../src/platforms/shopify";
import { quoted } from "../../src/platforms/shopify/search";
import { NO_CALLBACK, outgoing } from "../support/adapter-calls";
import { fakeApi } from "./shopify/fake-api";
import * as f from "./shopify/fixtures";

const { read } = shopify;
const ask = (over: Partial<ListQuery> = {}): ListQuery => ({ limit: 30, cursor: null, ...over });

async function failure(run: Promise<unknown>): Promise<PlatformFailure["failure"]> {
  const error = await run.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlatformFailure)) throw error ?? new Error("it did not fail");
  return error.failure;
}

describe("a search", () => {
  it("quotes a value so that nothing in it is syntax", () => {
    expect(quoted("O'Reilly")).toBe("'O\\'Reilly'");
    expect(quoted("\\' OR status:open")).toBe("'\\\\\\' OR status:open'");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", "\\", '"', ":", " ", "a", ")") }), (value) => {
        const literal = quoted(value);
        expect(literal).toMatch(/^'(?:[^'\\]|\\['\\])*'$/);
        expect(literal.slice(1, -1).replace(/\\(['\\])/g, "$1")).toBe(value);
      }),
    );
  });
});

describe("an order", () => {
  const orders = async (...nodes: unknown[]) => {
    const api = fakeApi({ Orders: () => ({ ...f.SCOPES_ALL_ORDERS, orders: f.page(nodes) }) });
    const { records } = await read.orders!(api, ask());
    return records.map(({ value }) => value);
  };
  const one = async (node: unknown) => (await orders(node))[0]!;

  it("keeps to the unified model, whatever it lacks", async () => {
    const all = await orders(f.DISCOUNTED_USD, f.TILL_JPY, f.FOREIGN_KWD, f.CANCELLED_NGN, f.BARE_ZAR);
    expect(all).toHaveLength(5);
    for (const order of all) expect(orderSchema().parse(order)).toEqual(order);
  });

  it("with discounts on the order, on a line and on shipping adds up, each counted once", async () => {
    const order = await one(f.DISCOUNTED_USD);
    const usd = (amount: string) => ({ amount, currency: "USD" });
    expect(order.totals).toEqual({
      subtotal: usd("130.00"),
      discount: usd("18.00"),
      shipping: usd("0.00"),
      fees: usd("0.00"),
      tax: usd("8.96"),
      tax_added: usd("8.96"),
      tip: usd("0.00"),
      total: usd("120.96"),
      refunded: usd("29.16"),
    });
    expect(order.difference).toBeNull();
    expect(order.discounts).toEqual([
      { name: null, code: "SAVE10", amount: usd("13.00") },
      { name: "Spring", code: null, amount: usd("5.00") },
      { name: null, code: "FREESHIP", amount: usd("9.00") },
    ]);
    expect(order.lines.map(({ subtotal, discount, tax, total }) => [subtotal, discount, tax, total])).toEqual(
      [
        [usd("100.00"), usd("15.00"), usd("6.80"), usd("91.80")],
        [usd("30.00"), usd("3.00"), usd("2.16"), usd("29.16")],
      ],
    );
    expect(order.shipping).toEqual([{ name: "Standard", code: "STD", amount: usd("9.00") }]);
    expect(order.taxes).toEqual([{ name: "Sales tax", rate: "0.08", inclusive: false, amount: usd("8.96") }]);
  });

  it("has numeric ids, UTC times, states and people", async () => {
    const order = await one(f.DISCOUNTED_USD);
    expect(order).toMatchObject({
      id: "1001",
      number: "#1001",
      status: "open",
      payment_status: "partially_refunded",
      fulfillment_status: "partial",
      channel: { kind: "online", name: "Online Store" },
      customer_id: "7",
      location_id: null,
      note: "Leave at the door",
      placed_at: "2026-10-01T06:00:00.000Z",
      updated_at: "2026-10-05T09:30:00.000Z",
      completed_at: null,
      cancelled_at: null,
    });
    expect(order.lines[0]).toMatchObject({
      id: "10011",
      product_id: "11",
      variant_id: "111",
      sku: "MUG-B",
      name: "Lamp",
      quantity: "2",
    });
    expect(order.shipping_address).toEqual({
      name: "Amina Odhiambo",
      line1: "Kimathi Street 1",
      line2: null,
      city: "Nairobi",
      region: "Nairobi Area",
      postal_code: "00100",
      country: "KE",
      phone: null,
    });
  });

  it("carries its refunds, tax included in what a line gave back", async () => {
    const order = await one(f.DISCOUNTED_USD);
    expect(order.refunds).toEqual([
      {
        id: "501",
        order_id: "1001",
        status: "completed",
        amount: { amount: "29.16", currency: "USD" },
        reason: "Broken",
        location_id: null,
        lines: [{ order_line_id: "10012", quantity: "1", amount: { amount: "29.16", currency: "USD" } }],
        created_at: "2026-10-05T09:00:00.000Z",
        updated_at: "2026-10-05T09:30:00.000Z",
      },
    ]);
  });

  it("in yen with tax inside the prices has no decimals, and no tax on top", async () => {
    const order = await one(f.TILL_JPY);
    const jpy = (amount: string) => ({ amount, currency: "JPY" });
    expect(order.tax_inclusive).toBe(true);
    expect(order.totals).toMatchObject({
      subtotal: jpy("3300"),
      shipping: jpy("550"),
      tax: jpy("350"),
      tax_added: jpy("0"),
      total: jpy("3850"),
    });
    expect(order.difference).toBeNull();
    expect(order.lines[0]).toMatchObject({ unit_price: jpy("1100"), tax: jpy("300"), total: jpy("3300") });
    expect(order.taxes[0]).toMatchObject({ inclusive: true, rate: "0.1" });
    expect(order).toMatchObject({
      status: "completed",
      fulfillment_status: "fulfilled",
      completed_at: "2026-10-01T10:00:00.000Z",
      channel: { kind: "pos", name: "Point of Sale" },
      location_id: "31",
    });
  });

  it("in dinars keeps three decimals, and counts duties and tip", async () => {
    const order = await one(f.FOREIGN_KWD);
    const kwd = (amount: string) => ({ amount, currency: "KWD" });
    expect(order.currency).toBe("KWD");
    expect(order.totals).toMatchObject({
      subtotal: kwd("12.345"),
      fees: kwd("2.500"),
      tip: kwd("1.000"),
      tax: kwd("0.000"),
      total: kwd("15.845"),
    });
    expect(order.difference).toBeNull();
  });

  it("does not count duties that its prices contain", async () => {
    const order = await one({
      ...f.FOREIGN_KWD,
      dutiesIncluded: true,
      totalPriceSet: { ...f.bag("13.345", "KWD"), presentmentMoney: { amount: "43", currencyCode: "USD" } },
    });
    expect(order.totals.fees).toEqual({ amount: "0.000", currency: "KWD" });
    expect(order.difference).toBeNull();
  });

  it("that was edited and cancelled tells by how much its parts miss the total", async () => {
    const order = await one(f.CANCELLED_NGN);
    expect(order).toMatchObject({
      status: "cancelled",
      payment_status: "voided",
      fulfillment_status: "unfulfilled",
      cancelled_at: "2026-10-03T07:00:00.000Z",
    });
    expect(order.difference?.amount).toEqual({ amount: "-1000.00", currency: "NGN" });
    expect(order.difference?.reason).toContain("edited");
  });

  it("with nothing optional has nulls, not guesses", async () => {
    const order = await one(f.BARE_ZAR);
    expect(order).toMatchObject({
      payment_status: "unknown",
      channel: { kind: "unknown", name: null },
      customer_id: null,
      shipping_address: null,
      note: null,
    });
    expect(order.totals.tax).toEqual({ amount: "0.00", currency: "ZAR" });
    expect(order.lines[0]).toMatchObject({ sku: null, product_id: null, variant_id: null });
  });

  it.each([
    ["EXPIRED", "ON_HOLD", "unknown", "unfulfilled"],
    ["SOMETHING_NEW", "SOMETHING_NEW", "unknown", "unknown"],
    ["AUTHORIZED", "FULFILLMENT_NOT_REQUIRED", "authorized", "not_required"],
  ])("reads %s and %s as %s and %s", async (displayFinancialStatus, displayFulfillmentStatus, paid, fulfilled) => {
    const order = await one({ ...f.BARE_ZAR, displayFinancialStatus, displayFulfillmentStatus });
    expect([order.payment_status, order.fulfillment_status]).toEqual([paid, fulfilled]);
  });

  it("takes a channel it does not know for another one, by its name", async () => {
    const order = await one({ ...f.BARE_ZAR, sourceName: "3890849", app: null });
    expect(order.channel).toEqual({ kind: "other", name: "3890849" });
  });

  it.each([
    [[], "0.0", "completed"],
    [[], "5.00", "unknown"],
    [["SUCCESS", "SUCCESS"], "5.00", "completed"],
    [["SUCCESS", "PENDING"], "5.00", "pending"],
    [["AWAITING_RESPONSE"], "5.00", "pending"],
    [["FAILURE", "ERROR"], "5.00", "failed"],
    [["SUCCESS", "FAILURE"], "5.00", "unknown"],
    [["SOMETHING_NEW"], "5.00", "unknown"],
  ])("has a refund with the transactions %j of %s that is %s", async (statuses, amount, status) => {
    const order = await one({
      ...f.BARE_ZAR,
      refunds: [
        f.refund(9, "ZAR", {
          totalRefundedSet: f.bag(amount, "ZAR"),
          transactions: {
            nodes: statuses.map((name) => ({ status: name })),
            pageInfo: { hasNextPage: false },
          },
        }),
      ],
    });
    expect(order.refunds[0]?.status).toBe(status);
  });

  it.each([
    ["a total that is no bag", { totalPriceSet: "10.00" }, "order.totalPriceSet"],
    [
      "a number for an amount",
      { totalTaxSet: f.bag(8.96 as never, "USD") },
      "order.totalTaxSet.shopMoney.amount",
    ],
    ["a fraction of a cent", { totalTaxSet: f.bag("8.965", "USD") }, "order"],
    [
      "a quantity of one half",
      { lineItems: { nodes: [f.line(1, "USD", { quantity: 0.5 })], pageInfo: { hasNextPage: false } } },
      "order.lineItems.nodes.0.quantity",
    ],
    ["lines that are missing", { lineItems: null }, "order.lineItems"],
    ["a time that is none", { createdAt: "yesterday" }, "order"],
    ["an id of another form", { id: "1001" }, "id"],
  ])("with %s is unexpected, by field", async (_, over, field) => {
    expect(await failure(one({ ...f.order(1, "USD"), ...over }))).toMatchObject({
      kind: "unexpected",
      field,
    });
  });

  it("with amounts in two currencies is unexpected, not summed", async () => {
    const mixed = { ...f.order(1, "USD"), totalTipReceivedSet: f.bag("1.00", "EUR") };
    expect(await failure(one(mixed))).toMatchObject({ kind: "unexpected", field: "order" });
  });
});

describe("a list of orders", () => {
  const NOW = Date.parse("2026-10-10T00:00:00Z");
  const codes = (page: { warnings: { code: string }[] }) => page.warnings.map(({ code }) => code);

  it("gives the cursor of the next page, raw objects, and tells its limits", async () => {
    const page = await read.orders!(fakeApi({ Orders: () => f.ORDERS_DATA }), ask());
    expect(page.next).toBe("c4");
    expect(page.records[0]!.raw).toBe(f.DISCOUNTED_USD);
    expect(codes(page)).toEqual(["window_limited", "presentment_currency"]);
    expect(page.warnings[1]!.message).toContain("1 of these orders");
  });

  it.each([
    ["without a bound", {}, f.SCOPES_60_DAYS, ["window_limited"]],
    [
      "from before the window",
      { created_after: "2026-08-01T00:00:00Z" },
      f.SCOPES_60_DAYS,
      ["window_limited"],
    ],
    ["from inside the window", { created_after: "2026-08-12T00:00:00Z" }, f.SCOPES_60_DAYS, []],
    [
      "changed inside the window",
      { updated_since: "2026-10-01T00:00:00Z" },
      f.SCOPES_60_DAYS,
      ["window_limited"],
    ],
    ["with read_all_orders", {}, f.SCOPES_ALL_ORDERS, []],
  ])("%s tells of the 60-day window only where it cuts", async (_, over, scopes, expected) => {
    const api = fakeApi({ Orders: () => ({ ...scopes, orders: f.page([]) }) }, NOW);
    expect(codes(await read.orders!(api, ask(over)))).toEqual(expected);
  });

  it.each([
    [{}, null, "CREATED_AT", true],
    [
      { updated_since: "2026-10-01T02:00:00+02:00" },
      "updated_at:>='2026-10-01T00:00:00Z'",
      "UPDATED_AT",
      false,
    ],
    [
      { created_after: "2026-09-01T00:00:00Z", created_before: "2026-10-01T00:00:00.500Z" },
      "created_at:>='2026-09-01T00:00:00Z' AND created_at:<'2026-10-01T00:00:00.500Z'",
      "CREATED_AT",
      true,
    ],
    [{ location_id: "31", status: "completed" }, "location_id:31 AND status:closed", "CREATED_AT", true],
  ])("asked for %j searches %s", async (over, search, sort, reverse) => {
    const api = fakeApi({ Orders: () => ({ ...f.SCOPES_ALL_ORDERS, orders: f.page([]) }) });
    await read.orders!(api, ask({ ...over, cursor: "c9", limit: 17 }));
    expect(api.sent[0]!.variables).toMatchObject({ first: 17, after: "c9", search, sort, reverse });
    expect(api.sent[0]!.request).toMatchObject({ method: "POST", path: "/graphql.json" });
  });

  it.each([
    [{ location_id: "1 OR status:open" }],
    [{ location_id: "123456789012345678901" }],
    [{ location_id: "*" }],
    [{ status: "open OR created_at:>2020" }],
    [{ status: "constructor" }],
    [{ updated_since: "'2020' OR id:>0" }],
    [{ created_after: "2026-13-01" }],
    [{ created_before: "now" }],
  ])("refuses %j before it asks Shopify", async (over) => {
    const api = fakeApi({});
    expect(await failure(read.orders!(api, ask(over)))).toMatchObject({ kind: "rejected" });
    expect(api.sent).toEqual([]);
  });

  it("warns of customer data that is denied, and gives the rest", async () => {
    const denied = { ...f.order(1, "USD"), customer: null };
    const api = fakeApi({
      Orders: () => ({
        data: { ...f.SCOPES_ALL_ORDERS, orders: f.page([denied, denied]) },
        errors: [0, 1].map((at) => ({
          message: "This app is not approved to access the Customer object.",
          path: ["orders", "edges", at, "node", "customer"],
          extensions: { code: "ACCESS_DENIED" },
        })),
      }),
    });
    const page = await read.orders!(api, ask());
    expect(page.records).toHaveLength(2);
    expect(page.warnings).toMatchObject([{ code: "field_denied", field: "orders.customer" }]);
  });

  it("asks for fewer at once where Shopify finds the query too costly", async () => {
    const api = fakeApi({
      Orders: ({ first }) =>
        (first as number) > 4
          ? {
              errors: [
                {
                  message: "Query cost is 1203, which exceeds the single query max cost limit (1000).",
                  extensions: { code: "MAX_COST_EXCEEDED" },
                },
              ],
            }
          : { ...f.SCOPES_ALL_ORDERS, orders: f.page([f.order(1, "USD")], "c1") },
    });
    const page = await read.orders!(api, ask({ limit: 30 }));
    expect(api.sent.map(({ variables }) => variables.first)).toEqual([30, 8, 2]);
    expect(page.next).toBe("c1");
  });

  it("gives up where even one record is too costly", async () => {
    const api = fakeApi({
      Orders: () => ({ errors: [{ message: "x", extensions: { code: "MAX_COST_EXCEEDED" } }] }),
    });
    expect(await failure(read.orders!(api, ask({ limit: 2 })))).toMatchObject({ kind: "rejected" });
    expect(api.sent.map(({ variables }) => variables.first)).toEqual([2, 1]);
  });
});

describe("long nested lists", () => {
  const more = (nodes: unknown[], next: string | null) => ({
    nodes,
    pageInfo: { hasNextPage: next !== null, endCursor: next },
  });
  const longOrder = (id: number) => f.order(id, "USD", { lineItems: more([f.line(1, "USD")], "l1") });
  const tens = (count: number) => ({
    ...f.bag(`${count * 10}.00`, "USD"),
    presentmentMoney: { amount: "1", currencyCode: "USD" },
  });

  it("of an order are read to the end, and so are those of its refunds", async () => {
    const lines: Record<string, unknown> = {
      l1: more([f.line(2, "USD"), f.line(3, "USD")], "l3"),
      l3: more([f.line(4, "USD")], null),
    };
    const refundLine = (f.refund(1, "USD").refundLineItems as { nodes: unknown[] }).nodes[0];
    const api = fakeApi({
      OrderById: () => ({
        order: {
          ...longOrder(77),
          totalPriceSet: tens(4),
          refunds: [f.refund(5, "USD", { refundLineItems: more([refundLine], "r1") })],
        },
      }),
      OrderLines: ({ after }) => ({ owner: { part: lines[after as string] } }),
      RefundLines: () => ({ owner: { part: more([refundLine, refundLine], null) } }),
    });
    const { value, raw } = await read.order!(api, "77");
    expect(value.lines.map(({ id }) => id)).toEqual(["1", "2", "3", "4"]);
    expect(value.totals.subtotal).toEqual({ amount: "40.00", currency: "USD" });
    expect(value.difference).toBeNull();
    expect(value.refunds[0]!.lines).toHaveLength(3);
    expect(raw).toMatchObject({ lineItems: { pageInfo: { hasNextPage: false } } });
    expect((raw as { lineItems: { nodes: unknown[] } }).lineItems.nodes).toHaveLength(4);
    expect(api.sent.map(({ operation }) => operation)).toEqual([
      "OrderById",
      "OrderLines",
      "OrderLines",
      "RefundLines",
    ]);
    expect(api.sent[3]!.variables).toMatchObject({ id: "gid://shopify/Refund/5", after: "r1" });
  });

  it.each([
    ["shippingLines", "OrderShipping", "shipping"],
    ["discountApplications", "OrderDiscounts", "discounts"],
  ] as const)("of an order's %s are read to the end", async (field, operation, unified) => {
    const { nodes } = f.DISCOUNTED_USD[field] as { nodes: unknown[] };
    const api = fakeApi({
      OrderById: () => ({ order: { ...f.DISCOUNTED_USD, [field]: more(nodes.slice(0, 1), "x") } }),
      [operation]: () => ({ owner: { part: more(nodes.slice(1), null) } }),
    });
    const { value } = await read.order!(api, "1001");
    expect(value[unified]).toHaveLength(nodes.length);
    expect(value.difference).toBeNull();
  });

  it("of orders in a list have the order read again alone", async () => {
    const api = fakeApi({
      Orders: () => ({ ...f.SCOPES_ALL_ORDERS, orders: f.page([f.order(1, "USD"), longOrder(2)]) }),
      OrderById: () => ({
        order: f.order(2, "USD", {
          totalPriceSet: tens(2),
          lineItems: more([f.line(1, "USD"), f.line(2, "USD")], null),
        }),
      }),
    });
    const { records, next, warnings } = await read.orders!(api, ask());
    expect(records.map(({ value }) => value.lines.length)).toEqual([1, 2]);
    expect(records[1]!.value.difference).toBeNull();
    expect(api.sent[1]!.variables.id).toBe("gid://shopify/Order/2");
    expect([next, warnings]).toEqual([null, []]);
  });

  it("end a page early rather than cut an order: the rest is on the next page", async () => {
    const api = fakeApi({
      Orders: () => ({ ...f.SCOPES_ALL_ORDERS, orders: f.page([1, 2, 3, 4, 5, 6, 7].map(longOrder), "c6") }),
      OrderById: ({ id }) => ({ order: f.order(Number(String(id).split("/").at(-1)), "USD") }),
    });
    const { records, next } = await read.orders!(api, ask());
    expect(records.map(({ value }) => value.id)).toEqual(["1", "2", "3", "4", "5"]);
    expect(next).toBe("c4");
  });

  it("leave out an order that was deleted meanwhile", async () => {
    const api = fakeApi({
      Orders: () => ({ ...f.SCOPES_ALL_ORDERS, orders: f.page([longOrder(1), f.order(2, "USD")]) }),
      OrderById: () => ({ order: null }),
    });
    const { records } = await read.orders!(api, ask());
    expect(records.map(({ value }) => value.id)).toEqual(["2"]);
  });

  it("that never end are an unexpected answer, not an endless loop", async () => {
    const api = fakeApi({
      OrderById: () => ({ order: longOrder(1) }),
      OrderLines: () => ({ owner: { part: more([], "again") } }),
    });
    expect(await failure(read.order!(api, "1"))).toMatchObject({ kind: "unexpected", field: "lineItems" });
  });

  it("of a product are read to the end", async () => {
    const api = fakeApi({
      Products: () => ({
        shop: { currencyCode: "NGN" },
        products: f.page([f.product(11, { variants: more([f.variant(1)], "v1") })]),
      }),
      ProductById: () => ({
        shop: { currencyCode: "NGN" },
        product: f.product(11, { variants: more([f.variant(1)], "v1") }),
      }),
      ProductVariants: ({ after }) => ({
        owner: { part: after === "v1" ? more([f.variant(2)], "v2") : more([f.variant(3)], null) },
      }),
    });
    const { records } = await read.products!(api, ask());
    expect(records[0]!.value.variants.map(({ id }) => id)).toEqual(["1", "2", "3"]);
  });

  it("of a customer's addresses are told, by record", async () => {
    const api = fakeApi({
      Customers: () => ({
        customers: f.page([
          f.customer(1),
          f.customer(2, { addressesV2: { nodes: [], pageInfo: { hasNextPage: true } } }),
        ]),
      }),
    });
    const { warnings } = await read.customers!(api, ask());
    expect(warnings).toMatchObject([{ code: "nested_truncated", field: "data[1].addresses" }]);
  });
});

describe("one order and one product", () => {
  const found = {
    OrderById: () => ({ order: f.order(450, "USD") }),
    ProductById: () => ({ shop: { currencyCode: "NGN" }, product: f.product(11) }),
  };

  it.each(["450", "gid://shopify/Order/450"])("order %s is asked for by its global id", async (id) => {
    const api = fakeApi(found);
    expect((await read.order!(api, id)).value.id).toBe("450");
    expect(api.sent[0]!.variables.id).toBe("gid://shopify/Order/450");
  });

  it("take the ids that lists give out, which stand in an address as they are", async () => {
    const list = await read.products!(fakeApi({ Products: () => f.PRODUCTS_DATA }), ask());
    const { id } = list.records[0]!.value;
    expect(encodeURIComponent(id)).toBe(id);
    const api = fakeApi(found);
    expect((await read.product!(api, id)).value).toEqual(list.records[0]!.value);
  });

  it.each([
    "",
    "x",
    "1/2",
    "gid://shopify/Product/450",
    "450\n",
    "-1",
  ])("no order has the id %j", async (id) => {
    const api = fakeApi(found);
    expect(await failure(read.order!(api, id))).toEqual({ kind: "not_found" });
    expect(api.sent).toEqual([]);
  });

  it("that Shopify does not know are not found", async () => {
    const api = fakeApi({
      OrderById: () => ({ order: null }),
      ProductById: () => ({ shop: { currencyCode: "NGN" }, product: null }),
    });
    expect(await failure(read.order!(api, "1"))).toEqual({ kind: "not_found" });
    expect(await failure(read.product!(api, "1"))).toEqual({ kind: "not_found" });
  });
});

describe("refunds", () => {
  const at = (id: number, time: string) =>
    f.refund(id, "USD", { createdAt: time, updatedAt: time, processedAt: time });
  const ids = (page: { records: { value: { id: string } }[] }) => page.records.map(({ value }) => value.id);

  it("come from the refunded orders, and say so", async () => {
    const api = fakeApi({ OrdersWithRefunds: () => f.ordersWithRefunds([[1001, [f.refund(501, "USD")]]]) });
    const page = await read.refunds!(api, ask());
    expect(page.records[0]!.value).toMatchObject({ id: "501", order_id: "1001" });
    expect(refundSchema().parse(page.records[0]!.value)).toEqual(page.records[0]!.value);
    expect(page.warnings.map(({ code }) => code)).toEqual(["derived"]);
    expect(api.sent[0]!.variables).toMatchObject({
      search: "(financial_status:refunded OR financial_status:partially_refunded)",
      reverse: true,
    });
  });

  it("fill a page over several orders, and a page may end inside one", async () => {
    const orders: [number, Record<string, unknown>[]][] = [
      [1, [at(11, "2026-10-01T00:00:00Z")]],
      [2, [at(21, "2026-10-02T00:00:00Z"), at(22, "2026-10-03T00:00:00Z"), at(23, "2026-10-04T00:00:00Z")]],
      [3, [at(31, "2026-10-05T00:00:00Z")]],
    ];
    const api = () =>
      fakeApi({
        OrdersWithRefunds: ({ after }) => {
          const from = after === null ? 0 : Number(String(after).slice(1)) + 1;
          const data = f.ordersWithRefunds(orders.slice(from)) as { orders: { edges: { cursor: string }[] } };
          for (const [index, edge] of data.orders.edges.entries()) edge.cursor = `o${from + index}`;
          return data;
        },
      });
    const seen: string[][] = [];
    let cursor: string | null = null;
    do {
      const page: { records: { value: { id: string } }[]; next: string | null } = await read.refunds!(
        api(),
        ask({ limit: 2, cursor }),
      );
      seen.push(ids(page));
      cursor = page.next;
    } while (cursor !== null && seen.length < 9);
    expect(seen).toEqual([["11", "21"], ["22", "23"], ["31"]]);
  });

  it("are bounded by the refund's own times, and ask only for orders changed since", async () => {
    const api = fakeApi({
      OrdersWithRefunds: () =>
        f.ordersWithRefunds([
          [
            1,
            [
              at(1, "2026-09-30T23:59:59Z"),
              at(2, "2026-10-01T00:00:00Z"),
              at(3, "2026-10-02T00:00:00Z"),
              at(4, "2026-10-03T00:00:00Z"),
            ],
          ],
        ]),
    });
    const page = await read.refunds!(
      api,
      ask({
        created_after: "2026-10-01T00:00:00Z",
        created_before: "2026-10-03T00:00:00Z",
        updated_since: "2026-09-01T00:00:00Z",
      }),
    );
    expect(ids(page)).toEqual(["2", "3"]);
    expect(api.sent[0]!.variables).toMatchObject({
      search:
        "(financial_status:refunded OR financial_status:partially_refunded) AND updated_at:>='2026-10-01T00:00:00Z'",
      reverse: false,
    });
  });

  it("stop after a few calls where there are none, and go on with the next page", async () => {
    const api = fakeApi({ OrdersWithRefunds: () => f.ordersWithRefunds([[1, []]], "c50") });
    const page = await read.refunds!(api, ask());
    expect(api.sent).toHaveLength(3);
    expect([page.records, JSON.parse(page.next!)]).toEqual([[], { after: "c50", skip: 0 }]);
  });

  it("tell of the 60-day window once", async () => {
    const api = fakeApi({
      OrdersWithRefunds: () => ({ ...f.ordersWithRefunds([[1, []]], "c"), ...f.SCOPES_60_DAYS }),
    });
    const page = await read.refunds!(api, ask({ created_after: "2026-10-09T00:00:00Z" }));
    expect(page.warnings.map(({ code }) => code)).toEqual(["derived", "window_limited"]);
  });

  it.each([
    "c1",
    "{}",
    '{"after":1,"skip":0}',
    '{"after":null,"skip":-1}',
  ])("refuse the cursor %s", async (cursor) => {
    expect(await failure(read.refunds!(fakeApi({}), ask({ cursor })))).toMatchObject({ kind: "rejected" });
  });
});

describe("products", () => {
  it("have exact prices in the shop's currency, options, pictures and stock items", async () => {
    const { records } = await read.products!(fakeApi({ Products: () => f.PRODUCTS_DATA }), ask());
    for (const { value } of records) expect(productSchema().parse(value)).toEqual(value);
    expect(records[0]!.value).toMatchObject({
      id: "11",
      name: "Mug",
      description: "A mug.",
      status: "active",
      vendor: "Kiln & Co",
      category: "Home & Garden > Kitchen & Dining > Tableware",
      tags: ["ceramic", "new"],
      image_urls: ["https://cdn.shopify.example/mug.jpg"],
      updated_at: "2026-10-01T04:30:00.000Z",
    });
    expect(records[0]!.value.variants).toEqual([
      {
        id: "111",
        sku: "MUG-B",
        barcode: "6001234567890",
        name: "Blue / Large",
        options: [
          { name: "Colour", value: "Blue" },
          { name: "Size", value: "Large" },
        ],
        price: { amount: "1250.50", currency: "NGN" },
        compare_at_price: { amount: "1500.00", currency: "NGN" },
        tracks_inventory: true,
        inventory_item_id: "1111",
      },
      expect.objectContaining({ id: "112", sku: null, barcode: null, compare_at_price: null }),
    ]);
    expect(records[1]!.value).toMatchObject({
      status: "active",
      description: null,
      vendor: null,
      category: "Kitchen",
      url: null,
      image_urls: [],
    });
  });

  it.each([
    ["ARCHIVED", "archived"],
    ["DRAFT", "draft"],
    ["SOMETHING_NEW", "unknown"],
  ])("%s are %s", async (status, unified) => {
    const api = fakeApi({
      Products: () => ({ shop: { currencyCode: "NGN" }, products: f.page([f.product(1, { status })]) }),
    });
    expect((await read.products!(api, ask())).records[0]!.value.status).toBe(unified);
  });

  it.each([
    [{}, "status:active,archived,draft,unlisted", "ID"],
    [{ status: "active" }, "status:active,unlisted", "ID"],
    [
      { updated_since: "2026-10-01T00:00:00Z" },
      "status:active,archived,draft,unlisted AND updated_at:>='2026-10-01T00:00:00Z'",
      "UPDATED_AT",
    ],
  ])("asked for %j are searched by %s", async (over, search, sort) => {
    const api = fakeApi({ Products: () => ({ shop: { currencyCode: "NGN" }, products: f.page([]) }) });
    await read.products!(api, ask(over));
    expect(api.sent[0]!.variables).toMatchObject({ search, sort });
  });

  it("whose price is no amount are unexpected", async () => {
    const broken = f.product(1, {
      variants: { nodes: [f.variant(1, { price: "1,250.50" })], pageInfo: { hasNextPage: false } },
    });
    const api = fakeApi({ Products: () => ({ shop: { currencyCode: "NGN" }, products: f.page([broken]) }) });
    expect(await failure(read.products!(api, ask()))).toMatchObject({ kind: "unexpected", field: "product" });
  });
});

describe("inventory", () => {
  const twoLocations = {
    NextLocationLevels: ({ walk }: Record<string, unknown>) =>
      walk === null
        ? f.nextLocation(31, f.levels([f.level(1, 31), f.level(2, 31)], "v2"), "l31")
        : f.nextLocation(32, f.levels([f.level(1, 32)]), null),
    LocationLevels: ({ after }: Record<string, unknown>) => ({
      location: { inventoryLevels: f.levels(after === "v2" ? [f.level(3, 31)] : []) },
    }),
  };
  const places = (page: {
    records: { value: { location_id: string | null; inventory_item_id: string | null } }[];
  }) => page.records.map(({ value }) => `${value.location_id}/${value.inventory_item_id}`);

  it("is every level of every location, oversold ones included", async () => {
    const api = fakeApi(twoLocations);
    const page = await read.inventory!(api, ask({ limit: 100 }));
    expect(api.sent.map(({ variables }) => variables.first)).toEqual([100, 98, 97]);
    expect(places(page)).toEqual(["31/1", "31/2", "31/3", "32/1"]);
    expect(page.next).toBeNull();
    expect(page.records[0]!.value).toEqual({
      variant_id: "111",
      inventory_item_id: "1",
      product_id: "11",
      sku: "MUG-B",
      location_id: "31",
      available: "-2",
      on_hand: "3",
      updated_at: "2026-10-01T00:00:00.000Z",
    });
    expect(inventoryLevelSchema().parse(page.records[0]!.value)).toEqual(page.records[0]!.value);
  });

  it("goes on inside a location and with the next one, page by page", async () => {
    const api = fakeApi(twoLocations);
    const first = await read.inventory!(api, ask({ limit: 2 }));
    const second = await read.inventory!(api, ask({ limit: 1, cursor: first.next }));
    const third = await read.inventory!(api, ask({ limit: 5, cursor: second.next }));
    expect([places(first), places(second), places(third)]).toEqual([["31/1", "31/2"], ["31/3"], ["32/1"]]);
    expect(third.next).toBeNull();
    expect(api.sent.map(({ operation, variables }) => [operation, variables.first])).toEqual([
      ["NextLocationLevels", 2],
      ["LocationLevels", 1],
      ["NextLocationLevels", 5],
    ]);
  });

  it("of one location is that location's alone", async () => {
    const api = fakeApi({
      LocationLevels: () => ({ location: { inventoryLevels: f.levels([f.level(1, 31)]) } }),
    });
    const page = await read.inventory!(
      api,
      ask({ location_id: "31", updated_since: "2026-10-01T00:00:00Z" }),
    );
    expect([places(page), page.next]).toEqual([["31/1"], null]);
    expect(api.sent[0]!.variables).toMatchObject({
      id: "gid://shopify/Location/31",
      after: null,
      search: "updated_at:>='2026-10-01T00:00:00Z'",
    });
  });

  it("of a location that is not there is not found, and the walk goes on past one that vanished", async () => {
    const gone = { ...twoLocations, LocationLevels: () => ({ location: null }) };
    expect(await failure(read.inventory!(fakeApi(gone), ask({ location_id: "99" })))).toEqual({
      kind: "not_found",
    });
    const first = await read.inventory!(fakeApi(gone), ask({ limit: 2 }));
    expect(places(await read.inventory!(fakeApi(gone), ask({ cursor: first.next })))).toEqual(["32/1"]);
  });

  it("that several variants share says so; a quantity that is not kept is null", async () => {
    const shared = {
      id: "gid://shopify/InventoryItem/1",
      sku: null,
      variants: {
        nodes: [{ id: "gid://shopify/ProductVariant/1", product: { id: "gid://shopify/Product/1" } }],
        pageInfo: { hasNextPage: true },
      },
    };
    const orphan = { id: "gid://shopify/InventoryItem/2", sku: "", variants: null };
    const api = fakeApi({
      NextLocationLevels: () =>
        f.nextLocation(
          31,
          f.levels([f.level(2, 31, { item: orphan, quantities: [] }), f.level(1, 31, { item: shared })]),
          null,
        ),
    });
    const page = await read.inventory!(api, ask());
    expect(page.warnings).toMatchObject([{ code: "nested_truncated", field: "data[1].variant_id" }]);
    expect(page.records[0]!.value).toMatchObject({
      variant_id: null,
      product_id: null,
      sku: null,
      available: null,
      on_hand: null,
    });
  });

  it("of a shop without locations is empty", async () => {
    const api = fakeApi({
      NextLocationLevels: () => ({
        locations: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
      }),
    });
    expect(await read.inventory!(api, ask())).toEqual({ records: [], next: null, warnings: [] });
  });

  it.each([
    "c1",
    '{"kind":"elsewhere"}',
    '{"kind":"inside","location":31}',
  ])("refuses the cursor %s", async (cursor) => {
    expect(await failure(read.inventory!(fakeApi({}), ask({ cursor })))).toMatchObject({ kind: "rejected" });
  });
});

describe("store, locations and customers", () => {
  it("map a store", async () => {
    const { value, raw } = await read.store!(fakeApi({ Store: () => f.STORE_DATA }));
    expect(value).toEqual({
      id: "548380009",
      name: "Acme Lagos",
      url: "https://acme.example",
      country: "NG",
      currency: "NGN",
      timezone: "Africa/Lagos",
      locale: null,
      created_at: "2024-03-01T07:00:00.000Z",
    });
    expect(storeSchema().parse(value)).toEqual(value);
    expect(raw).toEqual(f.STORE_DATA.shop);
  });

  it("map locations, active or not", async () => {
    const { records } = await read.locations!(fakeApi({ Locations: () => f.LOCATIONS_DATA }), ask());
    for (const { value } of records) expect(locationSchema().parse(value)).toEqual(value);
    expect(records.map(({ value }) => [value.id, value.active, value.kind])).toEqual([
      ["31", true, "physical"],
      ["32", false, "unknown"],
    ]);
    expect(records[0]!.value.address).toMatchObject({
      line1: "Allen Avenue 5",
      region: "Lagos",
      country: "NG",
    });
  });

  it("map customers, with or without what identifies them", async () => {
    const { records } = await read.customers!(fakeApi({ Customers: () => f.CUSTOMERS_DATA }), ask());
    for (const { value } of records) expect(customerSchema().parse(value)).toEqual(value);
    expect(records[0]!.value).toMatchObject({
      id: "7",
      first_name: "Amina",
      company: "Odhiambo Ltd",
      email: "amina@example.com",
      phone: "+254700000000",
      addresses: [{ name: "Amina Odhiambo", country: "KE" }],
    });
    expect(records[1]!.value).toMatchObject({
      first_name: null,
      company: null,
      email: null,
      phone: null,
      addresses: [],
    });
  });

  it("ask for customers a day wider than wanted, and cut to the moment", async () => {
    const times = ["2026-09-30T23:00:00Z", "2026-10-01T12:00:00Z", "2026-10-02T00:00:00Z"];
    const api = fakeApi({
      Customers: () => ({
        customers: f.page(times.map((createdAt, at) => f.customer(at + 1, { createdAt }))),
      }),
    });
    const page = await read.customers!(
      api,
      ask({ created_after: "2026-10-01T00:00:00Z", created_before: "2026-10-02T00:00:00Z" }),
    );
    expect(page.records.map(({ value }) => value.id)).toEqual(["2"]);
    expect(api.sent[0]!.variables.search).toBe(
      "customer_date:>='2026-09-30T00:00:00Z' AND customer_date:<'2026-10-03T00:00:00Z'",
    );
  });
});

describe("the adapter", () => {
  it("calls one shop, one version, with the token in its header", () => {
    const headers = new Headers();
    shopify.authorise(outgoing("shpat_1", { headers }));
    expect(headers.get("X-Shopify-Access-Token")).toBe("shpat_1");
    const account = { id: "acme.myshopify.com", facts: {} };
    expect(shopify.apiBase({ mode: "live", shop: "acme.myshopify.com" }, account)).toBe(
      "https://acme.myshopify.com/admin/api/2026-10",
    );
  });

  it.each([
    null,
    "evil.example",
    "acme.myshopify.com.evil.example",
    "acme.myshopify.com/x",
  ])("sends nothing to %s", (shop) => {
    expect(() => shopify.apiBase({ mode: "live", shop }, { id: "", facts: {} })).toThrow(TypeError);
  });

  it("says of every resource what it reads it with", () => {
    expect(Object.keys(shopify.resources).sort()).toEqual([
      "customers",
      "inventory",
      "locations",
      "orders",
      "products",
      "refunds",
      "store",
    ]);
    for (const [name, facts] of Object.entries(shopify.resources)) {
      expect(read[name as keyof typeof read], name).toBeTypeOf("function");
      expect(facts.filters.includes("status"), name).toBe(facts.statuses !== undefined);
    }
  });

  it("knows its account by the domain that webhooks name, lower case", async () => {
    const api: Api = fakeApi({
      Identity: () => ({ shop: { id: "gid://shopify/Shop/548", myshopifyDomain: "Acme.myshopify.com" } }),
    });
    expect(await shopify.connect.identify({ tokens: {}, callback: NO_CALLBACK, api })).toEqual({
      id: "acme.myshopify.com",
      facts: { shop_id: "548" },
    });
  });
});
