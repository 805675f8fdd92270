import { z } from "zod";

/**
 * The parts of Shopify's answers we use. Nullability is that of the 2026-10 schema; enums stay open strings, since
 * Shopify adds values between versions.
 */

const text = z.string().nullable();
const moneyShape = z.object({ amount: z.string(), currencyCode: z.string() });
const bagShape = z.object({ shopMoney: moneyShape });
export type Bag = z.infer<typeof bagShape>;
const ref = z.object({ id: z.string() });

export const pageInfoShape = z.object({ hasNextPage: z.boolean(), endCursor: text });
const moreShape = z.object({ hasNextPage: z.boolean() });

const connection = <T extends z.ZodType>(node: T) => z.object({ nodes: z.array(node), pageInfo: moreShape });

/** A list's page; nodes stay as Shopify sent them until they are mapped. */
export const pageShape = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: z.unknown() })),
  pageInfo: pageInfoShape,
});

/** One more part of a nested list (`owner { part { … } }`); the owner is null once it was deleted. */
export const partShape = z.object({
  owner: z.object({ part: z.object({ nodes: z.array(z.unknown()), pageInfo: pageInfoShape }) }).nullable(),
});

export const scopesShape = z.object({
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
});

const addressShape = z.object({
  name: text,
  company: text,
  address1: text,
  address2: text,
  city: text,
  province: text,
  zip: text,
  countryCodeV2: text,
  phone: text,
});
export type MailingAddress = z.infer<typeof addressShape>;

const allocationShape = z.object({
  allocatedAmountSet: bagShape,
  discountApplication: z.object({ index: z.int() }),
});
export type Allocation = z.infer<typeof allocationShape>;

const taxShape = z.object({ title: z.string(), rate: z.number().nullable(), priceSet: bagShape });
export type TaxLine = z.infer<typeof taxShape>;

const lineShape = z.object({
  id: z.string(),
  name: z.string(),
  sku: text,
  quantity: z.int(),
  product: ref.nullable(),
  variant: ref.nullable(),
  originalUnitPriceSet: bagShape,
  originalTotalSet: bagShape,
  discountAllocations: z.array(allocationShape),
  taxLines: z.array(taxShape),
});
export type Line = z.infer<typeof lineShape>;

const shippingShape = z.object({
  title: z.string(),
  code: text,
  originalPriceSet: bagShape,
  discountedPriceSet: bagShape,
  discountAllocations: z.array(allocationShape),
});

/** A code's discount has `code`; the automatic, manual and scripted ones have `title`. */
const discountShape = z.object({
  __typename: z.string(),
  index: z.int(),
  code: z.string().optional(),
  title: z.string().optional(),
});

export const refundShape = z.object({
  id: z.string(),
  note: text,
  createdAt: text,
  processedAt: z.string(),
  updatedAt: z.string(),
  totalRefundedSet: bagShape,
  refundLineItems: connection(
    z.object({ quantity: z.int(), lineItem: ref, subtotalSet: bagShape, totalTaxSet: bagShape }),
  ),
  transactions: connection(z.object({ status: z.string() })),
});
export type ShopifyRefund = z.infer<typeof refundShape>;

export const orderShape = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  closedAt: text,
  cancelledAt: text,
  note: text,
  sourceName: text,
  edited: z.boolean(),
  displayFinancialStatus: text,
  displayFulfillmentStatus: z.string(),
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  taxesIncluded: z.boolean(),
  dutiesIncluded: z.boolean(),
  app: z.object({ name: z.string() }).nullable(),
  retailLocation: ref.nullable(),
  customer: ref.nullable(),
  shippingAddress: addressShape.nullable(),
  totalTaxSet: bagShape.nullable(),
  totalTipReceivedSet: bagShape,
  totalPriceSet: bagShape,
  totalRefundedSet: bagShape,
  originalTotalDutiesSet: bagShape.nullable(),
  originalTotalAdditionalFeesSet: bagShape.nullable(),
  taxLines: z.array(taxShape),
  lineItems: connection(lineShape),
  shippingLines: connection(shippingShape),
  discountApplications: connection(discountShape),
  refunds: z.array(refundShape),
});
export type ShopifyOrder = z.infer<typeof orderShape>;

export const orderWithRefundsShape = z.object({
  id: z.string(),
  taxesIncluded: z.boolean(),
  refunds: z.array(z.unknown()),
});

const variantShape = z.object({
  id: z.string(),
  sku: text,
  barcode: text,
  title: z.string(),
  price: z.string(),
  compareAtPrice: text,
  selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
  inventoryItem: z.object({ id: z.string(), tracked: z.boolean() }),
});
export type ShopifyVariant = z.infer<typeof variantShape>;

export const productShape = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  status: z.string(),
  vendor: z.string(),
  productType: z.string(),
  tags: z.array(z.string()),
  onlineStoreUrl: text,
  createdAt: z.string(),
  updatedAt: z.string(),
  category: z.object({ fullName: z.string() }).nullable(),
  variants: connection(variantShape),
  /** An empty object for a video or a 3D model. */
  media: connection(z.object({ image: z.object({ url: z.string() }).nullable().optional() })),
});

export const shopCurrencyShape = z.object({ shop: z.object({ currencyCode: z.string() }) });

export const levelShape = z.object({
  updatedAt: z.string(),
  location: ref,
  item: z.object({
    id: z.string(),
    sku: text,
    variants: connection(z.object({ id: z.string(), product: ref })).nullable(),
  }),
  quantities: z.array(z.object({ name: z.string(), quantity: z.int() })),
});

const levelsShape = z.object({ nodes: z.array(z.unknown()), pageInfo: pageInfoShape });
export const nextLocationShape = z.object({
  locations: z.object({
    nodes: z.array(z.object({ id: z.string(), inventoryLevels: levelsShape })),
    pageInfo: pageInfoShape,
  }),
});
export const locationLevelsShape = z.object({
  location: z.object({ inventoryLevels: levelsShape }).nullable(),
});

export const locationShape = z.object({
  id: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  isFulfillmentService: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  address: z.object({
    address1: text,
    address2: text,
    city: text,
    province: text,
    zip: text,
    countryCode: text,
    phone: text,
  }),
});

export const customerShape = z.object({
  id: z.string(),
  firstName: text,
  lastName: text,
  note: text,
  createdAt: z.string(),
  updatedAt: z.string(),
  defaultEmailAddress: z.object({ emailAddress: z.string() }).nullable(),
  defaultPhoneNumber: z.object({ phoneNumber: z.string() }).nullable(),
  defaultAddress: z.object({ company: text }).nullable(),
  addressesV2: connection(addressShape),
});

export const storeShape = z.object({
  shop: z.object({
    id: z.string(),
    name: z.string(),
    myshopifyDomain: z.string(),
    currencyCode: z.string(),
    ianaTimezone: z.string(),
    createdAt: z.string(),
    primaryDomain: z.object({ url: z.string() }),
    shopAddress: z.object({ countryCodeV2: text }),
  }),
});
export type ShopifyStore = z.infer<typeof storeShape>["shop"];

export const identityShape = z.object({ shop: z.object({ id: z.string(), myshopifyDomain: z.string() }) });
