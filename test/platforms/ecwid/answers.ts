/** A store in Nairobi, in Ecwid's form (its fields: test/contracts/ecwid/records.ts), figures our own. */

export function profile(currency = "USD") {
  return {
    generalInfo: { storeId: 48213907, storeUrl: "https://duka.example.com" },
    account: { accountName: "Amina Otieno", accountEmail: "amina@example.com" },
    settings: { closed: false, storeName: "Duka" },
    company: { companyName: "Duka Ltd", countryCode: "KE" },
    formatsAndUnits: { currency, currencyPrecision: 2, timezone: "Africa/Nairobi" },
    languages: { enabledLanguages: ["en", "sw"], defaultLanguage: "en" },
  };
}

export function line(over: object = {}) {
  return {
    id: 5012,
    productId: 90417,
    combinationId: 7301,
    price: 45,
    productPrice: 40,
    sku: "KIKAPU-L",
    quantity: 2,
    tax: 13.92,
    shipping: 12,
    name: "Kikapu",
    couponApplied: true,
    taxes: [
      {
        name: "VAT",
        value: 16,
        total: 13.92,
        taxOnDiscountedSubtotal: 12,
        taxOnShipping: 1.92,
        includeInPrice: false,
      },
    ],
    couponAmount: 9,
    discounts: [{ discountInfo: { value: 6, type: "ABS", base: "ON_TOTAL", orderTotal: 50 }, total: 6 }],
    ...over,
  };
}

/** 90 − 15 + 12 of shipping + 4.50 of fees + 13.92 of tax = 105.42. */
export function order(over: object = {}) {
  return {
    id: "DK4Z9",
    vendorOrderNumber: "DUKA-0412",
    orderNumber: 412,
    subtotal: 90,
    total: 105.42,
    tax: 13.92,
    paymentMethod: "M-Pesa",
    paymentStatus: "PARTIALLY_REFUNDED",
    fulfillmentStatus: "DELIVERED",
    createDate: "2026-03-04 09:20:31 +0000",
    updateDate: "2026-03-04 12:45:10 +0300",
    createTimestamp: 1_772_616_031,
    hidden: false,
    orderComments: "",
    customerId: 60218,
    discount: 6,
    couponDiscount: 9,
    volumeDiscount: 6,
    discountCoupon: { id: 815, name: "Karibu", code: "KARIBU9", discountType: "ABS", discount: 9 },
    discountInfo: [{ value: 6, type: "ABS", base: "ON_TOTAL", orderTotal: 50 }],
    items: [line()],
    refundedAmount: 7.25,
    refunds: [{ date: "2026-03-06 15:41:09 +0000", source: "CP", reason: "Torn", amount: 7.25 }],
    shippingPerson: {
      name: "Amina Otieno",
      street: "Moi Avenue 5\nFlat 2",
      city: "Nairobi",
      countryCode: "KE",
      postalCode: "00100",
      stateOrProvinceCode: "30",
      stateOrProvinceName: "Nairobi",
      phone: "",
    },
    shippingOption: { shippingMethodName: "Rider", shippingRate: 12, isPickup: false },
    handlingFee: { name: "Packing", value: 3, description: "" },
    customSurcharges: [{ id: "tip", value: 1.5, type: "ABSOLUTE", total: 1.5 }],
    refererId: "Soko",
    ...over,
  };
}

export const product = {
  id: 90417,
  sku: "KIKAPU",
  quantity: 14,
  unlimited: false,
  inStock: true,
  name: "Kikapu",
  price: 40,
  compareToPrice: 52,
  url: "https://duka.example.com/kikapu-p90417",
  created: "2026-02-03 07:26:14 +0000",
  updated: "2026-02-11 10:01:02 +0000",
  enabled: true,
  defaultCategoryId: 22,
  categories: [
    { id: 21, enabled: true, name: "Home" },
    { id: 22, enabled: true, name: "Baskets" },
  ],
  media: {
    images: [{ id: "0", isMain: true, imageOriginalUrl: "https://cdn.example.com/kikapu.jpg" }],
    videos: [],
  },
  attributes: [{ id: 1, name: "Brand", type: "BRAND", value: "Msitu", show: "DESCR" }],
  combinations: [
    {
      id: 7301,
      combinationNumber: 3,
      options: [
        { name: "Colour", value: "Indigo" },
        { name: "Size", value: "L" },
      ],
      sku: "KIKAPU-L",
      quantity: 5,
      unlimited: false,
      price: 45,
      compareToPrice: 58.5,
      attributes: [{ id: 2, name: "UPC", type: "UPC", value: "619000000042", show: "DESCR" }],
    },
    { id: 7305, combinationNumber: 4, options: [], sku: "KIKAPU-S", quantity: 40, unlimited: true },
  ],
};

/** Nothing but a name and an address of e-mail: what there may be of a guest. */
export const customer = {
  id: 60218,
  name: "Amina Otieno",
  email: "amina@example.com",
  registered: "2026-01-27 14:06:28 +0000",
  updated: "2026-01-27 14:06:28 +0000",
  totalOrderCount: 0,
  billingPerson: {},
  shippingAddresses: [],
};
