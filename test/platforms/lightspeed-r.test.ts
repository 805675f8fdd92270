import { describe, expect, it } from "vitest";
import { base64url, utf8 } from "../../src/kernel/bytes";
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
import { lightspeedR } from "../../src/platforms/lightspeed-r";
import { readInventory, readProducts } from "../../src/platforms/lightspeed-r/items";
import { readOrder, readOrders, readRefunds } from "../../src/platforms/lightspeed-r/sales";
import { readCustomers, readLocations, readStore } from "../../src/platforms/lightspeed-r/shop";
import { NO_CALLBACK } from "../support/adapter-calls";

const { connect } = lightspeedR;
const NOW = Date.parse("2026-11-23T12:00:00Z");
const first = { limit: 5, cursor: null };

/** The parameters and sort fields that introduction/parameters and the endpoints' pages name. */
const PARAMETERS = ["after", "limit", "load_relations", "sort", "archived", "timeStamp"];
const FIELDS: Record<
  string,
  { sort: readonly string[]; fields: readonly string[]; relations: readonly string[] }
> = {
  Shop: { sort: ["shopID"], fields: [], relations: ["Contact"] },
  Item: { sort: ["itemID", "timeStamp"], fields: ["createTime"], relations: ["Category", "Manufacturer"] },
  ItemShop: { sort: ["itemShopID", "timeStamp"], fields: ["shopID"], relations: [] },
  Customer: { sort: ["customerID", "timeStamp"], fields: ["createTime"], relations: ["Contact", "Note"] },
  Sale: {
    sort: ["saleID", "timeStamp", "completeTime", "updatetime"],
    fields: ["createTime", "updatetime", "shopID", "completed", "voided"],
    relations: ["SaleLines", "SaleLines.Item", "SaleNotes"],
  },
};

function fakeApi(answers: Record<string, unknown | ((request: ApiRequest) => unknown)>, currency = "KES") {
  const sent: ApiRequest[] = [];
  const all: typeof answers = {
    "/Account/7.json": { name: "Main", defaultCurrency: { code: currency, symbol: "KSh" } },
    ...answers,
  };
  const api: Api = {
    account: { id: "7", facts: {} },
    target: { mode: "live", shop: null },
    now: NOW,
    async send(request) {
      sent.push(request);
      checkDocumented(request);
      if (!Object.hasOwn(all, request.path)) throw new Error(`unexpected request: ${request.path}`);
      const answer = all[request.path];
      const body = typeof answer === "function" ? answer(request) : answer;
      return { status: 200, headers: new Headers(), body: structuredClone(body) };
    },
  };
  return { api, sent };
}

function checkDocumented({ path, query = {} }: ApiRequest): void {
  const kind = /^\/(\w+?)(\/\d+)?\.json$/.exec(path)?.[1] ?? "";
  const known = FIELDS[kind];
  if (!known) return;
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    expect([...PARAMETERS, ...known.fields], `${kind}.${name}`).toContain(name);
    if (name === "sort") expect(known.sort).toContain(value);
    if (name === "load_relations")
      for (const one of JSON.parse(String(value)) as string[]) expect(known.relations).toContain(one);
  }
}

/** A lamp at 150 and two taxes of 16 and 2 percent, as a register in Nairobi would ring it up. */
const sold = {
  saleID: "2",
  timeStamp: "2026-02-08T08:42:00+00:00",
  completed: "true",
  archived: "false",
  voided: "false",
  isTaxInclusive: "false",
  createTime: "2026-02-08T11:40:12+03:00",
  updatetime: "2026-02-08T08:42:00+00:00",
  completeTime: "2026-02-08T08:42:00+00:00",
  referenceNumberSource: "",
  tax1Rate: "0.16",
  tax2Rate: "0.02",
  ticketNumber: "220000000417",
  calcDiscount: "0",
  calcTotal: "177",
  calcSubtotal: "150",
  calcTax1: "24",
  calcTax2: "3",
  calcPayments: "177",
  calcTips: "0",
  customerID: "0",
  registerID: "1",
  shopID: "1",
  SaleLines: {
    SaleLine: {
      saleLineID: "1",
      unitQuantity: "1",
      unitPrice: "150",
      calcLineDiscount: "0",
      calcTransactionDiscount: "0",
      calcTotal: "177",
      calcSubtotal: "150",
      calcTax1: "24",
      calcTax2: "3",
      itemID: "6",
      parentSaleLineID: "0",
      Item: { description: "Lamp", customSku: "", systemSku: "210000000417" },
    },
  },
};

