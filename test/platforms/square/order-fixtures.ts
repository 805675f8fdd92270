/**
 * Orders in Square's own form. Those marked "published" follow an example answer of the vendor's OpenAPI
 * (square/connect-api-specification, release 2025-08-20, the schema named; the same examples stand in the reference
 * at developer.squareup.com/reference/square/orders-api), the others extend them.
 */

export function money(amount: number, currency: string) {
  return { amount, currency };
}
const usd = (amount: number) => money(amount, "USD");

function line(
  currency: string,
  fields: { uid: string; name: string; quantity?: string; price: number; total: number },
) {
  const { uid, name, quantity = "1", price, total } = fields;
  return {
    uid,
    name,
    quantity,
    item_type: "ITEM",
    base_price_money: money(price, currency),
    total_money: money(total, currency),
  };
}

/** Published: RetrieveOrderResponse. Half off the whole order, two lines. */
export const halfOff = {
  id: "CAISENgvlJ6jLWAzERDzjyHVybY",
  location_id: "D7AVYMEAPJ3A3",
  created_at: "2020-05-18T16:30:49.614Z",
  updated_at: "2020-05-18T16:30:49.614Z",
  state: "OPEN",
  version: 1,
  discounts: [
    {
      uid: "zGsRZP69aqSSR9lq9euSPB",
      name: "50% Off",
      percentage: "50",
      scope: "ORDER",
      type: "FIXED_PERCENTAGE",
      applied_money: usd(550),
    },
  ],
  line_items: [
    {
      uid: "ULkg0tQTRK2bkU9fNv3IJD",
      name: "Item 1",
      quantity: "1",
      applied_discounts: [
        { uid: "9zr9S4dxvPAixvn0lpa1VC", discount_uid: "zGsRZP69aqSSR9lq9euSPB", applied_money: usd(250) },
      ],
      base_price_money: usd(500),
      variation_total_price_money: usd(500),
      gross_sales_money: usd(500),
      total_discount_money: usd(250),
      total_service_charge_money: usd(0),
      total_tax_money: usd(0),
      total_money: usd(250),
    },
    {
      uid: "mumY8Nun4BC5aKe2yyx5a",
      name: "Item 2",
      quantity: "2",
      applied_discounts: [
        { uid: "qa8LwwZK82FgSEkQc2HYVC", discount_uid: "zGsRZP69aqSSR9lq9euSPB", applied_money: usd(300) },
      ],
      base_price_money: usd(300),
      variation_total_price_money: usd(600),
      gross_sales_money: usd(600),
      total_discount_money: usd(300),
      total_service_charge_money: usd(0),
      total_tax_money: usd(0),
      total_money: usd(300),
    },
  ],
  net_amounts: { discount_money: usd(550), total_money: usd(550) },
  total_discount_money: usd(550),
  total_money: usd(550),
  total_service_charge_money: usd(0),
  total_tax_money: usd(0),
  total_tip_money: usd(0),
};

/** Published: CreateOrderResponse. A modifier, three discounts of both scopes, tax on top. */
export const steaks = {
  id: "CAISENgvlJ6jLWAzERDzjyHVybZ",
  location_id: "057P5VYJ4A5X1",
  reference_id: "my-order-001",
  source: { name: "My App" },
  created_at: "2020-01-17T20:47:53.293Z",
  updated_at: "2020-01-17T20:47:53.293Z",
  state: "OPEN",
  discounts: [
    {
      uid: "membership-discount",
      catalog_object_id: "DB7L55ZH2BGWI4H23ULIWOQ7",
      name: "Membership Discount",
      percentage: "0.5",
      scope: "ORDER",
      type: "FIXED_PERCENTAGE",
      applied_money: usd(30),
    },
    {
      uid: "labor-day-sale",
      name: "Labor Day Sale",
      percentage: "5",
      scope: "ORDER",
      type: "FIXED_PERCENTAGE",
      applied_money: usd(303),
    },
    {
      uid: "one-dollar-off",
      name: "Sale - $1.00 off",
      amount_money: usd(100),
      scope: "LINE_ITEM",
      type: "FIXED_AMOUNT",
      applied_money: usd(100),
    },
  ],
  taxes: [
    {
      uid: "state-sales-tax",
      name: "State Sales Tax",
      percentage: "9",
      scope: "ORDER",
      type: "ADDITIVE",
      applied_money: usd(510),
    },
  ],
  line_items: [
    {
      uid: "8uSwfzvUImn3IRrvciqlXC",
      name: "New York Strip Steak",
      quantity: "1",
      base_price_money: usd(1599),
      variation_total_price_money: usd(1599),
      gross_sales_money: usd(1599),
      total_discount_money: usd(87),
      total_tax_money: usd(136),
      total_money: usd(1648),
    },
    {
      uid: "v8ZuEXpOJpb0bazLuvrLDB",
      name: "New York Steak",
      variation_name: "Larger",
      catalog_object_id: "BEMYCSMIJL46OCDV4KYIKXIB",
      quantity: "2",
      modifiers: [
        {
          uid: "Lo3qMMckDluu9Qsb58d4CC",
          catalog_object_id: "CHQX7Y4KY6N5KINJKZCFURPZ",
          name: "Well",
          base_price_money: usd(50),
          total_price_money: usd(100),
        },
      ],
      base_price_money: usd(2200),
      variation_total_price_money: usd(4400),
      gross_sales_money: usd(4500),
      total_discount_money: usd(346),
      total_tax_money: usd(374),
      total_money: usd(4528),
    },
  ],
  net_amounts: { total_money: usd(6176) },
  total_discount_money: usd(433),
  total_tax_money: usd(510),
  total_tip_money: usd(0),
  total_service_charge_money: usd(0),
  total_money: usd(6176),
};

