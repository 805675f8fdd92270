import { describe, expect, it } from "vitest";
import type { ApiRequest, ListQuery } from "../../../src/platforms/adapter";
import { readOrders } from "../../../src/platforms/square/orders";
import { fakeApi, query } from "./fake-api";
import { locationsAnswer, manyLocations } from "./fixtures";
import { halfOff, steaks, twoCards } from "./order-fixtures";

const SEARCH = "POST /orders/search";

async function bodyFor(over: Partial<ListQuery>): Promise<unknown> {
  const { api, sent } = fakeApi({ [SEARCH]: {} });
  await readOrders(api, query({ location_id: "L1", ...over }));
  expect(sent).toHaveLength(1);
  return sent[0]?.json;
}

describe("the search", () => {
  it("asks for the locations first, closed ones included", async () => {
    const { api, sent } = fakeApi({ "GET /locations": locationsAnswer, [SEARCH]: { orders: [twoCards] } });
    const page = await readOrders(api, query({ limit: 7 }));
    expect(sent.map((request) => `${request.method} ${request.path}`)).toEqual(["GET /locations", SEARCH]);
    expect(sent[1]?.json).toEqual({
      location_ids: ["18YC4JDH91E1H", "3Z4V4WHQK64X9"],
      limit: 7,
      return_entries: false,
      query: { sort: { sort_field: "CREATED_AT", sort_order: "DESC" } },
    });
    expect(page.next).toBeNull();
    expect(page.records.map((record) => [record.value.id, record.raw])).toEqual([[twoCards.id, twoCards]]);
    expect(page.warnings.map((warning) => warning.code)).toEqual(["refunds_apart"]);
  });

  it("goes straight to a named location", async () => {
    expect(await bodyFor({})).toMatchObject({ location_ids: ["L1"] });
  });

  it("answers a merchant without locations with an empty page", async () => {
    const { api } = fakeApi({ "GET /locations": {} });
    expect(await readOrders(api, query())).toEqual({ records: [], next: null, warnings: [] });
  });

  it("filters by creation, sorted by it", async () => {
    const created_after = "2026-01-01T00:00:00Z";
    const created_before = "2026-02-01T00:00:00Z";
    expect(await bodyFor({ created_after, created_before })).toMatchObject({
      query: {
        filter: { date_time_filter: { created_at: { start_at: created_after, end_at: created_before } } },
        sort: { sort_field: "CREATED_AT", sort_order: "DESC" },
      },
    });
  });

  it("filters by change, in the order of the changes", async () => {
    expect(await bodyFor({ updated_since: "2026-01-01T00:00:00Z", status: "cancelled" })).toMatchObject({
      query: {
        filter: {
          state_filter: { states: ["CANCELED"] },
          date_time_filter: { updated_at: { start_at: "2026-01-01T00:00:00Z" } },
        },
        sort: { sort_field: "UPDATED_AT", sort_order: "ASC" },
      },
    });
  });

  it("compares the creation itself where both times are asked for, both ends included", async () => {
    const { api, sent } = fakeApi({ [SEARCH]: { orders: [halfOff, steaks, twoCards] } });
    const page = await readOrders(
      api,
      query({
        location_id: "L1",
        updated_since: "2019-01-01T00:00:00Z",
        created_after: "2020-01-17T21:47:53.293+01:00",
        created_before: halfOff.created_at,
      }),
    );
    expect(page.records.map((record) => record.value.id)).toEqual([halfOff.id, steaks.id]);
    const json = sent[0]?.json as { query: { filter: { date_time_filter: object } } };
    expect(Object.keys(json.query.filter.date_time_filter)).toEqual(["updated_at"]);
  });

  it("refuses a status Square has no word for, before asking", async () => {
    const { api, sent } = fakeApi({});
    const failure = readOrders(api, query({ location_id: "L1", status: "lost" }));
    await expect(failure).rejects.toMatchObject({ failure: { kind: "rejected" } });
    expect(sent).toEqual([]);
  });
});

