/**
 * The GraphQL documents, Admin API 2026-10. Each is validated against Shopify's own schema, and its cost computed,
 * in test/platforms/shopify-schema.test.ts.
 *
 * Money is read in the shop's currency (`shopMoney`); an order's total also in the buyer's (`presentmentMoney`), so
 * that the raw object shows both. Lists are read as edges: each record's own cursor lets a page end early.
 */

const BAG = `fragment Bag on MoneyBag { shopMoney { amount currencyCode } }`;

const ADDRESS = `fragment Address on MailingAddress {
  name company address1 address2 city province zip countryCodeV2 phone
}`;

const ALLOCATION = `fragment Allocation on DiscountAllocation {
  allocatedAmountSet { ...Bag }
  discountApplication { index }
}`;

const TAX = `fragment Tax on TaxLine { title rate priceSet { ...Bag } }`;

const LINE = `fragment Line on LineItem {
  id name sku quantity
  product { id }
  variant { id }
  originalUnitPriceSet { ...Bag }
  originalTotalSet { ...Bag }
  discountAllocations { ...Allocation }
  taxLines { ...Tax }
}`;

const SHIPPING = `fragment Shipping on ShippingLine {
  title code
  originalPriceSet { ...Bag }
  discountedPriceSet { ...Bag }
  discountAllocations { ...Allocation }
}`;

const DISCOUNT = `fragment Discount on DiscountApplication {
  __typename index
  ... on DiscountCodeApplication { code }
  ... on AutomaticDiscountApplication { title }
  ... on ManualDiscountApplication { title }
  ... on ScriptDiscountApplication { title }
}`;

const REFUND_LINE = `fragment RefundLine on RefundLineItem {
  quantity
  lineItem { id }
  subtotalSet { ...Bag }
  totalTaxSet { ...Bag }
}`;

const REFUND = `fragment RefundParts on Refund {
  id note createdAt processedAt updatedAt
  totalRefundedSet { ...Bag }
  refundLineItems(first: $refundLines) { nodes { ...RefundLine } pageInfo { hasNextPage endCursor } }
  transactions(first: $transactions) { nodes { status } pageInfo { hasNextPage } }
}`;

const ORDER = `fragment OrderParts on Order {
  id name createdAt updatedAt closedAt cancelledAt note sourceName test edited
  displayFinancialStatus displayFulfillmentStatus
  currencyCode presentmentCurrencyCode taxesIncluded dutiesIncluded
  app { name }
  retailLocation { id }
  customer { id }
  shippingAddress { ...Address }
  totalTaxSet { ...Bag }
  totalTipReceivedSet { ...Bag }
  totalPriceSet { ...Bag presentmentMoney { amount currencyCode } }
  totalRefundedSet { ...Bag }
  originalTotalDutiesSet { ...Bag }
  originalTotalAdditionalFeesSet { ...Bag }
  taxLines { ...Tax }
  lineItems(first: $lines) { nodes { ...Line } pageInfo { hasNextPage endCursor } }
  shippingLines(first: $shippingLines) { nodes { ...Shipping } pageInfo { hasNextPage endCursor } }
  discountApplications(first: $discounts) { nodes { ...Discount } pageInfo { hasNextPage endCursor } }
  refunds { ...RefundParts }
}`;

const ORDER_FRAGMENTS = [
  ORDER,
  LINE,
  SHIPPING,
  DISCOUNT,
  REFUND,
  REFUND_LINE,
  ALLOCATION,
  TAX,
  ADDRESS,
  BAG,
].join("\n");

const ORDER_SIZES = `$lines: Int!, $shippingLines: Int!, $discounts: Int!, $refundLines: Int!, $transactions: Int!`;

/** How much of an order's nested lists comes with a list of orders: most orders fit; the others are read again alone. */
export const ORDER_IN_LIST = { lines: 12, shippingLines: 3, discounts: 7, refundLines: 7, transactions: 3 };
export const ORDER_ALONE = { lines: 30, shippingLines: 10, discounts: 20, refundLines: 20, transactions: 10 };

/** `accessScopes` tells with each page whether orders older than 60 days are open to us (`read_all_orders`). */
export const ORDERS = `query Orders(
  $first: Int!, $after: String, $search: String, $sort: OrderSortKeys!, $reverse: Boolean!, ${ORDER_SIZES}
) {
  currentAppInstallation { accessScopes { handle } }
  orders(first: $first, after: $after, query: $search, sortKey: $sort, reverse: $reverse) {
    edges { cursor node { ...OrderParts } }
    pageInfo { hasNextPage endCursor }
  }
}
${ORDER_FRAGMENTS}`;

export const ORDER_BY_ID = `query OrderById($id: ID!, ${ORDER_SIZES}) {
  order(id: $id) { ...OrderParts }
}
${ORDER_FRAGMENTS}`;

export const ORDER_LINES = `query OrderLines($id: ID!, $first: Int!, $after: String) {
  owner: order(id: $id) {
    part: lineItems(first: $first, after: $after) { nodes { ...Line } pageInfo { hasNextPage endCursor } }
  }
}
${LINE}
${ALLOCATION}
${TAX}
${BAG}`;

export const ORDER_SHIPPING = `query OrderShipping($id: ID!, $first: Int!, $after: String) {
  owner: order(id: $id) {
    part: shippingLines(first: $first, after: $after) { nodes { ...Shipping } pageInfo { hasNextPage endCursor } }
  }
}
${SHIPPING}
${ALLOCATION}
${BAG}`;

export const ORDER_DISCOUNTS = `query OrderDiscounts($id: ID!, $first: Int!, $after: String) {
  owner: order(id: $id) {
    part: discountApplications(first: $first, after: $after) {
      nodes { ...Discount }
      pageInfo { hasNextPage endCursor }
    }
  }
}
${DISCOUNT}`;

