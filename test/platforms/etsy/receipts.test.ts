import { describe, expect, it } from "vitest";
import type { ApiRequest, ListQuery } from "../../../src/platforms/adapter";
import { etsy } from "../../../src/platforms/etsy";
import { faultsOf } from "../../contracts/described-operations";
import { OPERATIONS } from "../../contracts/etsy/operations";
import type { Line, Money, Receipt, Refund } from "../../contracts/etsy/vendor";
import { fakeApi, query } from "../amazon/fake-api";

const account = { id: "42", facts: {} };
const LIST = "/shops/42/receipts";
const money = (amount: number, currency_code = "USD", divisor = 100): Money => ({
  amount,
  divisor,
  currency_code,
});
const at = (iso: string) => Date.parse(iso) / 1_000;

/** Two mugs at 15.00, 3.00 off by coupon, 6.00 delivery, 2.31 sales tax. */
const receipt = {
  receipt_id: 3001,
  receipt_type: 0,
  seller_user_id: 7,
  buyer_user_id: 77,
  buyer_email: null,
  name: "Amina Okafor",
  first_line: "14 Baobab Lane",
  second_line: null,
  city: "Takoma Park",
  state: "MD",
  zip: "20912",
  country_iso: "US",
  status: "paid",
  is_paid: true,
  is_shipped: false,
  message_from_buyer: "Please wrap it.",
  created_timestamp: at("2026-10-02T08:14:27Z"),
  updated_timestamp: at("2026-10-03T08:00:00Z"),
  grandtotal: money(3531),
  subtotal: money(2700),
  total_price: money(3000),
  total_shipping_cost: money(600),
  total_tax_cost: money(231),
  total_vat_cost: money(0),
  discount_amt: money(300),
  gift_wrap_price: money(0),
  shipments: [],
  transactions: [
    {
      transaction_id: 9001,
      title: "Mug",
      quantity: 2,
      listing_id: 500,
      product_id: 600,
      sku: "MUG-1",
      price: money(1500),
      shipping_cost: money(0),
      shipping_method: "USPS",
      is_digital: false,
      buyer_coupon: 0,
      shop_coupon: 2.9999999,
    },
  ],
  refunds: [],
} satisfies Receipt;

async function mapped(over: Receipt) {
  const { api, sent } = fakeApi({ [`${LIST}/1`]: { ...receipt, ...over } }, { account });
  const order = await etsy.read.order?.(api, "1");
  expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  return order?.value;
}

/** One line, all of it in one currency. */
function plain(price: Money, grandtotal: Money, over: Receipt = {}): Receipt {
  const line: Line = { transaction_id: 1, title: "Tea", quantity: 1, price };
  const none = {
    total_shipping_cost: null,
    total_tax_cost: null,
    total_vat_cost: null,
    discount_amt: null,
    gift_wrap_price: null,
  };
  return { ...none, grandtotal, transactions: [line], ...over };
}

async function listed(over: Partial<ListQuery>, answer: unknown = { count: 0, results: [] }) {
  const { api, sent } = fakeApi({ [LIST]: answer }, { account });
  const page = await etsy.read.orders?.(api, query(over));
  expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  return { page, sent: sent.map((request) => request.query ?? {}) };
}

