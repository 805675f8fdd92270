import { describe, expect, it } from "vitest";
// By path: the package exports only its root, which loads everything the vendor has.
import { SquareClient } from "../../../node_modules/square/Client";
import * as requests from "../../../node_modules/square/serialization/resources";
import { BatchGetInventoryCountsRequest } from "../../../node_modules/square/serialization/types/BatchGetInventoryCountsRequest";
import { BatchGetInventoryCountsResponse } from "../../../node_modules/square/serialization/types/BatchGetInventoryCountsResponse";
import { GetCatalogObjectResponse } from "../../../node_modules/square/serialization/types/GetCatalogObjectResponse";
import { GetLocationResponse } from "../../../node_modules/square/serialization/types/GetLocationResponse";
import { GetMerchantResponse } from "../../../node_modules/square/serialization/types/GetMerchantResponse";
import { GetOrderResponse } from "../../../node_modules/square/serialization/types/GetOrderResponse";
import { ListLocationsResponse } from "../../../node_modules/square/serialization/types/ListLocationsResponse";
import { ListPaymentRefundsResponse } from "../../../node_modules/square/serialization/types/ListPaymentRefundsResponse";
import { ObtainTokenResponse } from "../../../node_modules/square/serialization/types/ObtainTokenResponse";
import { SearchCatalogObjectsResponse } from "../../../node_modules/square/serialization/types/SearchCatalogObjectsResponse";
import { SearchCustomersResponse } from "../../../node_modules/square/serialization/types/SearchCustomersResponse";
import { SearchOrdersResponse } from "../../../node_modules/square/serialization/types/SearchOrdersResponse";
import type { ApiRequest } from "../../../src/platforms/adapter";
import { square } from "../../../src/platforms/square";
import { outgoing } from "../../support/adapter-calls";
import { fakeApi, query } from "./fake-api";
import * as fixtures from "./fixtures";
import { fromTheFuture, knownOrders } from "./order-fixtures";

/**
 * The vendor's own SDK (square 46.0.0, generated from its OpenAPI for 2026-09-16) as the judge: its schemas read our
 * fixtures and our requests strictly, and its client, told to do the same, sends the same.
 */

interface Schema {
  parse(raw: unknown, options?: object): { ok: boolean; errors?: unknown };
}

/** Nothing unknown, nothing missing, no enumerated value that the version has not. */
function faults(schema: unknown, raw: unknown, options = {}): unknown {
  const result = (schema as Schema).parse(raw, { unrecognizedObjectKeys: "fail", ...options });
  return result.ok ? [] : result.errors;
}

describe("the fixtures are Square's", () => {
  it.each(Object.entries(knownOrders))("order %s", (_name, order) => {
    expect(faults(GetOrderResponse, { order })).toEqual([]);
    expect(faults(SearchOrdersResponse, { orders: [order], cursor: "c" })).toEqual([]);
  });

  it("the order of unknown values is unknown to the vendor too, and only for them", () => {
    expect(faults(GetOrderResponse, { order: fromTheFuture })).not.toEqual([]);
    const lenient = { allowUnrecognizedEnumValues: true };
    expect(faults(GetOrderResponse, { order: fromTheFuture }, lenient)).toEqual([]);
  });

  it.each([
    ["token", ObtainTokenResponse, fixtures.tokenAnswer],
    ["merchant", GetMerchantResponse, fixtures.merchantAnswer],
    ["location", GetLocationResponse, fixtures.mainLocationAnswer],
    ["locations", ListLocationsResponse, fixtures.locationsAnswer],
    ["many locations", ListLocationsResponse, fixtures.manyLocations(12)],
    ["catalog", SearchCatalogObjectsResponse, fixtures.catalogAnswer],
    ["item", GetCatalogObjectResponse, fixtures.itemAnswer],
    ["refunds", ListPaymentRefundsResponse, fixtures.refundsAnswer],
    ["counts", BatchGetInventoryCountsResponse, fixtures.countsAnswer],
    ["customers", SearchCustomersResponse, fixtures.customersAnswer],
  ])("%s", (_name, schema, answer) => {
    expect(faults(schema, answer)).toEqual([]);
  });
});

