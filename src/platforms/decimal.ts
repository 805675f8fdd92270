import { exponentOf, fromMinor, type Money, NotMoney } from "../kernel/money";

/**
 * Exact decimals for platforms whose figures are finer than their currency: self-hosted shops keep net prices of
 * tax-inclusive goods with four to six decimals. Sums are made on the whole figure; only what is shown is rounded.
 */

/** A decimal as a whole number of 10^-12. */
export type Decimal = bigint;

const SCALE = 12;
const ONE = 10n ** BigInt(SCALE);

/**
 * Reads a platform's decimal text, or a JSON number by its shortest round-trip text.
 * @throws NotMoney on anything else, exponent notation and more than twelve decimals included
 */
export function decimal(value: string | number): Decimal {
  const text = String(value).trim();
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  const fraction = (match?.[3] ?? "").replace(/0+$/, "");
  if (!match || fraction.length > SCALE) throw new NotMoney(text, "not a decimal number");
  const units = BigInt(`${match[2]}${fraction.padEnd(SCALE, "0")}`);
  return match[1] ? -units : units;
}

/** In the currency's minor unit, halves away from zero, as the shops themselves round (PHP's `round`). */
export function moneyOf(value: Decimal, currency: string): Money {
  return fromMinor(divided(value, 10n ** BigInt(SCALE - exponentOf(currency))), currency);
}

/** An exact decimal's own text, without needless zeros. */
export function decimalText(value: Decimal): string {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, "0");
  const fraction = digits.slice(-SCALE).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -SCALE)}${fraction && `.${fraction}`}`;
}

/** One of `quantity` equal parts; the whole where the quantity is zero. */
export function each(value: Decimal, quantity: Decimal): Decimal {
  return quantity === 0n ? value : divided(value * ONE, quantity);
}

export function times(value: Decimal, quantity: Decimal): Decimal {
  return divided(value * quantity, ONE);
}

export function total(values: readonly Decimal[]): Decimal {
  return values.reduce((sum, value) => sum + value, 0n);
}

/** Whole division, halves away from zero. */
function divided(value: bigint, by: bigint): bigint {
  const isNegative = value < 0n !== by < 0n;
  const [a, b] = [value < 0n ? -value : value, by < 0n ? -by : by];
  const whole = (a * 2n + b) / (b * 2n);
  return isNegative ? -whole : whole;
}

/** A percentage (`"7.25"`, `19`) as a decimal fraction (`"0.0725"`). */
export function fractionOf(percentage: string | number): string {
  return decimalText(divided(decimal(percentage), 100n));
}
