import { add, fromMinor, isZero, type Money, negate, subtract, sum, toMinor, zero } from "../../kernel/money";
import type { Address } from "../../model/common";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine, Refund } from "../../model/retail";
import { PlatformFailure } from "../adapter";
import { utc } from "../expect";
import { known } from "../mapped";
import type { EbayAddress, EbayLine, EbayOrder, EbayRefund } from "./order-shapes";
import { amountOf, amountOrZero, positive } from "./values";

/** OrderFulfillmentStatus, OrderPaymentStatusEnum, RefundStatusEnum of the Fulfillment API's documentation. */
const FULFILLMENTS = { NOT_STARTED: "unfulfilled", IN_PROGRESS: "partial", FULFILLED: "fulfilled" } as const;
const STATUSES = { NOT_STARTED: "open", IN_PROGRESS: "open", FULFILLED: "completed" } as const;
/** FAILED is said of a payment and of a refund alike: it tells neither. */
const PAYMENTS = {
  PENDING: "pending",
  PAID: "paid",
  PARTIALLY_REFUNDED: "partially_refunded",
  FULLY_REFUNDED: "refunded",
} as const;
const REFUNDS = { PENDING: "pending", REFUNDED: "completed", FAILED: "failed" } as const;

/**
 * eBay's order in the unified model, as `fieldGroups=TAX_BREAKDOWN` tells it: with the taxes that eBay itself collects
 * and remits, as the buyer pays them.
 */
export function mapOrder(from: EbayOrder): Order {
  const { pricingSummary: prices } = from;
  const { currency } = prices.total;
  const lines = from.lineItems.map(mapLine);
  const refunds = (from.paymentSummary?.refunds ?? []).map((one, index) => mapRefund(from, one, index));
  const taxes = taxesOf(from, currency);
  const adjustment = amountOrZero(prices.adjustment, currency);
  const isReduction = toMinor(adjustment) < 0n;
  const parts = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount: add(
      positive(amountOrZero(prices.priceDiscount, currency)),
      isReduction ? negate(adjustment) : zero(currency),
    ),
    shipping: subtract(
      amountOrZero(prices.deliveryCost, currency),
      positive(amountOrZero(prices.deliveryDiscount, currency)),
    ),
    fees: add(amountOrZero(prices.fee, currency), isReduction ? zero(currency) : adjustment),
    tip: zero(currency),
  };
  const told = sum(
    taxes.map((one) => one.amount),
    currency,
  );
  const tax = prices.tax ? amountOf(prices.tax) : told;
  const total = amountOf(prices.total);
  const before = subtract(add(parts.subtotal, parts.shipping, parts.fees), parts.discount);
  // Whether prices contain the tax eBay does not say; the total does, to the unit.
  const isInclusive = !isZero(tax) && isZero(subtract(total, before));
  const totals: Order["totals"] = {
    ...parts,
    tax,
    tax_added: isInclusive ? zero(currency) : tax,
    total,
    refunded: sum(
      refunds.filter((refund) => refund.status === "completed").map((refund) => refund.amount),
      currency,
    ),
  };
  const isCancelled = from.cancelStatus?.cancelState === "CANCELED";
  return {
    id: from.orderId,
    number: from.orderId,
    status: isCancelled ? "cancelled" : known(STATUSES, from.orderFulfillmentStatus),
    payment_status: known(PAYMENTS, from.orderPaymentStatus),
    fulfillment_status: known(FULFILLMENTS, from.orderFulfillmentStatus),
    channel: { kind: "marketplace", name: from.lineItems[0]?.purchaseMarketplaceId ?? null },
    currency,
    tax_inclusive: isInclusive,
    totals,
    difference: differenceOf(
      totals,
      "eBay's total differs from the sum of its pricing summary; see the raw order",
    ),
    lines,
    discounts: discountsOf(from, parts.discount),
    taxes: taxes.map((one) => ({ ...one, rate: null, inclusive: isInclusive })),
    shipping: shippingOf(from, currency),
    refunds,
    customer_id: from.buyer?.username ?? null,
    location_id: null,
    shipping_address: addressOf(from),
    note: from.buyerCheckoutNotes ?? null,
    placed_at: new Date(from.creationDate).toISOString(),
    updated_at: utc(from.lastModifiedDate),
    completed_at: null,
    cancelled_at: isCancelled ? utc(from.cancelStatus?.cancelledDate) : null,
  };
}