const everything = {
  limit: 25,
  cursor: "C",
  updated_since: "2026-01-15T00:00:00Z",
  created_after: "2026-01-01T00:00:00Z",
  created_before: "2026-02-01T00:00:00Z",
  location_id: "L1",
};
const orderCursor = JSON.stringify({ group: ["L1"], at: "C" });

/** What a reader sends when each filter is set. */
async function asked(
  read: (api: ReturnType<typeof fakeApi>["api"]) => Promise<unknown> | undefined,
): Promise<ApiRequest> {
  const { api, sent } = fakeApi({
    "POST /orders/search": {},
    "POST /catalog/search": {},
    "POST /customers/search": {},
    "POST /inventory/counts/batch-retrieve": {},
    "GET /refunds": {},
    "GET /locations": {},
    "GET /merchants/MERCHANT1": { merchant: { id: "MERCHANT1" } },
    "GET /orders/O1": { order: knownOrders.halfOff },
    "GET /catalog/object/I1": fixtures.itemAnswer,
  });
  await read(api);
  expect(sent).toHaveLength(1);
  return sent[0]!;
}

const ours = {
  orders: () =>
    asked((api) =>
      square.read.orders?.(api, query({ ...everything, cursor: orderCursor, status: "completed" })),
    ),
  ordersByCreation: () =>
    asked((api) =>
      square.read.orders?.(api, query({ location_id: "L1", created_after: everything.created_after })),
    ),
  products: () => asked((api) => square.read.products?.(api, query(everything))),
  customers: () => asked((api) => square.read.customers?.(api, query(everything))),
  inventory: () => asked((api) => square.read.inventory?.(api, query(everything))),
  refunds: () => asked((api) => square.read.refunds?.(api, query({ ...everything, status: "completed" }))),
  locations: () => asked((api) => square.read.locations?.(api, query())),
  store: () => asked((api) => square.read.store?.(api)),
  order: () => asked((api) => square.read.order?.(api, "O1")),
  product: () => asked((api) => square.read.product?.(api, "I1")),
};

describe("our requests are ones the vendor's types know", () => {
  it.each([
    ["orders", requests.orders.SearchOrdersRequest],
    ["ordersByCreation", requests.orders.SearchOrdersRequest],
    ["products", requests.catalog.SearchCatalogObjectsRequest],
    ["customers", requests.customers.SearchCustomersRequest],
    ["inventory", BatchGetInventoryCountsRequest],
  ] as const)("%s", async (name, schema) => {
    expect(faults(schema, (await ours[name]()).json)).toEqual([]);
  });

  it("and the check is one: a field that is not Square's is found", async () => {
    const json = { ...((await ours.orders()).json as object), updated_since: "2026-01-01T00:00:00Z" };
    expect(faults(requests.orders.SearchOrdersRequest, json)).not.toEqual([]);
  });
});

/** Method, address with its query sorted, and body. */
type Sent = [method: string, url: string, body: unknown];

async function vendorSends(
  act: (client: SquareClient) => PromiseLike<unknown>,
): Promise<{ sent: Sent; headers: Headers }> {
  const caught: { sent: Sent; headers: Headers }[] = [];
  const client = new SquareClient({
    token: "TOKEN",
    environment: "https://connect.squareupsandbox.com",
    fetch: async (input, init) => {
      const body = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
      caught.push({
        sent: [init?.method ?? "GET", sorted(String(input)), body],
        headers: new Headers(init?.headers),
      });
      return Response.json({});
    },
  });
  await act(client);
  expect(caught).toHaveLength(1);
  return caught[0]!;
}

function sorted(address: string): string {
  const url = new URL(address);
  url.searchParams.sort();
  return url.href;
}

function onTheWire(request: ApiRequest): Sent {
  const base = square.apiBase({ mode: "test", shop: null }, { id: "MERCHANT1", facts: {} });
  const url = new URL(base + request.path);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return [request.method, sorted(url.href), request.json];
}

