import { base64, utf8 } from "../kernel/bytes";
import type { Adapter, PastedKey } from "./adapter";
import { prestaConnect, RESOURCES_READ } from "./prestashop/connect";
import { readCustomers } from "./prestashop/customers";
import { classify } from "./prestashop/errors";
import { readInventory } from "./prestashop/inventory";
import { readOrder, readOrders } from "./prestashop/orders";
import { readProduct, readProducts } from "./prestashop/products";
import { readRefunds } from "./prestashop/slips";
import { readStore } from "./prestashop/store";

const ORDERS = ["orders", "order_states", "order_slip", "addresses", "countries", "states"];
const PRODUCTS = ["products", "combinations", "product_option_values", "product_options", "categories"];
const SETTINGS = ["configurations", "currencies"];

/**
 * PrestaShop 1.7 to 9, the webservice (`/api`, answers in JSON), on servers that anyone may run.
 *
 * Sources: github.com/PrestaShop/docs, 2024-03-07, `webservice/` (list parameters, resources and their fields,
 * multilingual fields, access); devdocs.prestashop-project.org/9/webservice/cheat-sheet; the core's own
 * classes/webservice/WebserviceRequest.php (errors, filters) and WebserviceOutputJSON.php (form of the answers).
 *
 * Scopes are a key's permissions: to view, by resource. PrestaShop does not tell which a key has; a missing one shows
 * when its resource is read.
 *
 * Windows and limits: none of PrestaShop's own; a host may answer 429.
 *
 * Times are in the shop's own zone and are turned to UTC by its setting PS_TIMEZONE; the hour that the clocks repeat in
 * autumn is read as its second, winter, half.
 *
 * What it cannot do: call us (no webhooks); tell where stock lies or a sale was made; name an order's vouchers, taxes or
 * channel (the order has their sums alone); tell when an order was completed or cancelled. Its `stores` are addresses
 * for visitors, to which neither stock nor orders belong, and so no locations here. Servers that drop the
 * Authorization header (CGI without CGIPassAuth) are not served: the key would have to stand in the address. The OAuth
 * API of PrestaShop 9 is another one, and is not used here.
 *
 * Unverified: shops that run several stores are read in the key's default one.
 */
export const prestashop: Adapter<PastedKey> = {
  key: "prestashop",
  name: "PrestaShop",
  apiVersion: "webservice",
  modes: ["test", "live"],
  connect: prestaConnect,
  scopes: RESOURCES_READ,
  resources: {
    store: {
      scopes: [...SETTINGS, "countries", "languages"],
      filters: [],
      maxPageSize: 1,
      notes: ["The shop's settings."],
    },
    products: {
      scopes: [...PRODUCTS, ...SETTINGS],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 50,
      notes: [
        "By id, ascending. Texts are in the shop's own language, descriptions in HTML; the raw object has all.",
        "A variant is named by product and combination: `63-0`, `41-7`.",
        "Prices are the catalogue's: in the shop's currency, without tax, before special prices and group discounts.",
        "Images, tags and the product's page are not told.",
      ],
    },
    orders: {
      scopes: [...ORDERS, ...SETTINGS],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 50,
      notes: [
        "By id, ascending. Figures are with tax, as charged; the raw object has those without.",
        "Vouchers are one sum for the whole order, without their codes; taxes one sum without names and rates.",
        "What a state means is read from its flags and the shop's settings: one that the merchant made is `open`.",
      ],
    },
    refunds: {
      scopes: ["order_slip", "orders", ...SETTINGS],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 100,
      notes: ["Credit slips: whether the money has gone back is not on them. By id, ascending."],
    },
    inventory: {
      scopes: ["stock_availables", "combinations"],
      filters: [],
      maxPageSize: 100,
      notes: [
        "By id, ascending. A page may hold fewer records than asked for.",
        "PrestaShop does not tell when stock changed.",
      ],
    },
    customers: {
      scopes: ["customers", "addresses", "countries", "states", "configurations"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 100,
      notes: ["By id, ascending. Guests are customers too."],
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
  apiBase: (target) => `https://${target.shop}/api`,
  authorise({ headers, credentials }) {
    // The key is the user name, and there is no password (devdocs, "Using an Authorization header").
    headers.set("authorization", `Basic ${base64(utf8(`${credentials.access_token}:`))}`);
  },
  classify,
  limits: {
    description: "None of PrestaShop's own. The shop's host may answer 429.",
    sharedQuota: null,
  },
  webhooks: null,
};