export function card(status: string, amount: number, currency = "USD") {
  return {
    id: `tender-${status}-${amount}`,
    type: "CARD",
    amount_money: money(amount, currency),
    card_details: { status, entry_method: "KEYED", card: { card_brand: "VISA", last_4: "1111" } },
  };
}

/** Published: PayOrderResponse. Paid by two cards; its lines have no variation total. */
export const twoCards = {
  id: "lgwOlEityYPJtcuvKTVKT1pA986YY",
  location_id: "P3CCK6HSNDAS7",
  source: { name: "Source Name" },
  created_at: "2019-08-06T02:47:35.693Z",
  updated_at: "2019-08-06T02:47:37.140Z",
  closed_at: "2019-08-06T02:47:37.140Z",
  state: "COMPLETED",
  line_items: [
    {
      ...line("USD", { uid: "QW6kofLHJK7JEKMjlSVP5C", name: "Item 1", price: 500, total: 500 }),
      gross_sales_money: usd(500),
    },
    {
      ...line("USD", {
        uid: "zhw8MNfRGdFQMI2WE1UBJD",
        name: "Item 2",
        quantity: "2",
        price: 750,
        total: 1500,
      }),
      gross_sales_money: usd(1500),
    },
  ],
  net_amounts: { total_money: usd(2000) },
  tenders: [card("CAPTURED", 1000), card("CAPTURED", 1000)],
  total_discount_money: usd(0),
  total_money: usd(2000),
  total_tax_money: usd(0),
};

/** Published: BatchRetrieveOrdersResponse, with the creation time it leaves out. Nothing optional at all. */
export const bare = {
  id: "CAISEM82RcpmcFBM0TfOyiHV3es",
  location_id: "057P5VYJ4A5X1",
  created_at: "2016-11-16T22:25:24Z",
  line_items: [
    {
      uid: "945986d1-9586-11e6-ad5a-28cfe92138cf",
      name: "Awesome product",
      quantity: "1",
      base_price_money: usd(1599),
      total_money: usd(1599),
    },
    {
      uid: "a8f4168c-9586-11e6-bdf0-28cfe92138cf",
      name: "Another awesome product",
      quantity: "3",
      base_price_money: usd(2000),
      total_money: usd(6000),
    },
  ],
  total_money: usd(7599),
};

/** After developer.squareup.com/forums/t/10789: an apportioned surcharge, and GST contained in both. */
export const surcharged = {
  id: "gSRjC4VEQSSZWe69OGuVb3eeV",
  location_id: "L15TTNR61SSQV",
  created_at: "2023-06-23T02:20:31Z",
  state: "COMPLETED",
  line_items: [
    {
      ...line("AUD", { uid: "7B2479D0", name: "Cap / Hat", price: 1500, total: 1524 }),
      catalog_object_id: "CTPJWRMBR7TBCE6UQCPD4IR3",
      gross_sales_money: money(1524, "AUD"),
      variation_total_price_money: money(1500, "AUD"),
      total_tax_money: money(139, "AUD"),
      total_service_charge_money: money(24, "AUD"),
    },
  ],
  taxes: [
    {
      uid: "gst",
      name: "GST",
      percentage: "10",
      type: "INCLUSIVE",
      applied_money: money(139, "AUD"),
      scope: "LINE_ITEM",
    },
  ],
  service_charges: [{ uid: "s", name: "Card surcharge", applied_money: money(24, "AUD"), type: "CUSTOM" }],
  total_service_charge_money: money(24, "AUD"),
  total_tax_money: money(139, "AUD"),
  total_money: money(1524, "AUD"),
};

