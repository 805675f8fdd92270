/** Answers in the fields that Squarespace documents, for a shop of our own. */

const usd = (value: string | number) => ({ value, currency: "USD" });

export const address = {
  firstName: "Amina",
  lastName: "Okafor",
  address1: "5 Moi Ave",
  address2: null,
  city: "Nairobi",
  state: "Nairobi",
  countryCode: "KE",
  postalCode: "00100",
  phone: "+254 700 000417",
};

export function line(over: object = {}) {
  return {
    id: "6a0417000000000000000011",
    variantId: "0417a000-0000-4000-8000-000000000001",
    sku: "CHAI-L",
    weight: 0.5,
    productId: "6a0417000000000000000021",
    productName: "Chai",
    quantity: 2,
    unitPricePaid: usd("24.25"),
    variantOptions: [{ value: "Large", optionName: "Size" }],
    customizations: null,
    imageUrl: "https://i.example/1.jpg",
    lineItemType: "PHYSICAL_PRODUCT",
    ...over,
  };
}

/** 48.50 − 3.50 + 4 of shipping + 5.60 of tax = 54.60. */
export function order(over: object = {}) {
  return {
    id: "6a0417000000000000000001",
    orderNumber: "417",
    createdOn: "2026-03-08T06:15:20.400Z",
    modifiedOn: "2026-03-09T17:40:00.000Z",
    channel: "web",
    testmode: true,
    customerEmail: "amina@shop.example",
    customerId: "6a0417000000000000000002",
    billingAddress: address,
    shippingAddress: address,
    fulfillmentStatus: "PENDING",
    paymentState: "PAID",
    lineItems: [line()],
    internalNotes: [{ content: "Rings twice" }, { content: "Pays at the door" }],
    shippingLines: [{ method: "Boda boda", amount: usd("4.00") }],
    discountLines: [
      { description: "Long rains", name: "Long rains", amount: usd("3.50"), promoCode: "RAIN" },
    ],
    formSubmission: [{ label: "Which gate?", value: "North" }],
    fulfillments: [],
    subtotal: usd("48.50"),
    shippingTotal: usd("4.00"),
    discountTotal: usd("3.50"),
    taxTotal: usd("5.60"),
    refundedTotal: usd("0.00"),
    grandTotal: usd("54.60"),
    channelName: null,
    externalOrderReference: null,
    fulfilledOn: null,
    priceTaxInterpretation: "EXCLUSIVE",
    ...over,
  };
}

export const product = {
  id: "6a0417000000000000000021",
  type: "PHYSICAL",
  storePageId: "6a04",
  name: "Chai",
  description: "<p>For two pots.</p>",
  url: "https://duka.example.com/store/chai",
  urlSlug: "chai",
  tags: ["leaf"],
  isVisible: true,
  variantAttributes: ["Size"],
  variants: [
    {
      id: "0417a001",
      sku: "CHAI-L",
      pricing: { basePrice: usd("24.25"), onSale: true, salePrice: usd(18.5) },
      stock: { quantity: 37, unlimited: false },
      attributes: { Size: "Large" },
    },
    {
      id: "0417a002",
      sku: "CHAI",
      pricing: { basePrice: usd("24.25"), onSale: false, salePrice: usd("0.00") },
      stock: { quantity: 0, unlimited: true },
      attributes: {},
    },
  ],
  images: [{ id: "i", altText: "", url: "https://i.example/1.jpg" }],
  createdOn: "2026-03-08T06:15:20Z",
  modifiedOn: "2026-03-10T20:00:00Z",
};

export const transactions = {
  id: "6a04",
  createdOn: "2026-03-08T06:15:20Z",
  modifiedOn: "2026-03-10T20:00:00Z",
  customerEmail: "amina@shop.example",
  salesOrderId: "6a0417000000000000000001",
  voided: false,
  payments: [
    {
      id: "p1",
      amount: usd("54.60"),
      refundedAmount: usd("11.85"),
      provider: "STRIPE",
      refunds: [
        {
          id: "r1",
          amount: usd("8.50"),
          refundedOn: "2026-03-10T23:00:00+03:00",
          externalTransactionId: "x",
        },
        { id: "r2", amount: usd("3.35"), refundedOn: null, externalTransactionId: null },
      ],
    },
    { id: "p2", amount: usd("0.00"), refunds: null },
  ],
};

export const website = {
  id: "6a0417000000000000000099",
  siteId: "duka",
  title: "Duka",
  url: "https://duka.example.com",
  timeZone: "Africa/Nairobi",
  currency: "USD",
  language: "en-US",
  measurementStandard: "METRIC",
  location: {},
};
