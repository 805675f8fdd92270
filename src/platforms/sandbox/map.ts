import type { z } from "zod";
import { rfc3339 } from "../../kernel/clock";
import { fromMinor, type Money } from "../../kernel/money";
import type { Address } from "../../model/common";
import { differenceOf } from "../../model/reconcile";
import type {
  Customer,
  InventoryLevel,
  Location,
  Order,
  OrderLine,
  Product,
  Refund,
  Store,
} from "../../model/retail";
import type {
  customerShape,
  locationShape,
  orderShape,
  productShape,
  returnShape,
  SandboxAddress,
  shopShape,
  stockShape,
} from "./shapes";

/** From the sandbox's words to ours, and back for the `status` filter. */
export const ORDER_STATUS = { placed: "open", done: "completed", void: "cancelled" } as const;
export const REFUND_STATUS = { waiting: "pending", done: "completed", failed: "failed" } as const;
export const PRODUCT_STATUS = { listed: "active", hidden: "draft", retired: "archived" } as const;

const PAYMENT_STATUS = {
  due: "pending",
  authorised: "authorized",
  part_captured: "partially_paid",
  captured: "paid",
  part_returned: "partially_refunded",
  returned: "refunded",
  released: "voided",
} as const;
const FULFILLMENT_STATUS = {
  none: "unfulfilled",
  part: "partial",
  all: "fulfilled",
  carried_away: "not_required",
} as const;
const CHANNEL = { till: "pos", web: "online" } as const;
const LOCATION_KIND = { store: "physical", warehouse: "physical", web: "online", van: "mobile" } as const;

/** A word we do not know becomes `unknown`, never a guess. */
function word<T extends string>(words: Readonly<Record<string, T>>, theirs: string): T | "unknown" {
  return Object.hasOwn(words, theirs) ? (words[theirs] ?? "unknown") : "unknown";
}

export function toStore(shop: z.infer<typeof shopShape>): Store {
  return {
    id: shop.key,
    name: shop.title,
    url: shop.web,
    country: shop.country_code,
    currency: shop.currency,
    timezone: shop.tz,
    locale: shop.lang,
    created_at: time(shop.opened),
  };
}

export function toLocation(place: z.infer<typeof locationShape>): Location {
  return {
    id: place.ref,
    name: place.title,
    active: place.trading,
    kind: word(LOCATION_KIND, place.type),
    currency: place.currency,
    timezone: place.tz,
    address: place.address && toAddress(place.address),
    created_at: time(place.opened),
    updated_at: time(place.changed),
  };
}

export function toProduct(product: z.infer<typeof productShape>): Product {
  const { currency } = product;
  return {
    id: product.ref,
    name: product.title,
    description: product.text,
    status: word(PRODUCT_STATUS, product.visibility),
    vendor: product.maker,
    category: product.section,
    tags: product.labels,
    url: product.web,
    image_urls: product.pictures,
    variants: product.variants.map((variant) => ({
      id: variant.ref,
      sku: variant.code,
      barcode: variant.ean,
      name: variant.title,
      options: Object.entries(variant.choices).map(([name, value]) => ({ name, value })),
      price: fromMinor(variant.price, currency),
      compare_at_price: variant.was === null ? null : fromMinor(variant.was, currency),
      tracks_inventory: variant.counted,
      inventory_item_id: variant.stock_item,
    })),
    created_at: time(product.created),
    updated_at: time(product.changed),
  };
}

export function toInventoryLevel(stock: z.infer<typeof stockShape>): InventoryLevel {
  return {
    variant_id: stock.variant,
    inventory_item_id: stock.stock_item,
    product_id: stock.product,
    sku: stock.code,
    location_id: stock.location,
    available: scaled(stock.free_milli, 3),
    on_hand: scaled(stock.shelf_milli, 3),
    updated_at: time(stock.changed),
  };
}

