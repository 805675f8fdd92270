import { afterEach, describe, expect, it } from "vitest";
import type { Order } from "../../src/model/retail";
import { customerSchema, orderSchema, productSchema, refundSchema } from "../../src/model/retail";
import type { ApiRequest, ListQuery } from "../../src/platforms/adapter";
import { prestashop } from "../../src/platforms/prestashop";
import { fromWall, toWall } from "../../src/platforms/prestashop/zoned";
import { faultsOf } from "../contracts/described-operations";
import { OPERATIONS } from "../contracts/prestashop/operations";
import { fieldsOf, isResource, RECORDS, type Resource } from "../contracts/prestashop/records";
import { NO_CALLBACK, outgoing } from "../support/adapter-calls";
import { failureOf, storeApi } from "../support/store-api";
import * as fixtures from "./prestashop/answers";
import { address, answers, combination, order, product, slip, states, stock } from "./prestashop/answers";

const { connect, read } = prestashop;
const KEY = "DUKABTQKEY0000000000000000000042";
const target = { mode: "live", shop: "example.com/prestashop" } as const;
const query = (over: Partial<ListQuery> = {}): ListQuery => ({ limit: 2, cursor: null, ...over });

const asked: ApiRequest[][] = [];

/** A shop that answers by path; what it is asked is held against the documentation at the test's end. */
function heldApi(...given: Parameters<typeof storeApi>): ReturnType<typeof storeApi> {
  const made = storeApi(...given);
  asked.push(made.sent);
  return made;
}

afterEach(() => {
  expect(asked.splice(0).flat().flatMap(oddities)).toEqual([]);
});

/** What of a request the documentation does not know: parameters, and the fields that they name in brackets. */
function oddities(request: ApiRequest): string[] {
  const resource = request.path.split("/")[1] ?? "";
  const { display = "full", sort = "[id_ASC]", ...others } = request.query ?? {};
  const shown = display === "full" ? [] : named(display);
  const sorted = named(sort).map((one) => one.replace(/_(ASC|DESC)$/, ""));
  const unknown = [...shown, ...sorted].filter(
    (name) => !isResource(resource) || !fieldsOf(resource).includes(name),
  );
  const open = Object.entries(others).filter(
    ([name, value]) => name.startsWith("filter[") && !/^\[[^[\]]+\]$/.test(String(value)),
  );
  return [
    ...faultsOf(OPERATIONS, request),
    ...unknown.map((name) => `${resource}: there is no field ${name}`),
    ...open.map(([name, value]) => `${resource}: ${name} cannot be ${value}`),
  ];
}

function named(list: unknown): string[] {
  const inner = /^\[(.+)\]$/.exec(String(list))?.[1];
  return inner === undefined ? [String(list)] : inner.split(",");
}

const shop = (over: Record<string, unknown> = {}) => heldApi(answers(over));
const eur = (amount: string) => ({ amount, currency: "EUR" });

async function mapped(over: object, more: Record<string, unknown> = {}): Promise<Order> {
  const api = shop({ "/orders/512": { order: { ...order, ...over } }, "/order_slip": [], ...more }).api;
  return (await read.order!(api, "512")).value;
}

describe("connecting", () => {
  const paste = (key: string) => connect.read({ key }, { target, now: 0 });

  it("uses the key as the user name, without a password", async () => {
    const credentials = paste(` ${KEY} `);
    if (credentials.kind !== "credentials") throw new Error(credentials.field);
    const call = outgoing("", { credentials: credentials.tokens, target });
    await prestashop.authorise(call);
    // printf 'DUKABTQKEY0000000000000000000042:' | base64
    expect(call.headers.get("authorization")).toBe("Basic RFVLQUJUUUtFWTAwMDAwMDAwMDAwMDAwMDAwMDAwNDI6");
  });

  it.each(["", "short", `${KEY}X`, `${KEY.slice(0, 31)}:`, `${KEY.slice(0, 31)}é`])("%j is no key", (key) => {
    expect(paste(key)).toEqual({ kind: "malformed", field: "key" });
  });

  it("asks for the right to view alone, for each resource that is read", () => {
    const steps = connect.guide.steps.join(" ");
    expect(steps).toContain("View (GET)");
    for (const resource of Object.keys(RECORDS)) expect(steps).toContain(resource);
    expect(new Set(prestashop.scopes)).toEqual(new Set(Object.keys(RECORDS)));
  });

  it("is proved by a read that only a shop answers", async () => {
    const good = heldApi(answers(), { target });
    expect(await connect.identify({ tokens: {}, callback: NO_CALLBACK, api: good.api })).toEqual({
      id: "example.com/prestashop",
      facts: {},
    });
    const other = heldApi({ "/configurations": [] }, { target });
    expect(
      await failureOf(connect.identify({ tokens: {}, callback: NO_CALLBACK, api: other.api })),
    ).toMatchObject({ kind: "unexpected" });
    expect(prestashop.apiBase(target, { id: "", facts: {} })).toBe("https://example.com/prestashop/api");
  });
});

