import { describe, expect, it } from "vitest";
import { orderSchema, refundSchema } from "../../../src/model/retail";
import type { ApiRequest } from "../../../src/platforms/adapter";
import { PlatformFailure } from "../../../src/platforms/adapter";
import { paypal } from "../../../src/platforms/paypal";
import { fakeApi, query } from "../square/fake-api";
import { answerFaults, requestFaults } from "./contract";
import { answer, payment, sale, saleAnswer } from "./fixtures";

const PATH = "GET /v1/reporting/transactions";
const NOW = Date.parse("2026-11-23T12:00:00Z");
const DAY = 86_400_000;

/** The first asked window answers with these; the others are empty. */
function once(transactions: readonly unknown[]) {
  let asked = 0;
  return fakeApi({ [PATH]: () => answer(asked++ === 0 ? transactions : []) });
}

async function orderOf(transaction: unknown) {
  const { api } = once([transaction]);
  const page = await paypal.read.orders!(api, query());
  return orderSchema().parse(page.records[0]!.value);
}

describe("a payment as an order", () => {
  it("is read with its cart, and adds up", async () => {
    expect(answerFaults("transactions", saleAnswer)).toEqual([]);
    const order = await orderOf(sale);
    expect(order).toMatchObject({
      id: "3UK70418RW259960B",
      number: "AMINA-2026-311",
      status: "completed",
      payment_status: "paid",
      channel: { kind: "online" },
      difference: null,
      customer_id: "WANJ4KUPAYER9",
      note: "Please wrap the bowls",
      placed_at: "2026-08-14T15:22:09.000Z",
      shipping_address: { name: "Wanjiku Otieno", city: "Nairobi", country: "KE" },
      totals: {
        subtotal: { amount: "103.00" },
        shipping: { amount: "15.25" },
        fees: { amount: "2.36" },
        tax: { amount: "17.89" },
        tax_added: { amount: "17.89" },
        total: { amount: "138.50" },
      },
    });
    expect(order.lines).toMatchObject([
      { sku: "KIKOI-4", quantity: "4", unit_price: { amount: "12.25" }, total: { amount: "56.84" } },
      { sku: "BOWL-2", quantity: "2", tax: { amount: "10.05" }, total: { amount: "72.85" } },
      { sku: null, name: "For a regular", unit_price: { amount: "-8.80" }, total: { amount: "-8.80" } },
    ]);
  });

  it("has no lines where PayPal knows no cart, and says that its amount is not in them", async () => {
    expect(answerFaults("transactions", answer([payment()]))).toEqual([]);
    expect(await orderOf(payment())).toMatchObject({
      lines: [],
      placed_at: "2026-11-20T09:00:00.000Z",
      difference: {
        amount: { amount: "40.00", currency: "USD" },
        reason: expect.stringContaining("no items"),
      },
    });
  });

  it("keeps tax apart that the prices contain, and takes discounts off whichever sign they have", async () => {
    const items = [
      {
        item_name: "Tea",
        item_quantity: "2",
        item_unit_price: { currency_code: "EUR", value: "10.00" },
        discount_amount: { currency_code: "EUR", value: "-1.00" },
      },
    ];
    const order = await orderOf(
      payment(
        {
          transaction_amount: { currency_code: "EUR", value: "17.50" },
          discount_amount: { currency_code: "EUR", value: "1.50" },
          sales_tax_amount: { currency_code: "EUR", value: "2.79" },
        },
        { cart_info: { tax_inclusive: true, item_details: items } },
      ),
    );
    expect(order).toMatchObject({
      tax_inclusive: true,
      difference: null,
      totals: {
        subtotal: { amount: "20.00" },
        discount: { amount: "2.50" },
        tax: { amount: "2.79" },
        tax_added: { amount: "0.00" },
      },
    });
    expect(order.lines[0]).toMatchObject({ discount: { amount: "1.00" }, total: { amount: "19.00" } });
  });

  it.each([
    ["JPY", "1200", "1200"],
    ["HUF", "2500", "2500.00"],
    ["TWD", "800", "800.00"],
    ["KES", "1234.50", "1234.50"],
    ["TND", "5.125", "5.125"],
    ["GBP", ".50", "0.50"],
  ])("has %s exactly", async (currency_code, value, amount) => {
    const order = await orderOf(payment({ transaction_amount: { currency_code, value } }));
    expect(order.totals.total).toEqual({ amount, currency: currency_code });
  });

  it.each([
    ["S", "completed", "paid", "0.00"],
    ["P", "open", "pending", "0.00"],
    ["D", "cancelled", "voided", "0.00"],
    ["V", "completed", "refunded", "40.00"],
    ["Q", "unknown", "unknown", "0.00"],
    [undefined, "unknown", "unknown", "0.00"],
  ])("reads status %s", async (transaction_status, status, payment_status, refunded) => {
    expect(await orderOf(payment({ transaction_status }))).toMatchObject({
      status,
      payment_status,
      totals: { refunded: { amount: refunded } },
    });
  });

  it.each([
    ["3", { item_amount: { currency_code: "USD", value: "10.00" } }, "3.33", "10.00"],
    ["1.5", { item_unit_price: { currency_code: "USD", value: "10.01" } }, "10.01", "15.02"],
    ["0", { item_amount: { currency_code: "USD", value: "0.00" } }, "0.00", "0.00"],
    [undefined, { item_amount: { currency_code: "USD", value: "7.00" } }, "7.00", "7.00"],
  ])("prices %s of an item from what is told", async (item_quantity, amounts, unit, subtotal) => {
    const order = await orderOf(
      payment({}, { cart_info: { item_details: [{ item_quantity, ...amounts }] } }),
    );
    expect(order.lines[0]).toMatchObject({ unit_price: { amount: unit }, subtotal: { amount: subtotal } });
  });

  it.each([
    [
      "transaction_details.0.transaction_info.transaction_amount.value",
      payment({ transaction_amount: { currency_code: "USD", value: "4O" } }),
    ],
    ["transaction_details.0.transaction_info.transaction_id", payment({ transaction_id: 7 })],
    ["transaction_details.0", payment({ transaction_initiation_date: "yesterday" })],
    [
      "transaction_details.0.cart_info.item_details.0.item_quantity",
      payment(
        {},
        {
          cart_info: {
            item_details: [{ item_quantity: "two", item_amount: { currency_code: "USD", value: "1.00" } }],
          },
        },
      ),
    ],
    [
      "transaction_details.0.cart_info.item_details.0.item_amount",
      payment({}, { cart_info: { item_details: [{ item_name: "Tea" }] } }),
    ],
  ])("names %s where it is another", async (field, transaction) => {
    await expect(orderOf(transaction)).rejects.toMatchObject({ failure: { kind: "unexpected", field } });
  });
});

