import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/kernel/bytes";
import { bigcommerce } from "../../src/platforms/bigcommerce";
import { OPERATIONS } from "../contracts/bigcommerce/operations";
import { faultsOf } from "../contracts/described-operations";
import { NO_CALLBACK, outgoing, PEER } from "../support/adapter-calls";
import * as answers from "./bigcommerce/answers";
import { fakeApi, query } from "./square/fake-api";

const { order, product, refund, store } = answers;
const { connect } = bigcommerce;
const client = { client_id: "client-1", client_secret: "bc-vector-secret" };
const target = { mode: "live", shop: "k4r2dk8x" } as const;

const everything = {
  updated_since: "2026-01-15T00:00:00.000Z",
  created_after: "2026-01-01T00:00:00.000Z",
  created_before: "2026-02-01T00:00:00.000Z",
  location_id: "3",
};
const list = { data: [], meta: { pagination: { current_page: 1, total_pages: 1 } } };
const ANSWERS = {
  "GET /v2/store": store,
  "GET /v2/orders": [order()],
  "GET /v2/orders/1043": order(),
  "GET /v3/orders/payment_actions/refunds": { data: [refund()], meta: {} },
  "GET /v3/catalog/products": { data: [product], meta: {} },
  "GET /v3/catalog/products/3301": { data: product, meta: {} },
  "GET /v3/inventory/items": list,
  "GET /v3/inventory/locations": list,
  "GET /v3/customers": { data: [], meta: {} },
};

describe("what it asks", () => {
  it("is known to the vendor's documents, to the parameter and its value", async () => {
    const { api, sent } = fakeApi(ANSWERS);
    const asked = query(everything);
    const { read } = bigcommerce;
    await read.store!(api);
    await read.orders!(api, asked);
    await read.order!(api, "1043");
    await read.refunds!(api, asked);
    await read.products!(api, asked);
    await read.product!(api, "3301");
    await read.inventory!(api, asked);
    await read.locations!(api, asked);
    await read.customers!(api, { ...asked, cursor: "eyJpZCI6NDcxMX0" });
    expect(sent.flatMap((request) => faultsOf(OPERATIONS, request))).toEqual([]);
    const paths = Object.values(OPERATIONS).map(({ path }) => path.replace(/\{\w+\}/, "[0-9]+"));
    const unasked = paths.filter(
      (path) => !sent.some((request) => new RegExp(`^${path}$`).test(request.path)),
    );
    expect(unasked).toEqual([]);
  });

  it("is held by a check that finds what BigCommerce has not", () => {
    const asks = (path: string, asked: Record<string, string | number>) =>
      faultsOf(OPERATIONS, { method: "GET", path, query: asked });
    expect(asks("/v2/orders", { updated_since: "2026-01-15" })).toEqual([
      "getOrders: there is no updated_since",
    ]);
    expect(asks("/v2/orders", { sort: "id:up" })).toEqual(["getOrders: sort cannot be id:up"]);
    expect(asks("/v3/catalog/products", { limit: 251 })).toEqual(["getProducts: limit cannot be 251"]);
    expect(asks("/v3/customers", { include: "addresses,notes" })).toHaveLength(1);
    expect(asks("/v2/orders/1043/lines", {})).toEqual(["no operation GET /v2/orders/1043/lines"]);
  });

  it("goes to the store of the connection, with its token", () => {
    expect(bigcommerce.apiBase(target, { id: "abcd", facts: {} })).toBe(
      "https://api.bigcommerce.com/stores/abcd",
    );
    expect(bigcommerce.apiBase(target, { id: "", facts: {} })).toBe(
      "https://api.bigcommerce.com/stores/k4r2dk8x",
    );
    const call = outgoing("TOKEN");
    bigcommerce.authorise(call);
    expect(call.headers.get("x-auth-token")).toBe("TOKEN");
    expect(call.url.search).toBe("");
  });
});

