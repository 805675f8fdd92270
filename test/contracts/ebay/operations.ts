import type { operations as Identity } from "ebay-api/types/restful/specs/commerce_identity_v1_oas3.d.ts";
import type { operations as Notification } from "ebay-api/types/restful/specs/commerce_notification_v1_oas3.d.ts";
import type { operations as Fulfillment } from "ebay-api/types/restful/specs/sell_fulfillment_v1_oas3.d.ts";
import type { operations as Inventory } from "ebay-api/types/restful/specs/sell_inventory_v1_oas3.d.ts";
import type { DescribedOperation, DescribedParameter } from "../described-operations";

/**
 * The operations that the eBay adapter calls, after the vendor's reference at
 * developer.ebay.com/api-docs/{sell/fulfillment,sell/inventory,commerce/identity,commerce/notification}: Fulfillment
 * v1.20.7, Inventory 1.18.4, Identity v2.0.0, Notification v1.6.2. Their names, and that no parameter is left out or
 * invented, are held by the types of the npm package `ebay-api` (see vendor.ts); paths, values and limits are ours.
 */
export const OPERATIONS: Readonly<Record<string, DescribedOperation>> = {
  getOrder: {
    method: "GET",
    path: "/sell/fulfillment/v1/order/{orderId}",
    query: { fieldGroups: { values: ["TAX_BREAKDOWN"] } },
  },
  getOrders: {
    method: "GET",
    path: "/sell/fulfillment/v1/order",
    query: {
      fieldGroups: { values: ["TAX_BREAKDOWN"] },
      filter: {},
      limit: count(200),
      offset: { type: "integer", minimum: 0 },
      orderIds: { list: true, maxItems: 50 },
    },
  },
  getInventoryItem: { method: "GET", path: "/sell/inventory/v1/inventory_item/{sku}", query: {} },
  getInventoryItems: {
    method: "GET",
    path: "/sell/inventory/v1/inventory_item",
    query: { limit: count(200), offset: { type: "integer", minimum: 0 } },
  },
  getOffers: {
    method: "GET",
    path: "/sell/inventory/v1/offer",
    query: { format: {}, limit: {}, marketplace_id: {}, offset: {}, sku: {} },
  },
  getInventoryLocations: {
    method: "GET",
    path: "/sell/inventory/v1/location",
    query: { limit: count(100), offset: { type: "integer", minimum: 0 } },
  },
  getUser: { method: "GET", path: "/commerce/identity/v1/user/", query: {} },
  getPublicKey: { method: "GET", path: "/commerce/notification/v1/public_key/{public_key_id}", query: {} },
} satisfies {
  [K in Called]: {
    method: "GET";
    path: string;
    query: Record<QueryNames<Operations[K]>, DescribedParameter>;
  };
};

type Operations = Fulfillment & Inventory & Identity & Notification;
type Called =
  | "getOrder"
  | "getOrders"
  | "getInventoryItem"
  | "getInventoryItems"
  | "getOffers"
  | "getInventoryLocations"
  | "getUser"
  | "getPublicKey";
type QueryNames<O extends { parameters: { query?: object | undefined } }> = keyof NonNullable<
  O["parameters"]["query"]
>;

function count(maximum: number): DescribedParameter {
  return { type: "integer", minimum: 1, maximum };
}
