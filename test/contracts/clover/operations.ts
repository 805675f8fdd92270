import type { DescribedOperation, DescribedParameter } from "../described-operations";

/** Three expansions a call (expanding-fields). */
const expandTo = (...values: string[]): DescribedParameter => ({ list: true, maxItems: 3, values });
const PAGE = {
  limit: { type: "integer", minimum: 1, maximum: 1_000 },
  offset: { type: "integer", minimum: 0 },
  filter: {},
  orderBy: {},
} as const;
const OF_ITEM = expandTo(
  "categories",
  "itemStock",
  "menuItem",
  "modifierGroups",
  "options",
  "tags",
  "taxRates",
);
const OF_ORDER = expandTo(
  "credits",
  "customers",
  "discounts",
  "employee",
  "lineItems",
  "lineItems.discounts",
  "lineItems.modifications",
  "lineItems.taxRates",
  "payments",
  "refunds",
  "serviceCharge",
);
const by = (...fields: string[]) => ({
  values: fields.flatMap((field) => [`${field} ASC`, `${field} DESC`]),
});

/**
 * The operations that the Clover adapter calls, after the vendor's reference (docs.clover.com/reference: getMerchant,
 * inventoryGetItems, orderGetOrders, customersGetCustomers and their like). Paths are below /v3/merchants/{mId}; the
 * merchant itself stands there too, and is asked for by its own path while it is not yet known to be ours.
 */
export const OPERATIONS: Readonly<Record<string, DescribedOperation>> = {
  getMerchant: { method: "GET", path: "", query: {} },
  getNamedMerchant: { method: "GET", path: "/{mId}", query: {} },
  getProperties: { method: "GET", path: "/properties", query: {} },
  getAddress: { method: "GET", path: "/address", query: {} },
  getItems: {
    method: "GET",
    path: "/items",
    query: { ...PAGE, orderBy: by("modifiedTime", "name"), expand: OF_ITEM },
  },
  getItem: { method: "GET", path: "/items/{itemId}", query: { expand: OF_ITEM } },
  getOrders: {
    method: "GET",
    path: "/orders",
    query: { ...PAGE, orderBy: by("createdTime", "modifiedTime"), expand: OF_ORDER },
  },
  getOrder: { method: "GET", path: "/orders/{orderId}", query: { expand: OF_ORDER } },
  getRefunds: { method: "GET", path: "/refunds", query: { ...PAGE, orderBy: by("createdTime") } },
  getCustomers: {
    method: "GET",
    path: "/customers",
    query: {
      ...PAGE,
      orderBy: by("customerSince"),
      expand: expandTo("addresses", "cards", "emailAddresses", "metadata", "phoneNumbers"),
    },
  },
};
