import { z } from "zod";
import { cents, nested, reference, text, time } from "./values";

/**
 * An order as Clover gives it (types: clover-android-sdk `com.clover.sdk.v3.order`, Apache 2.0; the expansions of
 * orderGetOrders). Everything here may be missing: what is not expanded is left out.
 */

const discount = z.object({
  name: text,
  amount: cents,
  /** Whole percent. */
  percentage: z.int().nullish(),
  /** Percent × 10 000. */
  percentageDecimal: z.int().nullish(),
});
export type CloverDiscount = z.infer<typeof discount>;

const line = z.object({
  id: text,
  item: reference,
  itemCode: text,
  name: text,
  price: cents,
  /** Thousandths of a unit; only where the item is sold by unit. */
  unitQty: z.int().nullish(),
  discounts: nested(discount),
  modifications: nested(z.object({ name: text, amount: cents })),
  exchanged: z.boolean().nullish(),
  refunded: z.boolean().nullish(),
  isOrderFee: z.boolean().nullish(),
});
export type CloverLine = z.infer<typeof line>;

const payment = z.object({
  id: text,
  result: text,
  amount: cents,
  tipAmount: cents,
  taxAmount: cents,
  serviceCharge: z.object({ name: text, amount: cents }).nullish(),
  additionalCharges: z.union([
    nested(z.object({ type: text, amount: cents })),
    z.array(z.object({ type: text, amount: cents })),
  ]),
});

export const refund = z.object({
  id: z.string(),
  orderRef: reference,
  status: text,
  voided: z.boolean().nullish(),
  amount: z.int(),
  reason: text,
  createdTime: time,
  clientCreatedTime: time,
});
export type CloverRefund = z.infer<typeof refund>;

export const order = z.object({
  id: z.string(),
  currency: z.string(),
  total: cents,
  title: text,
  note: text,
  state: text,
  paymentState: text,
  isVat: z.boolean().nullish(),
  createdTime: z.int(),
  clientCreatedTime: time,
  modifiedTime: time,
  deletedTimestamp: time,
  device: reference,
  lineItems: nested(line),
  discounts: nested(discount),
  payments: nested(payment),
  refunds: nested(refund),
  customers: nested(z.object({ id: text })),
});
export type CloverOrder = z.infer<typeof order>;
