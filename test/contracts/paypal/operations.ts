import type { DescribedOperation } from "../described-operations";

/**
 * The operations that the PayPal adapter calls: what Transaction Search v1 (the vendor's OpenAPI
 * `reporting_transactions_v1.json` 1.9, github.com/paypal/paypal-rest-api-specifications) takes in their queries.
 * Status codes and the values of `fields` are told there in prose.
 */
export const OPERATIONS: Readonly<Record<string, DescribedOperation>> = {
  searchTransactions: {
    method: "GET",
    path: "/v1/reporting/transactions",
    query: {
      start_date: { required: true },
      end_date: { required: true },
      transaction_id: {},
      transaction_type: {},
      transaction_status: { values: ["D", "P", "S", "V"] },
      transaction_amount: {},
      transaction_currency: {},
      payment_instrument_type: { values: ["CREDITCARD", "DEBITCARD"] },
      store_id: {},
      terminal_id: {},
      fields: {
        list: true,
        values: [
          "all",
          "transaction_info",
          "payer_info",
          "shipping_info",
          "auction_info",
          "cart_info",
          "incentive_info",
          "store_info",
        ],
      },
      balance_affecting_records_only: { values: ["Y", "N"] },
      page_size: { type: "integer", minimum: 1, maximum: 500 },
      page: { type: "integer", minimum: 1, maximum: 2_147_483_647 },
    },
  },
  searchBalances: {
    method: "GET",
    path: "/v1/reporting/balances",
    query: { as_of_time: {}, currency_code: {} },
  },
};

/** What {@link OPERATIONS} cannot say: parameters whose text has a form. Times are RFC 3339 with full seconds. */
export const FORMS: Readonly<Record<string, RegExp>> = {
  start_date: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  end_date: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  transaction_id: /^.{17,19}$/,
  transaction_type: /^T\d{4}$/,
};

/** The longest window that one search may span. */
export const WINDOW_DAYS = 31;

/** The scopes of the document's client-credentials flow: all that there are. */
export const SCOPES = [
  "https://uri.paypal.com/services/reporting/search/read",
  "https://uri.paypal.com/services/reporting/balances/read",
];
