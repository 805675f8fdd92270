import { describe, expect, it } from "vitest";
import {
  inventoryLevelSchema,
  locationSchema,
  orderSchema,
  productSchema,
  storeSchema,
} from "../../src/model/retail";
import type { ApiRequest } from "../../src/platforms/adapter";
import { jumia } from "../../src/platforms/jumia";
import { type DescribedOperation, faultsOf } from "../contracts/described-operations";
import { NO_CALLBACK, outgoing } from "../support/adapter-calls";
import { item, items, offer, order, product, shops, variation } from "./jumia/fixtures";
import { fakeApi, query } from "./square/fake-api";

const { connect, read } = jumia;
const live = { mode: "live", shop: null } as const;
const test = { mode: "test", shop: null } as const;
const NOW = Date.parse("2026-11-23T12:00:00Z"); // of the fake API
const DAY = 86_400_000;

/** What is known of the parameters, by the same clients as the answers (src/platforms/jumia.ts). */
const page = (maximum: number) => ({ size: { type: "integer", minimum: 1, maximum }, token: {} }) as const;
const OPERATIONS: Record<string, DescribedOperation> = {
  shops: { method: "GET", path: "/shops", query: {} },
  products: {
    method: "GET",
    path: "/catalog/products",
    query: { ...page(100), createdAtFrom: {}, createdAtTo: {}, shopId: {}, latestFirst: { type: "boolean" } },
  },
  stock: { method: "GET", path: "/catalog/stock", query: page(100) },
  orders: {
    method: "GET",
    path: "/orders",
    query: {
      ...page(300),
      createdAfter: {},
      createdBefore: {},
      updatedAfter: {},
      updatedBefore: {},
      shopId: {},
      sort: { values: ["ASC", "DESC"] },
      status: {
        list: true,
        values: ["PENDING", "SHIPPED", "CANCELED", "RETURNED", "FAILED", "DELIVERED", "READY_TO_SHIP"],
      },
    },
  },
  items: { method: "GET", path: "/orders/items", query: { orderId: { required: true } } },
};
const faults = (sent: readonly ApiRequest[]) => sent.flatMap((request) => faultsOf(OPERATIONS, request));

it("would not be asked for otherwise than is known", () => {
  const wrong = { method: "GET", path: "/orders", query: { size: 301, since: "x" } } as const;
  expect(faults([wrong])).toEqual(["orders: size cannot be 301", "orders: there is no since"]);
});

describe("connecting", () => {
  const client_id = "9b2f1c3e-7a55-4f7e-9d5a-0f1e2d3c4b5a";
  const refresh_token = `eyJhbGciOiJIUzUxMiJ9.${"a1B2-_".repeat(20)}.c3D4`;

  it("takes a client id and a refresh token, and obtains the first access token with them", () => {
    expect(
      connect.read(
        { client_id: ` ${client_id}`, refresh_token: `${refresh_token}\n` },
        { target: live, now: 0 },
      ),
    ).toEqual({
      kind: "credentials",
      tokens: { access_token: "", refresh_token, scopes: null, secrets: { client_id } },
    });
    expect(connect.server?.client?.({ client_id })).toEqual({ client_id, client_secret: "" });
    expect(connect.server?.clientAuth).toBe("none");
    expect(connect.read({ client_id: "x", refresh_token }, { target: live, now: 0 })).toMatchObject({
      field: "client_id",
    });
    expect(connect.read({ client_id, refresh_token: "a b" }, { target: live, now: 0 })).toMatchObject({
      field: "refresh_token",
    });
    expect(connect.read({}, { target: live, now: 0 })).toMatchObject({ kind: "malformed" });
  });

  it("keeps the two worlds apart", () => {
    expect(connect.server?.endpoints(live)).toEqual({
      token: "https://vendor-api.jumia.com/token",
      revoke: null,
    });
    expect(connect.server?.endpoints(test).token).toBe("https://vendor-api-staging.jumia.com/token");
    expect(jumia.apiBase(live, { id: "", facts: {} })).toBe("https://vendor-api.jumia.com");
  });

  it("reads lifetimes as numbers or texts, and the refresh token's in the flow's own words", () => {
    const answer = { access_token: "A", refresh_token: "R", token_type: "Bearer" };
    const decode = (body: Record<string, unknown>) => connect.server?.decodeTokenResponse?.(body, 0);
    expect(decode({ ...answer, expires_in: 86_399, refresh_expires_in: "7776000" })).toEqual({
      ...answer,
      expires_in: 86_399,
      refresh_token_expires_in: 7_776_000,
    });
    expect(decode({ ...answer, expires_in: "soon" })).toEqual(answer);
  });

  it("is proved by the shops, whichever way they are wrapped", async () => {
    const further = { ...shops[0]!, id: "a0000000-0000-0000-0000-000000000000" };
    for (const body of [[shops[0], further], { shops: [further, shops[0]] }]) {
      const { api, sent } = fakeApi({ "GET /shops": body });
      expect(await connect.identify({ tokens: {}, callback: NO_CALLBACK, api })).toEqual({
        id: further.id,
        facts: {},
      });
      expect(faults(sent)).toEqual([]);
    }
    const none = fakeApi({ "GET /shops": [] });
    await expect(
      connect.identify({ tokens: {}, callback: NO_CALLBACK, api: none.api }),
    ).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "shops" },
    });
  });

  it("signs its calls in a header", () => {
    const call = outgoing("A");
    jumia.authorise(call);
    expect(call.headers.get("authorization")).toBe("Bearer A");
  });
});

