import { oauth1Header } from "../oauth/oauth1";
import type { Adapter, PushedCredentials } from "./adapter";
import { magentoConnect } from "./magento/connect";
import { readCustomers } from "./magento/customers";
import { classify } from "./magento/errors";
import { readInventory } from "./magento/inventory";
import { ORDER_STATUSES } from "./magento/order-status";
import { readOrder, readOrders } from "./magento/orders";
import { readProduct, readProducts } from "./magento/products";
import { readRefunds } from "./magento/refunds";
import { readLocations, readStore } from "./magento/store";

const SALES = "Magento_Sales::sales";
const PRODUCTS = "Magento_Catalog::products";
const ATTRIBUTES = "Magento_Catalog::attributes_attributes";
const CUSTOMERS = "Magento_Customer::customer";
const SOURCES = "Magento_InventoryApi::source";

/**
 * Magento Open Source and Adobe Commerce (on premises and cloud infrastructure) 2.4, REST `V1`, on servers that anyone
 * may run.
 *
 * Sources: github.com/AdobeDocs/commerce-webapi, 2026-08-05 (OAuth-based authentication, searches, inventory, the
 * tutorials' example answers) and its `src/openapi/admin-schema-2.4.8.yaml`; the modules' own webapi.xml
 * (magento/magento2, magento/inventory) for the permissions.
 *
 * Scopes are the integration's permissions, which the merchant ticks; Magento does not tell which it has. Sales and
 * Catalog have none for reading alone.
 *
 * Windows and limits: none. A search without a page size answers with everything: every one here has it.
 *
 * What it cannot do: call us (webhooks are a module of Adobe's own); say whether the shop's prices contain tax, so that
 * figures are net; tell free stock (what lies at a source is told, not what of it is promised), when stock changed, when
 * an order was completed or cancelled, or where it was made; end an integration.
 *
 * Adobe Commerce as a Cloud Service is another API: tokens of Adobe IMS for 24 hours (`client_credentials`, scope
 * `commerce.accs`) from a client that the merchant makes in Adobe's console, at addresses of Adobe's. It is not served.
 *
 * Unverified: that times are UTC, as the database keeps them (the documentation does not say); the permissions' names in
 * 2.4 but for inventory; shops with several websites that keep prices in several currencies read in the first one's.
 */
export const magento: Adapter<PushedCredentials> = {
  key: "magento",
  name: "Magento / Adobe Commerce",
  apiVersion: "V1",
  modes: ["test", "live"],
  connect: magentoConnect,
  scopes: [SALES, PRODUCTS, ATTRIBUTES, CUSTOMERS, SOURCES],
  resources: {
    store: {
      scopes: [],
      filters: [],
      maxPageSize: 1,
      notes: ["The oldest store view, with the name of its website."],
    },
    locations: {
      scopes: [SOURCES],
      filters: [],
      maxPageSize: 100,
      notes: ["Inventory sources, by code. Needs Magento 2.3 with its inventory modules."],
    },
    products: {
      scopes: [PRODUCTS, ATTRIBUTES],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 50,
      notes: [
        "By id, ascending. What cannot be bought by itself is a variant of its configurable product, and not listed.",
        "Prices are the catalogue's, in the base currency, before special prices and price rules.",
      ],
    },
    orders: {
      scopes: [SALES],
      filters: ["updated_since", "created_after", "created_before", "status"],
      statuses: Object.keys(ORDER_STATUSES),
      maxPageSize: 100,
      notes: [
        "By id, ascending. Figures are in the order's currency and net; tax is added on top.",
        "Store credit, gift cards and the like are in the raw object only, and show as a difference.",
      ],
    },
    refunds: {
      scopes: [SALES],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 100,
      notes: ["Credit memos, by id, ascending."],
    },
    inventory: {
      scopes: [SOURCES],
      filters: ["location_id"],
      maxPageSize: 200,
      notes: [
        "What lies at each source, by SKU (`inventory_item_id`); orders not yet sent are not taken off.",
        "Pages are counted: a row deleted during the reading may hide another one from it.",
      ],
    },
    customers: {
      scopes: [CUSTOMERS],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 100,
      notes: ["People with an account; guests are in their orders alone. By id, ascending."],
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
  // `all`: every store view, and the values that hold for all of them.
  apiBase: (target) => `https://${target.shop}/rest/all/V1`,
  async authorise({ method, url, headers, credentials, now }) {
    const { consumer_key = "", consumer_secret = "", token_secret = "" } = credentials.secrets ?? {};
    headers.set(
      "authorization",
      await oauth1Header(
        { method, url },
        {
          consumerKey: consumer_key,
          consumerSecret: consumer_secret,
          token: credentials.access_token,
          tokenSecret: token_secret,
        },
        now,
      ),
    );
  },
  classify,
  limits: {
    description: "None of Magento's own for these calls. The shop's host may answer 429.",
    sharedQuota: null,
  },
  webhooks: null,
};
