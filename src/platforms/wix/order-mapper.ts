import { isZero, sum, zero } from "../../kernel/money";
import { differenceOf } from "../../model/reconcile";
import type { Order, OrderLine, Refund } from "../../model/retail";
import { type Decimal, decimal, decimalText, moneyOf, times, total } from "../decimal";
import { utc } from "../expect";
import type { WixLine, WixOrder } from "./order-schema";
import { channelOf, fulfillmentStatus, orderStatus, paymentStatus } from "./order-status";
import { addressOf, amountOf, exact, variantIdOf, type WixPrice } from "./values";

/** An order in the unified model, with its refunds, which Wix keeps elsewhere. */
export function mapOrder(from: WixOrder, refunds: Refund[]): Order {
  const { currency, priceSummary: told } = from;
  const inclusive = from.taxIncludedInPrices === true;
  const priceOf = unitPrices(from);
  const lines = from.lineItems.map((line) => mapLine(line, priceOf(line), currency));
  const tax = amountOf(told.tax, currency);
  const totals: Order["totals"] = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount: amountOf(told.discount, currency),
    shipping: amountOf(told.shipping, currency),
    fees: amountOf(told.totalAdditionalFees, currency),
    tax,
    tax_added: inclusive ? zero(currency) : tax,
    tip: zero(currency),
    total: amountOf(told.total ?? told.totalPrice, currency),
    refunded: amountOf(from.balanceSummary?.refunded, currency),
  };
  const { shippingInfo } = from;
  return {
    id: from.id,
    number: from.number,
    status: orderStatus(from),
    payment_status: paymentStatus(from),
    fulfillment_status: fulfillmentStatus(from),
    channel: channelOf(from),
    currency,
    tax_inclusive: inclusive,
    totals,
    difference: differenceOf(
      totals,
      "Wix's total differs from the sum of its parts: rounded by line, or edited after it was placed",
    ),
    lines,
    discounts: discountsOf(from),
    taxes: taxesOf(from, inclusive),
    shipping: shippingInfo
      ? [
          {
            name: shippingInfo.title,
            code: shippingInfo.code,
            amount: shippingInfo.cost?.price ? amountOf(shippingInfo.cost.price, currency) : totals.shipping,
          },
        ]
      : [],
    refunds,
    customer_id: from.buyerInfo?.contactId ?? null,
    location_id: from.businessLocation?.id ?? null,
    shipping_address: destinationOf(from),
    note: from.buyerNote,
    placed_at: new Date(from.purchasedDate ?? from.createdDate).toISOString(),
    updated_at: utc(from.updatedDate),
    completed_at: null,
    cancelled_at: null,
  };
}

/**
 * A line has a price before and one after discounts of its own, and Wix's subtotal is "before discounts". Where only
 * the prices after them add up to that subtotal, the discount that Wix tells leaves them out, and so do we.
 */
function unitPrices({ lineItems, priceSummary }: WixOrder): (line: WixLine) => Decimal {
  const before = (line: WixLine) => exact(line.priceBeforeDiscounts ?? line.price);
  const after = (line: WixLine) => exact(line.price);
  const added = (of: typeof before) =>
    total(lineItems.map((line) => times(of(line), decimal(line.quantity))));
  const told = exact(priceSummary.subtotal);
  return added(before) !== told && added(after) === told ? after : before;
}

function mapLine(from: WixLine, price: Decimal, currency: string): OrderLine {
  const quantity = decimal(from.quantity);
  const subtotal = times(price, quantity);
  const item = from.catalogReference?.catalogItemId ?? null;
  const tax: WixPrice | null | undefined = from.taxInfo?.taxAmount ?? from.taxDetails?.totalTax;
  const cost = from.totalPriceAfterTax ?? from.totalPriceBeforeTax;
  return {
    id: from.id,
    product_id: item,
    variant_id: variantIdOf(from.catalogReference?.options?.variantId, item),
    sku: from.physicalProperties?.sku ?? null,
    name: from.productName?.original ?? "",
    quantity: decimalText(quantity),
    unit_price: moneyOf(price, currency),
    subtotal: moneyOf(subtotal, currency),
    discount: amountOf(from.totalDiscount, currency),
    tax: amountOf(tax, currency),
    total: cost ? amountOf(cost, currency) : moneyOf(subtotal - exact(from.totalDiscount), currency),
  };
}

function discountsOf({ appliedDiscounts, currency }: WixOrder): Order["discounts"] {
  return (appliedDiscounts ?? []).flatMap(({ coupon, merchantDiscount, discountRule }) => {
    const amount = amountOf((coupon ?? merchantDiscount ?? discountRule)?.amount, currency);
    if (isZero(amount)) return [];
    const name = coupon?.name ?? merchantDiscount?.description ?? discountRule?.name?.original ?? null;
    return [{ name, code: coupon?.code ?? null, amount }];
  });
}

/** `rate` is a fraction already ("0.1"). Older orders have no breakdown: their one sum goes without a name. */
function taxesOf({ taxInfo, priceSummary, currency }: WixOrder, inclusive: boolean): Order["taxes"] {
  const named = (taxInfo?.taxBreakdown ?? []).map((one) => ({
    name: one.taxName,
    rate: one.rate === null ? null : decimalText(decimal(one.rate)),
    inclusive,
    amount: amountOf(one.aggregatedTaxAmount, currency),
  }));
  const tax = amountOf(priceSummary.tax, currency);
  return named.length > 0 || isZero(tax) ? named : [{ name: null, rate: null, inclusive, amount: tax }];
}

function destinationOf({ shippingInfo }: WixOrder): Order["shipping_address"] {
  const to = shippingInfo?.logistics?.shippingDestination;
  if (!to?.address) return null;
  const { firstName, lastName, phone } = to.contactDetails ?? {
    firstName: null,
    lastName: null,
    phone: null,
  };
  return addressOf(to.address, { name: [firstName, lastName].filter(Boolean).join(" ") || null, phone });
}
