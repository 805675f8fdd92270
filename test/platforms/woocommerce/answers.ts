/**
 * A shop in Nairobi, in the form of WooCommerce's REST API v3 (its fields: test/contracts/woocommerce/records.ts). It
 * answers with two decimals, as a shop does that shows so many.
 */

const nairobi = {
  first_name: "Amina",
  last_name: "Otieno",
  company: "",
  address_1: "Kimathi Street 12",
  address_2: "",
  city: "Nairobi",
  state: "KE30",
  postcode: "00100",
  country: "KE",
};
const amina = { ...nairobi, email: "amina@example.com", phone: "+254 700 000 101" };

const CHARGED = { taxes: [], meta_data: [] };
const NOTHING = "0.00";

/** Two lines, the first of them taxed; paid, and not sent. 700 + 1200 + 250 of shipping + 112 of tax. */
export const paidOrder = {
  id: 1041,
  parent_id: 0,
  number: "1041",
  order_key: "wc_order_duka1041",
  created_via: "rest-api",
  version: "9.4.1",
  status: "processing",
  currency: "KES",
  date_created: "2026-03-04T14:20:31",
  date_created_gmt: "2026-03-04T11:20:31",
  date_modified: "2026-03-04T14:22:05",
  date_modified_gmt: "2026-03-04T11:22:05",
  discount_total: NOTHING,
  discount_tax: NOTHING,
  shipping_total: "250.00",
  shipping_tax: NOTHING,
  cart_tax: "112.00",
  total: "2262.00",
  total_tax: "112.00",
  prices_include_tax: false,
  customer_id: 0,
  customer_note: "",
  billing: amina,
  shipping: nairobi,
  payment_method: "mpesa",
  payment_method_title: "M-Pesa",
  transaction_id: "",
  date_paid: "2026-03-04T14:22:04",
  date_paid_gmt: "2026-03-04T11:22:04",
  date_completed: null,
  date_completed_gmt: null,
  cart_hash: "",
  meta_data: [],
  line_items: [
    {
      ...CHARGED,
      id: 90,
      name: "Kikoi",
      product_id: 211,
      variation_id: 0,
      quantity: 2,
      tax_class: "",
      subtotal: "700.00",
      subtotal_tax: "112.00",
      total: "700.00",
      total_tax: "112.00",
      taxes: [{ id: 4, total: "112.00", subtotal: "112.00" }],
      sku: "",
      price: 350,
    },
    {
      ...CHARGED,
      id: 91,
      name: "Sandals",
      product_id: 215,
      variation_id: 217,
      quantity: 1,
      tax_class: "zero-rate",
      subtotal: "1200.00",
      subtotal_tax: NOTHING,
      total: "1200.00",
      total_tax: NOTHING,
      sku: "SANDAL-42",
      price: 1200,
    },
  ],
  tax_lines: [
    {
      id: 92,
      rate_code: "KE-VAT-1",
      rate_id: 4,
      label: "VAT",
      compound: false,
      tax_total: "112.00",
      shipping_tax_total: NOTHING,
      meta_data: [],
    },
  ],
  shipping_lines: [
    {
      ...CHARGED,
      id: 93,
      method_title: "Rider",
      method_id: "flat_rate",
      total: "250.00",
      total_tax: NOTHING,
    },
  ],
  fee_lines: [],
  coupon_lines: [],
  refunds: [],
};

/** Sent, and given back in two parts: 900 of 1500. */
export const refundedOrder = {
  ...paidOrder,
  id: 1037,
  number: "1037",
  order_key: "wc_order_duka1037",
  created_via: "admin",
  status: "completed",
  date_completed: "2026-03-02T09:00:00",
  date_completed_gmt: "2026-03-02T06:00:00",
  shipping_total: "300.00",
  cart_tax: NOTHING,
  total: "1500.00",
  total_tax: NOTHING,
  customer_id: 12,
  line_items: [
    {
      ...CHARGED,
      id: 88,
      name: "Kikoi",
      product_id: 211,
      variation_id: 0,
      quantity: 3,
      tax_class: "",
      subtotal: "1200.00",
      subtotal_tax: NOTHING,
      total: "1200.00",
      total_tax: NOTHING,
      sku: "KIKOI",
      price: 400,
    },
  ],
  tax_lines: [],
  shipping_lines: [
    { ...CHARGED, id: 89, method_title: "Bus", method_id: "flat_rate", total: "300.00", total_tax: NOTHING },
  ],
  refunds: [
    { id: 1040, reason: "", total: "-500.00" },
    { id: 1039, reason: "Torn", total: "-400.00" },
  ],
};

