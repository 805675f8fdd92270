import { z } from "zod";
import { add, isZero, type Money, negate, subtract, sum, toMinor } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine, Refund } from "../../model/retail";
import { decimal, decimalText, moneyOf, total } from "../decimal";
import { utc } from "../expect";
import { amount, amountOf, idOf, quantity, quantityOf, related, text } from "./values";

const line = z.object({
  saleLineID: text,
  unitQuantity: quantity,
  unitPrice: amount,
  calcSubtotal: amount,
  calcLineDiscount: amount,
  calcTransactionDiscount: amount,
  calcTax1: amount,
  calcTax2: amount,
  calcTotal: amount,
  itemID: text,
  parentSaleLineID: text,
  Item: z.object({ description: text, customSku: text, systemSku: text }).nullish(),
});
type SaleLine = z.infer<typeof line>;

/** Sale (endpoints/Sale). The example writes `updatetime`, accounts answer `updateTime`. */
export const sale = z.object({
  saleID: z.string(),
  ticketNumber: text,
  completed: text,
  voided: text,
  archived: text,
  isTaxInclusive: text,
  createTime: text,
  updatetime: text,
  updateTime: text,
  completeTime: text,
  timeStamp: text,
  referenceNumberSource: text,
  calcDiscount: amount,
  calcSubtotal: amount,
  calcTax1: amount,
  calcTax2: amount,
  tax1Rate: amount,
  tax2Rate: amount,
  calcTips: amount,
  calcPayments: amount,
  calcTotal: amount,
  customerID: text,
  registerID: text,
  shopID: text,
  SaleLines: related("SaleLine", line),
  SaleNotes: z
    .union([z.object({ PrintedNote: z.object({ note: text }).nullish() }), z.literal("")])
    .nullish()
    .transform((value) => value || null),
});
type Sale = z.infer<typeof sale>;

export function mapSale(from: Sale, currency: string): Order {
  const lines = from.SaleLines.map((one) => mapLine(one, currency));
  const subtotal = sum(
    lines.map((one) => one.subtotal),
    currency,
  );
  const discount = sum(
    lines.map((one) => one.discount),
    currency,
  );
  const sold = amountOf(from.calcTotal, currency);
  const tax1 = amountOf(from.calcTax1, currency);
  const tax2 = amountOf(from.calcTax2, currency);
  const tax = add(tax1, tax2);
  // The total is documented as the subtotal less the discount and with both taxes; with prices that contain the tax it
  // would be counted twice, which the total itself tells.
  const isInclusive = from.isTaxInclusive === "true" && isZero(subtract(sold, subtract(subtotal, discount)));
  const tip = amountOf(from.calcTips, currency);
  const totals: Order["totals"] = {
    subtotal,
    discount,
    shipping: amountOf("0", currency),
    fees: amountOf("0", currency),
    tax,
    tax_added: isInclusive ? amountOf("0", currency) : tax,
    tip,
    total: add(sold, tip),
    refunded: amountOf("0", currency),
  };
  const taxes = [
    { amount: tax1, rate: from.tax1Rate },
    { amount: tax2, rate: from.tax2Rate },
  ];
  return {
    id: from.saleID,
    number: from.ticketNumber || null,
    status: statusOf(from),
    payment_status: paymentStatus(from, sold, currency),
    fulfillment_status: from.completed === "true" ? "fulfilled" : "unfulfilled",
    channel: from.referenceNumberSource
      ? { kind: "online", name: from.referenceNumberSource }
      : { kind: idOf(from.registerID) ? "pos" : "unknown", name: null },
    currency,
    tax_inclusive: isInclusive,
    totals,
    difference: differenceOf(
      totals,
      "R-Series keeps figures finer than the currency; the rest is rounding or an item fee",
    ),
    lines,
    discounts: [],
    taxes: taxes
      .filter((one) => !isZero(one.amount))
      .map((one) => ({
        name: null,
        rate: one.rate && one.rate !== "0" ? decimalText(decimal(one.rate)) : null,
        inclusive: isInclusive,
        amount: one.amount,
      })),
    shipping: [],
    refunds: [],
    customer_id: idOf(from.customerID),
    location_id: idOf(from.shopID),
    shipping_address: null,
    note: from.SaleNotes?.PrintedNote?.note || null,
    placed_at: new Date(from.createTime ?? from.timeStamp ?? Number.NaN).toISOString(),
    updated_at: utc(from.updateTime ?? from.updatetime ?? from.timeStamp),
    completed_at: from.completed === "true" ? utc(from.completeTime) : null,
    cancelled_at: null,
  };
}

function statusOf(from: Sale): Order["status"] {
  if (from.voided === "true") return "cancelled";
  if (from.completed === "true") return "completed";
  if (from.archived === "true") return "cancelled";
  return from.completed === "false" ? "open" : "unknown";
}

/** A completed sale's payments are its total (endpoints/Sale); a sale below zero gave money back. */
function paymentStatus(from: Sale, sold: Money, currency: string): Order["payment_status"] {
  if (from.voided === "true") return "voided";
  if (from.completed === "true") return toMinor(sold) < 0n ? "refunded" : "paid";
  if (toMinor(amountOf(from.calcPayments, currency)) > 0n) return "partially_paid";
  return from.completed === "false" ? "pending" : "unknown";
}

function mapLine(from: SaleLine, currency: string): OrderLine {
  const figures = (...values: (string | null | undefined)[]) =>
    moneyOf(total(values.map((value) => decimal(value ?? "0"))), currency);
  return {
    id: from.saleLineID ?? null,
    product_id: idOf(from.itemID),
    variant_id: idOf(from.itemID),
    sku: from.Item?.customSku || from.Item?.systemSku || null,
    name: from.Item?.description ?? "",
    quantity: quantityOf(from.unitQuantity),
    unit_price: figures(from.unitPrice),
    subtotal: figures(from.calcSubtotal),
    discount: figures(from.calcLineDiscount, from.calcTransactionDiscount),
    tax: figures(from.calcTax1, from.calcTax2),
    total: figures(from.calcTotal),
  };
}

/** Lines with a negative quantity are taken back; each names the line it comes from, and not that line's sale. */
export function mapRefund(from: Sale, currency: string): Refund | null {
  const back = from.SaleLines.filter((one) => one.unitQuantity.startsWith("-"));
  if (back.length === 0) return null;
  const lines = back.map((one) => ({
    order_line_id: idOf(one.parentSaleLineID),
    quantity: quantityOf(one.unitQuantity.slice(1)),
    amount: negate(amountOf(one.calcTotal, currency)),
  }));
  return {
    id: from.saleID,
    order_id: null,
    status: from.voided === "true" ? "rejected" : from.completed === "true" ? "completed" : "pending",
    amount: sum(
      lines.map((one) => one.amount),
      currency,
    ),
    reason: null,
    location_id: idOf(from.shopID),
    lines,
    created_at: utc(from.createTime),
    updated_at: utc(from.updateTime ?? from.updatetime ?? from.timeStamp),
  };
}
