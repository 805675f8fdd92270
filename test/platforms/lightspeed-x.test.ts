import { describe, expect, it } from "vitest";
import {
  customerSchema,
  inventoryLevelSchema,
  locationSchema,
  orderSchema,
  productSchema,
  refundSchema,
  storeSchema,
} from "../../src/model/retail";
import type { Api, ApiRequest } from "../../src/platforms/adapter";
import { lightspeedX } from "../../src/platforms/lightspeed-x";
import { readCustomers } from "../../src/platforms/lightspeed-x/customers";
import { readInventory, readProduct, readProducts } from "../../src/platforms/lightspeed-x/products";
import { readLocations, readStore } from "../../src/platforms/lightspeed-x/retailer";
import { readOrder, readOrders, readRefunds } from "../../src/platforms/lightspeed-x/sales";
import { faultsOfX } from "../contracts/lightspeed-x/operations";
import { NO_CALLBACK } from "../support/adapter-calls";

const { connect } = lightspeedX;
const NOW = Date.parse("2026-11-23T12:00:00Z");
const target = { mode: "live", shop: "kiosk" } as const;
const first = { limit: 5, cursor: null };

/** Whatever is asked that the vendor does not describe fails the test. */
function fakeApi(answers: Record<string, unknown | ((request: ApiRequest) => unknown)>) {
  const sent: ApiRequest[] = [];
  const api: Api = {
    account: { id: "kiosk", facts: {} },
    target,
    now: NOW,
    async send(request) {
      sent.push(request);
      expect(faultsOfX(request)).toEqual([]);
      const answer = answers[request.path];
      const body = typeof answer === "function" ? answer(request) : answer;
      return { status: 200, headers: new Headers(), body: structuredClone(body) };
    },
  };
  return { api, sent };
}

const retailer = (over = {}) => ({
  data: {
    id: "r0000000-0000-4000-8000-000000000001",
    name: "Kiosk",
    domain_prefix: "kiosk",
    country: "KE",
    culture: "en_KE",
    currency: { code: "KES", symbol: "KSh" },
    created_at: "2024-02-11T07:15:00Z",
    timezone: "Africa/Nairobi",
    tax_exclusive: false,
    ...over,
  },
});

/** A kettle brought back, not yet settled: in the shape of 2026-07's `Sale`, with everything negative. */
const returned = {
  id: "5a1e0000-0000-4000-8000-000000000009",
  state: "parked",
  date: "2026-09-14T18:05:40+03:00",
  updated_at: "2026-09-14T15:06:00+00:00",
  invoice_number: "K-0417",
  customer_id: "c0570000-0000-4000-8000-000000000001",
  source: {
    outlet_id: "0a71e700-0000-4000-8000-000000000001",
    register_id: "4e9157e4-0000-4000-8000-000000000001",
  },
  line_items: [
    {
      id: "11e00000-0000-4000-8000-000000000001",
      product: { id: "9400d000-0000-4000-8000-000000000001" },
      quantity: -1,
      pricing: { price: 350, discount: 0, discount_total: 0, total: -350 },
      tax: { id: "7a000000-0000-4000-8000-000000000016", amount: 56, total: -56 },
      return: { is_return: true },
    },
  ],
  payments: [],
  taxes: [],
  totals: { price: -350, price_incl_tax: -406, tax: -56, loyalty: 0, surcharge: 0 },
  return: { is_return: true, original_sale_id: "5a1e0000-0000-4000-8000-000000000004" },
};

/** Two at 10.78 and the tax of 16 percent. */
const sold = {
  ...returned,
  id: "SOLD",
  state: "closed",
  line_items: [
    {
      id: "L1",
      product: { id: "P1" },
      quantity: 2,
      pricing: { price: 10.78, discount: 0, total: 21.56 },
      tax: { id: "T", amount: 1.725, total: 3.45 },
      promotions: [{ name: "Two", promo_code: "TWO", amount: 0 }],
    },
  ],
  payments: [{ amount: 25.01 }, { amount: 99, deleted_at: "2026-01-01T00:00:00Z" }],
  taxes: [{ id: "T", tax: 3.45 }],
  totals: { price: 21.56, price_incl_tax: 25.01, tax: 3.45 },
  return: { is_return: false },
};

async function mapped(sale: Record<string, unknown>, over = {}) {
  const { api } = fakeApi({ "/retailer": retailer(over), "/sales/S": { data: sale } });
  return orderSchema().parse((await readOrder(api, "S")).value);
}

