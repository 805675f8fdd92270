import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/kernel/clock";
import {
  inventoryLevelSchema,
  orderSchema,
  productSchema,
  refundSchema,
  storeSchema,
} from "../../src/model/retail";
import type { Api, ApiRequest, ListQuery } from "../../src/platforms/adapter";
import { toast } from "../../src/platforms/toast";
import { readInventory, readProduct, readProducts } from "../../src/platforms/toast/menus";
import { readOrder, readOrders, readRefunds } from "../../src/platforms/toast/orders";
import { readStore } from "../../src/platforms/toast/restaurant";
import { faultsOf } from "../contracts/described-operations";
import { OPERATIONS } from "../contracts/toast/operations";
import { NO_CALLBACK, outgoing } from "../support/adapter-calls";

const { connect } = toast;
const NOW = Date.parse("2026-11-23T12:00:00Z");
const GUID = "5f0ad1b8-7d6c-4e2a-9a53-0c1d2e3f4a5b";
const SHOP = `/restaurants/v1/restaurants/${GUID}`;
const target = { mode: "live", shop: null } as const;
const first = { limit: 100, cursor: null };

/** Whatever is asked that the vendor does not describe fails the test. */
function fakeApi(answers: Record<string, unknown | ((request: ApiRequest) => unknown)>) {
  const sent: ApiRequest[] = [];
  const known: typeof answers = { [SHOP]: restaurant, ...answers };
  const api: Api = {
    account: { id: GUID, facts: {} },
    target,
    now: NOW,
    async send(request) {
      sent.push(request);
      expect(faultsOf(OPERATIONS, request)).toEqual([]);
      const answer = known[request.path];
      const body = typeof answer === "function" ? answer(request) : answer;
      return { status: 200, headers: new Headers(), body: structuredClone(body) };
    },
  };
  return { api, sent };
}

const restaurant = {
  guid: GUID,
  general: {
    name: "Amina’s Kitchen",
    locationName: "Harbour",
    timeZone: "America/New_York",
    currencyCode: "USD",
  },
  urls: { website: "https://amina.example" },
  location: { country: "US" },
};

it("would not be asked for otherwise than Toast describes", () => {
  const path = "/orders/v2/ordersBulk";
  expect(faultsOf(OPERATIONS, { method: "GET", path, query: { pageSize: 101, since: "2026" } })).toEqual([
    "getOrdersBulk: pageSize cannot be 101",
    "getOrdersBulk: there is no since",
  ]);
});

describe("connecting", () => {
  const fields = {
    client_id: " the-client-of-Aminas_kitchen-001",
    client_secret: "the-secret-of-Aminas_kitchen-".padEnd(64, "0123456789"),
    restaurant_guid: GUID.toUpperCase(),
  };
  const read = (over = {}) => connect.read({ ...fields, ...over }, { target, now: NOW });
  const refresh = connect.refresh.kind === "machine" ? connect.refresh : null;

  it("takes a client, its secret and a restaurant", () => {
    expect(read()).toEqual({
      kind: "credentials",
      tokens: {
        access_token: "",
        scopes: null,
        secrets: { ...fields, client_id: fields.client_id.trim(), restaurant_guid: GUID },
      },
    });
    for (const [field, value] of [
      ["client_id", "a b"],
      ["client_secret", ""],
      ["restaurant_guid", "../x"],
    ] as const)
      expect(read({ [field]: value })).toEqual({ kind: "malformed", field });
  });

  it("logs in as a machine, and reads the vendor's answer", async () => {
    const secrets = { client_id: "c", client_secret: "s", restaurant_guid: GUID };
    const request = refresh!.request({ client: { client_id: "", client_secret: "" }, secrets, target });
    expect(request.url).toBe("https://ws-api.toasttab.com/authentication/v1/authentication/login");
    expect(await request.json()).toEqual({
      clientId: "c",
      clientSecret: "s",
      userAccessType: "TOAST_MACHINE_CLIENT",
    });
    const token = { tokenType: "Bearer", scope: null, expiresIn: 86_400, accessToken: "J.W.T" };
    expect(refresh!.read({ status: "SUCCESS", token }, NOW)).toEqual({
      access_token: "J.W.T",
      token_type: "bearer",
      expires_in: 86_400,
    });
    expect(() => refresh!.read({ status: "FAILURE" }, NOW)).toThrow();
    expect([401, 403, 400].map((status) => refresh!.refused(status, {}))).toEqual([
      "invalid_grant",
      null,
      null,
    ]);
  });

  it("knows the restaurant that answers, and no other", async () => {
    const { api } = fakeApi({});
    const who = (body: unknown) =>
      connect.identify({
        api: { ...fakeApi({ [SHOP]: body }).api },
        tokens: fields,
        callback: NO_CALLBACK,
      });
    expect(await who(restaurant)).toEqual({ id: api.account.id, facts: {} });
    await expect(who({ guid: "another" })).rejects.toMatchObject({ failure: { kind: "unexpected" } });
  });

  it("names the restaurant in every call", () => {
    const call = outgoing("T", {
      credentials: { access_token: "T", secrets: { restaurant_guid: GUID } },
    });
    toast.authorise(call);
    expect(call.headers.get("authorization")).toBe("Bearer T");
    expect(call.headers.get("toast-restaurant-external-id")).toBe(GUID);
  });
});

