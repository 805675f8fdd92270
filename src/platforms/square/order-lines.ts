import { add, fromMinor, type Money, sum, toMinor } from "../../kernel/money";
import type { OrderLine } from "../../model/retail";
import type { SquareLine } from "./order-schema";
import { amountOf, amountOrZero, missing } from "./values";

/**
 * A line as the buyer sees it, tax included where the price includes it.
 *
 * `gross_sales_money` is not its subtotal: Square takes inclusive tax out of it in the US, Canada and Japan and leaves
 * it in elsewhere (SDK OrderLineItem), and puts apportioned service charges in. The variation's price and its
 * modifiers' mean the same everywhere.
 */
export function mapLine(from: SquareLine, currency: string, where: string): OrderLine {
  const subtotal = subtotalOf(from, currency, where);
  const total = amountOf(from.total_money);
  if (!total) throw missing(`${where}.total_money`);
  return {
    id: from.uid ?? null,
    product_id: null,
    variant_id: from.catalog_object_id ?? null,
    sku: null,
    name: from.name ?? from.variation_name ?? "",
    quantity: from.quantity,
    unit_price: unitPriceOf(from, subtotal, where),
    subtotal,
    discount: amountOrZero(from.total_discount_money, currency),
    tax: amountOrZero(from.total_tax_money, currency),
    total,
  };
}

function subtotalOf(line: SquareLine, currency: string, where: string): Money {
  const base = amountOf(line.base_price_money);
  const variation = amountOf(line.variation_total_price_money) ?? (base && times(base, line.quantity));
  if (variation) {
    const modifiers = (line.modifiers ?? []).map((one) => amountOrZero(one.total_price_money, currency));
    return add(variation, ...modifiers);
  }
  const gross = amountOf(line.gross_sales_money);
  if (!gross) throw missing(`${where}.variation_total_price_money`);
  return gross;
}

function unitPriceOf(line: SquareLine, subtotal: Money, where: string): Money {
  const base = amountOf(line.base_price_money);
  if (!base) {
    if (Number(line.quantity) === 1) return subtotal;
    throw missing(`${where}.base_price_money`);
  }
  const modifiers = (line.modifiers ?? []).flatMap((one, index) => {
    const price = amountOf(one.base_price_money);
    if (!price) {
      if (one.total_price_money && one.total_price_money.amount !== 0)
        throw missing(`${where}.modifiers.${index}.base_price_money`);
      return [];
    }
    // `modifier.quantity` is per unit of the line: two extra slices of cheese on each burger.
    return times(price, one.quantity ?? "1") ?? [];
  });
  return add(base, sum(modifiers, base.currency));
}

/** Price × quantity where that is a whole number of minor units; null where it would have to be rounded. */
function times(price: Money, quantity: string): Money | null {
  const [whole = "0", fraction = ""] = quantity.split(".");
  const product = toMinor(price) * BigInt(whole + fraction);
  const scale = 10n ** BigInt(fraction.length);
  return product % scale === 0n ? fromMinor(product / scale, price.currency) : null;
}
