import * as objects from "./objects";
import * as sales from "./sales";

/** The objects of objects.ts and sales.ts, put together to sales, and with what a test changes in them. */

type Changes = Record<string, unknown>;

export function list(data: unknown[], hasMore = false, url = "/v1/things") {
  return { object: "list", data, has_more: hasMore, url };
}

export const price = (over: Changes = {}) => ({ ...objects.price, ...over });
export const taxRate = (over: Changes = {}) => ({ ...objects.taxRate, ...over });
export const refund = (over: Changes = {}) => ({ ...objects.refund, ...over });
export const charge = (over: Changes = {}) => ({ ...objects.charge, ...over });
export const discount = (over: Changes = {}) => ({ ...objects.discount, ...over });

export const line = (over: Changes = {}) => ({
  ...objects.lineItem,
  price: price({ unit_amount: 1_000, unit_amount_decimal: "1000" }),
  ...over,
});

export const paymentIntent = (over: Changes = {}) => ({
  ...sales.paymentIntent,
  latest_charge: charge(),
  ...over,
});

/** Two cloths at 10.00, paid. */
export function session(over: Changes = {}): Record<string, unknown> & { id: string } {
  return {
    ...sales.session,
    line_items: list([line()]),
    payment_intent: paymentIntent(),
    ...over,
  };
}
