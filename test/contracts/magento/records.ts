import { z } from "zod";

/**
 * Fields of Magento's records with their types, as facts from the vendor's OpenAPI document for 2.4.8
 * (AdobeDocs/commerce-webapi, `src/openapi`; the definition's name stands with each). Of the long ones only the fields
 * that the adapter or our answers name, so that any other name is found. Nothing is obligatory in an answer.
 */

const id = z.int();
const text = z.string();
const number = z.number();
const custom = z.array(z.strictObject({ attribute_code: text, value: z.unknown() }));

/** `sales-data-order-address-interface` */
const orderAddress = z
  .strictObject({
    entity_id: id,
    address_type: text,
    firstname: text,
    lastname: text,
    company: text,
    street: z.array(text),
    city: text,
    region: text,
    region_code: text,
    region_id: id,
    postcode: text,
    country_id: text,
    telephone: text,
    email: text,
  })
  .partial();

/** `sales-data-order-item-interface` */
const orderItem = z
  .strictObject({
    item_id: id,
    parent_item_id: id,
    order_id: id,
    product_id: id,
    product_type: text,
    sku: text,
    name: text,
    is_virtual: id,
    qty_ordered: number,
    qty_invoiced: number,
    qty_shipped: number,
    qty_canceled: number,
    qty_refunded: number,
    price: number,
    price_incl_tax: number,
    original_price: number,
    row_total: number,
    row_total_incl_tax: number,
    tax_amount: number,
    tax_percent: number,
    discount_amount: number,
    discount_tax_compensation_amount: number,
    created_at: text,
    updated_at: text,
  })
  .partial();

/** `sales-data-order-interface` */
export const order = z
  .strictObject({
    entity_id: id,
    increment_id: text,
    state: text,
    status: text,
    order_currency_code: text,
    base_currency_code: text,
    customer_id: id,
    customer_email: text,
    customer_is_guest: id,
    store_id: id,
    store_name: text,
    coupon_code: text,
    discount_description: text,
    shipping_description: text,
    base_grand_total: number,
    grand_total: number,
    subtotal: number,
    discount_amount: number,
    discount_tax_compensation_amount: number,
    shipping_amount: number,
    shipping_discount_amount: number,
    shipping_discount_tax_compensation_amount: number,
    tax_amount: number,
    total_paid: number,
    total_refunded: number,
    created_at: text,
    updated_at: text,
    items: z.array(orderItem),
    billing_address: orderAddress,
    // `sales-data-order-payment-interface`
    payment: z
      .strictObject({
        account_status: text,
        additional_information: z.array(text),
        amount_authorized: number,
        amount_ordered: number,
        cc_last4: text,
        method: text,
      })
      .partial(),
    // `sales-data-order-extension-interface`
    extension_attributes: z
      .strictObject({
        shipping_assignments: z.array(
          z
            .strictObject({
              shipping: z.strictObject({ address: orderAddress, method: text }).partial(),
              items: z.array(orderItem),
            })
            .partial(),
        ),
        applied_taxes: z.array(
          z
            .strictObject({ code: text, title: text, percent: number, amount: number, base_amount: number })
            .partial(),
        ),
      })
      .partial(),
  })
  .partial();

/** `sales-data-creditmemo-interface` */
export const creditmemo = z
  .strictObject({
    entity_id: id,
    order_id: id,
    increment_id: text,
    state: id,
    order_currency_code: text,
    grand_total: number,
    subtotal: number,
    tax_amount: number,
    discount_amount: number,
    shipping_amount: number,
    created_at: text,
    updated_at: text,
    items: z.array(
      z
        .strictObject({
          entity_id: id,
          order_item_id: id,
          product_id: id,
          sku: text,
          name: text,
          base_cost: number,
          base_price: number,
          price: number,
          qty: number,
          row_total: number,
          tax_amount: number,
          discount_amount: number,
          discount_tax_compensation_amount: number,
        })
        .partial(),
    ),
  })
  .partial();

/** `catalog-data-product-interface` */
export const product = z
  .strictObject({
    id,
    sku: text,
    name: text,
    attribute_set_id: id,
    price: number,
    status: id,
    visibility: id,
    type_id: text,
    weight: number,
    created_at: text,
    updated_at: text,
    media_gallery_entries: z.array(
      z
        .strictObject({
          id,
          media_type: text,
          label: text,
          position: id,
          disabled: z.boolean(),
          types: z.array(text),
          file: text,
        })
        .partial(),
    ),
    custom_attributes: custom,
    extension_attributes: z
      .strictObject({
        website_ids: z.array(id),
        configurable_product_links: z.array(id),
        configurable_product_options: z.array(
          z
            .strictObject({
              id,
              attribute_id: text,
              label: text,
              position: id,
              values: z.array(z.strictObject({ value_index: id }).partial()),
              product_id: id,
            })
            .partial(),
        ),
      })
      .partial(),
  })
  .partial();

/** `catalog-data-product-attribute-interface` */
export const attribute = z
  .strictObject({
    attribute_id: id,
    attribute_code: text,
    frontend_input: text,
    default_frontend_label: text,
    options: z.array(z.strictObject({ label: text, value: text }).partial()),
  })
  .partial();

/** `store-data-store-config-interface` */
export const storeConfig = z
  .strictObject({
    id,
    code: text,
    website_id: id,
    locale: text,
    base_currency_code: text,
    default_display_currency_code: text,
    timezone: text,
    weight_unit: text,
    base_url: text,
    secure_base_url: text,
    secure_base_media_url: text,
  })
  .partial();

/** `store-data-website-interface` */
export const website = z.strictObject({ id, code: text, name: text, default_group_id: id }).partial();

/** `customer-data-customer-interface` */
export const customer = z
  .strictObject({
    id,
    group_id: id,
    email: text,
    firstname: text,
    lastname: text,
    created_at: text,
    updated_at: text,
    created_in: text,
    default_billing: text,
    default_shipping: text,
    store_id: id,
    website_id: id,
    addresses: z.array(
      z
        .strictObject({
          id,
          customer_id: id,
          firstname: text,
          lastname: text,
          company: text,
          street: z.array(text),
          city: text,
          region: z.strictObject({ region_code: text, region: text, region_id: id }).partial(),
          region_id: id,
          postcode: text,
          country_id: text,
          telephone: text,
          default_billing: z.boolean(),
          default_shipping: z.boolean(),
        })
        .partial(),
    ),
  })
  .partial();

/** `inventory-api-data-source-interface` */
export const source = z
  .strictObject({
    source_code: text,
    name: text,
    contact_name: text,
    email: text,
    enabled: z.boolean(),
    description: text,
    latitude: number,
    longitude: number,
    country_id: text,
    region_id: id,
    region: text,
    city: text,
    street: text,
    postcode: text,
    phone: text,
    use_default_carrier_config: z.boolean(),
  })
  .partial();

/** `inventory-api-data-source-item-interface` */
export const sourceItem = z
  .strictObject({ sku: text, source_code: text, quantity: number, status: id })
  .partial();
