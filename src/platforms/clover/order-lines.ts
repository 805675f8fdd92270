import { fromMinor } from "../../kernel/money";
import type { OrderLine } from "../../model/retail";
import type { CloverDiscount, CloverLine } from "./order-schema";

/**
 * Clover gives prices, percentages and thousandths of units, and leaves the sums to whoever reads them
 * (docs.clover.com/docs/calculating-order-totals; OrderCalc of its SDK): price × units, plus modifiers, less the
 * percentages, then less the amounts; halves of a cent up. Here on whole numbers throughout.
 */

export interface LineSums {
  /** Before discounts, in minor units. */
  subtotal: bigint;
  discount: bigint;
}

const UNITS = 1_000n;

export function lineSums(line: CloverLine): LineSums {
  const price = BigInt(line.price ?? 0);
  const units = line.unitQty == null ? UNITS : BigInt(line.unitQty);
  const modifiers = line.modifications.reduce((sum, one) => sum + BigInt(one.amount ?? 0), 0n);
  const subtotal = divided(price * units, UNITS) + modifiers;
  return { subtotal, discount: discountOn(line.discounts, subtotal) };
}

const HUNDRED_PERCENT = 1_000_000n;

/** What discounts take off a sum: percentages one after another, then fixed amounts, which Clover writes negative. */
export function discountOn(discounts: readonly CloverDiscount[], sum: bigint): bigint {
  return discounts.length === 0 ? 0n : discountsOn(discounts, sum).reduce((all, one) => all + one, 0n);
}

/** The same, each by itself. */
export function discountsOn(discounts: readonly CloverDiscount[], sum: bigint): bigint[] {
  let left = sum;
  const percent = (one: CloverDiscount) => one.percentageDecimal ?? (one.percentage ?? 0) * 10_000;
  const byPercent = discounts.map((one) => {
    if (percent(one) === 0) return 0n;
    const off = divided(left * BigInt(percent(one)), HUNDRED_PERCENT);
    left -= off;
    return off;
  });
  return discounts.map((one, index) => {
    const fixed = -BigInt(one.amount ?? 0);
    return (byPercent[index] ?? 0n) !== 0n ? (byPercent[index] ?? 0n) : fixed;
  });
}

export function mapLine(line: CloverLine, currency: string): OrderLine {
  const { subtotal, discount } = lineSums(line);
  const modifiers = line.modifications.reduce((sum, one) => sum + BigInt(one.amount ?? 0), 0n);
  const money = (units: bigint) => fromMinor(units, currency);
  return {
    id: line.id ?? null,
    product_id: line.item?.id ?? null,
    variant_id: line.item?.id ?? null,
    sku: line.itemCode || null,
    name: line.name ?? "",
    quantity: line.unitQty == null ? "1" : thousandths(line.unitQty),
    unit_price: money(BigInt(line.price ?? 0) + (line.unitQty == null ? modifiers : 0n)),
    subtotal: money(subtotal),
    discount: money(discount),
    tax: money(0n),
    total: money(subtotal - discount),
  };
}

function thousandths(units: number): string {
  const digits = String(Math.abs(units)).padStart(4, "0");
  const fraction = digits.slice(-3).replace(/0+$/, "");
  return `${units < 0 ? "-" : ""}${digits.slice(0, -3)}${fraction && `.${fraction}`}`;
}

/** Whole division, halves away from zero. */
function divided(value: bigint, by: bigint): bigint {
  const magnitude = value < 0n ? -value : value;
  const whole = (magnitude * 2n + by) / (by * 2n);
  return value < 0n ? -whole : whole;
}
