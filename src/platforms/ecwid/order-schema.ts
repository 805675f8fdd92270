import { z } from "zod";
import { figure, flag, id, person, text } from "./values";

/** The parts of an order that we use (the vendor's `FetchedOrder`, and "Orders" of its documentation). */

const money = figure.nullish();

export const tax = z.object({
  name: text,
  /** In percent. */
  value: money,
  total: money,
  taxOnDiscountedSubtotal: money,
  includeInPrice: flag,
});

export const item = z.object({
  id: id.nullish(),
  productId: id.nullish(),
  combinationId: id.nullish(),
  sku: text,
  name: text,
  price: figure,
  quantity: figure,
  tax: money,
  taxes: z.array(tax).nullish(),
  couponAmount: money,
  discounts: z.array(z.object({ total: money })).nullish(),
});
export type EcwidItem = z.infer<typeof item>;

export const order = z.object({
  id: text,
  orderNumber: z.int().nullish(),
  vendorOrderNumber: text,
  paymentStatus: text,
  fulfillmentStatus: text,
  total: figure,
  totalBeforeGiftCardRedemption: money,
  giftCardRedemption: money,
  subtotal: money,
  tax: money,
  discount: money,
  couponDiscount: money,
  discountCoupon: z.object({ name: text, code: text }).nullish(),
  discountInfo: z.array(z.object({ description: text })).nullish(),
  pricesIncludeTax: flag,
  items: z.array(item),
  shippingOption: z
    .object({
      shippingCarrierName: text,
      shippingMethodName: text,
      shippingRate: money,
      locationId: text,
    })
    .nullish(),
  handlingFee: z.object({ value: money }).nullish(),
  customSurcharges: z.array(z.object({ total: money })).nullish(),
  refundedAmount: money,
  refunds: z.array(z.object({ date: text, reason: text, amount: figure })).nullish(),
  shippingPerson: person.nullish(),
  customerId: id.nullish(),
  orderComments: text,
  refererId: text,
  createDate: z.string(),
  updateDate: text,
});
export type EcwidOrder = z.infer<typeof order>;
