import type { Adapter, OAuthRedirect, Resource, ResourceFacts, Target } from "./adapter";
import { expectShape } from "./expect";
import { classify } from "./shopify/classify";
import {
  decodeTokenResponse,
  encodeTokenRequest,
  normaliseShop,
  shopOf,
  verifyCallback,
} from "./shopify/connect";
import { query } from "./shopify/graphql";
import { numericId } from "./shopify/ids";
import { IDENTITY, UNINSTALL } from "./shopify/queries";
import {
  PRODUCT_STATUSES,
  readCustomers,
  readLocations,
  readProduct,
  readProducts,
  readStore,
} from "./shopify/read-catalog";
import { readInventory } from "./shopify/read-inventory";
import { ORDER_STATUSES, readOrder, readOrders } from "./shopify/read-orders";
import { readRefunds } from "./shopify/read-refunds";
import { identityShape } from "./shopify/shapes";
import { webhooks } from "./shopify/webhook";

/**
 * Shopify, by its Admin GraphQL API.
 *
 * Version 2026-10, in every call's path; each version is supported for at least a year, after which Shopify answers
 * in the oldest one it still supports (shopify.dev/docs/api/usage/versioning).
 *
 * Authorisation: authorisation code, one host per shop, no issuer metadata (shopify.dev, "Authenticate a standalone
 * or API-only app"). PKCE is not documented for it, so none is sent; the callback is signed instead. Expiring offline
 * tokens: access 3,600 s, refresh 90 days and replaced at each refresh; since 2026-08-28 a refresh whose answer was
 * lost may be repeated until the replacement is first used (changelog "More resilient refreshes for expiring offline
 * access tokens"). Public apps must use them from 2027-01-01.
 *
 * Revocation: Shopify has no RFC 7009 endpoint. The app uninstalls itself (`appUninstall`), which ends every token it
 * has for that shop. There is one installation per shop and app: all connections of a shop under the same OAuth
 * client end together. The mutation needs a live access token and answers 200 even where it fails; `classify` reads
 * its `userErrors`.
 *
 * Scopes, least for reading all resources; the merchant grants all that is asked for, or nothing. `read_all_orders`
 * lifts the 60-day window of orders; Shopify gives it to an app on request, so it is not asked for by default.
 * Names, addresses, e-mail and phone also need Shopify's approval for protected customer data: without it those
 * fields come as null, and a list says so (`field_denied`).
 *
 * Limits: 100 points a second (Standard) to 2,000 (enterprise) per app and shop, a query at most 1,000 points, a list
 * at most 25,000 records deep (shopify.dev/docs/api/usage/limits).
 *
 * Ids are the numeric ones (see shopify/ids.ts). The account is the shop's myshopify.com domain: the one name that
 * webhooks carry too.
 */
export const SHOPIFY_API_VERSION = "2026-10";

const SCOPES = [
  "read_products",
  "read_inventory",
  "read_locations",
  "read_orders",
  "read_customers",
] as const;

const apiBase = (target: Target) => `https://${shopOf(target)}/admin/api/${SHOPIFY_API_VERSION}`;
const TOKEN_HEADER = "x-shopify-access-token";

const connect: OAuthRedirect = {
  kind: "oauth_redirect",
  pkce: "unsupported",
  iss: "optional",
  clientAuth: "client_secret_post",
  issuer: (target) => `https://${shopOf(target)}`,
  endpoints: (target) => ({
    authorize: `https://${shopOf(target)}/admin/oauth/authorize`,
    token: `https://${shopOf(target)}/admin/oauth/access_token`,
    revoke: null,
  }),
  scopeSeparator: ",",
  shop: {
    label: "Your Shopify store",
    placeholder: "your-store.myshopify.com",
    hint: "The address that ends in .myshopify.com, under Settings, Domains in your Shopify admin.",
    normalise: normaliseShop,
  },
  verifyCallback,
  encodeTokenRequest,
  decodeTokenResponse,
  async identify({ api }) {
    const { data } = await query(api, IDENTITY);
    const { shop } = expectShape(identityShape, data, "data");
    return { id: shop.myshopifyDomain.toLowerCase(), facts: { shop_id: numericId(shop.id) } };
  },
  refresh: { kind: "rotating", refreshBeforeSeconds: 300, keepAliveDays: 60 },
  revoke: {
    kind: "custom",
    ends: "account",
    request({ tokens, target }) {
      return new Request(`${apiBase(target)}/graphql.json`, {
        method: "POST",
        headers: {
          [TOKEN_HEADER]: tokens.access_token,
          "content-type": "application/json",
          accept: "application/json",
        },
        body: JSON.stringify({ query: UNINSTALL }),
      });
    },
  },
};

const WINDOW_NOTE =
  "Only orders created in the last 60 days, unless Shopify granted the app read_all_orders; a list says so.";
const LONG_LISTS_NOTE = "A page may hold fewer records than asked for, so that every record comes whole.";

const resources: Record<Resource, ResourceFacts> = {
  store: {
    scopes: [],
    filters: [],
    maxPageSize: 1,
    notes: ["The store's locale needs a scope of its own, and is null."],
  },
  locations: {
    scopes: ["read_locations"],
    filters: [],
    maxPageSize: 100,
    notes: ["Deactivated locations and those of fulfilment services are listed too."],
  },
  products: {
    scopes: ["read_products"],
    filters: ["updated_since", "created_after", "created_before", "status"],
    statuses: Object.keys(PRODUCT_STATUSES),
    maxPageSize: 100,
    notes: [LONG_LISTS_NOTE],
  },
  orders: {
    scopes: ["read_orders", "read_products", "read_customers", "read_locations"],
    filters: ["updated_since", "created_after", "created_before", "location_id", "status"],
    statuses: Object.keys(ORDER_STATUSES),
    maxPageSize: 30,
    notes: [
      WINDOW_NOTE,
      LONG_LISTS_NOTE,
      "Amounts are in the shop's currency. Lines and totals are those of the order as placed; refunds stand apart.",
    ],
  },
  refunds: {
    scopes: ["read_orders"],
    filters: ["updated_since", "created_after", "created_before"],
    maxPageSize: 100,
    notes: [
      WINDOW_NOTE,
      "Shopify has no list of refunds: they are read from the orders that are refunded in whole or part. A page may be empty and still have a next one.",
    ],
  },
  inventory: {
    scopes: ["read_inventory", "read_products", "read_locations"],
    filters: ["updated_since", "location_id"],
    maxPageSize: 100,
    notes: ["Active levels at active locations, location by location."],
  },
  customers: {
    scopes: ["read_customers"],
    filters: ["updated_since", "created_after", "created_before"],
    maxPageSize: 100,
    notes: [
      "Names, e-mail, phone and addresses need Shopify's approval of the app for protected customer data.",
    ],
  },
};

export const shopify: Adapter<OAuthRedirect> = {
  key: "shopify",
  name: "Shopify",
  apiVersion: SHOPIFY_API_VERSION,
  modes: ["test", "live"],
  connect,
  resources,
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
    headers.set(TOKEN_HEADER, credentials.access_token);
  },
  classify,
  limits: {
    description:
      "Calculated query cost: 100 (Standard), 200 (Advanced), 1,000 (Plus) or 2,000 (enterprise) points a second per app and shop, at most 1,000 points a query. Shopify tells how full its bucket is, and the wait is computed from that.",
    sharedQuota: null, // counted in points, not calls; Shopify tells the state of the bucket with each answer
  },
  webhooks,
  scopes: SCOPES,
};
