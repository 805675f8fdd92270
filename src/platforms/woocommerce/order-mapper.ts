import { type Money, sum, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order } from "../../model/retail";
import { type Decimal, decimal, decimalText, each, fractionOf, moneyOf, total } from "../decimal";
import { expectShape } from "../expect";
import { order as orderShape, type WooLine, type WooOrder } from "./order-schema";
import { channelOf, fulfillmentStatus, orderStatus, paymentStatus } from "./order-status";
import { addressOf, gmt } from "./values";

const ROUNDED =
  "WooCommerce adds up figures finer than the currency and rounds the sum, or somebody changed the order by hand.";

/**
 * An order. WooCommerce keeps each figure net with its tax beside it; where the shop's prices include tax
 * (`prices_include_tax`) both are put together again, before rounding, so that a line costs what the buyer saw.
 */
export function mapOrder(from: WooOrder): Order {
  const { currency } = from;
  const isGross = from.prices_include_tax ?? false;
  const shown = (net: string | number, tax: string | number | null | undefined): Decimal =>
    decimal(net) + (isGross ? decimal(tax ?? 0) : 0n);
  const money = (value: Decimal): Money => moneyOf(value, currency);

  const lines = from.line_items.map((line) => mapLine(line, shown, money));
  const refunds = (from.refunds ?? []).map(({ id, reason, total }) => ({
    id,
    reason,
    amount: magnitude(decimal(total)),
  }));
  const whole = { total: decimal(from.total), refunded: total(refunds.map(({ amount }) => amount)) };
  const totals: Order["totals"] = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount: money(shown(from.discount_total, from.discount_tax)),
    shipping: money(shown(from.shipping_total, from.shipping_tax)),
    fees: money(total((from.fee_lines ?? []).map((fee) => shown(fee.total, fee.total_tax)))),
    tax: money(decimal(from.total_tax)),
    tax_added: isGross ? zero(currency) : money(decimal(from.total_tax)),
    tip: zero(currency),
    total: money(whole.total),
    refunded: money(whole.refunded),
  };
  return {
    id: from.id,
    number: from.number == null ? null : String(from.number),
    status: orderStatus(from),
    payment_status: paymentStatus(from, whole),
    fulfillment_status: fulfillmentStatus(from),
    channel: channelOf(from),
    currency,
    tax_inclusive: isGross,
    totals,
    difference: differenceOf(totals, ROUNDED),
    lines,
    discounts: (from.coupon_lines ?? []).map((coupon) => ({
      name: null,
      code: coupon.code,
      amount: money(shown(coupon.discount, coupon.discount_tax)),
    })),
    taxes: (from.tax_lines ?? []).map((tax) => ({
      name: tax.label,
      rate: tax.rate_percent == null ? null : fractionOf(tax.rate_percent),
      inclusive: isGross,
      amount: money(decimal(tax.tax_total) + decimal(tax.shipping_tax_total ?? 0)),
    })),
    shipping: (from.shipping_lines ?? []).map((method) => ({
      name: method.method_title,
      code: method.method_id,
      amount: money(shown(method.total, method.total_tax)),
    })),
    refunds: refunds.map(({ id, reason, amount }) => ({
      id,
      order_id: from.id,
      status: "completed",
      amount: money(amount),
      reason,
      location_id: null,
      lines: [],
      created_at: null,
      updated_at: null,
    })),
    customer_id: from.customer_id,
    location_id: null,
    shipping_address: addressOf(from.shipping),
    note: from.customer_note,
    placed_at: gmt(from.date_created_gmt) ?? "",
    updated_at: gmt(from.date_modified_gmt),
    completed_at: gmt(from.date_completed_gmt),
    cancelled_at: null,
  };
}

function mapLine(
  from: WooLine,
  shown: (net: string | number, tax: string | number) => Decimal,
  money: (value: Decimal) => Money,
): Order["lines"][number] {
  const quantity = decimal(from.quantity);
  const before = shown(from.subtotal, from.subtotal_tax);
  return {
    id: from.id,
    product_id: from.product_id,
    // A simple product is its own only variant, as in the catalogue.
    variant_id: from.variation_id ?? from.product_id,
    sku: from.sku,
    name: from.name ?? "",
    quantity: decimalText(quantity),
    unit_price: money(each(before, quantity)),
    subtotal: money(before),
    discount: money(before - shown(from.total, from.total_tax)),
    tax: money(decimal(from.total_tax)),
    total: money(decimal(from.total) + decimal(from.total_tax)),
  };
}

export function magnitude(value: Decimal): Decimal {
  return value < 0n ? -value : value;
}

export function parseOrder(raw: unknown): Order {
  return mapOrder(expectShape(orderShape, raw, "order"));
}
