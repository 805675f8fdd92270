import { z } from "zod";
import { number, text } from "./values";

/** The `Sale` of the vendor's OpenAPI 2026-07; it requires nothing, and so does this but the ids and totals. */

const pricing = z
  .object({ price: number, discount: number, discount_total: number, total: number })
  .nullish();

const line = z.object({
  id: text,
  product: z.object({ id: text }).nullish(),
  quantity: z.number(),
  pricing,
  tax: z.object({ id: text, amount: number, total: number }).nullish(),
  promotions: z.array(z.object({ name: text, promo_code: text, amount: number })).nullish(),
});
export type SaleLine = z.infer<typeof line>;

export const sale = z.object({
  id: z.string(),
  state: text,
  date: text,
  created_at: text,
  updated_at: text,
  deleted_at: text,
  invoice_number: text,
  receipt_number: text,
  note: text,
  customer_id: text,
  source: z.object({ outlet_id: text, register_id: text, type: text }).nullish(),
  line_items: z.array(line).nullish(),
  payments: z.array(z.object({ amount: number, deleted_at: text })).nullish(),
  taxes: z.array(z.object({ id: text, tax: number })).nullish(),
  totals: z.object({ price: number, price_incl_tax: z.number(), tax: number, surcharge: number }),
  adjustments: z.array(z.object({ adjustment_type: text, name: text, total: number })).nullish(),
  ecom_custom_charges: z.array(z.object({ name: text, source_id: text, total: number })).nullish(),
  return: z.object({ is_return: z.boolean().nullish(), original_sale_id: text }).nullish(),
});
export type Sale = z.infer<typeof sale>;