describe("classify", () => {
  it.each([
    [200, null],
    [400, "rejected"],
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not_found"],
    [429, "throttled"],
    [502, "unavailable"],
  ])("%i", (status, kind) => {
    const failure = jumia.classify(
      { status, body: { message: "ada@example.com" }, headers: new Headers({ "retry-after": "2" }) },
      0,
    );
    expect(failure?.kind ?? null).toBe(kind);
    expect(JSON.stringify(failure)).not.toContain("ada@");
    if (status === 429) expect(failure).toEqual({ kind: "throttled", retryAfter: 2 });
  });
});

describe("shops", () => {
  it("are places, with the money of their country where there is one", async () => {
    const both = {
      ...shops[0]!,
      id: "c0",
      name: null,
      businessClients: [
        { countryCode: "KE", status: "active" },
        { countryCode: "UG", status: "INACTIVE" },
      ],
    };
    const { api } = fakeApi({ "GET /shops": [both, shops[0], { id: "d0" }] });
    const first = await read.locations!(api, query({ limit: 2 }));
    expect(first.records.map(({ value }) => locationSchema().parse(value))).toMatchObject([
      { id: shops[0]!.id, name: "Amina Home", active: true, currency: "NGN" },
      { id: "c0", name: "c0", active: true, currency: null },
    ]);
    const second = await read.locations!(api, query({ limit: 2, cursor: first.next }));
    expect(second).toMatchObject({ records: [{ value: { id: "d0", active: false } }], next: null });
  });

  it("are one store, whose country is told where all share it", async () => {
    const { api } = fakeApi({ "GET /shops": shops }, shops[0]!.id);
    const { value } = await read.store!(api);
    expect(storeSchema().parse(value)).toMatchObject({
      id: shops[0]!.id,
      name: "Amina Home",
      country: "NG",
      currency: "NGN",
    });
  });
});

