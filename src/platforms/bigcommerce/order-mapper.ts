import { isZero, subtract, sum, toMinor, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine, Refund } from "../../model/retail";
import { moneyOf, total } from "../decimal";
import { utc } from "../expect";
import type { BigLine, BigOrder } from "./order-schema";
import { channelOf, fulfillmentStatus, orderStatus, paymentStatus } from "./order-status";
import { addressOf, amountOf, exact, type Figure, idOf } from "./values";

interface Taxed {
  ex: Figure | null | undefined;
  inc: Figure | null | undefined;
}

/** An order in the unified model, with its refunds (V3, already mapped) and what they came to. */
export function mapOrder(
  from: BigOrder,
  { refunds, refunded }: { refunds: Refund[]; refunded: Order["totals"]["refunded"] | null },
): Order {
  const currency = from.default_currency_code;
  const inclusive = from.is_tax_inclusive_pricing === true;
  // BigCommerce answers for the amounts of the kind that the store's prices are entered in; the other kind it estimates
  // (`is_tax_inclusive_pricing`).
  const chosen = ({ ex, inc }: Taxed) => exact(inclusive ? inc : ex);
  const items = linesOf(from);
  const lines = items.map((item) => mapLine(item, currency, inclusive));
  const tax = amountOf(from.total_tax, currency);
  const fees = [
    { ex: from.handling_cost_ex_tax, inc: from.handling_cost_inc_tax },
    { ex: from.wrapping_cost_ex_tax, inc: from.wrapping_cost_inc_tax },
    ...from.fees.map((fee) => ({ ex: fee.cost_ex_tax, inc: fee.cost_inc_tax })),
  ];
  const totals: Order["totals"] = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount: moneyOf(total([exact(from.discount_amount), exact(from.coupon_discount)]), currency),
    shipping: moneyOf(chosen({ ex: from.shipping_cost_ex_tax, inc: from.shipping_cost_inc_tax }), currency),
    fees: moneyOf(total(fees.map(chosen)), currency),
    tax,
    tax_added: inclusive ? zero(currency) : tax,
    tip: zero(currency),
    total: amountOf(from.total_inc_tax, currency),
    refunded: refunded ?? zero(currency),
  };
  const status = orderStatus(from);
  const shipments = from.consignments.shipping;
  const to = shipments[0];
  const pickups = new Set((from.consignments.pickups ?? []).map(({ location }) => idOf(location?.id)));
  return {
    id: String(from.id),
    number: String(from.id),
    status,
    payment_status: paymentStatus(from),
    fulfillment_status: fulfillmentStatus(from),
    channel: channelOf(from),
    currency,
    tax_inclusive: inclusive,
    totals,
    difference: differenceOf(totals, gapReason(from, currency)),
    lines,
    discounts: discountsOf(items, totals.discount),
    taxes: isZero(tax) ? [] : [{ name: null, rate: null, inclusive, amount: tax }],
    shipping: shipments.map((one) => ({
      name: one.shipping_method,
      code: null,
      amount: moneyOf(chosen({ ex: one.cost_ex_tax, inc: one.cost_inc_tax }), currency),
    })),
    refunds,
    customer_id: idOf(from.customer_id),
    location_id: pickups.size === 1 ? ([...pickups][0] ?? null) : null,
    shipping_address: to
      ? addressOf({
          first_name: to.first_name,
          last_name: to.last_name,
          line1: to.street_1,
          line2: to.street_2,
          city: to.city,
          region: to.state,
          postal_code: to.zip,
          country: to.country_iso2,
          phone: to.phone,
        })
      : null,
    note: from.customer_message,
    placed_at: new Date(from.date_created).toISOString(),
    updated_at: utc(from.date_modified),
    completed_at: status === "completed" ? utc(from.date_shipped) : null,
    cancelled_at: null,
  };
}

function linesOf({ consignments }: BigOrder): BigLine[] {
  const groups = [
    ...consignments.shipping,
    ...(consignments.pickups ?? []),
    ...(consignments.downloads ?? []),
    ...(consignments.email?.gift_certificates ?? []),
  ];
  return groups.flatMap((group) => group.line_items).sort((a, b) => a.id - b.id);
}

function mapLine(from: BigLine, currency: string, inclusive: boolean): OrderLine {
  const off = total((from.applied_discounts ?? []).map(({ amount }) => exact(amount)));
  const discounted =
    from.discounted_total_inc_tax == null
      ? exact(from.total_inc_tax) - off
      : exact(from.discounted_total_inc_tax);
  return {
    id: String(from.id),
    product_id: idOf(from.product_id),
    variant_id: idOf(from.variant_id),
    sku: from.sku,
    name: from.name ?? "",
    quantity: String(from.quantity),
    unit_price: amountOf(inclusive ? from.price_inc_tax : from.price_ex_tax, currency),
    subtotal: amountOf(inclusive ? from.total_inc_tax : from.total_ex_tax, currency),
    discount: moneyOf(off, currency),
    tax: amountOf(from.total_tax, currency),
    total: moneyOf(discounted, currency),
  };
}

type Share = NonNullable<BigLine["applied_discounts"]>[number];

/** Discounts stand on the lines they were shared out to; what is on none of them follows without a name. */
function discountsOf(lines: readonly BigLine[], all: Order["totals"]["discount"]): Order["discounts"] {
  const { currency } = all;
  const groups = new Map<string, Share[]>();
  for (const share of lines.flatMap((line) => line.applied_discounts ?? [])) {
    const key = JSON.stringify([share.id, share.name, share.code]);
    groups.set(key, [...(groups.get(key) ?? []), share]);
  }
  const named = [...groups.values()].flatMap((shares) => {
    const amount = moneyOf(total(shares.map((share) => exact(share.amount))), currency);
    return shares[0] ? [{ name: shares[0].name, code: shares[0].code, amount }] : [];
  });
  const rest = subtract(
    all,
    sum(
      named.map(({ amount }) => amount),
      currency,
    ),
  );
  return toMinor(rest) > 0n ? [...named, { name: null, code: null, amount: rest }] : named;
}

function gapReason(order: BigOrder, currency: string): string {
  const paidOtherwise = [order.gift_certificate_amount, order.store_credit_amount].some(
    (amount) => exact(amount) !== 0n,
  );
  if (paidOtherwise) return "Gift certificates or store credit were redeemed on this order";
  return `BigCommerce counts in four decimals and estimates the tax share; its total is rounded to ${currency}, or was set by hand`;
}
