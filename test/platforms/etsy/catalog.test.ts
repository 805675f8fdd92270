import { describe, expect, it } from "vitest";
import { PlatformFailure } from "../../../src/platforms/adapter";
import { etsy } from "../../../src/platforms/etsy";
import { faultsOf } from "../../contracts/described-operations";
import { OPERATIONS } from "../../contracts/etsy/operations";
import type { Inventory, Listing, Listings, Shop } from "../../contracts/etsy/vendor";
import { fakeApi, query } from "../amazon/fake-api";

const account = { id: "42", facts: {} };
const LIST = "/shops/42/listings";

const listing = {
  listing_id: 500,
  shop_id: 42,
  user_id: 7,
  title: "Mug",
  description: "A mug.",
  state: "active",
  url: "https://www.etsy.com/listing/500",
  tags: ["mug", "clay"],
  created_timestamp: 1_760_000_000,
  updated_timestamp: 1_760_000_001,
  quantity: 9,
  images: [{ url_fullxfull: "https://i.etsystatic.com/1.jpg" }],
} satisfies Listing;

/** Etsy tells it with the listings of a shop, and by itself for one. */
const inventory = {
  products: [
    {
      product_id: 600,
      sku: "MUG-RED",
      is_deleted: false,
      property_values: [
        { property_name: "Colour", values: ["Red"] },
        { property_name: null, values: [] },
      ],
      offerings: [
        {
          offering_id: 1,
          quantity: 4,
          is_enabled: true,
          is_deleted: false,
          price: { amount: 2450, divisor: 100, currency_code: "EUR" },
        },
        {
          offering_id: 2,
          quantity: 9,
          is_enabled: true,
          is_deleted: true,
          price: { amount: 1, divisor: 100, currency_code: "EUR" },
        },
      ],
    },
    {
      product_id: 601,
      sku: "",
      offerings: [{ quantity: 5, price: { amount: 2400, divisor: 100, currency_code: "EUR" } }],
    },
    { product_id: 602, is_deleted: true, offerings: [{ quantity: 100 }] },
  ],
} satisfies Inventory;
const listed: Listing = { ...listing, inventory };
const one = (over: Listing = {}, stock: unknown = inventory) => ({
  "/listings/500": { ...listing, ...over },
  "/listings/500/inventory": stock,
});