/** Japan: no minor units, and gross sales without the tax that the price contains. */
export const yen = {
  id: "jpy-inclusive",
  location_id: "L-TOKYO",
  created_at: "2026-03-01T09:30:00+09:00",
  closed_at: "2026-03-01T09:31:00+09:00",
  state: "COMPLETED",
  source: { name: "Square Point of Sale" },
  line_items: [
    {
      ...line("JPY", { uid: "bento", name: "Bento", quantity: "2", price: 1100, total: 2200 }),
      variation_total_price_money: money(2200, "JPY"),
      gross_sales_money: money(2000, "JPY"),
      total_tax_money: money(200, "JPY"),
    },
  ],
  taxes: [
    { uid: "ct", name: "消費税", percentage: "10", type: "INCLUSIVE", applied_money: money(200, "JPY") },
  ],
  total_tax_money: money(200, "JPY"),
  total_money: money(2200, "JPY"),
  tenders: [{ id: "c", type: "CASH", amount_money: money(2200, "JPY") }],
};

/** Three minor digits, a measured quantity, tax on top and a tip. */
export const dinar = {
  id: "kwd-measured",
  location_id: "L-KUWAIT",
  created_at: "2026-03-02T10:00:00Z",
  state: "COMPLETED",
  line_items: [
    {
      ...line("KWD", { uid: "dates", name: "Dates", quantity: "1.5", price: 12_500, total: 19_688 }),
      variation_total_price_money: money(18_750, "KWD"),
      total_tax_money: money(938, "KWD"),
    },
  ],
  taxes: [{ uid: "t", name: "Tax", percentage: "5.0", type: "ADDITIVE", applied_money: money(938, "KWD") }],
  total_tax_money: money(938, "KWD"),
  total_tip_money: money(1_000, "KWD"),
  total_money: money(20_688, "KWD"),
  tenders: [card("CAPTURED", 20_688, "KWD")],
};

/** Sent in two parts, one of them gone; paid for by an authorisation that is not captured. */
export const halfSent = {
  id: "gbp-half-sent",
  location_id: "L-LONDON",
  customer_id: "JDKYHBWT1D4F8MFH63DBMEN8Y4",
  created_at: "2026-03-01T09:30:00+02:00",
  state: "OPEN",
  source: { name: "Square Online" },
  line_items: [
    line("GBP", { uid: "a", name: "Teapot", price: 1_000, total: 1_000 }),
    line("GBP", { uid: "b", name: "Cup", price: 500, total: 500 }),
  ],
  service_charges: [
    { uid: "d", name: "Delivery", applied_money: money(150, "GBP"), calculation_phase: "TOTAL_PHASE" },
  ],
  fulfillments: [
    {
      uid: "f1",
      type: "SHIPMENT",
      state: "COMPLETED",
      line_item_application: "ENTRY_LIST",
      entries: [{ uid: "e1", line_item_uid: "a", quantity: "1" }],
      shipment_details: {
        recipient: {
          display_name: "James Bond",
          phone_number: "+1-212-555-4250",
          address: {
            address_line_1: "505 Electric Ave",
            address_line_2: "Suite 600",
            locality: "New York",
            administrative_district_level_1: "NY",
            postal_code: "10003",
            country: "US",
          },
        },
      },
    },
    {
      uid: "f2",
      type: "PICKUP",
      state: "PROPOSED",
      line_item_application: "ENTRY_LIST",
      entries: [{ uid: "e2", line_item_uid: "b", quantity: "1" }],
    },
  ],
  total_service_charge_money: money(150, "GBP"),
  total_money: money(1_650, "GBP"),
  tenders: [card("AUTHORIZED", 1_650, "GBP")],
};

export const cancelled = {
  id: "usd-cancelled",
  location_id: "L1",
  created_at: "2026-03-01T23:30:00-08:00",
  closed_at: "2026-03-02T00:10:00-08:00",
  state: "CANCELED",
  line_items: [line("USD", { uid: "a", name: "Cake", price: 3_000, total: 3_000 })],
  fulfillments: [{ uid: "f", type: "PICKUP", state: "CANCELED" }],
  total_money: usd(3_000),
  tenders: [card("VOIDED", 3_000)],
};

