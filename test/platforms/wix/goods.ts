import type * as vendor from "../../contracts/wix/vendor";

/** As answers.ts: what is sold, how many there are of it, where, and to whom. */

export const v1Product = {
  id: "c0ffee00-1d2a-4b7c-8e90-000000000a01",
  numericId: "1771234567890001",
  name: "Mlima coffee",
  visible: true,
  productType: "physical",
  description: "<p>From Nyeri</p>",
  sku: "MLIMA",
  stock: { trackInventory: false, inStock: true },
  priceData: { currency: "USD", price: 22, discountedPrice: 22 },
  media: {
    items: [{ id: "m1", mediaType: "image", image: { url: "https://static.example.com/mlima.jpg" } }],
  },
  productOptions: [
    { optionType: "drop_down", name: "Weight", choices: [{ value: "500g", description: "500g" }] },
  ],
  productPageUrl: { base: "https://duka.example/", path: "/product-page/mlima-coffee" },
  variants: [
    {
      id: "c0ffee00-1d2a-4b7c-8e90-0000000000b1",
      choices: { Weight: "500g", Grind: "Whole bean" },
      variant: {
        priceData: { currency: "USD", price: 26.5, discountedPrice: 21.2 },
        sku: "MLIMA-500-W",
        visible: true,
      },
      stock: { trackQuantity: false, inStock: true },
    },
    {
      id: "c0ffee00-1d2a-4b7c-8e90-0000000000b2",
      choices: { Weight: "1kg", Grind: "Filter" },
      stock: { trackQuantity: true, quantity: 4, inStock: true },
    },
  ],
  createdDate: "2026-02-16T09:36:07.890Z",
  lastUpdated: "2026-02-20T10:00:00Z",
} satisfies vendor.V1Product;

/** A product that is not counted, and one that is, with more sold than there were. */
export const v1Items = {
  inventoryItems: [
    {
      id: "11110000-0000-4000-8000-000000000001",
      productId: "c0ffee00-1d2a-4b7c-8e90-000000000a01",
      trackQuantity: false,
      variants: [
        { variantId: "00000000-0000-0000-0000-000000000000", inStock: true },
        { variantId: "c0ffee00-1d2a-4b7c-8e90-0000000000b1", inStock: true, quantity: 9 },
      ],
      lastUpdated: "2026-02-20T10:00:00Z",
      numericId: "1771234567890001",
    },
    {
      id: "11110000-0000-4000-8000-000000000002",
      productId: "c0ffee00-1d2a-4b7c-8e90-000000000a02",
      trackQuantity: true,
      variants: [
        { variantId: "c0ffee00-1d2a-4b7c-8e90-0000000000c1", inStock: false, quantity: -1 },
        { variantId: "c0ffee00-1d2a-4b7c-8e90-0000000000c2", inStock: true, quantity: 2 },
        { variantId: "c0ffee00-1d2a-4b7c-8e90-0000000000c3", inStock: true },
      ],
      lastUpdated: "2026-02-21T10:00:00Z",
      numericId: "1771234567890777",
    },
  ] satisfies vendor.V1Item[],
  metadata: { items: 2, offset: 0 },
  totalResults: 2,
};

export const v3Product = {
  id: "c0ffee00-1d2a-4b7c-8e90-000000000a03",
  name: "Mlima coffee",
  plainDescription: "<p>Coffee</p>",
  visible: false,
  url: { relativePath: "/product-page/mlima-coffee", url: "https://example.com/product-page/mlima-coffee" },
  currency: "KWD",
  brand: { id: "b1", name: "Metri Coffee" },
  media: { itemsInfo: { items: [{ image: { url: "https://static.example.com/1.jpg" } }, { video: {} }] } },
  createdDate: "2026-01-01T03:00:00+03:00",
  updatedDate: "2026-01-02T00:00:00Z",
} satisfies vendor.V3Product;

export const v3Variant = {
  variantId: "c0ffee00-1d2a-4b7c-8e90-0000000000d1",
  sku: "MLIMA-250",
  barcode: "6001234567897",
  optionChoices: [{ optionChoiceNames: { optionName: "Weight", choiceName: "250g" } }],
  price: { actualPrice: { amount: "1.234" }, compareAtPrice: { amount: "1.500" } },
  productData: { productId: v3Product.id },
} satisfies vendor.V3Variant;

export const properties = {
  properties: {
    siteDisplayName: "Duka",
    businessName: "Duka la Amina",
    paymentCurrency: "USD",
    timeZone: "Africa/Nairobi",
    language: "sw",
    locale: { languageCode: "sw", country: "KE" },
    address: { city: "Nairobi", country: "KE" },
  },
  version: "3",
};

/** An address is written in one line, or as a street and a number. */
export const locations = {
  locations: [
    {
      id: "1b9e6f40-83ca-4d27-90b2-5fe1d7a3c608",
      name: "Marina Road",
      status: "ACTIVE",
      archived: false,
      timeZone: "Africa/Lagos",
      address: { country: "NG", subdivision: "NG-LA", city: "Lagos", addressLine: "12 Marina Road" },
    },
    {
      id: "1b9e6f40-83ca-4d27-90b2-5fe1d7a3c609",
      name: "Kenyatta Avenue",
      status: "ACTIVE",
      archived: false,
      timeZone: "Africa/Nairobi",
      phone: "+254200000000",
      address: { country: "KE", city: "Nairobi", streetAddress: { number: "8", name: "Kenyatta Avenue" } },
    },
  ],
  pagingMetadata: { count: 2, offset: 0, total: 2, hasNext: false },
};

export const contact = {
  id: "e4b7a0c2-6d19-4f83-b5a1-20c97fd3e864",
  revision: 4,
  createdDate: "2026-03-11T06:45:10.500Z",
  updatedDate: "2026-03-12T06:45:10.500Z",
  primaryInfo: { email: "ngozi@example.org", phone: "+2348000000000" },
  info: {
    name: { first: "Ngozi", last: "Okafor" },
    company: "Okafor Ltd",
    addresses: {
      items: [
        { tag: "HOME", address: { country: "NG", city: "Lagos", addressLine: "12  Marina Road" } },
        {
          tag: "WORK",
          address: { country: "NG", city: "Abuja", streetAddress: { number: "3", name: "Aminu Kano" } },
        },
      ],
    },
  },
} satisfies vendor.Contact;
