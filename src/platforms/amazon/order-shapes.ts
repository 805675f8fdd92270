import { z } from "zod";
import { money, text } from "./values";

/** The parts of the Orders API model 2026-01-01 that are read. Buyer and recipient are never asked for. */

const breakdown = z.object({
  type: z.string(),
  subtotal: money,
  detailedBreakdowns: z.array(z.object({ subtype: text, value: money.nullish() })).nullish(),
});

const item = z.object({
  orderItemId: z.string(),
  quantityOrdered: z.int(),
  product: z.object({
    asin: text,
    title: text,
    sellerSku: text,
    price: z.object({ unitPrice: money.nullish() }).nullish(),
  }),
  proceeds: z.object({ proceedsTotal: money.nullish(), breakdowns: z.array(breakdown).nullish() }).nullish(),
  promotion: z.object({ breakdowns: z.array(z.object({ promotionId: text })).nullish() }).nullish(),
});
export type AmazonItem = z.infer<typeof item>;

export const order = z.object({
  orderId: z.string(),
  orderAliases: z.array(z.object({ aliasId: z.string(), aliasType: z.string() })).nullish(),
  createdTime: z.string(),
  lastUpdatedTime: z.string(),
  salesChannel: z.object({ channelName: z.string(), marketplaceId: text, marketplaceName: text }),
  proceeds: z
    .object({
      grandTotal: money.nullish(),
      breakdowns: z.array(z.object({ type: z.string(), subtotal: money })).nullish(),
    })
    .nullish(),
  fulfillment: z.object({ fulfillmentStatus: z.string(), fulfillmentServiceLevel: text }).nullish(),
  orderItems: z.array(item),
});
export type AmazonOrder = z.infer<typeof order>;
