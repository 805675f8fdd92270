import { describe, expect, it } from "vitest";
import { toMinor } from "../../../src/kernel/money";
import { orderSchema, refundSchema } from "../../../src/model/retail";
import { readOrder, readOrders, readRefunds } from "../../../src/platforms/clover/orders";
import { WINDOW_MS } from "../../../src/platforms/clover/windows";
import { fakeApi, NOW } from "./fake-api";

const elements = (...rows: unknown[]) => ({ elements: rows });
const T = Date.parse("2026-05-04T09:12:30Z");

/** Lunch for two: a dish of 14.50 and one of 9.00, each with modifiers of 2.00, a discount on a line and one on all. */
const lunch = {
  id: "LUNCH",
  currency: "USD",
  total: 2_700,
  state: "locked",
  paymentState: "PAID",
  createdTime: T,
  clientCreatedTime: T - 1_000,
  modifiedTime: T + 1_000,
  title: "B-04",
  device: { id: "device" },
  lineItems: elements(
    {
      id: "L1",
      name: "Pilau",
      item: { id: "PILAU" },
      price: 1_450,
      modifications: elements({ name: "Kachumbari", amount: 80 }, { name: "Egg", amount: 120 }),
      discounts: elements({ name: "Lunch hour", amount: -150 }),
    },
    {
      id: "L2",
      name: "Ugali",
      item: { id: "UGALI" },
      price: 900,
      modifications: elements({ name: "Kachumbari", amount: 80 }, { name: "Egg", amount: 120 }),
    },
  ),
  discounts: elements({ name: "Ten percent", percentage: 10 }),
  payments: elements(
    {
      id: "P1",
      result: "SUCCESS",
      amount: 2_700,
      taxAmount: 185,
      tipAmount: 325,
      serviceCharge: { amount: 175 },
    },
    { id: "P0", result: "FAIL", amount: 2_700, taxAmount: 185, tipAmount: 900 },
  ),
  customers: elements({ id: "CUST" }),
};

async function mapped(order: Record<string, unknown>) {
  const { api } = fakeApi({ [`/orders/${order["id"]}`]: order });
  return orderSchema().parse((await readOrder(api, String(order["id"]))).value);
}

