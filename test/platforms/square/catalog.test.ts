import { describe, expect, it } from "vitest";
import { productSchema } from "../../../src/model/retail";
import { readProduct, readProducts } from "../../../src/platforms/square/catalog";
import { fakeApi, query, queryString } from "./fake-api";
import * as fixtures from "./fixtures";

describe("products", () => {
  it("maps items with their variations", async () => {
    const { api, sent } = fakeApi({ "POST /catalog/search": fixtures.catalogAnswer });
    const page = await readProducts(api, query({ limit: 20, updated_since: "2017-01-01T00:00:00Z" }));
    expect(sent[0]?.json).toEqual({
      object_types: ["ITEM"],
      include_related_objects: true,
      limit: 20,
      begin_time: "2017-01-01T00:00:00Z",
    });
    const [black, gyokuro] = page.records.map((record) => productSchema().parse(record.value));
    expect(black).toEqual({
      id: "X5DZ5NWWAQ44CKBLKIFQGOWK",
      name: "Tea - Black",
      description: "A delicious blend of black tea, in plain text.",
      status: "active",
      vendor: null,
      category: "Beverages",
      tags: [],
      url: null,
      image_urls: ["https://images.example/tea.jpg"],
      variants: [
        {
          id: "5GSZPX6EU7MM75S57OONG3V5",
          sku: "TEA-R",
          barcode: "036000291452",
          name: "Regular",
          options: [{ name: "Size", value: "Regular" }],
          price: { amount: "1.50", currency: "USD" },
          compare_at_price: null,
          tracks_inventory: true,
          inventory_item_id: null,
        },
        {
          id: "XVLBN7DU6JTWHJTG5F265B43",
          sku: null,
          barcode: null,
          name: "By the gram",
          options: [],
          price: null,
          compare_at_price: null,
          tracks_inventory: null,
          inventory_item_id: null,
        },
      ],
      created_at: null,
      updated_at: "2017-10-26T15:41:32.337Z",
    });
    expect(gyokuro).toMatchObject({
      status: "archived",
      category: null,
      description: null,
      updated_at: null,
      variants: [{ price: { amount: "1500", currency: "JPY" }, tracks_inventory: false }],
    });
    expect(page.next).toBe("catalog-cursor");
    expect(page.warnings.map((warning) => warning.code)).toEqual(["cursor_expires"]);
    expect(page.records[1]?.raw).toEqual(fixtures.catalogAnswer.objects[1]);
  });

  it("goes on with Square's cursor, and ends on an empty answer", async () => {
    const { api, sent } = fakeApi({ "POST /catalog/search": {} });
    expect(await readProducts(api, query({ cursor: "C" }))).toEqual({
      records: [],
      next: null,
      warnings: [],
    });
    expect(sent[0]?.json).toMatchObject({ cursor: "C" });
  });

  it("fetches one", async () => {
    const { api, sent } = fakeApi({ "GET /catalog/object/W62UWFY35CWMYGVWK6TWJDNI": fixtures.itemAnswer });
    const { value, raw } = await readProduct(api, "W62UWFY35CWMYGVWK6TWJDNI");
    expect(productSchema().parse(value)).toMatchObject({
      name: "Tea",
      description: "Hot Leaf Juice",
      category: "Beverages",
    });
    expect(raw).toEqual(fixtures.itemAnswer.object);
    expect(queryString(sent[0]!)).toEqual({ include_related_objects: "true" });
  });

  it("finds no product under the id of something else", async () => {
    const { api } = fakeApi({
      "GET /catalog/object/TAX1": { object: { type: "TAX", id: "TAX1", tax_data: {} } },
    });
    await expect(readProduct(api, "TAX1")).rejects.toMatchObject({ failure: { kind: "not_found" } });
  });

  it("names the price at fault", async () => {
    const item = {
      type: "ITEM",
      id: "I",
      item_data: {
        variations: [{ id: "V", item_variation_data: { price_money: { amount: "1", currency: "USD" } } }],
      },
    };
    const { api } = fakeApi({ "POST /catalog/search": { objects: [item] } });
    await expect(readProducts(api, query())).rejects.toMatchObject({
      failure: {
        kind: "unexpected",
        field: "objects.0.item_data.variations.0.item_variation_data.price_money.amount",
      },
    });
  });
});
