import { isZero } from "../../kernel/money";
import type { Order } from "../../model/retail";
import { known } from "../mapped";
import type { StripeSession } from "./session-schema";

const STATUS_OF = { open: "open", complete: "completed", expired: "cancelled" } as const;

/** Our word for each status, to ask by. */
export const ORDER_STATUSES = { open: "open", completed: "complete", cancelled: "expired" } as const;

export function orderStatus(session: StripeSession): Order["status"] {
  return known(STATUS_OF, session.status);
}

/** The payment behind a session in `payment` mode, where it was expanded; a subscription's is its invoice's. */
export function paymentOf({ payment_intent }: StripeSession) {
  return typeof payment_intent === "object" && payment_intent !== null ? payment_intent : null;
}

export function chargeOf(session: StripeSession) {
  const charge = paymentOf(session)?.latest_charge;
  return typeof charge === "object" && charge !== null ? charge : null;
}

export function paymentStatus(session: StripeSession, totals: Order["totals"]): Order["payment_status"] {
  const charge = chargeOf(session);
  switch (session.payment_status) {
    case "paid":
      if (charge?.refunded) return "refunded";
      return charge && charge.amount_refunded > 0 ? "partially_refunded" : "paid";
    case "no_payment_required":
      // Nothing to pay now: a free order, or a subscription whose first payment is later.
      return isZero(totals.total) ? "paid" : "pending";
    case "unpaid":
      return unpaid(session);
    default:
      return "unknown";
  }
}

function unpaid(session: StripeSession): Order["payment_status"] {
  const intent = paymentOf(session)?.status;
  if (intent === "requires_capture") return "authorized";
  if (intent === "canceled" || session.status === "expired") return "voided";
  // Open, or complete with a payment method that takes days.
  return session.status === "open" || session.status === "complete" ? "pending" : "unknown";
}
