import { z } from "zod";
import { address, price, text } from "./values";

/** The parts of an order that we use (ecom Orders V1, `Order`). */

const money = price.nullish();
const named = z.object({ original: text }).nullish();

const line = z.object({
  id: text,
  productName: named,
  catalogReference: z
    .object({ catalogItemId: text, options: z.object({ variantId: text }).nullish() })
    .nullish(),
  quantity: z.number(),
  physicalProperties: z.object({ sku: text }).nullish(),
  /** After discounts of the line's own. */
  price,
  priceBeforeDiscounts: money,
  totalDiscount: money,
  totalPriceBeforeTax: money,
  totalPriceAfterTax: money,
  taxInfo: z.object({ taxAmount: money }).nullish(),
  /** Its older form. */
  taxDetails: z.object({ totalTax: money }).nullish(),
});
export type WixLine = z.infer<typeof line>;

const discount = z.object({
  coupon: z.object({ name: text, code: text, amount: money }).nullish(),
  merchantDiscount: z.object({ description: text, amount: money }).nullish(),
  discountRule: z.object({ name: named, amount: money }).nullish(),
});

const person = z.object({ firstName: text, lastName: text, phone: text }).nullish();

export const order = z.object({
  id: z.string().min(1),
  number: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((value) => (value == null ? null : String(value))),
  createdDate: z.string(),
  updatedDate: text,
  purchasedDate: text,
  status: text,
  paymentStatus: text,
  fulfillmentStatus: text,
  currency: z.string().length(3),
  taxIncludedInPrices: z.boolean().nullish(),
  lineItems: z.array(line),
  buyerInfo: z.object({ contactId: text }).nullish(),
  priceSummary: z
    .object({
      subtotal: money,
      shipping: money,
      tax: money,
      discount: money,
      totalAdditionalFees: money,
      total: money,
      /** Its older name. */
      totalPrice: money,
    })
    .refine(({ total, totalPrice }) => total ?? totalPrice, { error: "no total", path: ["total"] }),
  taxInfo: z
    .object({
      taxBreakdown: z.array(z.object({ taxName: text, rate: text, aggregatedTaxAmount: money })).nullish(),
    })
    .nullish(),
  appliedDiscounts: z.array(discount).nullish(),
  shippingInfo: z
    .object({
      title: text,
      code: text,
      cost: z.object({ price: money }).nullish(),
      logistics: z
        .object({
          shippingDestination: z.object({ address: address.nullish(), contactDetails: person }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
  balanceSummary: z.object({ refunded: money }).nullish(),
  channelInfo: z.object({ type: text }).nullish(),
  businessLocation: z.object({ id: text }).nullish(),
  buyerNote: text,
});
export type WixOrder = z.infer<typeof order>;
