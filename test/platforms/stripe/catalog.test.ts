import { describe, expect, it } from "vitest";
import { customerSchema, productSchema, refundSchema, storeSchema } from "../../../src/model/retail";
import type { ApiRequest } from "../../../src/platforms/adapter";
import { stripe } from "../../../src/platforms/stripe";
import { fakeApi, query } from "../square/fake-api";
import { faultsOf, requestFaults } from "./contract";
import { list, price, refund, session } from "./fixtures";
import { account, customer, product as kanga, PRODUCT } from "./objects";

const { read } = stripe;

describe("products", () => {
  const answers = {
    "GET /products": list([kanga], true),
    "GET /prices": ({ query: asked }: ApiRequest) =>
      asked?.["starting_after"] === undefined
        ? list([price({ nickname: "Standard" })], true)
        : list([
            price({
              id: "price_month",
              currency: "kwd",
              type: "recurring",
              recurring: {
                interval: "month",
                interval_count: 3,
                meter: null,
                trial_period_days: null,
                usage_type: "licensed",
              },
            }),
            price({ id: "price_open", unit_amount: null }),
          ]),
  };

  it("have their active prices as variants, read to the end", async () => {
    const { api, sent } = fakeApi(answers);
    const page = await read.products!(api, query({ status: "archived" }));
    expect(sent.flatMap(requestFaults)).toEqual([]);
    expect(sent[0]!.query).toMatchObject({ active: "false" });
    expect(page.next).toBe(PRODUCT);
    const product = productSchema().parse(page.records[0]!.value);
    expect(product).toMatchObject({
      id: PRODUCT,
      name: "Kanga cloth",
      status: "active",
      created_at: "2025-07-31T22:13:20.000Z",
      variants: [
        { name: "Standard", price: { amount: "14.50", currency: "USD" }, options: [] },
        {
          id: "price_month",
          price: { amount: "1.450", currency: "KWD" },
          options: [{ name: "billing_interval", value: "3 month" }],
        },
        { id: "price_open", price: null },
      ],
    });
  });

  it("are read one by one as well", async () => {
    const { api, sent } = fakeApi({ ...answers, [`GET /products/${PRODUCT}`]: kanga });
    const { value } = await read.product!(api, PRODUCT);
    expect(value.variants).toHaveLength(3);
    expect(sent.flatMap(requestFaults)).toEqual([]);
  });
});

describe("refunds", () => {
  it("name the Checkout Session of their payment, and none where there was none", async () => {
    const one = refund({ payment_intent: "pi_1" });
    const { api, sent } = fakeApi({
      "GET /refunds": list([
        one,
        { ...one, id: "re_2", payment_intent: "pi_2", status: "canceled", currency: "jpy" },
        { ...one, id: "re_3", payment_intent: null, status: "lost", reason: "fraudulent" },
      ]),
      "GET /checkout/sessions": ({ query: asked }: ApiRequest) =>
        list(asked?.["payment_intent"] === "pi_1" ? [session()] : []),
    });
    const page = await read.refunds!(api, query({ created_after: "2026-01-01T00:00:00Z" }));
    expect(sent.flatMap(requestFaults)).toEqual([]);
    const refunds = page.records.map(({ value }) => refundSchema().parse(value));
    expect(refunds).toMatchObject([
      { order_id: session().id, status: "completed", amount: { amount: "3.50" } },
      { order_id: null, status: "rejected", amount: { amount: "350", currency: "JPY" } },
      { order_id: null, status: "unknown", reason: "fraudulent" },
    ]);
  });
});

describe("customers and the account", () => {
  it("reads a customer whose every part is missing", async () => {
    const { api, sent } = fakeApi({ "GET /customers": list([customer]) });
    const page = await read.customers!(api, query());
    expect(sent.flatMap(requestFaults)).toEqual([]);
    expect(customerSchema().parse(page.records[0]!.value)).toMatchObject({
      id: "cus_AminaGuest01",
      first_name: null,
      addresses: [],
    });
  });

  it("keeps a customer's one name whole", async () => {
    const address = {
      line1: "Broad St 2",
      line2: null,
      city: "Lagos",
      state: "LA",
      postal_code: null,
      country: "NG",
    };
    const named = {
      ...customer,
      name: "Ngozi Okafor",
      business_name: "Okafor Ltd",
      address,
      shipping: { name: "Store room", phone: "+2348000000000", address },
    };
    const { api } = fakeApi({ "GET /customers": list([named]) });
    const page = await read.customers!(api, query());
    expect(page.records[0]!.value).toMatchObject({
      first_name: "Ngozi Okafor",
      last_name: null,
      company: "Okafor Ltd",
      addresses: [
        { name: "Ngozi Okafor", line1: "Broad St 2", region: "LA", country: "NG" },
        { name: "Store room", phone: "+2348000000000" },
      ],
    });
  });

  it("has the account as the store", async () => {
    const { api } = fakeApi({ "GET /account": account });
    const { value } = await read.store!(api);
    expect(storeSchema().parse(value)).toEqual({
      id: "acct_1DukaLaAmina",
      name: "acct_1DukaLaAmina",
      url: null,
      country: "KE",
      currency: "USD",
      timezone: "Africa/Nairobi",
      locale: null,
      created_at: "2025-07-31T22:13:20.000Z",
    });
  });

  it.each([
    [
      "Duka la Amina",
      { name: "Duka la Amina", url: "https://duka.example" },
      "Amina's",
      "https://duka.example",
    ],
    ["Amina's", { name: null, url: null }, "Amina's", null],
  ])("is called %s where it has a name", async (name, profile, display_name, url) => {
    const named = {
      ...account,
      business_profile: { ...account.business_profile, ...profile },
      settings: { ...account.settings, dashboard: { display_name, timezone: null } },
    };
    expect(faultsOf("Account", named)).toEqual([]);
    const { value } = await read.store!(fakeApi({ "GET /account": named }).api);
    expect(value).toMatchObject({ name, url, timezone: null });
  });
});
