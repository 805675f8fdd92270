import { z } from "zod";

/**
 * The fields that WooCommerce's documentation gives its records (woocommerce-rest-api-docs, version 3, the tables of
 * properties), as facts: names and types, and nothing besides them. What is newer than the documentation is from the
 * plugin's controllers: `brands`, `global_unique_id`, a variation's `parent_id` and `name`, a refund's `parent_id`,
 * a tax line's `rate_percent`. Amounts are text, times have no offset.
 */

const amount = z.string().regex(/^-?\d+\.\d+$/);
const time = z.iso.datetime({ local: true, offset: false }).nullable();
const ids = z.array(z.int());
const ID = { id: z.int() };

const meta = z.array(z.strictObject({ ...ID, key: z.string(), value: z.unknown() }).partial());
const taxes = z.array(z.strictObject({ ...ID, total: z.string(), subtotal: z.string() }).partial());

const place = {
  first_name: z.string(),
  last_name: z.string(),
  company: z.string(),
  address_1: z.string(),
  address_2: z.string(),
  city: z.string(),
  state: z.string(),
  postcode: z.string(),
  country: z.string().regex(/^([A-Z]{2})?$/),
};
const billing = z.strictObject({ ...place, email: z.string(), phone: z.string() }).partial();
// WooCommerce 5.6 gave the shipping address a telephone number.
const shipping = z.strictObject({ ...place, phone: z.string() }).partial();

const CREATED = {
  date_created: time,
  date_created_gmt: time,
  date_modified: time,
  date_modified_gmt: time,
};

const CHARGE = { ...ID, total: amount, total_tax: amount, taxes, meta_data: meta };

const line = z
  .strictObject({
    ...CHARGE,
    name: z.string(),
    product_id: z.int(),
    variation_id: z.int(),
    quantity: z.number(),
    tax_class: z.string(),
    subtotal: amount,
    subtotal_tax: amount,
    sku: z.string().nullable(),
    // A string by the table, a number in the answers.
    price: z.union([z.number(), z.string()]),
  })
  .partial();

export const order = z
  .strictObject({
    ...ID,
    parent_id: z.int(),
    number: z.string(),
    order_key: z.string(),
    created_via: z.string(),
    version: z.string(),
    status: z.string(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    ...CREATED,
    discount_total: amount,
    discount_tax: amount,
    shipping_total: amount,
    shipping_tax: amount,
    cart_tax: amount,
    total: amount,
    total_tax: amount,
    prices_include_tax: z.boolean(),
    customer_id: z.int(),
    customer_ip_address: z.string(),
    customer_user_agent: z.string(),
    customer_note: z.string(),
    billing,
    shipping,
    payment_method: z.string(),
    payment_method_title: z.string(),
    transaction_id: z.string(),
    date_paid: time,
    date_paid_gmt: time,
    date_completed: time,
    date_completed_gmt: time,
    cart_hash: z.string(),
    meta_data: meta,
    line_items: z.array(line),
    tax_lines: z.array(
      z
        .strictObject({
          ...ID,
          rate_code: z.string(),
          rate_id: z.union([z.int(), z.string()]),
          rate_percent: z.number(),
          label: z.string(),
          compound: z.boolean(),
          tax_total: amount,
          shipping_tax_total: amount,
          meta_data: meta,
        })
        .partial(),
    ),
    shipping_lines: z.array(
      z.strictObject({ ...CHARGE, method_title: z.string(), method_id: z.string() }).partial(),
    ),
    fee_lines: z.array(
      z
        .strictObject({
          ...CHARGE,
          name: z.string(),
          tax_class: z.string(),
          tax_status: z.enum(["taxable", "none"]),
        })
        .partial(),
    ),
    coupon_lines: z.array(
      z
        .strictObject({ ...ID, code: z.string(), discount: amount, discount_tax: amount, meta_data: meta })
        .partial(),
    ),
    refunds: z.array(z.strictObject({ ...ID, reason: z.string(), total: amount }).partial()),
  })
  .partial();

export const refund = z
  .strictObject({
    ...ID,
    parent_id: z.int(),
    date_created: time,
    date_created_gmt: time,
    amount,
    reason: z.string(),
    refunded_by: z.int(),
    refunded_payment: z.boolean(),
    meta_data: meta,
    line_items: z.array(line),
  })
  .partial();

const picture = z
  .strictObject({ ...ID, ...CREATED, src: z.string(), name: z.string(), alt: z.string() })
  .partial();
const terms = z.array(z.strictObject({ ...ID, name: z.string(), slug: z.string() }).partial());

const SOLD = {
  ...ID,
  ...CREATED,
  description: z.string(),
  permalink: z.string(),
  status: z.enum(["draft", "pending", "private", "publish", "future", "trash"]),
  sku: z.string(),
  global_unique_id: z.string(),
  price: z.string(),
  regular_price: z.string(),
  sale_price: z.string(),
  on_sale: z.boolean(),
  purchasable: z.boolean(),
  virtual: z.boolean(),
  downloadable: z.boolean(),
  tax_status: z.enum(["taxable", "shipping", "none"]),
  tax_class: z.string(),
  stock_quantity: z.int().nullable(),
  stock_status: z.enum(["instock", "outofstock", "onbackorder"]),
  backorders: z.enum(["no", "notify", "yes"]),
  weight: z.string(),
  menu_order: z.int(),
  meta_data: meta,
};

export const product = z
  .strictObject({
    ...SOLD,
    name: z.string(),
    slug: z.string(),
    type: z.enum(["simple", "grouped", "external", "variable"]),
    featured: z.boolean(),
    catalog_visibility: z.enum(["visible", "catalog", "search", "hidden"]),
    short_description: z.string(),
    manage_stock: z.boolean(),
    categories: terms,
    tags: terms,
    brands: terms,
    images: z.array(picture),
    attributes: z.array(
      z
        .strictObject({
          ...ID,
          name: z.string(),
          position: z.int(),
          visible: z.boolean(),
          variation: z.boolean(),
          options: z.array(z.string()),
        })
        .partial(),
    ),
    variations: ids,
    grouped_products: ids,
  })
  .partial();

export const variation = z
  .strictObject({
    ...SOLD,
    parent_id: z.int(),
    name: z.string(),
    manage_stock: z.union([z.boolean(), z.literal("parent")]),
    image: picture.nullable(),
    attributes: z.array(z.strictObject({ ...ID, name: z.string(), option: z.string() }).partial()),
  })
  .partial();

export const customer = z
  .strictObject({
    ...ID,
    ...CREATED,
    email: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    role: z.string(),
    username: z.string(),
    billing,
    shipping,
    is_paying_customer: z.boolean(),
    avatar_url: z.string(),
    meta_data: meta,
  })
  .partial();

export const setting = z
  .strictObject({
    id: z.string(),
    label: z.string(),
    description: z.string(),
    value: z.unknown(),
    default: z.unknown(),
    tip: z.string(),
    placeholder: z.string(),
    type: z.string(),
    options: z.record(z.string(), z.string()),
    group_id: z.string(),
  })
  .partial();
