import type { Adapter, PastedKey } from "./adapter";
import { paypalConnect } from "./paypal/connect";
import { classify } from "./paypal/errors";
import { apiHostOf } from "./paypal/hosts";
import { readOrder, readOrders } from "./paypal/orders";
import { readRefunds } from "./paypal/refunds";
import { readStore } from "./paypal/store";
import { paypalWebhooks } from "./paypal/webhooks";

const SEARCH = "https://uri.paypal.com/services/reporting/search/read";
const BALANCES = "https://uri.paypal.com/services/reporting/balances/read";

/**
 * PayPal (paypal.com), Transaction Search v1. It tells payments received, and those with a cart with their lines.
 *
 * Sources: the vendor's OpenAPI, github.com/paypal/paypal-rest-api-specifications `reporting_transactions_v1.json` 1.9
 * (requests, objects, scopes); developer.paypal.com/docs/transaction-search (who may use it, the form of times),
 * /reports/reference/t-codes (2026-06-14), /api/rest/webhooks/rest, /api/rate-limiting (2026-06-04).
 *
 * Scopes, the least for reading: search, and balances for the account's currency. Both come with the app's feature
 * “Transaction Search”; the token answer lists what was granted.
 *
 * Windows: 31 days and 10,000 transactions a request, three years back; a transaction shows up to three hours late.
 * All of it is walked here, and told in warnings. Limits: 429 with `Retry-After`; PayPal publishes no numbers.
 *
 * What PayPal cannot do: list products, stock, places or customers (the Catalog Products API has the names behind
 * subscription plans, without prices); tell by a payment that it was refunded in part; filter by change; look a payment
 * up by its id alone (the windows are gone through).
 *
 * Unverified: the order of records in a page (hence the fixed end of a search); whether tokens of every account carry
 * the balances scope (without it the store is refused as forbidden); signs of discounts (taken as sizes).
 */
export const paypal: Adapter<PastedKey> = {
  key: "paypal",
  name: "PayPal",
  apiVersion: "v1",
  modes: ["test", "live"],
  connect: paypalConnect,
  scopes: [SEARCH, BALANCES],
  resources: {
    store: {
      scopes: [BALANCES],
      filters: [],
      maxPageSize: 1,
      notes: [
        "The account and its primary currency. PayPal tells no name here: the name is the account's id.",
      ],
    },
    orders: {
      scopes: [SEARCH],
      filters: ["created_after", "created_before"],
      maxPageSize: 100,
      notes: [
        "An order is a payment received for goods or services; `id` is PayPal's transaction id, `number` the invoice id.",
        "A payment without a cart has no lines, and its whole amount under `difference`.",
        "Three years back at most, and without the last three hours. Newest window of 30 days first.",
        "A page may be short or empty and still have a next one: the rest of it were other transactions.",
        "Donations, mass payments, rebates, gift certificates and transfers are no orders.",
        "Partial refunds are not in the order; one refunded in full is `refunded`.",
        "`location_id` is the store id of a payment at a terminal. Reading one order may take up to 37 calls.",
      ],
    },
    refunds: {
      scopes: [SEARCH],
      filters: ["created_after", "created_before"],
      maxPageSize: 100,
      notes: [
        "Refunds that the merchant made (T1107); reversals by PayPal and chargebacks are none.",
        "`order_id` is the refunded payment's transaction id. Three years back at most, without the last three hours.",
      ],
    },
  },
  read: { store: readStore, orders: readOrders, order: readOrder, refunds: readRefunds },
  apiBase: apiHostOf,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
  },
  classify,
  limits: {
    description:
      "PayPal publishes no numbers. It answers 429 with Retry-After, and asks for exponential backoff.",
    sharedQuota: null,
  },
  webhooks: paypalWebhooks,
};
