import { z } from "zod";
import { amount, text } from "./values";

/** The parts of the Fulfillment API's `Order` that are read. */

const address = z.object({
  addressLine1: text,
  addressLine2: text,
  city: text,
  stateOrProvince: text,
  postalCode: text,
  countryCode: text,
});
export type EbayAddress = z.infer<typeof address>;

const refund = z.object({
  refundId: text,
  refundReferenceId: text,
  amount: amount.nullish(),
  refundDate: text,
  refundStatus: text,
});
export type EbayRefund = z.infer<typeof refund>;

const line = z.object({
  lineItemId: z.string(),
  legacyItemId: text,
  legacyVariationId: text,
  sku: text,
  title: text,
  quantity: z.int(),
  lineItemCost: amount,
  discountedLineItemCost: amount.nullish(),
  total: amount.nullish(),
  purchaseMarketplaceId: text,
  taxes: z.array(z.object({ amount: amount.nullish(), taxType: text })).nullish(),
  appliedPromotions: z
    .array(z.object({ description: text, promotionId: text, discountAmount: amount.nullish() }))
    .nullish(),
});
export type EbayLine = z.infer<typeof line>;

const start = z.object({
  finalDestinationAddress: address.nullish(),
  shippingStep: z
    .object({
      shippingServiceCode: text,
      shipTo: z
        .object({
          fullName: text,
          contactAddress: address.nullish(),
          primaryPhone: z.object({ phoneNumber: text }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});

export const order = z.object({
  orderId: z.string(),
  creationDate: z.string(),
  lastModifiedDate: text,
  orderFulfillmentStatus: text,
  orderPaymentStatus: text,
  cancelStatus: z.object({ cancelState: text, cancelledDate: text }).nullish(),
  buyer: z.object({ username: text }).nullish(),
  buyerCheckoutNotes: text,
  pricingSummary: z.object({
    adjustment: amount.nullish(),
    deliveryCost: amount.nullish(),
    deliveryDiscount: amount.nullish(),
    fee: amount.nullish(),
    priceDiscount: amount.nullish(),
    tax: amount.nullish(),
    total: amount,
  }),
  paymentSummary: z.object({ refunds: z.array(refund).nullish() }).nullish(),
  fulfillmentStartInstructions: z.array(start).nullish(),
  lineItems: z.array(line),
});
export type EbayOrder = z.infer<typeof order>;