describe("the catalogue and the rest", () => {
  it("prices each variant in the store's currency, at its own price or its product's, reduced where it is", async () => {
    const { api } = fakeApi(ANSWERS);
    const { records } = await bigcommerce.read.products!(api, query());
    const kes = (amount: string) => ({ amount, currency: "KES" });
    expect(records[0]?.value).toMatchObject({
      id: "3301",
      status: "active",
      tags: ["kikoi", "cotton"],
      url: "https://duka.example.com/kikoi/",
      image_urls: ["https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg"],
      updated_at: "2026-03-09T17:45:00.000Z",
      variants: [
        {
          id: "3310",
          barcode: "123",
          price: kes("100.50"),
          compare_at_price: kes("120.00"),
          tracks_inventory: true,
        },
        {
          id: "3311",
          barcode: "456",
          name: "L",
          options: [{ name: "Size", value: "L" }],
          price: kes("80.00"),
          compare_at_price: kes("90.00"),
        },
      ],
    });
  });

  it("counts each variant at each location, and goes on by page number while there is a page", async () => {
    const { api } = fakeApi({
      "GET /v3/inventory/items": {
        data: [answers.item],
        meta: { pagination: { current_page: 1, total_pages: 2 } },
      },
    });
    const page = await bigcommerce.read.inventory!(api, query({ limit: 1 }));
    expect(page.next).toBe("2");
    expect(page.records.map(({ value }) => [value.location_id, value.available, value.on_hand])).toEqual([
      ["1", "10", "11"],
      ["2", "-1", "0"],
    ]);
  });

  it("tells places and people, with empty text as nothing", async () => {
    const location = { ...answers.location, type_id: "FLOATING" };
    const { api } = fakeApi({
      "GET /v3/inventory/locations": { data: [location] },
      "GET /v3/customers": {
        data: [answers.customer],
        meta: answers.customersMeta,
      },
    });
    const places = await bigcommerce.read.locations!(api, query());
    expect(places.records[0]?.value).toMatchObject({
      id: "2",
      active: false,
      kind: "unknown",
      address: { line2: null, country: "NG", phone: null },
    });
    const { kind } = (
      await bigcommerce.read.locations!(
        fakeApi({ "GET /v3/inventory/locations": { data: [answers.location] } }).api,
        query(),
      )
    ).records[0]!.value;
    expect(kind).toBe("physical");
    const people = await bigcommerce.read.customers!(api, query());
    expect(people.next).toBe("aWQ6Nw==");
    expect(people.records[0]?.value).toMatchObject({
      id: "5",
      last_name: null,
      addresses: [],
      created_at: null,
    });
  });

  it("a list of refunds takes each order's own currency", async () => {
    const { api } = fakeApi(ANSWERS);
    const { records } = await bigcommerce.read.refunds!(api, query());
    expect(records[0]?.value.amount).toEqual({ amount: "32.40", currency: "USD" });
  });
});

describe("installing", () => {
  const arrive = (params: Record<string, string>) =>
    connect.arrival({ params: new URLSearchParams(params), client, now: 0 });

  it("hands scope and context on with the code, for the store they name", async () => {
    const params = { code: "c", scope: "a b", context: "stores/m7p3qa", account_uuid: "u" };
    expect(await arrive(params)).toEqual({
      kind: "code",
      code: "c",
      params: { scope: "a b", context: "stores/m7p3qa" },
      shop: "m7p3qa",
    });
    expect(connect.installUrl({ client, target })).toBe("https://login.bigcommerce.com/app/client-1/install");
  });

  it.each([
    { scope: "a", context: "stores/m7p3qa" },
    { code: "c", context: "stores/../../admin" },
    { code: "c", context: "https://evil.example.com" },
    { code: "c" },
    { signed_payload_jwt: "a.b.c" },
  ])("does not take %j for an installation", async (params) => {
    expect((await arrive(params as Record<string, string>)).kind).toBe("forged");
  });

  it("takes the account from the token answer, and only the store of the callback", async () => {
    const api = fakeApi({}).api;
    const on = (shop: string) => ({ ...api, target: { mode: "live" as const, shop } });
    const tokens = { context: "stores/k4r2dk8x" };
    expect(await connect.identify({ tokens, callback: NO_CALLBACK, api: on("k4r2dk8x") })).toEqual({
      id: "k4r2dk8x",
      facts: {},
    });
    await expect(
      connect.identify({ tokens, callback: NO_CALLBACK, api: on("other1") }),
    ).rejects.toMatchObject({
      failure: { kind: "unexpected", field: "context" },
    });
  });

  it("keeps nobody's address out of the token answer", () => {
    const user = { id: 1, email: "merchant@example.com" };
    expect(
      connect.server?.decodeTokenResponse?.({ access_token: "T", scope: "a", context: "stores/x", user }, 0),
    ).toEqual({ access_token: "T", scope: "a", context: "stores/x", token_type: "bearer" });
  });
});

describe("refusals", () => {
  const classified = (status: number, headers: Record<string, string> = {}) =>
    bigcommerce.classify({ status, headers: new Headers(headers), body: null }, Date.now());

  it("are told apart, and the wait is whole seconds from milliseconds", () => {
    expect(classified(204)).toBeNull();
    expect(classified(429, { "X-Rate-Limit-Time-Reset-Ms": "14001" })).toEqual({
      kind: "throttled",
      retryAfter: 15,
    });
    expect(classified(429)).toEqual({ kind: "throttled", retryAfter: null });
    expect([401, 403, 404, 422, 423, 503].map((status) => classified(status)?.kind)).toEqual([
      "unauthorized",
      "forbidden",
      "not_found",
      "rejected",
      "unavailable",
      "unavailable",
    ]);
  });
});

/** Signed with Python's hmac and hashlib, apart from this code. */
const BODY =
  '{"producer":"stores/k4r2dk8x","scope":"store/order/statusUpdated","data":{"type":"order","id":1043},"hash":"5b0c"}';
