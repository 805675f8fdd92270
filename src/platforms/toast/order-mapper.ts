import { add, isZero, type Money, subtract, sum, toMinor } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine, Refund } from "../../model/retail";
import { decimal, decimalText, each, moneyOf, total } from "../decimal";
import type { Check, Payment, Selection, ToastOrder } from "./order-schema";
import { utcOf } from "./values";

const CHANNELS: Readonly<Record<string, Order["channel"]["kind"]>> = {
  "In Store": "pos",
  "Order-and-Pay-at-Table": "pos",
  Kiosk: "pos",
  "Caller Id": "pos",
  Online: "online",
  "Toast Pickup App": "online",
  "Toast Local": "online",
  "Branded Online Ordering": "online",
};

/** Where a card's payment came to nothing. */
const FAILED = new Set([
  "OPEN",
  "ERROR",
  "ERROR_NETWORK",
  "DENIED",
  "PROCESSING_VOID",
  "VOIDED",
  "CANCELLED",
]);

const CHECK_STATES = new Set(["OPEN", "PAID", "CLOSED"]);

/** All figures are net of tax: where the menu's price contains it, Toast has taken it out. @throws NotMoney */
export function mapOrder(from: ToastOrder, currency: string, location: string): Order {
  const money = (value: number | null | undefined) => moneyOf(decimal(value ?? 0), currency);
  const checks = liveChecks(from);
  const selections = checks.flatMap((check) => check.selections.filter(({ voided }) => !voided));
  const lines = selections.map((one) => mapLine(one, currency));
  const charges = checks.flatMap((check) => check.appliedServiceCharges);
  const payments = checks.flatMap((check) => check.payments).filter(isGood);
  const refunds = mapRefunds(from, currency, location);
  const sumOf = (amounts: readonly Money[]) => sum(amounts, currency);
  const charged = (of: (charge: (typeof charges)[number]) => boolean) =>
    sumOf(charges.filter(of).map(({ chargeAmount }) => money(chargeAmount)));
  const tips = sumOf(payments.map(({ tipAmount }) => money(tipAmount)));
  const tax = sumOf(checks.map(({ taxAmount }) => money(taxAmount)));
  const totals: Order["totals"] = {
    subtotal: sumOf(lines.map(({ subtotal }) => subtotal)),
    discount: sumOf(lines.map(({ discount }) => discount)),
    shipping: charged(({ delivery }) => Boolean(delivery)),
    fees: charged(({ delivery, gratuity }) => !delivery && !gratuity),
    tax,
    tax_added: tax,
    tip: add(
      tips,
      charged(({ delivery, gratuity }) => !delivery && Boolean(gratuity)),
    ),
    total: add(sumOf(checks.map(({ totalAmount }) => money(totalAmount))), tips),
    refunded: sumOf(refunds.map(({ amount }) => amount)),
  };
  const discounts = [
    ...checks.flatMap((check) => check.appliedDiscounts),
    ...selections.flatMap((one) =>
      [one, ...one.modifiers].flatMap(({ appliedDiscounts }) => appliedDiscounts),
    ),
  ];
  return {
    id: from.guid,
    number: from.displayNumber || null,
    status: statusOf(from, checks),
    payment_status: paymentStatus(from, checks, totals, payments.length > 0),
    fulfillment_status: from.deliveryInfo?.deliveryState === "DELIVERED" ? "fulfilled" : "unknown",
    channel: channelOf(from.source),
    currency,
    tax_inclusive: false,
    totals,
    difference: differenceOf(
      totals,
      "Toast's total is not the sum of what its lines and service charges say",
    ),
    lines,
    discounts: discounts
      .filter(({ processingState }) => processingState !== "VOID")
      .map((one) => ({
        name: one.name || null,
        code: one.appliedPromoCode || null,
        amount: money(one.discountAmount),
      })),
    taxes: taxesOf([...selections.flatMap((one) => [one, ...one.modifiers]), ...charges], currency),
    shipping: charges
      .filter(({ delivery }) => delivery)
      .map((one) => ({ name: one.name || null, code: null, amount: money(one.chargeAmount) })),
    refunds,
    customer_id: checks.map(({ customer }) => customer?.guid).find(Boolean) ?? null,
    location_id: location,
    shipping_address: addressOf(from.deliveryInfo),
    note: from.deliveryInfo?.notes || null,
    placed_at: utcOf(from.createdDate ?? from.openedDate) ?? new Date(Number.NaN).toISOString(),
    updated_at: utcOf(from.modifiedDate),
    completed_at: utcOf(from.closedDate),
    cancelled_at: from.voided ? utcOf(from.voidDate) : from.deleted ? utcOf(from.deletedDate) : null,
  };
}

/** A whole order that is void keeps its figures; else what is void within it costs nothing. */
function liveChecks(from: ToastOrder): Check[] {
  return from.voided || from.deleted ? from.checks : from.checks.filter((one) => !one.voided && !one.deleted);
}

