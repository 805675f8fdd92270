import { describe, expect, it } from "vitest";
import {
  customerSchema,
  inventoryLevelSchema,
  locationSchema,
  refundSchema,
  storeSchema,
} from "../../../src/model/retail";
import { readLocations, readStore } from "../../../src/platforms/square/business";
import { readCustomers } from "../../../src/platforms/square/customers";
import { readRefunds } from "../../../src/platforms/square/refunds";
import { readInventory } from "../../../src/platforms/square/stock";
import { fakeApi, query, queryString } from "./fake-api";
import * as fixtures from "./fixtures";

describe("store", () => {
  it("is the merchant with its main location", async () => {
    const { api } = fakeApi(
      {
        "GET /merchants/DM7VKY8Q63GNP": fixtures.merchantAnswer,
        "GET /locations/9A65CGC72ZQG1": fixtures.mainLocationAnswer,
      },
      "DM7VKY8Q63GNP",
    );
    const { value, raw } = await readStore(api);
    expect(storeSchema().parse(value)).toEqual({
      id: "DM7VKY8Q63GNP",
      name: "Apple A Day",
      url: "https://apple.example",
      country: "US",
      currency: "USD",
      timezone: "America/Los_Angeles",
      locale: "en-US",
      created_at: "2021-12-10T19:25:52.484Z",
    });
    expect(raw).toEqual({
      merchant: fixtures.merchantAnswer.merchant,
      main_location: fixtures.mainLocationAnswer.location,
    });
  });

  it("does without a main location", async () => {
    const { api } = fakeApi({ "GET /merchants/MERCHANT1": { merchant: { id: "MERCHANT1" } } });
    const { value, raw } = await readStore(api);
    expect(value).toEqual({
      id: "MERCHANT1",
      name: "MERCHANT1",
      url: null,
      country: null,
      currency: null,
      timezone: null,
      locale: null,
      created_at: null,
    });
    expect(raw).toEqual({ merchant: { id: "MERCHANT1" }, main_location: null });
  });
});

describe("locations", () => {
  it("maps open and closed ones", async () => {
    const { api } = fakeApi({ "GET /locations": fixtures.locationsAnswer });
    const page = await readLocations(api, query());
    expect(page.records.map((record) => locationSchema().parse(record.value))).toMatchObject([
      {
        id: "18YC4JDH91E1H",
        name: "Grant Park",
        active: false,
        kind: "unknown",
        address: { country: "US", phone: "+1 650-354-7217" },
      },
      {
        id: "3Z4V4WHQK64X9",
        name: "Midtown",
        active: true,
        kind: "physical",
        address: { country: null, phone: null },
      },
    ]);
    expect(page.records[0]?.raw).toEqual(fixtures.locationsAnswer.locations[1]);
    expect(page).toMatchObject({ next: null, warnings: [] });
  });

  it("pages through them by id", async () => {
    const { api } = fakeApi({ "GET /locations": fixtures.manyLocations(5) });
    const ids: string[][] = [];
    let cursor: string | null = null;
    do {
      const page = await readLocations(api, query({ limit: 2, cursor }));
      ids.push(page.records.map((record) => record.value.id));
      cursor = page.next;
    } while (cursor !== null && ids.length < 9);
    expect(ids).toEqual([["LOC000", "LOC001"], ["LOC002", "LOC003"], ["LOC004"]]);
  });
});

