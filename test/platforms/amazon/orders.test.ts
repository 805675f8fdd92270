import { describe, expect, it } from "vitest";
import type { ListQuery } from "../../../src/platforms/adapter";
import { amazon } from "../../../src/platforms/amazon";
import { OPERATIONS } from "../../contracts/amazon/operations";
import { faultsOf } from "../../contracts/described-operations";
import { fakeApi, query } from "./fake-api";

const LIST = "/orders/2026-01-01/orders";

const money = (amount: string, currencyCode: string) => ({ amount, currencyCode });

/** Two mugs and a teapot sold in the US store, sales tax on top, a tip for the courier. */
const usd = {
  orderId: "702-3310457-8800216",
  orderAliases: [{ aliasId: "AMINA-0417", aliasType: "SELLER_ORDER_ID" }],
  createdTime: "2026-03-08T06:15:00Z",
  lastUpdatedTime: "2026-03-09T17:40:00Z",
  salesChannel: { channelName: "AMAZON", marketplaceId: "ATVPDKIKX0DER", marketplaceName: "Amazon.com" },
  proceeds: {
    grandTotal: money("103.33", "USD"),
    breakdowns: [
      { type: "ITEM", subtotal: money("92.90", "USD") },
      { type: "TAX", subtotal: money("7.43", "USD") },
      { type: "DELIVERY_TIP", status: "FINALIZED", subtotal: money("3.00", "USD") },
    ],
  },
  fulfillment: { fulfillmentStatus: "SHIPPED", fulfilledBy: "MERCHANT", fulfillmentServiceLevel: "STANDARD" },
  orderItems: [
    {
      orderItemId: "70000000000417",
      quantityOrdered: 2,
      product: {
        asin: "B0KISUMU01",
        title: "Enamel mug",
        sellerSku: "MUG-KSM",
        price: { unitPrice: money("37.25", "USD") },
      },
      proceeds: {
        proceedsTotal: money("81.93", "USD"),
        breakdowns: [
          { type: "ITEM", subtotal: money("74.50", "USD") },
          {
            type: "TAX",
            subtotal: money("7.43", "USD"),
            detailedBreakdowns: [{ subtype: "ITEM", value: money("7.43", "USD") }],
          },
        ],
      },
      promotion: { breakdowns: [{ promotionId: "LONG-RAINS" }] },
    },
    {
      orderItemId: "70000000000418",
      quantityOrdered: 1,
      product: {
        asin: "B0KISUMU02",
        title: "Teapot",
        sellerSku: "POT-KSM",
        price: { unitPrice: money("18.40", "USD") },
      },
      proceeds: {
        proceedsTotal: money("18.40", "USD"),
        breakdowns: [{ type: "ITEM", subtotal: money("18.40", "USD") }],
      },
    },
  ],
};

/** One item with the breakdowns given, in a currency. */
function sold(currency: string, total: string, breakdowns: Record<string, string>, over: object = {}) {
  const item = {
    orderItemId: "1",
    quantityOrdered: 1,
    product: { title: "Tea", sellerSku: "TEA" },
    proceeds: {
      proceedsTotal: money(total, currency),
      breakdowns: Object.entries(breakdowns).map(([type, amount]) => ({
        type,
        subtotal: money(amount, currency),
      })),
    },
  };
  return {
    ...usd,
    orderAliases: undefined,
    proceeds: { grandTotal: money(total, currency) },
    orderItems: [item],
    ...over,
  };
}

async function mapped(raw: unknown) {
  const { api } = fakeApi({ [`${LIST}/1`]: { order: raw } });
  return (await amazon.read.order?.(api, "1"))?.value;
}

async function listed(over: Partial<ListQuery>, answer: unknown = { orders: [] }, now?: number) {
  const { api, sent } = fakeApi({ [LIST]: answer }, now ? { now } : {});
  const page = await amazon.read.orders?.(api, query(over));
  for (const request of sent) expect(faultsOf(OPERATIONS, request)).toEqual([]);
  return { page, sent: sent.map((request) => request.query ?? {}) };
}

