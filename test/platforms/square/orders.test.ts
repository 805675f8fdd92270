import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, negate, sum } from "../../../src/kernel/money";
import { type Order, orderSchema } from "../../../src/model/retail";
import { PlatformFailure } from "../../../src/platforms/adapter";
import { readOrder } from "../../../src/platforms/square/orders";
import { fractionOf } from "../../../src/platforms/square/values";
import { fakeApi } from "./fake-api";
import * as fixtures from "./order-fixtures";

async function mapped(raw: { id: string }): Promise<Order> {
  const { api } = fakeApi({ [`GET /orders/${raw.id}`]: { order: raw } });
  const { value } = await readOrder(api, raw.id);
  return orderSchema().parse(value);
}

async function fault(raw: object): Promise<unknown> {
  const { api } = fakeApi({ "GET /orders/x": { order: raw } });
  const error = await readOrder(api, "x").catch((thrown: unknown) => thrown);
  if (!(error instanceof PlatformFailure)) throw error;
  return error.failure;
}

const usd = (amount: string) => ({ amount, currency: "USD" });

describe("every order adds up, or says by how much it does not", () => {
  it.each(Object.entries(fixtures.knownOrders))("%s", async (_name, raw) => {
    const { totals, difference, lines } = await mapped(raw);
    const { subtotal, discount, shipping, fees, tax_added, tip, total } = totals;
    const parts = add(subtotal, negate(discount), shipping, fees, tax_added, tip);
    expect(add(parts, difference?.amount ?? { amount: "0", currency: total.currency })).toEqual(total);
    expect(
      sum(
        lines.map((line) => line.subtotal),
        total.currency,
      ),
    ).toEqual(subtotal);
    expect(
      sum(
        lines.map((line) => line.discount),
        total.currency,
      ),
    ).toEqual(discount);
  });

  it("differs only where Square's own figures do", async () => {
    const entries = Object.entries(fixtures.knownOrders);
    const orders = await Promise.all(
      entries.map(async ([name, raw]) => ({ name, order: await mapped(raw) })),
    );
    const apart = orders.filter(({ order }) => order.difference !== null);
    expect(apart.map(({ name, order }) => [name, order.difference])).toEqual([
      [
        "barePayment",
        {
          amount: { amount: "282.50", currency: "CAD" },
          reason: "Square gives this order no total; it is what its tenders took",
        },
      ],
      [
        "rounded",
        {
          amount: { amount: "0.03", currency: "CHF" },
          reason: "Square rounded the total for cash (rounding_adjustment)",
        },
      ],
    ]);
  });
});

describe("amounts", () => {
  it("shares an order-wide discount out to the lines", async () => {
    const order = await mapped(fixtures.halfOff);
    expect(order.totals).toMatchObject({ subtotal: usd("11.00"), discount: usd("5.50"), total: usd("5.50") });
    expect(order.lines.map((line) => [line.unit_price, line.subtotal, line.discount, line.total])).toEqual([
      [usd("5.00"), usd("5.00"), usd("2.50"), usd("2.50")],
      [usd("3.00"), usd("6.00"), usd("3.00"), usd("3.00")],
    ]);
    expect(order.discounts).toEqual([{ name: "50% Off", code: null, amount: usd("5.50") }]);
  });

  it("counts modifiers into the price, and adds additive tax on top", async () => {
    const order = await mapped(fixtures.steaks);
    expect(order.lines[1]).toEqual({
      id: "v8ZuEXpOJpb0bazLuvrLDB",
      product_id: null,
      variant_id: "BEMYCSMIJL46OCDV4KYIKXIB",
      sku: null,
      name: "New York Steak",
      quantity: "2",
      unit_price: usd("22.50"),
      subtotal: usd("45.00"),
      discount: usd("3.46"),
      tax: usd("3.74"),
      total: usd("45.28"),
    });
    expect(order.totals).toMatchObject({ tax: usd("5.10"), tax_added: usd("5.10"), total: usd("61.76") });
    expect(order.taxes).toEqual([
      { name: "State Sales Tax", rate: "0.09", inclusive: false, amount: usd("5.10") },
    ]);
    expect(order.tax_inclusive).toBe(false);
    expect(order.number).toBe("my-order-001");
  });

  it("counts a modifier as often as it is taken on each unit", async () => {
    const cheese = {
      quantity: "2",
      base_price_money: fixtures.money(50, "USD"),
      total_price_money: fixtures.money(300, "USD"),
    };
    const [first] = fixtures.steaks.line_items;
    const burger = {
      ...first,
      quantity: "3",
      variation_total_price_money: fixtures.money(4797, "USD"),
      modifiers: [cheese],
    };
    const order = await mapped({ ...fixtures.steaks, line_items: [burger] } as { id: string });
    expect(order.lines[0]).toMatchObject({ unit_price: usd("16.99"), subtotal: usd("50.97") });
  });

  it("leaves contained tax in the price, where gross sales leave it out (Japan)", async () => {
    const order = await mapped(fixtures.yen);
    const jpy = (amount: string) => ({ amount, currency: "JPY" });
    expect(order.totals).toMatchObject({
      subtotal: jpy("2200"),
      tax: jpy("200"),
      tax_added: jpy("0"),
      total: jpy("2200"),
    });
    expect(order.tax_inclusive).toBe(true);
    expect(order.taxes[0]).toMatchObject({ inclusive: true, rate: "0.1" });
  });

  it("tells an apportioned surcharge as a fee, not as a dearer line", async () => {
    const order = await mapped(fixtures.surcharged);
    const aud = (amount: string) => ({ amount, currency: "AUD" });
    expect(order.totals).toMatchObject({ subtotal: aud("15.00"), fees: aud("0.24"), total: aud("15.24") });
    expect(order.lines[0]).toMatchObject({ subtotal: aud("15.00"), total: aud("15.24") });
  });

  it("keeps three minor digits, measured quantities and tips", async () => {
    const order = await mapped(fixtures.dinar);
    const kwd = (amount: string) => ({ amount, currency: "KWD" });
    expect(order.lines[0]).toMatchObject({
      quantity: "1.5",
      unit_price: kwd("12.500"),
      subtotal: kwd("18.750"),
    });
    expect(order.totals).toMatchObject({ tax_added: kwd("0.938"), tip: kwd("1.000"), total: kwd("20.688") });
    expect(order.taxes[0]?.rate).toBe("0.05");
  });

  it("multiplies where Square leaves a line's total price out", async () => {
    const order = await mapped(fixtures.bare);
    expect(order.lines.map((line) => line.subtotal)).toEqual([usd("15.99"), usd("60.00")]);
  });

  it("writes a percentage as an exact fraction", () => {
    expect(["7.25", "0.5", "100", "9", "5.0", "0", "-3.5"].map(fractionOf)).toEqual([
      "0.0725",
      "0.005",
      "1",
      "0.09",
      "0.05",
      "0",
      "-0.035",
    ]);
    expect(() => fractionOf("7,25")).toThrow(RangeError);
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.integer({ min: 1, max: 6 }),
        (digits, scale) => {
          const text = digits.toString().padStart(scale + 1, "0");
          const percentage = `${text.slice(0, -scale)}.${text.slice(-scale)}`;
          const [whole = "", fraction = ""] = fractionOf(percentage).split(".");
          // The same digits, two places further down.
          expect(BigInt(whole + fraction.padEnd(scale + 2, "0"))).toBe(digits);
        },
      ),
    );
  });
});