describe("an order", () => {
  it("adds up: modifiers, discounts on lines and on the order, tax, service charge, tip", async () => {
    const order = await mapped(lunch);
    expect(order).toMatchObject({
      number: "B-04",
      status: "completed",
      payment_status: "paid",
      channel: { kind: "pos" },
      customer_id: "CUST",
      location_id: "9ABCDEF1234567",
      placed_at: "2026-05-04T09:12:29.000Z",
      tax_inclusive: false,
      totals: {
        subtotal: { amount: "27.50" },
        discount: { amount: "4.10" },
        fees: { amount: "1.75" },
        tax: { amount: "1.85" },
        tax_added: { amount: "1.85" },
        tip: { amount: "3.25" },
        total: { amount: "30.25" },
      },
      difference: null,
    });
    expect(
      order.lines.map(({ subtotal, discount, total }) => [subtotal, discount, total].map((m) => m.amount)),
    ).toEqual([
      ["16.50", "1.50", "15.00"],
      ["11.00", "0.00", "11.00"],
    ]);
    expect(order.discounts.map(({ name, amount }) => [name, amount.amount])).toEqual([
      ["Lunch hour", "1.50"],
      ["Ten percent", "2.60"],
    ]);
  });

  it.each([
    ["JPY", "3025", "2750"],
    ["KWD", "3.025", "2.750"],
    ["NGN", "30.25", "27.50"],
  ])("is exact in %s", async (currency, total, subtotal) => {
    const order = await mapped({ ...lunch, currency });
    expect(order.totals.total).toEqual({ amount: total, currency });
    expect(order.totals.subtotal.amount).toBe(subtotal);
    expect(order.difference).toBeNull();
  });

  it("keeps a VAT merchant's tax inside the prices", async () => {
    const order = await mapped({
      ...lunch,
      isVat: true,
      discounts: undefined,
      total: 2_600,
      payments: elements({ result: "SUCCESS", amount: 2_600, taxAmount: 359 }),
    });
    expect(order).toMatchObject({
      tax_inclusive: true,
      totals: { tax: { amount: "3.59" }, tax_added: { amount: "0.00" } },
      difference: null,
    });
  });

  it("sells by the unit in thousandths, rounding halves up", async () => {
    const order = await mapped({
      ...lunch,
      discounts: undefined,
      total: 3_113,
      lineItems: elements({ id: "L", name: "Tea leaves", price: 1_245, unitQty: 2_500 }),
      payments: elements(),
    });
    expect(order.lines[0]).toMatchObject({
      quantity: "2.5",
      unit_price: { amount: "12.45" },
      subtotal: { amount: "31.13" },
    });
    expect(order.difference).toBeNull();
  });

  it("says what is missing while it is unpaid", async () => {
    const order = await mapped({
      ...lunch,
      state: "open",
      paymentState: "OPEN",
      payments: undefined,
      total: 2_700,
    });
    expect(order).toMatchObject({ status: "open", payment_status: "pending" });
    expect(order.difference).toEqual({
      amount: { amount: "3.60", currency: "USD" },
      reason: "Clover tells tax and service charges with the payments, and this order has none",
    });
  });

  it("counts fees written as lines, and leaves out exchanged lines", async () => {
    const order = await mapped({
      ...lunch,
      discounts: undefined,
      total: 1_500,
      lineItems: elements(
        { id: "L1", name: "Tea", price: 1_000 },
        { id: "L2", name: "Old tea", price: 900, exchanged: true },
        { id: "L3", name: "Large party", price: 500, isOrderFee: true },
      ),
      payments: elements(),
    });
    expect(order.lines).toHaveLength(1);
    expect(order.totals.fees.amount).toBe("5.00");
    expect(order.difference).toBeNull();
  });

  it("names a deleted order cancelled, a hidden one a draft, new words unknown", async () => {
    expect(await mapped({ ...lunch, deletedTimestamp: T })).toMatchObject({
      status: "cancelled",
      cancelled_at: "2026-05-04T09:12:30.000Z",
    });
    expect(await mapped({ ...lunch, state: null })).toMatchObject({ status: "draft" });
    expect(await mapped({ ...lunch, state: "parked", paymentState: "SOON" })).toMatchObject({
      status: "unknown",
      payment_status: "unknown",
    });
  });

  it("carries its refunds; only completed ones count", async () => {
    const order = await mapped({
      ...lunch,
      paymentState: "PARTIALLY_REFUNDED",
      refunds: elements(
        { id: "R1", amount: 500, status: "SUCCESS", createdTime: T, reason: "cold" },
        { id: "R2", amount: 100, voided: true, createdTime: T },
        { id: "R3", amount: 100, status: "LATER", createdTime: T },
        { id: "R4", amount: 50, createdTime: T },
      ),
    });
    expect(order.payment_status).toBe("partially_refunded");
    expect(order.refunds.map(({ status }) => status)).toEqual([
      "completed",
      "rejected",
      "unknown",
      "completed",
    ]);
    expect(order.totals.refunded.amount).toBe("5.50");
  });

  it("does with nothing but what Clover always sends", async () => {
    const order = await mapped({ id: "BARE", currency: "USD", createdTime: T });
    expect(order).toMatchObject({
      lines: [],
      payment_status: "unknown",
      customer_id: null,
      difference: null,
    });
    expect(toMinor(order.totals.total)).toBe(0n);
  });

  it("refuses an amount that is none, naming it", async () => {
    await expect(mapped({ ...lunch, total: 26.5 })).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "order.total" },
    });
    await expect(mapped({ ...lunch, currency: "dollars" })).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "order" },
    });
  });
});

