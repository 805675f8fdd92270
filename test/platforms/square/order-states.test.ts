import { describe, expect, it } from "vitest";
import { type Order, orderSchema } from "../../../src/model/retail";
import { readOrder } from "../../../src/platforms/square/orders";
import { fakeApi } from "./fake-api";
import * as fixtures from "./order-fixtures";

async function mapped(raw: { id: string }): Promise<Order> {
  const { api } = fakeApi({ [`GET /orders/${raw.id}`]: { order: raw } });
  const { value } = await readOrder(api, raw.id);
  return orderSchema().parse(value);
}

const usd = (amount: string) => ({ amount, currency: "USD" });

describe("states", () => {
  it.each([
    ["halfOff", { status: "open", payment_status: "pending", fulfillment_status: "not_required" }],
    ["twoCards", { status: "completed", payment_status: "paid", completed_at: "2019-08-06T02:47:37.140Z" }],
    ["yen", { payment_status: "paid", placed_at: "2026-03-01T00:30:00.000Z" }],
    ["halfSent", { payment_status: "authorized", fulfillment_status: "partial" }],
    [
      "cancelled",
      {
        status: "cancelled",
        payment_status: "voided",
        fulfillment_status: "unfulfilled",
        completed_at: null,
        cancelled_at: "2026-03-02T08:10:00.000Z",
      },
    ],
    ["returnOrder", { status: "completed", payment_status: "refunded" }],
    ["exchange", { payment_status: "paid" }],
    ["barePayment", { status: "open", payment_status: "paid" }],
    ["bare", { status: "unknown", payment_status: "unknown" }],
  ] as const)("%s", async (name, expected) => {
    expect(await mapped(fixtures.knownOrders[name])).toMatchObject(expected);
  });

  it.each([
    [[fixtures.card("CAPTURED", 500)], "partially_paid"],
    [[fixtures.card("CAPTURED", 500), fixtures.card("AUTHORIZED", 1500)], "partially_paid"],
    [[fixtures.card("FAILED", 2000)], "unknown"],
    [
      [
        {
          type: "BANK_ACCOUNT",
          amount_money: fixtures.money(2000, "USD"),
          bank_account_details: { status: "PENDING" },
        },
      ],
      "pending",
    ],
    [
      [
        {
          type: "BUY_NOW_PAY_LATER",
          amount_money: fixtures.money(2000, "USD"),
          buy_now_pay_later_details: { status: "CAPTURED" },
        },
      ],
      "paid",
    ],
    [
      [
        {
          type: "SQUARE_ACCOUNT",
          amount_money: fixtures.money(2000, "USD"),
          square_account_details: { status: "VOIDED" },
        },
      ],
      "voided",
    ],
    [[{ type: "SQUARE_GIFT_CARD", amount_money: fixtures.money(2000, "USD") }], "paid"],
    [[{ type: "CARD", amount_money: fixtures.money(2000, "USD") }], "unknown"],
    [
      [fixtures.card("CAPTURED", 500), { type: "SEASHELLS", amount_money: fixtures.money(1500, "USD") }],
      "unknown",
    ],
  ])("tenders %#", async (tenders, status) => {
    expect((await mapped({ ...fixtures.twoCards, tenders } as { id: string })).payment_status).toBe(status);
  });

  it("tells a completed order that costs nothing as paid", async () => {
    const free = {
      ...fixtures.twoCards,
      tenders: [{ type: "NO_SALE" }],
      total_money: fixtures.money(0, "USD"),
      net_amounts: null,
    };
    expect((await mapped(free)).payment_status).toBe("paid");
  });

  it("calls what it does not know unknown", async () => {
    const order = await mapped(fixtures.fromTheFuture);
    expect(order).toMatchObject({
      status: "unknown",
      payment_status: "unknown",
      fulfillment_status: "unknown",
    });
    expect(order.refunds[0]?.status).toBe("unknown");
    expect(order.taxes[0]?.inclusive).toBe(false);
    // A tax of an unknown kind is not taken out of the sum: were it contained, `difference` would say so.
    expect(order).toMatchObject({
      tax_inclusive: false,
      totals: { tax_added: usd("0.05") },
      difference: null,
    });
  });

  it.each([
    [undefined, "unknown"],
    ["Square Point of Sale", "pos"],
    ["Register", "pos"],
    ["Square Online", "online"],
    ["Cookies", "other"],
    ["Register of Deeds", "other"],
  ])("channel %s is %s", async (name, kind) => {
    const order = await mapped({ ...fixtures.halfOff, source: { name } } as { id: string });
    expect(order.channel).toEqual({ kind, name: name ?? null });
  });
});

describe("returns and refunds", () => {
  it("reads a return order: nothing sold, the refund and its lines", async () => {
    const order = await mapped(fixtures.returnOrder);
    expect(order.totals).toMatchObject({ subtotal: usd("0.00"), total: usd("0.00"), refunded: usd("5.00") });
    expect(order.refunds).toEqual([
      {
        id: "refund-1",
        order_id: "j7CWK5PozTAPsfm2XlGPKPzeV",
        status: "completed",
        amount: usd("5.00"),
        reason: "Wrong size",
        location_id: "P3CCK6HSNDAS7",
        lines: [{ order_line_id: "QW6kofLHJK7JEKMjlSVP5C", quantity: "1", amount: usd("5.00") }],
        created_at: "2019-08-08T10:00:00.000Z",
        updated_at: null,
      },
    ]);
  });

  it("counts only what has gone back, and shares no lines out between two refunds", async () => {
    const [refund] = fixtures.returnOrder.refunds;
    const second = { ...refund, id: "refund-2", amount_money: fixtures.money(100, "USD"), status: "PENDING" };
    const order = await mapped({ ...fixtures.returnOrder, refunds: [refund, second] } as { id: string });
    expect(order.totals.refunded).toEqual(usd("5.00"));
    expect(order.refunds.map((one) => [one.status, one.lines])).toEqual([
      ["completed", []],
      ["pending", []],
    ]);
  });

  it.each([
    [500, "partially_refunded"],
    [2000, "refunded"],
  ])("believes a sale that carries its own refund of %i", async (amount, status) => {
    const refunds = [{ ...fixtures.returnOrder.refunds[0], amount_money: fixtures.money(amount, "USD") }];
    const order = await mapped({ ...fixtures.twoCards, refunds } as { id: string });
    expect(order.payment_status).toBe(status);
  });

  it.each([
    ["APPROVED", "refunded"],
    ["PENDING", "pending"],
    ["REJECTED", "unknown"],
    ["FAILED", "unknown"],
  ])("tells a return by its refund: %s is %s", async (status, expected) => {
    const [refund] = fixtures.returnOrder.refunds;
    const order = await mapped({ ...fixtures.returnOrder, refunds: [{ ...refund, status }] } as {
      id: string;
    });
    expect(order.payment_status).toBe(expected);
  });

  it("takes the money given back in an exchange for the old sale's, not the new one's", async () => {
    const { refunds } = fixtures.returnOrder;
    const returns = [
      { uid: "r", return_line_items: [{ quantity: "1", total_money: fixtures.money(1500, "USD") }] },
    ];
    const net_amounts = { total_money: fixtures.money(-500, "USD") };
    const order = await mapped({ ...fixtures.exchange, returns, net_amounts, refunds, tenders: null } as {
      id: string;
    });
    expect(order).toMatchObject({
      payment_status: "paid",
      totals: { total: usd("10.00"), refunded: usd("5.00") },
    });
  });
});
