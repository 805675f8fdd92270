import { describe, expect, it } from "vitest";
import type { Product } from "../../../src/model/retail";
import type { ApiRequest, Page } from "../../../src/platforms/adapter";
import { amazon } from "../../../src/platforms/amazon";
import { OPERATIONS } from "../../contracts/amazon/operations";
import { faultsOf } from "../../contracts/described-operations";
import { fakeApi, query } from "./fake-api";

const LISTINGS = "/listings/2021-08-01/items/A1SELLER";
const SUMMARIES = "/fba/inventory/v1/summaries";
const ZA = "AE08WJ6YKNBMC";

function listing(sku: string, createdDate: string, over: object = {}) {
  const summary = {
    marketplaceId: ZA,
    asin: "B0NAIROBI1",
    productType: "TEAPOT",
    status: ["BUYABLE"],
    itemName: "Blue teapot",
    createdDate,
    lastUpdatedDate: "2026-03-01T02:00:00+02:00",
    mainImage: { link: "https://i.example/teapot.jpg", height: 640, width: 640 },
  };
  return { sku, summaries: [summary], ...over };
}

/** As many listings as a large seller has: answers like the vendor, a thousand at most. */
function largeSeller(count: number, createdOf: (n: number) => string) {
  const all = Array.from({ length: count }, (_, n) => listing(`SKU-${n}`, createdOf(n)));
  return ({ query: asked }: ApiRequest) => {
    const window = all.filter(
      ({ summaries }) => (summaries[0]?.createdDate ?? "") >= String(asked?.["createdAfter"] ?? ""),
    );
    const at = Number(asked?.["pageToken"] ?? 0);
    const items = window.slice(at, at + 20);
    const end = at + items.length;
    const hasMore = end < Math.min(window.length, 1_000);
    return {
      numberOfResults: window.length,
      items,
      ...(hasMore && { pagination: { nextToken: String(end) } }),
    };
  };
}

async function readAll(answer: (request: ApiRequest) => unknown) {
  const { api, sent } = fakeApi({ [LISTINGS]: answer });
  const ids: string[] = [];
  const warnings: string[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < 200; pages++) {
    const page: Page<Product> | undefined = await amazon.read.products?.(api, query({ cursor }));
    ids.push(...(page?.records ?? []).map(({ value }) => value.id));
    warnings.push(...(page?.warnings ?? []).map(({ code }) => code));
    cursor = page?.next ?? null;
    if (cursor === null) break;
  }
  expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
  return { ids, warnings };
}

const minute = (n: number) => new Date(Date.UTC(2024, 0, 1) + n * 60_000).toISOString();

