import type { Adapter, OAuthRedirect } from "./adapter";
import { lightspeedXConnect } from "./lightspeed-x/connect";
import { readCustomers } from "./lightspeed-x/customers";
import { classify } from "./lightspeed-x/errors";
import { hostOf, X_VERSION } from "./lightspeed-x/hosts";
import { readInventory, readProduct, readProducts } from "./lightspeed-x/products";
import { readLocations, readStore } from "./lightspeed-x/retailer";
import { readOrder, readOrders, readRefunds } from "./lightspeed-x/sales";

/**
 * Lightspeed Retail X-Series (formerly Vend), API 2026-07.
 *
 * Sources: the vendor's OpenAPI `api-2026-07.yaml` (operations, parameters, schemas, scopes);
 * x-series-api.lightspeedhq.com/docs: authorization, scopes, pagination, rate_limiting, webhooks; changelog
 * 2025-03-refresh-token-flow-update.
 *
 * Scopes, the least for reading, as each operation names them. `GET /retailer`, which alone tells the currency and
 * whether prices contain tax, wants `retailer:read` and `payment_types:read` together; every list with money needs it.
 *
 * Limits: 300 × registers + 50 calls in 5 minutes, for each app at each retailer; `Retry-After` is an HTTP date. An
 * app that is not approved may be connected to 30 retailers. There are no time windows.
 *
 * Lists follow the order of changes by a version cursor, and filter by nothing. `/search` filters sales by date, but
 * pages by offset over an order that is not told, and is not used.
 *
 * What it cannot do: name the products of a sale's lines, or its taxes (ids alone); tell when stock changed, or an
 * order's delivery; list returns apart from sales (they are picked out here, so that a page may be empty); revoke.
 *
 * Unverified: the answers of the token endpoint to a refusal (taken as RFC 6749 says), and whether a line's `price` is
 * before or after its discount (its `total` decides). Webhooks are left out: a delivery is form-encoded, does not say
 * what changed, and which hash of the body is signed the page leaves open.
 */
export const lightspeedX: Adapter<OAuthRedirect> = {
  key: "lightspeed-x",
  name: "Lightspeed Retail (X-Series)",
  apiVersion: X_VERSION,
  // There is no sandbox: a test connection is made to a trial shop.
  modes: ["test", "live"],
  connect: lightspeedXConnect,
  scopes: [
    "retailer:read",
    "payment_types:read",
    "outlets:read",
    "products:read",
    "inventory:read",
    "sales:read",
    "customers:read",
  ],
  resources: {
    store: {
      scopes: ["retailer:read", "payment_types:read"],
      filters: [],
      maxPageSize: 1,
      notes: ["The retailer, with its default time zone; an outlet may have another."],
    },
    locations: {
      scopes: ["outlets:read"],
      filters: [],
      maxPageSize: 100,
      notes: ["The outlets. A list ends with an empty page."],
    },
    products: {
      scopes: ["products:read", "retailer:read", "payment_types:read"],
      filters: [],
      maxPageSize: 100,
      notes: [
        "In the order of their changes: what changes during the reading comes again at the end, after which the last page is empty.",
        "Each variant is a product of its own; those of a family share `family_id` in the raw object.",
        "The price is with tax where the retailer keeps prices with tax, else without.",
      ],
    },
    orders: {
      scopes: ["sales:read", "retailer:read", "payment_types:read"],
      filters: [],
      maxPageSize: 100,
      notes: [
        "In the order of their changes, from the first sale on; X-Series filters this list by nothing.",
        "Returns are sales of their own with negative figures. A line names its product by id only.",
        "Line prices are net of tax, and rounded here: `difference` tells what rounding leaves.",
      ],
    },
    refunds: {
      scopes: ["sales:read", "retailer:read", "payment_types:read"],
      filters: [],
      maxPageSize: 100,
      notes: [
        "The returns among the sales: a page may hold fewer than asked for, or none, before the last one.",
      ],
    },
    inventory: {
      scopes: ["inventory:read"],
      filters: [],
      maxPageSize: 100,
      notes: ["Of products that are not deleted. X-Series does not tell when a count changed."],
    },
    customers: {
      scopes: ["customers:read"],
      filters: [],
      maxPageSize: 100,
      notes: ["In the order of their changes."],
    },
  },
  read: {
    store: readStore,
    locations: readLocations,
    products: readProducts,
    product: readProduct,
    orders: readOrders,
    order: readOrder,
    refunds: readRefunds,
    inventory: readInventory,
    customers: readCustomers,
  },
  apiBase: (target) => `${hostOf(target)}/api/${X_VERSION}`,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
  },
  classify,
  limits: {
    description: "300 × registers + 50 calls in 5 minutes for each retailer.",
    sharedQuota: null,
  },
  webhooks: null,
};
