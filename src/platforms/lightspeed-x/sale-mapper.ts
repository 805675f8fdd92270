import { add, type Money, negate, sum, toMinor } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine, Refund } from "../../model/retail";
import { decimal, moneyOf, times } from "../decimal";
import { utc } from "../expect";
import { known } from "../mapped";
import type { Sale, SaleLine } from "./sale-schema";
import { amountOf, quantityOf } from "./values";

/** `parked` is a sale put aside, `pending` one on account, on layby or to be handed over. */
const STATES: Readonly<Record<string, Order["status"]>> = {
  parked: "draft",
  pending: "open",
  closed: "completed",
  voided: "cancelled",
};

export function mapSale(from: Sale, currency: string): Order {
  const lines = (from.line_items ?? []).map((line) => mapLine(line, currency));
  const sumOf = (pick: (line: OrderLine) => Money) => sum(lines.map(pick), currency);
  const charges = (from.ecom_custom_charges ?? []).map((one) => ({
    name: one.name || null,
    code: one.source_id || null,
    amount: amountOf(one.total, currency),
  }));
  const adjusted = (is: (type: string) => boolean) =>
    sum(
      (from.adjustments ?? [])
        .filter(({ adjustment_type }) => is(adjustment_type ?? ""))
        .map(({ total }) => amountOf(total, currency)),
      currency,
    );
  const tax = amountOf(from.totals.tax, currency);
  const totals: Order["totals"] = {
    subtotal: sumOf(({ subtotal }) => subtotal),
    discount: sumOf(({ discount }) => discount),
    shipping: sum(
      charges.map(({ amount }) => amount),
      currency,
    ),
    // Discounts are in the lines already.
    fees: adjusted((type) => type !== "TIP" && type !== "DISCOUNT"),
    tax,
    tax_added: tax,
    tip: adjusted((type) => type === "TIP"),
    total: amountOf(from.totals.price_incl_tax, currency),
    refunded: amountOf(0, currency),
  };
  const status = known(STATES, from.state);
  return {
    id: from.id,
    number: from.invoice_number || from.receipt_number || null,
    status: from.deleted_at ? "cancelled" : status,
    payment_status: paymentStatus(from, totals, currency),
    fulfillment_status: "unknown",
    channel: channelOf(from),
    currency,
    tax_inclusive: false,
    totals,
    difference: differenceOf(
      totals,
      "X-Series keeps net prices finer than the currency; the rest is rounding or a charge told in the raw sale",
    ),
    lines,
    discounts: (from.line_items ?? []).flatMap((line) =>
      (line.promotions ?? []).map((one) => ({
        name: one.name || null,
        code: one.promo_code || null,
        amount: amountOf(one.amount, currency),
      })),
    ),
    taxes: (from.taxes ?? []).map((one) => ({
      name: null,
      rate: null,
      inclusive: false,
      amount: amountOf(one.tax, currency),
    })),
    shipping: charges,
    refunds: [],
    customer_id: from.customer_id || null,
    location_id: from.source?.outlet_id || null,
    shipping_address: null,
    note: from.note || null,
    placed_at: new Date(from.date ?? from.created_at ?? Number.NaN).toISOString(),
    updated_at: utc(from.updated_at),
    completed_at: null,
    cancelled_at: utc(from.deleted_at),
  };
}

/**
 * All net of tax. A discount is told per unit, and whether `price` is before or after it is not: `total` decides.
 * @throws NotMoney
 */
function mapLine(line: SaleLine, currency: string): OrderLine {
  const quantity = decimal(line.quantity);
  const price = decimal(line.pricing?.price ?? 0);
  const off = decimal(line.pricing?.discount ?? 0);
  const discount =
    line.pricing?.discount_total == null ? times(off, quantity) : decimal(line.pricing.discount_total);
  const total = line.pricing?.total == null ? times(price, quantity) : decimal(line.pricing.total);
  const isAfter = moneyOf(total, currency).amount === moneyOf(times(price, quantity), currency).amount;
  const net = moneyOf(total, currency);
  const shownDiscount = moneyOf(discount, currency);
  const tax = amountOf(line.tax?.total, currency);
  return {
    id: line.id ?? null,
    product_id: line.product?.id ?? null,
    variant_id: line.product?.id ?? null,
    sku: null,
    name: "",
    quantity: quantityOf(line.quantity),
    unit_price: moneyOf(isAfter ? price + off : price, currency),
    subtotal: add(net, shownDiscount),
    discount: shownDiscount,
    tax,
    total: add(net, tax),
  };
}

function paymentStatus(from: Sale, totals: Order["totals"], currency: string): Order["payment_status"] {
  if (from.state === "voided") return "voided";
  const payments = (from.payments ?? []).filter(({ deleted_at }) => !deleted_at);
  const paid = toMinor(
    sum(
      payments.map(({ amount }) => amountOf(amount, currency)),
      currency,
    ),
  );
  const due = toMinor(totals.total);
  if (from.return?.is_return) return from.state === "closed" ? "refunded" : "pending";
  if (paid >= due && (paid > 0n || from.state === "closed")) return "paid";
  if (paid > 0n) return "partially_paid";
  return from.state === "parked" || from.state === "pending" ? "pending" : "unknown";
}

function channelOf(from: Sale): Order["channel"] {
  const name = from.source?.type || null;
  if (name !== null && name !== "USER") return { kind: "other", name };
  return { kind: from.source?.register_id ? "pos" : "unknown", name };
}

/** A return is a sale of its own, with everything negative; null for a sale that is none. */
export function mapReturn(from: Sale, currency: string): Refund | null {
  if (!from.return?.is_return) return null;
  return {
    id: from.id,
    order_id: from.return.original_sale_id || null,
    status: from.state === "closed" ? "completed" : from.state === "voided" ? "rejected" : "pending",
    amount: negate(amountOf(from.totals.price_incl_tax, currency)),
    reason: from.note || null,
    location_id: from.source?.outlet_id || null,
    lines: (from.line_items ?? []).map((line) => {
      const { total } = mapLine(line, currency);
      return { order_line_id: null, quantity: quantityOf(-line.quantity), amount: negate(total) };
    }),
    created_at: utc(from.date ?? from.created_at),
    updated_at: utc(from.updated_at),
  };
}
