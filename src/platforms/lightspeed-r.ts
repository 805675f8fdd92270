import type { Adapter, OAuthRedirect } from "./adapter";
import { API_V3, lightspeedRConnect } from "./lightspeed-r/connect";
import { classify } from "./lightspeed-r/errors";
import { readInventory, readProduct, readProducts } from "./lightspeed-r/items";
import { readOrder, readOrders, readRefunds, SALE_STATUSES } from "./lightspeed-r/sales";
import { readCustomers, readLocations, readStore } from "./lightspeed-r/shop";

/**
 * Lightspeed Retail R-Series, API V3.
 *
 * Sources: developers.lightspeedhq.com/retail (2025): authentication/{authorization-code-grant,
 * refresh-token, access-token, scopes}, introduction/{pagination, parameters, ratelimits}, tutorials/v2v3migration,
 * endpoints/{Account, Shop, Item, ItemShop, Customer, Sale, Sale-SaleLine}.
 *
 * Scopes, the least for reading: `register_read` (sales history), `inventory_read`, `customers_read`. What the employee
 * who agreed may not do, the connection may not either; a locked employee's connection stops.
 *
 * Limits: a bucket of 90 drips (and 10 for each further register), leaking 1 a second (and 0.5); a call costs 1, each
 * relation loaded more; beside it a burst limit within one second. Counted for each account and client. No windows.
 *
 * What it cannot do: tell an account's country or time zone, or when a sale was voided; list refunds apart from sales
 * (they are picked out here, so that a page may be empty), or name the sale that a refund takes back (only its line).
 *
 * Unverified: that `register_read` and `inventory_read` suffice for `Shop` (its page names the writing scopes alone),
 * that `createTime` can be asked by (the operators are documented for fields in general), and how figures stand where
 * prices contain tax (the sale's own total decides). No webhooks are documented.
 */
export const lightspeedR: Adapter<OAuthRedirect> = {
  key: "lightspeed-r",
  name: "Lightspeed Retail (R-Series)",
  apiVersion: "V3",
  // There is no sandbox: a test connection is made to a trial account.
  modes: ["test", "live"],
  connect: lightspeedRConnect,
  scopes: ["employee:register_read", "employee:inventory_read", "employee:customers_read"],
  resources: {
    store: { scopes: [], filters: [], maxPageSize: 1, notes: ["The account: its name and currency."] },
    locations: {
      scopes: ["employee:inventory_read"],
      filters: [],
      maxPageSize: 100,
      notes: ["The shops, archived ones too."],
    },
    products: {
      scopes: ["employee:inventory_read"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 100,
      notes: [
        "Each item is a product with one variant; those of a matrix share `itemMatrixID` in the raw object.",
        "A change of stock is no change of its item.",
      ],
    },
    orders: {
      scopes: ["employee:register_read"],
      filters: ["updated_since", "created_after", "created_before", "location_id", "status"],
      statuses: Object.keys(SALE_STATUSES),
      maxPageSize: 100,
      notes: [
        "In the order of their ids; with `updated_since`, of their changes.",
        "`total` is the sale's total and the tips paid, which R-Series keeps apart from it.",
        "A refund is a sale of its own, or lines of one, with negative quantities; the sale it takes back stays unchanged.",
      ],
    },
    refunds: {
      scopes: ["employee:register_read"],
      filters: ["updated_since", "created_after", "created_before", "location_id", "status"],
      statuses: Object.keys(SALE_STATUSES),
      maxPageSize: 100,
      notes: [
        "Sales that take something back: a page may hold fewer than asked for, or none, before the last one.",
        "`order_id` is not told; each line names the line it comes from. `status` asks by the sale's own.",
      ],
    },
    inventory: {
      scopes: ["employee:inventory_read"],
      filters: ["updated_since", "location_id"],
      maxPageSize: 100,
      notes: ["`available` is never below zero where `on_hand` is. The sums over all shops are left out."],
    },
    customers: {
      scopes: ["employee:customers_read"],
      filters: ["updated_since", "created_after", "created_before"],
      maxPageSize: 100,
      notes: ["Archived customers are not listed."],
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
  apiBase: (_target, account) => `${API_V3}/Account${account.id && `/${encodeURIComponent(account.id)}`}`,
  authorise({ headers, credentials }) {
    headers.set("authorization", `Bearer ${credentials.access_token}`);
  },
  classify,
  limits: {
    description:
      "A bucket of 90 drips, and 10 for each further register, that leaks 1 a second, and 0.5; a call costs 1 and more with relations.",
    sharedQuota: null,
  },
  webhooks: null,
};