describe("the vendor's client, asked for the same, sends the same", () => {
  const { updated_since, created_after, created_before } = everything;
  it.each<[keyof typeof ours, (client: SquareClient) => PromiseLike<unknown>]>([
    [
      "orders",
      (client) =>
        client.orders.search({
          locationIds: ["L1"],
          limit: 25,
          cursor: "C",
          returnEntries: false,
          query: {
            filter: {
              stateFilter: { states: ["COMPLETED"] },
              dateTimeFilter: { updatedAt: { startAt: updated_since } },
            },
            sort: { sortField: "UPDATED_AT", sortOrder: "ASC" },
          },
        }),
    ],
    [
      "products",
      (client) =>
        client.catalog.search({
          objectTypes: ["ITEM"],
          includeRelatedObjects: true,
          limit: 25,
          cursor: "C",
          beginTime: updated_since,
        }),
    ],
    [
      "customers",
      (client) =>
        client.customers.search({
          limit: 25n,
          cursor: "C",
          query: {
            filter: {
              createdAt: { startAt: created_after, endAt: created_before },
              updatedAt: { startAt: updated_since },
            },
            sort: { field: "CREATED_AT", order: "ASC" },
          },
        }),
    ],
    [
      "inventory",
      (client) =>
        client.inventory.batchGetCounts({
          states: ["IN_STOCK"],
          limit: 25,
          locationIds: ["L1"],
          updatedAfter: updated_since,
          cursor: "C",
        }),
    ],
    [
      "refunds",
      (client) =>
        client.refunds.list({
          limit: 25,
          cursor: "C",
          beginTime: created_after,
          endTime: created_before,
          updatedAtBeginTime: updated_since,
          locationId: "L1",
          status: "COMPLETED",
          sortField: "UPDATED_AT",
          sortOrder: "ASC",
        }),
    ],
    ["locations", (client) => client.locations.list()],
    ["store", (client) => client.merchants.get({ merchantId: "MERCHANT1" })],
    ["order", (client) => client.orders.get({ orderId: "O1" })],
    ["product", (client) => client.catalog.object.get({ objectId: "I1", includeRelatedObjects: true })],
  ])("%s", async (name, act) => {
    const vendor = await vendorSends(act);
    expect(onTheWire(await ours[name]())).toEqual(vendor.sent);
    const headers = new Headers();
    square.authorise(outgoing("TOKEN", { headers }));
    for (const [header, value] of headers) expect(vendor.headers.get(header)).toBe(value);
  });

  const client = { client_id: "sq0idp-app", client_secret: "sq0csp-secret" };
  const target = { mode: "test", shop: null } as const;

  it.each([
    [
      {
        grant_type: "authorization_code",
        code: "sq0cgb-code",
        redirect_uri: "https://metristack.test/callback",
      },
      {
        grantType: "authorization_code",
        code: "sq0cgb-code",
        redirectUri: "https://metristack.test/callback",
      },
    ],
    [
      { grant_type: "refresh_token", refresh_token: "EQAA" },
      { grantType: "refresh_token", refreshToken: "EQAA" },
    ],
  ])("token %#", async (fields, same) => {
    const encoded = square.connect.encodeTokenRequest?.(new URLSearchParams({ ...client, ...fields }));
    const body: unknown = JSON.parse(encoded?.body ?? "");
    const vendor = await vendorSends((vendorClient) =>
      vendorClient.oAuth.obtainToken({
        clientId: client.client_id,
        clientSecret: client.client_secret,
        ...same,
      }),
    );
    expect(["POST", square.connect.endpoints(target).token, body]).toEqual(vendor.sent);
    expect(new Headers(encoded?.headers).get("content-type")).toBe(vendor.headers.get("content-type"));
  });

  it("revocation", async () => {
    const { revoke } = square.connect;
    if (revoke.kind !== "custom") throw new Error("Square's revocation is its own");
    const request = revoke.request({
      client,
      tokens: { access_token: "EAAA", refresh_token: "EQAA", scopes: null },
      account: { id: "MERCHANT1", facts: {} },
      target,
    });
    const vendor = await vendorSends((vendorClient) =>
      vendorClient.oAuth.revokeToken(
        { clientId: client.client_id, merchantId: "MERCHANT1" },
        { headers: { Authorization: `Client ${client.client_secret}` } },
      ),
    );
    expect([request.method, request.url, await request.json()]).toEqual(vendor.sent);
    expect(request.headers.get("authorization")).toBe(vendor.headers.get("authorization"));
  });
});