const lines = (...all: Record<string, string>[]) => ({ SaleLine: all });
/** Two at 31, the second as a gift; the second tax is finer than a cent. */
const halfPrice = {
  saleLineID: "4",
  unitQuantity: "2",
  unitPrice: "31",
  calcLineDiscount: "31",
  calcTransactionDiscount: "0",
  calcTotal: "36.77625",
  calcSubtotal: "62",
  calcTax1: "4.96",
  calcTax2: "0.81625",
  itemID: "3",
  parentSaleLineID: "0",
};

async function mapped(sale: Record<string, unknown>, currency = "KES") {
  const { api } = fakeApi({ "/Sale/2.json": { Sale: sale } }, currency);
  return orderSchema().parse((await readOrder(api, "2")).value);
}

it("would not be asked for otherwise than R-Series describes", () => {
  const wrong = (query: NonNullable<ApiRequest["query"]>) => () =>
    checkDocumented({ method: "GET", path: "/Sale.json", query });
  expect(wrong({ limit: 5, sort: "saleID" })).not.toThrow();
  expect(wrong({ since: "2026" })).toThrow();
  expect(wrong({ sort: "total" })).toThrow();
  expect(wrong({ load_relations: '["SalePayments.Secret"]' })).toThrow();
});

describe("connecting", () => {
  it("uses the new authorisation server, PKCE and JSON", () => {
    expect(connect.pkce).toBe("S256");
    expect(connect.endpoints({ mode: "live", shop: null })).toEqual({
      authorize: "https://cloud.lightspeedapp.com/auth/oauth/authorize",
      token: "https://cloud.lightspeedapp.com/auth/oauth/token",
      revoke: "https://cloud.lightspeedapp.com/auth/oauth/revoke",
    });
    const encoded = connect.encodeTokenRequest?.(
      new URLSearchParams({ grant_type: "refresh_token", refresh_token: "R" }),
    );
    expect(JSON.parse(encoded?.body ?? "")).toEqual({ grant_type: "refresh_token", refresh_token: "R" });
  });

  it("reads the scopes out of the token, where the vendor put them", () => {
    const claims = {
      iss: "https://cloud.lightspeedapp.com",
      acct: "70417",
      scope: "employee:register employee:inventory",
    };
    const token = `head.${base64url(utf8(JSON.stringify(claims)))}.signature`;
    expect(connect.decodeTokenResponse?.({ access_token: token }, NOW)).toMatchObject({
      scope: claims.scope,
    });
    for (const odd of ["opaque", "a.%%%.b", "a.e30.b", 7, undefined]) {
      expect(connect.decodeTokenResponse?.({ access_token: odd }, NOW)).not.toHaveProperty("scope");
    }
  });

  it("learns the account from the token's own account, and revokes by the refresh token", async () => {
    const { api } = fakeApi({ "/Account.json": { Account: { accountID: "70417", name: "Main" } } });
    expect(await connect.identify({ tokens: {}, callback: NO_CALLBACK, api })).toEqual({
      id: "70417",
      facts: {},
    });
    if (connect.revoke.kind !== "custom") throw new Error("custom");
    const request = connect.revoke.request({
      client: { client_id: "C", client_secret: "S" },
      tokens: { access_token: "A", refresh_token: "R", scopes: null },
      account: { id: "70417", facts: {} },
      target: { mode: "live", shop: null },
    });
    expect(await request.json()).toEqual({ client_id: "C", client_secret: "S", refresh_token: "R" });
  });

  it.each([
    [{ "retry-after": "3", "x-ls-api-bucket-level": "92.4/90" }, 3],
    [{ "x-ls-api-bucket-level": "92.4/90", "x-ls-api-drip-rate": "1" }, 3],
    [{ "x-ls-api-bucket-level": "80/90", "x-ls-api-drip-rate": "1.5" }, 1],
    [{ "x-ls-api-bucket-level": "full", "x-ls-api-drip-rate": "1" }, null],
    [{}, null],
  ])("waits for the bucket %#", (headers, retryAfter) => {
    const answer = lightspeedR.classify(
      { status: 429, headers: new Headers(headers as HeadersInit), body: null },
      NOW,
    );
    expect(answer).toEqual({ kind: "throttled", retryAfter });
  });
});

