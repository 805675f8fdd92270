import type { DescribedOperation, DescribedParameter } from "../described-operations";

const FLAG: DescribedParameter = { type: "boolean" };
const COUNT: DescribedParameter = { type: "integer", minimum: 0 };
const TIME: DescribedParameter = { type: "integer", minimum: 0 };

const PAGE = {
  offset: COUNT,
  limit: { type: "integer", minimum: 1, maximum: 100 },
  responseFields: {},
} as const satisfies DescribedOperation["query"];

/** UNIX time in seconds. */
const TIMES = {
  createdFrom: TIME,
  createdTo: TIME,
  updatedFrom: TIME,
  updatedTo: TIME,
} as const satisfies DescribedOperation["query"];

/**
 * The operations that the Ecwid adapter calls, with the parameters that the vendor's Java client sends
 * (Ecwid/ecwid-java-api-client, OrdersSearchRequest, ProductsSearchRequest, CustomersSearchRequest) and the limits of
 * the API documentation (Ecwid/ecwid-api-docs). Paths are below /api/v3/{storeId}.
 */
export const OPERATIONS: Readonly<Record<string, DescribedOperation>> = {
  getProfile: { method: "GET", path: "/profile", query: { responseFields: {} } },
  searchOrders: {
    method: "GET",
    path: "/orders",
    query: {
      ...PAGE,
      ...TIMES,
      ids: { list: true },
      keywords: {},
      totalFrom: {},
      totalTo: {},
      couponCode: {},
      orderNumber: COUNT,
      vendorOrderNumber: {},
      customer: {},
      customerId: COUNT,
      email: {},
      paymentMethod: {},
      shippingMethod: {},
      paymentStatus: {
        list: true,
        values: ["AWAITING_PAYMENT", "PAID", "CANCELLED", "REFUNDED", "PARTIALLY_REFUNDED", "INCOMPLETE"],
      },
      fulfillmentStatus: {},
      pickupTimeFrom: TIME,
      pickupTimeTo: TIME,
    },
  },
  getOrder: { method: "GET", path: "/orders/{orderId}", query: { responseFields: {} } },
  searchProducts: {
    method: "GET",
    path: "/products",
    query: {
      ...PAGE,
      ...TIMES,
      keyword: {},
      productId: { list: true },
      sku: {},
      priceFrom: {},
      priceTo: {},
      categories: { list: true },
      includeProductsFromSubcategories: FLAG,
      enabled: FLAG,
      inStock: FLAG,
      baseUrl: {},
      cleanUrls: FLAG,
      lang: {},
      sortBy: {
        values: [
          "RELEVANCE",
          "DEFINED_BY_STORE_OWNER",
          "ADDED_TIME_ASC",
          "ADDED_TIME_DESC",
          "UPDATED_TIME_ASC",
          "UPDATED_TIME_DESC",
          "NAME_ASC",
          "NAME_DESC",
          "PRICE_ASC",
          "PRICE_DESC",
        ],
      },
    },
  },
  getProduct: {
    method: "GET",
    path: "/products/{productId}",
    query: { baseUrl: {}, cleanUrls: FLAG, lang: {}, responseFields: {} },
  },
  searchCustomers: {
    method: "GET",
    path: "/customers",
    query: {
      ...PAGE,
      ...TIMES,
      keyword: {},
      name: {},
      email: {},
      customerGroup: COUNT,
      minOrderCount: COUNT,
      maxOrderCount: COUNT,
      taxExempt: FLAG,
      acceptMarketing: FLAG,
      lang: {},
      sortBy: {
        values: [
          "NAME_ASC",
          "NAME_DESC",
          "EMAIL_ASC",
          "EMAIL_DESC",
          "ORDER_COUNT_ASC",
          "ORDER_COUNT_DESC",
          "REGISTERED_DATE_ASC",
          "REGISTERED_DATE_DESC",
          "UPDATED_DATE_ASC",
          "UPDATED_DATE_DESC",
        ],
      },
    },
  },
};
