import type { Adapter, InstallClaim } from "./adapter";
import { readInventory, readProduct, readProducts } from "./bigcommerce/catalog";
import { classify } from "./bigcommerce/classify";
import { apiBase, bigcommerceConnect } from "./bigcommerce/connect";
import { readCustomers } from "./bigcommerce/customers";
import { readOrder, readOrders } from "./bigcommerce/orders";
import { readRefunds } from "./bigcommerce/refunds";
import { readLocations, readStore } from "./bigcommerce/store";
import { bigcommerceWebhooks } from "./bigcommerce/webhooks";

/**
 * BigCommerce: Orders and Store V2; Catalog, Inventory, Locations, Customers and refunds V3.
 *
 * Sources: github.com/bigcommerce/docs at 24f580c (2026-04-01): `reference/orders.v2.oas2.yml`, `orders.v3.yml`,
 * `catalog/products_catalog.v3.yml`, `inventory.v3.yml`, `locations.v3.yml`, `customers.v3.yml`,
 * `store_information.v2.yml`; docs/integrations/apps/guide/{auth,callbacks,buttons}, docs/integrations/webhooks/*,
 * docs/api-docs/getting-started/api-rate-limits, docs/start/{about,authentication/api-accounts}.
 *
 * Scopes: read-only ones, as each resource states; the merchant grants all or does not install. An app registered with
 * a modifying scope (`store_v2_orders`) is told as missing its read-only one: register the read-only ones.
 *
 * Callbacks to enter in the Developer Portal: auth = our install address; uninstall = our webhook address. `load`
 * carries the same signed payload as `uninstall` and must not be pointed at the webhook address.
 *
 * Windows: none. Limits: as `limits` says; 429 has `X-Rate-Limit-Time-Reset-Ms`, or no header under high load.
 *
 * Money is in the currency the shopper pays (`default_currency_code`); catalogue prices in the store's own. BigCommerce
 * keeps four decimals: amounts are rounded to the currency, and what that leaves stands in an order's `difference`.
 *
 * What BigCommerce cannot do: revoke a token by a call; name an order's taxes in the list (one sum is given); tell when
 * an order was cancelled, or when a count changed; name brand and category on a product (ids, in the raw object).
 *
 * Unverified, as the documentation is silent: whether a redeemed gift certificate or store credit lowers
 * `total_inc_tax` (told as a difference where it does); that lists by page number add new records at the end
 * (locations, inventory); that customers come by id where no sort is named (their cursor is one of ids).
 */
export const bigcommerce: Adapter<InstallClaim> = {
  key: "bigcommerce",
  name: "BigCommerce",
  apiVersion: "v2/v3",
  modes: ["test", "live"],
  connect: bigcommerceConnect,
  scopes: [
    "store_v2_information_read_only",
    "store_v2_products_read_only",
    "store_v2_orders_read_only",
    "store_v2_customers_read_only",
    "store_inventory_read_only",
    "store_locations_read_only",
  ],
  resources: {
    store: {
      scopes: ["store_v2_information_read_only"],
      filters: [],
      maxPageSize: 1,
      notes: ["BigCommerce does not tell when a store was opened."],
    },
    locations: {
      scopes: ["store_locations_read_only"],
      filters: ["location_id"],
      maxPageSize: 250,
      notes: ["Disabled locations are listed too."],
    },
    products: {
      // The store for the currency of its prices.
      scopes: ["store_v2_products_read_only", "store_v2_information_read_only"],
      filters: ["updated_since"],
      maxPageSize: 250,
      notes: [
        "Oldest first, by id. Prices are in the store's default currency, with or without tax as the store is set.",
        "`draft` is a product hidden from the storefront. Brand and categories are ids in the raw object only.",
        "Amounts of more decimals than the currency has are rounded.",
      ],
    },
    orders: {
      scopes: ["store_v2_orders_read_only"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 50,
      notes: [
        "Oldest first, by id. Archived orders are not listed. `draft` is a checkout left at the payment page.",
        "Amounts are in the currency the shopper pays, rounded from BigCommerce's four decimals.",
        "Handling, gift wrapping and custom fees are under `fees`. Taxes are one sum, without names or rates.",
        "BigCommerce does not tell when an order was cancelled.",
      ],
    },
    refunds: {
      scopes: ["store_v2_orders_read_only"],
      filters: ["created_after", "created_before"],
      maxPageSize: 20,
      notes: [
        "Oldest first. A refund names no currency: its order is asked for, one call for each order of a page.",
      ],
    },
    inventory: {
      scopes: ["store_inventory_read_only"],
      filters: ["location_id"],
      maxPageSize: 250,
      notes: [
        "A page is of variants, with one record for each location of each. `available` is on hand less safety stock.",
        "BigCommerce does not tell when a count changed.",
      ],
    },
    customers: {
      scopes: ["store_v2_customers_read_only"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 250,
      notes: ["Guests are in their orders only. At most ten addresses each."],
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
  apiBase,
  authorise({ headers, credentials }) {
    headers.set("x-auth-token", credentials.access_token);
  },
  classify,
  limits: {
    description:
      "150 calls in 30 seconds on Standard and Plus, 450 on Pro, by contract on Enterprise, shared by all apps of a store.",
    sharedQuota: { over: "store", calls: 150, perSeconds: 30 },
  },
  webhooks: bigcommerceWebhooks,
};