describe("requests", () => {
  it("name resources, fields and parameters that are documented", async () => {
    const { api, sent } = shop();
    const times = { updated_since: "2026-01-01T00:00:00Z", created_after: "2026-01-01T00:00:00Z" };
    await read.store!(api);
    await read.orders!(api, query(times));
    await read.order!(api, "512");
    await read.products!(api, query(times));
    await read.refunds!(api, query(times));
    await read.customers!(api, query(times));
    await read.inventory!(api, query());
    expect(sent.length).toBeGreaterThan(25);
    for (const request of sent) {
      expect(Object.keys(RECORDS)).toContain(request.path.split("/")[1]);
      expect(oddities(request)).toEqual([]);
      expect(request.query).toMatchObject({ output_format: "JSON" });
    }
    const odd = { "filter[colour]": "[1]", "filter[name]": "PS", display: "[name,size]", since: "1" };
    expect(oddities({ ...sent[0]!, query: odd })).toEqual([
      "configurations: output_format is missing",
      "configurations: there is no filter[colour]",
      "configurations: there is no since",
      "configurations: there is no field size",
      "configurations: filter[name] cannot be PS",
    ]);
  });

  it.each<[Resource, readonly object[]]>([
    ["orders", [order]],
    ["order_slip", [slip]],
    ["addresses", [address]],
    ["customers", [fixtures.customer]],
    ["products", [product]],
    ["combinations", [combination]],
    ["product_option_values", fixtures.optionValues],
    ["product_options", fixtures.options],
    ["categories", [fixtures.category]],
    ["order_states", states],
    ["stock_availables", [stock(1, "41", "0", "500")]],
  ])("our answers of %s have documented fields only, in their format", (resource, all) => {
    const shape = RECORDS[resource].partial();
    for (const one of all) {
      expect(shape.safeParse(one).error?.issues ?? []).toEqual([]);
      expect(shape.safeParse({ ...one, colour: "red" }).success).toBe(false);
      expect(shape.safeParse({ ...one, id: "seven" }).success).toBe(false);
    }
  });

  it("go by id, each page after the last id of the one before", async () => {
    const { api, sent } = shop({ "/orders": { orders: [order, { ...order, id: 519 }] } });
    const page = await read.orders!(api, query({ cursor: "511" }));
    expect(page.next).toBe("519");
    const request = sent.find(({ path }) => path === "/orders");
    expect(request?.query).toMatchObject({ "filter[id]": "[512,4294967295]", sort: "[id_ASC]", limit: 2 });
    expect(request?.query).not.toHaveProperty("date");
    expect((await read.orders!(shop().api, query())).next).toBeNull();
    expect(await failureOf(read.orders!(shop().api, query({ cursor: "a" })))).toMatchObject({
      kind: "rejected",
    });
  });

  it("filter by the shop's own time", async () => {
    const { api, sent } = shop();
    await read.orders!(
      api,
      query({ updated_since: "2026-07-01T00:00:00Z", created_before: "2026-01-01T00:00:00+03:00" }),
    );
    expect(sent.find(({ path }) => path === "/orders")?.query).toMatchObject({
      "filter[date_upd]": "[2026-07-01 02:00:00,2999-12-31 23:59:59]",
      "filter[date_add]": "[1970-01-01 00:00:00,2025-12-31 22:00:00]",
      date: 1,
    });
  });

  it("take `[]` for an empty list, and nothing else that is not one", async () => {
    expect(await read.orders!(shop({ "/orders": [] }).api, query())).toEqual({
      records: [],
      next: null,
      warnings: [],
    });
    expect(await failureOf(read.orders!(shop({ "/orders": { order: {} } }).api, query()))).toMatchObject({
      kind: "unexpected",
      field: "orders",
    });
  });
});

