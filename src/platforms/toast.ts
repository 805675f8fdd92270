import type { Adapter, PastedKey } from "./adapter";
import { toastConnect } from "./toast/connect";
import { classify } from "./toast/errors";
import { hostOf } from "./toast/hosts";
import { readInventory, readProduct, readProducts } from "./toast/menus";
import { readOrder, readOrders, readRefunds } from "./toast/orders";
import { readStore } from "./toast/restaurant";

/**
 * Toast, standard API access: a restaurant's own read-only credentials.
 *
 * Sources: doc.toasttab.com/doc/devguide: devApiAccessUserGuide, devApiAccessScopes, authentication,
 * apiAuthTokenRefresh, apiAuthenticationRateLimit, apiRateLimiting, apiResponseDataPagination, apiResponsesAndErrors;
 * the vendor's specifications of authentication v1, restaurants v1, menus v2, stock v1, orders v2 (operations,
 * parameters, fields).
 *
 * Scopes, ticked in Toast Web, and least for reading: orders:read, menus:read, restaurants:read, stock:read. Without
 * guest.pi:read orders come without their guests' names, which are not read here. The token answer names none.
 *
 * Limits: two token requests an hour for one client; 20 calls a second and 10 000 in 15 minutes for a restaurant, 1 a
 * second for menus. Orders since December 2015.
 *
 * What Toast cannot do: list guests; list places (a connection is one restaurant); sort or filter orders but by when
 * they changed; list refunds apart from their orders; tell when a menu's item came or changed; revoke.
 *
 * Unverified, for want of an account: both hosts, which the documents hide; that standard credentials exist for the
 * sandbox; how wide a question to ordersBulk may be (16 days are asked at most); whether a check's total contains
 * service charges that are gratuities (`difference` tells); that `preDiscountPrice` is the whole line's, modifiers
 * included, as `price` is said to be. A tax's rate has no unit in the documents and is left in the raw order.
 * Webhooks are left out: their signature covers body and timestamp, and which text of the two is not told.
 */
export const toast: Adapter<PastedKey> = {
  key: "toast",
  name: "Toast",
  apiVersion: "orders v2, menus v2, restaurants v1, stock v1",
  modes: ["test", "live"],
  connect: toastConnect,
  scopes: ["orders:read", "menus:read", "restaurants:read", "stock:read"],
  resources: {
    store: {
      scopes: ["restaurants:read"],
      filters: [],
      maxPageSize: 1,
      notes: ["One connection is one restaurant; `location_id` of its orders is its id."],
    },
    products: {
      scopes: ["menus:read", "restaurants:read"],
      filters: [],
      maxPageSize: 100,
      notes: [
        "The items of the published menus, each once: with several menus' prices, the first menu's.",
        "Each page reads the whole menus, which Toast allows once a second.",
        "The price is null where it depends on the size or is set at the sale.",
      ],
    },
    orders: {
      scopes: ["orders:read", "restaurants:read"],
      filters: ["updated_since"],
      maxPageSize: 100,
      notes: [
        "By when they changed, window by window; without `updated_since` those changed in the last 30 days.",
        "A page may be short or empty before the last one. An order that changes during the reading comes again.",
        "All prices are net of tax. `total` is Toast's total and the tips paid, which Toast keeps apart from it.",
        "A modifier is part of its line. What a restaurant rings up in test mode or as wasted food is left out.",
      ],
    },
    refunds: {
      scopes: ["orders:read", "restaurants:read"],
      filters: ["updated_since"],
      maxPageSize: 100,
      notes: [
        "Read from the orders that changed: a page may be short or empty before the last one.",
        "One for each payment given back, whole or in part; its id is the payment's.",
      ],
    },
    inventory: {
      scopes: ["stock:read"],
      filters: [],
      maxPageSize: 100,
      notes: ["Only items that are out of stock or counted: Toast keeps no count of the others."],
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
  },
  apiBase: hostOf,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
    headers.set("Toast-Restaurant-External-ID", credentials.secrets?.["restaurant_guid"] ?? "");
  },
  classify,
  limits: {
    description: "20 calls a second and 10 000 in 15 minutes for each restaurant; menus once a second.",
    sharedQuota: null,
  },
  webhooks: null,
};