describe("listings", () => {
  it("become products with their variations", async () => {
    const { api, sent } = fakeApi(one(), { account });
    const product = await etsy.read.product?.(api, "500");
    expect(product?.value).toMatchObject({
      id: "500",
      name: "Mug",
      status: "active",
      tags: ["mug", "clay"],
      image_urls: ["https://i.etsystatic.com/1.jpg"],
      created_at: "2025-10-09T08:53:20.000Z",
    });
    expect(product?.value.variants).toMatchObject([
      {
        id: "600",
        sku: "MUG-RED",
        name: "Red",
        options: [{ name: "Colour", value: "Red" }],
        price: { amount: "24.50", currency: "EUR" },
      },
      { id: "601", sku: null, name: null, options: [], price: { amount: "24.00", currency: "EUR" } },
    ]);
    expect(product?.raw).toEqual(listed);
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  });

  it("would not be asked for otherwise than Etsy describes", () => {
    const asked = (path: string, query: Record<string, string | number>) =>
      faultsOf(OPERATIONS, { method: "GET", path, query });
    expect(asked("/listings/500", { includes: "Images,Inventory" })).toEqual([
      "getListing: includes cannot be Images,Inventory",
    ]);
    expect(asked(LIST, { limit: 101, page: 2 })).toEqual([
      "getListingsByShop: limit cannot be 101",
      "getListingsByShop: there is no page",
    ]);
  });

  it("without an inventory of their own have no variations, and other failures stay failures", async () => {
    const failing = (kind: "not_found" | "forbidden") =>
      fakeApi(
        one({}, () => {
          throw new PlatformFailure(kind === "forbidden" ? { kind, detail: "HTTP 403" } : { kind }, 404);
        }),
        { account },
      ).api;
    expect((await etsy.read.product?.(failing("not_found"), "500"))?.value.variants).toEqual([]);
    await expect(etsy.read.product?.(failing("forbidden"), "500")).rejects.toMatchObject({
      failure: { kind: "forbidden" },
    });
  });

  it("of another shop are not found, though Etsy shows them to anyone", async () => {
    const { api, sent } = fakeApi(one({ shop_id: 43 }), { account });
    await expect(etsy.read.product?.(api, "500")).rejects.toMatchObject({ failure: { kind: "not_found" } });
    expect(sent).toHaveLength(1);
  });

  it.each([
    ["sold_out", "active"],
    ["inactive", "draft"],
    ["draft", "draft"],
    ["expired", "archived"],
    ["enchanted", "unknown"],
    [undefined, "unknown"],
  ])("that are %s", async (state, status) => {
    const { api } = fakeApi(one({ state, images: undefined }, {}), { account });
    expect((await etsy.read.product?.(api, "500"))?.value).toMatchObject({
      status,
      variants: [],
      image_urls: [],
    });
  });

  it("are listed one state after the other", async () => {
    const count = { active: 2, inactive: 0, sold_out: 1, draft: 0, expired: 1 } as Record<string, number>;
    const { api, sent } = fakeApi(
      {
        [LIST]: (request: { query?: Record<string, unknown> }) => {
          const total = count[String(request.query?.["state"])] ?? 0;
          const from = Number(request.query?.["offset"]);
          const results = Array.from({ length: total }, (_, n) => ({
            ...listed,
            listing_id: n + 1,
            state: String(request.query?.["state"]),
          }));
          return {
            count: total,
            results: results.slice(from, from + Number(request.query?.["limit"])),
          } satisfies Listings;
        },
      },
      { account },
    );
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<NonNullable<typeof etsy.read.products>>> | undefined =
        await etsy.read.products?.(api, query({ limit: 1, cursor }));
      seen.push(...(page?.records ?? []).map(({ value }) => value.status));
      cursor = page?.next ?? null;
    } while (cursor !== null);
    expect(seen).toEqual(["active", "active", "active", "archived"]);
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
    const drafts = await etsy.read.products?.(api, query({ status: "archived" }));
    expect(drafts?.next).toBeNull();
    expect(sent.at(-1)?.query).toMatchObject({ state: "expired" });
    await expect(etsy.read.products?.(api, query({ status: "lost" }))).rejects.toMatchObject({
      failure: { kind: "rejected" },
    });
  });
});

describe("stock", () => {
  it("is a figure for each living variation of what is for sale", async () => {
    const { api, sent } = fakeApi(
      { [LIST]: { count: 1, results: [listed] } satisfies Listings },
      { account },
    );
    const page = await etsy.read.inventory?.(api, query());
    expect(
      page?.records.map(({ value }) => [value.variant_id, value.product_id, value.sku, value.available]),
    ).toEqual([
      ["600", "500", "MUG-RED", "4"],
      ["601", "500", null, "5"],
    ]);
    expect(sent[0]?.query).toMatchObject({ state: "active", includes: "Inventory" });
    expect(page?.next).toBeNull();
  });
});

describe("the shop", () => {
  it("is the store", async () => {
    const shop = {
      shop_id: 42,
      shop_name: "Clay",
      currency_code: "EUR",
      url: "https://www.etsy.com/shop/Clay",
      shop_location_country_iso: "GR",
      languages: ["el"],
      created_timestamp: 1_600_000_000,
    } satisfies Shop;
    const { api, sent } = fakeApi({ "/shops/42": shop }, { account });
    expect((await etsy.read.store?.(api))?.value).toEqual({
      id: "42",
      name: "Clay",
      url: "https://www.etsy.com/shop/Clay",
      country: "GR",
      currency: "EUR",
      timezone: null,
      locale: "el",
      created_at: "2020-09-13T12:26:40.000Z",
    });
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  });
});
