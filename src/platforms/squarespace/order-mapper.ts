import { isZero, sum, toMinor, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine } from "../../model/retail";
import { decimal, moneyOf, times } from "../decimal";
import { utc } from "../expect";
import { known } from "../mapped";
import type { SquarespaceLine, SquarespaceOrder } from "./order-schema";
import { addressOf, amountOf, amountOrZero } from "./values";

/** Squarespace's order in the unified model. */
export function mapOrder(from: SquarespaceOrder): Order {
  const { currency } = from.grandTotal;
  const inclusive = from.priceTaxInterpretation === "INCLUSIVE";
  const lines = from.lineItems.map(mapLine);
  const tax = amountOrZero(from.taxTotal, currency);
  const totals: Order["totals"] = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount: amountOrZero(from.discountTotal, currency),
    shipping: amountOrZero(from.shippingTotal, currency),
    fees: zero(currency),
    tax,
    tax_added: inclusive ? zero(currency) : tax,
    tip: zero(currency),
    total: amountOf(from.grandTotal),
    refunded: amountOrZero(from.refundedTotal, currency),
  };
  const status = known(STATUSES, from.fulfillmentStatus);
  return {
    id: from.id,
    number: from.orderNumber == null ? null : String(from.orderNumber),
    status,
    payment_status: paymentStatus(from, totals),
    fulfillment_status: fulfillmentStatus(from),
    channel: channelOf(from),
    currency,
    tax_inclusive: inclusive,
    totals,
    difference: differenceOf(
      totals,
      "Squarespace's total differs from the sum of its parts (tax on shipping, gift cards, or an imported order)",
    ),
    lines,
    discounts: (from.discountLines ?? []).map((one) => ({
      name: one.name ?? one.description,
      code: one.promoCode,
      amount: amountOf(one.amount),
    })),
    taxes: isZero(tax) ? [] : [{ name: null, rate: null, inclusive, amount: tax }],
    shipping: (from.shippingLines ?? []).map((one) => ({
      name: one.method,
      code: null,
      amount: amountOf(one.amount),
    })),
    refunds: [],
    customer_id: from.customerId,
    location_id: null,
    shipping_address: from.shippingAddress ? addressOf(from.shippingAddress) : null,
    note:
      (from.internalNotes ?? [])
        .map(({ content }) => content)
        .filter(Boolean)
        .join("\n") || null,
    placed_at: new Date(from.createdOn).toISOString(),
    updated_at: utc(from.modifiedOn),
    completed_at: status === "completed" ? utc(from.fulfilledOn) : null,
    cancelled_at: null,
  };
}

function mapLine(from: SquarespaceLine): OrderLine {
  const { currency } = from.unitPricePaid;
  const subtotal = moneyOf(times(decimal(from.unitPricePaid.value), decimal(from.quantity)), currency);
  return {
    id: from.id,
    product_id: from.productId,
    variant_id: from.variantId,
    sku: from.sku,
    name: from.productName ?? "",
    quantity: String(from.quantity),
    unit_price: amountOf(from.unitPricePaid),
    subtotal,
    discount: zero(currency),
    tax: zero(currency),
    total: subtotal,
  };
}

const STATUSES = { PENDING: "open", FULFILLED: "completed", CANCELED: "cancelled" } as const;

const PAYMENTS = {
  NOT_CHARGED: "pending",
  PENDING: "pending",
  FAILED: "pending",
  AUTHORIZED: "authorized",
  PAID: "paid",
  PARTIALLY_PAID: "partially_paid",
  REFUND_PENDING: "paid",
  REFUND_FAILED: "paid",
  REFUNDED: "refunded",
} as const satisfies Record<string, Order["payment_status"]>;

/** What went back is told as an amount; `REFUNDED` alone does not say whether it was all. */
function paymentStatus(from: SquarespaceOrder, totals: Order["totals"]): Order["payment_status"] {
  const refunded = toMinor(totals.refunded);
  if (refunded > 0n) return refunded >= toMinor(totals.total) ? "refunded" : "partially_refunded";
  return known(PAYMENTS, from.paymentState);
}

/** Parcels may have left before the merchant marks the order as fulfilled. */
function fulfillmentStatus(from: SquarespaceOrder): Order["fulfillment_status"] {
  if (from.fulfillmentStatus === "FULFILLED") return "fulfilled";
  if (from.fulfillmentStatus !== "PENDING" && from.fulfillmentStatus !== "CANCELED") return "unknown";
  return (from.fulfillments?.length ?? 0) > 0 ? "partial" : "unfulfilled";
}

function channelOf({ channel, channelName }: SquarespaceOrder): Order["channel"] {
  // A name stands only on orders that another sales channel handed over.
  if (channelName) return { kind: "other", name: channelName };
  return { kind: known({ web: "online", pos: "pos" } as const, channel), name: channel };
}
