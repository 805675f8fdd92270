import { describe, expect, it } from "vitest";
import type { ApiRequest, ListQuery } from "../../../src/platforms/adapter";
import { ebay } from "../../../src/platforms/ebay";
import { faultsOf } from "../../contracts/described-operations";
import { OPERATIONS } from "../../contracts/ebay/operations";
import type { Amount, Order, OrderLine, OrderPrices, OrderRefund, Orders } from "../../contracts/ebay/vendor";
import { fakeApi, query } from "../amazon/fake-api";

const LIST = "/sell/fulfillment/v1/order";
const usd = (value: string, currency = "USD"): Amount => ({ value, currency });

/** A US order as TAX_BREAKDOWN tells it: two units at 12.50, 3.00 off, 5.00 delivery of which 1.00 off, sales tax. */
const sale = {
  orderId: "6-00100-00200",
  creationDate: "2026-10-02T08:14:27.306Z",
  lastModifiedDate: "2026-10-03T10:00:00.000+02:00",
  orderFulfillmentStatus: "NOT_STARTED",
  orderPaymentStatus: "PAID",
  sellerId: "rooibos_and_co",
  buyer: { username: "buyer1" },
  buyerCheckoutNotes: "Please wrap it.",
  cancelStatus: { cancelState: "NONE_REQUESTED", cancelRequests: [] },
  pricingSummary: {
    priceSubtotal: usd("25.00"),
    priceDiscount: usd("-3.00"),
    deliveryCost: usd("5.00"),
    deliveryDiscount: usd("-1.00"),
    tax: usd("2.15"),
    total: usd("28.15"),
  },
  paymentSummary: { totalDueSeller: usd("26.00"), payments: [], refunds: [] },
  fulfillmentStartInstructions: [
    {
      fulfillmentInstructionsType: "SHIP_TO",
      shippingStep: {
        shippingServiceCode: "USPSPriority",
        shipTo: {
          fullName: "Amina Okafor",
          primaryPhone: { phoneNumber: "+1 555 0100" },
          contactAddress: {
            addressLine1: "14 Baobab Lane",
            city: "Takoma Park",
            stateOrProvince: "MD",
            postalCode: "20912",
            countryCode: "US",
          },
        },
      },
    },
  ],
  lineItems: [
    {
      lineItemId: "10010020030",
      legacyItemId: "110001",
      sku: "TEA-1",
      title: "Rooibos",
      quantity: 2,
      purchaseMarketplaceId: "EBAY_US",
      lineItemCost: usd("25.00"),
      discountedLineItemCost: usd("22.00"),
      total: usd("28.15"),
      taxes: [{ taxType: "STATE_SALES_TAX", amount: usd("2.15") }],
      ebayCollectAndRemitTaxes: [{ taxType: "STATE_SALES_TAX", amount: usd("2.15") }],
      appliedPromotions: [{ promotionId: "5", description: "Autumn", discountAmount: usd("3.00") }],
    },
  ],
} satisfies Order;

async function mapped(over: Order) {
  const { api } = fakeApi({ [`${LIST}/1`]: { ...sale, ...over } });
  return (await ebay.read.order?.(api, "1"))?.value;
}

/** One line, all of it in one currency. */
function plain(
  currency: string,
  cost: string,
  total: string,
  prices: OrderPrices = {},
  line: OrderLine = {},
) {
  const amount = (value: string) => usd(value, currency);
  return {
    pricingSummary: { total: amount(total), ...prices },
    lineItems: [{ lineItemId: "1", quantity: 1, title: "Tea", lineItemCost: amount(cost), ...line }],
  };
}

async function listed(
  over: Partial<ListQuery>,
  answer: Orders | ((request: ApiRequest) => Orders) = { orders: [], total: 0 },
) {
  const { api, sent } = fakeApi({ [LIST]: answer });
  const page = await ebay.read.orders?.(api, query(over));
  expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  return { page, sent: sent.map((request) => request.query ?? {}) };
}

