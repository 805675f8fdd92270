import type { Order } from "../../model/retail";
import { known } from "../mapped";
import type { WixOrder } from "./order-schema";

/** The vendor's enumerations (ecom Orders V1: `OrderStatus`, `PaymentStatus`, `FulfillmentStatus`, `ChannelType`). */

const PLACED = ["APPROVED", "PENDING"];
const ENDED = ["CANCELED", "REJECTED"];

/** How our words are asked for. `APPROVED` is placed, and stays so when all is done. */
export const STATUS_FILTERS = {
  open: {
    status: { $in: PLACED },
    fulfillmentStatus: { $in: ["NOT_FULFILLED", "PARTIALLY_FULFILLED"] },
  },
  completed: { status: { $in: PLACED }, fulfillmentStatus: "FULFILLED" },
  cancelled: { status: { $in: ENDED } },
} as const;

export function orderStatus({ status, fulfillmentStatus }: WixOrder): Order["status"] {
  if (status === "INITIALIZED") return "draft";
  if (status && ENDED.includes(status)) return "cancelled";
  if (!status || !PLACED.includes(status)) return "unknown";
  return fulfillmentStatus === "FULFILLED" ? "completed" : "open";
}

const PAYMENTS = {
  NOT_PAID: "pending",
  PENDING: "pending",
  PENDING_MERCHANT: "pending",
  DECLINED: "pending",
  PAID: "paid",
  PARTIALLY_PAID: "partially_paid",
  PARTIALLY_REFUNDED: "partially_refunded",
  FULLY_REFUNDED: "refunded",
  CANCELED: "voided",
} as const satisfies Record<string, Order["payment_status"]>;

export function paymentStatus({ paymentStatus: told }: WixOrder): Order["payment_status"] {
  return known(PAYMENTS, told);
}

/** Only of such orders are there refunds to ask for. */
export const REFUNDED = ["PARTIALLY_REFUNDED", "FULLY_REFUNDED"];

const FULFILLMENTS = {
  NOT_FULFILLED: "unfulfilled",
  PARTIALLY_FULFILLED: "partial",
  FULFILLED: "fulfilled",
} as const satisfies Record<string, Order["fulfillment_status"]>;

export function fulfillmentStatus({ fulfillmentStatus: told }: WixOrder): Order["fulfillment_status"] {
  return known(FULFILLMENTS, told);
}

const CHANNELS = {
  WEB: "online",
  POS: "pos",
  EBAY: "marketplace",
  AMAZON: "marketplace",
  WISH: "marketplace",
  CLASS_PASS: "marketplace",
  GLOBAL_E: "marketplace",
  FACEBOOK: "marketplace",
  ETSY: "marketplace",
  TIKTOK: "marketplace",
  FAIRE_COM: "marketplace",
  // Bought by or with an assistant, and paid at once.
  PAYPAL_AGENTIC_CHECKOUT: "online",
  STRIPE_AGENTIC_CHECKOUT: "online",
  UCP_AGENTIC_CHECKOUT: "online",
  OTHER_PLATFORM: "other",
  WIX_APP_STORE: "other",
  WIX_INVOICES: "other",
  WIX_INVOICES_PLATFORM: "other",
  BACKOFFICE_MERCHANT: "other",
} as const satisfies Record<string, Order["channel"]["kind"]>;

export function channelOf({ channelInfo }: WixOrder): Order["channel"] {
  return { kind: known(CHANNELS, channelInfo?.type), name: channelInfo?.type ?? null };
}
