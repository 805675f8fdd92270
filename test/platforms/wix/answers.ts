import type * as vendor from "../../contracts/wix/vendor";

/** Answers in the shapes of Wix's SDK types (see test/contracts/wix/vendor.ts); all that is in them is our own. */

const price = (amount: string) => ({ amount, formattedAmount: `$${amount}` });

export const ORDER = "7a1c0d3e-52b8-4f60-9a37-c1de84b0f215";
const PRODUCT = "c0ffee00-1d2a-4b7c-8e90-000000000a01";
const VARIANT = "c0ffee00-1d2a-4b7c-8e90-0000000000b1";
export const CONTACT = "e4b7a0c2-6d19-4f83-b5a1-20c97fd3e864";
export const PLACE = "1b9e6f40-83ca-4d27-90b2-5fe1d7a3c608";
/** The app of Wix Stores. */
const STORES = "1380b703-ce81-ff05-f115-39571d94dfcd";

export function line(over: object = {}) {
  return {
    ...({
      id: "00000000-0000-0000-0000-000000000001",
      productName: { original: "Mlima coffee" },
      catalogReference: { catalogItemId: PRODUCT, appId: STORES, options: { variantId: VARIANT } },
      quantity: 2,
      physicalProperties: { sku: "MLIMA-250", shippable: true },
      price: price("10.00"),
      priceBeforeDiscounts: price("10.00"),
      totalDiscount: price("2.00"),
      totalPriceBeforeTax: price("18.00"),
      totalPriceAfterTax: price("19.80"),
      taxInfo: { taxAmount: price("1.80"), taxRate: "0.1", taxIncludedInPrice: false },
    } satisfies vendor.Line),
    ...over,
  };
}

/** 20 − 2 + 3 of shipping + 1 of fees + 1.80 of tax = 23.80. */
export function order(over: object = {}) {
  return {
    ...({
      id: ORDER,
      number: "20416",
      createdDate: "2026-05-25T13:51:01.718Z",
      updatedDate: "2026-05-25T16:55:55.130+03:00",
      purchasedDate: "2026-05-25T13:52:00Z",
      lineItems: [line()],
      buyerInfo: { contactId: CONTACT },
      status: "APPROVED",
      paymentStatus: "PAID",
      fulfillmentStatus: "NOT_FULFILLED",
      currency: "USD",
      taxIncludedInPrices: false,
      priceSummary: {
        subtotal: price("20.00"),
        shipping: price("3.00"),
        tax: price("1.80"),
        discount: price("2.00"),
        totalAdditionalFees: price("1.00"),
        total: price("23.80"),
      },
      taxInfo: { taxBreakdown: [{ taxName: "VAT", rate: "0.1", aggregatedTaxAmount: price("1.80") }] },
      appliedDiscounts: [
        { discountType: "GLOBAL", coupon: { name: "Summer", code: "SUMMER", amount: price("2.00") } },
      ],
      shippingInfo: { title: "Courier", code: "courier", cost: { price: price("3.00") } },
      balanceSummary: { refunded: price("0.00") },
      channelInfo: { type: "WEB" },
      businessLocation: { id: PLACE, name: "Marina Road" },
      buyerNote: "Ring twice",
    } satisfies vendor.Order),
    ...over,
  };
}

const market = (
  n: number,
  name: string,
  quantity: number,
  one: string,
  [off, before, tax, after]: string[],
) =>
  ({
    id: `00000000-0000-0000-0000-00000000002${n}`,
    productName: { original: name },
    catalogReference: { catalogItemId: PRODUCT, appId: STORES },
    quantity,
    physicalProperties: { sku: `SOKO-${n}`, shippable: true },
    itemType: { preset: "PHYSICAL" },
    price: price(one),
    totalDiscount: price(off ?? ""),
    totalPriceBeforeTax: price(before ?? ""),
    totalPriceAfterTax: price(after ?? ""),
    taxDetails: { taxableAmount: price(before ?? ""), taxRate: "0.16", totalTax: price(tax ?? "") },
  }) satisfies vendor.Line;

/** As older orders are: tax in its former place, without a breakdown; fulfilled, and sent somewhere. */
export const olderOrder = {
  id: ORDER,
  number: "20417",
  createdDate: "2026-04-18T07:12:44.310Z",
  updatedDate: "2026-04-19T08:00:00Z",
  lineItems: [
    market(1, "Coffee beans", 2, "31.50", ["6.30", "56.70", "9.07", "65.77"]),
    market(2, "Clay mug", 3, "14.20", ["4.26", "38.34", "6.13", "44.47"]),
    market(3, "Sisal basket", 1, "80.40", ["8.04", "72.36", "11.58", "83.94"]),
  ],
  buyerInfo: { contactId: CONTACT, email: "wafula@example.org" },
  status: "APPROVED",
  paymentStatus: "PAID",
  fulfillmentStatus: "FULFILLED",
  currency: "USD",
  weightUnit: "KG",
  taxIncludedInPrices: false,
  priceSummary: {
    subtotal: price("186.00"),
    discount: price("18.60"),
    shipping: price("7.25"),
    tax: price("26.78"),
    total: price("201.43"),
  },
  taxSummary: { totalTax: price("26.78") },
  shippingInfo: {
    title: "Boda boda",
    cost: { price: price("7.25") },
    logistics: {
      shippingDestination: {
        address: {
          country: "KE",
          subdivision: "KE-42",
          city: "Kisumu",
          postalCode: "40100",
          addressLine: "27 Oginga Odinga Street",
        },
        contactDetails: { firstName: "Otieno", lastName: "Wafula", phone: "+254700000001" },
      },
    },
  },
  appliedDiscounts: [
    { discountType: "GLOBAL", coupon: { name: "Tenth off", code: "KUMI", amount: price("18.60") } },
  ],
  channelInfo: { type: "WEB" },
} satisfies vendor.Order;

export function refund(over: object = {}) {
  return {
    ...({
      id: "1d1f0f0b-1111-4e0e-8a80-0123456789ab",
      createdDate: "2026-05-26T10:00:00Z",
      transactions: [{ amount: price("5.00"), refundStatus: "SUCCEEDED" }],
      details: {
        reason: "Damaged",
        lineItems: [{ lineItemId: "00000000-0000-0000-0000-000000000001", quantity: 1 }],
      },
      summary: { requestedRefund: price("5.00"), refunded: price("5.00") },
    } satisfies vendor.Refund),
    ...over,
  };
}
