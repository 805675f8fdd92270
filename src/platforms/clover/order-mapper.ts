import { add, fromMinor, type Money, subtract, sum, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, Refund } from "../../model/retail";
import { known } from "../mapped";
import { discountsOn, lineSums, mapLine } from "./order-lines";
import type { CloverOrder, CloverRefund } from "./order-schema";
import { moneyOf, NESTED_LIMIT, utcOf } from "./values";

/** Our words for the states people see; a hidden order (no state) is one being written. */
const STATES: Readonly<Record<string, Order["status"]>> = { open: "open", locked: "completed" };

/** What `status` is asked by. */
export const ORDER_STATES = { open: "open", completed: "locked" } as const;

/** SDK PaymentState; CREDITED is an order of nothing but a manual refund. */
const PAYMENT_STATES: Readonly<Record<string, Order["payment_status"]>> = {
  OPEN: "pending",
  PAID: "paid",
  PARTIALLY_PAID: "partially_paid",
  PARTIALLY_REFUNDED: "partially_refunded",
  REFUNDED: "refunded",
  CREDITED: "refunded",
};

/** SDK Result: what took no money, or gave it back. */
const TOOK_NOTHING = new Set(["FAIL", "VOIDED", "VOIDING", "INITIATED"]);

const REFUND_STATES: Readonly<Record<string, Refund["status"]>> = {
  SUCCESS: "completed",
  PENDING: "pending",
  FAIL: "failed",
  VOIDED: "rejected",
};

export function mapOrder(from: CloverOrder, merchantId: string): Order {
  const { currency } = from;
  const money = (units: bigint) => fromMinor(units, currency);
  const sold = from.lineItems.filter((line) => !line.exchanged && !line.isOrderFee);
  const feeLines = from.lineItems.filter((line) => !line.exchanged && line.isOrderFee);
  const lines = sold.map((line) => mapLine(line, currency));
  const subtotal = sum(
    lines.map((line) => line.subtotal),
    currency,
  );
  const lineDiscount = sum(
    lines.map((line) => line.discount),
    currency,
  );
  const discounted = sold.reduce((all, line) => {
    const { subtotal, discount } = lineSums(line);
    return all + subtotal - discount;
  }, 0n);
  const orderDiscounts = discountsOn(from.discounts, discounted).map((off, index) => ({
    name: from.discounts[index]?.name ?? null,
    code: null,
    amount: money(off),
  }));
  const payments = from.payments.filter(({ result }) => !TOOK_NOTHING.has(result ?? ""));
  const paid = (pick: (payment: (typeof payments)[number]) => number | null | undefined) =>
    sum(
      payments.map((payment) => moneyOf(pick(payment), currency)),
      currency,
    );
  const refunds = from.refunds.map((refund) => mapRefund(refund, currency, merchantId, from.id));
  const tax = paid(({ taxAmount }) => taxAmount);
  const tip = paid(({ tipAmount }) => tipAmount);
  const charges = payments.flatMap(({ additionalCharges }) => additionalCharges);
  const totals: Order["totals"] = {
    subtotal,
    discount: add(lineDiscount, ...orderDiscounts.map(({ amount }) => amount)),
    shipping: sumOf(
      charges.filter(({ type }) => type === "DELIVERY_FEE"),
      currency,
    ),
    fees: add(
      paid(({ serviceCharge }) => serviceCharge?.amount),
      sum(
        feeLines.map((line) => money(lineSums(line).subtotal - lineSums(line).discount)),
        currency,
      ),
      sumOf(
        charges.filter(({ type }) => type !== "DELIVERY_FEE"),
        currency,
      ),
    ),
    tax,
    tax_added: from.isVat ? zero(currency) : tax,
    tip,
    // Clover's total leaves the tip out (OrderCalc.getTotal of its SDK).
    total: add(moneyOf(from.total, currency), tip),
    refunded: sum(
      refunds.filter(({ status }) => status === "completed").map(({ amount }) => amount),
      currency,
    ),
  };
  const isDeleted = (from.deletedTimestamp ?? 0) > 0;
  return {
    id: from.id,
    number: from.title || null,
    status: isDeleted ? "cancelled" : statusOf(from.state),
    payment_status: known(PAYMENT_STATES, from.paymentState),
    fulfillment_status: "unknown",
    channel: { kind: from.device ? "pos" : "unknown", name: null },
    currency,
    tax_inclusive: from.isVat ?? false,
    totals,
    difference: differenceOf(totals, gapReason(from, totals)),
    lines,
    discounts: [
      ...sold.flatMap((line) =>
        discountsOn(line.discounts, lineSums(line).subtotal).map((off, index) => ({
          name: line.discounts[index]?.name ?? null,
          code: null,
          amount: money(off),
        })),
      ),
      ...orderDiscounts,
    ],
    taxes: [],
    shipping: [],
    refunds,
    customer_id: from.customers[0]?.id ?? null,
    location_id: merchantId,
    shipping_address: null,
    note: from.note || null,
    placed_at: new Date(from.clientCreatedTime ?? from.createdTime).toISOString(),
    updated_at: utcOf(from.modifiedTime),
    completed_at: null,
    cancelled_at: isDeleted ? utcOf(from.deletedTimestamp) : null,
  };
}

/** A refund's amount contains its tax and tip (SDK Refund). */
export function mapRefund(
  from: CloverRefund,
  currency: string,
  merchantId: string,
  orderId: string | null = from.orderRef?.id ?? null,
): Refund {
  return {
    id: from.id,
    order_id: orderId,
    status: from.voided ? "rejected" : from.status ? known(REFUND_STATES, from.status) : "completed",
    amount: fromMinor(from.amount, currency),
    reason: from.reason || null,
    location_id: merchantId,
    lines: [],
    created_at: utcOf(from.clientCreatedTime ?? from.createdTime),
    updated_at: null,
  };
}

function statusOf(state: string | null | undefined): Order["status"] {
  return state ? known(STATES, state.toLowerCase()) : "draft";
}

function sumOf(charges: readonly { amount?: number | null | undefined }[], currency: string): Money {
  return sum(
    charges.map(({ amount }) => moneyOf(amount, currency)),
    currency,
  );
}

function gapReason(from: CloverOrder, totals: Order["totals"]): string {
  if (from.lineItems.length >= NESTED_LIMIT)
    return `Clover shows ${NESTED_LIMIT} lines of an order here, and this one has more`;
  if (from.lineItems.some(({ refunded }) => refunded)) return "Clover takes refunded lines out of the total";
  if (from.payments.length === 0)
    return "Clover tells tax and service charges with the payments, and this order has none";
  const isUnpaid = from.paymentState === "PARTIALLY_PAID";
  if (isUnpaid) return "Clover tells tax and service charges with the payments, and part is not paid yet";
  if (from.lineItems.length === 0) return "Clover gives this order a total and no lines";
  const rest = subtract(totals.total, totals.subtotal);
  return `Clover's total differs from the sum of its parts (total less lines: ${rest.amount}); see the raw order`;
}
