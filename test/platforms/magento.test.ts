import { afterEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import type { Order } from "../../src/model/retail";
import {
  customerSchema,
  locationSchema,
  orderSchema,
  productSchema,
  refundSchema,
} from "../../src/model/retail";
import type { ApiRequest, ListQuery } from "../../src/platforms/adapter";
import { magento } from "../../src/platforms/magento";
import { order as orderShape } from "../../src/platforms/magento/order-schema";
import { creditmemo as creditmemoShape } from "../../src/platforms/magento/refunds";
import { storeConfigs } from "../../src/platforms/magento/store";
import { faultsOf } from "../contracts/described-operations";
import { OPERATIONS } from "../contracts/magento/operations";
import * as records from "../contracts/magento/records";
import { NO_CALLBACK, outgoing, PEER } from "../support/adapter-calls";
import { failureOf, storeApi } from "../support/store-api";
import * as answers from "./magento/answers";
import { attribute, choice, configurable, creditmemo, item, order, storeConfig } from "./magento/answers";

const { connect, read } = magento;
const target = { mode: "live", shop: "example.com/magento" } as const;
const query = (over: Partial<ListQuery> = {}): ListQuery => ({ limit: 2, cursor: null, ...over });
const usd = (amount: string) => ({ amount, currency: "USD" });
const found = (...items: unknown[]) => ({ items, search_criteria: {}, total_count: items.length });

const asked: ApiRequest[][] = [];

/** A shop that answers by path; what it is asked is held against the documentation at the test's end. */
function heldApi(...given: Parameters<typeof storeApi>): ReturnType<typeof storeApi> {
  const made = storeApi(...given);
  asked.push(made.sent);
  return made;
}

afterEach(() => {
  const faults = asked
    .splice(0)
    .flat()
    .flatMap((request) => faultsOf(OPERATIONS, request));
  expect(faults).toEqual([]);
});

const shop = (over: Record<string, unknown> = {}) =>
  heldApi({
    "/orders": found(order()),
    "/orders/7": order(),
    "/creditmemos": found(creditmemo),
    "/products": found(configurable),
    "/products/attributes": found(attribute),
    "/customers/search": found(answers.customer),
    "/inventory/sources": found(...answers.sources),
    "/inventory/source-items": found(...answers.sourceItems),
    "/store/storeConfigs": [storeConfig],
    "/store/websites": [answers.website],
    ...over,
  });

async function mapped(over: Record<string, unknown> = {}): Promise<Order> {
  return (await read.order!(shop({ "/orders/7": order(over) }).api, "7")).value;
}

/** The value of one search criterion, by the field it is about. */
function condition({ query: asked = {} }: ApiRequest, field: string): string | undefined {
  const named = Object.entries(asked).find(([name, value]) => name.endsWith("[field]") && value === field);
  const prefix = named?.[0].slice(0, -"[field]".length);
  return prefix && `${asked[`${prefix}[conditionType]`]} ${asked[`${prefix}[value]`]}`;
}

describe("connecting", () => {
  it("tells the person what to enter, and where", () => {
    const start = connect.begin({
      target,
      client: PEER.client,
      appName: "Duka",
      pushUrl: "https://m.test/push/T",
      returnUrl: "https://m.test/callback?state=S",
      identityUrl: "https://m.test/identity/H",
      reference: "R",
    });
    expect(start).toMatchObject({
      kind: "manual",
      values: [
        { label: "Name", value: "Duka" },
        { label: "Callback URL", value: "https://m.test/push/T" },
        { label: "Identity link URL", value: "https://m.test/identity/H" },
      ],
    });
  });

  const activation = {
    oauth_consumer_key: "ck567890123456789012345678901234",
    oauth_consumer_secret: "cs567890123456789012345678901234",
    oauth_verifier: "ve567890123456789012345678901234",
    store_base_url: "https://example.com/magento/",
  };
  const receive = (over: Record<string, string> = {}) =>
    connect.read({ fields: { ...activation, ...over }, reference: "R", target });

  it.each([
    ["another shop's", { store_base_url: "https://elsewhere.example.org/" }],
    ["without a verifier", { oauth_verifier: "" }],
    ["of no address", { store_base_url: "shop" }],
  ])("refuses an activation %s", (_what, over) => {
    expect(receive(over).kind).toBe("refused");
  });

  /** Exchanges the activation at a shop that answers so. */
  function exchange(answer: (step: string) => { status: number; text: string }) {
    const sent: Request[] = [];
    const taken = receive();
    if (taken.kind !== "credentials") throw new Error(taken.fault);
    const exchanged = connect.exchange!({
      tokens: taken.tokens,
      target,
      now: Date.parse("2026-01-01T00:00:00Z"),
      async send(request) {
        sent.push(request);
        return answer(request.url.split("/").at(-1) ?? "");
      },
    });
    return { sent, exchanged };
  }

  it("exchanges the activation in two signed calls, for a token that stays", async () => {
    const answers: Record<string, string> = {
      request:
        "oauth_token=rt567890123456789012345678901234&oauth_token_secret=rs567890123456789012345678901234",
      access:
        "oauth_token=at567890123456789012345678901234&oauth_token_secret=as567890123456789012345678901234",
    };
    const { sent, exchanged } = exchange((step) => ({ status: 200, text: answers[step] ?? "" }));
    expect(await exchanged).toEqual({
      access_token: "at567890123456789012345678901234",
      scopes: null,
      secrets: {
        consumer_key: activation.oauth_consumer_key,
        consumer_secret: activation.oauth_consumer_secret,
        token_secret: "as567890123456789012345678901234",
      },
    });
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST https://example.com/magento/oauth/token/request",
      "POST https://example.com/magento/oauth/token/access",
    ]);
    const [first, second] = sent.map(({ headers }) => headers.get("authorization") ?? "");
    expect(first).toContain('oauth_signature_method="HMAC-SHA256"');
    expect(first).not.toContain("oauth_token=");
    expect(second).toContain('oauth_token="rt567890123456789012345678901234"');
    expect(second).toContain(`oauth_verifier="${activation.oauth_verifier}"`);
  });

  it.each([
    [401, "oauth_problem=consumer_key_rejected", "unauthorized"],
    [200, "<html>", "unexpected"],
    [503, "", "unavailable"],
    [302, "", "unavailable"],
  ])("is not fooled by %s %s", async (status, text, kind) => {
    expect(await failureOf(exchange(() => ({ status, text })).exchanged)).toMatchObject({ kind });
  });

  it("signs each call, its query included", async () => {
    const secrets = { consumer_key: "CK", consumer_secret: "CS", token_secret: "TS" };
    const sign = async (search: string) => {
      const url = new URL(`https://example.com/rest/all/V1/orders?${search}`);
      const call = outgoing("T", { url, credentials: { access_token: "T", secrets } });
      await magento.authorise(call);
      return call.headers.get("authorization") ?? "";
    };
    const header = await sign("searchCriteria[pageSize]=1");
    expect(header).toMatch(/^OAuth .*oauth_consumer_key="CK".*oauth_token="T".*oauth_signature="[^"]+"$/);
    expect(header).not.toContain("CS");
    expect(header).not.toContain("TS");
  });

  it("is proved by a read of orders", async () => {
    const { api, sent } = heldApi({ "/store/storeConfigs": [storeConfig], "/orders": found() }, { target });
    expect(await connect.identify({ tokens: {}, callback: NO_CALLBACK, api })).toEqual({
      id: "example.com/magento",
      facts: {},
    });
    expect(sent.map(({ path }) => path)).toEqual(["/store/storeConfigs", "/orders"]);
    expect(magento.apiBase(target, { id: "", facts: {} })).toBe("https://example.com/magento/rest/all/V1");
  });
});

