import type { Adapter, OAuthRedirect } from "./adapter";
import { cloverConnect } from "./clover/connect";
import { readCustomers } from "./clover/customers";
import { classify } from "./clover/errors";
import { hostsOf } from "./clover/hosts";
import { readInventory, readProduct, readProducts } from "./clover/items";
import { readStore } from "./clover/merchant";
import { ORDER_STATES } from "./clover/order-mapper";
import { readOrder, readOrders, readRefunds } from "./clover/orders";
import { cloverWebhooks } from "./clover/webhooks";

/**
 * Clover (clover.com), REST API v3.
 *
 * Sources: docs.clover.com (2025 and 2026): high-trust-app-auth-flow, refresh-access-tokens,
 * expanding-fields, applying-filters, sorting-collections, paginating-elements, api-usage-rate-limits (2026-03),
 * limits-added-to-calls-to-payments-and-orders-endpoints, 401-unauthorized, calculating-order-totals,
 * managing-items-item-groups; the reference pages orderGetOrders, inventoryGetItems, customersGetCustomers (filters and
 * expansions); field types from the vendor's own clover-android-sdk (`com.clover.sdk.v3`, Apache 2.0).
 *
 * Scopes: none are asked for at sign-in. The app's settings at Clover must tick, and no more: Read Merchant, Read
 * Inventory, Read Orders, Read Payments, Read Customers. A permission that is missing answers 401 like a void token,
 * so that a connection may ask to be connected again where the app's settings are at fault.
 *
 * Windows: orders and refunds by creation time, 90 days a question. Limits: 16 calls a second and 5 at once for a
 * token; 50 and 10 for the whole app; calling before `retry-after` has passed lengthens it. Nested collections end at
 * the hundredth element. Three expansions a call, so that a page of orders takes two.
 *
 * What Clover cannot do: tell an order's tax but with its payments, its line's tax at all, or its refunds' lines;
 * revoke a token; name scopes granted; filter by place (a merchant is one place). Times when something was created are
 * not told of items. Manual refunds ("credits") belong to no payment, and are not in the list of refunds.
 *
 * Webhooks: the address and the auth code are entered in the app's settings at Clover (see clover/webhooks.ts). That the
 * app's removal is told as `A:<app>` with DELETE is from docs.clover.com/docs/webhooks, not seen.
 *
 * Unverified, for want of an account or a page that says it: that the refunds list takes the same filters as orders and
 * the same window; that customers sort by `customerSince`; how several percentage discounts on one line add up (taken
 * one after another; an order whose total disagrees says so in `difference`); the bodies of errors, of which nothing
 * is believed.
 */
export const clover: Adapter<OAuthRedirect> = {
  key: "clover",
  name: "Clover",
  apiVersion: "v3",
  modes: ["test", "live"],
  connect: cloverConnect,
  scopes: [],
  resources: {
    store: {
      scopes: [],
      filters: [],
      maxPageSize: 1,
      notes: [
        "Needs the app's permission Read Merchant.",
        "One merchant is one place; a business with several has a connection for each. `location_id` is its id.",
      ],
    },
    products: {
      scopes: [],
      filters: ["updated_since"],
      maxPageSize: 100,
      notes: [
        "In the order of their changes: an item changed during the reading comes again at its end.",
        "Each item is a product with one variant. Those of an item group name it in the raw object.",
        "Prices of merchants in VAT countries contain the tax. Clover does not tell when an item was created.",
      ],
    },
    orders: {
      scopes: [],
      filters: ["updated_since", "created_after", "created_before", "status"],
      statuses: Object.keys(ORDER_STATES),
      maxPageSize: 100,
      notes: [
        "Oldest first. Without `created_after` they begin 90 days ago; with it they are read 90 days at a time.",
        "With `updated_since` in the order of their changes, without a window.",
        "`total` is Clover's total and the tips paid, which Clover keeps apart from it.",
        "Tax and service charges are told with the payments: an unpaid order's `difference` says what is missing.",
        "An order shows 100 lines at most. Whether it was handed over is not told.",
        "`created_after` and `created_before` go by the server's time; `placed_at` is the register's.",
      ],
    },
    refunds: {
      scopes: [],
      filters: ["created_after", "created_before"],
      maxPageSize: 100,
      notes: [
        "Oldest first. Without `created_after` they begin 90 days ago.",
        "Refunds of payments; manual refunds (credits) that belong to none are not listed.",
      ],
    },
    inventory: {
      scopes: [],
      filters: [],
      maxPageSize: 100,
      notes: ["In the order in which the items changed. `available` is Clover's count; it keeps no other."],
    },
    customers: {
      scopes: [],
      filters: ["created_after", "created_before"],
      maxPageSize: 100,
      notes: ["Oldest first. Clover cannot list customers by change."],
    },
  },
  read: {
    store: readStore,
    products: readProducts,
    product: readProduct,
    orders: readOrders,
    order: readOrder,
    refunds: readRefunds,
    inventory: readInventory,
    customers: readCustomers,
  },
  apiBase: (target, account) =>
    `${hostsOf(target).api}/v3/merchants${account.id && `/${encodeURIComponent(account.id)}`}`,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
  },
  classify,
  limits: {
    description:
      "16 calls a second and 5 at once for a connection; 50 a second and 10 at once for all connections of an app.",
    sharedQuota: { over: "app", calls: 50, perSeconds: 1 },
  },
  webhooks: cloverWebhooks,
};