describe("products", () => {
  const listed = async (one: unknown, over = {}) => {
    const { api, sent } = fakeApi({
      "GET /catalog/products": { products: [one], nextToken: "T2", isLastPage: false },
    });
    const answer = await read.products!(api, query(over));
    expect(faults(sent)).toEqual([]);
    return { ...answer, sent };
  };

  it("have their variations and the local price", async () => {
    const { records, next } = await listed(product());
    expect(next).toBe("T2");
    expect(productSchema().parse(records[0]!.value)).toMatchObject({
      name: "Solar lantern",
      description: "Lights a room for a night.",
      status: "active",
      vendor: "Jua",
      category: "Lighting",
      variants: [
        {
          id: "5e700000-0000-4000-8000-000000000002",
          sku: "LANTERN-L",
          barcode: "6150000004174",
          price: { amount: "19500.00", currency: "NGN" },
          compare_at_price: null,
        },
      ],
    });
  });

  const sale = (startAt: string | null, endAt: string | null) => ({
    value: 11.5,
    localValue: 17900,
    startAt,
    endAt,
  });
  it.each([
    [
      "a running sale",
      [offer("NG", "ACTIVE", "NGN", 19500, sale("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"))],
      "17900.00",
      "19500.00",
    ],
    [
      "a sale to come",
      [offer("NG", "ACTIVE", "NGN", 19500, sale("2026-12-01T00:00:00Z", null))],
      "19500.00",
      undefined,
    ],
    [
      "a sale that is over",
      [offer("NG", "ACTIVE", "NGN", 19500, sale(null, "2026-11-01T00:00:00Z"))],
      "19500.00",
      undefined,
    ],
    [
      "several countries",
      [offer("NG", "ACTIVE", "NGN", 19500), offer("KE", "ACTIVE", "KES", 60000)],
      "12.75",
      undefined,
    ],
    ["whole shillings", [offer("UG", "ACTIVE", "UGX", 1234567)], "1234567", undefined],
  ])("price %s", async (_, businessClients, price, before) => {
    const { records } = await listed(product({ variations: [variation({ businessClients })] }));
    expect(records[0]!.value.variants[0]!.price?.amount).toBe(price);
    expect(records[0]!.value.variants[0]!.compare_at_price?.amount).toBe(before);
  });

  it("have no price where none names its currency, and states that are new are unknown", async () => {
    const { records } = await listed(
      product({
        name: { value: "Kettle" },
        variations: [variation({ globalPrice: { value: 5 }, businessClients: [{ status: "BANNED" }] })],
      }),
    );
    expect(records[0]!.value).toMatchObject({
      name: "Kettle",
      status: "unknown",
      variants: [{ price: null }],
    });
    const off = await listed(
      product({ variations: [variation({ businessClients: [offer("NG", "INACTIVE", "NGN", 1)] })] }),
    );
    expect(off.records[0]!.value.status).toBe("archived");
  });

  it("are asked for with a day to spare, and compared exactly", async () => {
    const between = {
      created_after: "2026-04-17T10:00:00Z",
      created_before: "2026-04-18T00:00:00Z",
      location_id: "S1",
    };
    const meant = await listed(product(), between);
    expect(meant.sent[0]!.query).toMatchObject({
      createdAtFrom: "2026-04-16",
      createdAtTo: "2026-04-19",
      shopId: "S1",
    });
    expect(meant.records).toHaveLength(1);
    const early = await listed(product({ createdAt: "2026-04-17T09:59:59Z" }), between);
    expect(early).toMatchObject({ records: [], next: "T2" });
  });
});

describe("stock", () => {
  it("is one figure for each variation", async () => {
    const level = {
      id: "V1",
      sellerSku: "S",
      globalStock: 37,
      lastStockUpdatedAt: "2026-04-17T11:00:00+01:00",
    };
    const { api, sent } = fakeApi({
      "GET /catalog/stock": { products: [level], nextToken: null, isLastPage: true },
    });
    const { records, next } = await read.inventory!(api, query({ cursor: "T1" }));
    expect(faults(sent)).toEqual([]);
    expect(next).toBeNull();
    expect(inventoryLevelSchema().parse(records[0]!.value)).toMatchObject({
      variant_id: "V1",
      available: "37",
      updated_at: "2026-04-17T10:00:00.000Z",
    });
  });
});