/** `lineItemCost` is the unit price times the quantity; the unit price itself is not told. */
function mapLine(from: EbayLine): OrderLine {
  const subtotal = amountOf(from.lineItemCost);
  const { currency } = subtotal;
  const discount = from.discountedLineItemCost
    ? subtract(subtotal, amountOf(from.discountedLineItemCost))
    : zero(currency);
  const tax = sum(
    (from.taxes ?? []).map((one) => amountOrZero(one.amount, currency)),
    currency,
  );
  return {
    id: from.lineItemId,
    product_id: from.sku ?? from.legacyItemId ?? null,
    variant_id: from.sku ?? from.legacyVariationId ?? null,
    sku: from.sku ?? null,
    name: from.title ?? "",
    quantity: String(from.quantity),
    unit_price: share(subtotal, from.quantity),
    subtotal,
    discount,
    tax,
    total: from.total ? amountOf(from.total) : add(subtotal, negate(discount), tax),
  };
}

/** Refused rather than rounded. */
function share(subtotal: Money, quantity: number): Money {
  const units = toMinor(subtotal);
  if (units === 0n || quantity <= 1) return subtotal;
  if (units % BigInt(quantity) === 0n) return fromMinor(units / BigInt(quantity), subtotal.currency);
  const detail = "is not a whole price times the quantity";
  throw new PlatformFailure({ kind: "unexpected", field: "lineItems.lineItemCost", detail }, null);
}

/** By kind, over all lines. */
function taxesOf(order: EbayOrder, currency: string): { name: string | null; amount: Money }[] {
  const byName = new Map<string | null, Money>();
  for (const one of order.lineItems.flatMap((line) => line.taxes ?? [])) {
    if (!one.amount) continue;
    const name = one.taxType ?? null;
    byName.set(name, add(byName.get(name) ?? zero(currency), amountOf(one.amount)));
  }
  return [...byName].map(([name, amount]) => ({ name, amount })).filter(({ amount }) => !isZero(amount));
}

function discountsOf(order: EbayOrder, discount: Money): Order["discounts"] {
  const promotions = order.lineItems.flatMap((line) => line.appliedPromotions ?? []);
  const told = promotions.flatMap((one) =>
    one.discountAmount
      ? [
          {
            name: one.description ?? one.promotionId ?? null,
            code: null,
            amount: positive(amountOf(one.discountAmount)),
          },
        ]
      : [],
  );
  return told.length > 0 || isZero(discount) ? told : [{ name: null, code: null, amount: discount }];
}

function shippingOf(order: EbayOrder, currency: string): Order["shipping"] {
  const amount = amountOrZero(order.pricingSummary.deliveryCost, currency);
  if (isZero(amount)) return [];
  const service = order.fulfillmentStartInstructions?.[0]?.shippingStep?.shippingServiceCode;
  return [{ name: service ?? null, code: service ?? null, amount }];
}

/** eBay tells an amount by line at most, never how many units came back: the lines stay in the raw order. */
function mapRefund(order: EbayOrder, from: EbayRefund, index: number): Refund {
  const id = from.refundReferenceId ?? from.refundId;
  return {
    id: id ?? `${order.orderId}/${index}`,
    order_id: order.orderId,
    status: known(REFUNDS, from.refundStatus),
    amount: amountOrZero(from.amount, order.pricingSummary.total.currency),
    reason: null,
    location_id: null,
    lines: [],
    created_at: utc(from.refundDate),
    updated_at: null,
  };
}

/** Where eBay forwards a parcel, the buyer's own address is the final one. */
function addressOf(order: EbayOrder): Address | null {
  for (const { finalDestinationAddress, shippingStep } of order.fulfillmentStartInstructions ?? []) {
    const shipTo = shippingStep?.shipTo;
    const address: EbayAddress | null | undefined = finalDestinationAddress ?? shipTo?.contactAddress;
    if (!address) continue;
    const isOwn = !finalDestinationAddress;
    return {
      name: isOwn ? (shipTo?.fullName ?? null) : null,
      line1: address.addressLine1 ?? null,
      line2: address.addressLine2 ?? null,
      city: address.city ?? null,
      region: address.stateOrProvince ?? null,
      postal_code: address.postalCode ?? null,
      country: address.countryCode ?? null,
      phone: isOwn ? (shipTo?.primaryPhone?.phoneNumber ?? null) : null,
    };
  }
  return null;
}