describe("a receipt", () => {
  it("adds up, with its coupon and sales tax", async () => {
    const order = await mapped({});
    expect(order).toMatchObject({
      id: "3001",
      status: "open",
      payment_status: "paid",
      fulfillment_status: "unfulfilled",
      channel: { kind: "marketplace", name: "Etsy" },
      tax_inclusive: false,
      difference: null,
      customer_id: "77",
      note: "Please wrap it.",
      placed_at: "2026-10-02T08:14:27.000Z",
      updated_at: "2026-10-03T08:00:00.000Z",
      shipping_address: {
        name: "Amina Okafor",
        line1: "14 Baobab Lane",
        region: "MD",
        postal_code: "20912",
        country: "US",
      },
    });
    expect(order?.totals).toMatchObject({
      subtotal: { amount: "30.00" },
      discount: { amount: "3.00" },
      shipping: { amount: "6.00" },
      tax_added: { amount: "2.31" },
      total: { amount: "35.31" },
    });
    expect(order?.lines).toEqual([
      {
        id: "9001",
        product_id: "500",
        variant_id: "600",
        sku: "MUG-1",
        name: "Mug",
        quantity: "2",
        unit_price: { amount: "15.00", currency: "USD" },
        subtotal: { amount: "30.00", currency: "USD" },
        discount: { amount: "3.00", currency: "USD" },
        tax: { amount: "0.00", currency: "USD" },
        total: { amount: "27.00", currency: "USD" },
      },
    ]);
    expect(order?.taxes).toEqual([
      { name: "Sales tax", rate: null, inclusive: false, amount: { amount: "2.31", currency: "USD" } },
    ]);
    expect(order?.shipping[0]).toMatchObject({ name: "USPS" });
  });

  it.each([
    // The divisor is Etsy's, the decimals are the currency's.
    [money(1200, "JPY", 1), "1200"],
    [money(120000, "JPY", 100), "1200"],
    [money(1250, "KWD", 1000), "1.250"],
    [money(-5, "EUR", 100), "-0.05"],
    [money(7, "NGN", 1), "7.00"],
  ])("of %j is exact", async (price, amount) => {
    const order = await mapped(plain(price, price));
    expect(order?.totals.total.amount).toBe(amount);
    expect(order?.difference).toBeNull();
  });

  it.each([
    ["contained", 12000, true, "0.00"],
    ["added", 14000, false, "20.00"],
  ])("whose VAT is %s is told from its sum", async (_, grand, tax_inclusive, tax_added) => {
    const order = await mapped(
      plain(money(12000, "GBP"), money(grand, "GBP"), { total_vat_cost: money(2000, "GBP") }),
    );
    expect(order).toMatchObject({
      tax_inclusive,
      difference: null,
      totals: { tax: { amount: "20.00" }, tax_added: { amount: tax_added } },
    });
  });

  it("says by how much its total differs", async () => {
    const order = await mapped(plain(money(1000), money(1150)));
    expect(order?.difference?.amount).toEqual({ amount: "1.50", currency: "USD" });
  });

  it.each([
    [{ status: "open", is_paid: false }, "open", "pending", "unfulfilled"],
    [{ status: "payment processing", is_paid: false }, "open", "pending", "unfulfilled"],
    [{ status: "Completed", is_shipped: true }, "completed", "paid", "fulfilled"],
    [{ status: "canceled" }, "cancelled", "unknown", "unfulfilled"],
    [{ status: "fully refunded", is_shipped: true }, "completed", "refunded", "fulfilled"],
    [{ status: "partially refunded", shipments: [{}] }, "open", "partially_refunded", "partial"],
    [{ status: "lost at sea", is_paid: undefined, is_shipped: undefined }, "unknown", "unknown", "unknown"],
  ])("that is %j", async (over, status, payment_status, fulfillment_status) => {
    expect(await mapped(over)).toMatchObject({ status, payment_status, fulfillment_status });
  });

  it("of files needs no delivery", async () => {
    const transactions: Line[] = [{ transaction_id: 1, quantity: 1, price: money(100), is_digital: true }];
    expect((await mapped({ transactions }))?.fulfillment_status).toBe("not_required");
  });

  it("counts the refunds that have not failed", async () => {
    const refunds: Refund[] = [
      {
        amount: money(300),
        created_timestamp: at("2026-10-05T00:00:00Z"),
        reason: "Broken",
        status: "success",
      },
      { amount: money(100), status: "Failed" },
    ];
    const order = await mapped({ refunds });
    expect(order?.refunds.map(({ id, status, created_at }) => [id, status, created_at])).toEqual([
      ["3001/0", "unknown", "2026-10-05T00:00:00.000Z"],
      ["3001/1", "failed", null],
    ]);
    expect(order?.totals.refunded.amount).toBe("3.00");
  });

  it("without what is optional is read all the same", async () => {
    const bare = plain(money(100), money(100), {
      buyer_user_id: null,
      first_line: null,
      city: null,
      country_iso: null,
      refunds: undefined,
      receipt_type: undefined,
    });
    expect(await mapped(bare)).toMatchObject({
      customer_id: null,
      shipping_address: null,
      refunds: [],
      discounts: [],
      channel: { kind: "unknown" },
    });
  });

  it.each([
    [{ grandtotal: undefined }, "body.grandtotal"],
    [
      { transactions: [{ transaction_id: 1, quantity: 1.5, price: money(1) }] },
      "body.transactions.0.quantity",
    ],
    [plain(money(100), { amount: 1, divisor: 3, currency_code: "USD" }), "body"],
    [plain(money(1234, "JPY", 100), money(100, "JPY", 1)), "body"],
  ])("that is not as documented names the field %#", async (over, field) => {
    await expect(mapped(over)).rejects.toMatchObject({ failure: { kind: "unexpected", field } });
  });
});

