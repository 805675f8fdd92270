import { add, type Money, subtract, sum, zero } from "../../kernel/money";
import type { Address } from "../../model/common";
import { differenceOf } from "../../model/reconcile";
import type { Order, Refund } from "../../model/retail";
import { utc } from "../expect";
import { mapLine } from "./order-lines";
import type { SquareOrder } from "./order-schema";
import { channelOf, fulfillmentStatus, orderStatus, paymentStatus } from "./order-status";
import { refundStatus } from "./refunds";
import { addressOf, amountOf, amountOrZero, fractionOf, missing } from "./values";

/** Square's order in the unified model. `where` names it in a fault. */
export function mapOrder(from: SquareOrder, where: string): Order {
  const currency = currencyOf(from, where);
  const lines = (from.line_items ?? []).map((line, index) =>
    mapLine(line, currency, `${where}.line_items.${index}`),
  );
  const refunds = refundsOf(from);
  const tax = amountOrZero(from.total_tax_money, currency);
  const inclusive = (from.taxes ?? []).filter((one) => one.type === "INCLUSIVE");
  const totals: Order["totals"] = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount: amountOrZero(from.total_discount_money, currency),
    // Square Online writes delivery and shipping down as service charges, with nothing that marks them.
    shipping: zero(currency),
    fees: feesOf(from, currency),
    tax,
    tax_added: subtract(
      tax,
      sum(
        inclusive.map((one) => amountOrZero(one.applied_money, currency)),
        currency,
      ),
    ),
    tip: amountOrZero(from.total_tip_money, currency),
    total: totalOf(from, currency, where),
    refunded: sum(
      refunds.filter((refund) => refund.status === "completed").map((refund) => refund.amount),
      currency,
    ),
  };
  const status = orderStatus(from);
  return {
    id: from.id,
    number: from.reference_id ?? null,
    status,
    payment_status: paymentStatus(from, totals),
    fulfillment_status: fulfillmentStatus(from),
    channel: channelOf(from),
    currency,
    tax_inclusive: inclusive.length > 0,
    totals,
    difference: differenceOf(totals, gapReason(from)),
    lines,
    discounts: (from.discounts ?? []).map((one) => ({
      name: one.name ?? null,
      code: null,
      amount: amountOrZero(one.applied_money, currency),
    })),
    taxes: (from.taxes ?? []).map((one) => ({
      name: one.name ?? null,
      rate: one.percentage ? fractionOf(one.percentage) : null,
      inclusive: one.type === "INCLUSIVE",
      amount: amountOrZero(one.applied_money, currency),
    })),
    shipping: [],
    refunds,
    customer_id: from.customer_id ?? null,
    location_id: from.location_id ?? null,
    shipping_address: shippingAddressOf(from),
    note: null,
    placed_at: new Date(from.created_at).toISOString(),
    updated_at: utc(from.updated_at),
    completed_at: status === "completed" ? utc(from.closed_at) : null,
    cancelled_at: status === "cancelled" ? utc(from.closed_at) : null,
  };
}

/** An order names its currency only with its amounts, and a return has no `total_money` (see `totalOf`). */
function currencyOf(order: SquareOrder, where: string): string {
  const told = [
    order.total_money,
    order.net_amounts?.total_money,
    order.return_amounts?.total_money,
    order.line_items?.[0]?.total_money,
    order.tenders?.[0]?.amount_money,
    order.refunds?.[0]?.amount_money,
  ].find((amount) => amount != null);
  if (!told) throw missing(`${where}.total_money`);
  return told.currency;
}

/**
 * `total_money` is optional, and in fact absent from returns (developer.squareup.com/forums/t/24765) and from orders
 * made for a bare payment (…/t/444). The total sold is then the net plus what was returned, or what was taken.
 */
function totalOf(order: SquareOrder, currency: string, where: string): Money {
  const told = amountOf(order.total_money);
  if (told) return told;
  const net = amountOf(order.net_amounts?.total_money);
  if (net) return add(net, amountOrZero(order.return_amounts?.total_money, currency));
  if (order.line_items?.length) throw missing(`${where}.total_money`);
  return sum(
    (order.tenders ?? []).map((tender) => amountOrZero(tender.amount_money, currency)),
    currency,
  );
}

/** Additive tax on a charge is in the order's tax and not in here (SDK Order.total_service_charge_money). */
function feesOf(order: SquareOrder, currency: string): Money {
  const charges = (order.service_charges ?? []).map((one) => amountOrZero(one.applied_money, currency));
  return amountOf(order.total_service_charge_money) ?? sum(charges, currency);
}

function gapReason(order: SquareOrder): string {
  if (order.rounding_adjustment?.amount_money)
    return "Square rounded the total for cash (rounding_adjustment)";
  if (!order.total_money) return "Square gives this order no total; it is what its tenders took";
  if (!order.line_items?.length) return "Square gives this order a total and no lines";
  return "Square's total differs from the sum of its parts; see the raw order";
}

/**
 * Refunds stand in the return order that Square makes for them, beside the lines returned. Which refund a line
 * belongs to is told only where there is one.
 */
function refundsOf(order: SquareOrder): Refund[] {
  const refunds = order.refunds ?? [];
  const lines =
    refunds.length === 1
      ? (order.returns ?? [])
          .flatMap((one) => one.return_line_items ?? [])
          .map((line) => ({
            order_line_id: line.source_line_item_uid ?? null,
            quantity: line.quantity,
            amount: amountOf(line.total_money),
          }))
      : [];
  return refunds.map((refund) => ({
    id: refund.id,
    order_id: order.id,
    status: refundStatus(refund.status),
    amount: amountOf(refund.amount_money),
    reason: refund.reason ?? null,
    location_id: refund.location_id ?? null,
    lines,
    created_at: utc(refund.created_at),
    updated_at: null,
  }));
}

function shippingAddressOf(order: SquareOrder): Address | null {
  for (const fulfillment of order.fulfillments ?? []) {
    const recipient = (fulfillment.shipment_details ?? fulfillment.delivery_details)?.recipient;
    const address = addressOf(recipient?.address, {
      name: recipient?.display_name,
      phone: recipient?.phone_number,
    });
    if (address) return address;
  }
  return null;
}
