import type * as vendor from "../../contracts/bigcommerce/vendor";

/** Answers in the shapes of the vendor's types (see test/contracts/bigcommerce); all that is in them is our own. */

export function line(over: object = {}) {
  return {
    ...({
      id: 871,
      order_id: 1043,
      product_id: 3301,
      variant_id: 3310,
      name: "Kitenge bag",
      sku: "BAG-KTG",
      type: "physical",
      price_ex_tax: "48.7500",
      price_inc_tax: "56.5500",
      price_tax: "7.8000",
      total_ex_tax: "48.7500",
      total_inc_tax: "56.5500",
      total_tax: "7.8000",
      quantity: 1,
      quantity_shipped: 0,
      applied_discounts: [],
      discounted_total_inc_tax: "56.5500",
    } satisfies vendor.Line),
    ...over,
  };
}

export function shipment(lines: object[], over: object = {}) {
  return {
    ...({
      id: 52,
      first_name: "Zawadi",
      last_name: "Mrema",
      company: "Mrema Tailors",
      street_1: "9 Samora Avenue",
      street_2: "",
      city: "Dar es Salaam",
      state: "Dar es Salaam",
      zip: "11101",
      country: "Tanzania",
      country_iso2: "TZ",
      phone: "+255220000000",
      shipping_method: "Courier",
      cost_ex_tax: 6.5,
      cost_inc_tax: 7.54,
      line_items: lines,
    } satisfies vendor.Shipment),
    ...over,
  };
}

export function consignments(over: object = {}) {
  return {
    ...({
      pickups: [],
      shipping: [],
      downloads: [],
      email: { gift_certificates: [] },
    } satisfies vendor.Consignments),
    ...over,
  };
}

export function order(over: object = {}) {
  return {
    ...({
      id: 1043,
      customer_id: 20,
      date_created: "Sun, 12 Apr 2026 09:30:15 +0000",
      date_modified: "Tue, 14 Apr 2026 18:05:40 +0200",
      date_shipped: "",
      status_id: 11,
      status: "Awaiting Fulfillment",
      payment_status: "authorized",
      is_tax_inclusive_pricing: false,
      order_is_digital: false,
      items_total: 1,
      items_shipped: 0,
      shipping_cost_ex_tax: "6.5000",
      shipping_cost_inc_tax: "7.5400",
      handling_cost_ex_tax: "0.0000",
      handling_cost_inc_tax: "0.0000",
      wrapping_cost_ex_tax: "0.0000",
      wrapping_cost_inc_tax: "0.0000",
      total_ex_tax: "55.2500",
      total_inc_tax: "64.0900",
      total_tax: "8.8400",
      discount_amount: "0.0000",
      coupon_discount: "0.0000",
      store_credit_amount: "0.0000",
      gift_certificate_amount: "0.0000",
      refunded_amount: "0.0000",
      currency_code: "EUR",
      default_currency_code: "USD",
      order_source: "www",
      external_source: null,
      customer_message: "",
      consignments: consignments({ shipping: [shipment([line()])] }),
      fees: [],
    } satisfies vendor.Order),
    ...over,
  };
}

export function refund(over: object = {}) {
  return {
    ...({
      id: 12,
      order_id: 1043,
      user_id: 0,
      created: "2026-04-20T11:15:00+02:00",
      reason: "A seam is torn",
      total_amount: 32.4,
      total_tax: 4.47,
      payments: [{ id: 41, provider_id: "mpesa", amount: 32.4, offline: true, is_declined: false }],
      // Documented as a number, and null where nobody asked for an amount.
      items: [{ item_type: "PRODUCT", item_id: 871, quantity: 1, requested_amount: null }],
    } satisfies Omit<vendor.Refund, "items"> & {
      items: (Omit<NonNullable<vendor.Refund["items"]>[number], "requested_amount"> & {
        requested_amount: null;
      })[];
    }),
    ...over,
  };
}

export const store = {
  id: "k4r2dk8x",
  name: "Duka",
  secure_url: "https://duka.example.com",
  country_code: "KE",
  language: "en",
  currency: "KES",
  timezone: { name: "Africa/Nairobi" },
} satisfies vendor.Some<vendor.Store>;

export const product = {
  id: 3301,
  name: "Kikoi",
  description: "<p>Soft</p>",
  is_visible: true,
  inventory_tracking: "variant",
  search_keywords: "kikoi, cotton",
  price: 100.5,
  sale_price: 0,
  retail_price: 120,
  custom_url: { url: "/kikoi/", is_customized: false },
  images: [
    { url_standard: "https://cdn.example.com/2.jpg", sort_order: 1 },
    { url_standard: "https://cdn.example.com/1.jpg", sort_order: 0 },
  ],
  variants: [
    {
      id: 3310,
      sku: "KIKOI",
      price: null,
      sale_price: null,
      retail_price: null,
      upc: "",
      gtin: "123",
      option_values: [],
    },
    {
      id: 3311,
      sku: "KIKOI-L",
      price: 90,
      sale_price: 80,
      retail_price: 0,
      upc: "456",
      gtin: "",
      option_values: [{ id: 1, option_id: 2, option_display_name: "Size", label: "L" }],
    },
  ],
  date_created: "2026-03-02T08:10:05+00:00",
  date_modified: "2026-03-09T17:45:00+00:00",
} satisfies vendor.Some<vendor.Product>;

export const item = {
  identity: { sku: "KIKOI-L", variant_id: 3311, product_id: 3301 },
  locations: [
    { location_id: 1, available_to_sell: 10, total_inventory_onhand: 11 },
    { location_id: 2, available_to_sell: -1, total_inventory_onhand: 0 },
  ],
} satisfies vendor.Item;

export const location = {
  id: 2,
  code: "MARINA",
  label: "Marina road",
  type_id: "PHYSICAL",
  enabled: false,
  managed_by_external_source: false,
  storefront_visibility: true,
  time_zone: "Africa/Lagos",
  address: { address1: "Park 1", address2: "", city: "Lagos", state: "LA", zip: "1", country_code: "NG" },
  created_at: "2026-02-03T10:20:30Z",
  updated_at: "2026-02-04T10:20:30Z",
} satisfies vendor.Location;

export const customer = {
  id: 5,
  first_name: "Ada",
  last_name: "",
  email: "ada@example.com",
} satisfies vendor.Customer;

export const customersMeta = {
  cursor_pagination: { end_cursor: "aWQ6Nw==", links: { next: "?after=aWQ6Nw%3D%3D" } },
} satisfies vendor.CustomersMeta;
