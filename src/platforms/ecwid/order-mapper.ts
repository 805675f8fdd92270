import { isZero, sum, toMinor, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine, Refund } from "../../model/retail";
import { type Decimal, decimalText, fractionOf, moneyOf, times, total } from "../decimal";
import type { EcwidItem, EcwidOrder } from "./order-schema";
import { fulfillmentStatus, orderStatus, paymentStatus } from "./order-status";
import { addressOf, amountOf, exact, idOf, timeOf } from "./values";

/** An order in the unified model, in the store's one currency. */
export function mapOrder(from: EcwidOrder, currency: string): Order {
  const inclusive = from.pricesIncludeTax === true;
  const lines = from.items.map((item) => mapLine(item, currency, inclusive));
  const id = from.id ?? String(from.orderNumber ?? "");
  if (id === "") throw new RangeError("an order without an id");
  const refunds = refundsOf(from, id, currency);
  const taxes = taxesOf(from, currency, inclusive);
  const tax = amountOf(from.tax, currency);
  const fees = [from.handlingFee?.value, ...(from.customSurcharges ?? []).map((one) => one.total)];
  const cost = from.giftCardRedemption ? (from.totalBeforeGiftCardRedemption ?? from.total) : from.total;
  const totals: Order["totals"] = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount: moneyOf(total([exact(from.discount), exact(from.couponDiscount)]), currency),
    shipping: amountOf(from.shippingOption?.shippingRate, currency),
    fees: moneyOf(total(fees.map(exact)), currency),
    tax,
    tax_added: inclusive
      ? sum(
          taxes.filter((one) => !one.inclusive).map((one) => one.amount),
          currency,
        )
      : tax,
    tip: zero(currency),
    total: amountOf(cost, currency),
    refunded: amountOf(from.refundedAmount, currency),
  };
  return {
    id,
    number: from.vendorOrderNumber ?? id,
    status: orderStatus(from),
    payment_status: paymentStatus(from),
    fulfillment_status: fulfillmentStatus(from),
    // `refererId` is free text of whoever made the order; without one it came from the storefront or by hand.
    channel: from.refererId ? { kind: "other", name: from.refererId } : { kind: "unknown", name: null },
    currency,
    tax_inclusive: inclusive,
    totals,
    difference: differenceOf(
      totals,
      "Ecwid's total differs from the sum of its parts: rounded, edited by hand, or paid in part by credit or points",
    ),
    lines,
    discounts: discountsOf(from, currency),
    taxes,
    shipping: from.shippingOption
      ? [
          {
            name: from.shippingOption.shippingMethodName ?? from.shippingOption.shippingCarrierName,
            code: null,
            amount: totals.shipping,
          },
        ]
      : [],
    refunds,
    customer_id: idOf(from.customerId),
    location_id: from.shippingOption?.locationId ?? null,
    shipping_address: from.shippingPerson ? addressOf(from.shippingPerson) : null,
    note: from.orderComments,
    placed_at: timeOf(from.createDate),
    updated_at: timeOf(from.updateDate),
    completed_at: null,
    cancelled_at: null,
  };
}

function mapLine(from: EcwidItem, currency: string, inclusive: boolean): OrderLine {
  const quantity = exact(from.quantity);
  const subtotal = times(exact(from.price), quantity);
  const discount = total([
    exact(from.couponAmount),
    ...(from.discounts ?? []).map((one) => exact(one.total)),
  ]);
  const taxes = (from.taxes ?? []).map((one) => ({
    // `total` holds the item's share of the tax on shipping too.
    amount: exact(one.taxOnDiscountedSubtotal ?? one.total),
    isAdded: !inclusive || one.includeInPrice === false,
  }));
  const added = total(taxes.filter(({ isAdded }) => isAdded).map(({ amount }) => amount));
  return {
    id: from.id ? String(from.id) : null,
    product_id: idOf(from.productId),
    variant_id: idOf(from.combinationId) ?? idOf(from.productId),
    sku: from.sku,
    name: from.name ?? "",
    quantity: decimalText(quantity),
    unit_price: amountOf(from.price, currency),
    subtotal: moneyOf(subtotal, currency),
    discount: moneyOf(discount, currency),
    tax: moneyOf(total(taxes.map(({ amount }) => amount)), currency),
    total: moneyOf(subtotal - discount + added, currency),
  };
}

/** Taxes stand on the items, the tax on shipping shared out over them; each is told once over all. */
function taxesOf(from: EcwidOrder, currency: string, inclusive: boolean): Order["taxes"] {
  const groups = new Map<string, { tax: Omit<Order["taxes"][number], "amount">; amount: Decimal }>();
  for (const tax of from.items.flatMap((item) => item.taxes ?? [])) {
    const key = JSON.stringify([tax.name, tax.value, tax.includeInPrice]);
    const group = groups.get(key);
    groups.set(key, {
      tax: {
        name: tax.name,
        rate: tax.value == null ? null : fractionOf(tax.value),
        inclusive: inclusive && tax.includeInPrice !== false,
      },
      amount: (group?.amount ?? 0n) + exact(tax.total),
    });
  }
  return [...groups.values()].map(({ tax, amount }) => ({ ...tax, amount: moneyOf(amount, currency) }));
}

function discountsOf(from: EcwidOrder, currency: string): Order["discounts"] {
  const coupon = amountOf(from.couponDiscount, currency);
  const others = amountOf(from.discount, currency);
  const named = (from.discountInfo ?? []).flatMap(({ description }) => description ?? []);
  return [
    ...(isZero(coupon)
      ? []
      : [
          {
            name: from.discountCoupon?.name ?? null,
            code: from.discountCoupon?.code ?? null,
            amount: coupon,
          },
        ]),
    ...(toMinor(others) === 0n ? [] : [{ name: named.join(", ") || null, code: null, amount: others }]),
  ];
}

/** Refunds have no id of their own: ours is the order's with their place, and they only ever grow at the end. */
function refundsOf(from: EcwidOrder, order: string, currency: string): Refund[] {
  return (from.refunds ?? []).map((refund, index) => ({
    id: `${order}:${index + 1}`,
    order_id: order,
    status: "completed",
    amount: amountOf(refund.amount, currency),
    reason: refund.reason,
    location_id: null,
    lines: [],
    created_at: timeOf(refund.date),
    updated_at: null,
  }));
}