describe("what the vendor documents", () => {
  it("knows every request, and each search has a page size and an ascending order", async () => {
    const times = { updated_since: "2026-01-01T00:00:00Z", created_after: "2026-01-01T00:00:00Z" };
    const { api, sent } = shop();
    await read.store!(api);
    await read.locations!(api, query({ cursor: "a" }));
    await read.orders!(api, query({ ...times, status: "open" }));
    await read.order!(api, "7");
    await read.products!(api, query(times));
    await read.product!(api, "5");
    await read.refunds!(api, query(times));
    await read.inventory!(api, query({ location_id: "kisumu" }));
    await read.customers!(api, query(times));
    expect(new Set(sent.map(({ path }) => path)).size).toBe(10);
    for (const request of sent) {
      expect(faultsOf(OPERATIONS, request)).toEqual([]);
      if (!request.query) continue;
      expect(request.query["searchCriteria[pageSize]"]).toBeGreaterThan(0);
      expect(request.query["searchCriteria[sortOrders][0][direction]"]).toBe("ASC");
    }
    const filter = "searchCriteria[filterGroups][0][filters][0]";
    const odd = {
      ...sent.find(({ path }) => path === "/orders")!,
      query: {
        "searchCriteria[limit]": 1,
        [`${filter}[field]`]: "colour",
        [`${filter}[conditionType]`]: "is",
      },
    };
    expect(faultsOf(OPERATIONS, odd)).toEqual([
      "searchOrders: searchCriteria[pageSize] is missing",
      "searchOrders: there is no searchCriteria[limit]",
      `searchOrders: ${filter}[field] cannot be colour`,
      `searchOrders: ${filter}[conditionType] cannot be is`,
    ]);
  });

  it.each<[string, z.ZodObject, readonly object[]]>([
    ["order", records.order, [order(), answers.sentOrder]],
    ["creditmemo", records.creditmemo, [creditmemo]],
    ["product", records.product, [configurable, choice, answers.withoutChoices]],
    ["attribute", records.attribute, [attribute]],
    ["storeConfig", records.storeConfig, [storeConfig]],
    ["website", records.website, [answers.website]],
    ["customer", records.customer, [answers.customer]],
    ["source", records.source, answers.sources],
    ["sourceItem", records.sourceItem, answers.sourceItems],
  ])("fits our answers: %s", (_name, shape, all) => {
    for (const one of all) {
      expect(shape.safeParse(one).error?.issues ?? []).toEqual([]);
      expect(shape.safeParse({ ...one, colour: "red" }).success).toBe(false);
      const [first] = Object.keys(one);
      expect(shape.safeParse({ ...one, [first!]: false }).success).toBe(false);
    }
  });

  it.each<[string, z.ZodObject, z.ZodObject]>([
    ["order", orderShape, records.order],
    ["order item", orderShape.shape.items.element, records.order.shape.items.unwrap().element],
    ["creditmemo", creditmemoShape, records.creditmemo],
    ["storeConfig", storeConfigs.element, records.storeConfig],
  ])("has every field that is read: %s", (_name, ours, documented) => {
    expect(Object.keys(ours.shape).filter((field) => !Object.hasOwn(documented.shape, field))).toEqual([]);
  });
});

