/**
 * Answers in the form that clients written after Jumia's specification expect (src/platforms/jumia.ts tells which
 * and why); the values are our own.
 */

export const shops = [
  {
    id: "b0000000-5409-4000-8000-000000000001",
    name: "Amina Home",
    email: "amina@shop.example",
    businessClients: [
      {
        name: "Jumia",
        code: "jumia-ng",
        countryCode: "NG",
        countryName: "Nigeria",
        status: "ACTIVE",
        shortCode: "NG00A17",
      },
    ],
  },
];

export const order = (over: Record<string, unknown> = {}) => ({
  id: "0d000000-0bde-4000-8000-000000000417",
  shopIds: ["b0000000-5409-4000-8000-000000000001"],
  totalItems: 2,
  packedItems: 0,
  isPrepayment: false,
  hasMultipleStatus: false,
  hasItemsFulfilledByJumia: false,
  pendingSince: "2026-11-20T06:41:10.000Z",
  status: "PENDING",
  deliveryOption: "Door delivery",
  number: "704170417",
  totalAmount: { currency: "NGN", value: 18240.25 },
  country: { code: "NG", name: "Nigeria", currencyCode: "NGN" },
  shippingAddress: {
    firstName: "Ada",
    lastName: "Okafor",
    address: "4 Palm Avenue",
    city: "Lagos",
    postalCode: "101241",
    ward: "Yaba",
    region: "Lagos",
    countryName: "Nigeria",
  },
  createdAt: "2026-11-20T07:41:10.000+01:00",
  updatedAt: "2026-11-21T08:00:00.000Z",
  totalAmountLocal: { currency: "NGN", value: 18240.25 },
  ...over,
});

export const item = (over: Record<string, unknown> = {}) => ({
  id: "17e00000-0001-4000-8000-000000000001",
  shopId: "b0000000-5409-4000-8000-000000000001",
  product: { name: "Kettle", sellerSku: "KETTLE-1", imageUrl: "https://i.example/1.jpg" },
  status: "PENDING",
  trackingNumber: "",
  trackingUrl: "",
  shipmentType: "Dropshipping",
  deliveryOption: "Door delivery",
  isFulfilledByJumia: false,
  itemPrice: 12000,
  paidPrice: 11040.25,
  shippingAmount: 1200,
  itemPriceLocal: 12000,
  paidPriceLocal: 11040.25,
  shippingAmountLocal: 1200,
  exchangeRate: 1,
  country: { code: "NG", name: "Nigeria", currencyCode: "NGN" },
  taxAmount: 0,
  voucherAmount: 959.75,
  ...over,
});

/** One reduced by a voucher, one at its price: 11040.25 + 6000 + 1200 of shipping. */
export const items = [
  item(),
  item({ id: "2", itemPriceLocal: 6000, paidPriceLocal: 6000, shippingAmountLocal: 0, voucherAmount: 0 }),
];

export const product = (over: Record<string, unknown> = {}) => ({
  id: "5e700000-0000-4000-8000-000000000001",
  name: "Solar lantern",
  description: { value: "Lights a room for a night.", translations: [] },
  parentSku: "LANTERN",
  shop: { id: "b0000000-5409-4000-8000-000000000001" },
  brand: { code: "417", name: "Jua" },
  category: { code: 4170, name: "Lighting" },
  images: [
    {
      url: "https://i.example/1.jpg",
      originalUrl: "https://i.example/1-full.jpg",
      primary: true,
    },
  ],
  createdAt: "2026-04-17T10:00:00.000Z",
  updatedAt: "2026-04-18T09:30:00.000Z",
  variations: [variation()],
  ...over,
});

export function variation(over: Record<string, unknown> = {}) {
  return {
    id: "5e700000-0000-4000-8000-000000000002",
    sellerSku: "LANTERN-L",
    barcodeEan: "6150000004174",
    variation: "Large",
    globalPrice: { currency: "USD", value: 12.75 },
    businessClients: [offer("NG", "ACTIVE", "NGN", 19500)],
    ...over,
  };
}

export function offer(
  countryCode: string,
  status: string,
  localCurrency: string,
  localValue: number,
  salePrice: unknown = null,
) {
  return {
    code: `jumia-${countryCode.toLowerCase()}`,
    countryCode,
    sku: "JU417",
    visible: true,
    status,
    qc: { status: "APPROVED" },
    price: { currency: "USD", value: 12.75, localCurrency, localValue, salePrice },
  };
}
