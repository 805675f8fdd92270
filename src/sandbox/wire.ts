/**
 * The sandbox platform's own JSON. It is a dialect on purpose (integer minor units, epoch seconds, thousandths,
 * words of its own), so that its adapter really maps and a developer's `?raw=true` shows something else than the
 * unified model.
 */

/** Seconds since the Unix epoch. */
export type Seconds = number;
/** Integer minor units of the currency the record names. */
export type Minor = number;

export interface WireAddress {
  name: string | null;
  street: string;
  extra: string | null;
  town: string;
  province: string | null;
  postcode: string | null;
  country_code: string;
  tel: string | null;
}

export interface WireShop {
  key: string;
  title: string;
  web: string;
  country_code: string;
  currency: string;
  tz: string;
  lang: string;
  opened: Seconds;
}

export interface WireLocation {
  ref: string;
  title: string;
  trading: boolean;
  type: "store" | "warehouse" | "web" | "van";
  currency: string;
  tz: string;
  address: WireAddress | null;
  opened: Seconds;
  changed: Seconds;
}

export interface WireVariant {
  ref: string;
  code: string;
  ean: string;
  title: string;
  choices: Record<string, string>;
  price: Minor;
  was: Minor | null;
  counted: boolean;
  stock_item: string | null;
}

export type Visibility = "listed" | "hidden" | "retired";

export interface WireProduct {
  ref: string;
  title: string;
  text: string;
  visibility: Visibility;
  maker: string;
  section: string;
  labels: string[];
  web: string;
  pictures: string[];
  currency: string;
  variants: WireVariant[];
  created: Seconds;
  changed: Seconds;
}

export interface WireStock {
  stock_item: string;
  variant: string;
  product: string;
  code: string;
  location: string;
  free_milli: number;
  shelf_milli: number;
  changed: Seconds;
}

export type OrderState = "placed" | "done" | "void";
export type PayState =
  | "due"
  | "authorised"
  | "part_captured"
  | "captured"
  | "part_returned"
  | "returned"
  | "released";
export type DispatchState = "none" | "part" | "all" | "carried_away";
export type ReturnState = "waiting" | "done" | "failed";

export interface WireRow {
  ref: string;
  product: string;
  variant: string;
  code: string;
  title: string;
  qty_milli: number;
  sent_milli: number;
  each: Minor;
  gross: Minor;
  reduced: Minor;
  tax: Minor;
  pays: Minor;
}

export interface WireReturn {
  ref: string;
  order: string;
  state: ReturnState;
  currency: string;
  amount: Minor;
  why: string;
  location: string | null;
  rows: { row: string; qty_milli: number; amount: Minor }[];
  created: Seconds;
  changed: Seconds;
}

export interface WireOrder {
  ref: string;
  number: string;
  state: OrderState;
  pay: PayState;
  dispatch: DispatchState;
  source: { type: "till" | "web"; label: string };
  currency: string;
  tax_included: boolean;
  sums: {
    goods: Minor;
    reduced: Minor;
    delivery: Minor;
    service: Minor;
    tax: Minor;
    tax_on_top: Minor;
    gratuity: Minor;
    grand: Minor;
    paid: Minor;
    returned: Minor;
  };
  rows: WireRow[];
  reductions: { label: string; code: string | null; amount: Minor }[];
  taxes: { label: string; rate_bp: number; amount: Minor }[];
  delivery: { label: string; code: string; gross: Minor; reduced: Minor; tax: Minor } | null;
  returns: WireReturn[];
  customer: string | null;
  location: string | null;
  ship_to: WireAddress | null;
  memo: string | null;
  placed: Seconds;
  changed: Seconds;
  closed: Seconds | null;
  voided: Seconds | null;
}

export interface WireCustomer {
  ref: string;
  given: string;
  family: string;
  firm: string | null;
  mail: string | null;
  tel: string | null;
  addresses: WireAddress[];
  memo: string | null;
  created: Seconds;
  changed: Seconds;
}

export interface WireList<T> {
  items: T[];
  paging: { next: string | null; limit: number };
}
