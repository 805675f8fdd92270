import { add, isZero, negate, subtract } from "../kernel/money";
import type { Order } from "./retail";

type Totals = Order["totals"];

/**
 * An order's parts must add up to its total, or the order says by how much it differs and why: a developer who
 * books revenue must never find the gap alone. `reason` is used only where there is a gap.
 */
export function differenceOf(totals: Totals, reason: string): Order["difference"] {
  const expected = add(
    totals.subtotal,
    negate(totals.discount),
    totals.shipping,
    totals.fees,
    totals.tax_added,
    totals.tip,
  );
  const amount = subtract(totals.total, expected);
  return isZero(amount) ? null : { amount, reason };
}
