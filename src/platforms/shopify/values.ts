import { fromDecimal, type Money, zero } from "../../kernel/money";
import type { Address } from "../../model/common";
import type { Bag, MailingAddress } from "./shapes";

/** The amount in the shop's currency, which is the one the merchant's books are in. @throws NotMoney */
export function shopMoney(bag: Bag): Money {
  return fromDecimal(bag.shopMoney.amount, bag.shopMoney.currencyCode);
}

/** An amount Shopify leaves out where there is none of it. */
export function shopMoneyOrZero(bag: Bag | null, currency: string): Money {
  return bag ? shopMoney(bag) : zero(currency);
}

/** Shopify writes "no value" as an empty string in fields that may not be null. */
export function textOrNull(text: string | null | undefined): string | null {
  return text ? text : null;
}

/** A decimal fraction as text, without the exponent notation JavaScript falls into below 0.000001. */
export function fraction(rate: number | null): string | null {
  if (rate === null) return null;
  const text = String(rate);
  return text.includes("e") ? rate.toFixed(12).replace(/\.?0+$/, "") : text;
}

export function address(from: MailingAddress): Address {
  return {
    name: from.name,
    line1: from.address1,
    line2: from.address2,
    city: from.city,
    region: from.province,
    postal_code: from.zip,
    country: from.countryCodeV2,
    phone: from.phone,
  };
}
