import type { ApiRequest } from "../../../src/platforms/adapter";
import { type DescribedOperation, type DescribedParameter, faultsOf } from "../described-operations";

const COUNT: DescribedParameter = { type: "integer", minimum: 1 };
const VERSION: DescribedParameter = { type: "integer", minimum: 0 };
const FLAG: DescribedParameter = { type: "boolean" };
const PAGE = { after: VERSION, before: VERSION, page_size: COUNT };

/**
 * The operations that the X-Series adapter calls, after the vendor's reference of version 2026-07
 * (x-series-api.lightspeedhq.com/reference). Paths are below /api/2026-07. What `POST /inventory` takes is in its body.
 */
const OPERATIONS: Readonly<Record<string, DescribedOperation>> = {
  getRetailer: { method: "GET", path: "/retailer", query: {} },
  listOutlets: { method: "GET", path: "/outlets", query: { ...PAGE, deleted: FLAG } },
  listProducts: {
    method: "GET",
    path: "/products",
    query: { ...PAGE, deleted: FLAG, sku: {}, name: {}, family_name: {}, include_images: FLAG },
  },
  getProduct: { method: "GET", path: "/products/{product_id}", query: {} },
  listSales: { method: "GET", path: "/sales", query: PAGE },
  getSale: { method: "GET", path: "/sales/{sale_id}", query: {} },
  listCustomers: { method: "GET", path: "/customers", query: { ...PAGE, deleted: FLAG } },
  searchInventory: {
    method: "POST",
    path: "/inventory",
    query: {
      after: VERSION,
      before: VERSION,
      include_deleted: FLAG,
      product_id: {},
      size: COUNT,
      sort_direction: {},
      variants: {},
    },
  },
};

/** What is wrong with a request, its query and its body; empty where nothing is. */
export function faultsOfX(request: ApiRequest): string[] {
  return faultsOf(OPERATIONS, { ...request, query: { ...request.query, ...(request.json as object) } });
}