describe("an order", () => {
  it("adds up to its total, tip included", async () => {
    const order = await mapped(usd);
    expect(order).toMatchObject({
      id: "702-3310457-8800216",
      number: "AMINA-0417",
      status: "completed",
      payment_status: "unknown",
      fulfillment_status: "fulfilled",
      channel: { kind: "marketplace", name: "Amazon.com" },
      currency: "USD",
      tax_inclusive: false,
      location_id: "ATVPDKIKX0DER",
      customer_id: null,
      shipping_address: null,
      difference: null,
    });
    expect(order?.totals).toMatchObject({
      subtotal: { amount: "92.90" },
      tax_added: { amount: "7.43" },
      tip: { amount: "3.00" },
      total: { amount: "103.33" },
    });
    expect(
      order?.lines.map((line) => [line.sku, line.quantity, line.unit_price.amount, line.total.amount]),
    ).toEqual([
      ["MUG-KSM", "2", "37.25", "81.93"],
      ["POT-KSM", "1", "18.40", "18.40"],
    ]);
  });

  it.each([
    ["JPY", "5980", { ITEM: "5980" }, "5980"],
    ["EGP", "1150.00", { ITEM: "1000.00", TAX: "150.00" }, "1000.00"],
    ["ZAR", "115", { ITEM: "100", TAX: "15.0" }, "100.00"],
  ])("in %s keeps its currency's decimals", async (currency, total, parts, subtotal) => {
    const order = await mapped(sold(currency, total, parts));
    expect(order?.totals.subtotal).toEqual({ amount: subtotal, currency });
    expect(order?.difference).toBeNull();
  });

  it("whose price contains the tax is told from its sum", async () => {
    const order = await mapped(sold("EUR", "119.00", { ITEM: "119.00", TAX: "19.00" }));
    expect(order?.tax_inclusive).toBe(true);
    expect(order?.totals).toMatchObject({ tax: { amount: "19.00" }, tax_added: { amount: "0.00" } });
    expect(order?.taxes).toEqual([
      { name: null, rate: null, inclusive: true, amount: { amount: "19.00", currency: "EUR" } },
    ]);
    expect(order?.difference).toBeNull();
  });

  it.each([
    "-10.00",
    "10.00",
  ])("has a discount of 10 when Amazon writes %s, part of it on shipping", async (written) => {
    const raw = sold("USD", "94.00", { ITEM: "100.00", SHIPPING: "4.00" });
    const [item] = raw.orderItems as unknown as { proceeds: { breakdowns: object[] } }[];
    const value = money(written.replace("10.00", "4.00"), "USD");
    item?.proceeds.breakdowns.push({
      type: "DISCOUNT",
      subtotal: money(written, "USD"),
      detailedBreakdowns: [{ subtype: "SHIPPING", value }],
    });
    const order = await mapped(raw);
    expect(order?.totals).toMatchObject({
      discount: { amount: "6.00" },
      shipping: { amount: "0.00" },
      total: { amount: "94.00" },
    });
    expect(order?.discounts).toEqual([
      { name: null, code: null, amount: { amount: "10.00", currency: "USD" } },
    ]);
    expect(order?.shipping).toEqual([
      { name: "STANDARD", code: null, amount: { amount: "4.00", currency: "USD" } },
    ]);
    expect(order?.difference).toBeNull();
  });

  it("with a kind of money this adapter does not know says by how much it differs", async () => {
    const order = await mapped(sold("USD", "103.00", { ITEM: "100.00", LEVY: "3.00" }));
    expect(order?.difference).toMatchObject({ amount: { amount: "3.00", currency: "USD" } });
  });

  it.each([
    ["PENDING_AVAILABILITY", "open", "pending", "unfulfilled"],
    ["PENDING", "open", "pending", "unfulfilled"],
    ["UNSHIPPED", "open", "authorized", "unfulfilled"],
    ["PARTIALLY_SHIPPED", "open", "authorized", "partial"],
    ["SHIPPED", "completed", "unknown", "fulfilled"],
    ["CANCELLED", "cancelled", "unknown", "unfulfilled"],
    ["UNFULFILLABLE", "open", "unknown", "unfulfilled"],
    ["LOST_IN_SPACE", "unknown", "unknown", "unknown"],
  ])("that is %s", async (fulfillmentStatus, status, payment_status, fulfillment_status) => {
    const order = await mapped({ ...usd, fulfillment: { fulfillmentStatus } });
    expect(order).toMatchObject({ status, payment_status, fulfillment_status });
  });

  it("still pending has no amounts, in the currency of its store", async () => {
    const item = { orderItemId: "1", quantityOrdered: 3, product: { asin: "B0" } };
    const pending = {
      ...usd,
      proceeds: undefined,
      orderItems: [item],
      fulfillment: { fulfillmentStatus: "PENDING" },
    };
    const order = await mapped({
      ...pending,
      salesChannel: { channelName: "AMAZON", marketplaceId: "ARBP9OOSHTCHU" },
    });
    expect(order?.totals.total).toEqual({ amount: "0.00", currency: "EGP" });
    const elsewhere = await mapped({ ...pending, salesChannel: { channelName: "NON_AMAZON" } });
    expect(elsewhere).toMatchObject({ currency: "ZAR", channel: { kind: "other" } });
  });

  it("without a unit price has an even share of its line, or says what is missing", async () => {
    const three = (total: string) => {
      const raw = sold("JPY", total, { ITEM: total });
      return { ...raw, orderItems: [{ ...raw.orderItems[0], quantityOrdered: 3 }] };
    };
    expect((await mapped(three("300")))?.lines[0]?.unit_price.amount).toBe("100");
    await expect(mapped(three("100"))).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "product.price.unitPrice" },
    });
  });

  it("that is not as documented names the field", async () => {
    await expect(mapped({ ...usd, orderItems: null })).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "order.orderItems" },
    });
    await expect(mapped(sold("usd", "1.00", {}))).rejects.toMatchObject({ failure: { kind: "unexpected" } });
    await expect(mapped({ ...usd, createdTime: "yesterday" })).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "order" },
    });
  });
});