describe("sales", () => {
  it("add up with two taxes", async () => {
    expect(await mapped(sold)).toMatchObject({
      number: "220000000417",
      status: "completed",
      payment_status: "paid",
      channel: { kind: "pos" },
      customer_id: null,
      location_id: "1",
      placed_at: "2026-02-08T08:40:12.000Z",
      totals: {
        subtotal: { amount: "150.00" },
        tax_added: { amount: "27.00" },
        total: { amount: "177.00", currency: "KES" },
      },
      difference: null,
      taxes: [
        { rate: "0.16", amount: { amount: "24.00" } },
        { rate: "0.02", amount: { amount: "3.00" } },
      ],
      lines: [{ name: "Lamp", sku: "210000000417", quantity: "1", unit_price: { amount: "150.00" } }],
    });
  });

  it("add up with discounts and tips, finer figures rounded", async () => {
    const order = await mapped({
      ...sold,
      SaleLines: lines(halfPrice),
      calcDiscount: "31",
      calcSubtotal: "62",
      calcTax1: "4.96",
      calcTax2: "0.82",
      calcTotal: "36.78",
      calcTips: "4",
    });
    expect(order.totals).toMatchObject({
      discount: { amount: "31.00" },
      tip: { amount: "4.00" },
      total: { amount: "40.78" },
    });
    expect(order.difference).toBeNull();
    expect(order.lines[0]).toMatchObject({
      quantity: "2",
      tax: { amount: "5.78" },
      total: { amount: "36.78" },
    });
  });

  it("keep tax inside prices that contain it", async () => {
    const order = await mapped({ ...sold, isTaxInclusive: "true", calcTotal: "150" });
    expect(order).toMatchObject({
      tax_inclusive: true,
      totals: { tax_added: { amount: "0.00" } },
      difference: null,
    });
    expect(order.taxes[0]?.inclusive).toBe(true);
  });

  it.each([
    ["JPY", "1000", "1000"],
    ["KWD", "1.125", "1.125"],
    ["NGN", "1000.1", "1000.10"],
  ])("are exact in %s", async (currency, figure, amount) => {
    const line = {
      ...halfPrice,
      calcSubtotal: figure,
      calcTotal: figure,
      calcLineDiscount: "0",
      calcTax1: "0",
      calcTax2: "0",
    };
    const order = await mapped(
      { ...sold, SaleLines: lines(line), calcTotal: figure, calcTax1: "0", calcTax2: "0" },
      currency,
    );
    expect(order.totals.total).toEqual({ amount, currency });
    expect(order.difference).toBeNull();
  });

  it.each([
    [{ voided: "true" }, "cancelled", "voided"],
    [{ completed: "false", calcPayments: "0" }, "open", "pending"],
    [{ completed: "false", calcPayments: "5" }, "open", "partially_paid"],
    [{ completed: "maybe", calcPayments: "0" }, "unknown", "unknown"],
  ])("have a state %#", async (over, status, payment_status) => {
    expect(await mapped({ ...sold, ...over })).toMatchObject({ status, payment_status });
  });

  it("say by how much they differ, and why", async () => {
    expect((await mapped({ ...sold, calcTotal: "180" })).difference).toMatchObject({
      amount: { amount: "3.00" },
      reason: expect.stringContaining("item fee"),
    });
  });

  it("do without lines, notes and times that are optional, and refuse what cannot be", async () => {
    const bare = { saleID: "2", createTime: "2026-02-08T08:40:12+00:00", SaleLines: "", SaleNotes: "" };
    expect(await mapped(bare)).toMatchObject({ lines: [], note: null, status: "unknown", difference: null });
    await expect(mapped({ ...bare, calcTotal: "1e3" })).rejects.toMatchObject({
      failure: { field: "Sale.calcTotal" },
    });
    await expect(mapped({ saleID: "2" })).rejects.toMatchObject({ failure: { field: "Sale" } });
    const { api } = fakeApi({});
    await expect(readOrder(api, "../Item/1")).rejects.toMatchObject({ failure: { kind: "not_found" } });
  });

  it("that take something back are refunds", async () => {
    const back = {
      ...halfPrice,
      unitQuantity: "-1",
      parentSaleLineID: "4",
      calcTotal: "-18.39",
      calcSubtotal: "-31",
      calcLineDiscount: "-15.5",
    };
    const { api } = fakeApi({
      "/Sale.json": {
        "@attributes": { next: "" },
        Sale: [sold, { ...sold, SaleLines: lines(halfPrice, back) }],
      },
    });
    const page = await readRefunds(api, first);
    expect(page.records.map(({ value }) => refundSchema().parse(value))).toMatchObject([
      {
        id: "2",
        order_id: null,
        status: "completed",
        amount: { amount: "18.39", currency: "KES" },
        lines: [{ order_line_id: "4", quantity: "1", amount: { amount: "18.39" } }],
      },
    ]);
  });
});

