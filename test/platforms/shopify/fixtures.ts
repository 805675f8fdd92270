/**
 * Answers of Shopify's, made for the tests: their shape, nullability and enums are held against Shopify's schema in
 * shopify-schema.test.ts, and their sums are worked out by hand.
 */

type Json = Record<string, unknown>;

export const bag = (amount: string, currencyCode: string): Json => ({ shopMoney: { amount, currencyCode } });
const end = { hasNextPage: false, endCursor: null };
const whole = (nodes: unknown[]): Json => ({ nodes, pageInfo: end });
const short = (nodes: unknown[]): Json => ({ nodes, pageInfo: { hasNextPage: false } });

export const SCOPES_60_DAYS: Json = {
  currentAppInstallation: { accessScopes: [{ handle: "read_orders" }, { handle: "read_products" }] },
};
export const SCOPES_ALL_ORDERS: Json = {
  currentAppInstallation: { accessScopes: [{ handle: "read_orders" }, { handle: "read_all_orders" }] },
};

export const page = (nodes: unknown[], next: string | null = null): Json => ({
  edges: nodes.map((node, at) => ({ cursor: `c${at}`, node })),
  pageInfo: { hasNextPage: next !== null, endCursor: next },
});

const allocation = (amount: string, currency: string, index: number): Json => ({
  allocatedAmountSet: bag(amount, currency),
  discountApplication: { index },
});

export const line = (id: number, currency: string, over: Json = {}): Json => ({
  id: `gid://shopify/LineItem/${id}`,
  name: "Mug - Blue",
  sku: "MUG-B",
  quantity: 1,
  product: { id: "gid://shopify/Product/11" },
  variant: { id: "gid://shopify/ProductVariant/111" },
  originalUnitPriceSet: bag("10.00", currency),
  originalTotalSet: bag("10.00", currency),
  discountAllocations: [],
  taxLines: [],
  ...over,
});

export const order = (id: number, currency: string, over: Json = {}): Json => ({
  id: `gid://shopify/Order/${id}`,
  name: `#${id}`,
  createdAt: "2026-10-01T09:00:00Z",
  updatedAt: "2026-10-02T10:00:00Z",
  closedAt: null,
  cancelledAt: null,
  note: null,
  sourceName: "web",
  test: false,
  edited: false,
  displayFinancialStatus: "PAID",
  displayFulfillmentStatus: "UNFULFILLED",
  currencyCode: currency,
  presentmentCurrencyCode: currency,
  taxesIncluded: false,
  dutiesIncluded: false,
  app: { name: "Online Store" },
  retailLocation: null,
  customer: { id: "gid://shopify/Customer/7" },
  shippingAddress: null,
  totalTaxSet: bag("0.0", currency),
  totalTipReceivedSet: bag("0.0", currency),
  totalPriceSet: { ...bag("10.00", currency), presentmentMoney: { amount: "10.00", currencyCode: currency } },
  totalRefundedSet: bag("0.0", currency),
  originalTotalDutiesSet: null,
  originalTotalAdditionalFeesSet: null,
  taxLines: [],
  lineItems: whole([line(id * 10, currency)]),
  shippingLines: whole([]),
  discountApplications: whole([]),
  refunds: [],
  ...over,
});

const total = (
  amount: string,
  currency: string,
  presentment = amount,
  presentmentCurrency = currency,
): Json => ({
  ...bag(amount, currency),
  presentmentMoney: { amount: presentment, currencyCode: presentmentCurrency },
});

export const refund = (id: number, currency: string, over: Json = {}): Json => ({
  id: `gid://shopify/Refund/${id}`,
  note: "Broken",
  createdAt: "2026-10-05T12:00:00+03:00",
  processedAt: "2026-10-05T12:00:00+03:00",
  updatedAt: "2026-10-05T12:30:00+03:00",
  totalRefundedSet: bag("29.16", currency),
  refundLineItems: whole([
    {
      quantity: 1,
      lineItem: { id: "gid://shopify/LineItem/10012" },
      subtotalSet: bag("27.00", currency),
      totalTaxSet: bag("2.16", currency),
    },
  ]),
  transactions: short([{ status: "SUCCESS" }]),
  ...over,
});

