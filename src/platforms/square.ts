import type { Adapter, OAuthRedirect } from "./adapter";
import { readLocations, readStore } from "./square/business";
import { readProduct, readProducts } from "./square/catalog";
import { squareConnect } from "./square/connect";
import { readCustomers } from "./square/customers";
import { classify } from "./square/errors";
import { hostOf, SQUARE_VERSION } from "./square/hosts";
import { ORDER_STATUSES } from "./square/order-status";
import { readOrder, readOrders } from "./square/orders";
import { REFUND_STATUSES, readRefunds } from "./square/refunds";
import { readInventory } from "./square/stock";
import { squareWebhooks } from "./square/webhooks";

/**
 * Square (squareup.com), API version 2026-09-16.
 *
 * Sources: the vendor's SDK `square` 46.0.0, generated from its OpenAPI for 2026-09-16 (types and descriptions, called
 * "SDK" here); the public OpenAPI, github.com/square/connect-api-specification `api.json`, release 2025-08-20 (paths,
 * permissions, limits, example answers); developer.squareup.com/docs/oauth-api/* and
 * /docs/build-basics/{handling-errors,common-api-patterns/pagination}, /docs/webhooks/step3validate,
 * /docs/orders-api/{manage-orders/search-orders,order-returns-exchanges}.
 *
 * Scopes, the least for reading: as each resource below states. The token answer does not list them; the seller
 * grants all that is asked or nothing.
 *
 * Windows: orders have none. Refunds show one year unless a beginning is named (it always is, here). Cursors live
 * 5 minutes. Sales made offline arrive up to 72 hours late with their old `created_at` (SearchOrders): whoever syncs
 * goes by `updated_since`. A customer is searchable about a minute after it changed, a refund after some seconds.
 *
 * Limits: 429 RATE_LIMITED; numbers and `Retry-After` are not published, the advice is exponential backoff.
 *
 * What Square cannot do: change a sale when it is refunded (the refund is an order of its own, and a refund's
 * `order_id` names that one); name the product behind an order line (only the variation); tell when a catalogue
 * object was created; filter the catalogue by place; give an order a number of its own (`reference_id` is the
 * client's); revoke one connection's grant and leave alone another's of the same merchant at the same client.
 */
export const square: Adapter<OAuthRedirect> = {
  key: "square",
  name: "Square",
  apiVersion: SQUARE_VERSION,
  modes: ["test", "live"],
  connect: squareConnect,
  scopes: [
    "MERCHANT_PROFILE_READ",
    "ITEMS_READ",
    "ORDERS_READ",
    "PAYMENTS_READ",
    "INVENTORY_READ",
    "CUSTOMERS_READ",
  ],
  resources: {
    store: {
      scopes: ["MERCHANT_PROFILE_READ"],
      filters: [],
      maxPageSize: 1,
      notes: ["The merchant, with the time zone and website of its main location."],
    },
    locations: {
      scopes: ["MERCHANT_PROFILE_READ"],
      filters: [],
      maxPageSize: 300,
      notes: ["Closed locations are listed too. Square does not tell when a location changed."],
    },
    products: {
      scopes: ["ITEMS_READ"],
      filters: ["updated_since"],
      maxPageSize: 1_000,
      notes: [
        "`updated_since` is exclusive, and a page may hold more or fewer items than asked for.",
        "Deleted items are not listed. Prices that differ by location are in the raw object only.",
        "Square does not tell when an item was created.",
      ],
    },
    orders: {
      // The profile for the list of locations, without which no order can be searched.
      scopes: ["ORDERS_READ", "MERCHANT_PROFILE_READ"],
      filters: ["updated_since", "created_after", "created_before", "location_id", "status"],
      statuses: Object.keys(ORDER_STATUSES),
      maxPageSize: 1_000,
      notes: [
        "Newest first; with `updated_since`, in the order of the changes. Time ranges include both ends.",
        "`updated_since` together with `created_after` or `created_before` may leave a page short or empty.",
        "With more than ten locations the orders come ten locations at a time.",
        "A refund is an order of its own; the sale it refunds stays unchanged.",
        "Sales made offline arrive up to 72 hours late with their original time.",
        "Shipping and delivery charges are service charges, and so under `fees`.",
      ],
    },
    refunds: {
      scopes: ["PAYMENTS_READ"],
      filters: ["updated_since", "created_after", "created_before", "location_id", "status"],
      statuses: Object.keys(REFUND_STATUSES),
      maxPageSize: 100,
      notes: [
        "`order_id` is the return order that Square makes for the refund; its raw object names the sale.",
        "The lines refunded are in that order, not here. New refunds may take some seconds to show.",
      ],
    },
    inventory: {
      scopes: ["INVENTORY_READ"],
      filters: ["updated_since", "location_id"],
      maxPageSize: 1_000,
      notes: ["`available` is what is in stock; Square has no separate figure for on hand."],
    },
    customers: {
      scopes: ["CUSTOMERS_READ"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 100,
      notes: ["Oldest first. A new or changed customer may take about a minute to show."],
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
  apiBase: (target) => `${hostOf(target)}/v2`,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
    headers.set("square-version", SQUARE_VERSION);
  },
  classify,
  limits: {
    description:
      "Square publishes no numbers. It answers 429 RATE_LIMITED, and asks for exponential backoff with jitter.",
    sharedQuota: null,
  },
  webhooks: squareWebhooks,
};
