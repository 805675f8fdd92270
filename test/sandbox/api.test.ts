import { beforeAll, describe, expect, it } from "vitest";
import { base64url, utf8 } from "../../src/kernel/bytes";
import { order } from "../../src/sandbox/orders";
import { location } from "../../src/sandbox/places";
import { findShop, SHOPS } from "../../src/sandbox/shops";
import { stockCount } from "../../src/sandbox/stock";
import type { WireList, WireOrder, WireReturn } from "../../src/sandbox/wire";
import { call, connect, get, type TokenAnswer } from "./support";

const shop = findShop("kuwait-oud")!;
const all = Array.from({ length: shop.orders }, (_, index) => order(shop, index));
let tokens: TokenAnswer;
beforeAll(async () => {
  tokens = await connect(shop.key);
});

interface Record_ {
  ref?: string;
  stock_item?: string;
  location?: string | null;
}

/** Walks a list to its end. */
async function walk<T = Record_>(path: string, limit = 100): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 400; page++) {
    const query: string = `${path.includes("?") ? "&" : "?"}limit=${limit}${cursor ? `&cursor=${cursor}` : ""}`;
    const response = await get(path + query, tokens.access_token);
    expect(response.status).toBe(200);
    const list = (await response.json()) as WireList<T>;
    expect(list.items.length).toBeLessThanOrEqual(limit);
    items.push(...list.items);
    cursor = list.paging.next;
    if (cursor === null) return items;
    expect(list.items.length).toBe(limit);
  }
  throw new Error("the list has no end");
}

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();

describe("access", () => {
  it("needs a good token", async () => {
    const missing = await call("/sandbox/api/v1/orders");
    expect(missing.status).toBe(401);
    expect(missing.headers.get("www-authenticate")).toBe('Bearer realm="sandbox"');
    for (const token of ["x", `sbx_at.kuwait-oud.${"a".repeat(32)}`, tokens.refresh_token]) {
      const response = await get("/orders", token);
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toContain("invalid_token");
    }
  });

  it("ends at the granted scopes", async () => {
    const few = await connect(shop.key, ["products:read"]);
    expect((await get("/products", few.access_token)).status).toBe(200);
    for (const path of [
      "/orders",
      "/orders/ord_000001",
      "/customers",
      "/inventory",
      "/refunds",
      "/locations",
    ]) {
      const response = await get(path, few.access_token);
      expect(response.status).toBe(403);
      expect(response.headers.get("www-authenticate")).toContain("insufficient_scope");
    }
  });

  it("ends at the token's own shop", async () => {
    const other = await connect("lagos-home");
    const mine = (await (await get("/orders/ord_000001", tokens.access_token)).json()) as WireOrder;
    const theirs = (await (await get("/orders/ord_000001", other.access_token)).json()) as WireOrder;
    expect([mine.currency, theirs.currency]).toEqual(["KWD", "NGN"]);
  });
});

describe("paging", () => {
  it.each([
    ["/orders", shop.orders],
    ["/products", 160],
    ["/customers", shop.customers],
    ["/inventory", stockCount(shop)],
    ["/locations", shop.locations.length],
    ["/refunds", all.flatMap((o) => o.returns).length],
  ])("of %s visits each of %i records once", async (path, count) => {
    const refs = (await walk(path)).map((r) => r.ref ?? `${r.stock_item}@${r.location}`);
    expect(refs).toHaveLength(count);
    expect(new Set(refs).size).toBe(count);
  });

  it("gives the same records for pages of any size, newest first", async () => {
    const path = "/orders?status=void";
    const large = (await walk(path, 100)).map((o) => o.ref);
    const small = (await walk(path, 7)).map((o) => o.ref);
    expect(small).toEqual(large);
    expect(large).toEqual(
      all
        .filter((o) => o.state === "void")
        .reverse()
        .map((o) => o.ref),
    );
  });

  it("ends with a full page where the count is a multiple of it, and gives an empty list without a cursor", async () => {
    expect(await walk("/products", 80)).toHaveLength(160);
    const none = await get("/orders?created_after=2030-01-01T00:00:00Z", tokens.access_token);
    expect(await none.json()).toEqual({ items: [], paging: { next: null, limit: 50 } });
  });

  it("refuses a cursor that is not its own", async () => {
    const first = (await (await get("/orders?limit=1", tokens.access_token)).json()) as WireList<WireOrder>;
    const cursor = first.paging.next ?? "";
    const wrong = [
      `/orders?status=done&cursor=${cursor}`,
      `/products?cursor=${cursor}`,
      "/orders?cursor=x",
      `/orders?cursor=${base64url(utf8("abc.1"))}`,
      "/orders?cursor=%00",
    ];
    for (const path of wrong) {
      const response = await get(path, tokens.access_token);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ fault: { code: "bad_parameter", field: "cursor" } });
    }
  });

  it.each([
    "limit=0",
    "limit=101",
    "limit=-1",
    "limit=1.5",
    "limit=x",
    "limit=",
  ])("refuses %s", async (query) => {
    expect((await get(`/orders?${query}`, tokens.access_token)).status).toBe(400);
  });
});

