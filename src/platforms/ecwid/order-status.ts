import type { Order } from "../../model/retail";
import { known } from "../mapped";
import type { EcwidOrder } from "./order-schema";

const PAYMENTS = {
  AWAITING_PAYMENT: "pending",
  INCOMPLETE: "pending",
  PAID: "paid",
  CANCELLED: "voided",
  REFUNDED: "refunded",
  PARTIALLY_REFUNDED: "partially_refunded",
} as const satisfies Record<string, Order["payment_status"]>;

export function paymentStatus({ paymentStatus: told }: EcwidOrder): Order["payment_status"] {
  return known(PAYMENTS, told);
}

/** An order has one status for all its goods: part of them is never told. */
const FULFILMENTS = {
  AWAITING_PROCESSING: "unfulfilled",
  PROCESSING: "unfulfilled",
  READY_FOR_PICKUP: "unfulfilled",
  WILL_NOT_DELIVER: "unfulfilled",
  OUT_FOR_DELIVERY: "fulfilled",
  SHIPPED: "fulfilled",
  DELIVERED: "fulfilled",
  RETURNED: "fulfilled",
} as const satisfies Record<string, Order["fulfillment_status"]>;

export function fulfillmentStatus({ fulfillmentStatus: told }: EcwidOrder): Order["fulfillment_status"] {
  return known(FULFILMENTS, told);
}

/** Ecwid has no status of the order as such, only these two. */
export function orderStatus(order: EcwidOrder): Order["status"] {
  if (order.paymentStatus === "INCOMPLETE") return "draft";
  if (order.paymentStatus === "CANCELLED" || order.fulfillmentStatus === "WILL_NOT_DELIVER")
    return "cancelled";
  const fulfilment = fulfillmentStatus(order);
  const payment = paymentStatus(order);
  if (fulfilment === "unknown" || payment === "unknown") return "unknown";
  if (payment === "refunded") return "completed";
  return fulfilment === "fulfilled" && payment !== "pending" ? "completed" : "open";
}
