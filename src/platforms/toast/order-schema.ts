import { z } from "zod";
import { number, reference, text } from "./values";

/** The parts of Toast's `Order` that are read. */

const flag = z.boolean().nullish();
const many = <S extends z.ZodType>(schema: S) =>
  z
    .array(schema)
    .nullish()
    .transform((list) => list ?? []);

const tax = z.object({ name: text, taxAmount: number });
const discount = z.object({
  name: text,
  discountAmount: number,
  appliedPromoCode: text,
  processingState: text,
});
const refundDetails = z
  .object({ refundAmount: number, taxRefundAmount: number, refundTransaction: reference })
  .nullish();

const selection = z.object({
  guid: text,
  item: reference,
  displayName: text,
  quantity: number,
  preDiscountPrice: number,
  price: number,
  tax: number,
  voided: flag,
  plu: text,
  appliedDiscounts: many(discount),
  appliedTaxes: many(tax),
  modifiers: many(z.object({ appliedDiscounts: many(discount), appliedTaxes: many(tax) })),
  refundDetails,
});
export type Selection = z.infer<typeof selection>;

const charge = z.object({
  name: text,
  chargeAmount: number,
  delivery: flag,
  gratuity: flag,
  appliedTaxes: many(tax),
});

const payment = z.object({
  guid: z.string(),
  type: text,
  amount: number,
  tipAmount: number,
  paymentStatus: text,
  voidInfo: z.object({}).nullish(),
  refund: z
    .object({ refundAmount: number, tipRefundAmount: number, refundDate: text, refundTransaction: reference })
    .nullish(),
});
export type Payment = z.infer<typeof payment>;

const check = z.object({
  taxAmount: number,
  totalAmount: number,
  paymentStatus: text,
  voided: flag,
  deleted: flag,
  customer: z.object({ guid: text }).nullish(),
  selections: many(selection),
  appliedDiscounts: many(discount),
  appliedServiceCharges: many(charge),
  payments: many(payment),
});
export type Check = z.infer<typeof check>;

export const order = z.object({
  guid: z.string(),
  displayNumber: text,
  source: text,
  approvalStatus: text,
  openedDate: text,
  createdDate: text,
  modifiedDate: text,
  closedDate: text,
  voided: flag,
  voidDate: text,
  deleted: flag,
  deletedDate: text,
  createdInTestMode: flag,
  excessFood: flag,
  deliveryInfo: z
    .object({
      address1: text,
      address2: text,
      city: text,
      administrativeArea: text,
      state: text,
      zipCode: text,
      country: text,
      notes: text,
      deliveryState: text,
    })
    .nullish(),
  checks: many(check),
});
export type ToastOrder = z.infer<typeof order>;