/** A modifier's price is contained in its selection's. */
function mapLine(from: Selection, currency: string): OrderLine {
  const quantity = decimal(from.quantity ?? 1);
  const price = decimal(from.price ?? 0);
  const gross = from.preDiscountPrice == null ? price : decimal(from.preDiscountPrice);
  const subtotal = moneyOf(gross, currency);
  const net = moneyOf(price, currency);
  const tax = moneyOf(decimal(from.tax ?? 0), currency);
  return {
    id: from.guid ?? null,
    product_id: from.item?.guid ?? null,
    variant_id: from.item?.guid ?? null,
    sku: from.plu || null,
    name: from.displayName ?? "",
    quantity: decimalText(quantity),
    unit_price: moneyOf(each(gross, quantity), currency),
    subtotal,
    discount: subtract(subtotal, net),
    tax,
    total: add(net, tax),
  };
}

function taxesOf(taxed: readonly Pick<Selection, "appliedTaxes">[], currency: string): Order["taxes"] {
  const byName = new Map<string | null, bigint[]>();
  for (const { name, taxAmount } of taxed.flatMap(({ appliedTaxes }) => appliedTaxes)) {
    byName.set(name || null, [...(byName.get(name || null) ?? []), decimal(taxAmount ?? 0)]);
  }
  return [...byName].map(([name, amounts]) => ({
    name,
    rate: null,
    inclusive: false,
    amount: moneyOf(total(amounts), currency),
  }));
}

function statusOf(from: ToastOrder, checks: readonly Check[]): Order["status"] {
  if (from.voided || from.deleted || from.approvalStatus === "NOT_APPROVED") return "cancelled";
  return checks.length > 0 && checks.every(isClosed) ? "completed" : "open";
}

/** `PAID` is a card's payment whose tip may still change: money is held, not taken. */
function paymentStatus(
  from: ToastOrder,
  checks: readonly Check[],
  { total, refunded }: Order["totals"],
  someIsPaid: boolean,
): Order["payment_status"] {
  if (!isZero(refunded)) return toMinor(refunded) >= toMinor(total) ? "refunded" : "partially_refunded";
  if (from.voided || from.deleted) return "voided";
  if (checks.length === 0) return "unknown";
  if (!checks.every(({ paymentStatus }) => CHECK_STATES.has(paymentStatus ?? ""))) return "unknown";
  if (checks.every(isClosed)) return "paid";
  if (checks.every(({ paymentStatus }) => paymentStatus !== "OPEN")) return "authorized";
  return someIsPaid ? "partially_paid" : "pending";
}

const isClosed = ({ paymentStatus }: Check) => paymentStatus === "CLOSED";

function isGood({ paymentStatus, voidInfo }: Payment): boolean {
  return !voidInfo && !FAILED.has(paymentStatus ?? "");
}

/** One for each payment that was given back, whole or in part: Toast keeps no more than that. @throws NotMoney */
export function mapRefunds(from: ToastOrder, currency: string, location: string): Refund[] {
  const selections = from.checks.flatMap((check) => check.selections);
  return from.checks.flatMap(({ payments }) =>
    payments.flatMap(({ guid, refund }): Refund[] => {
      if (!refund) return [];
      const amount = moneyOf(
        decimal(refund.refundAmount ?? 0) + decimal(refund.tipRefundAmount ?? 0),
        currency,
      );
      if (isZero(amount)) return [];
      const transaction = refund.refundTransaction?.guid;
      const given = selections.filter(
        ({ refundDetails }) => transaction && refundDetails?.refundTransaction?.guid === transaction,
      );
      return [
        {
          id: guid,
          order_id: from.guid,
          status: "completed",
          amount,
          reason: null,
          location_id: location,
          lines: given.map(({ guid, quantity, refundDetails: details }) => ({
            order_line_id: guid ?? null,
            quantity: decimalText(decimal(quantity ?? 1)),
            amount: moneyOf(
              decimal(details?.refundAmount ?? 0) + decimal(details?.taxRefundAmount ?? 0),
              currency,
            ),
          })),
          created_at: utcOf(refund.refundDate),
          updated_at: null,
        },
      ];
    }),
  );
}

function channelOf(source: string | null | undefined): Order["channel"] {
  if (!source) return { kind: "unknown", name: null };
  return { kind: Object.hasOwn(CHANNELS, source) ? (CHANNELS[source] ?? "other") : "other", name: source };
}

function addressOf(from: ToastOrder["deliveryInfo"]): Order["shipping_address"] {
  if (!from?.address1) return null;
  return {
    name: null,
    line1: from.address1,
    line2: from.address2 || null,
    city: from.city || null,
    region: from.administrativeArea || from.state || null,
    postal_code: from.zipCode || null,
    country: from.country || null,
    phone: null,
  };
}
