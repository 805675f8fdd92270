/** A shop's answers in Magento's form (its fields: test/contracts/magento/records.ts), figures our own. */

export function item(over: Record<string, unknown> = {}) {
  return {
    item_id: 1,
    product_id: 5,
    product_type: "simple",
    sku: "KANGA",
    name: "Kanga",
    is_virtual: 0,
    qty_ordered: 1,
    qty_shipped: 0,
    qty_canceled: 0,
    qty_refunded: 0,
    price: 10,
    row_total: 10,
    tax_amount: 0,
    discount_amount: 0,
    discount_tax_compensation_amount: 0,
    ...over,
  };
}

export function order(over: Record<string, unknown> = {}) {
  return {
    entity_id: 7,
    increment_id: "000000007",
    state: "new",
    status: "pending",
    order_currency_code: "USD",
    base_currency_code: "EUR",
    customer_email: "amina@example.com",
    store_name: "Duka\nDuka Nairobi\nKiswahili",
    base_grand_total: 9,
    grand_total: 10,
    discount_amount: 0,
    shipping_amount: 0,
    tax_amount: 0,
    created_at: "2026-01-05 09:00:00",
    updated_at: "2026-01-06 09:00:00",
    items: [item()],
    extension_attributes: { shipping_assignments: [] },
    ...over,
  };
}

/** With an address, and a total that its one line and its shipping do not come up to. */
export const sentOrder = order({
  entity_id: 83,
  increment_id: "000000083",
  order_currency_code: "KES",
  base_currency_code: "KES",
  subtotal: 12_000,
  shipping_description: "Rider - within a day",
  shipping_amount: 250,
  grand_total: 12_250,
  created_at: "2026-04-02 16:45:10",
  updated_at: "2026-04-02 16:45:12",
  items: [item({ item_id: 140, product_id: 51, sku: "KANGA-M", price: 3500, row_total: 3500 })],
  extension_attributes: {
    shipping_assignments: [
      {
        shipping: {
          method: "rider_day",
          address: {
            address_type: "shipping",
            firstname: "Wanjiru",
            lastname: "Kamau",
            street: ["Moi Avenue 4", "Shop 9"],
            city: "Mombasa",
            region: "Mombasa",
            region_code: "KE-28",
            postcode: "80100",
            country_id: "KE",
            telephone: "+254 700 000 202",
          },
        },
        items: [],
      },
    ],
  },
});

export const creditmemo = {
  entity_id: 3,
  order_id: 7,
  state: 2,
  order_currency_code: "USD",
  grand_total: 4,
  created_at: "2026-01-07 09:00:00",
  updated_at: "2026-01-07 09:00:00",
  items: [
    {
      entity_id: 1,
      order_item_id: 1,
      base_cost: 0,
      base_price: 4,
      qty: 1,
      row_total: 4,
      tax_amount: 0.4,
      discount_amount: 0.5,
      discount_tax_compensation_amount: 0.1,
    },
  ],
};

export const storeConfig = {
  id: 1,
  code: "default",
  website_id: 1,
  locale: "sw_KE",
  base_currency_code: "USD",
  default_display_currency_code: "USD",
  timezone: "Africa/Nairobi",
  secure_base_url: "https://example.com/",
  secure_base_media_url: "https://example.com/media/",
};

export const website = { id: 1, code: "base", name: "Duka", default_group_id: 1 };

export const configurable = {
  id: 5,
  sku: "KANGA",
  name: "Kanga",
  price: 0,
  status: 1,
  visibility: 4,
  type_id: "configurable",
  created_at: "2026-01-01 09:00:00",
  updated_at: "2026-01-02 09:00:00",
  media_gallery_entries: [
    {
      id: 1,
      media_type: "image",
      label: "",
      position: 1,
      disabled: false,
      types: [],
      file: "/k/a/kanga.jpg",
    },
  ],
  custom_attributes: [{ attribute_code: "description", value: "<p>Soft</p>" }],
  extension_attributes: {
    configurable_product_links: [51],
    configurable_product_options: [{ id: 1, attribute_id: "61", label: "Size", position: 0 }],
  },
};

/** Made a moment ago: what can be chosen of it is still to come. */
export const withoutChoices = {
  ...configurable,
  id: 77,
  sku: "KITENGE",
  name: "Kitenge",
  created_at: "2026-04-03 07:15:00",
  updated_at: "2026-04-03 07:15:00",
  media_gallery_entries: [],
  custom_attributes: [{ attribute_code: "category_ids", value: ["3", "8"] }],
  extension_attributes: { website_ids: [1], configurable_product_links: [] },
};

export const choice = {
  id: 51,
  sku: "KANGA-M",
  name: "Kanga M",
  price: 22.5,
  status: 1,
  visibility: 1,
  type_id: "simple",
  created_at: "2026-01-01 09:00:00",
  updated_at: "2026-01-02 09:00:00",
  custom_attributes: [{ attribute_code: "size", value: "8" }],
};

export const attribute = {
  attribute_id: 61,
  attribute_code: "size",
  options: [
    { label: " ", value: "" },
    { label: "Small", value: "7" },
    { label: "Medium", value: "8" },
  ],
};

export const customer = {
  id: 31,
  group_id: 1,
  email: "fatou@example.com",
  firstname: "Fatou",
  lastname: "Diallo",
  created_at: "2026-02-14 10:30:00",
  updated_at: "2026-02-20 11:00:00",
  created_in: "Kiswahili",
  store_id: 1,
  website_id: 1,
  addresses: [
    {
      id: 44,
      customer_id: 31,
      region: { region_code: "DK", region: "Dakar", region_id: 0 },
      country_id: "SN",
      street: ["Rue Carnot 21"],
      telephone: "+221 33 000 01 01",
      postcode: "11000",
      city: "Dakar",
      firstname: "Fatou",
      lastname: "Diallo",
      default_shipping: true,
      default_billing: true,
    },
  ],
};

export const sources = [
  {
    source_code: "kisumu",
    name: "Kisumu store room",
    enabled: true,
    latitude: -0.09,
    longitude: 34.77,
    country_id: "KE",
    city: "Kisumu",
    street: "Oginga Odinga Street 3",
    postcode: "40100",
    use_default_carrier_config: true,
  },
];

export const sourceItems = [
  { sku: "KANGA-M", source_code: "kisumu", quantity: 40, status: 1 },
  { sku: "KANGA-M", source_code: "nakuru", quantity: 12, status: 1 },
];