const SIGNED = {
  "webhook-id": "msg_DukaKikoi20260101",
  "webhook-timestamp": "1767225600",
  "webhook-signature": "v1,AAAA v1,ox01B8pvZMdfa5Zqiqum52Y4IzrIr745JCTougU3XZc=",
};
const JWT =
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJjbGllbnQtMSIsImlzcyI6ImJjIiwiaWF0IjoxNzY3MjI1NjAwLCJuYmYiOjE3NjcyMjU1OTUsImV4cCI6MTc2NzMxMjAwMCwianRpIjoiN2QxYzkwYWEtMmY2ZS00YjU4LTllNDMtMGM1YTFiZTdkNjAyIiwic3ViIjoic3RvcmVzL2s0cjJkazh4IiwidXNlciI6eyJpZCI6MzEsImVtYWlsIjoiYW1pbmFAZXhhbXBsZS5vcmcifSwib3duZXIiOnsiaWQiOjMwfSwidXJsIjoiLyIsImNoYW5uZWxfaWQiOm51bGx9.mxJkEPuy0y1PJf-SeJb-tH-3-SsGyxyqP5wadKGgi0o";

describe("deliveries", () => {
  const SIGNED_AT = 1_767_225_600_000;
  const peer = { ...PEER, client, now: SIGNED_AT };

  const webhook = (over: { headers?: object; body?: string; secret?: string; now?: number } = {}) =>
    bigcommerce.webhooks!.verify(
      {
        method: "POST",
        url: "https://metristack.test/webhooks/bigcommerce",
        headers: new Headers({ ...SIGNED, ...over.headers }),
        rawBody: utf8(over.body ?? BODY),
        secret: over.secret ?? client.client_secret,
      },
      { ...peer, now: over.now ?? SIGNED_AT },
    );

  it("webhooks are genuine by Standard Webhooks' signature, under any of several", async () => {
    expect(await webhook()).toEqual({
      kind: "genuine",
      eventId: SIGNED["webhook-id"],
      topic: "store/order/statusUpdated",
      account: "k4r2dk8x",
    });
  });

  it.each([
    ["another body", { body: `${BODY} ` }],
    ["another id", { headers: { "webhook-id": "msg_other" } }],
    ["another time", { headers: { "webhook-timestamp": "1767225601" } }],
    ["another secret", { secret: "not-the-secret" }],
    ["no secret", { secret: "" }],
    ["an old time", { now: SIGNED_AT + 301_000 }],
    ["a time to come", { now: SIGNED_AT - 301_000 }],
    [
      "an unknown scheme",
      { headers: { "webhook-signature": SIGNED["webhook-signature"].replaceAll("v1,", "v2,") } },
    ],
  ])("%s is refused", async (_name, over) => {
    expect((await webhook(over)).kind).toBe("forged");
  });

  const uninstall = (token: string, over: { secret?: string; now?: number; client?: typeof client } = {}) =>
    bigcommerce.webhooks!.verify(
      {
        method: "GET",
        url: `https://metristack.test/webhooks/bigcommerce?signed_payload_jwt=${token}`,
        headers: new Headers(),
        rawBody: utf8(""),
        secret: over.secret ?? client.client_secret,
      },
      { ...peer, now: over.now ?? SIGNED_AT, client: over.client ?? client },
    );

  it("the uninstall callback is genuine by its signed payload, and ends the store's connections", async () => {
    const verdict = await uninstall(JWT);
    expect(verdict).toMatchObject({
      kind: "genuine",
      eventId: "7d1c90aa-2f6e-4b58-9e43-0c5a1be7d602",
      account: "k4r2dk8x",
    });
    const topic = verdict.kind === "genuine" ? verdict.topic : "";
    expect(bigcommerce.webhooks!.interpret({ topic, body: undefined })).toEqual({ kind: "uninstalled" });
    expect(bigcommerce.webhooks!.interpret({ topic: "store/app/uninstalled", body: {} }).kind).toBe(
      "uninstalled",
    );
    expect(bigcommerce.webhooks!.interpret({ topic: "store/order/updated", body: {} }).kind).toBe("changed");
  });

  it("and not when it lapsed, is another client's, is unsigned, or signed otherwise", async () => {
    const [head, claims] = JWT.split(".");
    const none = `${btoa('{"alg":"none"}').replaceAll("=", "")}.${claims}.`;
    expect((await uninstall(JWT, { now: SIGNED_AT + 86_800_000 })).kind).toBe("forged");
    expect((await uninstall(JWT, { client: { ...client, client_id: "client-2" } })).kind).toBe("forged");
    expect((await uninstall(JWT, { secret: "not-the-secret" })).kind).toBe("forged");
    expect((await uninstall(none)).kind).toBe("forged");
    expect((await uninstall(`${head}.${claims}.`)).kind).toBe("forged");
    expect((await uninstall("")).kind).toBe("forged");
  });
});
