/**
 * Exact money. An amount is a decimal string scaled to its currency's ISO 4217 exponent; arithmetic is on BigInt
 * minor units. No float ever holds money.
 */
export interface Money {
  amount: string;
  currency: string;
}

/** ISO 4217 list one (2026-01-01): the currencies whose minor unit is not two digits. */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

export class NotMoney extends Error {
  constructor(
    readonly value: string,
    why: string,
  ) {
    super(`not an amount of money: ${why}`);
    this.name = "NotMoney";
  }
}

/** Digits after the decimal point that ISO 4217 gives the currency. */
export function exponentOf(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

function checkCurrency(currency: string): string {
  if (!/^[A-Z]{3}$/.test(currency)) throw new NotMoney(currency, "the currency is not three capital letters");
  return currency;
}

/** From integer minor units (Square, Stripe, Clover). @throws NotMoney on an unsafe or fractional number. */
export function fromMinor(units: number | bigint, currency: string): Money {
  if (typeof units === "number" && !Number.isSafeInteger(units))
    throw new NotMoney(String(units), "not a whole number");
  const exponent = exponentOf(checkCurrency(currency));
  const value = BigInt(units);
  const digits = (value < 0n ? -value : value).toString().padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const sign = value < 0n ? "-" : "";
  return { amount: exponent === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-exponent)}`, currency };
}

/** To integer minor units. @throws NotMoney when the amount has digits its currency has not. */
export function toMinor(money: Money): bigint {
  const exponent = exponentOf(checkCurrency(money.currency));
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(money.amount);
  if (!match) throw new NotMoney(money.amount, "not a decimal number");
  const fraction = match[3] ?? "";
  if (/[1-9]/.test(fraction.slice(exponent)))
    throw new NotMoney(money.amount, `${money.currency} has ${exponent} decimals`);
  const digits = (match[2] ?? "0") + fraction.slice(0, exponent).padEnd(exponent, "0");
  const units = BigInt(digits);
  return match[1] && units !== 0n ? -units : units;
}

/**
 * From a platform's decimal string (Shopify, WooCommerce) or a JSON number already turned into its shortest
 * decimal text. Zeros beyond the currency's exponent are dropped ("12.500000" PrestaShop); other digits refuse.
 * @throws NotMoney
 */
export function fromDecimal(text: string, currency: string): Money {
  return fromMinor(toMinor({ amount: text.trim(), currency }), currency);
}

/**
 * From a JSON number (BigCommerce v3, Lightspeed): the number's shortest round-trip text is what the platform
 * wrote, for all amounts under 2^53 units. Exponent notation is refused rather than guessed at.
 * @throws NotMoney
 */
export function fromNumber(value: number, currency: string): Money {
  if (!Number.isFinite(value)) throw new NotMoney(String(value), "not finite");
  return fromDecimal(String(value), currency);
}

export function zero(currency: string): Money {
  return fromMinor(0n, currency);
}

/** @throws NotMoney when the currencies differ. */
export function add(...amounts: [Money, ...Money[]]): Money {
  const currency = amounts[0].currency;
  let sum = 0n;
  for (const money of amounts) {
    if (money.currency !== currency) throw new NotMoney(money.currency, `cannot be added to ${currency}`);
    sum += toMinor(money);
  }
  return fromMinor(sum, currency);
}

export function sum(amounts: readonly Money[], currency: string): Money {
  return add(zero(currency), ...amounts);
}

export function negate(money: Money): Money {
  return fromMinor(-toMinor(money), money.currency);
}

export function subtract(a: Money, b: Money): Money {
  return add(a, negate(b));
}

export function isZero(money: Money): boolean {
  return toMinor(money) === 0n;
}