describe("an order", () => {
  it("adds up, with discounts and the tax that eBay remits", async () => {
    const order = await mapped({});
    expect(order).toMatchObject({
      id: "6-00100-00200",
      status: "open",
      payment_status: "paid",
      fulfillment_status: "unfulfilled",
      channel: { kind: "marketplace", name: "EBAY_US" },
      tax_inclusive: false,
      customer_id: "buyer1",
      note: "Please wrap it.",
      updated_at: "2026-10-03T08:00:00.000Z",
      difference: null,
      shipping_address: {
        name: "Amina Okafor",
        line1: "14 Baobab Lane",
        region: "MD",
        country: "US",
        phone: "+1 555 0100",
      },
    });
    expect(order?.totals).toMatchObject({
      subtotal: { amount: "25.00" },
      discount: { amount: "3.00" },
      shipping: { amount: "4.00" },
      tax_added: { amount: "2.15" },
      total: { amount: "28.15" },
    });
    expect(order?.lines[0]).toMatchObject({
      unit_price: { amount: "12.50" },
      discount: { amount: "3.00" },
      tax: { amount: "2.15" },
    });
    expect(order?.discounts).toEqual([
      { name: "Autumn", code: null, amount: { amount: "3.00", currency: "USD" } },
    ]);
    expect(order?.shipping).toEqual([
      { name: "USPSPriority", code: "USPSPriority", amount: { amount: "5.00", currency: "USD" } },
    ]);
    expect(order?.taxes).toEqual([
      { name: "STATE_SALES_TAX", rate: null, inclusive: false, amount: { amount: "2.15", currency: "USD" } },
    ]);
  });

  it.each([
    ["JPY", "1200", "1200", "1200"],
    ["KWD", "1.250", "1.25", "1.250"],
    ["EUR", "9.9", "9.90", "9.90"],
  ])("in %s keeps its currency's decimals", async (currency, cost, total, expected) => {
    const order = await mapped(plain(currency, cost, total));
    expect(order?.totals.total).toEqual({ amount: expected, currency });
    expect(order?.difference).toBeNull();
  });

  it("has tax in its price where the total says so", async () => {
    const taxes = { taxes: [{ taxType: "VAT", amount: usd("4.00", "GBP") }] };
    const order = await mapped(plain("GBP", "24.00", "24.00", {}, taxes));
    expect(order).toMatchObject({
      tax_inclusive: true,
      difference: null,
      totals: { tax: { amount: "4.00" }, tax_added: { amount: "0.00" } },
    });
  });

  it("takes an adjustment for what it does: a surcharge or a discount", async () => {
    const up = await mapped(
      plain("EUR", "10.00", "12.50", { adjustment: usd("2.00", "EUR"), fee: usd("0.50", "EUR") }),
    );
    expect(up).toMatchObject({
      difference: null,
      totals: { fees: { amount: "2.50" }, discount: { amount: "0.00" } },
    });
    const down = await mapped(plain("EUR", "10.00", "8.00", { adjustment: usd("-2.00", "EUR") }));
    expect(down).toMatchObject({
      difference: null,
      totals: { fees: { amount: "0.00" }, discount: { amount: "2.00" } },
    });
  });

  it("says by how much its total differs", async () => {
    const order = await mapped(plain("EUR", "10.00", "11.00"));
    expect(order?.difference?.amount).toEqual({ amount: "1.00", currency: "EUR" });
  });

  it.each([
    ["NOT_STARTED", "PENDING", "open", "pending", "unfulfilled"],
    ["IN_PROGRESS", "PAID", "open", "paid", "partial"],
    ["FULFILLED", "PARTIALLY_REFUNDED", "completed", "partially_refunded", "fulfilled"],
    ["FULFILLED", "FULLY_REFUNDED", "completed", "refunded", "fulfilled"],
    ["TELEPORTED", "FAILED", "unknown", "unknown", "unknown"],
    [undefined, undefined, "unknown", "unknown", "unknown"],
  ])("that is %s and %s", async (orderFulfillmentStatus, orderPaymentStatus, status, payment_status, fulfillment_status) => {
    expect(await mapped({ orderFulfillmentStatus, orderPaymentStatus })).toMatchObject({
      status,
      payment_status,
      fulfillment_status,
    });
  });

  it("that was cancelled says when", async () => {
    const order = await mapped({
      cancelStatus: { cancelState: "CANCELED", cancelledDate: "2026-10-04T00:00:00Z" },
    });
    expect(order).toMatchObject({ status: "cancelled", cancelled_at: "2026-10-04T00:00:00.000Z" });
    expect(await mapped({ cancelStatus: { cancelState: "IN_PROGRESS" } })).toMatchObject({
      status: "open",
      cancelled_at: null,
    });
  });

  it("has the refunds that eBay tells, counting those that were made", async () => {
    const refunds: OrderRefund[] = [
      {
        refundId: "R1",
        refundReferenceId: "5000",
        amount: usd("4.00"),
        refundDate: "2026-10-05T00:00:00Z",
        refundStatus: "REFUNDED",
      },
      { refundId: "R2", amount: usd("1.00"), refundStatus: "PENDING" },
      { amount: usd("1.00"), refundStatus: "ON_THE_MOON" },
    ];
    const order = await mapped({ paymentSummary: { refunds } });
    expect(order?.refunds.map(({ id, status }) => [id, status])).toEqual([
      ["5000", "completed"],
      ["R2", "pending"],
      ["6-00100-00200/2", "unknown"],
    ]);
    expect(order?.totals.refunded).toEqual({ amount: "4.00", currency: "USD" });
  });

  it("goes to the buyer's own address where eBay forwards it, and to none where none is told", async () => {
    const finalDestinationAddress = { addressLine1: "12 Marina", city: "Lagos", countryCode: "NG" };
    const forwarded = [{ ...(sale.fulfillmentStartInstructions[0] ?? {}), finalDestinationAddress }];
    expect((await mapped({ fulfillmentStartInstructions: forwarded }))?.shipping_address).toMatchObject({
      name: null,
      city: "Lagos",
      country: "NG",
    });
    expect(
      (await mapped({ fulfillmentStartInstructions: undefined, buyer: undefined, paymentSummary: undefined }))
        ?.shipping_address,
    ).toBeNull();
  });

  it("that is not as documented names the field", async () => {
    await expect(mapped({ pricingSummary: {} })).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "body.pricingSummary.total" },
    });
    await expect(mapped({ creationDate: "soon" })).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "body" },
    });
    await expect(mapped(plain("USD", "10.00", "10.00", {}, { quantity: 3 }))).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "lineItems.lineItemCost" },
    });
  });
});