describe("the list of orders", () => {
  const at = (days: number) => NOW - days * 86_400_000;
  const row = (id: string, createdTime: number) => ({
    id,
    currency: "USD",
    total: 0,
    createdTime,
    modifiedTime: createdTime,
  });

  /** Clover's own reading of `filter`, `orderBy` and `limit`. */
  function shop(rows: ReturnType<typeof row>[]) {
    return fakeApi({
      "/orders": ({ query }: { query?: Record<string, unknown> }) => {
        const filters = ((query?.["filter"] ?? []) as string[]).map((text) =>
          /^(\w+)(>=|<=)(\d+)$/.exec(text),
        );
        const fit = rows.filter((one) =>
          filters.every((filter) => {
            const value = one[(filter?.[1] ?? "") as "createdTime"];
            return filter?.[2] === ">=" ? value >= Number(filter[3]) : value <= Number(filter?.[3]);
          }),
        );
        fit.sort((a, b) => a.createdTime - b.createdTime);
        return { elements: fit.slice(0, Number(query?.["limit"])) };
      },
    });
  }

  it("walks windows of 90 days, and never asks for a longer one", async () => {
    const rows = [row("OLD", at(400)), row("MID", at(200)), row("NEW", at(3))];
    const { api, sent } = shop(rows);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof readOrders>> = await readOrders(api, {
        limit: 2,
        cursor,
        created_after: new Date(at(500)).toISOString(),
      });
      seen.push(...page.records.map(({ value }) => value.id));
      expect(page.warnings).toEqual([]);
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(["OLD", "MID", "NEW"]);
    for (const { query } of sent) {
      const filters = query?.["filter"] as string[];
      const from = Number(filters.find((one) => one.includes(">="))?.split(">=")[1]);
      const until = filters.find((one) => one.includes("<="))?.split("<=")[1] ?? String(NOW);
      expect(Number(until) - from).toBeLessThan(WINDOW_MS);
    }
  });

  it("says that it begins 90 days ago where nobody named a beginning", async () => {
    const { api } = shop([row("OLD", at(400)), row("NEW", at(3))]);
    const page = await readOrders(api, { limit: 10, cursor: null });
    expect(page.records.map(({ value }) => value.id)).toEqual(["NEW"]);
    expect(page.warnings).toMatchObject([{ code: "window_limited" }]);
  });

  it("visits each once although several share a millisecond and more are sold meanwhile", async () => {
    const rows = ["A", "B", "C", "D", "E"].map((id) => row(id, at(2)));
    const { api } = shop(rows);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof readOrders>> = await readOrders(api, { limit: 2, cursor });
      seen.push(...page.records.map(({ value }) => value.id));
      if (rows.length < 7) rows.push(row(`N${rows.length}`, at(1)));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen.sort()).toEqual(["A", "B", "C", "D", "E", "N5", "N6"]);
  });

  it("asks by change without a window, and keeps to three expansions a call", async () => {
    const { api, sent } = shop([row("A", at(400))]);
    const page = await readOrders(api, {
      limit: 5,
      cursor: null,
      updated_since: new Date(at(500)).toISOString(),
    });
    expect(page.records).toHaveLength(1);
    expect(sent[0]?.query).toMatchObject({
      orderBy: "modifiedTime ASC",
      filter: [`modifiedTime>=${at(500)}`],
    });
    for (const { query } of sent) expect(String(query?.["expand"]).split(",").length).toBeLessThanOrEqual(3);
  });

  it("refuses a foreign cursor and a status it cannot ask for", async () => {
    const { api } = shop([]);
    await expect(readOrders(api, { limit: 5, cursor: "{}" })).rejects.toMatchObject({
      failure: { kind: "rejected" },
    });
    await expect(readOrders(api, { limit: 5, cursor: null, status: "cancelled" })).rejects.toMatchObject({
      failure: { kind: "rejected" },
    });
  });
});

it("lists refunds in the merchant's currency", async () => {
  const { api } = fakeApi({
    "/properties": { defaultCurrency: "EUR" },
    "/refunds": elements({ id: "R", amount: 1_250, createdTime: T, orderRef: { id: "O" } }),
  });
  const page = await readRefunds(api, { limit: 5, cursor: null });
  expect(page.records.map(({ value }) => refundSchema().parse(value))).toMatchObject([
    { id: "R", order_id: "O", status: "completed", amount: { amount: "12.50", currency: "EUR" } },
  ]);
});
