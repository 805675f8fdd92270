import { z } from "zod";
import { id, money, seconds, text } from "./values";

/** The parts of `ShopReceipt` that are read: an order, whose lines are called transactions. */

const transaction = z.object({
  transaction_id: id,
  listing_id: z.int().nullish(),
  product_id: z.int().nullish(),
  sku: text,
  title: text,
  quantity: z.int().nonnegative(),
  price: money,
  is_digital: z.boolean().nullish(),
  buyer_coupon: z.number().nullish(),
  shop_coupon: z.number().nullish(),
  shipping_method: text,
});
export type EtsyTransaction = z.infer<typeof transaction>;

const refund = z.object({ amount: money, created_timestamp: seconds, reason: text, status: text });
export type EtsyRefund = z.infer<typeof refund>;

export const receipt = z.object({
  receipt_id: id,
  receipt_type: z.int().nullish(),
  buyer_user_id: z.int().nullish(),
  name: text,
  first_line: text,
  second_line: text,
  city: text,
  state: text,
  zip: text,
  country_iso: text,
  status: text,
  is_paid: z.boolean().nullish(),
  is_shipped: z.boolean().nullish(),
  message_from_buyer: text,
  created_timestamp: z.int().positive(),
  updated_timestamp: seconds,
  grandtotal: money,
  total_shipping_cost: money.nullish(),
  total_tax_cost: money.nullish(),
  total_vat_cost: money.nullish(),
  discount_amt: money.nullish(),
  gift_wrap_price: money.nullish(),
  shipments: z.array(z.unknown()).nullish(),
  transactions: z.array(transaction),
  refunds: z.array(refund).nullish(),
});
export type EtsyReceipt = z.infer<typeof receipt>;
