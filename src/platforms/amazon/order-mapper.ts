import { add, fromMinor, isZero, type Money, negate, subtract, sum, toMinor, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine } from "../../model/retail";
import { PlatformFailure } from "../adapter";
import { utc } from "../expect";
import { known } from "../mapped";
import type { AmazonItem, AmazonOrder } from "./order-shapes";
import { currencyOfMarketplace } from "./sites";
import { amountOf } from "./values";

const STATUSES = {
  PENDING_AVAILABILITY: "open",
  PENDING: "open",
  UNSHIPPED: "open",
  PARTIALLY_SHIPPED: "open",
  SHIPPED: "completed",
  CANCELLED: "cancelled",
  UNFULFILLABLE: "open",
} as const;

/** Amazon's words for ours, to ask by. */
export const ORDER_STATUSES = {
  open: ["PENDING_AVAILABILITY", "PENDING", "UNSHIPPED", "PARTIALLY_SHIPPED", "UNFULFILLABLE"],
  completed: ["SHIPPED"],
  cancelled: ["CANCELLED"],
} as const;

const FULFILLMENTS = {
  PENDING_AVAILABILITY: "unfulfilled",
  PENDING: "unfulfilled",
  UNSHIPPED: "unfulfilled",
  PARTIALLY_SHIPPED: "partial",
  SHIPPED: "fulfilled",
  CANCELLED: "unfulfilled",
  UNFULFILLABLE: "unfulfilled",
} as const;

/**
 * Amazon takes the money and says little of it: a payment is not authorised before an order leaves PENDING, and is when
 * it is UNSHIPPED (the models' texts for `OrderStatus` v0 and `FulfillmentStatus` 2026-01-01). The rest is untold.
 */
const PAYMENTS = {
  PENDING_AVAILABILITY: "pending",
  PENDING: "pending",
  UNSHIPPED: "authorized",
  PARTIALLY_SHIPPED: "authorized",
} as const;

const CHANNELS = { AMAZON: "marketplace", NON_AMAZON: "other" } as const;

/** Whether Amazon tells no amounts of this order (it holds them back while an order is pending). */
export function isWithoutAmounts(from: AmazonOrder): boolean {
  return !from.proceeds?.grandTotal && from.orderItems.every((item) => !item.proceeds?.proceedsTotal);
}

/** Amazon's order in the unified model. `home` is the currency of the store that was connected. */
export function mapOrder(from: AmazonOrder, home: string): Order {
  const currency = currencyOf(from, home);
  const parts = from.orderItems.map((item) => partsOf(item, currency));
  const all = (pick: (part: Parts) => Money) => sum(parts.map(pick), currency);
  const status = from.fulfillment?.fulfillmentStatus;
  const told = {
    subtotal: all((part) => part.line.subtotal),
    discount: all((part) => part.line.discount),
    shipping: subtract(
      all((part) => part.shipping),
      all((part) => part.shippingDiscount),
    ),
    fees: all((part) => part.fees),
    tip: tipOf(from, currency),
  };
  const tax = all((part) => part.line.tax);
  const before = subtract(add(told.subtotal, told.shipping, told.fees, told.tip), told.discount);
  const total = from.proceeds?.grandTotal ? amountOf(from.proceeds.grandTotal) : add(before, tax);
  // Whether prices contain the tax Amazon does not say; the total does, to the unit.
  const isInclusive = !isZero(tax) && isZero(subtract(total, before));
  const totals: Order["totals"] = {
    ...told,
    tax,
    tax_added: isInclusive ? zero(currency) : tax,
    total,
    refunded: zero(currency),
  };
  return {
    id: from.orderId,
    number: from.orderAliases?.find((one) => one.aliasType === "SELLER_ORDER_ID")?.aliasId ?? from.orderId,
    status: known(STATUSES, status),
    payment_status: known(PAYMENTS, status),
    fulfillment_status: known(FULFILLMENTS, status),
    channel: {
      kind: known(CHANNELS, from.salesChannel.channelName),
      name: from.salesChannel.marketplaceName ?? from.salesChannel.channelName,
    },
    currency,
    tax_inclusive: isInclusive,
    totals,
    difference: differenceOf(
      totals,
      "Amazon's grand total differs from the sum of its breakdowns; see the raw order",
    ),
    lines: parts.map((part) => part.line),
    discounts: parts.flatMap(({ promotion, line, shippingDiscount }) => {
      const amount = add(line.discount, shippingDiscount);
      return isZero(amount) ? [] : [{ name: promotion, code: null, amount }];
    }),
    taxes: isZero(tax) ? [] : [{ name: null, rate: null, inclusive: isInclusive, amount: tax }],
    shipping: shippingOf(
      from,
      all((part) => part.shipping),
    ),
    refunds: [],
    customer_id: null,
    location_id: from.salesChannel.marketplaceId ?? null,
    shipping_address: null,
    note: null,
    placed_at: new Date(from.createdTime).toISOString(),
    updated_at: utc(from.lastUpdatedTime),
    completed_at: null,
    cancelled_at: null,
  };
}