describe("an order", () => {
  it("is told with tax, with its address, its slips and its times in UTC, and adds up", async () => {
    const page = await read.orders!(shop().api, query());
    const value = orderSchema().parse(page.records[0]?.value);
    expect(page.records[0]?.raw).toEqual(order);
    expect(value).toMatchObject({
      number: "SOUSSEAZU",
      status: "open",
      payment_status: "partially_refunded",
      fulfillment_status: "unfulfilled",
      tax_inclusive: true,
      totals: {
        subtotal: eur("64.40"),
        discount: eur("5.00"),
        shipping: eur("9.60"),
        fees: eur("1.80"),
        tax: eur("11.80"),
        tax_added: eur("0.00"),
        total: eur("70.80"),
        refunded: eur("18.44"),
      },
      difference: null,
      placed_at: "2026-07-08T07:30:00.000Z",
      updated_at: "2026-12-08T08:30:00.000Z",
      shipping_address: {
        name: "Chidi Okafor",
        region: "LA",
        country: "NG",
        line2: null,
        phone: "+2348000000101",
      },
      discounts: [{ code: null, amount: eur("5.00") }],
    });
    expect(value.lines[0]).toMatchObject({
      variant_id: "41-7",
      quantity: "2",
      unit_price: eur("18.44"),
      subtotal: eur("36.89"),
      tax: eur("6.15"),
    });
    expect(value.lines[1]).toMatchObject({ variant_id: "63-0", sku: null, total: eur("27.51") });
    expect(value.refunds[0]?.lines).toEqual([{ order_line_id: "901", quantity: "1", amount: eur("18.44") }]);
  });

  it("that the shop rounds otherwise says by how much", async () => {
    const value = await mapped({ total_paid_tax_incl: "70.790000" });
    expect(value.difference?.amount).toEqual(eur("-0.01"));
  });

  it.each([
    ["2", {}, "open", "paid", "unfulfilled"],
    ["4", {}, "open", "paid", "fulfilled"],
    ["5", {}, "completed", "paid", "fulfilled"],
    ["6", { total_paid_real: "0.000000" }, "cancelled", "voided", "unfulfilled"],
    ["7", {}, "completed", "refunded", "unfulfilled"],
    ["10", { total_paid_real: "0.000000" }, "open", "pending", "unfulfilled"],
    ["10", { total_paid_real: "10.000000" }, "open", "partially_paid", "unfulfilled"],
    ["99", { total_paid_real: "0.000000" }, "unknown", "unknown", "unknown"],
    ["0", { total_paid_real: "0.000000" }, "unknown", "unknown", "unknown"],
  ])("in state %s %o is %s, %s, %s", async (current_state, over, ...told) => {
    const value = await mapped({ current_state, ...over });
    expect([value.status, value.payment_status, value.fulfillment_status]).toEqual(told);
  });

  it.each([
    ["KWD", "10.125000", "10.125"],
    ["JPY", "1000.000000", "1000"],
    ["XOF", "2500.000000", "2500"],
    ["NGN", "1500.500000", "1500.50"],
    ["TND", "3.500000", "3.500"],
  ])("in %s keeps every digit", async (iso_code, figure, amount) => {
    const nothing = "0.000000";
    const value = await mapped(
      {
        total_paid_tax_incl: figure,
        total_paid_tax_excl: figure,
        total_paid_real: figure,
        total_discounts_tax_incl: nothing,
        total_shipping_tax_incl: nothing,
        total_wrapping_tax_incl: nothing,
        associations: {
          order_rows: [
            {
              ...order.associations.order_rows[1]!,
              unit_price_tax_incl: figure,
              unit_price_tax_excl: figure,
            },
          ],
        },
      },
      { "/currencies": { currencies: [{ id: "1", iso_code }] } },
    );
    expect(value.totals.total).toEqual({ amount, currency: iso_code });
    expect(value).toMatchObject({ difference: null, taxes: [], discounts: [] });
  });

  it("without rows, address or note is still one", async () => {
    const value = await mapped({ associations: undefined, id_address_delivery: "0", note: null });
    expect(value).toMatchObject({ lines: [], shipping_address: null, note: null });
    expect(value.difference).not.toBeNull();
  });

  it.each([
    [{ id_currency: "3" }, "id_currency"],
    [{ total_paid_tax_incl: "x" }, "order"],
    [{ total_paid_real: undefined }, "order.total_paid_real"],
    [{ date_add: "08/07/2026" }, "order"],
    [{ date_add: "0000-00-00 00:00:00" }, "order.date_add"],
  ])("with %o is refused, by name", async (over, field) => {
    expect(await failureOf(mapped(over))).toMatchObject({ kind: "unexpected", field });
  });

  it("of a shop that does not tell its time zone is refused", async () => {
    const lost = { "/configurations": { configurations: [{ name: "PS_TIMEZONE", value: "Mars/Base" }] } };
    expect(await failureOf(mapped({}, lost))).toMatchObject({ field: "configurations.PS_TIMEZONE" });
  });
});