it("would not be asked for otherwise than X-Series describes", () => {
  expect(faultsOfX({ method: "GET", path: "/sales", query: { page_size: 0, since: "2026" } })).toEqual([
    "listSales: page_size cannot be 0",
    "listSales: there is no since",
  ]);
  expect(faultsOfX({ method: "POST", path: "/inventory", json: { limit: 5 } })).toEqual([
    "searchInventory: there is no limit",
  ]);
});

describe("connecting", () => {
  it("asks at the shared host, and then at the retailer's own", () => {
    expect(connect.endpoints({ mode: "live", shop: null }).authorize).toBe(
      "https://secure.retail.lightspeed.app/connect",
    );
    expect(connect.endpoints(target).token).toBe("https://kiosk.retail.lightspeed.app/api/1.0/token");
    expect(lightspeedX.apiBase(target, { id: "", facts: {} })).toBe(
      "https://kiosk.retail.lightspeed.app/api/2026-07",
    );
  });

  it.each([
    ["domain_prefix=Kiosk-2", "kiosk-2"],
    ["domain_prefix=evil.example%2F", null],
    ["domain_prefix=a.b", null],
    ["domain_prefix=-a", null],
    ["domain_prefix=", null],
    ["", null],
  ])("takes only a label for the host: %s", (query, prefix) => {
    expect(connect.shopOfCallback?.(new URLSearchParams(query), { mode: "live", shop: null })).toBe(prefix);
  });

  it("believes the retailer that its own server names", async () => {
    const { api } = fakeApi({});
    const identify = (tokens: Record<string, unknown>) =>
      connect.identify({ tokens, callback: NO_CALLBACK, api });
    expect(await identify({ domain_prefix: "kiosk" })).toEqual({ id: "kiosk", facts: {} });
    for (const tokens of [{}, { domain_prefix: "other" }, { domain_prefix: 7 }]) {
      await expect(identify(tokens)).rejects.toMatchObject({ failure: { field: "domain_prefix" } });
    }
  });

  it("takes an empty scope for one that is not told", () => {
    const sample = { access_token: "A", token_type: "Bearer", expires_in: 86_400, scope: "" };
    expect(connect.decodeTokenResponse?.(sample, NOW)).not.toHaveProperty("scope");
    expect(connect.decodeTokenResponse?.({ ...sample, scope: "sales:read" }, NOW)).toMatchObject({
      scope: "sales:read",
    });
  });

  it("waits until the moment that a 429 names", () => {
    const headers = new Headers({ "retry-after": "Mon, 23 Nov 2026 12:01:30 GMT" });
    expect(lightspeedX.classify({ status: 429, headers, body: null }, NOW)).toEqual({
      kind: "throttled",
      retryAfter: 90,
    });
    const kinds = [200, 401, 403, 404, 500, 422].map(
      (status) => lightspeedX.classify({ status, headers, body: null }, NOW)?.kind,
    );
    expect(kinds).toEqual([undefined, "unauthorized", "forbidden", "not_found", "unavailable", "rejected"]);
  });
});