describe("lists", () => {
  it("take the cursor out of the next address, and ask the same question again", async () => {
    const next =
      "https://api.lightspeedapp.com/API/V3/Account/7/Sale.json?sort=saleID&limit=100&after=WzQxN10%3D";
    const { api, sent } = fakeApi({ "/Sale.json": { "@attributes": { next, previous: "" }, Sale: sold } });
    const page = await readOrders(api, { ...first, status: "completed", location_id: "1" });
    expect(page).toMatchObject({ next: "WzQxN10=", records: [{ value: { id: "2" } }] });
    await readOrders(api, { ...first, cursor: page.next, status: "completed", location_id: "1" });
    expect(sent[3]?.query).toEqual({ ...sent[1]?.query, after: "WzQxN10=" });
    expect(sent[1]?.query).toMatchObject({ sort: "saleID", completed: "true", voided: "false", shopID: "1" });
  });

  it("ask by change in the order of changes, and between two moments", async () => {
    const { api, sent } = fakeApi({ "/Sale.json": { "@attributes": { next: "" } } });
    await readOrders(api, {
      ...first,
      updated_since: "2026-01-01T00:00:00.000Z",
      created_after: "2025-01-01T00:00:00.000Z",
      created_before: "2026-01-01T00:00:00.000Z",
    });
    expect(sent[1]?.query).toMatchObject({
      sort: "updatetime",
      updatetime: ">=,2026-01-01T00:00:00.000Z",
      createTime: "><,2025-01-01T00:00:00.000Z,2026-01-01T00:00:00.000Z",
    });
    await expect(readOrders(api, { ...first, status: "draft" })).rejects.toMatchObject({
      failure: { kind: "rejected" },
    });
  });

  it("refuse a next address without a cursor", async () => {
    const { api } = fakeApi({ "/Sale.json": { "@attributes": { next: "https://x.example/" }, Sale: sold } });
    await expect(readOrders(api, first)).rejects.toMatchObject({ failure: { field: "@attributes.next" } });
  });

  it("map shops, customers, items and stock", async () => {
    const contact = {
      Addresses: {
        ContactAddress: {
          address1: "8 Harbour Road",
          city: "Kisumu",
          state: "Nyanza",
          zip: "40100",
          country: "Kenya",
          countryCode: "KE",
        },
      },
      Phones: "",
      Emails: { ContactEmail: { address: "shop@x.example", useType: "Primary" } },
    };
    const { api, sent } = fakeApi({
      "/Shop.json": {
        "@attributes": { next: "" },
        Shop: {
          shopID: "3",
          name: "Harbour",
          timeZone: "Africa/Nairobi",
          archived: "true",
          Contact: contact,
        },
      },
      "/Customer.json": {
        Customer: [
          {
            customerID: "1",
            firstName: "Amina",
            company: "Amina & Daughters",
            createTime: "2025-10-09T05:20:09+00:00",
            archived: "false",
            Contact: contact,
          },
          { customerID: "2" },
        ],
      },
      "/Item.json": {
        Item: {
          itemID: "20",
          systemSku: "210000000418",
          archived: "false",
          itemType: "default",
          description: "Kettle",
          upc: "",
          customSku: "kettle",
          createTime: "2025-12-01T18:34:15+00:00",
          Prices: {
            ItemPrice: [
              { amount: "350", useTypeID: "1", useType: "Default" },
              { amount: "0", useTypeID: "2", useType: "MSRP" },
            ],
          },
        },
      },
      "/ItemShop.json": {
        ItemShop: [
          {
            itemShopID: "417",
            qoh: "-2",
            sellable: "0",
            itemID: "20",
            shopID: "1",
            timeStamp: "2026-02-08T08:42:00+00:00",
          },
        ],
      },
    });
    const shops = await readLocations(api, first);
    expect(locationSchema().parse(shops.records[0]?.value)).toMatchObject({
      active: false,
      timezone: "Africa/Nairobi",
      address: { city: "Kisumu", country: "KE" },
    });
    const customers = await readCustomers(api, first);
    expect(customers.records.map(({ value }) => customerSchema().parse(value))).toMatchObject([
      { first_name: "Amina", company: "Amina & Daughters", email: "shop@x.example", phone: null },
      { first_name: null, addresses: [], created_at: null },
    ]);
    const items = await readProducts(api, first);
    expect(productSchema().parse(items.records[0]?.value)).toMatchObject({
      name: "Kettle",
      status: "active",
      variants: [
        {
          sku: "kettle",
          barcode: null,
          price: { amount: "350.00", currency: "KES" },
          tracks_inventory: true,
        },
      ],
    });
    const stock = await readInventory(api, first);
    expect(inventoryLevelSchema().parse(stock.records[0]?.value)).toMatchObject({
      available: "0",
      on_hand: "-2",
      location_id: "1",
    });
    expect(sent.at(-1)?.query).toMatchObject({ shopID: "!=,0" });
    expect(storeSchema().parse((await readStore(api)).value)).toMatchObject({
      id: "7",
      name: "Main",
      currency: "KES",
    });
  });
});
