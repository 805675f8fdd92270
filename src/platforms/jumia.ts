import type { Adapter, PastedKey } from "./adapter";
import { jumiaConnect } from "./jumia/connect";
import { classify } from "./jumia/errors";
import { hostOf } from "./jumia/hosts";
import { ORDER_STATUSES } from "./jumia/order-mapper";
import { readOrders } from "./jumia/orders";
import { readProducts } from "./jumia/products";
import { readLocations, readStore } from "./jumia/shops";
import { readInventory } from "./jumia/stock";

/**
 * Jumia (jumia.com), Vendor Center API, which carries no version.
 *
 * Sources: the vendor's pages vendor.jumia.com/?p=629 and jumia-global.com/collegeLib/634866 and /244351 (what there
 * is: shops, orders, items, products, stock; how an application is made). Jumia's OpenAPI is published at
 * vendorcenter.jumia.com/api-docs/openapi.yaml and was not read for this; its parameters and objects are taken from
 * several independent open-source clients written after it in 2025 and 2026, where they agree.
 *
 * Scopes: an application has roles, of which reading orders wants “VC - Order Viewer”. No answer lists them.
 *
 * Windows: orders by three months, by creation or by change. Limits: 4 requests a second and 200 a minute, as those
 * clients have it. Amounts are in the money of the buyer's country (NGN, KES, EGP, MAD, GHS, UGX, XOF …).
 *
 * What Jumia cannot do: tell who bought (no customers), what was paid back (no refunds), or one order or product by its
 * id; tell an order's items with it (one more call each). It has no webhooks.
 *
 * Unverified: everything that only the OpenAPI says, and in particular: the time zone of the filters and whether they
 * contain their ends (both are provided for); whether the total contains shipping and cancelled items (an order says by
 * how much it differs); whether prices contain tax; how long refresh tokens live (examples say 1, 30 and 90 days); the
 * form of a refusal at the token endpoint (taken as RFC 6749 §5.2); the staging host. A vendor who opens a further shop
 * may have to connect anew, since no answer names the master shop.
 */
export const jumia: Adapter<PastedKey> = {
  key: "jumia",
  name: "Jumia",
  apiVersion: "unversioned",
  modes: ["test", "live"],
  connect: jumiaConnect,
  scopes: [],
  resources: {
    store: {
      scopes: [],
      filters: [],
      maxPageSize: 1,
      notes: [
        "The vendor, by the shop of the lowest id. Country and currency only where all shops share one.",
      ],
    },
    locations: {
      scopes: [],
      filters: [],
      maxPageSize: 100,
      notes: [
        "The shops under the vendor's master shop. One that sells in several countries has no currency.",
      ],
    },
    products: {
      scopes: [],
      filters: ["created_after", "created_before", "location_id"],
      maxPageSize: 100,
      notes: [
        "Oldest first. `price` is the local one where a variation is sold in one country, else the global one.",
        "A product is `active` where it is in one country at least; prices by country are in the raw object.",
        "Products cannot be read one by one.",
      ],
    },
    orders: {
      scopes: [],
      filters: ["updated_since", "created_after", "created_before", "location_id", "status"],
      statuses: Object.keys(ORDER_STATUSES),
      maxPageSize: 20,
      notes: [
        "Oldest first. Without `created_after` or `updated_since`, the last 85 days.",
        "Each order costs one more call, for its items; each item is one piece.",
        "Amounts are in the money of the buyer's country. A converted amount is rounded to its smallest unit.",
        "Jumia tells no buyer and no refund: a returned order's `payment_status` is unknown.",
        "Orders cannot be read one by one.",
      ],
    },
    inventory: {
      scopes: [],
      filters: [],
      maxPageSize: 100,
      notes: ["One figure for each variation, over all shops and countries."],
    },
  },
  read: {
    store: readStore,
    locations: readLocations,
    products: readProducts,
    orders: readOrders,
    inventory: readInventory,
  },
  apiBase: hostOf,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
  },
  classify,
  limits: {
    description: "4 requests a second and 200 a minute, answered with 429.",
    sharedQuota: null,
  },
  webhooks: null,
};
