import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  exponentOf,
  fromDecimal,
  fromMinor,
  fromNumber,
  isZero,
  type Money,
  NotMoney,
  negate,
  subtract,
  sum,
  toMinor,
  zero,
} from "../../src/kernel/money";

/** Minor digits as ISO 4217 list one gives them. */
const EXPONENTS = {
  JPY: 0,
  UGX: 0,
  XOF: 0,
  XAF: 0,
  RWF: 0,
  KRW: 0,
  VND: 0,
  NGN: 2,
  KES: 2,
  ZAR: 2,
  GHS: 2,
  EGP: 2,
  USD: 2,
  EUR: 2,
  MRU: 2,
  KWD: 3,
  TND: 3,
  BHD: 3,
  LYD: 3,
  JOD: 3,
  OMR: 3,
  IQD: 3,
  CLF: 4,
  UYW: 4,
} as const;

const currency = fc.constantFrom(...(Object.keys(EXPONENTS) as (keyof typeof EXPONENTS)[]));
const units = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

/** The amount as long division gives it, without the code under test. */
function written(value: bigint, digits: number): string {
  const scale = 10n ** BigInt(digits);
  const size = value < 0n ? -value : value;
  const fraction = digits === 0 ? "" : `.${(size % scale).toString().padStart(digits, "0")}`;
  return `${value < 0n ? "-" : ""}${size / scale}${fraction}`;
}

describe("money", () => {
  it.each(Object.entries(EXPONENTS))("%s has %i decimals", (code, digits) => {
    expect(exponentOf(code)).toBe(digits);
    expect(zero(code).amount).toBe(digits === 0 ? "0" : `0.${"0".repeat(digits)}`);
  });

  it("goes from minor units to text and back without a loss, however large", () => {
    fc.assert(
      fc.property(units, currency, (value, code) => {
        const money = fromMinor(value, code);
        expect(money).toEqual({ amount: written(value, EXPONENTS[code]), currency: code });
        expect(toMinor(money)).toBe(value);
        expect(fromDecimal(money.amount, code)).toEqual(money);
      }),
      { numRuns: 1_000 },
    );
  });

  it("takes a platform's text with fewer or more digits, as long as they say the same", () => {
    fc.assert(
      fc.property(units, currency, fc.nat(6), (value, code, more) => {
        const { amount } = fromMinor(value, code);
        const long = more === 0 ? amount : `${amount}${amount.includes(".") ? "" : "."}${"0".repeat(more)}`;
        const short = amount.includes(".") ? amount.replace(/\.?0+$/, "") : amount;
        expect(toMinor(fromDecimal(long, code))).toBe(value);
        expect(toMinor(fromDecimal(` ${short}\n`, code))).toBe(value);
      }),
    );
  });

  it("refuses a digit that its currency has not, rather than rounding it away", () => {
    fc.assert(
      fc.property(units, currency, fc.integer({ min: 1, max: 9 }), fc.nat(3), (value, code, digit, zeros) => {
        const { amount } = fromMinor(value, code);
        const tooFine = `${amount}${amount.includes(".") ? "" : "."}${"0".repeat(zeros)}${digit}`;
        expect(() => fromDecimal(tooFine, code)).toThrow(NotMoney);
      }),
    );
  });

  it.each([
    ["12.500000", "NGN", "12.50"],
    ["12.5", "KWD", "12.500"],
    ["-0.00", "NGN", "0.00"],
    ["-0", "JPY", "0"],
    ["007", "JPY", "7"],
    ["1500.00", "UGX", "1500"],
    ["0.0001", "CLF", "0.0001"],
    ["-0.005", "TND", "-0.005"],
    ["1000000", "XOF", "1000000"],
  ])("%s %s is %s", (text, code, amount) => {
    expect(fromDecimal(text, code)).toEqual({ amount, currency: code });
  });

  it.each([
    "",
    " ",
    "1,000.00",
    "1.000,00",
    "1e3",
    "1E+3",
    "+1",
    ".5",
    "5.",
    "--1",
    "1-",
    "0x10",
    "NaN",
    "Infinity",
    "٣",
    "1 000",
    "12.3.4",
    "₦5",
  ])("%j is no amount", (text) => {
    expect(() => fromDecimal(text, "NGN")).toThrow(NotMoney);
  });

  it.each(["", "ngn", "NG", "NGNN", "N1N", "€"])("%j is no currency", (code) => {
    expect(() => fromMinor(1, code)).toThrow(NotMoney);
    expect(() => fromDecimal("1", code)).toThrow(NotMoney);
  });

  it("takes whole numbers of minor units alone", () => {
    expect(fromMinor(-1_050, "NGN")).toEqual({ amount: "-10.50", currency: "NGN" });
    expect(fromMinor(5, "CLF").amount).toBe("0.0005");
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])
      expect(() => fromMinor(value, "NGN")).toThrow(NotMoney);
  });

  it("takes a JSON number as it was written, and no result of float arithmetic", () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), currency, (value, code) => {
        // What a platform's JSON says is parsed as a double; its shortest text is what was written.
        const text = written(BigInt(value), EXPONENTS[code]);
        expect(toMinor(fromNumber(JSON.parse(text) as number, code))).toBe(BigInt(value));
      }),
    );
    expect(fromNumber(19.99, "NGN").amount).toBe("19.99");
    expect(fromNumber(-0, "NGN").amount).toBe("0.00");
    for (const value of [0.1 + 0.2, 1e21, 1e-7, Number.NaN, Number.NEGATIVE_INFINITY])
      expect(() => fromNumber(value, "NGN")).toThrow(NotMoney);
    expect(() => fromNumber(1.5, "JPY")).toThrow(NotMoney);
  });

  it("adds, subtracts and negates exactly", () => {
    fc.assert(
      fc.property(fc.array(units, { maxLength: 20 }), currency, (values, code) => {
        const amounts = values.map((value) => fromMinor(value, code));
        const total = values.reduce((all, value) => all + value, 0n);
        expect(toMinor(sum(amounts, code))).toBe(total);
        expect(isZero(subtract(sum(amounts, code), sum(amounts, code)))).toBe(true);
        for (const money of amounts) expect(negate(negate(money))).toEqual(money);
      }),
    );
    expect(add({ amount: "0.10", currency: "NGN" }, { amount: "0.20", currency: "NGN" })).toEqual({
      amount: "0.30",
      currency: "NGN",
    });
    expect(negate(zero("NGN")).amount).toBe("0.00");
  });

  it("adds no two currencies", () => {
    const naira: Money = { amount: "1.00", currency: "NGN" };
    expect(() => add(naira, { amount: "1", currency: "XOF" })).toThrow(NotMoney);
    expect(() => sum([naira], "KES")).toThrow(NotMoney);
  });
});
