import { z } from "zod";
import { price } from "./catalog";
import { address, moment, reference, text, units } from "./values";

/** The parts of a Checkout Session that are read (docs.stripe.com/api/checkout/sessions/object), with our expansions. */

export const lineItem = z.object({
  id: z.string(),
  currency: z.string(),
  description: text,
  quantity: z.int().nullish(),
  amount_subtotal: units,
  amount_discount: units.nullish(),
  amount_tax: units.nullish(),
  amount_total: units,
  price: price.extend({ product: reference, tax_behavior: text }).nullish(),
});
export type StripeLine = z.infer<typeof lineItem>;

const coupon = z.union([z.string(), z.looseObject({ id: z.string(), name: text })]).nullish();

const breakdown = z.object({
  discounts: z
    .array(
      z.object({
        amount: units,
        discount: z.object({ promotion_code: reference, source: z.object({ coupon }).nullish() }).nullish(),
      }),
    )
    .nullish(),
  taxes: z
    .array(
      z.object({
        amount: units,
        rate: z.object({ display_name: text, inclusive: z.boolean(), percentage: z.number().nullish() }),
      }),
    )
    .nullish(),
});

const charge = z.object({ amount_refunded: units, currency: z.string(), refunded: z.boolean().nullish() });

const paymentIntent = z.object({
  id: z.string(),
  status: text,
  latest_charge: z.union([z.string(), charge]).nullish(),
});

export const session = z.object({
  id: z.string(),
  created: moment,
  mode: text,
  status: text,
  payment_status: text,
  currency: text,
  amount_subtotal: units.nullish(),
  amount_total: units.nullish(),
  total_details: z
    .object({
      amount_discount: units.nullish(),
      amount_shipping: units.nullish(),
      amount_tax: units.nullish(),
      breakdown: breakdown.nullish(),
    })
    .nullish(),
  shipping_cost: z
    .object({ amount_subtotal: units, amount_total: units.nullish(), shipping_rate: reference })
    .nullish(),
  line_items: z.unknown(),
  payment_intent: z.union([z.string(), paymentIntent]).nullish(),
  payment_link: reference,
  customer: reference,
  customer_details: z.object({ name: text, phone: text }).nullish(),
  collected_information: z
    .object({ shipping_details: z.object({ name: text, address: address.nullish() }).nullish() })
    .nullish(),
});
export type StripeSession = z.infer<typeof session>;
