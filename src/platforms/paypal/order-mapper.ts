import { add, isZero, type Money, negate, subtract, sum, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine } from "../../model/retail";
import { PlatformFailure } from "../adapter";
import { decimal, each, moneyOf, times } from "../decimal";
import { utc } from "../expect";
import { known } from "../mapped";
import { channelOf, type PayPalItem, type PayPalTransaction } from "./transaction";
import { addressOf, amountOf, partOf, sizeOf } from "./values";

const STATUS_OF = { S: "completed", V: "completed", P: "open", D: "cancelled" } as const;
const PAYMENT_OF = { S: "paid", V: "refunded", P: "pending", D: "voided" } as const;

const NO_ITEMS = "PayPal tells no items for this payment: it is a payment without lines.";
const NOT_SUMMED = "The items, tax and shipping that PayPal reports do not add up to the payment.";

/** A payment received as an order: with lines where PayPal knows a cart, without any where it does not. */
export function mapOrder(from: PayPalTransaction, where: string): Order {
  const info = from.transaction_info;
  const total = amountOf(info.transaction_amount);
  const { currency } = total;
  const part = (value: Parameters<typeof partOf>[0]) => partOf(value, currency);
  const inclusive = from.cart_info?.tax_inclusive ?? false;
  const items = from.cart_info?.item_details ?? [];
  const lines = items.map((item, index) =>
    mapLine(item, currency, inclusive, `${where}.cart_info.item_details.${index}`),
  );
  const all = (pick: (line: OrderLine) => Money) => sum(lines.map(pick), currency);
  const salesTax = info.sales_tax_amount ? amountOf(info.sales_tax_amount) : all((line) => line.tax);
  const shippingTax = part(info.shipping_tax_amount);
  const tax = add(salesTax, shippingTax);
  const shippingDiscount = sizeOf(part(info.shipping_discount_amount));
  const ownDiscount = sizeOf(part(info.discount_amount));
  const isReversed = info.transaction_status === "V";
  const totals: Order["totals"] = {
    subtotal: all((line) => line.subtotal),
    discount: add(
      ownDiscount,
      all((line) => line.discount),
    ),
    shipping: subtract(part(info.shipping_amount), shippingDiscount),
    fees: add(part(info.insurance_amount), part(info.other_amount)),
    tax,
    tax_added: inclusive ? zero(currency) : tax,
    tip: part(info.tip_amount),
    total,
    refunded: isReversed ? total : zero(currency),
  };
  return {
    id: info.transaction_id,
    number: info.invoice_id ?? null,
    status: known(STATUS_OF, info.transaction_status),
    payment_status: known(PAYMENT_OF, info.transaction_status),
    // PayPal moves the money; what is sent and when it does not tell here.
    fulfillment_status: "unknown",
    channel: { kind: channelOf(info.transaction_event_code), name: null },
    currency,
    tax_inclusive: inclusive,
    totals,
    difference: differenceOf(totals, lines.length === 0 ? NO_ITEMS : NOT_SUMMED),
    lines,
    discounts: isZero(totals.discount) ? [] : [{ name: null, code: null, amount: totals.discount }],
    taxes: isZero(tax) ? [] : [{ name: null, rate: null, inclusive, amount: tax }],
    shipping: info.shipping_amount
      ? [{ name: from.shipping_info?.method ?? null, code: null, amount: amountOf(info.shipping_amount) }]
      : [],
    refunds: [],
    customer_id: from.payer_info?.account_id ?? null,
    location_id: from.store_info?.store_id ?? null,
    shipping_address: addressOf(from.shipping_info?.address, from.shipping_info?.name),
    note: info.transaction_note ?? null,
    placed_at: utc(info.transaction_initiation_date) ?? "",
    updated_at: utc(info.transaction_updated_date),
    completed_at: null,
    cancelled_at: null,
  };
}

/** A reduction that the merchant wrote as an item of a negative price stays one: it is not known to be a discount. */
function mapLine(from: PayPalItem, currency: string, inclusive: boolean, where: string): OrderLine {
  const quantity = quantityOf(from.item_quantity, where);
  const { unit, subtotal } = pricesOf(from, quantity, where);
  const discount = sizeOf(partOf(from.discount_amount, currency));
  const tax = sum(
    (from.tax_amounts ?? []).map(({ tax_amount }) => partOf(tax_amount, currency)),
    currency,
  );
  const added = add(subtotal, negate(discount), inclusive ? zero(currency) : tax);
  return {
    id: null,
    product_id: null,
    variant_id: null,
    sku: from.item_code ?? null,
    name: from.item_name ?? from.item_description ?? "",
    quantity,
    unit_price: unit,
    subtotal,
    discount,
    tax,
    total: from.total_item_amount ? amountOf(from.total_item_amount) : added,
  };
}

function quantityOf(quantity: string | null | undefined, where: string): string {
  if (quantity == null) return "1";
  if (/^\d+(\.\d+)?$/.test(quantity)) return quantity;
  throw unreadable(`${where}.item_quantity`, "not a decimal number");
}

/** The price of one and of all, of which PayPal may tell either; a share that is no whole unit is rounded to one. */
function pricesOf(from: PayPalItem, quantity: string, where: string): { unit: Money; subtotal: Money } {
  const { item_amount: all, item_unit_price: one } = from;
  const count = decimal(quantity);
  if (all) {
    const unit = one ? amountOf(one) : moneyOf(each(decimal(all.value), count), all.currency_code);
    return { unit, subtotal: amountOf(all) };
  }
  if (!one) throw unreadable(`${where}.item_amount`, "missing");
  return { unit: amountOf(one), subtotal: moneyOf(times(decimal(one.value), count), one.currency_code) };
}

function unreadable(field: string, detail: string): PlatformFailure {
  return new PlatformFailure({ kind: "unexpected", field, detail }, null);
}