/** As GET /refunds tells them: the second names, by its meta data, the line that it undoes. */
export const refunds = [
  {
    id: 1040,
    parent_id: 1037,
    date_created: "2026-03-06T18:41:09",
    date_created_gmt: "2026-03-06T15:41:09",
    amount: "500.00",
    reason: "",
    refunded_by: 1,
    refunded_payment: false,
    meta_data: [],
    line_items: [],
  },
  {
    id: 1039,
    parent_id: 1037,
    date_created: "2026-03-05T10:12:00",
    date_created_gmt: "2026-03-05T07:12:00",
    amount: "400.00",
    reason: "Torn",
    refunded_by: 1,
    refunded_payment: false,
    meta_data: [],
    line_items: [
      {
        ...CHARGED,
        id: 95,
        name: "Kikoi",
        product_id: 211,
        variation_id: 0,
        quantity: -1,
        tax_class: "",
        subtotal: "-400.00",
        subtotal_tax: NOTHING,
        total: "-400.00",
        total_tax: NOTHING,
        meta_data: [{ id: 614, key: "_refunded_item_id", value: "88" }],
        sku: "KIKOI",
        price: -400,
      },
    ],
  },
];

const times = {
  date_created: "2026-02-11T08:05:00",
  date_created_gmt: "2026-02-11T05:05:00",
  date_modified: "2026-02-27T19:30:45",
  date_modified_gmt: "2026-02-27T16:30:45",
};

export const simpleProduct = {
  ...times,
  id: 211,
  name: "Kikoi",
  slug: "kikoi",
  permalink: "https://shop.example.com/product/kikoi/",
  type: "simple",
  status: "publish",
  featured: false,
  catalog_visibility: "visible",
  description: "<p>Woven in Mombasa.</p>",
  short_description: "",
  sku: "KIKOI",
  price: "400.00",
  regular_price: "400.00",
  sale_price: "",
  on_sale: false,
  purchasable: true,
  manage_stock: false,
  stock_quantity: null,
  stock_status: "instock",
  categories: [
    { id: 9, name: "Textiles", slug: "textiles" },
    { id: 14, name: "Gifts", slug: "gifts" },
  ],
  tags: [{ id: 31, name: "cotton", slug: "cotton" }],
  brands: [],
  images: [{ ...times, id: 212, src: "https://shop.example.com/kikoi.jpg", name: "", alt: "" }],
  attributes: [],
  variations: [],
  grouped_products: [],
  menu_order: 0,
  meta_data: [],
};

export const variableProduct = {
  ...simpleProduct,
  id: 215,
  name: "Sandals",
  slug: "sandals",
  permalink: "https://shop.example.com/product/sandals/",
  type: "variable",
  sku: "",
  price: "1200.00",
  regular_price: "",
  attributes: [{ id: 2, name: "Size", position: 0, visible: true, variation: true, options: ["41", "42"] }],
  variations: [216, 217],
};

const variation = (id: number, size: string) => ({
  ...times,
  id,
  parent_id: 215,
  name: size,
  description: "",
  permalink: `https://shop.example.com/product/sandals/?attribute_size=${size}`,
  status: "publish",
  sku: `SANDAL-${size}`,
  price: "1200.00",
  regular_price: "1200.00",
  sale_price: "",
  on_sale: false,
  manage_stock: "parent",
  stock_quantity: 6,
  image: null,
  attributes: [{ id: 2, name: "Size", option: size }],
  menu_order: 0,
  meta_data: [],
});

/** Not in the order in which their product names them. */
export const variations = [variation(217, "42"), variation(216, "41")];

const tunis = {
  ...nairobi,
  first_name: "Aïcha",
  last_name: "Ben Salem",
  address_1: "Rue de Marseille 8",
  city: "Tunis",
  state: "",
  postcode: "1001",
  country: "TN",
};

/** Of the second address only the country was ever given. */
export const customer = {
  ...times,
  id: 12,
  email: "aicha@example.com",
  first_name: "Aïcha",
  last_name: "Ben Salem",
  role: "customer",
  username: "aicha",
  billing: { ...tunis, email: "aicha@example.com", phone: "+216 70 000 101" },
  shipping: {
    first_name: "",
    last_name: "",
    company: "",
    address_1: "",
    address_2: "",
    city: "",
    state: "",
    postcode: "",
    country: "TN",
  },
  is_paying_customer: true,
  avatar_url: "",
  meta_data: [],
};

export const currencySetting = {
  id: "woocommerce_currency",
  label: "Currency",
  description: "",
  value: "KES",
  default: "USD",
  type: "select",
  options: { KES: "Kenyan shilling", USD: "US dollar" },
  group_id: "general",
};

export const settings = [
  { id: "woocommerce_default_country", value: "KE:KE30", type: "select", group_id: "general" },
  { id: "woocommerce_specific_allowed_countries", value: [], type: "multiselect", group_id: "general" },
  currencySetting,
];
