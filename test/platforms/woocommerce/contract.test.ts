import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { moneySchema } from "../../../src/model/common";
import { customerSchema, orderSchema, productSchema, refundSchema } from "../../../src/model/retail";
import type { ListQuery } from "../../../src/platforms/adapter";
import { woocommerce } from "../../../src/platforms/woocommerce";
import * as catalog from "../../../src/platforms/woocommerce/catalog";
import { order as orderShape } from "../../../src/platforms/woocommerce/order-schema";
import { faultsOf } from "../../contracts/described-operations";
import { OPERATIONS } from "../../contracts/woocommerce/operations";
import * as records from "../../contracts/woocommerce/records";
import * as answers from "./answers";
import { taxInclusive, wooOrder } from "./orders";
import { holdRequests, wooApi } from "./shop";

/** What WooCommerce documents (test/contracts/woocommerce) as the judge of our requests and of our answers. */

holdRequests();

const { read } = woocommerce;
const kes = (amount: string) => ({ amount, currency: "KES" });
const query = (over: Partial<ListQuery> = {}): ListQuery => ({ limit: 10, cursor: null, ...over });

const shop = (over: Record<string, unknown> = {}) =>
  wooApi({
    "/orders": [answers.paidOrder, answers.refundedOrder],
    "/refunds": answers.refunds,
    "/products": [answers.simpleProduct],
    "/customers": [answers.customer],
    "/settings/general": answers.settings,
    "/settings/general/woocommerce_currency": answers.currencySetting,
    ...over,
  });

const everything = {
  updated_since: "2026-01-15T00:00:00Z",
  created_after: "2026-01-01T00:00:00+03:00",
  created_before: "2026-02-01T00:00:00Z",
};

describe("requests are documented ones", () => {
  it.each([
    ["/orders", () => read.orders, { ...everything, status: "open" }],
    ["/orders", () => read.orders, { status: "completed" }],
    ["/orders", () => read.orders, { status: "cancelled" }],
    ["/products", () => read.products, everything],
    ["/refunds", () => read.refunds, everything],
    ["/customers", () => read.customers, {}],
  ] as const)("GET %s", async (path, reader, filters) => {
    const { api, sent } = shop();
    await reader()?.(api, query({ cursor: "20", ...filters }));
    const request = sent.find((one) => one.path === path)!;
    expect(faultsOf(OPERATIONS, request)).toEqual([]);
    expect(request.query).toMatchObject({ per_page: 10, offset: 20, orderby: "id", order: "asc" });
  });

  it("and the check is one: what is not documented is found", async () => {
    const { api, sent } = shop();
    await read.customers?.(api, query());
    const odd = { ...sent[0]!, query: { ...sent[0]!.query, since: "1", orderby: "age", per_page: 101 } };
    expect(faultsOf(OPERATIONS, odd)).toEqual([
      "listCustomers: per_page cannot be 101",
      "listCustomers: orderby cannot be age",
      "listCustomers: there is no since",
    ]);
    const status = { method: "GET" as const, path: "/orders", query: { status: "pending,shipped" } };
    expect(faultsOf(OPERATIONS, status)).toEqual(["listOrders: status cannot be pending,shipped"]);
  });

  it("times go as GMT without an offset, a second wider at each end", async () => {
    const { api, sent } = shop();
    await read.orders?.(api, query(everything));
    expect(sent[0]?.query).toMatchObject({
      modified_after: "2026-01-14T23:59:59",
      after: "2025-12-31T20:59:59",
      before: "2026-02-01T00:00:01",
      dates_are_gmt: "true",
    });
  });
});

describe("fields are documented ones", () => {
  it.each<[string, z.ZodObject, readonly unknown[]]>([
    ["order", records.order, [answers.paidOrder, answers.refundedOrder, wooOrder(), taxInclusive]],
    ["refund", records.refund, answers.refunds],
    ["product", records.product, [answers.simpleProduct, answers.variableProduct]],
    ["variation", records.variation, answers.variations],
    ["customer", records.customer, [answers.customer]],
    ["setting", records.setting, answers.settings],
  ])("those of our answers: %s", (_name, shape, all) => {
    for (const one of all) {
      expect(shape.safeParse(one).error?.issues ?? []).toEqual([]);
      expect(shape.safeParse({ ...(one as object), colour: "red" }).success).toBe(false);
      expect(shape.safeParse({ ...(one as object), id: null }).success).toBe(false);
    }
  });

  it.each<[string, z.ZodObject, z.ZodObject]>([
    ["order", orderShape, records.order],
    ["product", catalog.product, records.product],
    ["variation", catalog.variation, records.variation],
  ])("those that are read: %s", (_name, ours, documented) => {
    expect(Object.keys(ours.shape).filter((field) => !Object.hasOwn(documented.shape, field))).toEqual([]);
  });
});

