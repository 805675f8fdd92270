import { z } from "zod";
import { association, figure, flag, id, reference, text } from "./values";

/** The parts of an order that we use (devdocs, webservice/resources/orders). */

const row = z.object({
  id,
  product_id: reference,
  product_attribute_id: reference,
  product_quantity: figure,
  product_name: text,
  product_reference: text,
  unit_price_tax_incl: figure,
  unit_price_tax_excl: figure,
});
export type PrestaRow = z.infer<typeof row>;

export const order = z.object({
  id,
  reference: text,
  id_currency: reference,
  id_customer: reference,
  id_carrier: reference,
  id_address_delivery: reference,
  current_state: reference,
  note: text,
  total_discounts_tax_incl: figure,
  total_paid_tax_incl: figure,
  total_paid_tax_excl: figure,
  total_paid_real: figure,
  total_shipping_tax_incl: figure,
  total_wrapping_tax_incl: figure,
  date_add: text,
  date_upd: text,
  associations: z.object({ order_rows: association(row) }).optional(),
});
export type PrestaOrder = z.infer<typeof order>;

/** What a state means is in its flags; its name is the merchant's own. */
export const orderState = z.object({ id, paid: flag, shipped: flag });
export type OrderState = z.infer<typeof orderState>;
