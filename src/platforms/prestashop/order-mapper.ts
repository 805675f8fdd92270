import { type Money, sum, zero } from "../../kernel/money";
import type { Address } from "../../model/common";
import { differenceOf } from "../../model/reconcile";
import type { Order } from "../../model/retail";
import { PlatformFailure } from "../adapter";
import { type Decimal, decimal, decimalText, moneyOf, times, total } from "../decimal";
import { variantId } from "./ids";
import type { OrderState, PrestaOrder, PrestaRow } from "./order-schema";
import { codeOf, type Settings } from "./settings";
import { mapSlip, type Slip, slipAmount } from "./slips";
import { fromWall } from "./zoned";

/** What an order names by id. */
export interface Surroundings {
  settings: Settings;
  currencies: ReadonlyMap<string, string>;
  states: ReadonlyMap<string, OrderState>;
  slips: readonly Slip[];
  addresses: ReadonlyMap<string, Address>;
}

const ROUNDED =
  "PrestaShop rounds by item, by line or in the end, as the shop is set; the lines' sum differs by that, or the order was changed by hand.";

/** An order, told with tax, as PrestaShop charges it: each of its figures exists with tax and without. */
export function mapOrder(from: PrestaOrder, around: Surroundings): Order {
  const { timezone } = around.settings;
  const currency = codeOf(around.currencies, from.id_currency);
  const money = (value: Decimal): Money => moneyOf(value, currency);
  const slips = around.slips.filter((slip) => slip.id_order === from.id);
  const refunded = total(slips.map(slipAmount));
  const whole = decimal(from.total_paid_tax_incl);
  const tax = money(whole - decimal(from.total_paid_tax_excl));
  const discount = money(decimal(from.total_discounts_tax_incl));
  const shipping = money(decimal(from.total_shipping_tax_incl));
  const lines = (from.associations?.order_rows ?? []).map((row) => mapRow(row, money));
  const totals: Order["totals"] = {
    subtotal: sum(
      lines.map((line) => line.subtotal),
      currency,
    ),
    discount,
    shipping,
    fees: money(decimal(from.total_wrapping_tax_incl)),
    tax,
    tax_added: zero(currency),
    tip: zero(currency),
    total: money(whole),
    refunded: money(refunded),
  };
  const state = around.states.get(from.current_state ?? "");
  const isCancelled = state !== undefined && state.id === around.settings.states.cancelled;
  return {
    id: from.id,
    number: from.reference,
    status: orderStatus(state, around.settings),
    payment_status: paymentStatus(from, state, around.settings, { whole, refunded }),
    fulfillment_status:
      state === undefined ? "unknown" : state.shipped && !isCancelled ? "fulfilled" : "unfulfilled",
    channel: { kind: "unknown", name: null },
    currency,
    tax_inclusive: true,
    totals,
    difference: differenceOf(totals, ROUNDED),
    lines,
    discounts: isNothing(discount) ? [] : [{ name: null, code: null, amount: discount }],
    taxes: isNothing(tax) ? [] : [{ name: null, rate: null, inclusive: true, amount: tax }],
    shipping: from.id_carrier === null ? [] : [{ name: null, code: from.id_carrier, amount: shipping }],
    refunds: slips.map((slip) => mapSlip(slip, currency, timezone)),
    customer_id: from.id_customer,
    location_id: null,
    shipping_address: around.addresses.get(from.id_address_delivery ?? "") ?? null,
    note: from.note,
    placed_at: placedAt(from, timezone),
    updated_at: fromWall(from.date_upd, timezone),
    completed_at: null,
    cancelled_at: null,
  };
}

function isNothing(money: Money): boolean {
  return /^-?[0.]+$/.test(money.amount);
}

function placedAt(from: PrestaOrder, timezone: string): string {
  const placed = fromWall(from.date_add, timezone);
  if (placed !== null) return placed;
  throw new PlatformFailure({ kind: "unexpected", field: "order.date_add", detail: "missing" }, null);
}

function mapRow(from: PrestaRow, money: (value: Decimal) => Money): Order["lines"][number] {
  const quantity = decimal(from.product_quantity);
  const gross = times(decimal(from.unit_price_tax_incl), quantity);
  const net = times(decimal(from.unit_price_tax_excl), quantity);
  return {
    id: from.id,
    product_id: from.product_id,
    variant_id: from.product_id && variantId(from.product_id, from.product_attribute_id),
    sku: from.product_reference,
    name: from.product_name ?? "",
    quantity: decimalText(quantity),
    unit_price: money(decimal(from.unit_price_tax_incl)),
    subtotal: money(gross),
    // A price cut is in the price already; vouchers are taken off the whole order.
    discount: money(0n),
    tax: money(gross - net),
    total: money(gross),
  };
}

function orderStatus(state: OrderState | undefined, { states }: Settings): Order["status"] {
  if (state === undefined) return "unknown";
  if (state.id === states.cancelled) return "cancelled";
  return state.id === states.delivered || state.id === states.refunded ? "completed" : "open";
}

function paymentStatus(
  from: PrestaOrder,
  state: OrderState | undefined,
  { states }: Settings,
  { whole, refunded }: { whole: Decimal; refunded: Decimal },
): Order["payment_status"] {
  const received = decimal(from.total_paid_real);
  if (refunded > 0n && refunded >= whole) return "refunded";
  if (state !== undefined && state.id === states.refunded) return "refunded";
  if (refunded > 0n) return "partially_refunded";
  if (received > 0n) return received >= whole ? "paid" : "partially_paid";
  if (state === undefined) return "unknown";
  if (state.id === states.cancelled) return "voided";
  return state.paid ? "paid" : "pending";
}
