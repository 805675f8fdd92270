import type { Some } from "./dice";
import type { WireLocation } from "./wire";

/** Everything a sandbox shop is made from. All amounts are integer minor units of its currency. */
export interface Shop {
  /** Names the shop in tokens and addresses, and its Durable Object. */
  key: string;
  name: string;
  /** Whom the authorisation page signs in. Invented. */
  owner: string;
  country: string;
  currency: string;
  timezone: string;
  /** For opening hours only; summer time is left out because every time leaves in UTC. */
  utcOffsetMinutes: number;
  locale: string;
  orders: number;
  customers: number;
  /** The share of orders that come from the web rather than a till. */
  webShare: number;
  taxation: Taxation;
  /** Prices are whole multiples of it, as people write price tags there. */
  priceStep: number;
  locations: Some<Place>;
  catalogue: Catalogue;
  people: People;
  delivery: Some<DeliveryOption>;
  /** A charge on top of some web orders that bears no tax. */
  levy: { label: string; amount: number; share: number } | null;
  tips: boolean;
  codes: Some<ReductionCode>;
}

export interface TaxRate {
  label: string;
  /** Basis points: 7.5 % is 750. */
  bp: number;
}

export type Taxation =
  | { kind: "none" }
  | { kind: "inclusive" | "added"; standard: Some<TaxRate>; reduced: Some<TaxRate> };

export interface Place {
  title: string;
  type: WireLocation["type"];
  trading: boolean;
  street: string;
  town: string;
  province: string | null;
  postcode: string | null;
}

/** A choice a buyer makes, with what each value adds to the price in price steps. */
export interface Axis {
  name: string;
  values: Some<readonly [value: string, adds: number]>;
}

export interface Article {
  title: string;
  section: string;
  /** The base price's range in price steps. */
  from: number;
  to: number;
  axis: Axis | null;
  tax: "standard" | "reduced";
  /** By weight: quantities are fractions of a kilogram. */
  sold: "piece" | "weight";
  /** Made to order or a service: no stock is counted. */
  counted: boolean;
}

/** Articles × lines: each article exists in each line (a maker's or a style's), which gives the products. */
export interface Catalogue {
  articles: Some<Article>;
  lines: Some<{ title: string; maker: string }>;
  /** How a product's title is put together in the shop's language. */
  title(article: string, line: string): string;
  text(product: string): string;
}

export interface People {
  given: Some<string>;
  family: Some<string>;
  streets: Some<string>;
  towns: Some<{ town: string; province: string | null; postcode: string | null }>;
  /** The digits of a number nobody can have, from four digits that differ by customer. */
  tel(digits: string): string;
}

export interface DeliveryOption {
  label: string;
  code: string;
  amount: number;
  /** Free from this value of goods on; null where never. */
  freeFrom: number | null;
}

export type ReductionCode =
  | { kind: "percent"; label: string; code: string; percent: number }
  | { kind: "amount"; label: string; code: string; amount: number };

/** Writes a catalogue's articles briefly. */
export function article(
  title: string,
  section: string,
  [from, to]: readonly [number, number],
  axis: Axis | null = null,
  more: Partial<Pick<Article, "tax" | "sold" | "counted">> = {},
): Article {
  return { title, section, from, to, axis, tax: "standard", sold: "piece", counted: true, ...more };
}