/**
 * A return order, after developer.squareup.com/docs/orders-api/order-returns-exchanges: what came back and the refund,
 * and no total of its own (developer.squareup.com/forums/t/24765).
 */
export const returnOrder = {
  id: "j7CWK5PozTAPsfm2XlGPKPzeV",
  location_id: "P3CCK6HSNDAS7",
  created_at: "2019-08-08T10:00:00Z",
  closed_at: "2019-08-08T10:00:01Z",
  state: "COMPLETED",
  returns: [
    {
      uid: "r1",
      source_order_id: "lgwOlEityYPJtcuvKTVKT1pA986YY",
      return_line_items: [
        {
          uid: "rl1",
          source_line_item_uid: "QW6kofLHJK7JEKMjlSVP5C",
          name: "Item 1",
          quantity: "1",
          base_price_money: usd(500),
          total_money: usd(500),
        },
      ],
    },
  ],
  return_amounts: { total_money: usd(500) },
  net_amounts: { total_money: usd(-500) },
  refunds: [
    {
      id: "refund-1",
      location_id: "P3CCK6HSNDAS7",
      transaction_id: "lgwOlEityYPJtcuvKTVKT1pA986YY",
      tender_id: "EnZdNAlWCmfh6Mt5FMNST1o7taB",
      created_at: "2019-08-08T10:00:00Z",
      reason: "Wrong size",
      amount_money: usd(500),
      status: "APPROVED",
    },
  ],
};

/** What came back (4.00) pays for part of what was sold (10.00). */
export const exchange = {
  id: "usd-exchange",
  location_id: "L1",
  created_at: "2026-03-03T10:00:00Z",
  state: "COMPLETED",
  line_items: [line("USD", { uid: "a", name: "Shirt", price: 1_000, total: 1_000 })],
  returns: [
    {
      uid: "r",
      source_order_id: "x",
      return_line_items: [{ uid: "l", quantity: "1", total_money: usd(400) }],
    },
  ],
  return_amounts: { total_money: usd(400) },
  net_amounts: { total_money: usd(600) },
  total_money: usd(1_000),
  tenders: [{ id: "t", type: "CASH", amount_money: usd(600) }],
};

/** After developer.squareup.com/forums/t/444: an order made for a bare payment, without lines or a total. */
export const barePayment = {
  id: "VnBjH9A2o96D3z2QDDDBbxMF",
  location_id: "FES3781XXYA9C",
  created_at: "2019-09-25T19:00:38.000Z",
  updated_at: "2019-09-25T19:00:38.000Z",
  state: "OPEN",
  tenders: [card("CAPTURED", 28_250, "CAD")],
};

/** Swiss cash is rounded to five Rappen. */
export const rounded = {
  id: "chf-rounded",
  location_id: "L-ZURICH",
  created_at: "2026-03-04T10:00:00Z",
  state: "COMPLETED",
  line_items: [line("CHF", { uid: "a", name: "Roll", price: 192, total: 192 })],
  rounding_adjustment: { uid: "r", name: "Cash rounding", amount_money: money(3, "CHF") },
  total_money: money(195, "CHF"),
  tenders: [{ id: "t", type: "CASH", amount_money: money(195, "CHF") }],
};

/** Every enumerated field holds a value that no version of Square's knows. */
export const fromTheFuture = {
  id: "usd-future",
  location_id: "L1",
  created_at: "2026-03-05T10:00:00Z",
  state: "HIBERNATING",
  line_items: [
    { ...line("USD", { uid: "a", name: "Thing", price: 100, total: 100 }), item_type: "HOLOGRAM" },
  ],
  taxes: [{ uid: "t", type: "QUANTUM", applied_money: usd(5) }],
  fulfillments: [{ uid: "f", type: "TELEPORT", state: "BEAMED" }],
  tenders: [{ id: "t", type: "SEASHELLS", amount_money: usd(100) }],
  refunds: [
    {
      id: "r",
      location_id: "L1",
      created_at: "2026-03-05T10:00:00Z",
      reason: "?",
      amount_money: usd(1),
      status: "LATER",
    },
  ],
  total_tax_money: usd(5),
  total_money: usd(105),
};

export const knownOrders = {
  halfOff,
  steaks,
  twoCards,
  bare,
  surcharged,
  yen,
  dinar,
  halfSent,
  cancelled,
  returnOrder,
  exchange,
  barePayment,
  rounded,
};