describe("a shop's answers", () => {
  const kes = (amount: string) => ({ amount, currency: "KES" });

  it("an order of which not all items are told: the gap is", async () => {
    const { value } = await read.order!(shop({ "/orders/83": answers.sentOrder }).api, "83");
    expect(orderSchema().parse(value)).toMatchObject({
      status: "open",
      payment_status: "pending",
      fulfillment_status: "unfulfilled",
      channel: { kind: "unknown", name: "Kiswahili" },
      totals: { subtotal: kes("3500.00"), shipping: kes("250.00"), total: kes("12250.00") },
      difference: { amount: kes("8500.00") },
      shipping: [{ name: "Rider - within a day", code: "rider_day", amount: kes("250.00") }],
      shipping_address: { name: "Wanjiru Kamau", line1: "Moi Avenue 4", line2: "Shop 9", region: "KE-28" },
      placed_at: "2026-04-02T16:45:10.000Z",
    });
    expect(value.lines).toMatchObject([{ sku: "KANGA-M", product_id: "51", quantity: "1" }]);
  });

  it("a customer", async () => {
    const page = await read.customers!(shop().api, query());
    expect(customerSchema().parse(page.records[0]?.value)).toMatchObject({
      id: "31",
      first_name: "Fatou",
      phone: "+221 33 000 01 01",
      addresses: [{ name: "Fatou Diallo", line1: "Rue Carnot 21", region: "DK", country: "SN" }],
    });
  });

  it("sources and what lies at them", async () => {
    const { api } = shop();
    const locations = await read.locations!(api, query({ limit: 50 }));
    expect(locationSchema().parse(locations.records[0]?.value)).toMatchObject({
      id: "kisumu",
      name: "Kisumu store room",
      active: true,
      address: { line1: "Oginga Odinga Street 3", city: "Kisumu", country: "KE" },
    });
    const stock = await read.inventory!(api, query());
    expect(stock.records.map(({ value }) => [value.sku, value.location_id, value.on_hand])).toEqual([
      ["KANGA-M", "kisumu", "40"],
      ["KANGA-M", "nakuru", "12"],
    ]);
    expect(stock.next).toBeNull();
  });

  it("a configurable product that has no choices yet", async () => {
    const page = await read.products!(shop({ "/products": found(answers.withoutChoices) }).api, query());
    expect(page.records[0]?.value).toMatchObject({
      id: "77",
      name: "Kitenge",
      status: "active",
      created_at: "2026-04-03T07:15:00.000Z",
      variants: [{ id: "77", sku: "KITENGE", inventory_item_id: "KITENGE" }],
    });
  });
});

