import { type Money, sum, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order } from "../../model/retail";
import { type Decimal, decimal, decimalText, fractionOf, moneyOf, total } from "../decimal";
import type { MagentoItem, MagentoOrder } from "./order-schema";
import { fulfillmentStatus, orderStatus, paymentStatus } from "./order-status";
import { type Creditmemo, mapCreditmemo } from "./refunds";
import { addressOf, utcTime } from "./values";

const BESIDES =
  "Store credit, gift cards, reward points, gift wrapping, fixed product taxes or an adjustment, which Magento tells apart from lines, discounts, shipping and tax; or rounding.";

/**
 * An order, in its own currency and net of tax, as Magento keeps it. A discount that was taken from a price with tax is
 * written with tax; what of it was tax stands in `discount_tax_compensation_amount`, and is taken out here, so that all
 * figures are net and tax comes on top.
 */
export function mapOrder(from: MagentoOrder, memos: readonly Creditmemo[]): Order {
  const currency = from.order_currency_code;
  const money = (value: Decimal): Money => moneyOf(value, currency);
  const lines = topItems(from).map(({ item, parts }) => mapItem(item, parts, money));
  const offShipping = decimal(from.shipping_discount_amount);
  // The order's discount is negative, and has that on shipping in it.
  const offGoods =
    -decimal(from.discount_amount) - offShipping - decimal(from.discount_tax_compensation_amount);
  const tax = money(decimal(from.tax_amount));
  const shippingCost = decimal(from.shipping_amount);
  const discount = money(offGoods);
  const totals: Order["totals"] = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount,
    shipping: money(shippingCost - offShipping + decimal(from.shipping_discount_tax_compensation_amount)),
    fees: zero(currency),
    tax,
    tax_added: tax,
    tip: zero(currency),
    total: money(decimal(from.grand_total)),
    refunded: money(decimal(from.total_refunded)),
  };
  const shipping = from.extension_attributes?.shipping_assignments?.[0]?.shipping;
  const hasDiscount = /[1-9]/.test(discount.amount);
  return {
    id: from.entity_id,
    number: from.increment_id,
    status: orderStatus(from),
    payment_status: paymentStatus(from),
    fulfillment_status: fulfillmentStatus(from),
    // "Website\nStore\nStore view"; whether it was made in the shop or in the admin is not told.
    channel: { kind: "unknown", name: from.store_name?.split("\n").at(-1)?.trim() || null },
    currency,
    tax_inclusive: false,
    totals,
    difference: differenceOf(totals, BESIDES),
    lines,
    discounts: hasDiscount
      ? [{ name: from.discount_description, code: from.coupon_code, amount: discount }]
      : [],
    taxes: (from.extension_attributes?.applied_taxes ?? []).map((one) => ({
      name: one.title ?? one.code,
      rate: one.percent == null ? null : fractionOf(one.percent),
      inclusive: false,
      amount: money(decimal(one.amount)),
    })),
    shipping: shipping?.method
      ? [{ name: from.shipping_description, code: shipping.method, amount: money(shippingCost) }]
      : [],
    refunds: memos.filter((memo) => memo.order_id === from.entity_id).map(mapCreditmemo),
    customer_id: from.customer_id,
    location_id: null,
    shipping_address: addressOf(shipping?.address),
    note: null,
    placed_at: utcTime(from.created_at) ?? "",
    updated_at: utcTime(from.updated_at),
    completed_at: null,
    cancelled_at: null,
  };
}

/** What was bought, each with the rows of what it is made of (a configurable product's choice, a bundle's parts). */
function topItems({ items }: MagentoOrder): { item: MagentoItem; parts: MagentoItem[] }[] {
  return items
    .filter((item) => item.parent_item_id === null)
    .map((item) => ({
      item,
      parts: items.filter((one) => one.parent_item_id !== null && one.parent_item_id === item.item_id),
    }));
}

function mapItem(
  item: MagentoItem,
  parts: readonly MagentoItem[],
  money: (value: Decimal) => Money,
): Order["lines"][number] {
  // A bundle priced by its parts has tax and discount with them.
  const whole = (of: (item: MagentoItem) => string | number): Decimal => {
    const own = decimal(of(item));
    return own !== 0n ? own : total(parts.map((part) => decimal(of(part))));
  };
  const rowTotal = decimal(item.row_total);
  const tax = whole((one) => one.tax_amount);
  const discount = whole((one) => one.discount_amount) - whole((one) => one.discount_tax_compensation_amount);
  const chosen = parts.length === 1 ? parts[0] : undefined;
  return {
    id: item.item_id,
    product_id: item.product_id,
    variant_id: chosen?.product_id ?? item.product_id,
    sku: item.sku,
    name: item.name ?? "",
    quantity: decimalText(decimal(item.qty_ordered)),
    unit_price: money(decimal(item.price)),
    subtotal: money(rowTotal),
    discount: money(discount),
    tax: money(tax),
    total: money(rowTotal - discount + tax),
  };
}
