import { describe, expect, it } from "vitest";
import { type Order, orderSchema } from "../../../src/model/retail";
import { PlatformFailure } from "../../../src/platforms/adapter";
import { bigcommerce } from "../../../src/platforms/bigcommerce";
import { fakeApi, query } from "../square/fake-api";
import { consignments, line, order, refund, shipment } from "./answers";

const REFUNDS = "GET /v3/orders/payment_actions/refunds";

async function read(from: object, refunds: object[] = []): Promise<Order> {
  const { api } = fakeApi({ "GET /v2/orders/1043": from, [REFUNDS]: { data: refunds, meta: {} } });
  const { value, raw } = await bigcommerce.read.order!(api, "1043");
  expect(raw).toEqual(from);
  expect(orderSchema().parse(value)).toEqual(value);
  return value;
}

const usd = (amount: string) => ({ amount, currency: "USD" });

describe("an order", () => {
  it("is in the currency the shopper pays, and adds up", async () => {
    const value = await read(order());
    expect(value).toMatchObject({
      id: "1043",
      number: "1043",
      status: "open",
      payment_status: "authorized",
      fulfillment_status: "unfulfilled",
      channel: { kind: "online", name: "www" },
      currency: "USD",
      tax_inclusive: false,
      difference: null,
      customer_id: "20",
      note: null,
      placed_at: "2026-04-12T09:30:15.000Z",
      updated_at: "2026-04-14T16:05:40.000Z",
      completed_at: null,
      shipping_address: { name: "Zawadi Mrema", line1: "9 Samora Avenue", line2: null, country: "TZ" },
    });
    expect(value.totals).toEqual({
      subtotal: usd("48.75"),
      discount: usd("0.00"),
      shipping: usd("6.50"),
      fees: usd("0.00"),
      tax: usd("8.84"),
      tax_added: usd("8.84"),
      tip: usd("0.00"),
      total: usd("64.09"),
      refunded: usd("0.00"),
    });
    expect(value.lines).toEqual([
      {
        id: "871",
        product_id: "3301",
        variant_id: "3310",
        sku: "BAG-KTG",
        name: "Kitenge bag",
        quantity: "1",
        unit_price: usd("48.75"),
        subtotal: usd("48.75"),
        discount: usd("0.00"),
        tax: usd("7.80"),
        total: usd("56.55"),
      },
    ]);
  });

  it("of tax-inclusive prices adds no tax on top", async () => {
    const value = await read(order({ is_tax_inclusive_pricing: true }));
    expect(value).toMatchObject({ tax_inclusive: true, difference: null });
    expect(value.totals).toMatchObject({
      subtotal: usd("56.55"),
      shipping: usd("7.54"),
      tax_added: usd("0.00"),
    });
    expect(value.taxes).toEqual([{ name: null, rate: null, inclusive: true, amount: usd("8.84") }]);
  });

  it("names its discounts once over all lines, and what is on no line without a name", async () => {
    const share = (amount: string) => ({
      id: "coupon",
      name: "Sikukuu",
      code: "SIKU5",
      amount,
      target: "order",
    });
    const lines = [
      line({ id: 1, applied_discounts: [share("3.3333")], discounted_total_inc_tax: "53.2200" }),
      line({ id: 2, applied_discounts: [share("1.6667")], discounted_total_inc_tax: null }),
    ];
    const value = await read(
      order({
        consignments: consignments({ shipping: [shipment(lines)] }),
        coupon_discount: "5.0000",
        discount_amount: "2.0000",
        total_inc_tax: "105.8400",
      }),
    );
    expect(value.totals.discount).toEqual(usd("7.00"));
    expect(value.discounts).toEqual([
      { name: "Sikukuu", code: "SIKU5", amount: usd("5.00") },
      { name: null, code: null, amount: usd("2.00") },
    ]);
    expect(value.lines.map(({ discount, total }) => [discount.amount, total.amount])).toEqual([
      ["3.33", "53.22"],
      ["1.67", "54.88"],
    ]);
    expect(value.difference).toBeNull();
  });

  it("counts handling, wrapping and custom fees as fees", async () => {
    const fee = { id: 1, type: "custom_fee", cost_ex_tax: "4.4000", cost_inc_tax: 4.4 };
    const over = { handling_cost_ex_tax: "2.0000", wrapping_cost_ex_tax: "1.0000", total_inc_tax: "71.4900" };
    expect((await read(order({ ...over, fees: [fee] }))).totals.fees).toEqual(usd("7.40"));
    expect((await read(order({ ...over, fees: { fees: [fee] } }))).difference).toBeNull();
  });

  it("says by how much its total is out, and that store credit may be why", async () => {
    const value = await read(order({ total_inc_tax: "54.0900", store_credit_amount: "10.0000" }));
    expect(value.difference).toEqual({
      amount: usd("-10.00"),
      reason: "Gift certificates or store credit were redeemed on this order",
    });
  });

  it.each([
    ["JPY", "1000.0000", "1000"],
    ["KWD", "1.2340", "1.234"],
    ["NGN", "1234.5000", "1234.50"],
  ])("in %s keeps the currency's decimals", async (currency, figure, amount) => {
    const value = await read(order({ default_currency_code: currency, total_inc_tax: figure }));
    expect(value.totals.total).toEqual({ amount, currency });
  });

  it("has its refunds, which the order itself never counts; a declined payment gives nothing back", async () => {
    const value = await read(order({ payment_status: "partially refunded", status_id: 14 }), [
      refund({ total_amount: 18.25, payments: [{ amount: 18.25, is_declined: false }] }),
      refund({
        id: 13,
        payments: [
          { amount: 12.4, is_declined: true },
          { amount: 20, is_declined: false },
        ],
      }),
      refund({ id: 14, payments: [{ amount: 32.4, is_declined: true }], items: [] }),
    ]);
    expect(value).toMatchObject({ payment_status: "partially_refunded", status: "unknown" });
    expect(value.totals.refunded).toEqual(usd("38.25"));
    expect(value.refunds.map(({ status }) => status)).toEqual(["completed", "unknown", "failed"]);
    expect(value.refunds[0]).toEqual({
      id: "12",
      order_id: "1043",
      status: "completed",
      amount: usd("18.25"),
      reason: "A seam is torn",
      location_id: null,
      lines: [{ order_line_id: "871", quantity: "1", amount: null }],
      created_at: "2026-04-20T09:15:00.000Z",
      updated_at: null,
    });
  });

  it("that is collected names the place, and has no address", async () => {
    const pickup = { id: 9, pickup_method_id: 1, location: { id: 3, name: "Shop" }, line_items: [line()] };
    const value = await read(
      order({
        consignments: consignments({ pickups: [pickup] }),
        shipping_cost_ex_tax: "0.0000",
        total_inc_tax: "57.5900",
      }),
    );
    expect(value).toMatchObject({ location_id: "3", shipping_address: null, shipping: [], difference: null });
    expect(value.lines).toHaveLength(1);
  });

  it("takes a digital line that stands alone, and guests and custom products as nobody and none", async () => {
    const own = line({ product_id: 0, variant_id: undefined });
    const value = await read(
      order({ customer_id: 0, consignments: consignments({ downloads: [{ line_items: own }] }) }),
    );
    expect(value.customer_id).toBeNull();
    expect(value.lines).toMatchObject([{ product_id: null, variant_id: null }]);
  });

  it.each([
    [{ status_id: 5, payment_status: "void" }, ["cancelled", "voided", "unfulfilled"]],
    [{ status_id: 6, payment_status: "declined" }, ["cancelled", "pending", "unfulfilled"]],
    [{ status_id: 3, items_total: 3, items_shipped: 1 }, ["open", "authorized", "partial"]],
    [{ status_id: 2, payment_status: "captured", items_shipped: 1 }, ["completed", "paid", "fulfilled"]],
    [{ status_id: 7, payment_status: "" }, ["open", "pending", "unfulfilled"]],
    [{ status_id: 0, payment_status: "" }, ["draft", "pending", "unfulfilled"]],
    [{ status_id: 4, payment_status: "" }, ["completed", "refunded", "unfulfilled"]],
    [{ status_id: 10, payment_status: "", order_is_digital: true }, ["completed", "unknown", "not_required"]],
    [{ status_id: 99, payment_status: "in orbit", items_total: null }, ["unknown", "unknown", "unknown"]],
  ])("%j is %j", async (over, expected) => {
    const { status, payment_status, fulfillment_status } = await read(order(over));
    expect([status, payment_status, fulfillment_status]).toEqual(expected);
  });

  it.each([
    [{ order_source: "hologram" }, "unknown"],
    [{ order_source: "amazon" }, "marketplace"],
    [{ order_source: "manual", external_source: "POS" }, "pos"],
  ])("%j comes from %s", async (over, kind) => {
    expect((await read(order(over))).channel.kind).toBe(kind);
  });

  it("survives what BigCommerce may leave out", async () => {
    const bare = {
      id: 1043,
      date_created: "Sun, 12 Apr 2026 09:30:15 +0000",
      status_id: 1,
      total_inc_tax: "0.0000",
      default_currency_code: "USD",
      consignments: { shipping: [] },
    };
    expect(await read(bare)).toMatchObject({ lines: [], difference: null, fulfillment_status: "unknown" });
  });

  it.each([
    ["a total that is no number", { total_inc_tax: "12,50" }, "order.total_inc_tax"],
    [
      "a line that is only a link",
      { consignments: consignments({ shipping: [shipment([{ url: "https://x" }])] }) },
      "order.consignments.shipping.0.line_items",
    ],
    [
      "consignments that were left out",
      { consignments: { url: "https://x", resource: "/x" } },
      "order.consignments.shipping",
    ],
    ["a date that is none", { date_created: "yesterday" }, "order 1043"],
    ["a currency that is none", { default_currency_code: "$" }, "refunds"],
  ])("%s is named, not guessed at", async (_name, over, field) => {
    const failure = await read(order(over)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PlatformFailure);
    expect((failure as PlatformFailure).failure).toMatchObject({ kind: "unexpected", field });
  });
});

