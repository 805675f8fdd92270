import type { Adapter, OAuthRedirect } from "./adapter";
import { etsyConnect } from "./etsy/connect";
import { classify } from "./etsy/errors";
import { PRODUCT_STATUSES, readInventory, readProduct, readProducts } from "./etsy/listings";
import { ORDER_STATUSES, readOrder, readOrders } from "./etsy/receipts";
import { readStore } from "./etsy/shop";
import { etsyWebhooks } from "./etsy/webhooks";

/**
 * Etsy Open API v3.
 *
 * Sources: developers.etsy.com/documentation/{essentials/authentication,essentials/rate-limits,essentials/requests,
 * essentials/webhooks,reference}; the operations and fields as the types of etsy-ts 8.0.1 have them, which are generated
 * from Etsy's OpenAPI document; etsy/open-api discussions 1509 and 1564.
 *
 * `client_id` of PLATFORM_CLIENTS is the keystring, `client_secret` the shared secret; both go with every call as
 * `x-api-key`. Etsy has no sandbox: both modes are the real one, each with an app of its own.
 *
 * Scopes: shops_r for the shop, listings_r for all of its listings' states, transactions_r for receipts. The token answer
 * does not list them.
 *
 * Limits: by app, a number a second and one in a sliding day (10 and 10,000 to begin with; the app's own are in the
 * developer portal and in x-limit-*); a 429 tells `retry-after`.
 *
 * What Etsy cannot do: tell a buyer's e-mail without a special permission; name a refund, or the lines it is for; tell
 * taxes by line, or when an order was completed or cancelled; filter listings by time; say that an app was removed;
 * revoke a grant by call.
 *
 * Unverified: whether VAT is in the grand total (read from the sums), the words of a refund's status, whether lists of
 * listings keep the order asked for (each page is compared with the last), that the webhook's time is checked as Standard
 * Webhooks advises, and whether the limits count by app or, for sellers' data, by token (the page says both).
 */
export const etsy: Adapter<OAuthRedirect> = {
  key: "etsy",
  name: "Etsy",
  apiVersion: "v3",
  modes: ["test", "live"],
  connect: etsyConnect,
  scopes: ["shops_r", "listings_r", "transactions_r"],
  resources: {
    store: { scopes: ["shops_r"], filters: [], maxPageSize: 1, notes: ["The seller's one shop."] },
    products: {
      scopes: ["listings_r"],
      filters: ["status"],
      statuses: PRODUCT_STATUSES,
      maxPageSize: 100,
      notes: [
        "All states, one after the other, so a page may be short or empty before the last.",
        "Sold-out listings are active: they can be bought again. Etsy has no filter by time.",
      ],
    },
    orders: {
      scopes: ["transactions_r"],
      filters: ["updated_since", "created_after", "created_before", "status"],
      statuses: ORDER_STATUSES,
      maxPageSize: 100,
      notes: [
        "By id, oldest first. `status` may leave a page short or empty.",
        "Taxes are told by order, not by line, and a line's share of a coupon is rounded.",
        "`refunded` counts every refund that has not failed; Etsy names neither refunds nor their lines.",
      ],
    },
    inventory: {
      scopes: ["listings_r"],
      filters: [],
      maxPageSize: 100,
      notes: [
        "Of active listings, one figure for each variation. A page may hold more figures than asked for.",
      ],
    },
  },
  read: {
    store: readStore,
    products: readProducts,
    product: readProduct,
    orders: readOrders,
    order: readOrder,
    inventory: readInventory,
  },
  apiBase: () => "https://openapi.etsy.com/v3/application",
  authorise({ headers, credentials, client }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
    headers.set(
      "x-api-key",
      client.client_secret ? `${client.client_id}:${client.client_secret}` : client.client_id,
    );
  },
  classify,
  limits: {
    description:
      "By app, over all shops: 10 calls a second and 10,000 in a sliding day to begin with; a 429 tells the wait.",
    sharedQuota: { over: "app", calls: 10, perSeconds: 1 },
  },
  webhooks: etsyWebhooks,
};
