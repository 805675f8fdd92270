import { describe, expect, it } from "vitest";
import { orderSchema } from "../../../src/model/retail";
import type { ApiRequest } from "../../../src/platforms/adapter";
import { stripe } from "../../../src/platforms/stripe";
import { fakeApi, query } from "../square/fake-api";
import { contract, faultsOf, requestFaults } from "./contract";
import * as fixtures from "./fixtures";
import * as objects from "./objects";

const { line, list, price, session } = fixtures;
const PATH = "GET /checkout/sessions";

async function orderOf(
  from: Record<string, unknown>,
  answers: Record<string, unknown> = {},
  faults: readonly string[] = [],
) {
  expect(faultsOf("Checkout.Session", from)).toEqual(faults);
  const { api, sent } = fakeApi({ [PATH]: list([from]), ...answers });
  const page = await stripe.read.orders!(api, query());
  expect(sent.flatMap(requestFaults)).toEqual([]);
  return orderSchema().parse(page.records[0]!.value);
}

describe("a Checkout Session as an order", () => {
  it.each([
    ["Account", objects.account],
    ["Charge", fixtures.charge()],
    ["Checkout.Session", session()],
    ["Customer", objects.customer],
    ["Discount", fixtures.discount()],
    ["LineItem", line()],
    ["PaymentIntent", fixtures.paymentIntent()],
    ["Price", price()],
    ["Product", objects.product],
    ["Refund", fixtures.refund()],
    ["TaxRate", fixtures.taxRate()],
  ])("has a %s that is Stripe's by its description", (name, one) => {
    expect(faultsOf(name, one)).toEqual([]);
  });

  it("is held by a check that finds what is not Stripe's", () => {
    expect(faultsOf("Checkout.Session", session({ total: 20 }))).toEqual(["Checkout.Session.total: unknown"]);
    expect(
      faultsOf("Checkout.Session", session({ line_items: list([line({ amount_total: "2" })]) })),
    ).toHaveLength(1);
    const { id: _, ...nameless } = fixtures.refund();
    expect(faultsOf("Refund", nameless)).toEqual(["Refund.id: missing"]);
    const asks = (path: string, query: Record<string, string>) =>
      requestFaults({ method: "GET", path, query });
    expect(asks("/checkout/sessions", { "created[since]": "1" })).toHaveLength(1);
    expect(asks("/checkout/sessions", { status: "cancelled" })).toHaveLength(1);
    expect(asks("/orders", {})).toEqual(["GET /orders: no such operation"]);
  });

  it("has its lines, its amounts and what was paid", async () => {
    const order = await orderOf(session({ customer: "cus_1", payment_link: "plink_1" }));
    expect(order).toMatchObject({
      id: session().id,
      number: null,
      status: "completed",
      payment_status: "paid",
      fulfillment_status: "unknown",
      channel: { kind: "online", name: "Payment Links" },
      currency: "USD",
      tax_inclusive: false,
      difference: null,
      customer_id: "cus_1",
      placed_at: "2026-02-25T06:13:20.000Z",
      lines: [
        {
          product_id: objects.PRODUCT,
          variant_id: "price_AminaKanga01",
          name: "Kanga cloth",
          quantity: "2",
          unit_price: { amount: "10.00", currency: "USD" },
          subtotal: { amount: "20.00", currency: "USD" },
          total: { amount: "20.00", currency: "USD" },
        },
      ],
    });
    expect(order.totals.total).toEqual({ amount: "20.00", currency: "USD" });
  });

  it("adds up with a discount, tax on top and shipping", async () => {
    const order = await orderOf(
      session({
        amount_total: 2_675,
        shipping_cost: { amount_subtotal: 500, amount_tax: 0, amount_total: 500, shipping_rate: "shr_1" },
        line_items: list([line({ amount_discount: 200, amount_tax: 375, amount_total: 2_175 })]),
        total_details: {
          amount_discount: 200,
          amount_shipping: 500,
          amount_tax: 375,
          breakdown: {
            discounts: [{ amount: 200, discount: fixtures.discount({ promotion_code: "promo_1" }) }],
            taxes: [
              {
                amount: 375,
                rate: fixtures.taxRate({ percentage: 20.8333 }),
                taxability_reason: null,
                taxable_amount: null,
              },
            ],
          },
        },
      }),
    );
    expect(order.difference).toBeNull();
    expect(order.totals).toMatchObject({
      discount: { amount: "2.00" },
      shipping: { amount: "5.00" },
      tax: { amount: "3.75" },
      tax_added: { amount: "3.75" },
    });
    expect(order.discounts).toEqual([
      { name: "LONGRAINS", code: "promo_1", amount: { amount: "2.00", currency: "USD" } },
    ]);
    expect(order.taxes).toEqual([
      { name: "VAT", rate: "0.208333", inclusive: false, amount: { amount: "3.75", currency: "USD" } },
    ]);
    expect(order.shipping).toEqual([
      { name: null, code: "shr_1", amount: { amount: "5.00", currency: "USD" } },
    ]);
  });

  it("keeps tax apart that the prices contain", async () => {
    const breakdown = {
      discounts: [],
      taxes: [
        {
          amount: 276,
          rate: fixtures.taxRate({ inclusive: true }),
          taxability_reason: null,
          taxable_amount: null,
        },
      ],
    };
    const details = { amount_discount: 0, amount_shipping: 0, amount_tax: 276 };
    const told = await orderOf(session({ total_details: { ...details, breakdown } }));
    expect(told).toMatchObject({
      tax_inclusive: true,
      difference: null,
      totals: { tax_added: { amount: "0.00" } },
    });
    expect(told.taxes[0]).toMatchObject({ rate: "0.16", inclusive: true });
    // Without the breakdown the total alone tells which it was.
    const inferred = await orderOf(session({ total_details: details }));
    expect(inferred).toMatchObject({ tax_inclusive: true, difference: null });
    const added = await orderOf(session({ total_details: details, amount_total: 2_276 }));
    expect(added).toMatchObject({
      tax_inclusive: false,
      difference: null,
      totals: { tax_added: { amount: "2.76" } },
    });
  });

  it("says by how much it differs where Stripe's parts do not add up", async () => {
    const order = await orderOf(session({ amount_total: 1_950 }));
    expect(order.difference).toEqual({
      amount: { amount: "-0.50", currency: "USD" },
      reason: expect.stringContaining("do not add up"),
    });
  });

  it.each([
    ["jpy", 500, "500"],
    ["kwd", 12_340, "12.340"],
    ["tnd", 5_010, "5.010"],
    ["ngn", 123_450, "1234.50"],
    ["xof", 1_500, "1500"],
    ["mga", 500, "500.00"],
    ["isk", 500, "5"],
    ["ugx", 500, "5"],
    ["huf", 1_045, "10.45"],
    ["twd", 80_045, "800.45"],
  ])("counts %s as Stripe does", async (currency, units, amount) => {
    const one = line({
      currency,
      quantity: 1,
      amount_subtotal: units,
      amount_total: units,
      price: price({ currency, unit_amount: units, unit_amount_decimal: String(units) }),
    });
    const order = await orderOf(
      session({
        currency,
        amount_subtotal: units,
        amount_total: units,
        line_items: list([one]),
        payment_intent: null,
      }),
    );
    expect(order.totals.total).toEqual({ amount, currency: currency.toUpperCase() });
    expect(order.lines[0]!.unit_price.amount).toBe(amount);
  });

  it("refuses a fraction that the currency has not, naming the session", async () => {
    const { api } = fakeApi({
      [PATH]: list([session({ currency: "ugx", amount_subtotal: 1_250, payment_intent: null })]),
    });
    await expect(stripe.read.orders!(api, query())).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "data.0" },
    });
  });

  it("tells its refunds, asking for them only where there are any", async () => {
    const refunds = list([
      fixtures.refund({ id: "re_2", amount: 300, status: "requires_action", created: 1_772_100_000 }),
      fixtures.refund({ id: "re_1", amount: 200, reason: "requested_by_customer" }),
    ]);
    const answers = { "GET /refunds": refunds };
    const some = session({
      payment_intent: fixtures.paymentIntent({ latest_charge: fixtures.charge({ amount_refunded: 500 }) }),
    });
    const order = await orderOf(some, answers);
    expect(order).toMatchObject({
      payment_status: "partially_refunded",
      totals: { refunded: { amount: "5.00" } },
    });
    expect(order.refunds).toMatchObject([
      { id: "re_1", order_id: order.id, status: "completed", reason: "requested_by_customer" },
      { id: "re_2", order_id: order.id, status: "pending", amount: { amount: "3.00" } },
    ]);
    const all = session({
      payment_intent: fixtures.paymentIntent({
        latest_charge: fixtures.charge({ amount_refunded: 2_000, refunded: true }),
      }),
    });
    expect(await orderOf(all, answers)).toMatchObject({ payment_status: "refunded" });
  });

  const intent = (status: string) => fixtures.paymentIntent({ status, latest_charge: null });
  it.each([
    [{ status: "open", payment_status: "unpaid", payment_intent: null }, "open", "pending"],
    [{ status: "expired", payment_status: "unpaid", payment_intent: null }, "cancelled", "voided"],
    [{ payment_status: "unpaid", payment_intent: intent("processing") }, "completed", "pending"],
    [{ payment_status: "unpaid", payment_intent: intent("requires_capture") }, "completed", "authorized"],
    [{ payment_status: "unpaid", payment_intent: intent("canceled") }, "completed", "voided"],
    [{ payment_status: "no_payment_required", payment_intent: null }, "completed", "pending"],
    [{ status: null, payment_status: "unpaid", payment_intent: "pi_1" }, "unknown", "unknown"],
  ])("reads its state %#", async (over, status, payment_status) => {
    expect(await orderOf(session(over))).toMatchObject({ status, payment_status });
  });

  it("does not guess at a state that this version has not", async () => {
    const order = await orderOf(session({ status: "frozen", payment_status: "owed" }), {}, [
      "Checkout.Session.payment_status: not one of no_payment_required, paid, unpaid",
      "Checkout.Session.status: not one of complete, expired, open",
    ]);
    expect(order).toMatchObject({ status: "unknown", payment_status: "unknown" });
  });

  it("knows every state that this version has", () => {
    const { status, payment_status } = contract.objects["Checkout.Session"]!;
    expect(status!.enum!.sort()).toEqual(["complete", "expired", "open"]);
    expect(payment_status!.enum!.sort()).toEqual(["no_payment_required", "paid", "unpaid"]);
  });

  it("has a free order as paid", async () => {
    const free = session({
      amount_total: 0,
      payment_status: "no_payment_required",
      payment_intent: null,
      total_details: { amount_discount: 2_000, amount_shipping: 0, amount_tax: 0 },
    });
    expect(await orderOf(free)).toMatchObject({ payment_status: "paid", difference: null });
  });

  it("tells where it is sent, and to whom", async () => {
    const order = await orderOf(
      session({
        customer_details: {
          ...(session()["customer_details"] as object),
          phone: "+254700000000",
        },
        collected_information: {
          business_name: null,
          individual_name: null,
          shipping_details: {
            name: "Amina Odhiambo",
            address: {
              line1: "Moi Avenue 1",
              line2: null,
              city: "Nairobi",
              state: null,
              postal_code: "00100",
              country: "KE",
            },
          },
        },
      }),
    );
    expect(order.shipping_address).toEqual({
      name: "Amina Odhiambo",
      line1: "Moi Avenue 1",
      line2: null,
      city: "Nairobi",
      region: null,
      postal_code: "00100",
      country: "KE",
      phone: "+254700000000",
    });
  });

  it.each([
    [
      "tiers",
      { quantity: 3, amount_subtotal: 1_000, amount_total: 1_000, price: price({ unit_amount: null }) },
      "3",
      "3.33",
    ],
    [
      "a fraction of a cent",
      {
        quantity: 3,
        amount_subtotal: 2,
        amount_total: 2,
        price: price({ unit_amount: null, unit_amount_decimal: "0.5" }),
      },
      "3",
      "0.01",
    ],
    ["metered usage", { quantity: null, amount_subtotal: 0, amount_total: 0 }, "0", "10.00"],
    ["no price any more", { quantity: 2, price: null }, "2", "10.00"],
  ])("prices a line of %s without touching its subtotal", async (_, over, quantity, unit) => {
    const one = line(over);
    const subtotal = one.amount_subtotal as number;
    const order = await orderOf(
      session({ amount_subtotal: subtotal, amount_total: subtotal, line_items: list([one]) }),
    );
    expect(order.lines[0]).toMatchObject({ quantity, unit_price: { amount: unit } });
    expect(order.lines[0]!.subtotal.amount).toBe((subtotal / 100).toFixed(2));
  });

  it("reads the lines that did not fit into the session", async () => {
    const rest = `GET /checkout/sessions/${session().id}/line_items`;
    const order = await orderOf(session({ line_items: list([line({ id: "li_1" })], true) }), {
      [rest]: ({ query: asked }: ApiRequest) =>
        asked?.["starting_after"] === "li_1"
          ? list([line({ id: "li_2" })], true)
          : list([line({ id: "li_3" })]),
    });
    expect(order.lines.map(({ id }) => id)).toEqual(["li_1", "li_2", "li_3"]);
  });
});