describe("sales", () => {
  it("add up, net prices and tax on top", async () => {
    expect(await mapped(sold)).toMatchObject({
      number: "K-0417",
      status: "completed",
      payment_status: "paid",
      channel: { kind: "pos" },
      currency: "KES",
      tax_inclusive: false,
      totals: { subtotal: { amount: "21.56" }, tax_added: { amount: "3.45" }, total: { amount: "25.01" } },
      difference: null,
      placed_at: "2026-09-14T15:05:40.000Z",
      lines: [{ quantity: "2", unit_price: { amount: "10.78" }, total: { amount: "25.01" } }],
      discounts: [{ name: "Two", code: "TWO" }],
    });
  });

  it.each([
    ["already taken off", { price: 9, discount: 1, discount_total: 1, total: 9 }],
    ["still to be taken off", { price: 10, discount: 1, discount_total: 1, total: 9 }],
  ])("understand a discount that is %s", async (_, pricing) => {
    const order = await mapped({
      ...sold,
      line_items: [{ quantity: 1, pricing, tax: { total: 0 } }],
      totals: { price_incl_tax: 9, tax: 0 },
    });
    expect(order).toMatchObject({
      totals: { subtotal: { amount: "10.00" }, discount: { amount: "1.00" } },
      difference: null,
      lines: [{ unit_price: { amount: "10.00" }, discount: { amount: "1.00" }, total: { amount: "9.00" } }],
    });
  });

  it.each([
    ["JPY", 16_000, "16000"],
    ["KWD", 16.125, "16.125"],
    ["NGN", 16.1, "16.10"],
  ])("are exact in %s", async (code, total, amount) => {
    const line = { quantity: 1, pricing: { price: total, total }, tax: { total: 0 } };
    const order = await mapped(
      { ...sold, line_items: [line], totals: { price_incl_tax: total, tax: 0 } },
      { currency: { code } },
    );
    expect(order.totals.total).toEqual({ amount, currency: code });
    expect(order.difference).toBeNull();
  });

  it("tell what rounding leaves, and why", async () => {
    const lines = [1, 2].map(() => ({
      quantity: 1,
      pricing: { price: 3.44828, total: 3.44828 },
      tax: { total: 0.55172 },
    }));
    const order = await mapped({ ...sold, line_items: lines, totals: { price_incl_tax: 8, tax: 1.10344 } });
    expect(order.totals.subtotal.amount).toBe("6.90");
    expect(order.difference).toBeNull();
    const off = await mapped({ ...sold, line_items: lines, totals: { price_incl_tax: 8.01, tax: 1.10344 } });
    expect(off.difference).toMatchObject({
      amount: { amount: "0.01" },
      reason: expect.stringContaining("rounding"),
    });
  });

  it("keep charges apart: shipping, fees, tips", async () => {
    const order = await mapped({
      ...sold,
      ecom_custom_charges: [{ name: "Courier", source_id: "shipping", total: 5 }],
      adjustments: [
        { adjustment_type: "NON_CASH_FEE", total: 1 },
        { adjustment_type: "TIP", total: 2 },
        { adjustment_type: "DISCOUNT", total: -3 },
      ],
      totals: { price_incl_tax: 33.01, tax: 3.45 },
    });
    expect(order.totals).toMatchObject({
      shipping: { amount: "5.00" },
      fees: { amount: "1.00" },
      tip: { amount: "2.00" },
    });
    expect(order.difference).toBeNull();
  });

  it.each([
    ["parked", "draft", "pending"],
    ["pending", "open", "pending"],
    ["voided", "cancelled", "voided"],
    ["someday", "unknown", "unknown"],
  ])("that are %s", async (state, status, payment_status) => {
    expect(await mapped({ ...sold, state, payments: [] })).toMatchObject({ status, payment_status });
  });

  it("partly paid on account", async () => {
    expect(await mapped({ ...sold, state: "pending", payments: [{ amount: 5 }] })).toMatchObject({
      payment_status: "partially_paid",
    });
  });

  it("without a date or totals are refused, naming the field", async () => {
    await expect(mapped({ ...sold, totals: undefined })).rejects.toMatchObject({
      failure: { field: "sale.totals" },
    });
    await expect(mapped({ ...sold, date: undefined })).rejects.toMatchObject({ failure: { field: "sale" } });
  });

  it("give their returns as refunds, passing over pages without one", async () => {
    const pages: Record<string, unknown> = {
      "": { data: [sold], version: { max: 1, min: 1 } },
      "1": {
        data: [
          { ...returned, state: "closed" },
          { ...returned, id: "OPEN" },
        ],
        version: { max: 3, min: 2 },
      },
      "3": { data: [], version: { max: null, min: null } },
    };
    const { api } = fakeApi({
      "/retailer": retailer(),
      "/sales": ({ query }: ApiRequest) => pages[String(query?.["after"] ?? "")],
    });
    const page = await readRefunds(api, first);
    expect(page.records.map(({ value }) => refundSchema().parse(value))).toMatchObject([
      {
        id: returned.id,
        order_id: "5a1e0000-0000-4000-8000-000000000004",
        status: "completed",
        amount: { amount: "406.00", currency: "KES" },
        lines: [{ quantity: "1", amount: { amount: "406.00" } }],
      },
      { status: "pending" },
    ]);
    expect(page.next).toBe("3");
    expect(await readRefunds(api, { ...first, cursor: "3" })).toMatchObject({ records: [], next: null });
  });
});