describe("orders", () => {
  const answers = (orders: readonly unknown[], bought: readonly unknown[] = items) => ({
    "GET /orders": { orders, nextToken: null, isLastPage: true },
    "GET /orders/items": { orderId: "x", orderNumber: "x", items: bought },
  });
  const orderOf = async (from: unknown, bought?: readonly unknown[]) => {
    const { api, sent } = fakeApi(answers([from], bought));
    const { records } = await read.orders!(api, query());
    expect(faults(sent)).toEqual([]);
    return orderSchema().parse(records[0]!.value);
  };

  it("add up from their items, in the money of their country", async () => {
    expect(await orderOf(order())).toMatchObject({
      number: "704170417",
      status: "open",
      payment_status: "pending",
      fulfillment_status: "unfulfilled",
      channel: { kind: "marketplace" },
      currency: "NGN",
      difference: null,
      totals: {
        subtotal: { amount: "18000.00" },
        discount: { amount: "959.75" },
        shipping: { amount: "1200.00" },
        total: { amount: "18240.25" },
      },
      lines: [
        {
          sku: "KETTLE-1",
          quantity: "1",
          unit_price: { amount: "12000.00" },
          discount: { amount: "959.75" },
          total: { amount: "11040.25" },
        },
        { total: { amount: "6000.00" } },
      ],
      location_id: shops[0]!.id,
      shipping_address: { name: "Ada Okafor", line2: "Yaba", country: "NG" },
      placed_at: "2026-11-20T06:41:10.000Z",
    });
  });

  it("say by how much they differ where they do not add up", async () => {
    const odd = order({ totalAmountLocal: { currency: "NGN", value: 17040.25 } });
    expect((await orderOf(odd)).difference).toEqual({
      amount: { amount: "-1200.00", currency: "NGN" },
      reason: expect.stringContaining("do not add up"),
    });
  });

  it("have tax in their prices, or on top where the total says so", async () => {
    const bought = [item({ paidPriceLocal: 12000, shippingAmountLocal: 0, taxAmount: 900 })];
    const total = (value: number) => order({ totalAmountLocal: { currency: "NGN", value } });
    expect(await orderOf(total(12000), bought)).toMatchObject({
      tax_inclusive: true,
      difference: null,
      totals: { tax: { amount: "900.00" }, tax_added: { amount: "0.00" } },
    });
    expect(await orderOf(total(12900), bought)).toMatchObject({
      tax_inclusive: false,
      difference: null,
      totals: { tax_added: { amount: "900.00" } },
    });
    // A tax in another money than the order's is left out rather than mistaken.
    const converted = [{ ...bought[0]!, exchangeRate: 1550.3 }];
    expect(await orderOf(total(12000), converted)).toMatchObject({ difference: null, taxes: [] });
  });

  it("have what was paid above a price as a fee", async () => {
    const bought = [item({ itemPriceLocal: 9000, paidPriceLocal: 9100, shippingAmountLocal: 0 })];
    expect(
      await orderOf(order({ totalAmountLocal: { currency: "NGN", value: 9100 } }), bought),
    ).toMatchObject({
      difference: null,
      totals: { discount: { amount: "0.00" }, fees: { amount: "100.00" } },
    });
  });

  it.each([
    ["KES", 1234.5, "1234.50"],
    ["UGX", 25000, "25000"],
    ["XOF", 15499.6, "15500"],
    ["TND", 12.345, "12.345"],
    ["EGP", 60.005, "60.01"],
  ])("are in %s", async (currency, value, amount) => {
    const bought = [item({ itemPriceLocal: value, paidPriceLocal: value, shippingAmountLocal: 0 })];
    expect(await orderOf(order({ totalAmountLocal: { currency, value } }), bought)).toMatchObject({
      difference: null,
      totals: { total: { amount, currency } },
    });
  });

  const each = (...statuses: (string | null)[]) =>
    statuses.map((status, at) => item({ id: String(at), status }));
  it.each([
    ["ready_to_ship", false, each("READY_TO_SHIP"), "open", "pending", "unfulfilled"],
    ["SHIPPED", true, each("SHIPPED", "PENDING"), "open", "paid", "partial"],
    ["SHIPPED", false, each("SHIPPED", "CANCELED"), "open", "pending", "fulfilled"],
    ["DELIVERED", false, each("delivered"), "completed", "paid", "fulfilled"],
    ["RETURNED", false, each("RETURNED"), "completed", "unknown", "fulfilled"],
    ["CANCELED", false, each("CANCELED"), "cancelled", "voided", "unfulfilled"],
    ["CANCELED", true, each("CANCELED"), "cancelled", "unknown", "unfulfilled"],
    ["FAILED", false, each("FAILED"), "cancelled", "voided", "fulfilled"],
    ["TELEPORTED", false, each("TELEPORTED"), "unknown", "unknown", "unknown"],
    [null, undefined, [], "unknown", "unknown", "unknown"],
  ])("read the state %s", async (status, isPrepayment, bought, ours, payment, fulfilment) => {
    expect(await orderOf(order({ status, isPrepayment }), bought)).toMatchObject({
      status: ours,
      payment_status: payment,
      fulfillment_status: fulfilment,
    });
  });

  it.each([
    [
      "orders.0.totalAmountLocal.value",
      order({ totalAmountLocal: { currency: "NGN", value: "18240" } }),
      items,
    ],
    ["orders.0.createdAt", order({ createdAt: 7 }), items],
    ["orders.0", order({ createdAt: "some day" }), items],
    ["orders.0.items.1.paidPriceLocal", order(), [item(), { ...item(), paidPriceLocal: null }]],
  ])("name %s where it is another", async (field, from, bought) => {
    await expect(orderOf(from, bought)).rejects.toMatchObject({ failure: { kind: "unexpected", field } });
  });
});