describe("an order", () => {
  it("of prices with tax and a discount on them is told net, and adds up", async () => {
    // 119.00 with 19 % inside, ten per cent off; shipping 11.90, 1.19 off: 107.10 + 10.71.
    const value = await mapped({
      order_currency_code: "EUR",
      discount_amount: -13.09,
      discount_tax_compensation_amount: 1.9,
      shipping_amount: 10,
      shipping_discount_amount: 1.19,
      shipping_discount_tax_compensation_amount: 0.19,
      tax_amount: 18.81,
      grand_total: 117.81,
      discount_description: "SUMMER",
      coupon_code: "SUMMER",
      items: [
        item({
          price: 100,
          row_total: 100,
          discount_amount: 11.9,
          discount_tax_compensation_amount: 1.9,
          tax_amount: 17.1,
        }),
      ],
      extension_attributes: {
        shipping_assignments: [],
        applied_taxes: [{ code: "DE", title: "MwSt", percent: 19, amount: 18.81, base_amount: 18.81 }],
      },
    });
    const eur = (amount: string) => ({ amount, currency: "EUR" });
    expect(value).toMatchObject({
      tax_inclusive: false,
      difference: null,
      totals: {
        subtotal: eur("100.00"),
        discount: eur("10.00"),
        shipping: eur("9.00"),
        tax: eur("18.81"),
        tax_added: eur("18.81"),
        total: eur("117.81"),
      },
      discounts: [{ code: "SUMMER", amount: eur("10.00") }],
      taxes: [{ name: "MwSt", rate: "0.19", amount: eur("18.81") }],
    });
    expect(value.lines[0]).toMatchObject({ discount: eur("10.00"), tax: eur("17.10"), total: eur("107.10") });
  });

  it("names a configurable product once, with its choice as the variant", async () => {
    const value = await mapped({
      items: [
        item({ item_id: 1, product_id: 5, product_type: "configurable", sku: "KANGA-M" }),
        item({ item_id: 2, parent_item_id: 1, product_id: 51, sku: "KANGA-M", price: 0, row_total: 0 }),
      ],
    });
    expect(value.lines).toMatchObject([{ product_id: "5", variant_id: "51", sku: "KANGA-M" }]);
  });

  it("takes tax and discount of a bundle from its parts", async () => {
    const part = { parent_item_id: 1, row_total: 5, price: 5, tax_amount: 0.5, discount_amount: 1 };
    const value = await mapped({
      discount_amount: -2,
      tax_amount: 1,
      grand_total: 9,
      items: [
        item({ item_id: 1, product_type: "bundle", tax_amount: 0 }),
        item({ item_id: 2, ...part }),
        item({ item_id: 3, ...part }),
      ],
    });
    expect(value.lines).toMatchObject([{ subtotal: usd("10.00"), discount: usd("2.00"), tax: usd("1.00") }]);
    expect(value.difference).toBeNull();
  });

  it("paid in part by a gift card says by how much it differs", async () => {
    const value = await mapped({ grand_total: 4 });
    expect(value.difference).toMatchObject({
      amount: usd("-6.00"),
      reason: expect.stringContaining("gift cards"),
    });
  });

  it.each([
    ["new", {}, "open", "pending"],
    ["new", { payment: { amount_authorized: 10 } }, "open", "authorized"],
    ["pending_payment", {}, "open", "pending"],
    ["processing", { total_paid: 4 }, "open", "partially_paid"],
    ["complete", { total_paid: 10 }, "completed", "paid"],
    ["complete", { total_paid: 10, total_refunded: 4 }, "completed", "partially_refunded"],
    ["closed", { total_paid: 10, total_refunded: 10 }, "completed", "refunded"],
    ["canceled", {}, "cancelled", "voided"],
    ["fraud_check", {}, "unknown", "unknown"],
    ["toString", {}, "unknown", "unknown"],
  ])("%s %o is %s, %s", async (state, over, ...told) => {
    const value = await mapped({ state, ...over });
    expect([value.status, value.payment_status]).toEqual(told);
  });

  it.each([
    [[{ qty_ordered: 2, qty_shipped: 0 }], "unfulfilled"],
    [[{ qty_ordered: 2, qty_shipped: 1 }], "partial"],
    [[{ qty_ordered: 2, qty_shipped: 2 }], "fulfilled"],
    [[{ qty_ordered: 3, qty_shipped: 2, qty_canceled: 1 }], "fulfilled"],
    [[{ qty_shipped: 1 }, { qty_shipped: 0 }], "partial"],
    [[{ qty_shipped: 1 }, { is_virtual: 1 }], "fulfilled"],
    [[{ is_virtual: 1 }], "not_required"],
  ])("of %j is %s", async (items, told) => {
    const value = await mapped({ items: items.map((one, at) => item({ item_id: at + 1, ...one })) });
    expect(value.fulfillment_status).toBe(told);
  });

  it.each([
    ["KWD", 10.125, "10.125"],
    ["JPY", 1000, "1000"],
    ["UGX", 37000, "37000"],
    ["XOF", 2500, "2500"],
    ["NGN", 1500.5, "1500.50"],
    ["TND", 3.5, "3.500"],
  ])("in %s keeps every digit", async (order_currency_code, figure, amount) => {
    const value = await mapped({
      order_currency_code,
      grand_total: figure,
      items: [item({ price: figure, row_total: figure })],
    });
    expect(value.totals.total).toEqual({ amount, currency: order_currency_code });
    expect(value.difference).toBeNull();
  });

  it("without what may be missing is still one", async () => {
    const bare = {
      entity_id: 7,
      order_currency_code: "USD",
      grand_total: 10,
      created_at: "2026-01-05 09:00:00",
    };
    const { value } = await read.order!(
      shop({ "/orders/7": { ...bare, items: [{ row_total: 10 }] } }).api,
      "7",
    );
    expect(value).toMatchObject({
      number: null,
      difference: null,
      customer_id: null,
      shipping: [],
      taxes: [],
    });
  });

  it.each([
    [{ grand_total: "ten" }, "order"],
    [{ grand_total: null }, "order.grand_total"],
    [{ grand_total: 1e-9 }, "order"],
    [{ order_currency_code: "US" }, "order"],
    [{ items: null }, "order.items"],
    [{ created_at: "2026-01-05T09:00:00+03:00" }, "order"],
  ])("with %o is refused, by name", async (over, field) => {
    expect(await failureOf(mapped(over))).toMatchObject({ kind: "unexpected", field });
  });

  it("brings its credit memos", async () => {
    const value = await mapped({ total_paid: 10, total_refunded: 4 });
    expect(value.refunds.map(({ id, amount }) => [id, amount])).toEqual([["3", usd("4.00")]]);
    const refunds = await read.refunds!(shop().api, query());
    expect(refundSchema().parse(refunds.records[0]?.value)).toMatchObject({
      order_id: "7",
      status: "completed",
      lines: [{ order_line_id: "1", quantity: "1", amount: usd("4.00") }],
    });
  });
});