describe("the list of orders", () => {
  it("asks for taxes, within two years and until now", async () => {
    const { sent, page } = await listed({});
    expect(sent[0]).toEqual({
      filter: "creationdate:[2024-11-24T12:00:00.000Z..2026-11-23T12:00:00.000Z]",
      limit: 20,
      offset: 0,
      fieldGroups: "TAX_BREAKDOWN",
    });
    expect(page?.warnings.map(({ code }) => code)).toEqual(["window_limited"]);
  });

  it("asks by one time only, in UTC, and for a status in eBay's combination", async () => {
    const { sent, page } = await listed({
      updated_since: "2026-11-01T02:00:00+02:00",
      created_before: "2026-01-01T00:00:00Z",
      status: "completed",
    });
    expect(sent[0]?.["filter"]).toBe(
      "lastmodifieddate:[2026-11-01T00:00:00.000Z..2026-11-23T12:00:00.000Z],orderfulfillmentstatus:{FULFILLED|IN_PROGRESS}",
    );
    expect(page?.warnings).toEqual([]);
  });

  it("leaves out what eBay's combination brings along, and what was placed at another time", async () => {
    const orders = [sale, { ...sale, orderId: "2", orderFulfillmentStatus: "FULFILLED" }];
    const answer = { orders, total: 2 };
    expect(
      (await listed({ status: "completed" }, answer)).page?.records.map(({ value }) => value.id),
    ).toEqual(["2"]);
    const late = await listed(
      { updated_since: "2026-10-01T00:00:00Z", created_after: "2026-10-03T00:00:00Z" },
      answer,
    );
    expect(late.page?.records).toEqual([]);
    await expect(listed({ status: "lost" })).rejects.toMatchObject({ failure: { kind: "rejected" } });
  });

  it("asks nothing where the beginning is after the end", async () => {
    const { sent } = await listed({ created_after: "2026-11-23T12:00:01Z" });
    expect(sent).toEqual([]);
  });

  it("visits each order once while some of them change and leave the window", async () => {
    let window = Array.from({ length: 11 }, (_, n) => ({ ...sale, orderId: `O-${n}` }));
    const answer = ({ query: asked }: ApiRequest) => {
      const at = Number(asked?.["offset"]);
      return { orders: window.slice(at, at + Number(asked?.["limit"])), total: window.length };
    };
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const { page }: Awaited<ReturnType<typeof listed>> = await listed(
        { cursor, limit: 3, updated_since: "2026-10-01T00:00:00Z" },
        answer,
      );
      ids.push(...(page?.records ?? []).map(({ value }) => value.id));
      cursor = page?.next ?? null;
      // Two that were given already, then one that was not: it changed, and belongs to the next reading.
      if (ids.length === 3) window = window.filter(({ orderId }) => orderId !== "O-0" && orderId !== "O-2");
      if (ids.length === 6) window = window.filter(({ orderId }) => orderId !== "O-9");
    } while (cursor !== null);
    expect(ids).toEqual(["O-0", "O-1", "O-2", "O-3", "O-4", "O-5", "O-6", "O-7", "O-8", "O-10"]);
  });

  it("refuses a cursor that is not its own", async () => {
    await expect(listed({ cursor: "nonsense" })).rejects.toMatchObject({ failure: { kind: "rejected" } });
  });
});