describe("the list of orders", () => {
  it("asks for what a session does not carry of itself, and goes on after the last id", async () => {
    const { api, sent } = fakeApi({ [PATH]: list([session({ id: "cs_2" })], true) });
    const page = await stripe.read.orders!(
      api,
      query({
        limit: 3,
        cursor: "cs_1",
        status: "cancelled",
        created_after: "2026-01-01T01:00:00.500+01:00",
        created_before: "2026-02-01T00:00:00.900Z",
      }),
    );
    expect(sent[0]!.query).toEqual({
      limit: 3,
      starting_after: "cs_1",
      status: "expired",
      "created[gte]": 1_767_225_601,
      "created[lte]": 1_769_904_000,
      "expand[]": ["data.line_items", "data.total_details.breakdown", "data.payment_intent.latest_charge"],
    });
    expect(sent.flatMap(requestFaults)).toEqual([]);
    expect(page.next).toBe("cs_2");
  });

  it("leaves out sessions in which nothing is sold, and says that payments apart are no orders", async () => {
    const setup = session({
      id: "cs_setup",
      mode: "setup",
      currency: null,
      amount_subtotal: null,
      amount_total: null,
    });
    const { api } = fakeApi({ [PATH]: list([session(), setup], true) });
    const page = await stripe.read.orders!(api, query());
    expect(page.records).toHaveLength(1);
    expect(page.next).toBe("cs_setup");
    expect(page.warnings).toMatchObject([{ code: "payments_not_orders" }]);
    const one = fakeApi({ "GET /checkout/sessions/cs_setup": setup });
    await expect(stripe.read.order!(one.api, "cs_setup")).rejects.toMatchObject({
      failure: { kind: "not_found" },
    });
  });

  it("reads one order as the list does", async () => {
    const { api, sent } = fakeApi({ [`GET /checkout/sessions/${session().id}`]: session() });
    const { value, raw } = await stripe.read.order!(api, session().id);
    expect(value).toEqual(await orderOf(session()));
    expect(raw).toEqual(session());
    expect(sent.flatMap(requestFaults)).toEqual([]);
  });

  it.each([
    ["data.0.line_items", session({ line_items: undefined })],
    ["data.0.line_items.0.amount_total", session({ line_items: list([line({ amount_total: "20.00" })]) })],
    ["data.0.currency", session({ currency: null })],
    ["data.0.amount_total", session({ amount_subtotal: null })],
    ["data.0.created", session({ created: "2026-01-01" })],
  ])("names the field %s where the answer is another", async (field, from) => {
    const { api } = fakeApi({ [PATH]: list([from]) });
    await expect(stripe.read.orders!(api, query())).rejects.toMatchObject({
      failure: { kind: "unexpected", field },
    });
  });
});