describe("listings", () => {
  it("become products of one variant", async () => {
    const raw = listing("TEAPOT-BLUE", "2026-02-01T00:00:00Z", {
      attributes: {
        brand: [{ value: "Karoo", language_tag: "en_ZA", marketplace_id: ZA }],
        product_description: [{ value: "A teapot.", marketplace_id: "OTHER" }],
        externally_assigned_product_identifier: [{ type: "ean", value: "6001234567890", marketplace_id: ZA }],
      },
      offers: [
        { marketplaceId: ZA, offerType: "B2B", price: { amount: "900.00", currencyCode: "ZAR" } },
        { marketplaceId: ZA, offerType: "B2C", price: { amount: "999.9", currencyCode: "ZAR" } },
      ],
    });
    const { api, sent } = fakeApi({ [`${LISTINGS}/A%2FB`]: raw });
    const product = await amazon.read.product?.(api, "A/B");
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
    expect(product?.value).toMatchObject({
      id: "TEAPOT-BLUE",
      name: "Blue teapot",
      description: null,
      status: "active",
      vendor: "Karoo",
      created_at: "2026-02-01T00:00:00.000Z",
      updated_at: "2026-03-01T00:00:00.000Z",
    });
    expect(product?.value.variants[0]).toMatchObject({
      barcode: "6001234567890",
      price: { amount: "999.90", currency: "ZAR" },
    });
  });

  it.each([
    [["DISCOVERABLE"], "active"],
    [[], "draft"],
    [["HOVERING"], "unknown"],
  ])("with status %j", async (status, expected) => {
    const raw = listing("S", "2026-02-01T00:00:00Z");
    Object.assign(raw.summaries[0] ?? {}, { status });
    const { api } = fakeApi({ [`${LISTINGS}/S`]: raw });
    expect((await amazon.read.product?.(api, "S"))?.value.status).toBe(expected);
  });

  it("of another store are not found", async () => {
    const { api } = fakeApi({ [`${LISTINGS}/S`]: { sku: "S", summaries: [] } });
    await expect(amazon.read.product?.(api, "S")).rejects.toMatchObject({ failure: { kind: "not_found" } });
  });

  it("beyond the thousandth are read too, each once, where several were created at the window's end", async () => {
    const { ids, warnings } = await readAll(largeSeller(2_345, (n) => minute(Math.floor(n / 7))));
    expect(new Set(ids).size).toBe(2_345);
    expect(ids.length).toBe(2_345);
    expect(warnings).toEqual([]);
  });

  it("say so when Amazon cannot page through them", async () => {
    const { ids, warnings } = await readAll(largeSeller(1_500, () => minute(0)));
    expect(new Set(ids).size).toBe(ids.length);
    expect(warnings).toEqual(["incomplete"]);
  });
});

describe("stock", () => {
  it("is the seller's own count, or the warehouse's, asked by the page", async () => {
    const at = "2026-02-01T00:00:00Z";
    const items = [
      listing("OWN", at, { fulfillmentAvailability: [{ fulfillmentChannelCode: "DEFAULT", quantity: 4 }] }),
      listing("FBA", at, { fulfillmentAvailability: [{ fulfillmentChannelCode: "AMAZON_EU" }] }),
      listing("BOTH", at, {
        fulfillmentAvailability: [
          { fulfillmentChannelCode: "DEFAULT", quantity: 1 },
          { fulfillmentChannelCode: "AMAZON_EU" },
        ],
      }),
      listing("COMMA,SKU", at, { fulfillmentAvailability: [{ fulfillmentChannelCode: "AMAZON_EU" }] }),
      listing("PARENT", at),
    ];
    const summary = (sellerSku: string, fulfillableQuantity: number) => ({
      sellerSku,
      inventoryDetails: { fulfillableQuantity },
      lastUpdatedTime: "2026-11-22T10:00:00+02:00",
    });
    const { api, sent } = fakeApi({
      [LISTINGS]: { numberOfResults: 5, items },
      [SUMMARIES]: { payload: { inventorySummaries: [summary("FBA", 30), summary("BOTH", 2)] } },
    });
    const page = await amazon.read.inventory?.(api, query());
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
    expect(sent[1]?.query).toMatchObject({ sellerSkus: "FBA,BOTH", granularityId: ZA });
    expect(page?.records.map(({ value }) => [value.sku, value.available, value.updated_at])).toEqual([
      ["OWN", "4", null],
      ["FBA", "30", "2026-11-22T08:00:00.000Z"],
      ["BOTH", "3", "2026-11-22T08:00:00.000Z"],
      ["COMMA,SKU", null, null],
    ]);
  });

  it("asks no warehouse where the seller ships everything", async () => {
    const own = listing("OWN", minute(0), {
      fulfillmentAvailability: [{ fulfillmentChannelCode: "DEFAULT", quantity: 0 }],
    });
    const { api, sent } = fakeApi({ [LISTINGS]: { numberOfResults: 1, items: [own] } });
    expect((await amazon.read.inventory?.(api, query()))?.records[0]?.value.available).toBe("0");
    expect(sent).toHaveLength(1);
  });
});