describe("lists", () => {
  it("follow the version to an empty page", async () => {
    const { api, sent } = fakeApi({
      "/retailer": retailer(),
      "/sales": ({ query }: ApiRequest) =>
        query?.["after"] === "7"
          ? { data: [], version: { max: null, min: null } }
          : { data: [sold], version: { max: 7, min: 7 } },
    });
    const page = await readOrders(api, first);
    expect(page.next).toBe("7");
    expect(await readOrders(api, { ...first, cursor: page.next })).toMatchObject({ records: [], next: null });
    expect(sent[1]?.query).toEqual({ page_size: 5, after: undefined });
  });

  it("map outlets, customers and stock", async () => {
    const { api } = fakeApi({
      "/retailer": retailer(),
      "/outlets": {
        data: [
          {
            attributes: [],
            currency: "KES",
            display_prices: "inclusive",
            id: "0a71e700-0000-4000-8000-000000000002",
            name: "Kisumu",
            physical_address_1: "8 Harbour Road",
            physical_address_2: "",
            physical_city: "Kisumu",
            physical_country_id: "KE",
            physical_postcode: "40100",
            physical_state: "Nyanza",
            physical_suburb: "Milimani",
            time_zone: "Africa/Nairobi",
            version: 417001,
          },
        ],
        version: { max: 417001, min: 417001 },
      },
      "/customers": {
        data: [
          {
            id: "c0570000-0000-4000-8000-000000000001",
            first_name: "Amina",
            last_name: "Okafor",
            company_name: "Amina & Daughters",
            email: "amina@shop.example",
            phone: "+254 700 000417",
            physical_address_1: "4 Palm Avenue",
            physical_city: "Nairobi",
            physical_country_id: "KE",
            created_at: "2025-10-09T05:20:09+00:00",
            updated_at: "2026-01-19T16:49:35+00:00",
          },
          { id: "c0570000-0000-4000-8000-000000000002", first_name: null, last_name: null },
        ],
        version: { max: 417003, min: 417002 },
      },
      "/inventory": [
        {
          current_inventory_level: 10.5,
          id: "57000000-0000-4000-8000-000000000001",
          outlet_id: "0a71e700-0000-4000-8000-000000000002",
          product_id: "9400d000-0000-4000-8000-000000000001",
          version: 417009,
        },
      ],
    });
    const outlets = await readLocations(api, first);
    expect(outlets.records.map(({ value }) => locationSchema().parse(value))).toMatchObject([
      {
        name: "Kisumu",
        active: true,
        currency: "KES",
        address: { line2: "Milimani", country: "KE" },
      },
    ]);
    const customers = await readCustomers(api, first);
    expect(customers.records.map(({ value }) => customerSchema().parse(value))).toMatchObject([
      { first_name: "Amina", company: "Amina & Daughters", addresses: [{ line1: "4 Palm Avenue" }] },
      { first_name: null, addresses: [] },
    ]);
    const stock = await readInventory(api, { ...first, cursor: "7" });
    expect(stock.records.map(({ value }) => inventoryLevelSchema().parse(value))).toMatchObject([
      { available: "10.5" },
    ]);
    expect(stock.next).toBe("417009");
    await expect(readInventory(api, { ...first, cursor: "x" })).rejects.toMatchObject({
      failure: { kind: "rejected" },
    });
    expect(storeSchema().parse((await readStore(api)).value)).toMatchObject({
      currency: "KES",
      locale: "en-KE",
    });
  });

  it("price products with or without tax, as the retailer keeps them", async () => {
    const kettle = {
      id: "9400d000-0000-4000-8000-000000000001",
      name: "Kettle",
      variant_name: "Kettle / Blue",
      description: "<p>Boils water.</p>",
      is_active: true,
      has_inventory: true,
      sku: "KTL-BLU",
      price_excluding_tax: 350,
      price_including_tax: 406,
      brand: { name: "Jua" },
      type: { name: "Kitchen" },
      categories: [{ name: "gifts" }],
      variant_options: [{ name: "Glaze", value: "Blue" }],
      created_at: "2025-12-01T18:34:15+00:00",
      updated_at: "2026-08-21T23:50:39+00:00",
    };
    const read = async (over: object, product: object) => {
      const { api } = fakeApi({ "/retailer": retailer(over), "/products/B": { data: product } });
      return productSchema().parse((await readProduct(api, "B")).value);
    };
    expect(await read({}, kettle)).toMatchObject({
      status: "active",
      vendor: "Jua",
      category: "Kitchen",
      tags: ["gifts"],
      variants: [
        { sku: "KTL-BLU", price: { amount: "406.00" }, options: [{ name: "Glaze", value: "Blue" }] },
      ],
    });
    expect((await read({ tax_exclusive: true }, kettle)).variants[0]?.price?.amount).toBe("350.00");
    expect(await read({}, { id: "B", deleted_at: "2026-01-01T00:00:00Z" })).toMatchObject({
      status: "archived",
      variants: [{ price: null }],
    });
    const { api } = fakeApi({ "/retailer": { data: {} }, "/products": { data: [], version: null } });
    await expect(readProducts(api, first)).rejects.toMatchObject({ failure: { field: "retailer.currency" } });
  });
});
