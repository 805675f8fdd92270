import { describe, expect, it } from "vitest";
import { customerSchema, inventoryLevelSchema, productSchema, storeSchema } from "../../src/model/retail";
import type { Adapter } from "../../src/platforms/adapter";
import { clover } from "../../src/platforms/clover";
import { readCustomers } from "../../src/platforms/clover/customers";
import { readInventory, readProducts } from "../../src/platforms/clover/items";
import { readStore } from "../../src/platforms/clover/merchant";
import { OPERATIONS } from "../contracts/clover/operations";
import { faultsOf } from "../contracts/described-operations";
import { NO_CALLBACK, outgoing } from "../support/adapter-calls";
import { fakeApi, NOW } from "./clover/fake-api";

const { connect } = clover;
const live = (shop: string) => ({ mode: "live", shop }) as const;

it("would not be asked for otherwise than Clover describes", () => {
  const asked = { limit: 1_001, expand: "payments,refunds,customers,discounts", since: 1 };
  expect(faultsOf(OPERATIONS, { method: "GET", path: "/orders", query: asked })).toEqual([
    "getOrders: limit cannot be 1001",
    "getOrders: expand cannot be payments,refunds,customers,discounts",
    "getOrders: there is no since",
  ]);
});

describe("connecting", () => {
  it.each([
    ["na", "https://www.clover.com", "https://api.clover.com"],
    ["eu", "https://www.eu.clover.com", "https://api.eu.clover.com"],
    ["la", "https://www.la.clover.com", "https://api.la.clover.com"],
  ])("has hosts of its own for %s", (region, web, api) => {
    expect(connect.endpoints(live(region))).toEqual({
      authorize: `${web}/oauth/v2/authorize`,
      token: `${api}/oauth/v2/token`,
      refresh: `${api}/oauth/v2/refresh`,
      revoke: null,
    });
    expect(clover.apiBase(live(region), { id: "M", facts: {} })).toBe(`${api}/v3/merchants/M`);
  });

  it("has one sandbox, and takes regions only", () => {
    expect(connect.endpoints({ mode: "test", shop: "eu" }).token).toBe(
      "https://apisandbox.dev.clover.com/oauth/v2/token",
    );
    expect(connect.shop?.normalise(" EU ")).toBe("eu");
    expect(connect.shop?.normalise("constructor")).toBeNull();
    expect(connect.shop?.normalise("api.evil.example")).toBeNull();
  });

  it("asks for no scopes, sends JSON, and a refresh token without the secret", () => {
    const sent = connect.encodeAuthorization?.(
      new URLSearchParams({ scope: "", state: "S", client_id: "C" }),
      {
        client: { client_id: "C", client_secret: "X" },
        target: live("na"),
      },
    );
    expect(sent?.toString()).toBe("state=S&client_id=C");
    const code = {
      grant_type: "authorization_code",
      code: "K",
      redirect_uri: "u",
      client_id: "C",
      client_secret: "X",
    };
    const refresh = { grant_type: "refresh_token", refresh_token: "R", client_id: "C", client_secret: "X" };
    const body = (params: Record<string, string>) =>
      JSON.parse(connect.encodeTokenRequest?.(new URLSearchParams(params)).body ?? "");
    expect(body(code)).toEqual({ client_id: "C", client_secret: "X", code: "K" });
    expect(body(refresh)).toEqual({ client_id: "C", refresh_token: "R" });
  });

  it("reads the moments at which both tokens lapse", () => {
    const lapses = Date.parse("2026-11-23T12:30:00Z") / 1_000;
    const answer = {
      access_token: "A",
      access_token_expiration: lapses,
      refresh_token: "R",
      refresh_token_expiration: lapses + 30 * 86_400,
    };
    expect(connect.decodeTokenResponse?.(answer, NOW)).toEqual({
      access_token: "A",
      refresh_token: "R",
      token_type: "bearer",
      expires_in: 1_800,
      refresh_token_expires_in: 1_800 + 30 * 86_400,
    });
  });

  it.each([
    [401, { message: "Failed to validate authentication code" }, "invalid_grant"],
    [401, { message: "The refresh token was already used." }, "invalid_grant"],
    [400, { message: "Invalid refresh_token" }, "invalid_grant"],
    [401, { message: "The client_secret is incorrect." }, "invalid_client"],
    [401, { message: "401 Unauthorized" }, null],
    [401, {}, null],
    [404, { message: "Invalid refresh token" }, null],
  ])("ends a connection only for what names its grant %#", (status, body, error) => {
    expect(connect.decodeTokenError?.(status, body)).toBe(error);
  });

  it("believes the callback's merchant only if the token is good for it", async () => {
    const callback = new URLSearchParams({ merchant_id: "9ABCDEF1234567" });
    const good = fakeApi({ "/9ABCDEF1234567": { id: "9ABCDEF1234567", name: "Shop" } });
    expect(await connect.identify({ tokens: {}, callback, api: good.api })).toEqual({
      id: "9ABCDEF1234567",
      facts: {},
    });
    const other = fakeApi({ "/9ABCDEF1234567": { id: "SOMEONEELSE" } });
    await expect(connect.identify({ tokens: {}, callback, api: other.api })).rejects.toMatchObject({
      failure: { field: "id" },
    });
    const path = new URLSearchParams({ merchant_id: "../x" });
    for (const wrong of [NO_CALLBACK, path]) {
      await expect(connect.identify({ tokens: {}, callback: wrong, api: good.api })).rejects.toMatchObject({
        failure: { field: "callback.merchant_id" },
      });
    }
  });
});