describe("the list of orders", () => {
  it("would not be asked for otherwise than Amazon describes", () => {
    const wrong = (query: Record<string, string | number>) =>
      faultsOf(OPERATIONS, { method: "GET", path: LIST, query });
    expect(wrong({ includedData: "PROCEEDS,GOSSIP", pageSize: 20 })).toEqual([
      "searchOrders: includedData cannot be PROCEEDS,GOSSIP",
      "searchOrders: there is no pageSize",
    ]);
    expect(faultsOf(OPERATIONS, { method: "GET", path: "/fba/inventory/v1/summaries" })).toEqual([
      "getInventorySummaries: granularityType is missing",
      "getInventorySummaries: granularityId is missing",
      "getInventorySummaries: marketplaceIds is missing",
    ]);
  });

  it("never asks for buyer or recipient", async () => {
    const { sent } = await listed({});
    expect(sent[0]?.["includedData"]).toBe("PROCEEDS,PROMOTION,FULFILLMENT");
  });

  it("has one end through all its pages, older than two minutes", async () => {
    const first = await listed({}, { orders: [usd], pagination: { nextToken: "T2" } });
    const until = first.sent[0]?.["createdBefore"];
    expect(Date.parse(String(until))).toBeLessThan(Date.parse("2026-11-23T11:58:00Z"));
    const later = Date.parse("2026-11-23T13:00:00Z");
    const second = await listed({ cursor: first.page?.next ?? null }, { orders: [] }, later);
    expect(second.sent[0]).toMatchObject({ createdBefore: until, paginationToken: "T2" });
    expect(second.page?.next).toBeNull();
  });

  it("searches by exactly one time", async () => {
    const { sent } = await listed({
      updated_since: "2026-11-01T00:00:00Z",
      created_after: "2026-10-01T00:00:00Z",
    });
    expect(sent[0]).toMatchObject({ lastUpdatedAfter: "2026-11-01T00:00:00Z" });
    expect(sent[0]).not.toHaveProperty("createdAfter");
    expect(sent[0]).not.toHaveProperty("createdBefore");
  });

  it("compares the creation itself where the change is searched for", async () => {
    const { page } = await listed(
      { updated_since: "2026-03-01T00:00:00Z", created_before: "2026-03-08T06:00:00Z" },
      { orders: [usd] },
    );
    expect(page?.records).toEqual([]);
  });

  it("does not ask for what has hardly happened yet", async () => {
    const { page, sent } = await listed({ created_after: "2026-11-23T11:59:30Z" });
    expect(sent).toEqual([]);
    expect(page).toMatchObject({ records: [], next: null });
  });

  it("asks for a status in Amazon's words, and for one store", async () => {
    const { sent } = await listed({ status: "open", location_id: "AE08WJ6YKNBMC" });
    expect(sent[0]).toMatchObject({
      fulfillmentStatuses: "PENDING_AVAILABILITY,PENDING,UNSHIPPED,PARTIALLY_SHIPPED,UNFULFILLABLE",
      marketplaceIds: "AE08WJ6YKNBMC",
    });
    await expect(listed({ status: "lost" })).rejects.toMatchObject({ failure: { kind: "rejected" } });
  });

  it("tells its window, what is untold and how long the cursor lives", async () => {
    const pending = { ...usd, proceeds: undefined, orderItems: [] };
    const { page } = await listed({}, { orders: [pending], pagination: { nextToken: "T" } });
    expect(page?.warnings.map((one) => one.code)).toEqual([
      "window_limited",
      "refunds_not_told",
      "amounts_not_told",
      "cursor_expires",
    ]);
    const recent = await listed({ created_after: "2026-11-01T00:00:00Z" });
    expect(recent.page?.warnings).toEqual([]);
  });

  it("refuses a cursor that is not its own", async () => {
    await expect(listed({ cursor: "{}" })).rejects.toMatchObject({ failure: { kind: "rejected" } });
  });
});
