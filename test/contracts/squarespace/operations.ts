import type { DescribedOperation } from "../described-operations";

const CHANGED = { modifiedAfter: {}, modifiedBefore: {} };

/**
 * The reading operations that the Squarespace adapter calls, after the vendor's reference
 * (developers.squarespace.com/commerce-apis). A cursor goes without the others, which no table says: the tests do.
 */
export const OPERATIONS: Readonly<Record<string, DescribedOperation>> = {
  retrieveWebsite: { method: "GET", path: "/1.0/authorization/website", query: {} },
  retrieveOrders: {
    method: "GET",
    path: "/1.0/commerce/orders",
    query: {
      ...CHANGED,
      cursor: {},
      customerId: {},
      fulfillmentStatus: { values: ["PENDING", "FULFILLED", "CANCELED"] },
      paymentStates: {
        list: true,
        values: [
          "NOT_CHARGED",
          "AUTHORIZED",
          "PAID",
          "PARTIALLY_PAID",
          "PENDING",
          "FAILED",
          "REFUND_PENDING",
          "REFUNDED",
          "REFUND_FAILED",
        ],
      },
    },
  },
  retrieveOrder: { method: "GET", path: "/1.0/commerce/orders/{id}", query: {} },
  retrieveTransactions: {
    method: "GET",
    path: "/1.0/commerce/transactions",
    query: { ...CHANGED, cursor: {} },
  },
  retrieveProducts: {
    method: "GET",
    path: "/v2/commerce/products",
    query: { ...CHANGED, cursor: {}, type: { list: true } },
  },
  retrieveProduct: { method: "GET", path: "/v2/commerce/products/{ids}", query: {} },
  retrieveInventory: { method: "GET", path: "/1.0/commerce/inventory", query: { cursor: {} } },
  retrieveProfiles: {
    method: "GET",
    path: "/1.0/profiles",
    query: {
      cursor: {},
      filter: {},
      sortField: { values: ["id", "createdOn", "email", "lastName"] },
      sortDirection: { values: ["asc", "dsc"] },
    },
  },
};