describe("a shop's answers", () => {
  it("orders", async () => {
    const page = await read.orders!(shop().api, query());
    const [paid, refunded] = page.records.map(({ value }) => orderSchema().parse(value));
    expect(page.records[0]?.raw).toEqual(answers.paidOrder);
    expect(paid).toMatchObject({
      id: "1041",
      number: "1041",
      status: "open",
      payment_status: "paid",
      fulfillment_status: "unfulfilled",
      channel: { kind: "other", name: "rest-api" },
      tax_inclusive: false,
      difference: null,
      customer_id: null,
      placed_at: "2026-03-04T11:20:31.000Z",
      totals: {
        subtotal: kes("1900.00"),
        shipping: kes("250.00"),
        tax: kes("112.00"),
        tax_added: kes("112.00"),
        total: kes("2262.00"),
      },
      taxes: [{ name: "VAT", rate: null, inclusive: false, amount: kes("112.00") }],
      shipping_address: { name: "Amina Otieno", region: "KE30", country: "KE" },
    });
    expect(paid?.lines[0]).toMatchObject({
      product_id: "211",
      variant_id: "211",
      sku: null,
      quantity: "2",
      unit_price: kes("350.00"),
      subtotal: kes("700.00"),
      total: kes("812.00"),
    });
    expect(paid?.lines[1]).toMatchObject({ product_id: "215", variant_id: "217", sku: "SANDAL-42" });
    expect(refunded).toMatchObject({
      status: "completed",
      payment_status: "partially_refunded",
      fulfillment_status: "fulfilled",
      customer_id: "12",
      difference: null,
      completed_at: "2026-03-02T06:00:00.000Z",
      totals: { total: kes("1500.00"), refunded: kes("900.00") },
    });
    expect(refunded?.refunds.map(({ amount }) => amount)).toEqual([kes("500.00"), kes("400.00")]);
  });

  it("refunds, in the currency of their order", async () => {
    const { api, sent } = shop({ "/orders": [{ id: 1037, currency: "KES" }] });
    const page = await read.refunds!(api, query());
    const [plain, withLine] = page.records.map(({ value }) => refundSchema().parse(value));
    expect(sent[1]?.query).toMatchObject({ include: "1037", _fields: "id,currency" });
    expect(plain).toMatchObject({
      id: "1040",
      order_id: "1037",
      status: "completed",
      amount: kes("500.00"),
      reason: null,
      created_at: "2026-03-06T15:41:09.000Z",
      lines: [],
    });
    expect(withLine?.reason).toBe("Torn");
    expect(withLine?.lines).toEqual([{ order_line_id: "88", quantity: "1", amount: kes("400.00") }]);
  });

  it("products, simple and with variations", async () => {
    const { api, sent } = shop({
      "/products": [answers.simpleProduct, answers.variableProduct],
      "/variations": answers.variations,
    });
    const page = await read.products!(api, query());
    const [simple, several] = page.records.map(({ value }) => productSchema().parse(value));
    expect(simple).toMatchObject({
      id: "211",
      status: "active",
      category: "Textiles",
      updated_at: "2026-02-27T16:30:45.000Z",
      variants: [{ id: "211", price: kes("400.00"), compare_at_price: null, tracks_inventory: false }],
    });
    expect(sent.at(-1)).toMatchObject({ path: "/variations", query: { include: "216,217" } });
    expect(several?.variants.map(({ id, price }) => [id, price])).toEqual([
      ["216", kes("1200.00")],
      ["217", kes("1200.00")],
    ]);
    expect(several?.variants[1]?.options).toEqual([{ name: "Size", value: "42" }]);
  });

  it("a shop that cannot list variations is asked product by product", async () => {
    const { api } = shop({
      "/products/215": answers.variableProduct,
      "/products/215/variations": answers.variations,
    });
    const { value } = await read.product!(api, "215");
    expect(value.variants.map(({ id }) => id)).toEqual(["217", "216"]);
  });

  it("customers", async () => {
    const page = await read.customers!(shop().api, query());
    expect(customerSchema().parse(page.records[0]?.value)).toMatchObject({
      id: "12",
      first_name: "Aïcha",
      email: "aicha@example.com",
      addresses: [{ city: "Tunis", country: "TN" }, { country: "TN" }],
    });
  });

  it("all money is in the model's form", async () => {
    const page = await read.orders!(shop().api, query());
    for (const { value } of page.records)
      for (const amount of Object.values(value.totals))
        expect(moneySchema().safeParse(amount).success).toBe(true);
  });
});
