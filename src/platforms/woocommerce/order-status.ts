import type { Order } from "../../model/retail";
import type { Decimal } from "../decimal";
import type { WooOrder } from "./order-schema";

/** WooCommerce's own states (docs, "Order statuses"); a plugin's are `unknown`, and stand in the raw object. */
const STATES: Readonly<Record<string, Order["status"]>> = {
  pending: "open",
  processing: "open",
  "on-hold": "open",
  // The payment did not go through; the customer may still pay.
  failed: "open",
  completed: "completed",
  refunded: "completed",
  cancelled: "cancelled",
  "checkout-draft": "draft",
};

/** Our word for each, to ask by. A draft of the checkout is not a state that every shop knows. */
export const ORDER_STATUSES = {
  open: "pending,processing,on-hold,failed",
  completed: "completed,refunded",
  cancelled: "cancelled",
} as const;

export function orderStatus({ status }: WooOrder): Order["status"] {
  return (Object.hasOwn(STATES, status) && STATES[status]) || "unknown";
}

/** `date_paid` tells: `processing` is reached without money too (cash on delivery). */
export function paymentStatus(
  order: WooOrder,
  { total, refunded }: { total: Decimal; refunded: Decimal },
): Order["payment_status"] {
  if (order.status === "refunded" || (refunded > 0n && refunded >= total)) return "refunded";
  if (refunded > 0n) return "partially_refunded";
  if (order.date_paid_gmt !== null) return "paid";
  if (order.status === "cancelled") return "voided";
  return orderStatus(order) === "unknown" ? "unknown" : "pending";
}

/** `completed` is what has been sent. That parts of an order were sent, WooCommerce does not know. */
export function fulfillmentStatus(order: WooOrder): Order["fulfillment_status"] {
  if (order.status === "completed") return "fulfilled";
  if (order.status === "refunded" || orderStatus(order) === "unknown") return "unknown";
  return "unfulfilled";
}

const CHANNELS: Readonly<Record<string, Order["channel"]["kind"]>> = {
  checkout: "online",
  "store-api": "online",
  "pos-rest-api": "pos",
  admin: "other",
  "rest-api": "other",
};

export function channelOf({ created_via }: WooOrder): Order["channel"] {
  const kind = created_via !== null && Object.hasOwn(CHANNELS, created_via) ? CHANNELS[created_via] : null;
  return { kind: kind ?? "unknown", name: created_via };
}
