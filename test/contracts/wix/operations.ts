import type { DescribedOperation } from "../described-operations";

/**
 * The operations that the Wix adapter calls. Sources: the vendor's SDK packages (see src/platforms/wix.ts), and
 * dev.wix.com, REST reference of eCommerce Orders, Stores Catalog V1 and V3, Inventory, Contacts V4, Locations, Site
 * Properties.
 */
export const OPERATIONS = {
  getProperties: { method: "GET", path: "/site-properties/v4/properties", query: {} },
  listLocations: {
    method: "GET",
    path: "/locations/v1/locations",
    query: {
      "paging.limit": { type: "integer", minimum: 1 },
      "paging.offset": { type: "integer", minimum: 0 },
      includeArchived: { type: "boolean" },
    },
  },
  catalogVersion: { method: "GET", path: "/stores/v3/provision/version", query: {} },
  searchOrders: { method: "POST", path: "/ecom/v1/orders/search", query: {} },
  getOrder: { method: "GET", path: "/ecom/v1/orders/{id}", query: {} },
  listTransactions: { method: "POST", path: "/ecom/v1/payments/list-by-ids", query: {} },
  queryProductsV1: { method: "POST", path: "/stores/v1/products/query", query: {} },
  getProductV1: { method: "GET", path: "/stores/v1/products/{id}", query: {} },
  queryProductsV3: { method: "POST", path: "/stores/v3/products/query", query: {} },
  getProductV3: {
    method: "GET",
    path: "/stores/v3/products/{productId}",
    query: {
      fields: {
        list: true,
        values: ["URL", "CURRENCY", "PLAIN_DESCRIPTION", "MEDIA_ITEMS_INFO", "DESCRIPTION", "THUMBNAIL"],
      },
    },
  },
  queryVariantsV3: { method: "POST", path: "/stores/v3/products/query-variants", query: {} },
  queryInventoryV1: { method: "POST", path: "/stores/v2/inventoryItems/query", query: {} },
  queryInventoryV3: { method: "POST", path: "/stores/v3/inventory-items/query", query: {} },
  queryContacts: { method: "POST", path: "/contacts/v4/contacts/query", query: {} },
} as const satisfies Readonly<Record<string, DescribedOperation>>;

/** A value deep inside a body: which it may be, how large. `json` is a text that holds another body. */
export interface DescribedValue {
  values?: readonly (string | boolean)[];
  maximum?: number;
  json?: Body;
}
export type Body = Readonly<Record<string, DescribedValue>>;

const MOMENT: Body = { $gte: {}, $lte: {}, $gt: {}, $lt: {} };
const within = (place: string, body: Body): Body =>
  Object.fromEntries(Object.entries(body).map(([key, value]) => [`${place}.${key}`, value]));
const sorted = (place: string, ...fields: string[]): Body => ({
  [`${place}.sort[].fieldName`]: { values: fields },
  [`${place}.sort[].order`]: { values: ["ASC", "DESC"] },
});
const cursored = (place: string, maximum: number): Body => ({
  [`${place}.cursorPaging.limit`]: { maximum },
  [`${place}.cursorPaging.cursor`]: {},
});
const oneOrSome = (place: string, values: readonly string[]): Body => ({
  [place]: { values },
  [`${place}.$in[]`]: { values },
});

/** What the bodies of {@link OPERATIONS} may hold, by place; `[]` is every element of a list. */
export const BODIES: Readonly<Record<string, Body>> = {
  searchOrders: {
    ...oneOrSome("search.filter.status", ["INITIALIZED", "APPROVED", "CANCELED", "PENDING", "REJECTED"]),
    ...oneOrSome("search.filter.fulfillmentStatus", ["NOT_FULFILLED", "FULFILLED", "PARTIALLY_FULFILLED"]),
    ...oneOrSome("search.filter.paymentStatus", [
      "NOT_PAID",
      "PAID",
      "PARTIALLY_REFUNDED",
      "FULLY_REFUNDED",
      "PENDING",
      "PARTIALLY_PAID",
    ]),
    ...within("search.filter.createdDate", MOMENT),
    ...within("search.filter.updatedDate", MOMENT),
    ...sorted("search", "createdDate", "updatedDate", "number"),
    ...cursored("search", 100),
  },
  listTransactions: { "orderIds[]": {} },
  queryProductsV1: {
    "query.paging.limit": { maximum: 100 },
    "query.paging.offset": {},
    "query.filter": { json: { "numericId.$gt": {}, ...within("lastUpdated", MOMENT) } },
    "query.sort": { json: { "[].numericId": { values: ["asc", "desc"] } } },
    includeVariants: { values: [true, false] },
    includeHiddenProducts: { values: [true, false] },
  },
  queryProductsV3: {
    ...within("query.filter.updatedDate", MOMENT),
    ...sorted("query", "createdDate", "updatedDate"),
    ...cursored("query", 100),
    "fields[]": { values: OPERATIONS.getProductV3.query.fields.values },
  },
  queryVariantsV3: {
    "query.filter.productData.productId.$in[]": {},
    ...sorted("query", "productData.productId"),
    ...cursored("query", 1_000),
  },
  queryInventoryV1: {
    "query.paging.limit": { maximum: 100 },
    "query.paging.offset": {},
    "query.filter": { json: { "numericId.$gt": {} } },
    "query.sort": { json: { "[].numericId": { values: ["asc", "desc"] } } },
  },
  queryInventoryV3: { ...sorted("query", "createdDate", "updatedDate"), ...cursored("query", 1_000) },
  queryContacts: {
    ...within("query.filter.createdDate", MOMENT),
    ...within("query.filter.updatedDate", MOMENT),
    ...sorted("query", "createdDate"),
    "query.paging.limit": { maximum: 1_000 },
    "query.paging.offset": {},
    "query.fieldsets[]": { values: ["BASIC", "COMMUNICATION_DETAILS", "EXTENDED", "FULL"] },
  },
};