/** A pending order names no amount: its store's currency is the only one it can be in. */
function currencyOf(order: AmazonOrder, home: string): string {
  const amounts = [
    order.proceeds?.grandTotal,
    ...order.orderItems.flatMap((item) => [item.proceeds?.proceedsTotal, item.product.price?.unitPrice]),
  ];
  const told = amounts.find((amount) => amount != null)?.currencyCode;
  return told ?? currencyOfMarketplace(order.salesChannel.marketplaceId) ?? home;
}

interface Parts {
  line: OrderLine;
  shipping: Money;
  shippingDiscount: Money;
  fees: Money;
  /** The promotion behind the discounts, where there is just one. */
  promotion: string | null;
}

/** One item's money by `ItemProceedsBreakdown.type`. A type newer than this file shows in the order's difference. */
function partsOf(item: AmazonItem, currency: string): Parts {
  const breakdowns = item.proceeds?.breakdowns ?? [];
  const of = (type: string) =>
    sum(
      breakdowns.filter((one) => one.type === type).map((one) => amountOf(one.subtotal)),
      currency,
    );
  const unit = item.product.price?.unitPrice;
  const subtotal = breakdowns.some((one) => one.type === "ITEM")
    ? of("ITEM")
    : unit
      ? times(amountOf(unit), item.quantityOrdered)
      : zero(currency);
  const discounts = breakdowns.filter((one) => one.type === "DISCOUNT");
  const off = sum(
    discounts.map((one) => positive(amountOf(one.subtotal))),
    currency,
  );
  const shippingDiscount = sum(
    discounts
      .flatMap((one) => one.detailedBreakdowns ?? [])
      .flatMap((one) => (one.subtype === "SHIPPING" && one.value ? [positive(amountOf(one.value))] : [])),
    currency,
  );
  const discount = subtract(off, shippingDiscount);
  const tax = of("TAX");
  const promotions = (item.promotion?.breakdowns ?? []).flatMap((one) => one.promotionId ?? []);
  const total = item.proceeds?.proceedsTotal;
  return {
    line: {
      id: item.orderItemId,
      product_id: item.product.sellerSku ?? null,
      variant_id: item.product.sellerSku ?? null,
      sku: item.product.sellerSku ?? null,
      name: item.product.title ?? item.product.sellerSku ?? item.product.asin ?? "",
      quantity: String(item.quantityOrdered),
      unit_price: unit ? amountOf(unit) : share(subtotal, item.quantityOrdered),
      subtotal,
      discount,
      tax,
      total: total ? amountOf(total) : add(subtotal, negate(discount), tax),
    },
    shipping: of("SHIPPING"),
    shippingDiscount,
    fees: add(of("GIFT_WRAP"), of("COD_FEE"), of("OTHER")),
    promotion: promotions.length === 1 ? (promotions[0] ?? null) : null,
  };
}

/** The sign of a discount is not documented; what it takes off is what it takes off. */
function positive(amount: Money): Money {
  return toMinor(amount) < 0n ? negate(amount) : amount;
}

function times(price: Money, quantity: number): Money {
  return fromMinor(toMinor(price) * BigInt(quantity), price.currency);
}

/** A unit's price where only the sum is told; refused rather than rounded. */
function share(subtotal: Money, quantity: number): Money {
  const units = toMinor(subtotal);
  if (units === 0n || quantity <= 1) return subtotal;
  if (units % BigInt(quantity) === 0n) return fromMinor(units / BigInt(quantity), subtotal.currency);
  throw new PlatformFailure(
    { kind: "unexpected", field: "product.price.unitPrice", detail: "missing" },
    null,
  );
}

/** The tip for the courier is the order's alone, in no item's money (OrderProceedsBreakdown). */
function tipOf(order: AmazonOrder, currency: string): Money {
  const tips = (order.proceeds?.breakdowns ?? []).filter((one) => one.type === "DELIVERY_TIP");
  return sum(
    tips.map((one) => amountOf(one.subtotal)),
    currency,
  );
}

function shippingOf(order: AmazonOrder, amount: Money): Order["shipping"] {
  if (isZero(amount)) return [];
  return [{ name: order.fulfillment?.fulfillmentServiceLevel ?? null, code: null, amount }];
}
