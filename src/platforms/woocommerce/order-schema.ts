import { z } from "zod";
import { address, figure, id, reference, text } from "./values";

/** The parts of an order that we use (woocommerce-rest-api-docs, "Order properties"). */

const line = z.object({
  id,
  name: text,
  product_id: reference,
  variation_id: reference,
  sku: text,
  quantity: figure,
  subtotal: figure,
  subtotal_tax: figure,
  total: figure,
  total_tax: figure,
});

const charge = z.object({ total: figure, total_tax: figure });

export const order = z.object({
  id,
  number: z.union([z.string(), z.number()]).nullish(),
  status: z.string(),
  currency: z.string(),
  created_via: text,
  prices_include_tax: z.boolean().nullish(),
  discount_total: figure,
  discount_tax: figure,
  shipping_total: figure,
  shipping_tax: figure,
  total: figure,
  total_tax: figure,
  customer_id: reference,
  customer_note: text,
  shipping: address.nullish(),
  billing: address.nullish(),
  date_created_gmt: z.string(),
  date_modified_gmt: text,
  date_paid_gmt: text,
  date_completed_gmt: text,
  line_items: z.array(line),
  tax_lines: z
    .array(
      z.object({
        label: text,
        rate_percent: figure.nullish(),
        tax_total: figure,
        shipping_tax_total: figure.nullish(),
      }),
    )
    .nullish(),
  shipping_lines: z.array(charge.extend({ method_title: text, method_id: text })).nullish(),
  fee_lines: z.array(charge).nullish(),
  coupon_lines: z.array(z.object({ code: text, discount: figure, discount_tax: figure.nullish() })).nullish(),
  refunds: z.array(z.object({ id, reason: text, total: figure })).nullish(),
});
export type WooOrder = z.infer<typeof order>;
export type WooLine = z.infer<typeof line>;