describe("the rest", () => {
  it("products speak the shop's language, and have their combinations as variants", async () => {
    const page = await read.products!(shop().api, query());
    expect(productSchema().parse(page.records[0]?.value)).toMatchObject({
      name: "Natte",
      description: "<p>Palm fibre</p>",
      vendor: "Atelier Sousse",
      category: "Maison",
      status: "active",
      created_at: "2026-01-08T08:30:00.000Z",
      variants: [
        {
          id: "41-7",
          sku: "NATTE-L",
          barcode: "6190000000415",
          name: "L / Rouge",
          options: [
            { name: "Taille", value: "L" },
            { name: "Color", value: "Rouge" },
          ],
          price: eur("33.75"),
        },
      ],
    });
    const { value } = await read.product!(shop({ "/combinations": [] }).api, "41");
    expect(value.variants).toMatchObject([{ id: "41-0", sku: "NATTE", barcode: null, price: eur("31.50") }]);
  });

  it("refunds are in their order's currency", async () => {
    const api = shop({ "/orders": { orders: [{ id: 512, id_currency: "2" }] } }).api;
    const page = await read.refunds!(api, query());
    expect(refundSchema().parse(page.records[0]?.value)).toMatchObject({
      id: "27",
      order_id: "512",
      amount: { amount: "18.440", currency: "TND" },
      created_at: "2026-12-08T23:15:00.000Z",
    });
  });

  it("customers have the addresses they kept", async () => {
    const gone = { ...address, id: 8, deleted: "1" };
    const page = await read.customers!(shop({ "/addresses": { addresses: [gone, address] } }).api, query());
    const value = customerSchema().parse(page.records[0]?.value);
    expect(value).toMatchObject({ id: "20", email: "chidi@example.com", phone: "+2348000000101" });
    expect(value.addresses).toHaveLength(1);
  });

  it("stock of a product with combinations is counted once", async () => {
    const api = shop({
      "/stock_availables": {
        stock_availables: [stock(1, "41", "0", "500"), stock(2, "41", "7", "300"), stock(3, "63", "0", "-2")],
      },
      "/combinations": { combinations: [{ id: 7, id_product: "41" }] },
    }).api;
    const page = await read.inventory!(api, query({ limit: 3 }));
    expect(page.records.map(({ value }) => [value.variant_id, value.available])).toEqual([
      ["41-7", "300"],
      ["63-0", "-2"],
    ]);
    expect(page.next).toBe("3");
  });

  it("the store is its settings", async () => {
    const api = shop({ "/countries": { countries: [{ id: 9, iso_code: "FR" }] } }).api;
    expect((await read.store!(api)).value).toMatchObject({
      name: "Boutique",
      country: "FR",
      currency: "EUR",
      timezone: "Europe/Paris",
      locale: "fr-FR",
    });
  });
});

describe("times in a zone", () => {
  it.each([
    ["2026-01-05 12:00:00", "Africa/Nairobi", "2026-01-05T09:00:00.000Z"],
    ["2026-03-29 01:59:59", "Europe/Paris", "2026-03-29T00:59:59.000Z"],
    ["2026-03-29 03:00:00", "Europe/Paris", "2026-03-29T01:00:00.000Z"],
    ["2026-10-25 01:59:59", "Europe/Paris", "2026-10-24T23:59:59.000Z"],
    ["2026-10-25 03:00:00", "Europe/Paris", "2026-10-25T02:00:00.000Z"],
    ["2026-11-01 00:30:00", "America/New_York", "2026-11-01T04:30:00.000Z"],
    ["2026-07-01 00:00:00", "Asia/Kolkata", "2026-06-30T18:30:00.000Z"],
  ])("%s in %s is %s", (wall, zone, moment) => {
    expect(fromWall(wall, zone)).toBe(moment);
    expect(toWall(Date.parse(moment), zone)).toBe(wall);
  });

  it("takes the repeated hour for its winter half", () => {
    expect(fromWall("2026-10-25 02:30:00", "Europe/Paris")).toBe("2026-10-25T01:30:00.000Z");
  });
});

describe("refusals", () => {
  const classify = (status: number, code?: number) =>
    prestashop.classify(
      { status, headers: new Headers(), body: code && { errors: [{ code, message: "secret" }] } },
      0,
    );

  it.each([
    [200, undefined, null],
    [401, 18, "unauthorized"],
    [401, 20, "unauthorized"],
    [401, 26, "forbidden"],
    [405, 25, "forbidden"],
    [404, 30, "not_found"],
    [400, 27, "rejected"],
    [302, undefined, "rejected"],
    [429, undefined, "throttled"],
    [503, 22, "unavailable"],
  ])("HTTP %s, error %s", (status, code, kind) => {
    const failure = classify(status, code);
    expect(failure?.kind ?? null).toBe(kind);
    expect(JSON.stringify(failure)).not.toContain("secret");
  });
});
