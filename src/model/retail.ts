import { z } from "@hono/zod-openapi";
import { once } from "../kernel/once";
import { addressSchema, moneySchema, quantitySchema, rawField, timeSchema } from "./common";

/** The unified retail model. A field the platform does not tell is null, and stays null: nothing is guessed. */

const id = once(() => z.string().openapi({ description: "The platform's own id" }));
const time = once(() => timeSchema().nullable());
const text = once(() => z.string().nullable());

export const storeSchema = once(() =>
  z
    .object({
      id: id(),
      name: z.string(),
      url: text(),
      country: text().openapi({ description: "ISO 3166-1 alpha-2" }),
      currency: text().openapi({ description: "ISO 4217, the store's own" }),
      timezone: text().openapi({ description: "IANA name", example: "Africa/Lagos" }),
      locale: text().openapi({ description: "BCP 47" }),
      created_at: time(),
      ...rawField(),
    })
    .openapi("Store"),
);
export type Store = z.infer<ReturnType<typeof storeSchema>>;

export const locationSchema = once(() =>
  z
    .object({
      id: id(),
      name: z.string(),
      active: z.boolean(),
      kind: z.enum(["physical", "online", "mobile", "unknown"]),
      currency: text(),
      timezone: text(),
      address: addressSchema().nullable(),
      created_at: time(),
      updated_at: time(),
      ...rawField(),
    })
    .openapi("Location"),
);
export type Location = z.infer<ReturnType<typeof locationSchema>>;

export const variantSchema = once(() =>
  z
    .object({
      id: id(),
      sku: text(),
      barcode: text(),
      name: text(),
      options: z.array(z.object({ name: z.string(), value: z.string() })),
      price: moneySchema().nullable().openapi({ description: "null where the price is set at the sale" }),
      compare_at_price: moneySchema().nullable(),
      tracks_inventory: z.boolean().nullable(),
      inventory_item_id: text().openapi({ description: "Where the platform counts stock under another id" }),
    })
    .openapi("Variant"),
);
export type Variant = z.infer<ReturnType<typeof variantSchema>>;

export const productSchema = once(() =>
  z
    .object({
      id: id(),
      name: z.string(),
      description: text(),
      status: z.enum(["active", "draft", "archived", "unknown"]),
      vendor: text(),
      category: text(),
      tags: z.array(z.string()),
      url: text(),
      image_urls: z.array(z.string()),
      variants: z.array(variantSchema()),
      created_at: time(),
      updated_at: time(),
      ...rawField(),
    })
    .openapi("Product"),
);
export type Product = z.infer<ReturnType<typeof productSchema>>;

export const inventoryLevelSchema = once(() =>
  z
    .object({
      variant_id: text().openapi({ description: "The variant counted" }),
      inventory_item_id: text(),
      product_id: text(),
      sku: text(),
      location_id: text(),
      available: quantitySchema()
        .nullable()
        .openapi({ description: "Free to sell; may be negative where oversold" }),
      on_hand: quantitySchema().nullable(),
      updated_at: time(),
      ...rawField(),
    })
    .openapi("InventoryLevel"),
);
export type InventoryLevel = z.infer<ReturnType<typeof inventoryLevelSchema>>;

export const orderLineSchema = once(() =>
  z
    .object({
      id: text(),
      product_id: text(),
      variant_id: text(),
      sku: text(),
      name: z.string(),
      quantity: quantitySchema(),
      unit_price: moneySchema(),
      subtotal: moneySchema().openapi({ description: "unit_price × quantity, before discounts" }),
      discount: moneySchema().openapi({ description: "What this line's share of all discounts takes off" }),
      tax: moneySchema().openapi({
        description: "Tax on this line, whether contained in the price or added",
      }),
      total: moneySchema().openapi({ description: "What the line costs the buyer in the end" }),
    })
    .openapi("OrderLine"),
);
export type OrderLine = z.infer<ReturnType<typeof orderLineSchema>>;

