import { z } from "zod";
import { address, money, quantity, text } from "./values";

/** The parts of Square's `Order` that are read (SDK api/types/Order, developer.squareup.com/reference/square/objects/Order). */

const amounts = z.object({ total_money: money.nullish() });

const modifier = z.object({
  quantity: quantity.nullish(),
  base_price_money: money.nullish(),
  total_price_money: money.nullish(),
});

const lineItem = z.object({
  uid: text,
  name: text,
  variation_name: text,
  quantity,
  item_type: text,
  catalog_object_id: text,
  modifiers: z.array(modifier).nullish(),
  base_price_money: money.nullish(),
  variation_total_price_money: money.nullish(),
  gross_sales_money: money.nullish(),
  total_tax_money: money.nullish(),
  total_discount_money: money.nullish(),
  total_money: money.nullish(),
});

const detailStatus = z.object({ status: text }).nullish();

const tender = z.object({
  type: text,
  amount_money: money.nullish(),
  card_details: detailStatus,
  bank_account_details: detailStatus,
  buy_now_pay_later_details: detailStatus,
  square_account_details: detailStatus,
});

const recipient = z.object({ display_name: text, phone_number: text, address: address.nullish() });
const details = z.object({ recipient: recipient.nullish() }).nullish();

const fulfillment = z.object({
  type: text,
  state: text,
  shipment_details: details,
  delivery_details: details,
});

const refund = z.object({
  id: z.string(),
  location_id: text,
  created_at: text,
  reason: text,
  amount_money: money,
  status: text,
});

const returned = z.object({
  return_line_items: z
    .array(z.object({ source_line_item_uid: text, quantity, total_money: money.nullish() }))
    .nullish(),
});

export const order = z.object({
  id: z.string(),
  location_id: text,
  reference_id: text,
  source: z.object({ name: text }).nullish(),
  customer_id: text,
  line_items: z.array(lineItem).nullish(),
  taxes: z
    .array(z.object({ name: text, type: text, percentage: text, applied_money: money.nullish() }))
    .nullish(),
  discounts: z.array(z.object({ name: text, applied_money: money.nullish() })).nullish(),
  service_charges: z.array(z.object({ applied_money: money.nullish() })).nullish(),
  fulfillments: z.array(fulfillment).nullish(),
  returns: z.array(returned).nullish(),
  return_amounts: amounts.nullish(),
  net_amounts: amounts.nullish(),
  rounding_adjustment: z.object({ amount_money: money.nullish() }).nullish(),
  tenders: z.array(tender).nullish(),
  refunds: z.array(refund).nullish(),
  created_at: z.string(),
  updated_at: text,
  closed_at: text,
  state: text,
  total_money: money.nullish(),
  total_tax_money: money.nullish(),
  total_discount_money: money.nullish(),
  total_tip_money: money.nullish(),
  total_service_charge_money: money.nullish(),
  net_amount_due_money: money.nullish(),
});

export type SquareOrder = z.infer<typeof order>;
export type SquareLine = z.infer<typeof lineItem>;
export type SquareTender = z.infer<typeof tender>;