describe("lists", () => {
  it("go on after the last id", async () => {
    const { api, sent } = shop({ "/orders": found(order(), order({ entity_id: 9 })) });
    const page = await read.orders!(api, query({ cursor: "6", status: "completed" }));
    expect(page.next).toBe("9");
    expect(condition(sent[0]!, "entity_id")).toBe("gt 6");
    expect(condition(sent[0]!, "state")).toBe("in complete,closed");
  });

  it("filter in UTC, both ends included", async () => {
    const { api, sent } = shop({ "/orders": found() });
    await read.orders!(
      api,
      query({ updated_since: "2026-01-01T00:00:00+03:00", created_before: "2026-02-01T00:00:00.900Z" }),
    );
    expect(condition(sent[0]!, "updated_at")).toBe("gteq 2025-12-31 21:00:00");
    expect(condition(sent[0]!, "created_at")).toBe("lteq 2026-02-01 00:00:00");
  });

  it("count pages of stock, in the size they began with", async () => {
    const items = [1, 2].map((n) => ({ sku: `S${n}`, source_code: "default", quantity: 1.5, status: 1 }));
    const { api, sent } = shop({ "/inventory/source-items": { items, total_count: 5 } });
    expect((await read.inventory!(api, query())).next).toBe("2:2");
    expect((await read.inventory!(api, query({ cursor: "3:2", limit: 50 }))).next).toBeNull();
    expect(sent[1]?.query).toMatchObject({
      "searchCriteria[pageSize]": 2,
      "searchCriteria[currentPage]": 3,
      "searchCriteria[sortOrders][0][field]": "source_item_id",
    });
    expect(await failureOf(read.inventory!(api, query({ cursor: "3" })))).toMatchObject({ kind: "rejected" });
    expect(await failureOf(read.orders!(api, query({ cursor: "x" })))).toMatchObject({ kind: "rejected" });
  });

  it("an answer without items is empty, one of another form is refused", async () => {
    expect(
      (await read.orders!(shop({ "/orders": { items: null, total_count: 0 } }).api, query())).records,
    ).toEqual([]);
    expect(await failureOf(read.orders!(shop({ "/orders": [] }).api, query()))).toMatchObject({
      kind: "unexpected",
    });
  });
});

