import { describe, expect, it } from "vitest";
import { ebay } from "../../../src/platforms/ebay";
import { faultsOf } from "../../contracts/described-operations";
import { OPERATIONS } from "../../contracts/ebay/operations";
import type { InventoryItem, InventoryItems, Locations, Offers, User } from "../../contracts/ebay/vendor";
import { fakeApi, query } from "../amazon/fake-api";

const ITEMS = "/sell/inventory/v1/inventory_item";
const OFFERS = "/sell/inventory/v1/offer";

const item = {
  sku: "TEA 1/a",
  condition: "NEW",
  product: {
    title: "Rooibos",
    brand: "Cape",
    ean: ["6001234567890"],
    imageUrls: ["https://i.example/1.jpg"],
    aspects: { Size: ["500 g"] },
  },
  availability: { shipToLocationAvailability: { quantity: 12 } },
} satisfies InventoryItem;

describe("items", () => {
  it("are listed by page numbers, with prices told to be missing", async () => {
    const { api, sent } = fakeApi({
      [ITEMS]: { inventoryItems: [item, { sku: "BARE" }], total: 5 } satisfies InventoryItems,
    });
    const first = await ebay.read.products?.(api, query({ limit: 2 }));
    expect(first?.records.map(({ value }) => [value.id, value.name, value.status])).toEqual([
      ["TEA 1/a", "Rooibos", "unknown"],
      ["BARE", "BARE", "unknown"],
    ]);
    expect(first?.records[0]?.value.variants[0]).toMatchObject({
      barcode: "6001234567890",
      price: null,
      options: [{ name: "Size", value: "500 g" }],
    });
    expect(first?.warnings.map(({ code }) => code)).toEqual(["incomplete", "prices_not_listed"]);
    await ebay.read.products?.(api, query({ limit: 2, cursor: first?.next ?? null }));
    const last = await ebay.read.products?.(api, query({ limit: 2, cursor: JSON.stringify({ page: 2 }) }));
    expect(sent.map((request) => request.query?.["offset"])).toEqual([0, 1, 2]);
    expect(last?.next).toBeNull();
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  });

  it.each([
    [
      [
        { format: "AUCTION", status: "PUBLISHED" },
        { format: "FIXED_PRICE", status: "UNPUBLISHED" },
      ],
      "active",
      "1200.50",
    ],
    [[{ format: "FIXED_PRICE", status: "UNPUBLISHED" }], "draft", "1200.50"],
    [[{ format: "FIXED_PRICE", status: "ASLEEP" }], "unknown", "1200.50"],
    [[], "draft", undefined],
  ])("one by one have the price of their offers %#", async (offers, status, price) => {
    const pricingSummary = { price: { value: "1200.5", currency: "PHP" } };
    const { sku: _, ...unnamed } = item;
    const { api, sent } = fakeApi({
      [`${ITEMS}/TEA%201%2Fa`]: unnamed,
      [OFFERS]: { offers: offers.map((one) => ({ ...one, pricingSummary })) } satisfies Offers,
    });
    const product = await ebay.read.product?.(api, "TEA 1/a");
    expect(product?.value).toMatchObject({ id: "TEA 1/a", status });
    expect(product?.value.variants[0]?.price?.amount).toBe(price);
    expect(product?.raw).toEqual(unnamed);
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  });

  it("would not be asked for otherwise than eBay describes", () => {
    const asked = (path: string, query: Record<string, string | number>) =>
      faultsOf(OPERATIONS, { method: "GET", path, query });
    expect(asked(ITEMS, { limit: 201, page: 1 })).toEqual([
      "getInventoryItems: limit cannot be 201",
      "getInventoryItems: there is no page",
    ]);
    expect(asked("/sell/inventory/v2/offer", {})).toEqual(["no operation GET /sell/inventory/v2/offer"]);
  });

  it("that are not as documented name the field", async () => {
    const { api } = fakeApi({ [ITEMS]: { inventoryItems: [{ sku: 7 }], total: 1 } });
    await expect(ebay.read.products?.(api, query())).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "inventoryItems.0.sku" },
    });
  });
});

describe("stock", () => {
  const spread = {
    quantity: 9,
    availabilityDistributions: [
      { merchantLocationKey: "LAGOS", quantity: 4 },
      { merchantLocationKey: "ACCRA", quantity: 5 },
    ],
  };
  const items = [
    item,
    { sku: "SPREAD", availability: { shipToLocationAvailability: spread } },
    { sku: "BARE" },
  ];

  it("is one figure, or one for each warehouse", async () => {
    const { api } = fakeApi({ [ITEMS]: { inventoryItems: items, total: 3 } satisfies InventoryItems });
    const all = await ebay.read.inventory?.(api, query());
    expect(all?.records.map(({ value }) => [value.sku, value.location_id, value.available])).toEqual([
      ["TEA 1/a", null, "12"],
      ["SPREAD", "LAGOS", "4"],
      ["SPREAD", "ACCRA", "5"],
    ]);
    const one = await ebay.read.inventory?.(api, query({ location_id: "ACCRA" }));
    expect(one?.records.map(({ value }) => value.available)).toEqual(["5"]);
  });
});

describe("the seller", () => {
  it.each([
    ["EBAY_GB", "GB"],
    ["EBAY_MOTORS_US", "US"],
    ["SOMEWHERE", null],
  ])("registered at %s", async (registrationMarketplaceId, country) => {
    const businessAccount = {
      name: "Rooibos & Co Ltd",
      email: "x@y.example",
      website: "https://rooibos.example",
    };
    const { api, sent } = fakeApi({
      "/commerce/identity/v1/user/": {
        userId: "U1",
        username: "rooibos",
        registrationMarketplaceId,
        businessAccount,
      } satisfies User,
    });
    expect((await ebay.read.store?.(api))?.value).toMatchObject({
      id: "U1",
      name: "Rooibos & Co Ltd",
      country,
      url: "https://rooibos.example",
    });
    expect(sent[0]).toMatchObject({ base: "https://apiz.ebay.com" });
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  });

  it("has places", async () => {
    const locations = [
      {
        merchantLocationKey: "LAGOS",
        merchantLocationStatus: "ENABLED",
        name: "Marina",
        timeZoneId: "Africa/Lagos",
        location: { address: { addressLine1: "12 Marina", city: "Lagos", country: "NG" } },
      },
      { merchantLocationKey: "OLD", merchantLocationStatus: "DISABLED" },
    ];
    const { api, sent } = fakeApi({
      "/sell/inventory/v1/location": { locations, total: 3 } satisfies Locations,
    });
    const page = await ebay.read.locations?.(api, query({ limit: 2 }));
    expect(
      page?.records.map(({ value }) => [value.id, value.name, value.active, value.address?.country]),
    ).toEqual([
      ["LAGOS", "Marina", true, "NG"],
      ["OLD", "OLD", false, undefined],
    ]);
    expect(page?.next).toBe(JSON.stringify({ offset: 2 }));
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  });
});