describe("the search", () => {
  const windowOf = ({ query: asked }: ApiRequest) =>
    [asked!["start_date"], asked!["end_date"]].map((time) => Date.parse(String(time))) as [number, number];

  it("ends three hours ago, goes back three years in windows, and meets each second once", async () => {
    const { api, sent } = fakeApi({ [PATH]: answer([]) });
    let cursor: string | null = null;
    do cursor = (await paypal.read.orders!(api, query({ cursor, limit: 50 }))).next;
    while (cursor !== null);
    expect(sent.flatMap(requestFaults)).toEqual([]);
    const windows = sent.map(windowOf);
    expect(windows[0]![1]).toBe(NOW - 3 * 3_600_000 - 1);
    expect(windows.at(-1)![0]).toBeGreaterThan(NOW - 3 * 365 * DAY);
    expect(windows.at(-1)![0]).toBeLessThan(NOW - 2.95 * 365 * DAY);
    windows.forEach(([start, end], at) => {
      expect(end - start).toBeLessThanOrEqual(31 * DAY);
      // Cut inside a second, at the same moment as the neighbour: in no doubt whether ends are contained.
      expect(start % 1_000).toBe(999);
      if (at > 0) expect(end).toBe(windows[at - 1]![0]);
    });
  });

  it("keeps to the times asked for, both ends included", async () => {
    const { api, sent } = fakeApi({ [PATH]: answer([]) });
    const between = {
      created_after: "2026-11-01T01:00:00+01:00",
      created_before: "2026-11-02T00:00:00.500Z",
    };
    const page = await paypal.read.orders!(api, query(between));
    expect(page).toMatchObject({ records: [], next: null });
    expect(sent.map(({ query: asked }) => [asked!["start_date"], asked!["end_date"]])).toEqual([
      ["2026-10-31T23:59:59.999Z", "2026-11-02T00:00:00.999Z"],
    ]);
    expect(page.warnings.map(({ code }) => code)).toEqual(["payments_as_orders", "delayed"]);
    const older = await paypal.read.orders!(api, query({ created_after: "2020-01-01T00:00:00Z" }));
    expect(older.warnings.map(({ code }) => code)).toContain("window_limited");
  });

  it("reads a window page by page, of the size it began with", async () => {
    const one = payment({ transaction_id: "1AAAAAAAAAAAAAAAA" });
    const two = payment({ transaction_id: "2BBBBBBBBBBBBBBBB" });
    const { api, sent } = fakeApi({
      [PATH]: ({ query: asked }: ApiRequest) => answer([asked?.["page"] === 1 ? one : two], 2),
    });
    const first = await paypal.read.orders!(api, query({ limit: 1 }));
    const second = await paypal.read.orders!(
      { ...api, now: NOW + DAY },
      query({ limit: 7, cursor: first.next }),
    );
    expect([first, second].map(({ records }) => records[0]!.value.id)).toEqual([
      "1AAAAAAAAAAAAAAAA",
      "2BBBBBBBBBBBBBBBB",
    ]);
    expect(sent[1]!.query).toMatchObject({ page: 2, page_size: 1, end_date: sent[0]!.query!["end_date"] });
  });

  it("takes a smaller window where PayPal finds too much in one", async () => {
    const { api, sent } = fakeApi({
      [PATH]: (request: ApiRequest) => {
        const [start, end] = windowOf(request);
        if (end - start > 8 * DAY)
          throw new PlatformFailure({ kind: "rejected", detail: "RESULTSET_TOO_LARGE" }, 400);
        return answer([payment()]);
      },
    });
    const page = await paypal.read.orders!(api, query());
    expect(page.records).toHaveLength(1);
    expect(sent).toHaveLength(3);
    const [, last] = [sent[1]!, sent[2]!].map(windowOf);
    expect(last![1]).toBe(windowOf(sent[0]!)[1]);
    expect(JSON.parse(page.next!)).toMatchObject({ end: last![0], page: 1 });
  });

  it("refuses a cursor that is none of its own", async () => {
    const { api } = fakeApi({});
    for (const cursor of ["x", "{}", '{"start":1}'])
      await expect(paypal.read.orders!(api, query({ cursor }))).rejects.toMatchObject({
        failure: { kind: "rejected" },
      });
  });

  it("leaves out what is no sale", async () => {
    const none = [
      payment({ transaction_event_code: "T0001" }),
      payment({ transaction_event_code: "T0013" }),
      payment({
        transaction_event_code: "T1107",
        transaction_amount: { currency_code: "USD", value: "-5.00" },
      }),
      payment({ transaction_event_code: "T0400" }),
      payment({ transaction_amount: { currency_code: "USD", value: "-40.00" } }),
    ];
    const { api } = once([
      ...none,
      payment({ transaction_event_code: "T0018" }, { store_info: { store_id: "S1" } }),
    ]);
    const page = await paypal.read.orders!(api, query());
    expect(page.records.map(({ value }) => [value.channel.kind, value.location_id])).toEqual([["pos", "S1"]]);
  });
});

