import type { DescribedOperation, DescribedParameter } from "../described-operations";

const FLAG: DescribedParameter = { type: "boolean" };
const NUMBER: DescribedParameter = { type: "integer", minimum: 0 };
const IDS: DescribedParameter = { list: true, maxItems: 100 };
const STOCK: DescribedParameter = { values: ["instock", "outofstock", "onbackorder"] };
const POST_STATUS: DescribedParameter = {
  list: true,
  values: ["any", "draft", "pending", "private", "publish"],
};

/** What every list takes; `_fields` is WordPress's own ("Global Parameters" of its REST API handbook). */
const LIST = {
  context: { values: ["view", "edit"] },
  page: { type: "integer", minimum: 1 },
  per_page: { type: "integer", minimum: 1, maximum: 100 },
  offset: NUMBER,
  order: { values: ["asc", "desc"] },
  search: {},
  exclude: IDS,
  include: IDS,
  _fields: { list: true },
} as const satisfies DescribedOperation["query"];

const POSTS = {
  ...LIST,
  after: {},
  before: {},
  parent: IDS,
  parent_exclude: IDS,
  orderby: { values: ["date", "id", "include", "title", "slug"] },
} as const satisfies DescribedOperation["query"];

/** Filters by time of change, which every controller of version 3 has (WC_REST_CRUD_Controller). */
const MODIFIED = {
  modified_after: {},
  modified_before: {},
  dates_are_gmt: FLAG,
} as const satisfies DescribedOperation["query"];

const SOLD = {
  slug: {},
  status: POST_STATUS,
  sku: {},
  tax_class: {},
  on_sale: FLAG,
  min_price: {},
  max_price: {},
  stock_status: STOCK,
} as const satisfies DescribedOperation["query"];

/**
 * The operations that the WooCommerce adapter calls, with the parameters that the documentation gives them
 * (woocommerce-rest-api-docs, version 3: orders, refunds, products, product variations, customers, setting options).
 * `/refunds` and `/variations` are newer than it: they take what their controllers inherit (WC_REST_Refunds_Controller
 * from the refunds of an order, WC_REST_Variations_Controller from the variations of a product). Paths are below
 * /wp-json/wc/v3, but for the index, which is WordPress's own /wp-json/.
 */
export const OPERATIONS: Readonly<Record<string, DescribedOperation>> = {
  listOrders: {
    method: "GET",
    path: "/orders",
    query: {
      ...POSTS,
      ...MODIFIED,
      status: {
        list: true,
        values: [
          "any",
          "pending",
          "processing",
          "on-hold",
          "completed",
          "cancelled",
          "refunded",
          "failed",
          "trash",
        ],
      },
      customer: NUMBER,
      product: NUMBER,
      dp: NUMBER,
    },
  },
  retrieveOrder: { method: "GET", path: "/orders/{id}", query: { dp: NUMBER } },
  listRefunds: { method: "GET", path: "/refunds", query: { ...POSTS, ...MODIFIED, dp: NUMBER } },
  listProducts: {
    method: "GET",
    path: "/products",
    query: {
      ...POSTS,
      ...MODIFIED,
      ...SOLD,
      orderby: {
        values: ["date", "id", "include", "title", "slug", "price", "popularity", "rating"],
      },
      type: { values: ["simple", "grouped", "external", "variable"] },
      featured: FLAG,
      category: {},
      tag: {},
      shipping_class: {},
      attribute: {},
      attribute_term: {},
    },
  },
  retrieveProduct: { method: "GET", path: "/products/{id}", query: {} },
  listProductVariations: {
    method: "GET",
    path: "/products/{product_id}/variations",
    query: { ...POSTS, ...SOLD },
  },
  listVariations: { method: "GET", path: "/variations", query: { ...POSTS, ...SOLD } },
  listCustomers: {
    method: "GET",
    path: "/customers",
    query: {
      ...LIST,
      orderby: { values: ["id", "include", "name", "registered_date"] },
      email: {},
      role: {},
    },
  },
  listSettings: { method: "GET", path: "/settings/{group}", query: {} },
  retrieveSetting: { method: "GET", path: "/settings/{group}/{id}", query: {} },
  index: { method: "GET", path: "/", query: { _fields: { list: true } } },
};