describe("the list of orders", () => {
  it("begins each page after the last id, asks once for all refunds, and ends with a page that is not full", async () => {
    const { api, sent } = fakeApi({
      "GET /v2/orders": [order(), order({ id: 1051 })],
      [REFUNDS]: { data: [refund({ order_id: 1051 })], meta: {} },
    });
    const first = await bigcommerce.read.orders!(api, query({ limit: 2 }));
    expect(first.next).toBe("1051");
    expect(first.records.map(({ value }) => value.totals.refunded.amount)).toEqual(["0.00", "32.40"]);
    const second = await bigcommerce.read.orders!(api, query({ limit: 3, cursor: first.next }));
    expect(second.next).toBeNull();
    expect(sent.map(({ query: asked }) => asked?.["min_id"] ?? asked?.["order_id:in"])).toEqual([
      1,
      "1043,1051",
      1052,
      "1043,1051",
    ]);
  });

  it("takes 204 without a body for an empty page, and asks for no refunds", async () => {
    const { api, sent } = fakeApi({ "GET /v2/orders": null });
    expect(await bigcommerce.read.orders!(api, query())).toEqual({ records: [], next: null, warnings: [] });
    expect(sent).toHaveLength(1);
  });

  it("refuses a cursor of another list", async () => {
    const { api } = fakeApi({});
    await expect(bigcommerce.read.orders!(api, query({ cursor: "eyJ" }))).rejects.toMatchObject({
      failure: { kind: "rejected" },
    });
  });
});