describe("answers", () => {
  const answer = (status: number, headers = {}) =>
    toast.classify({ status, headers: new Headers(headers), body: null }, NOW);

  it("are told apart by their status", () => {
    expect(answer(200)).toBeNull();
    expect(answer(429, { "x-toast-ratelimit-reset": String(NOW / 1_000 + 40) })).toEqual({
      kind: "throttled",
      retryAfter: 40,
    });
    expect(answer(429, { "retry-after": "3" })).toEqual({ kind: "throttled", retryAfter: 3 });
    expect([401, 403, 404, 503, 400].map((status) => answer(status)?.kind)).toEqual([
      "unauthorized",
      "forbidden",
      "not_found",
      "unavailable",
      "rejected",
    ]);
  });
});

it("the store is the restaurant", async () => {
  expect(storeSchema().parse((await readStore(fakeApi({}).api)).value)).toEqual({
    id: GUID,
    name: "Amina’s Kitchen, Harbour",
    url: "https://amina.example",
    country: "US",
    currency: "USD",
    timezone: "America/New_York",
    locale: null,
    created_at: null,
  });
});

describe("menus and stock", () => {
  const pilau = {
    guid: "b",
    name: "Pilau",
    price: 10,
    sku: "",
    plu: "77",
    itemTags: [{ name: "Spicy" }],
  };
  const menus = {
    menus: [
      {
        menuGroups: [
          {
            name: "Lunch",
            menuItems: [pilau],
            menuGroups: [{ name: "Rolls", menuItems: [{ guid: "a", name: "Rolex", price: null }] }],
          },
        ],
      },
      { menuGroups: [{ name: "Dinner", menuItems: [{ ...pilau, price: 12 }] }] },
    ],
  };

  it("give each item once, in pages by GUID", async () => {
    const { api } = fakeApi({ "/menus/v2/menus": menus });
    const one = await readProducts(api, { limit: 1, cursor: null });
    expect(productSchema().parse(one.records[0]?.value)).toMatchObject({
      id: "a",
      category: "Rolls",
      variants: [{ price: null }],
    });
    const two = await readProducts(api, { limit: 1, cursor: one.next });
    expect(productSchema().parse(two.records[0]?.value)).toMatchObject({
      id: "b",
      category: "Lunch",
      tags: ["Spicy"],
      variants: [{ sku: "77", price: { amount: "10.00", currency: "USD" } }],
    });
    expect(two.next).toBeNull();
    expect((await readProduct(api, "b")).value.name).toBe("Pilau");
    await expect(readProduct(api, "z")).rejects.toMatchObject({ failure: { kind: "not_found" } });
  });

  it("count what is limited", async () => {
    const { api } = fakeApi({
      "/stock/v1/inventory": [
        { guid: "a", status: "QUANTITY", quantity: 2.5 },
        { guid: "b", status: "OUT_OF_STOCK", quantity: null },
        { guid: "c", status: "IN_STOCK" },
      ],
    });
    const { records } = await readInventory(api, first);
    const levels = records.map(({ value }) => inventoryLevelSchema().parse(value));
    expect(levels.map(({ available }) => available)).toEqual(["2.5", "0", null]);
    expect(levels[0]?.location_id).toBe(GUID);
  });
});