describe("answers", () => {
  const answer = (status: number, headers = {}) =>
    clover.classify({ status, headers: new Headers(headers), body: null }, NOW);

  it("are told apart by their status", () => {
    expect(answer(200)).toBeNull();
    expect(answer(429, { "retry-after": "7" })).toEqual({ kind: "throttled", retryAfter: 7 });
    expect(answer(429)).toEqual({ kind: "throttled", retryAfter: null });
    expect([401, 403, 404, 503, 400].map((status) => answer(status)?.kind)).toEqual([
      "unauthorized",
      "forbidden",
      "not_found",
      "unavailable",
      "rejected",
    ]);
  });

  it("are asked for with a bearer token", () => {
    const call = outgoing("T");
    clover.authorise(call);
    expect(call.headers.get("authorization")).toBe("Bearer T");
  });
});

const shop = {
  "": {
    id: "9ABCDEF1234567",
    name: "Mama's",
    website: "https://mama.example",
    phoneNumber: "+44 1",
    createdTime: 0,
  },
  "/properties": { defaultCurrency: "GBP", locale: "en_GB", timezone: "Europe/London" },
  "/address": { address1: "1 High St", city: "Leeds", zip: "LS1", country: "GB" },
};

describe("the shop", () => {
  it("is a merchant", async () => {
    expect(storeSchema().parse((await readStore(fakeApi(shop).api)).value)).toEqual({
      id: "9ABCDEF1234567",
      name: "Mama's",
      url: "https://mama.example",
      country: "GB",
      currency: "GBP",
      timezone: "Europe/London",
      locale: "en-GB",
      created_at: "1970-01-01T00:00:00.000Z",
    });
  });

  it("does without an address", async () => {
    const { api } = fakeApi({ ...shop, "": { id: "9ABCDEF1234567" }, "/address": {} });
    expect((await readStore(api)).value).toMatchObject({ name: "9ABCDEF1234567", country: null });
  });
});

