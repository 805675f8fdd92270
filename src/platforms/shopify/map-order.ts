import { add, isZero, type Money, negate, sum, toMinor, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine, Refund } from "../../model/retail";
import { expectShape, mapping, utc } from "../expect";
import { numericId } from "./ids";
import {
  type Allocation,
  type Line,
  orderShape,
  refundShape,
  type ShopifyOrder,
  type ShopifyRefund,
  type TaxLine,
} from "./shapes";
import { address, fraction, shopMoney, shopMoneyOrZero, textOrNull } from "./values";

/**
 * A whole Shopify order in the unified model, in the shop's currency. All nested lists must be complete.
 * The totals are the sums of the order's own parts; what they do not explain of Shopify's total is its `difference`.
 */
export function mapOrder(raw: unknown): Order {
  const order = expectShape(orderShape, raw, "order");
  return mapping("order", () => unified(order));
}

function unified(order: ShopifyOrder): Order {
  const currency = order.currencyCode;
  const none = zero(currency);
  const lines = order.lineItems.nodes.map((line) => mapLine(line, order.taxesIncluded, currency));
  const tax = shopMoneyOrZero(order.totalTaxSet, currency);
  const totals: Order["totals"] = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount: sum(
      lines.map((line) => line.discount),
      currency,
    ),
    shipping: sum(
      order.shippingLines.nodes.map((line) => shopMoney(line.discountedPriceSet)),
      currency,
    ),
    fees: add(
      order.dutiesIncluded ? none : shopMoneyOrZero(order.originalTotalDutiesSet, currency),
      shopMoneyOrZero(order.originalTotalAdditionalFeesSet, currency),
    ),
    tax,
    tax_added: order.taxesIncluded ? none : tax,
    tip: shopMoney(order.totalTipReceivedSet),
    total: shopMoney(order.totalPriceSet),
    refunded: shopMoney(order.totalRefundedSet),
  };
  const orderId = numericId(order.id);
  return {
    id: orderId,
    number: order.name,
    status: order.cancelledAt ? "cancelled" : order.closedAt ? "completed" : "open",
    payment_status: PAYMENT[order.displayFinancialStatus ?? ""] ?? "unknown",
    fulfillment_status: FULFILLMENT[order.displayFulfillmentStatus] ?? "unknown",
    channel: channel(order),
    currency,
    tax_inclusive: order.taxesIncluded,
    totals,
    difference: differenceOf(totals, differenceReason(order)),
    lines,
    discounts: discounts(order, currency),
    taxes: order.taxLines.map((line) => ({
      name: textOrNull(line.title),
      rate: fraction(line.rate),
      inclusive: order.taxesIncluded,
      amount: shopMoney(line.priceSet),
    })),
    shipping: order.shippingLines.nodes.map((line) => ({
      name: textOrNull(line.title),
      code: textOrNull(line.code),
      amount: shopMoney(line.originalPriceSet),
    })),
    refunds: order.refunds.map((refund) => unifiedRefund(refund, orderId, order.taxesIncluded)),
    customer_id: order.customer ? numericId(order.customer.id) : null,
    location_id: order.retailLocation ? numericId(order.retailLocation.id) : null,
    shipping_address: order.shippingAddress ? address(order.shippingAddress) : null,
    note: textOrNull(order.note),
    // When the buyer completed the checkout, and what the created_… filters search; an import may have processed it at another time.
    placed_at: new Date(order.createdAt).toISOString(),
    updated_at: utc(order.updatedAt),
    completed_at: utc(order.closedAt),
    cancelled_at: utc(order.cancelledAt),
  };
}

function mapLine(line: Line, taxesIncluded: boolean, currency: string): OrderLine {
  const subtotal = shopMoney(line.originalTotalSet);
  const discount = allocated(line.discountAllocations, currency);
  const tax = taxOf(line.taxLines, currency);
  return {
    id: numericId(line.id),
    product_id: line.product ? numericId(line.product.id) : null,
    variant_id: line.variant ? numericId(line.variant.id) : null,
    sku: textOrNull(line.sku),
    name: line.name,
    quantity: String(line.quantity),
    unit_price: shopMoney(line.originalUnitPriceSet),
    subtotal,
    discount,
    tax,
    total: add(subtotal, negate(discount), taxesIncluded ? zero(currency) : tax),
  };
}

function allocated(allocations: readonly Allocation[], currency: string): Money {
  return sum(
    allocations.map((allocation) => shopMoney(allocation.allocatedAmountSet)),
    currency,
  );
}

function taxOf(lines: readonly TaxLine[], currency: string): Money {
  return sum(
    lines.map((line) => shopMoney(line.priceSet)),
    currency,
  );
}

