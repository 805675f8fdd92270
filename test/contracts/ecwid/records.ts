import { z } from "zod";

/**
 * Fields of Ecwid's records with their types, as facts from the vendor's Java client (Ecwid/ecwid-java-api-client,
 * FetchedOrder, FetchedProduct, FetchedVariation, FetchedCustomer, FetchedStoreProfile): those that the adapter or our
 * answers name, and their neighbours. From the API documentation alone: a product's `imageUrl`, a customer's `name` and
 * `totalOrderCount`, and how times are written.
 */

const id = z.int();
const text = z.string();
const number = z.number();
const flag = z.boolean();
const time = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}$/);
const places = z.record(z.string().regex(/^\d+$/), z.int());

export const person = z
  .strictObject({
    name: text,
    firstName: text,
    lastName: text,
    companyName: text,
    street: text,
    city: text,
    countryCode: text,
    countryName: text,
    postalCode: text,
    stateOrProvinceCode: text,
    stateOrProvinceName: text,
    phone: text,
  })
  .partial();

const discountInfo = z
  .strictObject({
    value: number,
    type: z.enum(["ABS", "PERCENT"]),
    base: text,
    orderTotal: number,
    description: text,
  })
  .partial();

export const tax = z
  .strictObject({
    name: text,
    value: number,
    total: number,
    taxOnDiscountedSubtotal: number,
    taxOnShipping: number,
    taxOnHandlingFee: number,
    includeInPrice: flag,
  })
  .partial();

export const item = z
  .strictObject({
    id,
    productId: id,
    categoryId: id,
    combinationId: id,
    price: number,
    productPrice: number,
    sku: text,
    name: text,
    quantity: z.int(),
    quantityInStock: z.int(),
    tax: number,
    taxes: z.array(tax),
    shipping: number,
    handlingFee: number,
    couponApplied: flag,
    couponAmount: number,
    discounts: z.array(z.strictObject({ discountInfo, total: number }).partial()),
    digital: flag,
    isShippingRequired: flag,
  })
  .partial();

export const order = z
  .strictObject({
    id: text,
    internalId: id,
    orderNumber: id,
    vendorOrderNumber: text,
    email: text,
    hidden: flag,
    createDate: time,
    createTimestamp: id,
    updateDate: time,
    updateTimestamp: id,
    refererUrl: text,
    refererId: text,
    orderComments: text,
    privateAdminNotes: text,
    paymentMethod: text,
    paymentStatus: text,
    fulfillmentStatus: text,
    trackingNumber: text,
    customerId: id,
    total: number,
    totalWithoutTax: number,
    totalBeforeGiftCardRedemption: number,
    giftCardRedemption: number,
    subtotal: number,
    usdTotal: number,
    tax: number,
    pricesIncludeTax: flag,
    discount: number,
    couponDiscount: number,
    volumeDiscount: number,
    membershipBasedDiscount: number,
    discountInfo: z.array(discountInfo),
    discountCoupon: z
      .strictObject({ id, name: text, code: text, discountType: text, status: text, discount: number })
      .partial(),
    items: z.array(item),
    billingPerson: person,
    shippingPerson: person,
    shippingOption: z
      .strictObject({
        shippingMethodId: text,
        shippingCarrierName: text,
        shippingMethodName: text,
        shippingRate: number,
        isPickup: flag,
        locationId: text,
      })
      .partial(),
    handlingFee: z.strictObject({ name: text, value: number, description: text }).partial(),
    customSurcharges: z.array(
      z
        .strictObject({
          id: text,
          value: number,
          type: z.enum(["ABSOLUTE", "PERCENT"]),
          total: number,
          description: text,
          taxable: flag,
        })
        .partial(),
    ),
    refundedAmount: number,
    refunds: z.array(z.strictObject({ date: time, source: text, reason: text, amount: number }).partial()),
  })
  .partial();

const attributes = z.array(z.strictObject({ id, name: text, type: text, value: text, show: text }).partial());

const SOLD = {
  id,
  sku: text,
  price: number,
  compareToPrice: number,
  costPrice: number,
  quantity: z.int(),
  locationInventory: places,
  unlimited: flag,
  inStock: flag,
  attributes,
  imageUrl: text,
};

export const combination = z
  .strictObject({
    ...SOLD,
    combinationNumber: id,
    options: z.array(z.strictObject({ name: text, value: text }).partial()),
  })
  .partial();

export const product = z
  .strictObject({
    ...SOLD,
    name: text,
    description: text,
    url: text,
    created: time,
    updated: time,
    createTimestamp: id,
    updateTimestamp: id,
    enabled: flag,
    nameYourPriceEnabled: flag,
    categoryIds: z.array(id),
    categories: z.array(z.strictObject({ id, enabled: flag, name: text }).partial()),
    defaultCategoryId: id,
    defaultCombinationId: id,
    media: z
      .strictObject({
        images: z.array(z.strictObject({ id: text, isMain: flag, imageOriginalUrl: text }).partial()),
        videos: z.array(z.unknown()),
      })
      .partial(),
    combinations: z.array(combination),
  })
  .partial();

export const customer = z
  .strictObject({
    id,
    name: text,
    email: text,
    registered: time,
    updated: time,
    totalOrderCount: z.int(),
    customerGroupId: id,
    billingPerson: person,
    shippingAddresses: z.array(person.extend({ id }).partial()),
    privateAdminNotes: text,
    taxExempt: flag,
    acceptMarketing: flag,
    lang: text,
  })
  .partial();

export const profile = z
  .strictObject({
    generalInfo: z.strictObject({ storeId: id, storeUrl: text }).partial(),
    account: z.strictObject({ accountName: text, accountEmail: text, registrationDate: time }).partial(),
    settings: z.strictObject({ closed: flag, storeName: text }).partial(),
    company: z.strictObject({ companyName: text, email: text, city: text, countryCode: text }).partial(),
    formatsAndUnits: z
      .strictObject({ currency: text, currencyPrecision: z.int(), timezone: text, weightUnit: text })
      .partial(),
    languages: z.strictObject({ enabledLanguages: z.array(text), defaultLanguage: text }).partial(),
  })
  .partial();
