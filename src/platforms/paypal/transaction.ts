import { z } from "zod";
import { address, money, text } from "./values";

/** The parts of a `transaction_detail` that are read (OpenAPI reporting_transactions_v1 1.9). */

const item = z.object({
  item_code: text,
  item_name: text,
  item_description: text,
  item_quantity: text,
  item_unit_price: money.nullish(),
  item_amount: money.nullish(),
  discount_amount: money.nullish(),
  tax_amounts: z.array(z.object({ tax_amount: money.nullish() })).nullish(),
  total_item_amount: money.nullish(),
});
export type PayPalItem = z.infer<typeof item>;

export const transaction = z.object({
  transaction_info: z.object({
    transaction_id: z.string().min(1),
    paypal_reference_id: text,
    paypal_reference_id_type: text,
    transaction_event_code: z.string(),
    transaction_initiation_date: z.string(),
    transaction_updated_date: text,
    transaction_amount: money,
    discount_amount: money.nullish(),
    insurance_amount: money.nullish(),
    sales_tax_amount: money.nullish(),
    shipping_amount: money.nullish(),
    shipping_discount_amount: money.nullish(),
    shipping_tax_amount: money.nullish(),
    other_amount: money.nullish(),
    tip_amount: money.nullish(),
    transaction_status: text,
    transaction_note: text,
    invoice_id: text,
  }),
  payer_info: z.object({ account_id: text }).nullish(),
  shipping_info: z.object({ name: text, method: text, address: address.nullish() }).nullish(),
  cart_info: z
    .object({ item_details: z.array(item).nullish(), tax_inclusive: z.boolean().nullish() })
    .nullish(),
  store_info: z.object({ store_id: text, terminal_id: text }).nullish(),
});
export type PayPalTransaction = z.infer<typeof transaction>;

/** Just what tells whether a transaction is meant. */
export const classified = z.object({
  transaction_info: z.object({ transaction_event_code: z.string(), transaction_amount: money }),
});

/**
 * Payments for goods or services, as the merchant receives them (developer.paypal.com/reports/reference/t-codes).
 * Not sales: mass payments (T0001), postage (T0008), gift certificates (T0009), donations (T0013), rebates (T0014),
 * third-party payouts (T0015, T0016) and transfers between one's own stores (T0017).
 */
const CHANNEL_OF = {
  T0000: "unknown",
  T0002: "online",
  T0003: "online",
  T0004: "marketplace",
  T0005: "online",
  T0006: "online",
  T0007: "online",
  T0010: "marketplace",
  T0011: "online",
  T0012: "other",
  T0018: "pos",
  T0019: "unknown",
} as const;

export function channelOf(code: string): (typeof CHANNEL_OF)[keyof typeof CHANNEL_OF] {
  return CHANNEL_OF[code as keyof typeof CHANNEL_OF] ?? "unknown";
}

type Classified = z.infer<typeof classified>;

/** Each code is a credit or a debit: what the merchant paid has a minus, and is no sale of theirs. */
export function isSale({
  transaction_info: { transaction_event_code, transaction_amount },
}: Classified): boolean {
  return Object.hasOwn(CHANNEL_OF, transaction_event_code) && !transaction_amount.value.startsWith("-");
}

/** Refunds that the merchant made. Reversals by PayPal (T1106) and chargebacks (T12nn) are none. */
export const REFUND_CODE = "T1107";

export function isRefund({
  transaction_info: { transaction_event_code, transaction_amount },
}: Classified): boolean {
  return transaction_event_code === REFUND_CODE && transaction_amount.value.startsWith("-");
}
