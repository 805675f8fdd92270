import type { Order } from "../../model/retail";
import { decimal, total } from "../decimal";
import type { MagentoItem, MagentoOrder } from "./order-schema";

/** Magento\Sales\Model\Order's states; statuses are the merchant's own words for them. */
const STATES: Readonly<Record<string, Order["status"]>> = {
  new: "open",
  pending_payment: "open",
  payment_review: "open",
  processing: "open",
  holded: "open",
  complete: "completed",
  closed: "completed",
  canceled: "cancelled",
};

/** Our word for each, to ask by. */
export const ORDER_STATUSES = {
  open: "new,pending_payment,payment_review,processing,holded",
  completed: "complete,closed",
  cancelled: "canceled",
} as const;

export function orderStatus({ state }: MagentoOrder): Order["status"] {
  return (state !== null && Object.hasOwn(STATES, state) && STATES[state]) || "unknown";
}

export function paymentStatus(order: MagentoOrder): Order["payment_status"] {
  const [due, paid, refunded] = [order.grand_total, order.total_paid, order.total_refunded].map(decimal) as [
    bigint,
    bigint,
    bigint,
  ];
  if (refunded > 0n) return refunded >= paid ? "refunded" : "partially_refunded";
  if (paid > 0n) return paid >= due ? "paid" : "partially_paid";
  const status = orderStatus(order);
  if (status === "cancelled") return "voided";
  if (status === "unknown") return "unknown";
  if (due === 0n && status === "completed") return "paid";
  return decimal(order.payment?.amount_authorized ?? 0) > 0n ? "authorized" : "pending";
}

/** By the quantities of what can be sent; what a configurable product stands for is counted at the product's own line. */
export function fulfillmentStatus(order: MagentoOrder): Order["fulfillment_status"] {
  const sendable = order.items.filter(
    (item) => item.parent_item_id === null && Number(item.is_virtual) === 0,
  );
  if (sendable.length === 0) return "not_required";
  const sum = (of: (item: MagentoItem) => string | number) =>
    total(sendable.map((item) => decimal(of(item))));
  const ordered = sum((item) => item.qty_ordered) - sum((item) => item.qty_canceled);
  const shipped = sum((item) => item.qty_shipped);
  if (shipped <= 0n) return "unfulfilled";
  // What was given back before it was sent is not to be sent any more.
  const refunded = sum((item) => item.qty_refunded);
  return shipped >= ordered - refunded ? "fulfilled" : "partial";
}