/**
 * Two lines (100.00 and 30.00); a code takes 10 % off the order (10.00 + 3.00), an automatic discount 5.00 off the
 * first line, a code the shipping of 9.00; 8 % tax on what is left (6.80 + 2.16). 130 − 18 + 0 + 8.96 = 120.96.
 * The second line was sent back: 27.00 + 2.16.
 */
export const DISCOUNTED_USD = order(1001, "USD", {
  createdAt: "2026-10-01T09:00:00+03:00",
  updatedAt: "2026-10-05T12:30:00+03:00",
  note: "Leave at the door",
  displayFinancialStatus: "PARTIALLY_REFUNDED",
  displayFulfillmentStatus: "PARTIALLY_FULFILLED",
  shippingAddress: {
    name: "Amina Odhiambo",
    company: null,
    address1: "Kimathi Street 1",
    address2: null,
    city: "Nairobi",
    province: "Nairobi Area",
    zip: "00100",
    countryCodeV2: "KE",
    phone: null,
  },
  totalTaxSet: bag("8.96", "USD"),
  totalPriceSet: total("120.96", "USD"),
  totalRefundedSet: bag("29.16", "USD"),
  taxLines: [{ title: "Sales tax", rate: 0.08, priceSet: bag("8.96", "USD") }],
  lineItems: whole([
    line(10011, "USD", {
      name: "Lamp",
      quantity: 2,
      originalUnitPriceSet: bag("50.00", "USD"),
      originalTotalSet: bag("100.0", "USD"),
      discountAllocations: [allocation("10.00", "USD", 0), allocation("5.00", "USD", 1)],
      taxLines: [{ title: "Sales tax", rate: 0.08, priceSet: bag("6.80", "USD") }],
    }),
    line(10012, "USD", {
      originalUnitPriceSet: bag("30.00", "USD"),
      originalTotalSet: bag("30.00", "USD"),
      discountAllocations: [allocation("3.00", "USD", 0)],
      taxLines: [{ title: "Sales tax", rate: 0.08, priceSet: bag("2.16", "USD") }],
    }),
  ]),
  shippingLines: whole([
    {
      title: "Standard",
      code: "STD",
      originalPriceSet: bag("9.00", "USD"),
      discountedPriceSet: bag("0.0", "USD"),
      discountAllocations: [allocation("9.00", "USD", 2)],
    },
  ]),
  discountApplications: whole([
    { __typename: "DiscountCodeApplication", index: 0, code: "SAVE10" },
    { __typename: "AutomaticDiscountApplication", index: 1, title: "Spring" },
    { __typename: "DiscountCodeApplication", index: 2, code: "FREESHIP" },
  ]),
  refunds: [refund(501, "USD")],
});

/** A sale at a till in yen, tax of 10 % inside the prices: 3 × 1,100 + 550 for delivery, of which 350 is tax. */
export const TILL_JPY = order(1002, "JPY", {
  sourceName: "pos",
  app: { name: "Point of Sale" },
  retailLocation: { id: "gid://shopify/Location/31" },
  closedAt: "2026-10-01T10:00:00Z",
  displayFulfillmentStatus: "FULFILLED",
  taxesIncluded: true,
  totalTaxSet: bag("350", "JPY"),
  totalPriceSet: total("3850.0", "JPY"),
  taxLines: [{ title: "消費税", rate: 0.1, priceSet: bag("350.0", "JPY") }],
  lineItems: whole([
    line(10021, "JPY", {
      quantity: 3,
      originalUnitPriceSet: bag("1100.0", "JPY"),
      originalTotalSet: bag("3300.0", "JPY"),
      taxLines: [{ title: "消費税", rate: 0.1, priceSet: bag("300.0", "JPY") }],
    }),
  ]),
  shippingLines: whole([
    {
      title: "Delivery",
      code: null,
      originalPriceSet: bag("550", "JPY"),
      discountedPriceSet: bag("550", "JPY"),
      discountAllocations: [],
    },
  ]),
});

