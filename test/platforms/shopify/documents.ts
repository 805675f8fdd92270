import type { Resource } from "../../../src/platforms/adapter";
import { shopify } from "../../../src/platforms/shopify";
import * as queries from "../../../src/platforms/shopify/queries";

const { ORDER_IN_LIST, ORDER_ALONE, PRODUCT_IN_LIST, PRODUCT_ALONE } = queries;

export interface UsedDocument {
  document: string;
  /** The largest it is ever sent with. */
  variables: Record<string, unknown>;
  /** The resources it is sent for; none for connecting and disconnecting. */
  resources: Resource[];
}

const most = (resource: Resource) => shopify.resources[resource]!.maxPageSize;
const part = (document: string, ...resources: Resource[]): UsedDocument => ({
  document,
  variables: { id: "gid://shopify/X/1", first: 100, after: "c" },
  resources,
});

/** Every document of the adapter. */
export const DOCUMENTS: Record<string, UsedDocument> = {
  ORDERS: {
    document: queries.ORDERS,
    variables: { first: most("orders"), sort: "CREATED_AT", reverse: true, ...ORDER_IN_LIST },
    resources: ["orders"],
  },
  ORDER_BY_ID: {
    document: queries.ORDER_BY_ID,
    variables: { id: "gid://shopify/Order/1", ...ORDER_ALONE },
    resources: ["orders"],
  },
  ORDER_LINES: part(queries.ORDER_LINES, "orders"),
  ORDER_SHIPPING: part(queries.ORDER_SHIPPING, "orders"),
  ORDER_DISCOUNTS: part(queries.ORDER_DISCOUNTS, "orders"),
  REFUND_LINES: part(queries.REFUND_LINES, "orders", "refunds"),
  ORDERS_WITH_REFUNDS: {
    document: queries.ORDERS_WITH_REFUNDS,
    variables: { first: 50, reverse: true, ...ORDER_IN_LIST },
    resources: ["refunds"],
  },
  PRODUCTS: {
    document: queries.PRODUCTS,
    variables: { first: most("products"), sort: "ID", ...PRODUCT_IN_LIST },
    resources: ["products"],
  },
  PRODUCT_BY_ID: {
    document: queries.PRODUCT_BY_ID,
    variables: { id: "gid://shopify/Product/1", ...PRODUCT_ALONE },
    resources: ["products"],
  },
  PRODUCT_VARIANTS: part(queries.PRODUCT_VARIANTS, "products"),
  PRODUCT_MEDIA: part(queries.PRODUCT_MEDIA, "products"),
  NEXT_LOCATION_LEVELS: {
    document: queries.NEXT_LOCATION_LEVELS,
    variables: { first: most("inventory") },
    resources: ["inventory"],
  },
  LOCATION_LEVELS: {
    document: queries.LOCATION_LEVELS,
    variables: { id: "gid://shopify/Location/1", first: most("inventory") },
    resources: ["inventory"],
  },
  LOCATIONS: {
    document: queries.LOCATIONS,
    variables: { first: most("locations") },
    resources: ["locations"],
  },
  CUSTOMERS: {
    document: queries.CUSTOMERS,
    variables: { first: most("customers"), sort: "ID" },
    resources: ["customers"],
  },
  STORE: { document: queries.STORE, variables: {}, resources: ["store"] },
  IDENTITY: { document: queries.IDENTITY, variables: {}, resources: [] },
  UNINSTALL: { document: queries.UNINSTALL, variables: {}, resources: [] },
};

/** The documents that a reader asks again with fewer records where Shopify finds them too costly. */
export const SHRINKING = new Set([
  "ORDERS",
  "ORDERS_WITH_REFUNDS",
  "ORDER_LINES",
  "ORDER_SHIPPING",
  "ORDER_DISCOUNTS",
  "REFUND_LINES",
  "PRODUCTS",
  "PRODUCT_VARIANTS",
  "PRODUCT_MEDIA",
  "LOCATIONS",
  "CUSTOMERS",
]);