describe("refunds", () => {
  it("maps them", async () => {
    const { api } = fakeApi({ "GET /refunds": fixtures.refundsAnswer });
    const page = await readRefunds(api, query());
    expect(page.records.map((record) => refundSchema().parse(record.value))).toEqual([
      {
        id: "bP9mAsEMYPUGjjGNaNO5ZDVyLhSZY_69MmgHubkLqx9wGhnmenRUHOaKitE6llfZuxcWYjGxd",
        order_id: "9ltv0bx5PuvGXUYHYHxYSKEqC3IZY",
        status: "completed",
        amount: { amount: "5.55", currency: "USD" },
        reason: "Example Refund",
        location_id: "L88917AVBK2S5",
        lines: [],
        created_at: "2021-10-13T19:59:05.342Z",
        updated_at: "2021-10-13T20:00:03.497Z",
      },
      {
        id: "pending-one",
        order_id: null,
        status: "pending",
        amount: { amount: "1.250", currency: "KWD" },
        reason: null,
        location_id: null,
        lines: [],
        created_at: null,
        updated_at: null,
      },
    ]);
    expect(page.next).toBe("refunds-cursor");
    expect(page.warnings.map((warning) => warning.code)).toEqual(["cursor_expires"]);
  });

  it("asks past Square's default of one year", async () => {
    const { api, sent } = fakeApi({ "GET /refunds": {} });
    await readRefunds(api, query({ limit: 30 }));
    expect(queryString(sent[0]!)).toEqual({
      limit: "30",
      begin_time: "2009-01-01T00:00:00Z",
      sort_field: "CREATED_AT",
      sort_order: "DESC",
    });
  });

  it("passes every filter on", async () => {
    const { api, sent } = fakeApi({ "GET /refunds": {} });
    await readRefunds(
      api,
      query({
        cursor: "C",
        updated_since: "2026-03-01T00:00:00Z",
        created_after: "2026-01-01T00:00:00Z",
        created_before: "2026-02-01T00:00:00Z",
        location_id: "L1",
        status: "failed",
      }),
    );
    expect(queryString(sent[0]!)).toEqual({
      limit: "50",
      cursor: "C",
      begin_time: "2026-01-01T00:00:00Z",
      end_time: "2026-02-01T00:00:00Z",
      updated_at_begin_time: "2026-03-01T00:00:00Z",
      location_id: "L1",
      status: "FAILED",
      sort_field: "UPDATED_AT",
      sort_order: "ASC",
    });
  });

  it("calls a new status unknown, and refuses a refund without an amount", async () => {
    const answer = { refunds: [{ ...fixtures.refundsAnswer.refunds[1], status: "SOON" }] };
    const { api } = fakeApi({ "GET /refunds": answer });
    expect((await readRefunds(api, query())).records[0]?.value.status).toBe("unknown");
    const broken = fakeApi({ "GET /refunds": { refunds: [{ id: "r" }] } });
    await expect(readRefunds(broken.api, query())).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "refunds.0.amount_money" },
    });
  });
});

describe("inventory", () => {
  it("counts variations, and whole items where Square counts those", async () => {
    const { api, sent } = fakeApi({ "POST /inventory/counts/batch-retrieve": fixtures.countsAnswer });
    const page = await readInventory(
      api,
      query({ location_id: "59TNP9SA8VGDA", updated_since: "2016-11-16T00:00:00Z" }),
    );
    expect(sent[0]?.json).toEqual({
      states: ["IN_STOCK"],
      limit: 50,
      location_ids: ["59TNP9SA8VGDA"],
      updated_after: "2016-11-16T00:00:00Z",
    });
    const levels = page.records.map((record) => inventoryLevelSchema().parse(record.value));
    expect(levels[0]).toEqual({
      variant_id: "W62UWFY35CWMYGVWK6TWJDNI",
      inventory_item_id: null,
      product_id: null,
      sku: null,
      location_id: "59TNP9SA8VGDA",
      available: "79",
      on_hand: null,
      updated_at: "2016-11-16T22:28:01.223Z",
    });
    expect(levels[1]).toMatchObject({ available: "-2.50000", updated_at: null });
    expect(levels[2]).toMatchObject({ variant_id: null, product_id: "DISH" });
    expect(page).toMatchObject({ next: null, warnings: [] });
  });

  it("refuses a quantity that is not one", async () => {
    const { api } = fakeApi({ "POST /inventory/counts/batch-retrieve": { counts: [{ quantity: 79 }] } });
    await expect(readInventory(api, query())).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "counts.0.quantity" },
    });
  });
});

describe("customers", () => {
  it("maps them, however little is known", async () => {
    const { api, sent } = fakeApi({ "POST /customers/search": fixtures.customersAnswer });
    const page = await readCustomers(api, query({ limit: 2 }));
    expect(sent[0]?.json).toEqual({ limit: 2, query: { sort: { field: "CREATED_AT", order: "ASC" } } });
    const [bond, nobody] = page.records.map((record) => customerSchema().parse(record.value));
    expect(bond).toMatchObject({
      first_name: "James",
      last_name: "Bond",
      company: null,
      email: "james.bond@example.com",
      phone: "+1-212-555-4250",
      addresses: [{ name: null, line1: "505 Electric Ave", city: "New York", region: "NY", country: "US" }],
      created_at: "2018-01-23T20:21:54.859Z",
    });
    expect(nobody).toEqual({
      id: "INSTANT-PROFILE",
      first_name: null,
      last_name: null,
      company: null,
      email: null,
      phone: null,
      addresses: [],
      note: null,
      created_at: null,
      updated_at: null,
    });
    expect(page.next).toBe("9dpS093Uy12AzeE");
  });

  it("passes every filter on, with the cursor", async () => {
    const { api, sent } = fakeApi({ "POST /customers/search": {} });
    const times = {
      created_after: "2018-01-01T00:00:00Z",
      created_before: "2018-02-01T00:00:00Z",
      updated_since: "2018-01-15T00:00:00Z",
    };
    await readCustomers(api, query({ ...times, cursor: "C" }));
    expect(sent[0]?.json).toMatchObject({
      cursor: "C",
      query: {
        filter: {
          created_at: { start_at: times.created_after, end_at: times.created_before },
          updated_at: { start_at: times.updated_since },
        },
      },
    });
  });
});
