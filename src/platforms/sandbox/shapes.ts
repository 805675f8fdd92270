import { z } from "zod";

/** The parts of the sandbox platform's answers that we use, as that platform documents them. */

const seconds = z.number().int();
const minor = z.number().int();
const milli = z.number().int();
const text = z.string().nullable();
const currency = z.string().regex(/^[A-Z]{3}$/);

const address = z.object({
  name: text,
  street: z.string(),
  extra: text,
  town: z.string(),
  province: text,
  postcode: text,
  country_code: z.string(),
  tel: text,
});
export type SandboxAddress = z.infer<typeof address>;

export const shopShape = z.object({
  key: z.string(),
  title: z.string(),
  web: z.string(),
  country_code: z.string(),
  currency,
  tz: z.string(),
  lang: z.string(),
  opened: seconds,
});

export const locationShape = z.object({
  ref: z.string(),
  title: z.string(),
  trading: z.boolean(),
  type: z.string(),
  currency,
  tz: z.string(),
  address: address.nullable(),
  opened: seconds,
  changed: seconds,
});

export const productShape = z.object({
  ref: z.string(),
  title: z.string(),
  text,
  visibility: z.string(),
  maker: text,
  section: text,
  labels: z.array(z.string()),
  web: text,
  pictures: z.array(z.string()),
  currency,
  variants: z.array(
    z.object({
      ref: z.string(),
      code: text,
      ean: text,
      title: text,
      choices: z.record(z.string(), z.string()),
      price: minor,
      was: minor.nullable(),
      counted: z.boolean(),
      stock_item: text,
    }),
  ),
  created: seconds,
  changed: seconds,
});

export const stockShape = z.object({
  stock_item: z.string(),
  variant: z.string(),
  product: z.string(),
  code: text,
  location: z.string(),
  free_milli: milli,
  shelf_milli: milli,
  changed: seconds,
});

export const returnShape = z.object({
  ref: z.string(),
  order: z.string(),
  state: z.string(),
  currency,
  amount: minor,
  why: text,
  location: text,
  rows: z.array(z.object({ row: z.string(), qty_milli: milli, amount: minor })),
  created: seconds,
  changed: seconds,
});

export const orderShape = z.object({
  ref: z.string(),
  number: z.string(),
  state: z.string(),
  pay: z.string(),
  dispatch: z.string(),
  source: z.object({ type: z.string(), label: text }),
  currency,
  tax_included: z.boolean(),
  sums: z.object({
    goods: minor,
    reduced: minor,
    delivery: minor,
    service: minor,
    tax: minor,
    tax_on_top: minor,
    gratuity: minor,
    grand: minor,
    returned: minor,
  }),
  rows: z.array(
    z.object({
      ref: z.string(),
      product: z.string(),
      variant: z.string(),
      code: text,
      title: z.string(),
      qty_milli: milli,
      each: minor,
      gross: minor,
      reduced: minor,
      tax: minor,
      pays: minor,
    }),
  ),
  reductions: z.array(z.object({ label: text, code: text, amount: minor })),
  taxes: z.array(z.object({ label: text, rate_bp: z.number().int(), amount: minor })),
  delivery: z.object({ label: text, code: text, gross: minor }).nullable(),
  returns: z.array(returnShape),
  customer: text,
  location: text,
  ship_to: address.nullable(),
  memo: text,
  placed: seconds,
  changed: seconds,
  closed: seconds.nullable(),
  voided: seconds.nullable(),
});

export const customerShape = z.object({
  ref: z.string(),
  given: text,
  family: text,
  firm: text,
  mail: text,
  tel: text,
  addresses: z.array(address),
  memo: text,
  created: seconds,
  changed: seconds,
});

/** The envelope of every list. The items stay unparsed until they are mapped, so that `raw` is the platform's own. */
export const listShape = z.object({
  items: z.array(z.unknown()),
  paging: z.object({ next: z.string().nullable() }),
});

export const faultShape = z.object({ fault: z.object({ code: z.string(), text: z.string() }) });

/** What the token answer tells besides RFC 6749 §5.1. */
export const grantShape = z.object({ shop: z.string(), grant_id: z.string() });
