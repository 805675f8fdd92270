import type { DescribedOperation, DescribedParameter } from "../described-operations";

const CONDITIONS: DescribedParameter = {
  values: [
    "eq",
    "finset",
    "from",
    "gt",
    "gteq",
    "in",
    "like",
    "lt",
    "lteq",
    "moreq",
    "neq",
    "nfinset",
    "nin",
    "nlike",
    "notnull",
    "null",
    "to",
  ],
};

/** As many conditions as the adapter ever sends at once, one in each group. */
const GROUPS = [0, 1, 2, 3, 4];

/** The criteria of a search for records of these fields. */
function search(fields: readonly string[]): DescribedOperation["query"] {
  const known: DescribedParameter = { values: fields };
  const conditions = GROUPS.map((group) => `searchCriteria[filterGroups][${group}][filters][0]`);
  return {
    ...Object.fromEntries(
      conditions.flatMap((condition) => [
        [`${condition}[field]`, known],
        [`${condition}[value]`, {}],
        [`${condition}[conditionType]`, CONDITIONS],
      ]),
    ),
    "searchCriteria[sortOrders][0][field]": known,
    "searchCriteria[sortOrders][0][direction]": { values: ["ASC", "DESC"] },
    "searchCriteria[pageSize]": { type: "integer", minimum: 1, required: true },
    "searchCriteria[currentPage]": { type: "integer", minimum: 1 },
  };
}

const DATED = ["entity_id", "created_at", "updated_at"];

/**
 * The operations that the Magento adapter calls: paths and parameters as the vendor's OpenAPI document for 2.4.8 has
 * them (AdobeDocs/commerce-webapi, `src/openapi`), condition types from "Search using REST endpoints" there. The fields
 * that a search may name are columns of its table or attributes of its entity, of which the usual ones are listed. The
 * page size is obligatory to us alone: Magento answers a search without one with everything. Paths are below
 * /rest/all/V1.
 */
export const OPERATIONS: Readonly<Record<string, DescribedOperation>> = {
  searchOrders: {
    method: "GET",
    path: "/orders",
    query: search([...DATED, "state", "status", "increment_id", "customer_id", "store_id"]),
  },
  getOrder: { method: "GET", path: "/orders/{id}", query: {} },
  searchCreditmemos: {
    method: "GET",
    path: "/creditmemos",
    query: search([...DATED, "order_id", "state", "increment_id", "store_id"]),
  },
  searchProducts: {
    method: "GET",
    path: "/products",
    query: search([...DATED, "sku", "name", "price", "status", "visibility", "type_id"]),
  },
  searchProductAttributes: {
    method: "GET",
    path: "/products/attributes",
    query: search(["attribute_id", "attribute_code"]),
  },
  searchCustomers: {
    method: "GET",
    path: "/customers/search",
    query: search([...DATED, "email", "firstname", "lastname", "website_id"]),
  },
  searchSources: {
    method: "GET",
    path: "/inventory/sources",
    query: search(["source_code", "name", "enabled", "country_id", "postcode"]),
  },
  searchSourceItems: {
    method: "GET",
    path: "/inventory/source-items",
    query: search(["source_item_id", "source_code", "sku", "quantity", "status"]),
  },
  listStoreConfigs: { method: "GET", path: "/store/storeConfigs", query: { storeCodes: { list: true } } },
  listWebsites: { method: "GET", path: "/store/websites", query: {} },
};
