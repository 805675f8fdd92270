import type { Adapter, OAuthRedirect } from "./adapter";
import { amazonConnect } from "./amazon/connect";
import { classify } from "./amazon/errors";
import { MAX_PAGE } from "./amazon/listing-pages";
import { readProduct, readProducts } from "./amazon/listings";
import { ORDER_STATUSES } from "./amazon/order-mapper";
import { readOrder, readOrders } from "./amazon/orders";
import { readLocations, readStore } from "./amazon/seller";
import { hostOf } from "./amazon/sites";
import { readInventory } from "./amazon/stock";

/**
 * Amazon Selling Partner API: Orders 2026-01-01, Listings Items 2021-08-01, FBA Inventory v1, Sellers v1.
 *
 * Sources: the vendor's models, github.com/amzn/selling-partner-api-models (commit 34dc93f, 2026-08-05), of which
 * test/contracts/amazon writes down the operations and limits; developer-docs.amazon.com/sp-api/docs/
 * {website-authorization-workflow,renew-authorizations,role-mappings,sp-api-endpoints,marketplace-ids,
 * orders-api-migration-guide,usage-plans-and-rate-limits-in-the-sp-api}.
 *
 * Orders v0 (getOrders, once a minute, items by a second call) is deprecated and ends on 2027-03-27; 2026-01-01 gives
 * an order with its items in one answer.
 *
 * Settings of PLATFORM_CLIENTS: `application_id` (amzn1.sp.solution.…), and `status: "draft"` while the application is
 * not published. Signatures of AWS are no longer asked for; the token in `x-amz-access-token` is all.
 *
 * Scopes: Amazon has roles, granted to the application and not in the consent; `scopes` names them. No restricted role
 * is used and no buyer or recipient is requested: customers, their names and addresses never pass.
 *
 * Limits, per seller and application: searchOrders 0.0056 a second (one in three minutes) after a burst of 20;
 * getOrder 0.5/30; listings 5/5; FBA summaries 2/2; marketplaceParticipations 0.016/15.
 *
 * What Amazon cannot do: tell an order's refunds (only later, net of fees, as postings of its Finances API), or when it
 * was paid, completed or cancelled; webhooks over HTTP (its notifications go to queues in AWS); revoke a grant by call.
 *
 * Unverified: that Seller Central refuses another seller's id for the listings (see connect), the sign of discounts and
 * whether ITEM contains VAT (both read from the sums), the role that marketplaceParticipations needs.
 */
export const amazon: Adapter<OAuthRedirect> = {
  key: "amazon",
  name: "Amazon",
  apiVersion: "2026-01-01",
  modes: ["test", "live"],
  connect: amazonConnect,
  scopes: ["inventory_and_order_tracking", "product_listing", "amazon_fulfillment"],
  resources: {
    store: {
      scopes: ["inventory_and_order_tracking"],
      filters: [],
      maxPageSize: 1,
      notes: ["The seller as its home store shows it. Amazon allows about one such question a minute."],
    },
    locations: {
      scopes: ["inventory_and_order_tracking"],
      filters: [],
      maxPageSize: 100,
      notes: ["Amazon's stores in the region, where the seller may sell. Warehouses are not told."],
    },
    products: {
      scopes: ["product_listing"],
      filters: ["updated_since", "created_after", "created_before", "location_id"],
      maxPageSize: MAX_PAGE,
      notes: [
        "Listings of the home store, or of the one that `location_id` names; each SKU is a product of one variant.",
        "How SKUs belong together as variations is in the platform's own API only.",
      ],
    },
    orders: {
      scopes: ["inventory_and_order_tracking"],
      filters: ["updated_since", "created_after", "created_before", "location_id", "status"],
      statuses: Object.keys(ORDER_STATUSES),
      maxPageSize: 100,
      notes: [
        "One list call in three minutes, after a burst of 20: read full pages, and follow by `updated_since`.",
        "Orders of the last two years (Japan, Australia, Singapore: since 2016), all of the region's stores.",
        "What is younger than about two minutes is not told yet. Page tokens live 24 hours.",
        "No buyer and no address. Pending orders have no amounts. Refunds are not told.",
        "`updated_since` together with `created_after` or `created_before` may leave a page short or empty.",
      ],
    },
    inventory: {
      scopes: ["product_listing", "amazon_fulfillment"],
      filters: ["location_id"],
      maxPageSize: MAX_PAGE,
      notes: [
        "Of the home store, or of the one that `location_id` names. `available` is what shoppers can buy: the seller's own " +
          "stock as listed, or what Amazon's warehouses can ship. Stores of one region may share a unit.",
      ],
    },
  },
  read: {
    store: readStore,
    locations: readLocations,
    products: readProducts,
    product: readProduct,
    orders: readOrders,
    order: readOrder,
    inventory: readInventory,
  },
  apiBase: hostOf,
  authorise({ headers, credentials }) {
    headers.set("x-amz-access-token", credentials.access_token);
  },
  classify,
  limits: {
    description:
      "Token buckets per operation, seller and application, told by x-amzn-RateLimit-Limit; order lists refill one call in three minutes.",
    sharedQuota: null,
  },
  webhooks: null,
};
