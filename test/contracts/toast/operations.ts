import type { DescribedOperation } from "../described-operations";

/**
 * The operations that the Toast adapter calls, after the vendor's reference (doc.toasttab.com/openapi: restaurants v1,
 * menus v2, stock v1, orders v2).
 */
export const OPERATIONS: Readonly<Record<string, DescribedOperation>> = {
  getRestaurant: {
    method: "GET",
    path: "/restaurants/v1/restaurants/{restaurantGUID}",
    query: { includeArchived: { type: "boolean" } },
  },
  getMenus: { method: "GET", path: "/menus/v2/menus", query: {} },
  getInventory: {
    method: "GET",
    path: "/stock/v1/inventory",
    query: { status: { values: ["IN_STOCK", "QUANTITY", "OUT_OF_STOCK"] } },
  },
  getOrdersBulk: {
    method: "GET",
    path: "/orders/v2/ordersBulk",
    query: {
      startDate: {},
      endDate: {},
      businessDate: {},
      pageSize: { type: "integer", minimum: 1, maximum: 100 },
      page: { type: "integer", minimum: 1 },
    },
  },
  getOrder: { method: "GET", path: "/orders/v2/orders/{guid}", query: {} },
};