describe("the list of receipts", () => {
  it("goes up by id, filtered in epoch seconds", async () => {
    const { sent } = await listed({
      created_after: "2026-10-01T02:00:00+02:00",
      created_before: "2026-11-01T00:00:00Z",
      updated_since: "2026-10-02T00:00:00.900Z",
      status: "completed",
    });
    expect(sent[0]).toEqual({
      was_canceled: "false",
      was_shipped: "true",
      min_created: at("2026-10-01T00:00:00Z"),
      max_created: at("2026-11-01T00:00:00Z"),
      min_last_modified: at("2026-10-02T00:00:00Z"),
      sort_on: "receipt_id",
      sort_order: "asc",
      limit: 20,
      offset: 0,
    });
    await expect(listed({ status: "lost" })).rejects.toMatchObject({ failure: { kind: "rejected" } });
  });

  it("leaves out what is another status to us", async () => {
    const results = [receipt, { ...receipt, receipt_id: 3002, status: "fully refunded", is_shipped: true }];
    const { page } = await listed({ status: "open" }, { count: 2, results });
    expect(page?.records.map(({ value }) => value.id)).toEqual(["3001"]);
  });

  /** Reads all pages of three while the shop's list changes between them. */
  async function readAll(ids: number[], change: (ids: number[], pages: number) => number[]) {
    let now = ids;
    const answer = ({ query: asked }: ApiRequest) => {
      const from = Number(asked?.["offset"]);
      const results = now
        .slice(from, from + Number(asked?.["limit"]))
        .map((receipt_id) => ({ ...receipt, receipt_id }));
      return { count: now.length, results };
    };
    const seen: number[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const { page }: Awaited<ReturnType<typeof listed>> = await listed({ cursor, limit: 3 }, answer);
      seen.push(...(page?.records ?? []).map(({ value }) => Number(value.id)));
      cursor = page?.next ?? null;
      now = change(now, ++pages);
    } while (cursor !== null && pages < 20);
    return seen;
  }

  it("visits each once while some are added before and after", async () => {
    const seen = await readAll([10, 20, 30, 40, 50, 60, 70], (ids, pages) =>
      pages === 1 ? [5, ...ids, 80] : ids,
    );
    expect(seen).toEqual([10, 20, 30, 40, 50, 60, 70, 80]);
  });

  it("misses none while some are taken away", async () => {
    const seen = await readAll([10, 20, 30, 40, 50, 60, 70], (ids, pages) =>
      pages === 1 ? ids.filter((id) => id !== 10 && id !== 20) : ids,
    );
    expect(seen).toEqual([10, 20, 30, 40, 50, 60, 70]);
  });

  it("refuses a cursor that is not its own, and an answer that is no list", async () => {
    await expect(listed({ cursor: "nonsense" })).rejects.toMatchObject({ failure: { kind: "rejected" } });
    await expect(listed({}, { error: "sorry" })).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "body.count" },
    });
    await expect(listed({}, { count: 1, results: [{}] })).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "results.0.receipt_id" },
    });
  });
});
