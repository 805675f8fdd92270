import type { Shop, TaxRate } from "./shop";
import type { Minor, WireOrder } from "./wire";

/** Exact arithmetic on whole minor units. All figures here stay far below 2^53, so the products are exact. */

/** `amount × numerator ÷ denominator`, half away from zero, for amounts that are not negative. */
export function share(amount: Minor, numerator: number, denominator: number): Minor {
  return Math.floor((amount * numerator * 2 + denominator) / (denominator * 2));
}

/** The taxes on an amount: contained in it, or to be added to it. */
export function taxesOn(shop: Shop, amount: Minor, tax: "standard" | "reduced"): TaxShare[] {
  const { taxation } = shop;
  if (taxation.kind === "none") return [];
  const rates = taxation[tax];
  const together = rates.reduce((sum, rate) => sum + rate.bp, 0);
  const base = taxation.kind === "inclusive" ? 10_000 + together : 10_000;
  return rates.map((rate) => ({ rate, amount: share(amount, rate.bp, base) }));
}

export interface TaxShare {
  rate: TaxRate;
  amount: Minor;
}

export function totalOf(taxes: readonly TaxShare[]): Minor {
  return taxes.reduce((sum, tax) => sum + tax.amount, 0);
}

/** One entry per rate, in the order they first came. */
export function taxEntries(taxes: readonly TaxShare[]): WireOrder["taxes"] {
  const entries = new Map<string, WireOrder["taxes"][number]>();
  for (const { rate, amount } of taxes) {
    const entry = entries.get(rate.label) ?? { label: rate.label, rate_bp: rate.bp, amount: 0 };
    entry.amount += amount;
    entries.set(rate.label, entry);
  }
  return [...entries.values()];
}

/** Spreads an amount over weights so that the parts add up to it: largest remainders get what is left over. */
export function spread(amount: Minor, weights: readonly Minor[]): Minor[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return weights.map(() => 0);
  const parts = weights.map((weight) => Math.floor((amount * weight) / whole));
  const left = amount - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (amount * weight) % whole }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