describe("items", () => {
  const CHANGED = Date.parse("2026-05-04T09:12:30Z");
  const chapati = {
    id: "CHAPAT1000001",
    name: "Chapati",
    cost: 0,
    price: 1275,
    priceType: "FIXED",
    isRevenue: true,
    modifiedTime: CHANGED,
    tags: { elements: [{ id: "TAG0000000001", name: "Warm" }] },
    categories: {
      elements: [
        { id: "CATEGORY00001", name: "Breads" },
        { id: "CATEGORY00002", name: "Breakfast" },
      ],
    },
  };
  const open = {
    id: "GRATU1TY00001",
    name: "Anything else",
    price: 0,
    priceType: "VARIABLE",
    hidden: true,
    modifiedTime: 1,
  };

  it("are products of one variant", async () => {
    const { api, sent } = fakeApi({ ...shop, "/items": { elements: [open, chapati] } });
    const page = await readProducts(api, { limit: 2, cursor: null, updated_since: "2026-01-01T00:00:00Z" });
    const [first, second] = page.records.map(({ value }) => productSchema().parse(value));
    expect(first).toMatchObject({ status: "draft", variants: [{ price: null }] });
    expect(second).toMatchObject({
      name: "Chapati",
      status: "active",
      category: "Breads",
      tags: ["Warm"],
      variants: [{ id: "CHAPAT1000001", price: { amount: "12.75", currency: "GBP" } }],
      updated_at: "2026-05-04T09:12:30.000Z",
    });
    expect(sent[1]?.query).toEqual({
      limit: 2,
      orderBy: "modifiedTime ASC",
      filter: ["modifiedTime>=1767225600000"],
      expand: "categories,tags,options",
    });
    expect(JSON.parse(page.next ?? "")).toEqual({ from: CHANGED, seen: ["CHAPAT1000001"] });
  });

  it("carry their stock, fractions and debts included", async () => {
    const stocked = (quantity: unknown) => ({
      ...chapati,
      itemStock: { quantity, modifiedTime: CHANGED },
    });
    const read = async (quantity: unknown) => {
      const { api } = fakeApi({ "/items": { elements: [stocked(quantity)] } });
      return inventoryLevelSchema().parse(
        (await readInventory(api, { limit: 5, cursor: null })).records[0]?.value,
      );
    };
    expect(await read(-2.5)).toMatchObject({
      variant_id: "CHAPAT1000001",
      available: "-2.5",
      location_id: "9ABCDEF1234567",
    });
    expect(await read(undefined)).toMatchObject({ available: null });
    await expect(read("many")).rejects.toMatchObject({ failure: { field: "elements.0.itemStock.quantity" } });
  });

  it("refuse what is not a collection", async () => {
    const { api } = fakeApi({ ...shop, "/items": [] });
    await expect(readProducts(api, { limit: 2, cursor: null })).rejects.toMatchObject({
      failure: { kind: "unexpected" },
    });
  });
});

it("maps customers, however little is known", async () => {
  const { api, sent } = fakeApi({
    "/customers": {
      elements: [
        {
          id: "A",
          customerSince: 1,
          firstName: "Amina",
          emailAddresses: { elements: [{ emailAddress: "a@x.example" }] },
        },
        { id: "B", customerSince: 2 },
      ],
    },
  });
  const page = await readCustomers(api, { limit: 5, cursor: null, created_before: "2026-01-01T00:00:00Z" });
  const [amina, nobody] = page.records.map(({ value }) => customerSchema().parse(value));
  expect(amina).toMatchObject({
    first_name: "Amina",
    email: "a@x.example",
    created_at: "1970-01-01T00:00:00.001Z",
  });
  expect(nobody).toMatchObject({ first_name: null, addresses: [], phone: null });
  expect(sent[0]?.query).toMatchObject({
    filter: ["customerSince<=1767225600000"],
    orderBy: "customerSince ASC",
  });
});

it("offers only what it can read", () => {
  const adapter: Adapter = clover;
  for (const resource of Object.keys(adapter.resources)) expect(adapter.read).toHaveProperty(resource);
});
