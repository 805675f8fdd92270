import { describe, expect, it } from "vitest";
import { base64, utf8 } from "../../../src/kernel/bytes";
import { paypal } from "../../../src/platforms/paypal";
import { fixture } from "../fixtures/paypal";
import { fakeApi, query } from "../square/fake-api";
import { answerFaults, requestFaults } from "./contract";
import { answer, balancesAnswer, payment, sale, saleAnswer } from "./fixtures";

/** PayPal's SDK as the judge of what our tests answer, and the facts of its OpenAPI as that of what we ask. */

const eur = (value: string) => ({ currency_code: "EUR", value });

describe("the fixtures are PayPal's", () => {
  it.each([
    ["a sale with its cart", saleAnswer],
    ["a payment", answer([payment()], 4)],
    ["none", answer([])],
    [
      "prices with tax",
      answer([
        payment(
          { discount_amount: eur("1.50"), sales_tax_amount: eur("2.79"), shipping_tax_amount: eur("0.40") },
          {
            cart_info: { tax_inclusive: true, item_details: [{ discount_amount: eur("-1.00") }] },
            shipping_info: {
              name: "A",
              method: "Rider",
              address: { line1: "1 Broad Street", city: "Lagos", state: "LA", country_code: "NG" },
            },
          },
        ),
      ]),
    ],
    ["a terminal's", answer([payment({}, { store_info: { store_id: "S1", terminal_id: "T1" } })])],
    ["a refund", answer([payment({ paypal_reference_id: "X", paypal_reference_id_type: "TXN" })])],
  ])("%s", (_name, body) => {
    expect(answerFaults("transactions", body)).toEqual([]);
  });

  it("the balances", () => {
    expect(answerFaults("balances", balancesAnswer)).toEqual([]);
  });

  it("and the check is one: a wrong type, a missing part, a field of nobody's, a value of nobody's", () => {
    const total = (transaction_amount: unknown) => answer([payment({ transaction_amount })]);
    const amount = "transaction_details.0.transaction_info.transaction_amount";
    expect(answerFaults("transactions", total({ currency_code: "USD", value: 4 }))).toContain(
      `${amount}.value`,
    );
    expect(answerFaults("transactions", total({ value: "4" }))).toEqual([amount]);
    expect(answerFaults("transactions", answer([{ ...sale, refunds: [] }]))).toEqual([
      "transaction_details.0.refunds: unknown",
    ]);
    expect(answerFaults("transactions", answer([payment({ paypal_reference_id_type: 7 })]))).not.toEqual([]);
    expect(answerFaults("balances", { balances: [{ currency: "USD" }] })).toEqual(["balances.0"]);
  });

  it("those of the shared suite too", async () => {
    const platform = fixture.make();
    const forward = () => Promise.reject(new Error("nothing is passed on"));
    const sends = (path: string, headers: Record<string, string>, method = "GET") =>
      platform.answer(new Request(`https://api-m.sandbox.paypal.com${path}`, { method, headers }), forward);
    if (platform.person.kind !== "pasted_key") throw new Error("PayPal's keys are pasted");
    const { client_id, client_secret } = platform.person.fields;
    const basic = `Basic ${base64(utf8(`${client_id}:${client_secret}`))}`;
    const token = await sends("/v1/oauth2/token", { authorization: basic }, "POST");
    const { access_token } = await token!.json<{ access_token: string }>();
    const authorization = `Bearer ${access_token}`;
    const since = new Date(Date.now() - 30 * 86_400_000).toISOString();
    const window = `start_date=${since}&end_date=${new Date().toISOString()}&page_size=100`;
    const found = await sends(`/v1/reporting/transactions?${window}`, { authorization });
    const body = await found!.json<{ transaction_details: unknown[] }>();
    expect(body.transaction_details.length).toBeGreaterThan(1);
    expect(answerFaults("transactions", body)).toEqual([]);
    const balances = await sends("/v1/reporting/balances", { authorization });
    expect(answerFaults("balances", await balances!.json())).toEqual([]);
  });
});

describe("what is asked", () => {
  it("is held to PayPal's parameters, their values and their forms", async () => {
    const { api, sent } = fakeApi({ "GET /v1/reporting/transactions": answer([payment()]) });
    await paypal.read.orders!(api, query({ limit: 100 }));
    const [asked] = sent;
    expect(requestFaults(asked!)).toEqual([]);
    const wrong = (over: Record<string, string | number>) =>
      requestFaults({ ...asked!, query: { ...asked!.query, ...over } });
    expect(wrong({ updated_since: "2026-01-01T00:00:00Z" })).toEqual([
      "searchTransactions: there is no updated_since",
    ]);
    expect(wrong({ page_size: 501 })).toEqual(["searchTransactions: page_size cannot be 501"]);
    expect(wrong({ fields: "all,lines" })).toHaveLength(1);
    expect(wrong({ transaction_id: "SHORT" })).toHaveLength(1);
    expect(wrong({ transaction_type: "refund" })).toHaveLength(1);
    expect(wrong({ start_date: "2026-10-24" })).toEqual(["start_date has another form than 2026-10-24"]);
    expect(wrong({ start_date: "2026-10-01T00:00:00Z" })).toHaveLength(1);
    expect(requestFaults({ method: "GET", path: "/v1/reporting/orders" })).not.toEqual([]);
    expect(requestFaults({ ...asked!, query: { page: 1 } })).toEqual([
      "searchTransactions: start_date is missing",
      "searchTransactions: end_date is missing",
    ]);
  });
});