describe("people and places", () => {
  it("finds the address in the fulfillment", async () => {
    const order = await mapped(fixtures.halfSent);
    expect(order.shipping_address).toEqual({
      name: "James Bond",
      line1: "505 Electric Ave",
      line2: "Suite 600",
      city: "New York",
      region: "NY",
      postal_code: "10003",
      country: "US",
      phone: "+1-212-555-4250",
    });
    expect(order.customer_id).toBe("JDKYHBWT1D4F8MFH63DBMEN8Y4");
    expect(order.placed_at).toBe("2026-03-01T07:30:00.000Z");
  });

  it("says null where Square says nothing", async () => {
    expect(await mapped(fixtures.bare)).toMatchObject({
      number: null,
      customer_id: null,
      shipping_address: null,
      note: null,
      updated_at: null,
      completed_at: null,
      channel: { kind: "unknown", name: null },
      discounts: [],
      taxes: [],
      refunds: [],
    });
  });

  it("gives Square's own object back untouched", async () => {
    const { api } = fakeApi({ "GET /orders/a%2Fb": { order: fixtures.steaks } });
    expect((await readOrder(api, "a/b")).raw).toEqual(fixtures.steaks);
  });
});

describe("an answer that is not what Square documents names its field", () => {
  const { halfOff } = fixtures;
  it.each([
    [{ ...halfOff, total_money: { amount: "550", currency: "USD" } }, "order.total_money.amount"],
    [{ ...halfOff, total_money: { amount: 5.5, currency: "USD" } }, "order.total_money.amount"],
    [{ ...halfOff, total_money: { amount: 2 ** 53, currency: "USD" } }, "order.total_money.amount"],
    [{ ...halfOff, created_at: undefined }, "order.created_at"],
    [{ ...halfOff, line_items: [{ name: "x", quantity: 2 }] }, "order.line_items.0.quantity"],
    [{ ...halfOff, line_items: [{ name: "x", quantity: "two" }] }, "order.line_items.0.quantity"],
    [
      { ...halfOff, line_items: [{ name: "x", quantity: "1" }] },
      "order.line_items.0.variation_total_price_money",
    ],
    [{ id: "x", created_at: "2026-01-01T00:00:00Z" }, "order.total_money"],
    [{ ...halfOff, total_money: { amount: 550, currency: "UNKNOWN_CURRENCY" } }, "order"],
    [{ ...halfOff, total_tax_money: { amount: 1, currency: "EUR" } }, "order"],
    [{ ...halfOff, created_at: "yesterday" }, "order"],
  ])("%#", async (raw, field) => {
    expect(await fault(raw)).toMatchObject({ kind: "unexpected", field });
  });

  it("does not divide a price it was not given", async () => {
    const [item] = halfOff.line_items;
    const raw = { ...halfOff, line_items: [{ ...item, quantity: "3", base_price_money: null }] };
    expect(await fault(raw)).toMatchObject({
      kind: "unexpected",
      field: "order.line_items.0.base_price_money",
    });
  });
});