describe("the windows of orders", () => {
  const empty = { "GET /orders": { orders: [], nextToken: null, isLastPage: true } };
  const timesOf = ({ query: asked }: ApiRequest, by: string) =>
    [asked![`${by}After`], asked![`${by}Before`]].map((time) =>
      Date.parse(`${String(time).replace(" ", "T")}Z`),
    );

  it("are the last months where nothing is asked for, and say so", async () => {
    const { api, sent } = fakeApi(empty);
    const answer = await read.orders!(api, query());
    expect(answer).toMatchObject({ records: [], next: null, warnings: [{ code: "window_limited" }] });
    expect(sent[0]!.query).toMatchObject({
      sort: "ASC",
      createdAfter: "2026-08-31 12:00:00",
      createdBefore: "2026-11-24 12:00:00",
    });
  });

  it("lie side by side from the time asked for, none longer than three months", async () => {
    const { api, sent } = fakeApi(empty);
    let cursor: string | null = null;
    do {
      const over = { updated_since: "2026-01-10T00:00:00Z", status: "open", location_id: "S1", cursor };
      const answer = await read.orders!(api, query(over));
      expect(answer.warnings).toEqual([]);
      cursor = answer.next;
    } while (cursor !== null);
    expect(faults(sent)).toEqual([]);
    const windows = sent.map((request) => timesOf(request, "updated") as [number, number]);
    expect(windows[0]![0]).toBe(Date.parse("2026-01-09T00:00:00Z"));
    expect(windows.at(-1)![1]).toBe(NOW + DAY);
    windows.forEach(([from, to], at) => {
      expect(to - from).toBeLessThanOrEqual(89 * DAY);
      if (at > 0) expect(from).toBe(windows[at - 1]![1]);
    });
    expect(sent[0]!.query).toMatchObject({ status: "PENDING,READY_TO_SHIP,SHIPPED", shopId: "S1" });
    expect(sent[0]!.query).not.toHaveProperty("createdAfter");
  });

  it("do not show twice what stands on the line between two", async () => {
    const onTheLine = order({ id: "LINE", createdAt: "2026-03-30T00:00:00Z" });
    let asked = 0;
    const { api } = fakeApi({
      "GET /orders": () => {
        asked += 1;
        const later = order({ id: "LATER", createdAt: "2026-04-01T00:00:00Z" });
        return { orders: asked === 1 ? [onTheLine] : [onTheLine, later], nextToken: null, isLastPage: true };
      },
      "GET /orders/items": { items },
    });
    const after = { created_after: "2026-01-05T00:00:00Z", created_before: "2026-05-01T00:00:00Z" };
    const first = await read.orders!(api, query(after));
    const second = await read.orders!(api, query({ ...after, cursor: first.next }));
    expect([first, second].map(({ records }) => records.map(({ value }) => value.id))).toEqual([
      ["LINE"],
      ["LATER"],
    ]);
    expect(second.next).toBeNull();
  });

  it("go on by Jumia's own token inside one", async () => {
    const { api, sent } = fakeApi({
      "GET /orders": ({ query: asked }: ApiRequest) =>
        asked?.["token"] === "T2"
          ? { orders: [], isLastPage: true }
          : { orders: [order()], nextToken: "T2", isLastPage: false },
      "GET /orders/items": { items },
    });
    const first = await read.orders!(api, query());
    await read.orders!({ ...api, now: NOW + DAY }, query({ cursor: first.next }));
    const [one, , two] = sent;
    expect(two!.query).toEqual({ ...one!.query, token: "T2" });
  });

  it("keep what came with the day to spare to themselves", async () => {
    const { api, sent } = fakeApi({
      "GET /orders": { orders: [order()], nextToken: null, isLastPage: true },
    });
    const late = { created_after: "2026-11-20T06:41:11Z" };
    const early = { created_before: "2026-11-20T06:41:09Z" };
    const unchanged = { updated_since: "2026-11-21T08:00:01Z" };
    for (const over of [late, early, unchanged])
      expect((await read.orders!(api, query(over))).records).toEqual([]);
    expect(sent.every(({ path }) => path === "/orders")).toBe(true);
  });

  it("refuse a cursor or a status that is none of theirs", async () => {
    const { api } = fakeApi({});
    for (const over of [{ cursor: "x" }, { cursor: "{}" }, { status: "lost" }])
      await expect(read.orders!(api, query(over))).rejects.toMatchObject({ failure: { kind: "rejected" } });
  });
});
