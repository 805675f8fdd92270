import { fromDecimal } from "../../kernel/money";
import type { Customer, InventoryLevel, Location, Product, Store } from "../../model/retail";
import { expectShape, mapping, utc } from "../expect";
import { numericId } from "./ids";
import {
  customerShape,
  levelShape,
  locationShape,
  productShape,
  type ShopifyStore,
  type ShopifyVariant,
} from "./shapes";
import { address, textOrNull } from "./values";

/** @param currency the shop's: a variant's price comes without one. */
export function mapProduct(raw: unknown, currency: string): Product {
  const product = expectShape(productShape, raw, "product");
  return mapping("product", () => ({
    id: numericId(product.id),
    name: product.title,
    description: textOrNull(product.description),
    status: PRODUCT_STATUS[product.status] ?? "unknown",
    vendor: textOrNull(product.vendor),
    category: product.category?.fullName ?? textOrNull(product.productType),
    tags: product.tags,
    url: product.onlineStoreUrl,
    image_urls: product.media.nodes.flatMap((media) => (media.image ? [media.image.url] : [])),
    variants: product.variants.nodes.map((variant) => mapVariant(variant, currency)),
    created_at: utc(product.createdAt),
    updated_at: utc(product.updatedAt),
  }));
}

/** ProductStatus. UNLISTED is active, but found only by its link. */
const PRODUCT_STATUS: Readonly<Record<string, Product["status"]>> = {
  ACTIVE: "active",
  UNLISTED: "active",
  DRAFT: "draft",
  ARCHIVED: "archived",
};

function mapVariant(variant: ShopifyVariant, currency: string): Product["variants"][number] {
  return {
    id: numericId(variant.id),
    sku: textOrNull(variant.sku),
    barcode: textOrNull(variant.barcode),
    name: textOrNull(variant.title),
    options: variant.selectedOptions.map(({ name, value }) => ({ name, value })),
    price: fromDecimal(variant.price, currency),
    compare_at_price: variant.compareAtPrice === null ? null : fromDecimal(variant.compareAtPrice, currency),
    tracks_inventory: variant.inventoryItem.tracked,
    inventory_item_id: numericId(variant.inventoryItem.id),
  };
}

export function mapLevel(raw: unknown): InventoryLevel {
  const level = expectShape(levelShape, raw, "inventory_level");
  const variant = level.item.variants?.nodes[0];
  const quantity = (name: string) => {
    const found = level.quantities.find((entry) => entry.name === name);
    return found ? String(found.quantity) : null;
  };
  return mapping("inventory_level", () => ({
    variant_id: variant ? numericId(variant.id) : null,
    inventory_item_id: numericId(level.item.id),
    product_id: variant ? numericId(variant.product.id) : null,
    sku: textOrNull(level.item.sku),
    location_id: numericId(level.location.id),
    available: quantity("available"),
    on_hand: quantity("on_hand"),
    updated_at: utc(level.updatedAt),
  }));
}

export function mapLocation(raw: unknown): Location {
  const location = expectShape(locationShape, raw, "location");
  const at = location.address;
  return mapping("location", () => ({
    id: numericId(location.id),
    name: location.name,
    active: location.isActive,
    // A fulfilment service's location stands for a company, not for a place.
    kind: location.isFulfillmentService ? "unknown" : "physical",
    currency: null,
    timezone: null,
    address: {
      name: null,
      line1: at.address1,
      line2: at.address2,
      city: at.city,
      region: at.province,
      postal_code: at.zip,
      country: at.countryCode,
      phone: at.phone,
    },
    created_at: utc(location.createdAt),
    updated_at: utc(location.updatedAt),
  }));
}

export function mapCustomer(raw: unknown): Customer {
  const customer = expectShape(customerShape, raw, "customer");
  return mapping("customer", () => ({
    id: numericId(customer.id),
    first_name: textOrNull(customer.firstName),
    last_name: textOrNull(customer.lastName),
    company: textOrNull(customer.defaultAddress?.company),
    email: customer.defaultEmailAddress?.emailAddress ?? null,
    phone: customer.defaultPhoneNumber?.phoneNumber ?? null,
    addresses: customer.addressesV2.nodes.map(address),
    note: textOrNull(customer.note),
    created_at: utc(customer.createdAt),
    updated_at: utc(customer.updatedAt),
  }));
}

export function mapStore(shop: ShopifyStore): Store {
  return mapping("shop", () => ({
    id: numericId(shop.id),
    name: shop.name,
    url: shop.primaryDomain.url,
    country: shop.shopAddress.countryCodeV2,
    currency: shop.currencyCode,
    timezone: shop.ianaTimezone,
    locale: null, // needs the read_locales scope, which nothing else does
    created_at: utc(shop.createdAt),
  }));
}
