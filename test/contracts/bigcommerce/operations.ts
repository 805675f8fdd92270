import type { DescribedOperation, DescribedParameter } from "../described-operations";
import type { Operations } from "./vendor";

/** What can be asked of an operation by its document: a name that is not among them does not compile. */
type QueryOf<Name extends keyof Operations> = Operations[Name]["parameters"] extends { query?: infer Query }
  ? Partial<Record<keyof NonNullable<Query>, DescribedParameter>>
  : never;
type Described = {
  [Name in keyof Operations]: { method: "GET"; path: string; query: QueryOf<Name> };
};

const ID: DescribedParameter = { type: "integer", minimum: 0 };
const IDS: DescribedParameter = { list: true };
const PAGE: DescribedParameter = { type: "integer", minimum: 1 };
/** 250 is what the catalogue's document allows; the other documents name no number. */
const LIMIT: DescribedParameter = { type: "integer", minimum: 1, maximum: 250 };

const ORDER_INCLUDE: DescribedParameter = {
  list: true,
  values: ["consignments", "consignments.line_items", "fees"],
};
const STRUCTURE: DescribedParameter = { values: ["object"] };
const PRODUCT_INCLUDE: DescribedParameter = {
  list: true,
  values: [
    "bulk_pricing_rules",
    "channels",
    "custom_fields",
    "images",
    "modifiers",
    "options",
    "parent_relations",
    "primary_image",
    "reviews",
    "variants",
    "videos",
  ],
};
const directed = (...fields: string[]) => fields.flatMap((field) => [field, `${field}:asc`, `${field}:desc`]);

/**
 * The operations that the BigCommerce adapter calls, and what of their queries a reader may want: from the vendor's
 * OpenAPI documents, github.com/bigcommerce/docs `reference/` (orders.v2.oas2, orders.v3, catalog/products_catalog.v3,
 * inventory.v3, locations.v3, customers.v3, store_information.v2). Paths are below /stores/{store_hash}.
 */
export const OPERATIONS = {
  getStoreInformation: { method: "GET", path: "/v2/store", query: {} },
  getOrders: {
    method: "GET",
    path: "/v2/orders",
    query: {
      min_id: ID,
      max_id: ID,
      status_id: ID,
      customer_id: ID,
      channel_id: ID,
      min_date_created: {},
      max_date_created: {},
      min_date_modified: {},
      max_date_modified: {},
      page: PAGE,
      limit: LIMIT,
      sort: {
        values: directed(
          "id",
          "customer_id",
          "date_created",
          "date_modified",
          "status_id",
          "channel_id",
          "external_id",
        ),
      },
      include: ORDER_INCLUDE,
      consignment_structure: STRUCTURE,
    },
  },
  getOrder: {
    method: "GET",
    path: "/v2/orders/{order_id}",
    query: { include: ORDER_INCLUDE, consignment_structure: STRUCTURE },
  },
  getOrdersRefunds: {
    method: "GET",
    path: "/v3/orders/payment_actions/refunds",
    query: {
      "order_id:in": IDS,
      "id:in": IDS,
      "created:min": {},
      "created:max": {},
      page: PAGE,
      limit: LIMIT,
    },
  },
  getProducts: {
    method: "GET",
    path: "/v3/catalog/products",
    query: {
      id: ID,
      "id:in": IDS,
      "id:min": ID,
      "id:max": ID,
      "id:greater": ID,
      "id:less": ID,
      "date_modified:min": {},
      "date_modified:max": {},
      is_visible: { type: "boolean" },
      include: PRODUCT_INCLUDE,
      page: PAGE,
      limit: LIMIT,
      direction: { values: ["asc", "desc"] },
      sort: {
        values: [
          "id",
          "name",
          "sku",
          "price",
          "date_modified",
          "date_last_imported",
          "inventory_level",
          "is_visible",
          "total_sold",
          "calculated_price",
        ],
      },
    },
  },
  getProduct: {
    method: "GET",
    path: "/v3/catalog/products/{product_id}",
    query: { include: PRODUCT_INCLUDE },
  },
  "get-inventory-items": {
    method: "GET",
    path: "/v3/inventory/items",
    query: {
      "location_id:in": IDS,
      "product_id:in": IDS,
      "variant_id:in": IDS,
      "sku:in": IDS,
      page: PAGE,
      limit: LIMIT,
    },
  },
  getLocations: {
    method: "GET",
    path: "/v3/inventory/locations",
    query: { "location_id:in": IDS, is_active: { type: "boolean" }, page: PAGE, limit: LIMIT },
  },
  getCustomers: {
    method: "GET",
    path: "/v3/customers",
    query: {
      "id:in": IDS,
      "date_created:min": {},
      "date_created:max": {},
      "date_modified:min": {},
      "date_modified:max": {},
      include: {
        list: true,
        values: ["addresses", "storecredit", "attributes", "formfields", "shopper_profile_id", "segment_ids"],
      },
      sort: {
        values: [
          "date_created:asc",
          "date_created:desc",
          "last_name:asc",
          "last_name:desc",
          "date_modified:asc",
          "date_modified:desc",
        ],
      },
      after: {},
      before: {},
      page: PAGE,
      limit: LIMIT,
    },
  },
} satisfies Described & Readonly<Record<string, DescribedOperation>>;
