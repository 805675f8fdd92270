import { add, fromMinor, isZero, subtract, sum, toMinor, zero } from "../../kernel/money";
import type { Address } from "../../model/common";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine, Refund } from "../../model/retail";
import type { EtsyReceipt, EtsyRefund, EtsyTransaction } from "./receipt-shapes";
import { amountOf, amountOrNull, rounded, timeOf } from "./values";

const REFUNDED = new Set(["fully refunded", "partially refunded"]);

/** Etsy's receipt in the unified model. */
export function mapReceipt(from: EtsyReceipt): Order {
  const total = amountOf(from.grandtotal);
  const { currency } = total;
  const lines = from.transactions.map(mapLine);
  const refunds = (from.refunds ?? []).map((one, index) => mapRefund(from, one, index));
  const orNone = (money: EtsyReceipt["grandtotal"] | null | undefined) =>
    amountOrNull(money) ?? zero(currency);
  const parts = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount: orNone(from.discount_amt),
    shipping: orNone(from.total_shipping_cost),
    fees: orNone(from.gift_wrap_price),
    tip: zero(currency),
  };
  const sales = orNone(from.total_tax_cost);
  const vat = orNone(from.total_vat_cost);
  const before = subtract(add(parts.subtotal, parts.shipping, parts.fees), parts.discount);
  // Sales tax is added. Whether VAT is, or is contained in the prices, Etsy does not say; the total does, to the unit.
  const isContained = !isZero(vat) && isZero(subtract(total, add(before, sales)));
  const totals: Order["totals"] = {
    ...parts,
    tax: add(sales, vat),
    tax_added: isContained ? sales : add(sales, vat),
    total,
    // Etsy does not document the words of a refund's status: what has not plainly failed was given back.
    refunded: sum(
      refunds.filter(({ status }) => status !== "failed").map(({ amount }) => amount),
      currency,
    ),
  };
  return {
    id: String(from.receipt_id),
    number: String(from.receipt_id),
    status: statusOf(from),
    payment_status: paymentOf(from),
    fulfillment_status: fulfillmentOf(from),
    channel: channelOf(from),
    currency,
    tax_inclusive: isContained,
    totals,
    difference: differenceOf(
      totals,
      "Etsy's grand total differs from the sum of the receipt's parts; see the raw order",
    ),
    lines,
    discounts: isZero(parts.discount) ? [] : [{ name: null, code: null, amount: parts.discount }],
    taxes: [
      { name: "Sales tax", rate: null, inclusive: false, amount: sales },
      { name: "VAT", rate: null, inclusive: isContained, amount: vat },
    ].filter(({ amount }) => !isZero(amount)),
    shipping: isZero(parts.shipping)
      ? []
      : [{ name: from.transactions[0]?.shipping_method ?? null, code: null, amount: parts.shipping }],
    refunds,
    customer_id: from.buyer_user_id ? String(from.buyer_user_id) : null,
    location_id: null,
    shipping_address: addressOf(from),
    note: from.message_from_buyer || null,
    placed_at: new Date(from.created_timestamp * 1_000).toISOString(),
    updated_at: timeOf(from.updated_timestamp),
    completed_at: null,
    cancelled_at: null,
  };
}

/** Taxes are told by receipt only; a line's coupon is a float, and the receipt's `discount_amt` the exact figure. */
function mapLine(from: EtsyTransaction): OrderLine {
  const price = amountOf(from.price);
  const { currency } = price;
  const subtotal = fromMinor(toMinor(price) * BigInt(from.quantity), currency);
  const discount = rounded((from.buyer_coupon ?? 0) + (from.shop_coupon ?? 0), currency);
  return {
    id: String(from.transaction_id),
    product_id: from.listing_id ? String(from.listing_id) : null,
    variant_id: from.product_id ? String(from.product_id) : null,
    sku: from.sku || null,
    name: from.title ?? "",
    quantity: String(from.quantity),
    unit_price: price,
    subtotal,
    discount,
    tax: zero(currency),
    total: subtract(subtotal, discount),
  };
}

function mapRefund(receipt: EtsyReceipt, from: EtsyRefund, index: number): Refund {
  return {
    id: `${receipt.receipt_id}/${index}`,
    order_id: String(receipt.receipt_id),
    status: /fail|cancel|declin|reject/i.test(from.status ?? "") ? "failed" : "unknown",
    amount: amountOf(from.amount),
    reason: from.reason ?? null,
    location_id: null,
    lines: [],
    created_at: timeOf(from.created_timestamp),
    updated_at: null,
  };
}

/** ShopReceipt.status, in whatever case it is written. */
function wordOf({ status }: EtsyReceipt): string {
  return (status ?? "").toLowerCase();
}

function statusOf(receipt: EtsyReceipt): Order["status"] {
  const word = wordOf(receipt);
  if (word === "canceled") return "cancelled";
  if (word === "completed") return "completed";
  if (REFUNDED.has(word)) return receipt.is_shipped ? "completed" : "open";
  return word === "open" || word === "paid" || word === "payment processing" ? "open" : "unknown";
}

function paymentOf(receipt: EtsyReceipt): Order["payment_status"] {
  const word = wordOf(receipt);
  if (word === "fully refunded") return "refunded";
  if (word === "partially refunded") return "partially_refunded";
  if (word === "payment processing") return "pending";
  if (word === "canceled" || receipt.is_paid == null) return "unknown";
  return receipt.is_paid ? "paid" : "pending";
}

function fulfillmentOf(receipt: EtsyReceipt): Order["fulfillment_status"] {
  const { transactions } = receipt;
  if (transactions.length > 0 && transactions.every((one) => one.is_digital)) return "not_required";
  if (receipt.is_shipped) return "fulfilled";
  if (receipt.is_shipped == null) return "unknown";
  return receipt.shipments?.length ? "partial" : "unfulfilled";
}

/** 0 and 5 were sold on Etsy itself, 1 in a shop of the seller's own that Etsy hosts (Pattern). */
function channelOf({ receipt_type }: EtsyReceipt): Order["channel"] {
  if (receipt_type === 0 || receipt_type === 5) return { kind: "marketplace", name: "Etsy" };
  return receipt_type === 1 ? { kind: "online", name: "Pattern" } : { kind: "unknown", name: null };
}

function addressOf(from: EtsyReceipt): Address | null {
  if (!from.first_line && !from.city && !from.country_iso) return null;
  return {
    name: from.name || null,
    line1: from.first_line ?? null,
    line2: from.second_line || null,
    city: from.city ?? null,
    region: from.state ?? null,
    postal_code: from.zip ?? null,
    country: from.country_iso ?? null,
    phone: null,
  };
}
