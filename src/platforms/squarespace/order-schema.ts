import { z } from "zod";
import { address, money, text } from "./values";

/** The parts of an order that we use ("Retrieve all orders"). */

const line = z.object({
  id: text,
  productId: text,
  variantId: text,
  sku: text,
  productName: text,
  quantity: z.number(),
  unitPricePaid: money,
});
export type SquarespaceLine = z.infer<typeof line>;

export const order = z.object({
  id: z.string(),
  orderNumber: z.union([z.string(), z.int()]).nullish(),
  createdOn: z.string(),
  modifiedOn: text,
  channel: text,
  channelName: text,
  customerId: text,
  shippingAddress: address.nullish(),
  fulfillmentStatus: text,
  fulfilledOn: text,
  paymentState: text,
  fulfillments: z.array(z.unknown()).nullish(),
  lineItems: z.array(line),
  shippingLines: z.array(z.object({ method: text, amount: money })).nullish(),
  discountLines: z
    .array(z.object({ name: text, description: text, promoCode: text, amount: money }))
    .nullish(),
  internalNotes: z.array(z.object({ content: text })).nullish(),
  shippingTotal: money.nullish(),
  discountTotal: money.nullish(),
  taxTotal: money.nullish(),
  refundedTotal: money.nullish(),
  grandTotal: money,
  priceTaxInterpretation: text,
});
export type SquarespaceOrder = z.infer<typeof order>;