/** A discount's amount is what it takes off all lines and all shipping: Shopify gives its rule, not its sum. */
function discounts(order: ShopifyOrder, currency: string): Order["discounts"] {
  const allocations = [...order.lineItems.nodes, ...order.shippingLines.nodes].flatMap(
    (part) => part.discountAllocations,
  );
  return order.discountApplications.nodes.map((discount) => ({
    name: textOrNull(discount.title),
    code: textOrNull(discount.code),
    amount: allocated(
      allocations.filter(({ discountApplication }) => discountApplication.index === discount.index),
      currency,
    ),
  }));
}

/** OrderDisplayFinancialStatus. EXPIRED (an authorisation that lapsed) has no counterpart in the unified model. */
const PAYMENT: Readonly<Record<string, Order["payment_status"]>> = {
  PENDING: "pending",
  AUTHORIZED: "authorized",
  PAID: "paid",
  PARTIALLY_PAID: "partially_paid",
  PARTIALLY_REFUNDED: "partially_refunded",
  REFUNDED: "refunded",
  VOIDED: "voided",
};

/** OrderDisplayFulfillmentStatus: all states in which nothing has been fulfilled are `unfulfilled`. */
const FULFILLMENT: Readonly<Record<string, Order["fulfillment_status"]>> = {
  FULFILLED: "fulfilled",
  PARTIALLY_FULFILLED: "partial",
  FULFILLMENT_NOT_REQUIRED: "not_required",
  UNFULFILLED: "unfulfilled",
  OPEN: "unfulfilled",
  IN_PROGRESS: "unfulfilled",
  ON_HOLD: "unfulfilled",
  PENDING_FULFILLMENT: "unfulfilled",
  REQUEST_DECLINED: "unfulfilled",
  RESTOCKED: "unfulfilled",
  SCHEDULED: "unfulfilled",
};

function channel(order: ShopifyOrder): Order["channel"] {
  const name = order.app?.name ?? textOrNull(order.sourceName);
  if (order.sourceName === "pos" || order.retailLocation) return { kind: "pos", name };
  if (order.sourceName === "web") return { kind: "online", name };
  return { kind: order.sourceName ? "other" : "unknown", name };
}

/** Why the parts may miss Shopify's total, most likely cause first; used only where they do. */
function differenceReason(order: ShopifyOrder): string {
  if (order.edited)
    return "The order was edited after it was placed; its lines still count what was removed.";
  if (!isZero(shopMoney(order.totalTipReceivedSet)))
    return "Shopify may count the order's tip among its lines, or leave it out of its total.";
  return "Shopify's parts of this order do not add up to its total.";
}

/** @param raw a refund with its lines complete. */
export function mapRefund(raw: unknown, orderId: string, taxesIncluded: boolean): Refund {
  const refund = expectShape(refundShape, raw, "refund");
  return mapping("refund", () => unifiedRefund(refund, orderId, taxesIncluded));
}

function unifiedRefund(refund: ShopifyRefund, orderId: string, taxesIncluded: boolean): Refund {
  return {
    id: numericId(refund.id),
    order_id: orderId,
    status: refundStatus(refund),
    amount: shopMoney(refund.totalRefundedSet),
    reason: textOrNull(refund.note),
    location_id: null, // Shopify tells only where goods were restocked, per line
    lines: refund.refundLineItems.nodes.map((line) => {
      const subtotal = shopMoney(line.subtotalSet);
      return {
        order_line_id: numericId(line.lineItem.id),
        quantity: String(line.quantity),
        amount: taxesIncluded ? subtotal : add(subtotal, shopMoney(line.totalTaxSet)),
      };
    }),
    created_at: utc(refund.createdAt ?? refund.processedAt),
    updated_at: utc(refund.updatedAt),
  };
}

/** A refund has no status of its own: its transactions have (OrderTransactionStatus). */
function refundStatus(refund: ShopifyRefund): Refund["status"] {
  const statuses = new Set(refund.transactions.nodes.map((transaction) => transaction.status));
  if (statuses.has("PENDING") || statuses.has("AWAITING_RESPONSE")) return "pending";
  if (refund.transactions.pageInfo.hasNextPage) return "unknown";
  // Goods taken back without money have no transaction.
  if (statuses.size === 0)
    return toMinor(shopMoney(refund.totalRefundedSet)) === 0n ? "completed" : "unknown";
  if ([...statuses].every((status) => status === "SUCCESS")) return "completed";
  if ([...statuses].every((status) => status === "FAILURE" || status === "ERROR")) return "failed";
  return "unknown";
}
