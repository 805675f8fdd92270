import type { Adapter, InstallClaim } from "./adapter";
import { classify } from "./wix/classify";
import { API, wixConnect } from "./wix/connect";
import { readCustomers } from "./wix/customers";
import { readInventory } from "./wix/inventory";
import { STATUS_FILTERS } from "./wix/order-status";
import { readOrder, readOrders } from "./wix/orders";
import { readProduct, readProducts } from "./wix/products";
import { readRefunds } from "./wix/refund-list";
import { readLocations, readStore } from "./wix/site";
import { wixWebhooks } from "./wix/webhooks";

/**
 * Wix: eCommerce Orders and Order Transactions V1, Stores catalogue V1 or V3 as the site has it, Contacts V4.
 *
 * Sources: Wix's own SDK packages, whose types document each field and whose code names each path:
 * @wix/auto_sdk_ecom_orders 1.0.300, ecom_order-transactions 1.0.108, stores_products-v-3 1.0.226,
 * stores_read-only-variants-v-3 1.0.139, stores_inventory-items-v-3 1.0.98, stores_products 1.0.108, stores_inventory
 * 1.0.81, stores_catalog-versioning 1.0.81, crm_contacts 1.0.1375, business-tools_site-properties 1.0.117;
 * github.com/wix-incubator/wix-rest-docs at c0e4ada (2025-12-03); dev.wix.com "Authenticate using OAuth", "App
 * installation", "About webhooks", "Verify webhook requests".
 *
 * Registration: `client_id` is the app's id, `client_secret` its secret, `webhook_secret` its public key (PEM),
 * `redirect_uri` our install address, given to the installer as `postInstallationUrl`; `settings.share_url_id` where
 * the app is not in Wix's market. Permissions are chosen in the app's dashboard; a token does not tell them.
 *
 * Windows: none. Limits: by plan, unpublished; 429 may have `Retry-After`.
 *
 * What Wix cannot do: revoke a token by a call; list refunds but by their orders; say when an order was completed or
 * cancelled; count inventory by location in Catalog V1; give a product's categories but as ids.
 *
 * Unverified: the form of the installer's `signedInstance` (taken for that of `instance`, which is documented); what
 * the token endpoint says of a removed instance (the removal itself is told by webhook); whether figures of
 * tax-inclusive orders contain the tax (a gap is told); the order of locations; that `numericId` grows with each
 * product, as its digits, a time in microseconds, have it; how many locations a page may hold.
 */
export const wix: Adapter<InstallClaim> = {
  key: "wix",
  name: "Wix",
  apiVersion: "ecom v1, stores v1/v3",
  modes: ["test", "live"],
  connect: wixConnect,
  scopes: [
    "SCOPE.DC-STORES.READ-ORDERS",
    "SCOPE.DC-STORES.READ-PRODUCTS",
    "SCOPE.STORES.PRODUCT_READ_ADMIN",
    "SCOPE.STORES.INVENTORY_ITEM_READ",
    "SCOPE.DC-CONTACTS.READ-CONTACTS",
  ],
  resources: {
    store: {
      scopes: [],
      filters: [],
      maxPageSize: 1,
      notes: ["The id is that of the site's instance of our app. Wix does not tell when a site was made."],
    },
    locations: {
      scopes: [],
      filters: [],
      maxPageSize: 100,
      notes: ["Archived locations are listed too, as not active."],
    },
    products: {
      scopes: ["SCOPE.DC-STORES.READ-PRODUCTS", "SCOPE.STORES.PRODUCT_READ_ADMIN"],
      filters: ["updated_since"],
      maxPageSize: 100,
      notes: [
        "Oldest first, from Catalog V1 or V3 as the site has it. `draft` is a hidden product.",
        "Categories are ids in the raw object only; barcodes are told by Catalog V3 alone.",
        "A variant's id is unique within its product only.",
      ],
    },
    orders: {
      scopes: ["SCOPE.DC-STORES.READ-ORDERS"],
      filters: ["updated_since", "created_after", "created_before", "status"],
      statuses: Object.keys(STATUS_FILTERS),
      maxPageSize: 100,
      notes: [
        "Oldest first. Orders that were begun and not placed are not listed.",
        "Wix does not tell when an order was completed or cancelled.",
        "Amounts finer than the currency are rounded.",
      ],
    },
    refunds: {
      scopes: ["SCOPE.DC-STORES.READ-ORDERS"],
      filters: [],
      maxPageSize: 100,
      notes: [
        "By the orders they belong to, oldest first: a page is of orders, and may hold more refunds than `limit`.",
      ],
    },
    inventory: {
      scopes: ["SCOPE.DC-STORES.READ-PRODUCTS", "SCOPE.STORES.INVENTORY_ITEM_READ"],
      filters: [],
      maxPageSize: 100,
      notes: [
        "Catalog V1: a page is of products, one record for each variant, without locations. V3: a record for each variant and location.",
        "`available` is null where a product is only said to be in stock or not.",
      ],
    },
    customers: {
      scopes: ["SCOPE.DC-CONTACTS.READ-CONTACTS"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 100,
      notes: ["Oldest first. All contacts of the site, whether they bought anything or not."],
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
  apiBase: () => API,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
  },
  classify,
  limits: {
    description: "By the site's plan; Wix publishes no figures. Over it, 429.",
    sharedQuota: null,
  },
  webhooks: wixWebhooks,
};