/** A shop in dinars (three decimals) whose buyer paid in dollars: 12.345 + 2.500 duties + 1.000 tip. */
export const FOREIGN_KWD = order(1003, "KWD", {
  presentmentCurrencyCode: "USD",
  totalTaxSet: null,
  totalTipReceivedSet: bag("1.0", "KWD"),
  originalTotalDutiesSet: bag("2.5", "KWD"),
  totalPriceSet: total("15.845", "KWD", "51.73", "USD"),
  lineItems: whole([
    line(10031, "KWD", {
      originalUnitPriceSet: bag("12.345", "KWD"),
      originalTotalSet: bag("12.345", "KWD"),
    }),
  ]),
});

/** Edited (a line of 1,000 taken out again), then cancelled: its parts do not add up to its total. */
export const CANCELLED_NGN = order(1004, "NGN", {
  edited: true,
  cancelledAt: "2026-10-03T08:00:00+01:00",
  closedAt: "2026-10-03T08:00:00+01:00",
  displayFinancialStatus: "VOIDED",
  displayFulfillmentStatus: "RESTOCKED",
  totalPriceSet: total("4000.00", "NGN"),
  lineItems: whole([
    line(10041, "NGN", {
      originalUnitPriceSet: bag("5000.00", "NGN"),
      originalTotalSet: bag("5000.00", "NGN"),
    }),
  ]),
});

/** Everything null that may be: a guest's order of a product that no longer exists. */
export const BARE_ZAR = order(1005, "ZAR", {
  sourceName: null,
  displayFinancialStatus: null,
  app: null,
  customer: null,
  totalTaxSet: null,
  lineItems: whole([line(10051, "ZAR", { sku: null, product: null, variant: null })]),
});

export const ORDERS_DATA: Json = {
  ...SCOPES_60_DAYS,
  orders: page([DISCOUNTED_USD, TILL_JPY, FOREIGN_KWD, CANCELLED_NGN, BARE_ZAR], "c4"),
};

export const ordersWithRefunds = (orders: [number, Json[]][], next: string | null = null): Json => ({
  ...SCOPES_ALL_ORDERS,
  orders: page(
    orders.map(([id, refunds]) => ({ id: `gid://shopify/Order/${id}`, taxesIncluded: false, refunds })),
    next,
  ),
});

export const variant = (id: number, over: Json = {}): Json => ({
  id: `gid://shopify/ProductVariant/${id}`,
  sku: "MUG-B",
  barcode: "6001234567890",
  title: "Blue / Large",
  price: "1250.50",
  compareAtPrice: "1500.00",
  selectedOptions: [
    { name: "Colour", value: "Blue" },
    { name: "Size", value: "Large" },
  ],
  inventoryItem: { id: `gid://shopify/InventoryItem/${id + 1000}`, tracked: true },
  ...over,
});

export const product = (id: number, over: Json = {}): Json => ({
  id: `gid://shopify/Product/${id}`,
  title: "Mug",
  description: "A mug.",
  status: "ACTIVE",
  vendor: "Kiln & Co",
  productType: "Kitchen",
  tags: ["ceramic", "new"],
  onlineStoreUrl: "https://acme.example/products/mug",
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-09-30T23:30:00-05:00",
  category: { fullName: "Home & Garden > Kitchen & Dining > Tableware" },
  variants: whole([variant(111), variant(112, { sku: "", barcode: null, compareAtPrice: null })]),
  media: whole([
    { __typename: "MediaImage", image: { url: "https://cdn.shopify.example/mug.jpg" } },
    { __typename: "Video" },
    { __typename: "MediaImage", image: null },
  ]),
  ...over,
});

