/**
 * Answers in Square's own form, after the example answers of the vendor's OpenAPI (square/connect-api-specification,
 * release 2025-08-20, the schema named at each; the same stand at developer.squareup.com/reference/square), extended
 * where a test needs more.
 */

const usd = (amount: number) => ({ amount, currency: "USD" });

/** ObtainTokenResponse. */
export const tokenAnswer = {
  access_token: "EAAAexample-access",
  token_type: "bearer",
  expires_at: "2025-04-03T18:31:06Z",
  merchant_id: "MLQW2MYBY81PZ",
  refresh_token: "EQAAexample-refresh",
  short_lived: false,
};

/** RetrieveMerchantResponse. */
export const merchantAnswer = {
  merchant: {
    id: "DM7VKY8Q63GNP",
    business_name: "Apple A Day",
    country: "US",
    language_code: "en-US",
    currency: "USD",
    status: "ACTIVE",
    main_location_id: "9A65CGC72ZQG1",
    created_at: "2021-12-10T19:25:52.484Z",
  },
};

/** ListLocationsResponse; the second as published has no country in its address and a type. */
export const locationsAnswer = {
  locations: [
    {
      id: "3Z4V4WHQK64X9",
      name: "Midtown",
      business_name: "Jet Fuel Coffee",
      address: {
        address_line_1: "1234 Peachtree St. NE",
        administrative_district_level_1: "GA",
        locality: "Atlanta",
        postal_code: "30309",
      },
      timezone: "America/New_York",
      status: "ACTIVE",
      type: "PHYSICAL",
      currency: "USD",
      country: "US",
      created_at: "2022-02-19T17:58:25Z",
      merchant_id: "3MYCJG5GVYQ8Q",
    },
    {
      id: "18YC4JDH91E1H",
      name: "Grant Park",
      business_name: "Jet Fuel Coffee",
      address: {
        address_line_1: "123 Main St",
        administrative_district_level_1: "CA",
        country: "US",
        locality: "San Francisco",
        postal_code: "94114",
      },
      capabilities: ["CREDIT_CARD_PROCESSING"],
      country: "US",
      created_at: "2016-09-19T17:33:12Z",
      currency: "USD",
      language_code: "en-US",
      merchant_id: "3MYCJG5GVYQ8Q",
      phone_number: "+1 650-354-7217",
      status: "INACTIVE",
      timezone: "America/Los_Angeles",
    },
  ],
};

/** RetrieveLocationResponse, as the main location of the merchant above. */
export const mainLocationAnswer = {
  location: {
    id: "9A65CGC72ZQG1",
    name: "Grant Park",
    timezone: "America/Los_Angeles",
    website_url: "https://apple.example",
    status: "ACTIVE",
    currency: "USD",
    country: "US",
  },
};

/** `count` locations whose ids sort by their number. */
export function manyLocations(count: number) {
  return {
    locations: Array.from({ length: count }, (_, i) => ({
      id: `LOC${String(i).padStart(3, "0")}`,
      name: `Shop ${i}`,
      status: "ACTIVE",
    })),
  };
}

/** SearchCatalogObjectsResponse, with related objects after RetrieveCatalogObjectResponse. */
export const catalogAnswer = {
  cursor: "catalog-cursor",
  objects: [
    {
      type: "ITEM",
      id: "X5DZ5NWWAQ44CKBLKIFQGOWK",
      updated_at: "2017-10-26T15:41:32.337Z",
      version: 1509032492337,
      is_deleted: false,
      present_at_all_locations: true,
      item_data: {
        name: "Tea - Black",
        description: "A delicious blend of black tea.",
        description_plaintext: "A delicious blend of black tea, in plain text.",
        categories: [{ id: "E7CLE5RZZ744BHWVQQEAHI2C", ordinal: 0 }],
        product_type: "REGULAR",
        image_ids: ["IMG1", "IMG-NOT-RELATED"],
        item_options: [{ item_option_id: "OPT1" }],
        variations: [
          {
            type: "ITEM_VARIATION",
            id: "5GSZPX6EU7MM75S57OONG3V5",
            is_deleted: false,
            version: 1509031651626,
            item_variation_data: {
              item_id: "X5DZ5NWWAQ44CKBLKIFQGOWK",
              name: "Regular",
              sku: "TEA-R",
              upc: "036000291452",
              ordinal: 1,
              pricing_type: "FIXED_PRICING",
              price_money: usd(150),
              track_inventory: true,
              item_option_values: [
                { item_option_id: "OPT1", item_option_value_id: "VAL1" },
                { item_option_id: "OPT-NOT-RELATED", item_option_value_id: "VAL9" },
              ],
            },
          },
          {
            type: "ITEM_VARIATION",
            id: "XVLBN7DU6JTWHJTG5F265B43",
            item_variation_data: {
              item_id: "X5DZ5NWWAQ44CKBLKIFQGOWK",
              name: "By the gram",
              pricing_type: "VARIABLE_PRICING",
              track_inventory: false,
              location_overrides: [{ location_id: "L1", track_inventory: true }],
            },
          },
          { type: "ITEM_VARIATION", id: "GONE", is_deleted: true, item_variation_data: { name: "Gone" } },
        ],
      },
    },
    {
      type: "ITEM",
      id: "NNNEM3LA656Q46NXLWCNI7S5",
      item_data: {
        name: "Gyokuro",
        is_archived: true,
        variations: [
          {
            type: "ITEM_VARIATION",
            id: "FHYBVIA6NVBCSOVETA62WEA4",
            item_variation_data: { name: "Tin", price_money: { amount: 1500, currency: "JPY" } },
          },
        ],
      },
    },
  ],
  related_objects: [
    { type: "CATEGORY", id: "E7CLE5RZZ744BHWVQQEAHI2C", category_data: { name: "Beverages" } },
    { type: "IMAGE", id: "IMG1", image_data: { url: "https://images.example/tea.jpg" } },
    {
      type: "ITEM_OPTION",
      id: "OPT1",
      item_option_data: {
        name: "size",
        display_name: "Size",
        values: [{ type: "ITEM_OPTION_VAL", id: "VAL1", item_option_value_data: { name: "Regular" } }],
      },
    },
  ],
};

