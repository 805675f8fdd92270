/** Answers of PayPal's in the form that contract.ts holds them to: a business account in Nakuru and its sales. */

export const ACCOUNT = "DUKA7NAKURU2K";

const usd = (value: string) => ({ currency_code: "USD", value });

/** Two goods and a reduction that the merchant wrote as an item; its times have an offset without a colon, as PayPal's often do. */
export const sale = {
  transaction_info: {
    paypal_account_id: "WANJ4KUPAYER9",
    transaction_id: "3UK70418RW259960B",
    transaction_event_code: "T0006",
    transaction_initiation_date: "2026-08-14T15:22:09+0000",
    transaction_updated_date: "2026-08-14T15:22:09+0000",
    transaction_amount: usd("138.50"),
    fee_amount: usd("-5.12"),
    insurance_amount: usd("2.36"),
    shipping_amount: usd("18.50"),
    shipping_discount_amount: usd("3.25"),
    transaction_status: "S",
    transaction_subject: "Duka la Amina",
    transaction_note: "Please wrap the bowls",
    invoice_id: "AMINA-2026-311",
    custom_field: "spring-fair",
    protection_eligibility: "01",
  },
  payer_info: {
    account_id: "WANJ4KUPAYER9",
    email_address: "wanjiku@example.org",
    address_status: "N",
    payer_status: "Y",
    payer_name: { given_name: "Wanjiku", surname: "Otieno", alternate_full_name: "Wanjiku Otieno" },
    country_code: "KE",
  },
  shipping_info: {
    name: "Wanjiku Otieno",
    address: {
      line1: "14 Biashara Street",
      line2: "Floor 3",
      city: "Nairobi",
      country_code: "KE",
      postal_code: "00100",
    },
  },
  cart_info: {
    item_details: [
      {
        item_code: "KIKOI-4",
        item_name: "Kikoi towel",
        item_description: "Woven cotton",
        item_quantity: "4",
        item_unit_price: usd("12.25"),
        item_amount: usd("49.00"),
        tax_amounts: [{ tax_amount: usd("7.84") }],
        total_item_amount: usd("56.84"),
        invoice_number: "AMINA-2026-311",
      },
      {
        item_code: "BOWL-2",
        item_name: "Soapstone bowl",
        item_description: "Carved in Kisii",
        item_quantity: "2",
        item_unit_price: usd("31.40"),
        item_amount: usd("62.80"),
        tax_amounts: [{ tax_amount: usd("10.05") }],
        total_item_amount: usd("72.85"),
        invoice_number: "AMINA-2026-311",
      },
      {
        item_name: "For a regular",
        item_quantity: "1",
        item_unit_price: usd("-8.80"),
        item_amount: usd("-8.80"),
        total_item_amount: usd("-8.80"),
        invoice_number: "AMINA-2026-311",
      },
    ],
  },
  store_info: {},
  auction_info: {},
  incentive_info: {},
};

export const saleAnswer = {
  transaction_details: [sale],
  account_number: ACCOUNT,
  last_refreshed_datetime: "2026-11-23T08:59:59+0000",
  page: 1,
  total_items: 1,
  total_pages: 1,
};

/** A payment received, without a cart. */
export function payment(info: Record<string, unknown> = {}, rest: Record<string, unknown> = {}) {
  return {
    transaction_info: {
      transaction_id: "7NB04417KE338215T",
      transaction_event_code: "T0006",
      transaction_initiation_date: "2026-11-20T10:00:00+01:00",
      transaction_updated_date: "2026-11-20T09:05:00Z",
      transaction_amount: { currency_code: "USD", value: "40.00" },
      transaction_status: "S",
      ...info,
    },
    ...rest,
  };
}

export function answer(transactions: readonly unknown[], total_pages = 1) {
  return { transaction_details: transactions, account_number: ACCOUNT, page: 1, total_pages };
}

/** The account's balances, of which the primary currency is read. */
export const balancesAnswer = {
  balances: [
    { currency: "EUR", total_balance: { currency_code: "EUR", value: "61.07" } },
    { currency: "USD", primary: true, total_balance: { currency_code: "USD", value: "1874.33" } },
  ],
  account_id: ACCOUNT,
  as_of_time: "2026-11-23T12:00:00Z",
};
