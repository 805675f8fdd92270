import { toMinor } from "../../kernel/money";
import type { Order } from "../../model/retail";
import { known } from "../mapped";
import type { SquareOrder, SquareTender } from "./order-schema";

const STATES = {
  OPEN: "open",
  COMPLETED: "completed",
  CANCELED: "cancelled",
  DRAFT: "draft",
} as const;

/** Our word for each state, to ask by. */
export const ORDER_STATUSES = {
  open: "OPEN",
  completed: "COMPLETED",
  cancelled: "CANCELED",
  draft: "DRAFT",
} as const;

export function orderStatus(order: SquareOrder): Order["status"] {
  return known(STATES, order.state);
}

type Settlement = "captured" | "authorized" | "pending" | "void" | "none" | "unknown";

const SETTLEMENTS = {
  CAPTURED: "captured",
  COMPLETED: "captured",
  AUTHORIZED: "authorized",
  PENDING: "pending",
  VOIDED: "void",
  FAILED: "none",
} as const satisfies Record<string, Settlement>;

/** Tenders that are money in hand when they are recorded (SDK TenderType); the others carry a status. */
const IN_HAND = new Set(["CASH", "THIRD_PARTY_CARD", "SQUARE_GIFT_CARD", "WALLET", "OTHER"]);

function settlementOf(tender: SquareTender): Settlement {
  switch (tender.type) {
    case "CARD":
      return known(SETTLEMENTS, tender.card_details?.status);
    case "BANK_ACCOUNT":
      return known(SETTLEMENTS, tender.bank_account_details?.status);
    case "BUY_NOW_PAY_LATER":
      return known(SETTLEMENTS, tender.buy_now_pay_later_details?.status);
    case "SQUARE_ACCOUNT":
      return known(SETTLEMENTS, tender.square_account_details?.status);
    case "NO_SALE":
      return "none";
    default:
      return tender.type && IN_HAND.has(tender.type) ? "captured" : "unknown";
  }
}

/**
 * What the order's tenders say. A tender's amount includes its tip, as the order's total does (SDK Tender).
 * The refunds of an order that takes goods back are those of an earlier sale, not of what this one sells.
 */
export function paymentStatus(order: SquareOrder, totals: Order["totals"]): Order["payment_status"] {
  const takesBack = (order.returns?.length ?? 0) > 0;
  const sold = toMinor(totals.total);
  if (takesBack && sold === 0n) return returnStatus(order, totals);

  const tenders = (order.tenders ?? []).map((tender) => ({
    settlement: settlementOf(tender),
    amount: BigInt(tender.amount_money?.amount ?? 0),
  }));
  const has = (settlement: Settlement) => tenders.some((tender) => tender.settlement === settlement);
  const captured = tenders
    .filter((tender) => tender.settlement === "captured")
    .reduce((sum, tender) => sum + tender.amount, 0n);
  const refunded = takesBack ? 0n : toMinor(totals.refunded);
  // In an exchange what comes back pays for part of what is sold.
  const net = order.net_amounts?.total_money;
  const owed = takesBack && net ? BigInt(net.amount) : sold;

  if (refunded > 0n) return refunded >= captured ? "refunded" : "partially_refunded";
  if (captured > 0n && captured >= owed) return "paid";
  if (has("unknown")) return "unknown";
  if (captured > 0n) return "partially_paid";
  if (has("authorized")) return "authorized";
  if (has("pending")) return "pending";
  if (has("void") || order.state === "CANCELED") return "voided";
  if (order.state === "COMPLETED") return owed <= 0n ? "paid" : "unknown";
  return order.state === "OPEN" || order.state === "DRAFT" ? "pending" : "unknown";
}

/** An order that only takes back is paid in the other direction. */
function returnStatus(order: SquareOrder, totals: Order["totals"]): Order["payment_status"] {
  if (toMinor(totals.refunded) > 0n) return "refunded";
  return order.refunds?.some((refund) => refund.status === "PENDING") ? "pending" : "unknown";
}

const FULFILLMENT_STATES = {
  PROPOSED: "waiting",
  RESERVED: "waiting",
  PREPARED: "waiting",
  COMPLETED: "done",
  CANCELED: "given_up",
  FAILED: "given_up",
} as const;

/** An order without fulfillments was handed over at the counter. */
export function fulfillmentStatus(order: SquareOrder): Order["fulfillment_status"] {
  const states = (order.fulfillments ?? []).map((one) => known(FULFILLMENT_STATES, one.state));
  if (states.length === 0) return "not_required";
  if (states.includes("unknown")) return "unknown";
  if (!states.includes("done")) return "unfulfilled";
  return states.every((state) => state === "done") ? "fulfilled" : "partial";
}

/** Square names where an order came from in free text; only its own products' names are taken for a kind. */
export function channelOf(order: SquareOrder): Order["channel"] {
  const name = order.source?.name ?? null;
  if (name === null) return { kind: "unknown", name };
  if (/^(square )?(point of sale|register|terminal)$/i.test(name)) return { kind: "pos", name };
  if (/^square online\b/i.test(name)) return { kind: "online", name };
  return { kind: "other", name };
}