const selection = (over = {}) => ({
  guid: "line-1",
  item: { guid: "item-1" },
  displayName: "Chai",
  quantity: 2,
  preDiscountPrice: 9.5,
  price: 8.55,
  tax: 0.6,
  appliedDiscounts: [{ name: "Staff", discountAmount: 0.95, appliedPromoCode: "CREW" }],
  appliedTaxes: [{ name: "State", rate: 0.07, taxAmount: 0.6 }],
  ...over,
});
const order = (over = {}, check = {}) => ({
  guid: "order-1",
  displayNumber: "12",
  source: "Online",
  createdDate: "2026-11-20T09:30:00.000+0000",
  openedDate: "2026-11-20T09:30:00.000+0000",
  modifiedDate: "2026-11-20T10:00:00.000-0500",
  closedDate: "2026-11-20T10:00:00.000+0000",
  deletedDate: "1970-01-01T00:00:00.000+0000",
  checks: [
    {
      guid: "check-1",
      taxAmount: 0.8,
      totalAmount: 14.35,
      paymentStatus: "CLOSED",
      customer: { guid: "guest-1" },
      selections: [selection(), selection({ guid: "void", voided: true })],
      appliedServiceCharges: [
        {
          name: "Delivery",
          chargeAmount: 3,
          delivery: true,
          appliedTaxes: [{ name: "State", taxAmount: 0.2 }],
        },
        { name: "Bag", chargeAmount: 2 },
      ],
      payments: [{ guid: "pay-1", type: "CREDIT", amount: 14.35, tipAmount: 1.5, paymentStatus: "CAPTURED" }],
      ...check,
    },
  ],
  ...over,
});
const mapped = async (from: unknown) =>
  orderSchema().parse((await readOrder(fakeApi({ "/orders/v2/orders/order-1": from }).api, "order-1")).value);
const usd = (amount: string) => ({ amount, currency: "USD" });

describe("an order", () => {
  it("adds up", async () => {
    expect(await mapped(order())).toMatchObject({
      number: "12",
      status: "completed",
      payment_status: "paid",
      channel: { kind: "online", name: "Online" },
      totals: {
        subtotal: usd("9.50"),
        discount: usd("0.95"),
        shipping: usd("3.00"),
        fees: usd("2.00"),
        tax: usd("0.80"),
        tip: usd("1.50"),
        total: usd("15.85"),
        refunded: usd("0.00"),
      },
      difference: null,
      lines: [{ id: "line-1", quantity: "2", unit_price: usd("4.75"), total: usd("9.15") }],
      discounts: [{ name: "Staff", code: "CREW", amount: usd("0.95") }],
      taxes: [{ name: "State", amount: usd("0.80") }],
      customer_id: "guest-1",
      location_id: GUID,
      placed_at: "2026-11-20T09:30:00.000Z",
      updated_at: "2026-11-20T15:00:00.000Z",
      cancelled_at: null,
    });
  });

  it("says what does not add up", async () => {
    const tipped = { appliedServiceCharges: [{ name: "Table of 8", chargeAmount: 5, gratuity: true }] };
    expect(
      (await mapped(order({}, { ...tipped, totalAmount: 9.35, taxAmount: 0.8 }))).difference,
    ).toMatchObject({
      amount: usd("-5.00"),
    });
  });

  it.each([
    ["open", { paymentStatus: "OPEN", payments: [] }, {}, "open", "pending"],
    ["part paid", { paymentStatus: "OPEN" }, {}, "open", "partially_paid"],
    [
      "declined card",
      { paymentStatus: "OPEN", payments: [{ guid: "p", amount: 1, paymentStatus: "DENIED" }] },
      {},
      "open",
      "pending",
    ],
    ["tip to come", { paymentStatus: "PAID" }, {}, "open", "authorized"],
    ["unheard-of", { paymentStatus: "ODD" }, {}, "open", "unknown"],
    [
      "void",
      { voided: true },
      { voided: true, voidDate: "2026-11-20T11:00:00.000+0000" },
      "cancelled",
      "voided",
    ],
    [
      "not approved",
      { paymentStatus: "OPEN", payments: [] },
      { approvalStatus: "NOT_APPROVED" },
      "cancelled",
      "pending",
    ],
  ])("that is %s has its states", async (_, check, over, status, payment_status) => {
    expect(await mapped(order(over, check))).toMatchObject({ status, payment_status });
  });

  it("tells what was given back", async () => {
    const refund = {
      refundAmount: 4.58,
      tipRefundAmount: 0.42,
      refundDate: "2026-11-21T09:00:00.000+0000",
      refundTransaction: { guid: "tx" },
    };
    const details = { refundAmount: 4.28, taxRefundAmount: 0.3, refundTransaction: { guid: "tx" } };
    const from = await mapped(
      order(
        {},
        {
          selections: [selection({ refundDetails: details })],
          payments: [{ guid: "pay-1", amount: 14.35, refundStatus: "PARTIAL", refund }],
        },
      ),
    );
    expect(from.payment_status).toBe("partially_refunded");
    expect(refundSchema().parse(from.refunds[0])).toMatchObject({
      id: "pay-1",
      order_id: "order-1",
      amount: usd("5.00"),
      lines: [{ order_line_id: "line-1", amount: usd("4.58") }],
      created_at: "2026-11-21T09:00:00.000Z",
    });
  });
});