describe("filters", () => {
  const middle = all[1_000]!;

  it("by creation take a half-open window", async () => {
    const from = all[900]!.placed;
    const to = middle.placed;
    const expected = all.filter((o) => o.placed >= from && o.placed < to).map((o) => o.ref);
    const path = `/orders?created_after=${iso(from)}&created_before=${iso(to)}`;
    expect((await walk(path)).map((o) => o.ref).reverse()).toEqual(expected);
    expect(expected).toContain(all[900]!.ref);
    expect(expected).not.toContain(middle.ref);
  });

  it("by change, in any offset", async () => {
    const since = all.at(-200)!.changed;
    const expected = all.filter((o) => o.changed >= since).map((o) => o.ref);
    const local = `${new Date((since + 3 * 3_600) * 1_000).toISOString().slice(0, 19)}%2B03:00`;
    expect((await walk(`/orders?updated_since=${local}`)).map((o) => o.ref).reverse()).toEqual(expected);
  });

  it("by location and status, together", async () => {
    const expected = all.filter((o) => o.location === "loc_2" && o.state === "done").map((o) => o.ref);
    expect(expected.length).toBeGreaterThan(100);
    const found = await walk("/orders?location_id=loc_2&status=done");
    expect(found.map((o) => o.ref).reverse()).toEqual(expected);
    expect(await walk("/orders?location_id=nowhere")).toEqual([]);
  });

  it("work on refunds, by their own times", async () => {
    const since = middle.placed;
    const expected = all.flatMap((o) => o.returns).filter((r) => r.created >= since && r.state === "done");
    const found = await walk<WireReturn>(`/refunds?created_after=${iso(since)}&status=done`);
    expect(new Set(found.map((r) => r.ref))).toEqual(new Set(expected.map((r) => r.ref)));
    expect(expected.length).toBeGreaterThan(10);
  });

  it("work on the other lists where they make sense", async () => {
    expect(await walk("/products?status=hidden")).not.toHaveLength(0);
    const place = location(shop, 1).ref;
    const levels = await walk(`/inventory?location_id=${place}`);
    expect(levels).toHaveLength(stockCount(shop) / 3);
    expect(levels.every((level) => level.location === place)).toBe(true);
    const late = await walk(`/customers?created_after=${iso(middle.placed)}`);
    expect(late.length).toBeGreaterThan(shop.customers / 3);
    expect(late.length).toBeLessThan(shop.customers);
  });

  it.each([
    ["/orders?status=open", "status"],
    ["/orders?updated_since=yesterday", "updated_since"],
    ["/orders?created_after=2026-01-01", "created_after"],
    ["/products?location_id=loc_1", "location_id"],
    ["/locations?status=x", "status"],
    ["/orders?page=2", "page"],
    ["/orders?status=done&status=void", "status"],
  ])("refuse what they do not know: %s", async (path, field) => {
    const response = await get(path, tokens.access_token);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ fault: { code: "bad_parameter", field } });
  });
});

describe("single records", () => {
  it("are the ones of the lists", async () => {
    const response = await get(`/orders/${all[77]!.ref}`, tokens.access_token);
    expect(await response.json()).toEqual(all[77]);
    const product = await get("/products/prd_0003", tokens.access_token);
    const list = await walk("/products");
    expect(await product.json()).toEqual(list[3]);
  });

  it.each([
    "/orders/ord_999999",
    "/orders/ord_1",
    "/orders/x",
    "/products/prd_9999",
    "/nothing",
    "/",
  ])("are missing at %s", async (path) => {
    const response = await get(path, tokens.access_token);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ fault: { code: "not_found" } });
  });
});

describe("faults on request", () => {
  const ask = (fault: string) => get("/orders?limit=2", tokens.access_token, { "x-sandbox-fault": fault });

  it("answer 429 with Retry-After, 500 and 503", async () => {
    const throttled = await ask("429");
    expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "2"]);
    expect((await ask("500")).status).toBe(500);
    expect((await ask("503")).status).toBe(503);
  });

  it("break the body", async () => {
    const badjson = await ask("badjson");
    expect(badjson.status).toBe(200);
    const text = await badjson.text();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    const half = await (await ask("truncated")).text();
    const whole = await (await get("/orders?limit=2", tokens.access_token)).text();
    expect(half).toBe(whole.slice(0, Math.floor(whole.length / 2)));
    expect(() => JSON.parse(half)).toThrow(SyntaxError);
  });

  it("delay the answer", async () => {
    const began = Date.now();
    const response = await ask("slow:120");
    expect(response.status).toBe(200);
    expect(Date.now() - began).toBeGreaterThanOrEqual(115);
  });

  it("are taken from the query too, refused when unknown, and given to nobody without a token", async () => {
    expect((await get("/orders?limit=2&x-sandbox-fault=503", tokens.access_token)).status).toBe(503);
    expect((await ask("slow:99999")).status).toBe(400);
    expect((await ask("explode")).status).toBe(400);
    expect((await call("/sandbox/api/v1/orders", { headers: { "x-sandbox-fault": "503" } })).status).toBe(
      401,
    );
  });
});

describe("every shop", () => {
  it.each(SHOPS.map((s) => s.key))("%s answers for itself", async (key) => {
    const own = await connect(key);
    const response = await get("/shop", own.access_token);
    expect(await response.json()).toMatchObject({ key, currency: findShop(key)!.currency });
  });
});
