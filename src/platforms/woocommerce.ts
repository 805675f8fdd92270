import { base64, utf8 } from "../kernel/bytes";
import type { Adapter, PushedCredentials } from "./adapter";
import { READ, wooConnect } from "./woocommerce/connect";
import { readCustomers } from "./woocommerce/customers";
import { classify } from "./woocommerce/errors";
import { readInventory } from "./woocommerce/inventory";
import { ORDER_STATUSES } from "./woocommerce/order-status";
import { readOrder, readOrders } from "./woocommerce/orders";
import { readProduct, readProducts } from "./woocommerce/products";
import { readRefunds } from "./woocommerce/refunds";
import { readStore } from "./woocommerce/store";
import { wooWebhooks } from "./woocommerce/webhooks";

/**
 * WooCommerce, REST API v3 (`wc/v3`), on servers that anyone may run.
 *
 * Sources: github.com/woocommerce/woocommerce-rest-api-docs, 2024-03-15 (authentication, endpoints, parameters, example
 * answers, webhooks); the plugin's own controllers, github.com/woocommerce/woocommerce
 * plugins/woocommerce/includes/rest-api/Controllers/Version3, for what is newer than the documentation: GET /refunds
 * (since 9.0), GET /variations (since 10.3), `brands` and `global_unique_id`; WC_Webhook for the ping.
 *
 * Scope: `read`. A key has no finer one; it may see what the WordPress user behind it may, which for the settings
 * (the currency) is a shop manager or an administrator. A key that may do more is refused when it is pushed.
 *
 * Windows and limits: WooCommerce has none; a shop's host or firewall may, and answers 429 or 403 then.
 *
 * What it cannot do: name the place that stock is kept at or an order comes from (there is one); list guests as
 * customers; filter customers by time; tell when an order was cancelled, or that part of it was sent; end a key.
 * Plain permalinks (`?rest_route=`) and servers that drop the Authorization header are not served: the one has no
 * /wp-json, and the other would need the secret in the address.
 *
 * Unverified: `pos-rest-api` as the name that WooCommerce's own till gives itself in `created_via`.
 */
export const woocommerce: Adapter<PushedCredentials> = {
  key: "woocommerce",
  name: "WooCommerce",
  apiVersion: "wc/v3",
  modes: ["test", "live"],
  connect: wooConnect,
  scopes: [READ],
  resources: {
    store: {
      scopes: [READ],
      filters: [],
      maxPageSize: 1,
      notes: ["No time zone where the shop is set to a fixed offset. Its languages are not told."],
    },
    products: {
      scopes: [READ],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 50,
      notes: [
        "By id, ascending. A product deleted during the reading may hide another one from it.",
        "A product without variations is its own only variant. Descriptions are HTML.",
        "Before WooCommerce 10.3 each product with variations costs a further call.",
      ],
    },
    orders: {
      scopes: [READ],
      filters: ["updated_since", "created_after", "created_before", "status"],
      statuses: Object.keys(ORDER_STATUSES),
      maxPageSize: 100,
      notes: [
        "By id, ascending. Times are filtered by whole seconds, both ends included.",
        "A status that a plugin has added reads `unknown`, and no filter finds it.",
        "Figures finer than the currency are rounded half up; the raw object has six decimals.",
        "Partial fulfilment and the time of a cancellation are not told. Refunds within an order have no time.",
      ],
    },
    refunds: {
      scopes: [READ],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 100,
      notes: ["Needs WooCommerce 9.0 or newer. By id, ascending."],
    },
    inventory: {
      scopes: [READ],
      filters: [],
      maxPageSize: 50,
      notes: [
        "A page holds the stock of so many products, and one record for each of their variations.",
        "What the shop does not count has no quantity. A sale does not surely mark its product as changed.",
      ],
    },
    customers: {
      scopes: [READ],
      filters: [],
      maxPageSize: 100,
      notes: ["People with an account; guests are in their orders alone. By id, ascending."],
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
  apiBase: (target) => `https://${target.shop}/wp-json/wc/v3`,
  authorise({ headers, credentials }) {
    const pair = `${credentials.secrets?.["consumer_key"] ?? ""}:${credentials.access_token}`;
    headers.set("authorization", `Basic ${base64(utf8(pair))}`);
  },
  classify,
  limits: {
    description: "None of WooCommerce's own. The shop's host may answer 429 or 403.",
    sharedQuota: null,
  },
  webhooks: wooWebhooks,
};