export const REFUND_LINES = `query RefundLines($id: ID!, $first: Int!, $after: String) {
  owner: refund(id: $id) {
    part: refundLineItems(first: $first, after: $after) { nodes { ...RefundLine } pageInfo { hasNextPage endCursor } }
  }
}
${REFUND_LINE}
${BAG}`;

/** Shopify has no list of refunds at its root: they hang on their orders. */
export const ORDERS_WITH_REFUNDS = `query OrdersWithRefunds(
  $first: Int!, $after: String, $search: String, $reverse: Boolean!, $refundLines: Int!, $transactions: Int!
) {
  currentAppInstallation { accessScopes { handle } }
  orders(first: $first, after: $after, query: $search, sortKey: UPDATED_AT, reverse: $reverse) {
    edges { cursor node { id taxesIncluded refunds { ...RefundParts } } }
    pageInfo { hasNextPage endCursor }
  }
}
${REFUND}
${REFUND_LINE}
${BAG}`;

const VARIANT = `fragment Variant on ProductVariant {
  id sku barcode title price compareAtPrice
  selectedOptions { name value }
  inventoryItem { id tracked }
}`;

const MEDIA = `fragment Picture on Media { __typename ... on MediaImage { image { url } } }`;

const PRODUCT = `fragment ProductParts on Product {
  id title description status vendor productType tags onlineStoreUrl createdAt updatedAt
  category { fullName }
  variants(first: $variants) { nodes { ...Variant } pageInfo { hasNextPage endCursor } }
  media(first: $media) { nodes { ...Picture } pageInfo { hasNextPage endCursor } }
}`;

const PRODUCT_FRAGMENTS = [PRODUCT, VARIANT, MEDIA].join("\n");

export const PRODUCT_IN_LIST = { variants: 50, media: 10 };
export const PRODUCT_ALONE = { variants: 250, media: 100 };

/** A variant's price is a bare number: the shop's currency, asked for beside it, completes it. */
export const PRODUCTS = `query Products(
  $first: Int!, $after: String, $search: String, $sort: ProductSortKeys!, $variants: Int!, $media: Int!
) {
  shop { currencyCode }
  products(first: $first, after: $after, query: $search, sortKey: $sort) {
    edges { cursor node { ...ProductParts } }
    pageInfo { hasNextPage endCursor }
  }
}
${PRODUCT_FRAGMENTS}`;

export const PRODUCT_BY_ID = `query ProductById($id: ID!, $variants: Int!, $media: Int!) {
  shop { currencyCode }
  product(id: $id) { ...ProductParts }
}
${PRODUCT_FRAGMENTS}`;

export const PRODUCT_VARIANTS = `query ProductVariants($id: ID!, $first: Int!, $after: String) {
  owner: product(id: $id) {
    part: variants(first: $first, after: $after) { nodes { ...Variant } pageInfo { hasNextPage endCursor } }
  }
}
${VARIANT}`;

export const PRODUCT_MEDIA = `query ProductMedia($id: ID!, $first: Int!, $after: String) {
  owner: product(id: $id) {
    part: media(first: $first, after: $after) { nodes { ...Picture } pageInfo { hasNextPage endCursor } }
  }
}
${MEDIA}`;

const LEVEL = `fragment Level on InventoryLevel {
  updatedAt
  location { id }
  item { id sku variants(first: 1) { nodes { id product { id } } pageInfo { hasNextPage } } }
  quantities(names: ["available", "on_hand"]) { name quantity }
}`;

/** Stock is counted per location: this reads the location after `$walk`, and the first of its levels. */
export const NEXT_LOCATION_LEVELS = `query NextLocationLevels($walk: String, $first: Int!, $search: String) {
  locations(first: 1, after: $walk, sortKey: ID, includeLegacy: true) {
    nodes {
      id
      inventoryLevels(first: $first, query: $search) { nodes { ...Level } pageInfo { hasNextPage endCursor } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
${LEVEL}`;

export const LOCATION_LEVELS = `query LocationLevels($id: ID!, $first: Int!, $after: String, $search: String) {
  location(id: $id) {
    inventoryLevels(first: $first, after: $after, query: $search) {
      nodes { ...Level }
      pageInfo { hasNextPage endCursor }
    }
  }
}
${LEVEL}`;

export const LOCATIONS = `query Locations($first: Int!, $after: String) {
  locations(first: $first, after: $after, sortKey: ID, includeInactive: true, includeLegacy: true) {
    edges {
      cursor
      node {
        id name isActive isFulfillmentService createdAt updatedAt
        address { address1 address2 city province zip countryCode phone }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const CUSTOMERS = `query Customers($first: Int!, $after: String, $search: String, $sort: CustomerSortKeys!) {
  customers(first: $first, after: $after, query: $search, sortKey: $sort) {
    edges {
      cursor
      node {
        id firstName lastName note createdAt updatedAt
        defaultEmailAddress { emailAddress }
        defaultPhoneNumber { phoneNumber }
        defaultAddress { company }
        addressesV2(first: 20) { nodes { ...Address } pageInfo { hasNextPage } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
${ADDRESS}`;

export const STORE = `query Store {
  shop {
    id name myshopifyDomain currencyCode ianaTimezone createdAt
    primaryDomain { url }
    shopAddress { countryCodeV2 }
  }
}`;

export const IDENTITY = `query Identity { shop { id myshopifyDomain } }`;

/** Ends the grant at Shopify: only the app itself may run it. */
export const UNINSTALL = `mutation Uninstall { appUninstall { userErrors { code message } } }`;
