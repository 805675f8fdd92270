import type { Adapter, OAuthRedirect } from "./adapter";
import { ebayConnect } from "./ebay/connect";
import { classify } from "./ebay/errors";
import { apiHost } from "./ebay/hosts";
import { readInventory, readProduct, readProducts } from "./ebay/inventory";
import { ORDER_STATUSES, readOrder, readOrders } from "./ebay/orders";
import { readLocations, readStore } from "./ebay/seller";
import { ebayWebhooks } from "./ebay/webhooks";

const SCOPE = "https://api.ebay.com/oauth/api_scope";
const FULFILLMENT = `${SCOPE}/sell.fulfillment.readonly`;
const INVENTORY = `${SCOPE}/sell.inventory.readonly`;
const IDENTITY = `${SCOPE}/commerce.identity.readonly`;

/**
 * eBay: Fulfillment v1 (1.20.7), Inventory v1 (1.18.4), Identity v1, Notification v1.
 *
 * Sources: the vendor's OpenAPI documents at developer.ebay.com/api-docs/master/…/openapi/3 (read in their state of
 * 2025-11-10; their licence keeps them out of this repository, their facts are in test/contracts/ebay), the guides at
 * /api-docs/static/oauth-*.html, /marketplace-account-deletion, and eBay/event-notification-nodejs-sdk.
 *
 * Scopes, the least for reading: as each resource below states. The token answer does not list them.
 *
 * Windows: orders of the last two years. A buyer's name and phone are gone after 90 days, e-mail after 14.
 *
 * Limits: a number of calls a day for each API and application, over all its sellers; the application's own numbers are
 * told by the Analytics API (getRateLimits). 429 names no wait. Tokens: 10,000 codes and 50,000 refreshes a day.
 *
 * What eBay cannot do: list items that were not made through the Inventory API; give an item's price but by a further
 * call for its SKU; tell when an item was made or changed; list refunds but inside their orders; revoke a grant by call.
 *
 * Every keyset in production must take account deletion notices (or be exempted): enter our `/webhooks/ebay`.
 *
 * Unverified: the order in which eBay sorts its pages (windows of orders have a fixed end for that reason; items added
 * during a reading may be missed); whether `pricingSummary.tax` holds the taxes that eBay remits (read from the sums).
 */
export const ebay: Adapter<OAuthRedirect> = {
  key: "ebay",
  name: "eBay",
  apiVersion: "v1",
  modes: ["test", "live"],
  connect: ebayConnect,
  scopes: [FULFILLMENT, INVENTORY, IDENTITY],
  resources: {
    store: {
      scopes: [IDENTITY],
      filters: [],
      maxPageSize: 1,
      notes: ["The seller's account. The sandbox answers with invented data."],
    },
    locations: {
      scopes: [INVENTORY],
      filters: [],
      maxPageSize: 100,
      notes: ["The seller's inventory locations: stores, warehouses and fulfilment centres."],
    },
    products: {
      scopes: [INVENTORY],
      filters: [],
      maxPageSize: 200,
      notes: [
        "Only items made through eBay's Inventory API; each SKU is a product of one variant.",
        "Prices and states are null in the list; the single product tells them.",
        "No times are told, so the list has no time filter.",
      ],
    },
    orders: {
      scopes: [FULFILLMENT],
      filters: ["updated_since", "created_after", "created_before", "status"],
      statuses: ORDER_STATUSES,
      maxPageSize: 200,
      notes: [
        "Orders of the last two years. Totals are what the buyer pays, with the taxes that eBay collects and remits.",
        "`status`, and `updated_since` together with the other times, may leave a page short or empty.",
        "A refund's amount is what the seller gives back; how many units of which line is not told.",
      ],
    },
    inventory: {
      scopes: [INVENTORY],
      filters: ["location_id"],
      maxPageSize: 200,
      notes: [
        "Only items made through eBay's Inventory API. A seller with one stock has no location in it.",
        "`location_id` may leave a page short or empty.",
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
  apiBase: apiHost,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
  },
  classify,
  limits: {
    description:
      "A number of calls a day for each API and application, shared by all sellers; a 429 names no wait.",
    sharedQuota: null,
  },
  webhooks: ebayWebhooks,
};