describe("products", () => {
  it("have their choices as variants, by the attributes' labels", async () => {
    const products = ({ query: asked }: ApiRequest) =>
      found(...(JSON.stringify(asked).includes("neq") ? [configurable] : [choice]));
    const { api, sent } = shop({ "/products": products });
    const page = await read.products!(api, query());
    expect(condition(sent[0]!, "visibility")).toBe("neq 1");
    expect(productSchema().parse(page.records[0]?.value)).toMatchObject({
      id: "5",
      description: "<p>Soft</p>",
      image_urls: ["https://example.com/media/catalog/product/k/a/kanga.jpg"],
      variants: [
        {
          id: "51",
          sku: "KANGA-M",
          name: "Medium",
          options: [{ name: "Size", value: "Medium" }],
          price: usd("22.50"),
          inventory_item_id: "KANGA-M",
        },
      ],
    });
  });

  it("are found by id, and not found where there is none", async () => {
    expect((await read.product!(shop().api, "5")).value.id).toBe("5");
    expect(await failureOf(read.product!(shop({ "/products": found() }).api, "6"))).toEqual({
      kind: "not_found",
    });
    expect(await failureOf(read.product!(shop().api, "5,6"))).toEqual({ kind: "not_found" });
  });
});

describe("the store", () => {
  it("is the oldest view, with its website's name", async () => {
    const newer = { ...storeConfig, id: 2, code: "fr", base_currency_code: "EUR" };
    const { value } = await read.store!(shop({ "/store/storeConfigs": [newer, storeConfig] }).api);
    expect(value).toMatchObject({
      name: "Duka",
      currency: "USD",
      locale: "sw-KE",
      timezone: "Africa/Nairobi",
    });
  });
});

describe("refusals", () => {
  const classify = (status: number, message?: string) =>
    magento.classify(
      { status, headers: new Headers({ "retry-after": "9" }), body: message && { message } },
      0,
    );

  it.each([
    [200, undefined, null],
    [401, "The signature is invalid.", "unauthorized"],
    [401, "The consumer isn't authorized to access %resources.", "forbidden"],
    [404, "Request does not match any route.", "not_found"],
    [400, "secret", "rejected"],
    [302, undefined, "rejected"],
    [500, "secret", "unavailable"],
  ])("HTTP %s %s", (status, message, kind) => {
    const failure = classify(status, message);
    expect(failure?.kind ?? null).toBe(kind);
    expect(JSON.stringify(failure)).not.toContain("secret");
  });

  it("a host's limit is told with its wait", () => {
    expect(classify(429)).toEqual({ kind: "throttled", retryAfter: 9 });
  });
});