/** RetrieveCatalogObjectResponse. */
export const itemAnswer = {
  object: {
    type: "ITEM",
    id: "W62UWFY35CWMYGVWK6TWJDNI",
    updated_at: "2016-11-16T22:25:24.878Z",
    item_data: {
      name: "Tea",
      description: "Hot Leaf Juice",
      categories: [{ id: "BJNQCF2FJ6S6UIDT65ABHLRX", ordinal: 0 }],
      variations: [
        {
          type: "ITEM_VARIATION",
          id: "2TZFAOHWGG7PAK2QEXWYPZSP",
          item_variation_data: { name: "Mug", pricing_type: "FIXED_PRICING", price_money: usd(150) },
        },
      ],
    },
  },
  related_objects: [
    { type: "CATEGORY", id: "BJNQCF2FJ6S6UIDT65ABHLRX", category_data: { name: "Beverages" } },
  ],
};

/** ListPaymentRefundsResponse, with a second one that is pending in dinars. */
export const refundsAnswer = {
  cursor: "refunds-cursor",
  refunds: [
    {
      id: "bP9mAsEMYPUGjjGNaNO5ZDVyLhSZY_69MmgHubkLqx9wGhnmenRUHOaKitE6llfZuxcWYjGxd",
      status: "COMPLETED",
      amount_money: usd(555),
      created_at: "2021-10-13T19:59:05.342Z",
      updated_at: "2021-10-13T20:00:03.497Z",
      location_id: "L88917AVBK2S5",
      order_id: "9ltv0bx5PuvGXUYHYHxYSKEqC3IZY",
      payment_id: "bP9mAsEMYPUGjjGNaNO5ZDVyLhSZY",
      processing_fee: [{ amount_money: usd(-34), effective_at: "2021-10-13T21:34:35.000Z", type: "INITIAL" }],
      reason: "Example Refund",
    },
    { id: "pending-one", status: "PENDING", amount_money: { amount: 1250, currency: "KWD" } },
  ],
};

/** BatchRetrieveInventoryCountsResponse, with an oversold variation and a whole item of Square for Restaurants. */
export const countsAnswer = {
  errors: [],
  counts: [
    {
      catalog_object_id: "W62UWFY35CWMYGVWK6TWJDNI",
      catalog_object_type: "ITEM_VARIATION",
      state: "IN_STOCK",
      location_id: "59TNP9SA8VGDA",
      quantity: "79",
      calculated_at: "2016-11-16T22:28:01.223Z",
    },
    {
      catalog_object_id: "OVERSOLD",
      catalog_object_type: "ITEM_VARIATION",
      state: "IN_STOCK",
      location_id: "59TNP9SA8VGDA",
      quantity: "-2.50000",
    },
    {
      catalog_object_id: "DISH",
      catalog_object_type: "ITEM",
      state: "IN_STOCK",
      location_id: "R1",
      quantity: "4",
    },
  ],
};

/** SearchCustomersResponse: its first customer, and one of whom nothing is known but the id. */
export const customersAnswer = {
  cursor: "9dpS093Uy12AzeE",
  customers: [
    {
      id: "JDKYHBWT1D4F8MFH63DBMEN8Y4",
      given_name: "James",
      family_name: "Bond",
      email_address: "james.bond@example.com",
      phone_number: "+1-212-555-4250",
      address: {
        address_line_1: "505 Electric Ave",
        address_line_2: "Suite 600",
        administrative_district_level_1: "NY",
        country: "US",
        locality: "New York",
        postal_code: "10003",
      },
      created_at: "2018-01-23T20:21:54.859Z",
      updated_at: "2020-04-20T10:02:43.083Z",
      creation_source: "DIRECTORY",
      preferences: { email_unsubscribed: false },
      version: 7,
    },
    { id: "INSTANT-PROFILE" },
  ],
};
