import type { Order } from "../../model/retail";
import { known } from "../mapped";
import type { BigOrder } from "./order-schema";

/** Orders V2, "Order Status Descriptions". Stores may rename a status; its id stays. */
const STATUSES = {
  0: "draft", // Incomplete: reached the payment page, and went no further
  1: "open", // Pending
  2: "completed", // Shipped
  3: "open", // Partially Shipped
  4: "completed", // Refunded
  5: "cancelled", // Cancelled
  6: "cancelled", // Declined
  7: "open", // Awaiting Payment
  8: "open", // Awaiting Pickup
  9: "open", // Awaiting Shipment
  10: "completed", // Completed
  11: "open", // Awaiting Fulfillment
  12: "open", // Manual Verification Required
  13: "open", // Disputed
} as const satisfies Record<number, Order["status"]>;

const PARTIALLY_REFUNDED = 14;

export function orderStatus(order: BigOrder): Order["status"] {
  // It replaces whatever the status was before: only what was shipped still tells how far the order came.
  if (order.status_id === PARTIALLY_REFUNDED) return isAllShipped(order) ? "completed" : "unknown";
  return known(STATUSES, String(order.status_id));
}

const PAYMENTS = {
  authorized: "authorized",
  "capture pending": "authorized",
  "void pending": "authorized",
  captured: "paid",
  paid: "paid",
  declined: "pending",
  "held for review": "pending",
  pending: "pending",
  "partially refunded": "partially_refunded",
  refunded: "refunded",
  void: "voided",
} as const satisfies Record<string, Order["payment_status"]>;

/** Offline payments leave `payment_status` empty; some statuses of the order itself say it then. */
const UNPAID = new Set([0, 1, 7]);

export function paymentStatus(order: BigOrder): Order["payment_status"] {
  if (order.payment_status !== null) return known(PAYMENTS, order.payment_status.toLowerCase());
  if (order.status_id === 4) return "refunded";
  if (order.status_id === PARTIALLY_REFUNDED) return "partially_refunded";
  return UNPAID.has(order.status_id) ? "pending" : "unknown";
}

function isAllShipped({ items_total, items_shipped }: BigOrder): boolean {
  return (items_shipped ?? 0) > 0 && (items_shipped ?? 0) >= (items_total ?? 0);
}

/** Items are counted as shipped only when a shipment is made; a seller may also just set the status. */
export function fulfillmentStatus(order: BigOrder): Order["fulfillment_status"] {
  if (order.order_is_digital) return "not_required";
  if (order.status_id === 2 || order.status_id === 10 || isAllShipped(order)) return "fulfilled";
  if (order.status_id === 3 || (order.items_shipped ?? 0) > 0) return "partial";
  return order.items_total == null ? "unknown" : "unfulfilled";
}

/** `order_source`, documented on the order. */
const SOURCES = {
  www: "online",
  iphone: "online",
  ipad: "online",
  android: "online",
  mobile: "online",
  buybutton: "online",
  checkout_api: "online",
  amazon: "marketplace",
  ebay: "marketplace",
  facebookshop: "marketplace",
  facebookcheckout: "marketplace",
  facebookmarketplace: "marketplace",
  pinterest: "marketplace",
  socialshop: "marketplace",
  manual: "other",
  external: "other",
} as const satisfies Record<string, Order["channel"]["kind"]>;

export function channelOf({ order_source, external_source }: BigOrder): Order["channel"] {
  // How the specification has a point of sale name itself.
  if (external_source?.toUpperCase() === "POS") return { kind: "pos", name: external_source };
  return { kind: known(SOURCES, order_source), name: external_source ?? order_source };
}
