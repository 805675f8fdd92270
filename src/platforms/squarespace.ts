import type { Adapter, OAuthRedirect } from "./adapter";
import { readInventory, readProduct, readProducts } from "./squarespace/catalog";
import { classify } from "./squarespace/classify";
import { squarespaceConnect } from "./squarespace/connect";
import { readCustomers } from "./squarespace/customers";
import { ORDER_STATUSES, readOrder, readOrders } from "./squarespace/orders";
import { PAGE } from "./squarespace/paging";
import { readRefunds } from "./squarespace/refunds";
import { readStore } from "./squarespace/store";
import { squarespaceWebhooks } from "./squarespace/webhooks";

/**
 * Squarespace Commerce: Orders, Inventory, Transactions and Profiles 1.0, Products v2.
 *
 * Sources: developers.squarespace.com/commerce-apis/{retrieve-all-orders, orders,
 * products-overview, inventory-overview, profiles-overview, rate-limits, versioning, oauth, retrieve-basic-site-info},
 * /webhooks/{overview,verifying-notifications} (2025 and 2026); there is no public OpenAPI
 * document. The token endpoint's answer (moments in UNIX seconds) and the need of a User-Agent are confirmed by several
 * clients in use.
 *
 * Scopes: read only, as each resource states, joined by commas.
 *
 * Windows: none. Pages are of 50 whatever is asked, by a cursor that is no snapshot: an order that changes during the
 * reading moves to the front and is not met again. A cursor goes without filters, which it holds.
 *
 * Limits: 300 calls a minute, then a minute of 429 without a header.
 *
 * What Squarespace cannot do: tell discount and tax of a line, or the name of a tax; give an order's refunds with it
 * (their sum is in `refunded`, each is under /refunds); filter by creation time; name categories or barcodes; tell
 * places; list donations as orders. Profiles is in maintenance, in favour of a Contacts API.
 *
 * Webhooks: orders and the app's removal alone; subscribed to for each site when it is connected, since Squarespace
 * makes each subscription's secret and tells it once.
 *
 * Unverified: the scopes of Transactions and Profiles (as clients in use ask for them); the errors of the token
 * endpoint; that `paymentStates` may name all states in one list; whether INCLUSIVE totals contain the tax, which the
 * vendor's own example contradicts (told as a difference where they do not).
 */
export const squarespace: Adapter<OAuthRedirect> = {
  key: "squarespace",
  name: "Squarespace",
  apiVersion: "1.0 (products v2)",
  modes: ["test", "live"],
  connect: squarespaceConnect,
  scopes: [
    "website.orders.read",
    "website.products.read",
    "website.inventory.read",
    "website.transactions.read",
    "website.profiles.read",
  ],
  resources: {
    store: {
      scopes: [],
      filters: [],
      maxPageSize: 1,
      notes: ["Squarespace tells no country, and not when the site was made."],
    },
    products: {
      scopes: ["website.products.read"],
      filters: ["updated_since"],
      maxPageSize: PAGE,
      notes: [
        "Pages are of up to 50, whatever `limit` says. `draft` is a hidden product. Categories are not told.",
      ],
    },
    orders: {
      scopes: ["website.orders.read"],
      filters: ["updated_since", "status"],
      statuses: Object.keys(ORDER_STATUSES),
      maxPageSize: PAGE,
      notes: [
        "Pages are of up to 50, whatever `limit` says, sorted by the time of the last change.",
        "Discounts and tax are told for the whole order alone; on lines they are zero.",
        "Refunds are a sum here, and one by one under /refunds. Donations are not orders.",
      ],
    },
    refunds: {
      scopes: ["website.transactions.read"],
      filters: ["updated_since"],
      maxPageSize: PAGE,
      notes: [
        "A page is of 50 orders' transactions, and holds the refunds among them: it may be empty before the last.",
        "Neither reason nor lines are told.",
      ],
    },
    inventory: {
      scopes: ["website.inventory.read"],
      filters: [],
      maxPageSize: PAGE,
      notes: [
        "Pages are of up to 50, whatever `limit` says. Physical goods and services only.",
        "`available` is null where stock is unlimited. Squarespace does not tell when a count changed.",
      ],
    },
    customers: {
      scopes: ["website.profiles.read"],
      filters: [],
      maxPageSize: PAGE,
      notes: ["Oldest first, 50 a page. Subscribers and donors are listed with customers."],
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
  apiBase: () => "https://api.squarespace.com",
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
  },
  classify,
  limits: {
    description:
      "300 calls a minute for each site; over it, 429 for one minute, without a header that says so.",
    sharedQuota: null,
  },
  webhooks: squarespaceWebhooks,
};
