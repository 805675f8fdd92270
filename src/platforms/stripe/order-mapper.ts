import { fromMinor, type Money, sum, toMinor, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine, Refund } from "../../model/retail";
import { PlatformFailure } from "../adapter";
import { fractionOf } from "../decimal";
import { chargeOf, orderStatus, paymentStatus } from "./order-status";
import type { StripeLine, StripeSession } from "./session-schema";
import { addressOf, amountOf, at, idOf } from "./values";

/** A Checkout Session as an order. Its parts are Stripe's own; only the split of the tax is worked out here. */
export function mapOrder(
  from: StripeSession,
  items: readonly StripeLine[],
  refunds: Refund[],
  where: string,
): Order {
  const code = from.currency ?? null;
  if (code === null || from.amount_subtotal == null || from.amount_total == null) {
    const field = `${where}.${code === null ? "currency" : "amount_total"}`;
    throw new PlatformFailure({ kind: "unexpected", field, detail: "missing" }, null);
  }
  const money = (units: number | null | undefined) => amountOf(units ?? 0, code);
  const currency = code.toUpperCase();
  const details = from.total_details;
  const shipping = money(from.shipping_cost?.amount_subtotal ?? details?.amount_shipping);
  const parts = {
    subtotal: money(from.amount_subtotal),
    discount: money(details?.amount_discount),
    shipping,
    tax: money(details?.amount_tax),
    total: money(from.amount_total),
  };
  const taxes = taxesOf(from, parts);
  const totals: Order["totals"] = {
    ...parts,
    fees: zero(currency),
    tax_added: sum(
      taxes.filter((tax) => !tax.inclusive).map((tax) => tax.amount),
      currency,
    ),
    tip: zero(currency),
    refunded: refundedOf(from, currency),
  };
  const shippedTo = from.collected_information?.shipping_details;
  return {
    id: from.id,
    number: null,
    status: orderStatus(from),
    payment_status: paymentStatus(from, totals),
    // Stripe takes the money; what is sent and when it does not know.
    fulfillment_status: "unknown",
    channel: { kind: "online", name: from.payment_link ? "Payment Links" : "Checkout" },
    currency,
    tax_inclusive: taxes.length > 0 && taxes.every((tax) => tax.inclusive),
    totals,
    difference: differenceOf(totals, "Stripe's own parts of the session do not add up to its total."),
    lines: items.map(mapLine),
    discounts: discountsOf(from, parts.discount),
    taxes,
    shipping: from.shipping_cost
      ? [{ name: null, code: idOf(from.shipping_cost.shipping_rate), amount: shipping }]
      : [],
    refunds,
    customer_id: idOf(from.customer),
    location_id: null,
    shipping_address: addressOf(shippedTo?.address, {
      name: shippedTo?.name,
      phone: from.customer_details?.phone,
    }),
    note: null,
    placed_at: at(from.created),
    updated_at: null,
    completed_at: null,
    cancelled_at: null,
  };
}

function mapLine(from: StripeLine): OrderLine {
  const money = (units: number | null | undefined) => amountOf(units ?? 0, from.currency);
  const subtotal = money(from.amount_subtotal);
  // Metered usage has no quantity in the session: it is billed afterwards, and nothing of it is in the amounts.
  const quantity = from.quantity ?? (from.amount_subtotal === 0 ? 0 : 1);
  return {
    id: from.id,
    product_id: idOf(from.price?.product),
    variant_id: from.price?.id ?? null,
    sku: null,
    name: from.description ?? "",
    quantity: String(quantity),
    unit_price: unitPriceOf(from, subtotal, quantity),
    subtotal,
    discount: money(from.amount_discount),
    tax: money(from.amount_tax),
    total: money(from.amount_total),
  };
}

/**
 * What one of a line costs: the price's own amount where it is the one that was counted with, else the line's share
 * (tiers, prices in fractions of the smallest unit, amounts the buyer chose), rounded to the nearest unit.
 */
function unitPriceOf({ price }: StripeLine, subtotal: Money, quantity: number): Money {
  const listed = price?.unit_amount == null ? null : amountOf(price.unit_amount, price.currency);
  if (quantity === 0) return listed ?? subtotal;
  const count = BigInt(quantity);
  const units = toMinor(subtotal);
  if (listed?.currency === subtotal.currency && toMinor(listed) * count === units) return listed;
  return fromMinor((2n * units + count) / (2n * count), subtotal.currency);
}

type Parts = Pick<Order["totals"], "subtotal" | "discount" | "shipping" | "tax" | "total">;

function taxesOf(from: StripeSession, parts: Parts): Order["taxes"] {
  const listed = from.total_details?.breakdown?.taxes;
  if (listed) {
    return listed.map(({ amount, rate }) => ({
      name: rate.display_name ?? null,
      rate: rate.percentage == null ? null : fractionOf(rate.percentage),
      inclusive: rate.inclusive,
      amount: amountOf(amount, parts.tax.currency),
    }));
  }
  if (toMinor(parts.tax) === 0n) return [];
  // Without the breakdown the sum tells: it is contained where the total adds up without it.
  const without = toMinor(parts.subtotal) - toMinor(parts.discount) + toMinor(parts.shipping);
  return [{ name: null, rate: null, inclusive: without === toMinor(parts.total), amount: parts.tax }];
}

function discountsOf(from: StripeSession, whole: Money): Order["discounts"] {
  const listed = from.total_details?.breakdown?.discounts;
  if (listed) {
    return listed.map(({ amount, discount }) => {
      const coupon = discount?.source?.coupon;
      return {
        name: typeof coupon === "object" ? (coupon?.name ?? coupon?.id ?? null) : (coupon ?? null),
        code: idOf(discount?.promotion_code),
        amount: amountOf(amount, whole.currency),
      };
    });
  }
  return toMinor(whole) === 0n ? [] : [{ name: null, code: null, amount: whole }];
}

/** A charge in another currency than the session's (a price shown in the buyer's own) cannot be told as a part of it. */
function refundedOf(from: StripeSession, currency: string): Money {
  const charge = chargeOf(from);
  return charge && charge.currency.toUpperCase() === currency
    ? amountOf(charge.amount_refunded, charge.currency)
    : zero(currency);
}