export const PRODUCTS_DATA: Json = {
  shop: { currencyCode: "NGN" },
  products: page([
    product(11),
    product(12, {
      status: "UNLISTED",
      description: "",
      vendor: "",
      category: null,
      tags: [],
      onlineStoreUrl: null,
      media: whole([]),
    }),
  ]),
};

export const level = (item: number, location: number, over: Json = {}): Json => ({
  updatedAt: "2026-10-01T00:00:00Z",
  location: { id: `gid://shopify/Location/${location}` },
  item: {
    id: `gid://shopify/InventoryItem/${item}`,
    sku: "MUG-B",
    variants: short([
      { id: "gid://shopify/ProductVariant/111", product: { id: "gid://shopify/Product/11" } },
    ]),
  },
  quantities: [
    { name: "available", quantity: -2 },
    { name: "on_hand", quantity: 3 },
  ],
  ...over,
});

export const levels = (nodes: unknown[], next: string | null = null): Json => ({
  nodes,
  pageInfo: { hasNextPage: next !== null, endCursor: next },
});

export const nextLocation = (id: number, of: Json, next: string | null): Json => ({
  locations: {
    nodes: [{ id: `gid://shopify/Location/${id}`, inventoryLevels: of }],
    pageInfo: { hasNextPage: next !== null, endCursor: next ?? "last" },
  },
});

export const location = (id: number, over: Json = {}): Json => ({
  id: `gid://shopify/Location/${id}`,
  name: "Ikeja",
  isActive: true,
  isFulfillmentService: false,
  createdAt: "2025-05-05T00:00:00+01:00",
  updatedAt: "2026-05-05T00:00:00+01:00",
  address: {
    address1: "Allen Avenue 5",
    address2: null,
    city: "Ikeja",
    province: "Lagos",
    zip: "100271",
    countryCode: "NG",
    phone: "+2348000000000",
  },
  ...over,
});

export const LOCATIONS_DATA: Json = {
  locations: page([location(31), location(32, { isActive: false, isFulfillmentService: true })]),
};

export const customer = (id: number, over: Json = {}): Json => ({
  id: `gid://shopify/Customer/${id}`,
  firstName: "Amina",
  lastName: "Odhiambo",
  note: null,
  createdAt: "2026-02-01T10:00:00Z",
  updatedAt: "2026-10-01T10:00:00Z",
  defaultEmailAddress: { emailAddress: "amina@example.com" },
  defaultPhoneNumber: { phoneNumber: "+254700000000" },
  defaultAddress: { company: "Odhiambo Ltd" },
  addressesV2: short([DISCOUNTED_USD.shippingAddress]),
  ...over,
});

export const CUSTOMERS_DATA: Json = {
  customers: page([
    customer(7),
    customer(8, {
      firstName: null,
      lastName: null,
      defaultEmailAddress: null,
      defaultPhoneNumber: null,
      defaultAddress: null,
      addressesV2: short([]),
    }),
  ]),
};

export const STORE_DATA: Json = {
  shop: {
    id: "gid://shopify/Shop/548380009",
    name: "Acme Lagos",
    myshopifyDomain: "acme.myshopify.com",
    currencyCode: "NGN",
    ianaTimezone: "Africa/Lagos",
    createdAt: "2024-03-01T08:00:00+01:00",
    primaryDomain: { url: "https://acme.example" },
    shopAddress: { countryCodeV2: "NG" },
  },
};

/** Shopify's throttled answer, as its documentation prints the cost; 101 points asked for, 46 there, 50 a second. */
export const throttled = (requested: number, available: number, restoreRate: number): Json => ({
  errors: [
    {
      message: "Throttled",
      extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" },
    },
  ],
  extensions: {
    cost: {
      requestedQueryCost: requested,
      actualQueryCost: null,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate },
    },
  },
});