describe("paging", () => {
  it("repeats the very query with Square's cursor, and says that it expires", async () => {
    const { api, sent } = fakeApi({ [SEARCH]: { orders: [halfOff], cursor: "SQ1" } });
    const filters = { location_id: "L1", status: "open", updated_since: "2020-01-01T00:00:00Z" };
    const first = await readOrders(api, query(filters));
    expect(first.warnings.map((warning) => warning.code)).toEqual(["refunds_apart", "cursor_expires"]);
    await readOrders(api, query({ ...filters, cursor: first.next }));
    expect(sent[1]?.json).toEqual({ ...(sent[0]?.json as object), cursor: "SQ1" });
  });

  it("walks more than ten locations in groups, each exactly once", async () => {
    const searched: string[][] = [];
    const { api } = fakeApi({
      "GET /locations": manyLocations(23),
      [SEARCH]: (request: ApiRequest) => {
        const { location_ids, cursor } = request.json as { location_ids: string[]; cursor?: string };
        searched.push(location_ids);
        const first = location_ids[0] ?? "";
        // The first group has two pages, the second is empty, the third has one page.
        if (first === "LOC010") return {};
        return {
          orders: [{ ...halfOff, id: `${first}-${cursor ?? "start"}` }],
          ...(first === "LOC000" && !cursor && { cursor: "SQ2" }),
        };
      },
    });
    const seen: string[] = [];
    const codes: string[][] = [];
    let cursor: string | null = null;
    do {
      const page = await readOrders(api, query({ cursor }));
      seen.push(...page.records.map((record) => record.value.id));
      codes.push(page.warnings.map((warning) => warning.code));
      cursor = page.next;
    } while (cursor !== null && codes.length < 9);
    expect(seen).toEqual(["LOC000-start", "LOC000-SQ2", "LOC020-start"]);
    expect(searched.map((ids) => ids.length)).toEqual([10, 10, 10, 3]);
    expect(new Set(searched.flat()).size).toBe(23);
    expect(codes[0]).toEqual(["refunds_apart", "grouped_by_location", "cursor_expires"]);
    // Where the next page begins another group there is no cursor of Square's to expire.
    expect(codes[1]).toEqual(["refunds_apart", "grouped_by_location"]);
  });

  it("is not shifted by a location that opens between two pages", async () => {
    let shops = manyLocations(12);
    const searched: string[][] = [];
    const { api } = fakeApi({
      "GET /locations": () => shops,
      [SEARCH]: (request: ApiRequest) => {
        searched.push((request.json as { location_ids: string[] }).location_ids);
        return {};
      },
    });
    const first = await readOrders(api, query());
    shops = { locations: [{ id: "LOC0005", name: "New", status: "ACTIVE" }, ...shops.locations] };
    const second = await readOrders(api, query({ cursor: first.next }));
    expect(searched[1]).toEqual(["LOC010", "LOC011"]);
    expect(second.next).toBeNull();
  });

  it("stops after exactly ten locations", async () => {
    const { api } = fakeApi({ "GET /locations": manyLocations(10), [SEARCH]: {} });
    expect(await readOrders(api, query())).toEqual({ records: [], next: null, warnings: [] });
  });

  it.each([
    "SQ1",
    "{}",
    '{"group":[],"at":null}',
  ])("refuses a cursor of another list (%s)", async (cursor) => {
    const { api, sent } = fakeApi({});
    await expect(readOrders(api, query({ cursor }))).rejects.toMatchObject({ failure: { kind: "rejected" } });
    expect(sent).toEqual([]);
  });

  it("names the order at fault", async () => {
    const broken = { ...halfOff, total_money: { amount: null, currency: "USD" } };
    const { api } = fakeApi({ [SEARCH]: { orders: [halfOff, broken] } });
    await expect(readOrders(api, query({ location_id: "L1" }))).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "orders.1.total_money.amount" },
    });
  });
});
