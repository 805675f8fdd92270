import { z } from "zod";

/**
 * The fields of PrestaShop's resources, as facts from the devdocs (PrestaShop/docs, `webservice/resources`): names, and
 * the documented format of each. In JSON a number is a number or its text; `0`, or nothing, is no reference. Of the long
 * resources (orders, products, customers) only the fields that the adapter or our answers name, and their neighbours.
 */

const id = z.union([z.int().nonnegative(), z.string().regex(/^\d*$/)]);
const number = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]);
const flag = z.enum(["0", "1"]);
const time = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const text = z.string();
const code = z.string().regex(/^[A-Z]{2,4}(-[A-Z0-9]+)?$/);
/** A text for each language, or one alone where the shop has one language. */
const localized = z.union([text, z.array(z.strictObject({ id, value: text }))]);

const DATED = { id, date_add: time, date_upd: time };

export const RECORDS = {
  addresses: z.strictObject({
    ...DATED,
    id_customer: id,
    id_manufacturer: id,
    id_supplier: id,
    id_warehouse: id,
    id_country: id,
    id_state: id,
    alias: text,
    company: text,
    lastname: text,
    firstname: text,
    vat_number: text,
    address1: text,
    address2: text,
    postcode: text,
    city: text,
    other: text,
    phone: text,
    phone_mobile: text,
    dni: text,
    deleted: flag,
  }),
  categories: z.strictObject({
    ...DATED,
    id_parent: id,
    active: flag,
    is_root_category: flag,
    name: localized,
    description: localized,
  }),
  combinations: z.strictObject({
    id,
    id_product: id,
    reference: text,
    supplier_reference: text,
    ean13: text,
    isbn: text,
    upc: text,
    mpn: text,
    price: number,
    wholesale_price: number,
    weight: number,
    minimal_quantity: number,
    default_on: flag,
    associations: z.strictObject({ product_option_values: z.array(z.strictObject({ id })) }).partial(),
  }),
  configurations: z.strictObject({
    ...DATED,
    name: text,
    value: text,
    id_shop_group: id.nullable(),
    id_shop: id.nullable(),
  }),
  countries: z.strictObject({
    id,
    id_zone: id,
    id_currency: id,
    iso_code: code,
    active: flag,
    name: localized,
  }),
  currencies: z.strictObject({
    id,
    name: localized,
    symbol: localized,
    iso_code: code,
    numeric_iso_code: text,
    precision: number,
    conversion_rate: number,
    deleted: flag,
    active: flag,
  }),
  customers: z.strictObject({
    ...DATED,
    id_default_group: id,
    id_lang: id,
    deleted: flag,
    lastname: text,
    firstname: text,
    email: text,
    id_gender: id,
    birthday: text,
    newsletter: flag,
    optin: flag,
    company: text,
    active: flag,
    note: text,
    is_guest: flag,
    id_shop: id,
    id_shop_group: id,
  }),
  languages: z.strictObject({
    id,
    name: text,
    iso_code: text,
    locale: text,
    language_code: text,
    active: flag,
    is_rtl: flag,
  }),
  order_slip: z.strictObject({
    ...DATED,
    id_customer: id,
    id_order: id,
    conversion_rate: number,
    total_products_tax_excl: number,
    total_products_tax_incl: number,
    total_shipping_tax_excl: number,
    total_shipping_tax_incl: number,
    amount: number,
    shipping_cost: number,
    shipping_cost_amount: number,
    partial: flag,
    order_slip_type: number,
    associations: z
      .strictObject({
        order_slip_details: z.array(
          z
            .strictObject({
              id,
              id_order_detail: id,
              product_quantity: number,
              amount_tax_excl: number,
              amount_tax_incl: number,
            })
            .partial(),
        ),
      })
      .partial(),
  }),
  order_states: z.strictObject({
    id,
    unremovable: flag,
    delivery: flag,
    hidden: flag,
    logable: flag,
    invoice: flag,
    shipped: flag,
    paid: flag,
    deleted: flag,
    name: localized,
  }),
  orders: z.strictObject({
    ...DATED,
    id_address_delivery: id,
    id_address_invoice: id,
    id_cart: id,
    id_currency: id,
    id_lang: id,
    id_customer: id,
    id_carrier: id,
    current_state: id,
    module: text,
    valid: flag,
    note: text,
    id_shop_group: id,
    id_shop: id,
    payment: text,
    gift: flag,
    gift_message: text,
    total_discounts: number,
    total_discounts_tax_incl: number,
    total_discounts_tax_excl: number,
    total_paid: number,
    total_paid_tax_incl: number,
    total_paid_tax_excl: number,
    total_paid_real: number,
    total_products: number,
    total_products_wt: number,
    total_shipping: number,
    total_shipping_tax_incl: number,
    total_shipping_tax_excl: number,
    total_wrapping: number,
    total_wrapping_tax_incl: number,
    total_wrapping_tax_excl: number,
    conversion_rate: number,
    reference: text,
    associations: z
      .strictObject({
        order_rows: z.array(
          z
            .strictObject({
              id,
              product_id: id,
              product_attribute_id: id,
              product_quantity: number,
              product_name: text,
              product_reference: text,
              product_ean13: text,
              product_isbn: text,
              product_upc: text,
              product_price: number,
              id_customization: id,
              unit_price_tax_incl: number,
              unit_price_tax_excl: number,
            })
            .partial(),
        ),
      })
      .partial(),
  }),
  product_option_values: z.strictObject({
    id,
    id_attribute_group: id,
    color: text,
    position: number,
    name: localized,
  }),
  product_options: z.strictObject({
    id,
    is_color_group: flag,
    group_type: text,
    position: number,
    name: localized,
    public_name: localized,
  }),
  products: z.strictObject({
    ...DATED,
    id_manufacturer: id,
    manufacturer_name: text,
    id_supplier: id,
    id_category_default: id,
    reference: text,
    supplier_reference: text,
    ean13: text,
    isbn: text,
    upc: text,
    mpn: text,
    price: number,
    wholesale_price: number,
    on_sale: flag,
    active: flag,
    state: id,
    is_virtual: flag,
    available_for_order: flag,
    visibility: text,
    name: localized,
    description: localized,
    description_short: localized,
  }),
  states: z.strictObject({ id, id_zone: id, id_country: id, iso_code: code, name: text, active: flag }),
  stock_availables: z.strictObject({
    id,
    id_product: id,
    id_product_attribute: id,
    id_shop: id,
    id_shop_group: id,
    quantity: number,
    depends_on_stock: flag,
    out_of_stock: number,
    location: text,
  }),
} as const satisfies Record<string, z.ZodObject>;

export type Resource = keyof typeof RECORDS;

export function isResource(name: string): name is Resource {
  return Object.hasOwn(RECORDS, name);
}

/** Names of a record's fields, as they can be displayed; what belongs to it (`associations`) comes with all of them. */
export function fieldsOf(resource: Resource): string[] {
  return Object.keys(RECORDS[resource].shape).filter((name) => name !== "associations");
}
