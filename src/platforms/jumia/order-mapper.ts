import { isZero, type Money, negate, subtract, sum, toMinor, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine } from "../../model/retail";
import { utc } from "../expect";
import type { JumiaItem, JumiaOrder } from "./order-schema";
import { amountOf, known } from "./values";

const STATUS_OF = {
  PENDING: "open",
  READY_TO_SHIP: "open",
  SHIPPED: "open",
  DELIVERED: "completed",
  RETURNED: "completed",
  CANCELED: "cancelled",
  FAILED: "cancelled",
} as const;

/** Jumia's words for each of ours, to ask by. */
export const ORDER_STATUSES = {
  open: "PENDING,READY_TO_SHIP,SHIPPED",
  completed: "DELIVERED,RETURNED",
  cancelled: "CANCELED,FAILED",
} as const;

/** An order of Jumia's in the money of its country; each item is one piece. */
export function mapOrder(from: JumiaOrder, items: readonly JumiaItem[]): Order {
  const { currency } = from.totalAmountLocal;
  const lines = items.map((item) => mapLine(item, currency));
  const all = (pick: (line: OrderLine) => Money) => sum(lines.map(pick), currency);
  const shipping = sum(
    items.map((item) => amountOf(item.shippingAmountLocal ?? 0, currency)),
    currency,
  );
  const paid = all((line) => line.total);
  const total = amountOf(from.totalAmountLocal.value, currency);
  const tax = all((line) => line.tax);
  // Prices contain it, unless the total only adds up with it on top.
  const isAdded = !isZero(tax) && toMinor(total) === toMinor(paid) + toMinor(shipping) + toMinor(tax);
  const totals: Order["totals"] = {
    subtotal: all((line) => line.subtotal),
    discount: all((line) => line.discount),
    shipping,
    fees: all((line) => surchargeOf(line)),
    tax,
    tax_added: isAdded ? tax : zero(currency),
    tip: zero(currency),
    total,
    refunded: zero(currency),
  };
  const address = from.shippingAddress;
  return {
    id: from.id,
    number: from.number == null ? null : String(from.number),
    status: known(STATUS_OF, from.status),
    payment_status: paymentStatus(from),
    fulfillment_status: fulfillmentStatus(
      items.length > 0 ? items.map(({ status }) => status) : [from.status],
    ),
    channel: { kind: "marketplace", name: "Jumia" },
    currency,
    tax_inclusive: !isAdded,
    totals,
    difference: differenceOf(totals, "Jumia's items and shipping do not add up to the order's total."),
    lines,
    discounts: isZero(totals.discount) ? [] : [{ name: null, code: null, amount: totals.discount }],
    taxes: isZero(tax) ? [] : [{ name: null, rate: null, inclusive: !isAdded, amount: tax }],
    shipping: isZero(shipping) ? [] : [{ name: null, code: null, amount: shipping }],
    refunds: [],
    customer_id: null,
    location_id: from.shopIds?.length === 1 ? (from.shopIds[0] ?? null) : null,
    shipping_address: address
      ? {
          name: [address.firstName, address.lastName].filter(Boolean).join(" ") || null,
          line1: address.address ?? null,
          line2: address.ward || null,
          city: address.city ?? null,
          region: address.region ?? null,
          postal_code: address.postalCode || null,
          country: from.country?.code?.toUpperCase() ?? null,
          phone: null,
        }
      : null,
    note: null,
    placed_at: utc(from.createdAt) ?? "",
    updated_at: utc(from.updatedAt),
    completed_at: null,
    cancelled_at: null,
  };
}

function mapLine(from: JumiaItem, currency: string): OrderLine {
  const price = amountOf(from.itemPriceLocal, currency);
  const paid = amountOf(from.paidPriceLocal, currency);
  const less = subtract(price, paid);
  // Tax is told in the seller's own currency: it is the local one where nothing is converted.
  const isLocal = from.exchangeRate == null || from.exchangeRate === 1;
  return {
    id: from.id,
    product_id: null,
    variant_id: null,
    sku: from.product?.sellerSku ?? null,
    name: from.product?.name ?? "",
    quantity: "1",
    unit_price: price,
    subtotal: price,
    discount: toMinor(less) > 0n ? less : zero(currency),
    tax: isLocal ? amountOf(from.taxAmount ?? 0, currency) : zero(currency),
    total: paid,
  };
}

/** Where more was paid than the price: no discount, but an amount on top. */
function surchargeOf({ subtotal, total, discount }: OrderLine): Money {
  return isZero(discount) ? negate(subtract(subtotal, total)) : zero(subtotal.currency);
}

/** Paid before, or at the door; whether a returned or cancelled order was paid back Jumia does not tell. */
function paymentStatus({ status, isPrepayment }: JumiaOrder): Order["payment_status"] {
  switch (status?.toUpperCase()) {
    case "DELIVERED":
      return "paid";
    case "PENDING":
    case "READY_TO_SHIP":
    case "SHIPPED":
      return isPrepayment ? "paid" : "pending";
    case "CANCELED":
    case "FAILED":
      return isPrepayment ? "unknown" : "voided";
    default:
      return "unknown";
  }
}

const STEP_OF = {
  PENDING: "waiting",
  READY_TO_SHIP: "waiting",
  SHIPPED: "sent",
  DELIVERED: "sent",
  RETURNED: "sent",
  FAILED: "sent",
  CANCELED: "given_up",
} as const;

function fulfillmentStatus(statuses: readonly (string | null | undefined)[]): Order["fulfillment_status"] {
  const steps = statuses.map((status) => known(STEP_OF, status)).filter((step) => step !== "given_up");
  if (steps.includes("unknown")) return "unknown";
  const sent = steps.filter((step) => step === "sent").length;
  if (sent === 0) return "unfulfilled";
  return sent === steps.length ? "fulfilled" : "partial";
}