describe("the walk through what changed", () => {
  interface Change {
    guid: string;
    at: number;
  }
  /** Toast with these orders; `change` may alter them between the calls. */
  function shop(changes: Change[], over: (guid: string) => object = () => ({})) {
    return fakeApi({
      "/orders/v2/ordersBulk": ({ query }: ApiRequest) => {
        const [from, to] = [query?.["startDate"], query?.["endDate"]].map((time) => {
          expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
          return Date.parse(String(time).replace("+0000", "Z"));
        });
        const found = changes.filter(({ at }) => at >= from! && at < to!);
        const page = Number(query?.["page"]);
        return found.slice((page - 1) * 100, page * 100).map(({ guid }) => order({ guid, ...over(guid) }));
      },
    });
  }
  async function all(
    read: typeof readOrders | typeof readRefunds,
    api: Api,
    query: ListQuery,
    between = () => {},
  ) {
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 200; pages++) {
      const page: Awaited<ReturnType<typeof read>> = await read(api, { ...query, cursor });
      seen.push(...page.records.map(({ value }) => value.id));
      cursor = page.next;
      if (cursor === null) return seen;
      between();
    }
    throw new Error("no end");
  }
  const day = (n: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({ guid: `d${n}-${i}`, at: NOW - n * DAY + i * 1_000 }));

  it("begins thirty days ago, and says so", async () => {
    const { api, sent } = shop([{ guid: "old", at: NOW - 31 * DAY }, ...day(20, 3)]);
    const page = await readOrders(api, first);
    expect(page.warnings[0]).toMatchObject({ code: "window_limited" });
    expect(page.records).toHaveLength(3);
    expect(sent.length).toBeLessThan(8);
    const since = { ...first, updated_since: new Date(NOW - 40 * DAY).toISOString() };
    expect((await readOrders(api, since)).warnings).toEqual([]);
    expect(await all(readOrders, api, since)).toContain("old");
  });

  it("narrows its windows to what one answer holds, and sees each once", async () => {
    const { api, sent } = shop([...day(3, 450), ...day(1, 130)]);
    const seen = await all(readOrders, api, { limit: 60, cursor: null });
    expect(new Set(seen).size).toBe(580);
    expect(seen).toHaveLength(580);
    for (const { query } of sent) if (query) expect(query["page"]).toBe(1);
  });

  it("pages where more than an answer holds changed within a second", async () => {
    const { api } = shop(Array.from({ length: 230 }, (_, i) => ({ guid: `x${i}`, at: NOW - HOUR })));
    expect(new Set(await all(readOrders, api, first)).size).toBe(230);
  });

  it("loses nothing when an order changes meanwhile", async () => {
    const changes = day(2, 90);
    const { api } = shop(changes);
    let moved = 0;
    const seen = await all(readOrders, api, { limit: 20, cursor: null }, () => {
      const one = changes[moved * 7];
      if (one && moved++ < 3) one.at = NOW - 1_000;
    });
    expect(new Set(seen).size).toBe(90);
  });

  it("finds the refunds in their orders, and leaves out what is no sale", async () => {
    const payments = (guid: string) => [{ guid: `pay-${guid}`, amount: 1, refund: { refundAmount: 1 } }];
    const { api } = shop(day(2, 6), (guid) => {
      const of = order({}, { payments: guid === "d2-3" || guid === "d2-4" ? payments(guid) : [] });
      return { checks: of.checks, excessFood: guid === "d2-4", createdInTestMode: guid === "d2-5" };
    });
    expect(await all(readRefunds, api, { limit: 1, cursor: null })).toEqual(["pay-d2-3"]);
    expect(await all(readOrders, api, first)).toHaveLength(4);
  });

  it("refuses a cursor that is none of its own", async () => {
    await expect(readOrders(shop([]).api, { limit: 1, cursor: "{}" })).rejects.toMatchObject({
      failure: { kind: "rejected" },
    });
  });
});
