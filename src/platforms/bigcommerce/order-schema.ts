import { z } from "zod";
import { figure, id, text } from "./values";

/** The parts of a V2 order that we use, with `include=consignments.line_items,fees` (Orders V2, `order_Resp`). */

const money = figure.nullish();

const discount = z.object({ id: text, name: text, code: text, amount: money });

const line = z.object({
  id,
  product_id: id.nullish(),
  variant_id: id.nullish(),
  name: text,
  sku: text,
  quantity: z.number(),
  price_ex_tax: figure,
  price_inc_tax: figure,
  total_ex_tax: figure,
  total_inc_tax: figure,
  total_tax: money,
  discounted_total_inc_tax: money,
  applied_discounts: z.array(discount).nullish(),
});
export type BigLine = z.infer<typeof line>;

/** One line may stand alone, outside a list (the specification's digital consignment does). */
const lines = z
  .union([z.array(line), line.transform((one) => [one])])
  .nullish()
  .transform((value) => value ?? []);

const shipment = z.object({
  first_name: text,
  last_name: text,
  street_1: text,
  street_2: text,
  city: text,
  state: text,
  zip: text,
  country_iso2: text,
  phone: text,
  shipping_method: text,
  cost_ex_tax: money,
  cost_inc_tax: money,
  line_items: lines,
});

const consignments = z.object({
  pickups: z
    .array(z.object({ location: z.object({ id: id.nullish() }).nullish(), line_items: lines }))
    .nullish(),
  /** Always there, if empty: an answer without it has left the lines out. */
  shipping: z.array(shipment),
  downloads: z.array(z.object({ line_items: lines })).nullish(),
  email: z.object({ gift_certificates: z.array(z.object({ line_items: lines })).nullish() }).nullish(),
});

const fee = z.object({ cost_ex_tax: money, cost_inc_tax: money });

export const order = z.object({
  id,
  customer_id: id.nullish(),
  date_created: z.string(),
  date_modified: text,
  date_shipped: text,
  status_id: z.int(),
  payment_status: text,
  is_tax_inclusive_pricing: z.boolean().nullish(),
  order_is_digital: z.boolean().nullish(),
  items_total: z.number().nullish(),
  items_shipped: z.number().nullish(),
  shipping_cost_ex_tax: money,
  shipping_cost_inc_tax: money,
  handling_cost_ex_tax: money,
  handling_cost_inc_tax: money,
  wrapping_cost_ex_tax: money,
  wrapping_cost_inc_tax: money,
  total_inc_tax: figure,
  total_tax: money,
  discount_amount: money,
  coupon_discount: money,
  store_credit_amount: money,
  gift_certificate_amount: money,
  currency_code: text,
  default_currency_code: z.string(),
  order_source: text,
  external_source: text,
  customer_message: text,
  consignments,
  fees: z
    .union([z.array(fee), z.object({ fees: z.array(fee) }).transform(({ fees }) => fees)])
    .nullish()
    .transform((value) => value ?? []),
});
export type BigOrder = z.infer<typeof order>;

/** What an order's money is in: the currency the shopper pays (Orders V2, "Currency Fields"), not the one shown. */
export const orderCurrency = z.object({ id, default_currency_code: z.string() });