describe("one order", () => {
  it("is looked for back through the windows, up to now", async () => {
    const { api, sent } = fakeApi({
      [PATH]: ({ query: asked }: ApiRequest) =>
        answer(String(asked!["start_date"]) < "2026-06" ? [sale] : []),
    });
    const { value } = await paypal.read.order!(api, "3UK70418RW259960B");
    expect(value.id).toBe("3UK70418RW259960B");
    expect(sent[0]!.query).toMatchObject({
      transaction_id: "3UK70418RW259960B",
      end_date: "2026-11-23T11:59:59.999Z",
    });
    expect(sent.flatMap(requestFaults)).toEqual([]);
  });

  it("is not found where it is none, or nowhere", async () => {
    const refund = payment({ transaction_event_code: "T1107" });
    const nowhere = fakeApi({ [PATH]: answer([]) });
    for (const [api, id] of [
      [once([refund]).api, "7NB04417KE338215T"],
      [nowhere.api, "7NB04417KE338215T"],
      [fakeApi({}).api, "not-an-id"],
    ] as const)
      await expect(paypal.read.order!(api, id)).rejects.toMatchObject({ failure: { kind: "not_found" } });
    expect(nowhere.sent.length).toBeLessThanOrEqual(37);
  });
});

describe("refunds", () => {
  it("are those the merchant made, with the payment they are of", async () => {
    const refund = (over: Record<string, unknown>) =>
      payment({
        transaction_event_code: "T1107",
        transaction_amount: { currency_code: "USD", value: "-12.50" },
        paypal_reference_id: "3UK70418RW259960B",
        paypal_reference_id_type: "TXN",
        ...over,
      });
    const { api, sent } = once([
      refund({}),
      refund({ transaction_status: "P", paypal_reference_id_type: "ODR" }),
      refund({ transaction_status: "?", paypal_reference_id: undefined }),
      refund({ transaction_amount: { currency_code: "USD", value: "12.50" } }),
    ]);
    const page = await paypal.read.refunds!(api, query());
    expect(sent[0]!.query).toMatchObject({ transaction_type: "T1107", fields: "transaction_info" });
    expect(sent.flatMap(requestFaults)).toEqual([]);
    expect(page.records.map(({ value }) => refundSchema().parse(value))).toMatchObject([
      { order_id: "3UK70418RW259960B", status: "completed", amount: { amount: "12.50" } },
      { order_id: null, status: "pending" },
      { order_id: null, status: "unknown" },
    ]);
  });
});