export const orderDiscountSchema = once(() =>
  z.object({ name: text(), code: text(), amount: moneySchema() }).openapi("OrderDiscount"),
);

export const orderTaxSchema = once(() =>
  z
    .object({
      name: text(),
      rate: text().openapi({ description: "Decimal fraction", example: "0.075" }),
      inclusive: z.boolean().openapi({ description: "Already contained in the prices" }),
      amount: moneySchema(),
    })
    .openapi("OrderTax"),
);

export const orderShippingSchema = once(() =>
  z
    .object({
      name: text(),
      code: text(),
      amount: moneySchema().openapi({ description: "Before shipping discounts" }),
    })
    .openapi("OrderShipping"),
);

export const refundSchema = once(() =>
  z
    .object({
      id: id(),
      order_id: text(),
      status: z.enum(["pending", "completed", "failed", "rejected", "unknown"]),
      amount: moneySchema(),
      reason: text(),
      location_id: text(),
      lines: z.array(
        z.object({
          order_line_id: text(),
          quantity: quantitySchema(),
          amount: moneySchema().nullable(),
        }),
      ),
      created_at: time(),
      updated_at: time(),
      ...rawField(),
    })
    .openapi("Refund"),
);
export type Refund = z.infer<ReturnType<typeof refundSchema>>;

export const orderSchema = once(() =>
  z
    .object({
      id: id(),
      number: text().openapi({ description: "The number people see" }),
      status: z.enum(["open", "completed", "cancelled", "draft", "unknown"]),
      payment_status: z.enum([
        "pending",
        "authorized",
        "paid",
        "partially_paid",
        "partially_refunded",
        "refunded",
        "voided",
        "unknown",
      ]),
      fulfillment_status: z.enum(["unfulfilled", "partial", "fulfilled", "not_required", "unknown"]),
      channel: z.object({ kind: z.enum(["pos", "online", "marketplace", "other", "unknown"]), name: text() }),
      currency: z.string(),
      tax_inclusive: z.boolean().openapi({ description: "Line prices contain tax" }),
      totals: z.object({
        subtotal: moneySchema().openapi({ description: "Sum of the lines' subtotals" }),
        discount: moneySchema().openapi({ description: "All discounts, as a positive amount" }),
        shipping: moneySchema().openapi({ description: "After shipping discounts" }),
        fees: moneySchema().openapi({ description: "Service charges and surcharges" }),
        tax: moneySchema().openapi({ description: "All tax, contained and added" }),
        tax_added: moneySchema().openapi({
          description: "The part of tax that is added on top of the prices",
        }),
        tip: moneySchema(),
        total: moneySchema().openapi({ description: "What the platform says the order costs" }),
        refunded: moneySchema(),
      }),
      difference: z.object({ amount: moneySchema(), reason: z.string() }).nullable().openapi({
        description:
          "total − (subtotal − discount + shipping + fees + tax_added + tip), where that is not zero, and why",
      }),
      lines: z.array(orderLineSchema()),
      discounts: z.array(orderDiscountSchema()),
      taxes: z.array(orderTaxSchema()),
      shipping: z.array(orderShippingSchema()),
      refunds: z.array(refundSchema()),
      customer_id: text(),
      location_id: text(),
      shipping_address: addressSchema().nullable(),
      note: text(),
      placed_at: timeSchema(),
      updated_at: time(),
      completed_at: time(),
      cancelled_at: time(),
      ...rawField(),
    })
    .openapi("Order"),
);
export type Order = z.infer<ReturnType<typeof orderSchema>>;

export const customerSchema = once(() =>
  z
    .object({
      id: id(),
      first_name: text(),
      last_name: text(),
      company: text(),
      email: text(),
      phone: text(),
      addresses: z.array(addressSchema()),
      note: text(),
      created_at: time(),
      updated_at: time(),
      ...rawField(),
    })
    .openapi("Customer"),
);
export type Customer = z.infer<ReturnType<typeof customerSchema>>;
