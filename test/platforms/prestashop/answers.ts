import type { ApiRequest } from "../../../src/platforms/adapter";

/** A PrestaShop's answers in JSON (its fields: test/contracts/prestashop/records.ts), figures our own. */

export const settings = {
  PS_TIMEZONE: "Europe/Paris",
  PS_CURRENCY_DEFAULT: "1",
  PS_LANG_DEFAULT: "2",
  PS_COUNTRY_DEFAULT: "9",
  PS_SHOP_NAME: "Boutique",
  PS_OS_CANCELED: "6",
  PS_OS_REFUND: "7",
  PS_OS_DELIVERED: "5",
};

/** 64.40 of goods, their unit price finer than the cent; 5 off, 9.60 for the way, 1.80 for paper: 70.80, 59 without tax. */
export const order = {
  id: 512,
  id_address_delivery: "31",
  id_currency: "1",
  id_customer: "20",
  id_carrier: "2",
  current_state: "2",
  note: "",
  payment: "Virement",
  reference: "SOUSSEAZU",
  date_add: "2026-07-08 09:30:00",
  date_upd: "2026-12-08 09:30:00",
  total_discounts_tax_incl: "5.000000",
  total_paid_tax_incl: "70.800000",
  total_paid_tax_excl: "59.000000",
  total_paid_real: "70.800000",
  total_shipping_tax_incl: "9.600000",
  total_wrapping_tax_incl: "1.800000",
  associations: {
    order_rows: [
      {
        id: "901",
        product_id: "41",
        product_attribute_id: "7",
        product_quantity: "2",
        product_name: "Natte",
        product_reference: "NATTE-L",
        unit_price_tax_incl: "18.444000",
        unit_price_tax_excl: "15.370000",
      },
      {
        id: "902",
        product_id: "63",
        product_attribute_id: "0",
        product_quantity: "1",
        product_name: "Plat",
        product_reference: "",
        unit_price_tax_incl: "27.510000",
        unit_price_tax_excl: "22.925000",
      },
    ],
  },
};

export const slip = {
  id: 27,
  id_order: "512",
  total_products_tax_incl: "18.440000",
  total_shipping_tax_incl: "0.000000",
  date_add: "2026-12-09 00:15:00",
  date_upd: "2026-12-09 00:15:00",
  associations: {
    order_slip_details: [
      { id: "27", id_order_detail: "901", product_quantity: "1", amount_tax_incl: "18.440000" },
    ],
  },
};

export const states = [
  { id: 2, paid: "1", shipped: "0" },
  { id: 4, paid: "1", shipped: "1" },
  { id: 5, paid: "1", shipped: "1" },
  { id: 6, paid: "0", shipped: "0" },
  { id: 7, paid: "0", shipped: "0" },
  { id: 10, paid: "0", shipped: "0" },
];

export const address = {
  id: 31,
  id_customer: "20",
  id_country: "44",
  id_state: "305",
  firstname: "Chidi",
  lastname: "Okafor",
  address1: "Broad Street 40",
  address2: "",
  city: "Lagos",
  postcode: "101001",
  phone: "",
  phone_mobile: "+2348000000101",
  deleted: "0",
};

export const customer = {
  id: 20,
  firstname: "Chidi",
  lastname: "Okafor",
  email: "chidi@example.com",
  date_add: "2026-01-08 09:30:00",
  date_upd: "2026-01-08 09:30:00",
};

export const product = {
  id: 41,
  manufacturer_name: "Atelier Sousse",
  id_category_default: "16",
  reference: "NATTE",
  ean13: "",
  upc: "",
  isbn: "",
  price: "31.500000",
  active: "1",
  state: "1",
  date_add: "2026-01-08 09:30:00",
  date_upd: "2026-07-08 09:30:00",
  name: [
    { id: "1", value: "Woven mat" },
    { id: "2", value: "Natte" },
  ],
  description: "<p>Palm fibre</p>",
};

export const combination = {
  id: 7,
  id_product: "41",
  reference: "NATTE-L",
  ean13: "6190000000415",
  upc: "",
  isbn: "",
  price: "2.250000",
  associations: { product_option_values: [{ id: "12" }, { id: "18" }] },
};

const named = (english: string, french: string) => [
  { id: "1", value: english },
  { id: "2", value: french },
];

export const optionValues = [
  { id: 12, id_attribute_group: "3", name: named("L", "L") },
  { id: 18, id_attribute_group: "5", name: named("Red", "Rouge") },
];

/** The second has no name in the shop's own language. */
export const options = [
  { id: 3, name: named("Size", "Taille") },
  { id: 5, name: named("Color", "") },
];

export const category = { id: 16, name: named("Home", "Maison") };

export const stock = (id: number, product: string, combination: string, quantity: string) => ({
  id,
  id_product: product,
  id_product_attribute: combination,
  quantity,
});

/** Everything the readers ask for, by path; an empty list is `[]`, as PrestaShop says it. */
export function answers(over: Record<string, unknown> = {}): Record<string, unknown> {
  const named = (request: ApiRequest) => String(request.query?.["filter[name]"]).slice(1, -1).split("|");
  return {
    "/configurations": (request: ApiRequest) => ({
      configurations: Object.entries(settings).flatMap(([name, value]) =>
        named(request).includes(name) ? [{ name, value, id_shop: null, id_shop_group: null }] : [],
      ),
    }),
    "/currencies": {
      currencies: [
        { id: 1, iso_code: "EUR" },
        { id: 2, iso_code: "TND" },
      ],
    },
    "/order_states": { order_states: states },
    "/orders": { orders: [order] },
    "/orders/512": { order },
    "/order_slip": { order_slip: [slip] },
    "/addresses": { addresses: [address] },
    "/countries": { countries: [{ id: 44, iso_code: "NG" }] },
    "/states": { states: [{ id: 305, iso_code: "LA" }] },
    "/products": { products: [product] },
    "/products/41": { product },
    "/combinations": { combinations: [combination] },
    "/product_option_values": { product_option_values: optionValues },
    "/product_options": { product_options: options },
    "/categories": { categories: [category] },
    "/languages": { languages: [{ id: 2, locale: "fr-FR", language_code: "fr" }] },
    "/customers": { customers: [customer] },
    "/stock_availables": [],
    ...over,
  };
}
