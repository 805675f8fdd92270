import type { components as IdentitySpec } from "ebay-api/types/restful/specs/commerce_identity_v1_oas3.d.ts";
import type { components as NotificationSpec } from "ebay-api/types/restful/specs/commerce_notification_v1_oas3.d.ts";
import type { components as FulfillmentSpec } from "ebay-api/types/restful/specs/sell_fulfillment_v1_oas3.d.ts";
import type { components as InventorySpec } from "ebay-api/types/restful/specs/sell_inventory_v1_oas3.d.ts";

/**
 * eBay's answers as the types of the npm package `ebay-api` have them, generated there from eBay's OpenAPI documents.
 * Payloads of the tests are held against them when types are checked. Every enumerated value is a plain string there.
 */

type Fulfillment = FulfillmentSpec["schemas"];
type Inventory = InventorySpec["schemas"];

/** Every field may also be told to be missing, which the package's types leave no room for. */
type Loose<T> = { [K in keyof T]?: T[K] | undefined };

export type Order = Loose<Fulfillment["Order"]>;
export type OrderPrices = Fulfillment["PricingSummary"];
export type OrderLine = Fulfillment["LineItem"];
export type OrderRefund = Fulfillment["OrderRefund"];
export type Amount = Required<Pick<Fulfillment["Amount"], "value" | "currency">>;
export type Orders = Fulfillment["OrderSearchPagedCollection"];

/** The specification types `aspects` a string, while its own text says an object of lists, which is what comes. */
type Item = Omit<Inventory["InventoryItemWithSkuLocaleGroupid"], "product"> & {
  product?: Omit<Inventory["Product"], "aspects"> & { aspects?: Record<string, string[]> };
};

export type { Item as InventoryItem };
export type InventoryItems = Omit<Inventory["InventoryItems"], "inventoryItems"> & {
  inventoryItems?: Item[];
};
export type Offer = Inventory["EbayOfferDetailsWithAll"];
export type Offers = Inventory["Offers"];
export type Locations = Inventory["LocationResponse"];
export type User = IdentitySpec["schemas"]["UserResponse"];
export type PublicKey = NotificationSpec["schemas"]["PublicKey"];
