import { z } from "zod";
import { text } from "./values";

/** The parts of `GET /orders` and `GET /orders/items` that are read. */

const money = z.object({ currency: z.string(), value: z.number() });

export const order = z.object({
  id: z.string().min(1),
  number: z.union([z.string(), z.number()]).nullish(),
  shopIds: z.array(z.string()).nullish(),
  isPrepayment: z.boolean().nullish(),
  status: text,
  totalAmountLocal: money,
  country: z.object({ code: text }).nullish(),
  shippingAddress: z
    .object({
      firstName: text,
      lastName: text,
      address: text,
      city: text,
      postalCode: text,
      ward: text,
      region: text,
    })
    .nullish(),
  createdAt: z.string(),
  updatedAt: text,
});
export type JumiaOrder = z.infer<typeof order>;

export const item = z.object({
  id: z.string().min(1),
  shopId: text,
  product: z.object({ name: text, sellerSku: text }).nullish(),
  status: text,
  itemPriceLocal: z.number(),
  paidPriceLocal: z.number(),
  shippingAmountLocal: z.number().nullish(),
  exchangeRate: z.number().nullish(),
  taxAmount: z.number().nullish(),
});
export type JumiaItem = z.infer<typeof item>;

export const itemsAnswer = z.object({ items: z.array(z.unknown()) });
