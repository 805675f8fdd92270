import type { Adapter, OAuthRedirect } from "./adapter";
import { readInventory, readProduct, readProducts } from "./ecwid/catalog";
import { classify } from "./ecwid/classify";
import { apiBase, ecwidConnect } from "./ecwid/connect";
import { readCustomers } from "./ecwid/customers";
import { readOrder, readOrders } from "./ecwid/orders";
import { MAX_LIMIT } from "./ecwid/paging";
import { readStore } from "./ecwid/store";
import { ecwidWebhooks } from "./ecwid/webhooks";

/**
 * Ecwid by Lightspeed (E-Series), REST API v3.
 *
 * Sources: the vendor's documentation, github.com/Ecwid/ecwid-api-docs at 4de13da (2020-06-11; OAuth, webhooks, filters,
 * example answers); the vendor's Java client, github.com/Ecwid/ecwid-java-api-client at b0eeb74 (2026-07-14; today's
 * fields, statuses, parameters, Bearer header, 429 with Retry-After); its WordPress plugin (the token request is a
 * form POST); docs.ecwid.com/develop-apps/app-settings (tokens do not expire).
 *
 * Scopes: read only, as each resource states; Ecwid grants `read_store_profile` in any case. They must be registered
 * with the app, whose return address is our callback.
 *
 * Windows: none. The API needs a paid plan (402). Abandoned carts are not listed as orders.
 *
 * Money: a store has one currency, which orders and products do not name; it is read with each page. An order placed
 * before the store changed its currency is told in the new one, as Ecwid itself shows it.
 *
 * What Ecwid cannot do: list refunds by themselves (they stand in their orders, without ids, and only where Ecwid's
 * own payments made them); tell that part of an order was sent, or when it was completed or cancelled; list its
 * places (counts name them by id alone); revoke a token by a call.
 *
 * Unverified: that `state` comes back (not documented; a callback without it is refused); the number behind 429 (600 a
 * minute by hearsay); whether `total` is what remains after a gift card (taken so where `totalBeforeGiftCardRedemption`
 * stands beside it).
 */
export const ecwid: Adapter<OAuthRedirect> = {
  key: "ecwid",
  name: "Ecwid by Lightspeed",
  apiVersion: "v3",
  modes: ["test", "live"],
  connect: ecwidConnect,
  scopes: ["read_store_profile", "read_catalog", "read_orders", "read_customers"],
  resources: {
    store: { scopes: ["read_store_profile"], filters: [], maxPageSize: 1, notes: [] },
    products: {
      // The profile for the currency of prices.
      scopes: ["read_catalog", "read_store_profile"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: MAX_LIMIT,
      notes: [
        "Oldest first. `draft` is a disabled product. A product without variations is its own one variant.",
      ],
    },
    orders: {
      scopes: ["read_orders", "read_store_profile"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: MAX_LIMIT,
      notes: [
        "The orders that there were when the reading began, in Ecwid's own order; later ones come with the next reading.",
        "With `updated_since`, an order that changes during the reading may come twice.",
        "Unfinished orders are not listed. Ecwid does not tell when an order was completed or cancelled.",
        "Refunds stand in their order, without ids of Ecwid's, and only those made through Ecwid's own payments.",
        "Handling and surcharges are under `fees`.",
      ],
    },
    inventory: {
      scopes: ["read_catalog"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: MAX_LIMIT,
      notes: [
        "A page is of products, with a record for each variation and place. `available` is null where unlimited.",
      ],
    },
    customers: {
      scopes: ["read_customers"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: MAX_LIMIT,
      notes: ["Oldest first. Where Ecwid has only a full name, it stands in the addresses."],
    },
  },
  read: {
    store: readStore,
    products: readProducts,
    product: readProduct,
    orders: readOrders,
    order: readOrder,
    inventory: readInventory,
    customers: readCustomers,
  },
  apiBase: (_target, account) => apiBase(account),
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
  },
  classify,
  limits: {
    description: "429 with Retry-After in seconds. Ecwid's documentation names no number.",
    sharedQuota: null,
  },
  webhooks: ecwidWebhooks,
};
