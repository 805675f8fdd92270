import { z } from "zod";
import { address, figure, id, maybe, reference, text } from "./values";

/** The parts of an order that we use (OpenAPI `sales-data-order-interface`); amounts in the order's currency. */

const item = z.object({
  item_id: reference,
  parent_item_id: reference,
  product_id: reference,
  sku: text,
  name: text,
  is_virtual: maybe,
  qty_ordered: maybe,
  qty_shipped: maybe,
  qty_canceled: maybe,
  qty_refunded: maybe,
  price: maybe,
  row_total: maybe,
  tax_amount: maybe,
  discount_amount: maybe,
  discount_tax_compensation_amount: maybe,
});
export type MagentoItem = z.infer<typeof item>;

export const order = z.object({
  entity_id: id,
  increment_id: text,
  state: text,
  order_currency_code: z.string(),
  customer_id: reference,
  store_name: text,
  coupon_code: text,
  discount_description: text,
  shipping_description: text,
  discount_amount: maybe,
  discount_tax_compensation_amount: maybe,
  shipping_amount: maybe,
  shipping_discount_amount: maybe,
  shipping_discount_tax_compensation_amount: maybe,
  tax_amount: maybe,
  grand_total: figure,
  total_paid: maybe,
  total_refunded: maybe,
  created_at: z.string(),
  updated_at: text,
  payment: z.object({ amount_authorized: figure.nullish() }).nullish(),
  items: z.array(item),
  extension_attributes: z
    .object({
      shipping_assignments: z
        .array(
          z.object({
            shipping: z.object({ address: address.nullish(), method: text }).nullish(),
          }),
        )
        .nullish(),
      applied_taxes: z
        .array(z.object({ code: text, title: text, percent: figure.nullish(), amount: figure }))
        .nullish(),
    })
    .nullish(),
});
export type MagentoOrder = z.infer<typeof order>;