export function toRefund(entry: z.infer<typeof returnShape>): Refund {
  return {
    id: entry.ref,
    order_id: entry.order,
    status: word(REFUND_STATUS, entry.state),
    amount: fromMinor(entry.amount, entry.currency),
    reason: entry.why,
    location_id: entry.location,
    lines: entry.rows.map((row) => ({
      order_line_id: row.row,
      quantity: scaled(row.qty_milli, 3),
      amount: fromMinor(row.amount, entry.currency),
    })),
    created_at: time(entry.created),
    updated_at: time(entry.changed),
  };
}

export function toOrder(order: z.infer<typeof orderShape>): Order {
  const money = (units: number): Money => fromMinor(units, order.currency);
  const { sums } = order;
  const totals: Order["totals"] = {
    subtotal: money(sums.goods),
    discount: money(sums.reduced),
    shipping: money(sums.delivery),
    fees: money(sums.service),
    tax: money(sums.tax),
    tax_added: money(sums.tax_on_top),
    tip: money(sums.gratuity),
    total: money(sums.grand),
    refunded: money(sums.returned),
  };
  return {
    id: order.ref,
    number: order.number,
    status: word(ORDER_STATUS, order.state),
    payment_status: word(PAYMENT_STATUS, order.pay),
    fulfillment_status: word(FULFILLMENT_STATUS, order.dispatch),
    channel: { kind: word(CHANNEL, order.source.type), name: order.source.label },
    currency: order.currency,
    tax_inclusive: order.tax_included,
    totals,
    difference: differenceOf(totals, "the sandbox's sums do not add up"),
    lines: order.rows.map(
      (row): OrderLine => ({
        id: row.ref,
        product_id: row.product,
        variant_id: row.variant,
        sku: row.code,
        name: row.title,
        quantity: scaled(row.qty_milli, 3),
        unit_price: money(row.each),
        subtotal: money(row.gross),
        discount: money(row.reduced),
        tax: money(row.tax),
        total: money(row.pays),
      }),
    ),
    discounts: order.reductions.map(({ label, code, amount }) => ({
      name: label,
      code,
      amount: money(amount),
    })),
    taxes: order.taxes.map((tax) => ({
      name: tax.label,
      rate: scaled(tax.rate_bp, 4),
      inclusive: order.tax_included,
      amount: money(tax.amount),
    })),
    shipping: order.delivery
      ? [{ name: order.delivery.label, code: order.delivery.code, amount: money(order.delivery.gross) }]
      : [],
    refunds: order.returns.map(toRefund),
    customer_id: order.customer,
    location_id: order.location,
    shipping_address: order.ship_to && toAddress(order.ship_to),
    note: order.memo,
    placed_at: rfc3339(order.placed * 1_000),
    updated_at: time(order.changed),
    completed_at: time(order.closed),
    cancelled_at: time(order.voided),
  };
}

export function toCustomer(customer: z.infer<typeof customerShape>): Customer {
  return {
    id: customer.ref,
    first_name: customer.given,
    last_name: customer.family,
    company: customer.firm,
    email: customer.mail,
    phone: customer.tel,
    addresses: customer.addresses.map(toAddress),
    note: customer.memo,
    created_at: time(customer.created),
    updated_at: time(customer.changed),
  };
}

function toAddress(address: SandboxAddress): Address {
  return {
    name: address.name,
    line1: address.street,
    line2: address.extra,
    city: address.town,
    region: address.province,
    postal_code: address.postcode,
    country: address.country_code,
    phone: address.tel,
  };
}

function time(seconds: number | null): string | null {
  return seconds === null ? null : rfc3339(seconds * 1_000);
}

/** A whole number of 10^-`digits` as its shortest exact decimal: 1250 thousandths are "1.25". */
function scaled(value: number, digits: number): string {
  const units = String(Math.abs(value)).padStart(digits + 1, "0");
  const fraction = units.slice(-digits).replace(/0+$/, "");
  const whole = units.slice(0, -digits);
  return `${value < 0 ? "-" : ""}${whole}${fraction && `.${fraction}`}`;
}
