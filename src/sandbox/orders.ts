import { productCount, productRef, sellable, variantCount, variantRef, visibilityOf } from "./catalogue";
import { addressOf, customerRef, knownAt } from "./customers";
import { Dice } from "./dice";
import { locationRef } from "./places";
import type { Shop } from "./shop";
import { reasonOf, type Story, story } from "./story";
import { share, spread, type TaxShare, taxEntries, taxesOn, totalOf } from "./sums";
import type { Minor, WireOrder, WireReturn, WireRow } from "./wire";

export function orderRef(index: number): string {
  return `ord_${String(index).padStart(6, "0")}`;
}

/** The index an order's reference names, or null. */
export function orderIndex(shop: Shop, ref: string): number | null {
  const match = /^ord_(\d{6})$/.exec(ref);
  const index = match ? Number(match[1]) : -1;
  return index >= 0 && index < shop.orders ? index : null;
}

interface Basket {
  rows: WireRow[];
  reductions: WireOrder["reductions"];
  taxes: TaxShare[];
}

/** Order `index` in full: what its story says happened, with what was in it. */
export function order(shop: Shop, index: number, course: Story = story(shop, index)): WireOrder {
  const dice = new Dice(`${shop.key}/basket/${index}`);
  const basket = fill(shop, dice, index, course);
  const goods = sum(basket.rows, (row) => row.gross);
  const reduced = sum(basket.rows, (row) => row.reduced);
  const delivery = course.source === "web" ? deliveryOf(shop, dice, goods - reduced) : null;
  const deliveryPays = delivery ? delivery.wire.gross - delivery.wire.reduced : 0;
  const taxes = [...basket.taxes, ...(delivery?.taxes ?? [])];
  const tax = totalOf(taxes);
  const onTop = shop.taxation.kind === "added" ? tax : 0;
  const levied = course.source === "web" && shop.levy !== null && dice.chance(shop.levy.share);
  const service = levied ? (shop.levy?.amount ?? 0) : 0;
  const tipped = shop.tips && course.source === "till" && dice.chance(0.4);
  const gratuity = tipped ? share(goods - reduced, dice.pick([10, 15, 18, 20]), 100) : 0;
  const grand = goods - reduced + deliveryPays + service + onTop + gratuity;
  const returns = course.returns.map((_, nth) => returnOf(shop, course, nth, basket.rows, grand));
  const known = dice.chance(course.source === "web" ? 0.95 : 0.4);
  const customer = known ? dice.int(0, knownAt(shop, index) - 1) : null;
  return {
    ref: orderRef(index),
    number: `#${1_001 + index}`,
    state: course.state,
    pay: course.pay,
    dispatch: course.dispatch,
    source: { type: course.source, label: course.source === "web" ? "Web shop" : "Till" },
    currency: shop.currency,
    tax_included: shop.taxation.kind === "inclusive",
    sums: {
      goods,
      reduced,
      delivery: deliveryPays,
      service,
      tax,
      tax_on_top: onTop,
      gratuity,
      grand,
      paid: paidOf(course, grand),
      returned: sum(returns, (entry) => (entry.state === "done" ? entry.amount : 0)),
    },
    rows: basket.rows,
    reductions: basket.reductions,
    taxes: taxEntries(taxes),
    delivery: delivery?.wire ?? null,
    returns,
    customer: customer === null ? null : customerRef(customer),
    location: course.location === null ? null : locationRef(course.location),
    ship_to: course.source === "web" ? addressOf(shop, customer ?? shop.customers + index) : null,
    memo: dice.chance(0.04) ? "Please call before delivery" : null,
    placed: course.placed,
    changed: course.changed,
    closed: course.closed,
    voided: course.voided,
  };
}

function fill(shop: Shop, dice: Dice, index: number, course: Story): Basket {
  const partial = course.dispatch === "part";
  // A return of single rows leaves at least one row with the buyer; a part delivery leaves one behind.
  const atLeast = 1 + course.returns.filter((plan) => plan.extent.kind === "row").length + (partial ? 1 : 0);
  const count = Math.max(atLeast, dice.pick([1, 1, 1, 2, 2, 3, 4, 5]));
  const items = Array.from({ length: count }, () => {
    const item = pickItem(shop, dice);
    const qty =
      item.article.sold === "weight" ? dice.int(5, 60) * 50 : dice.pick([1, 1, 1, 1, 1, 2, 2, 4]) * 1_000;
    const gross = share(item.price, qty, 1_000);
    const off = dice.chance(0.08) ? Math.floor((gross * dice.pick([10, 15, 20, 25])) / 100) : 0;
    return { item, qty, gross, off };
  });
  const reductions: WireOrder["reductions"] = [];
  const offRows = sum(items, (entry) => entry.off);
  if (offRows > 0) reductions.push({ label: "Sale", code: null, amount: offRows });

  const remaining = items.map((entry) => entry.gross - entry.off);
  const coupon = couponOf(
    shop,
    dice,
    sum(remaining, (amount) => amount),
  );
  if (coupon) reductions.push(coupon);
  const couponParts = spread(coupon?.amount ?? 0, remaining);

  const taxes: TaxShare[] = [];
  const rows = items.map(({ item, qty, gross, off }, nth): WireRow => {
    const reduced = off + (couponParts[nth] ?? 0);
    const own = taxesOn(shop, gross - reduced, item.article.tax);
    taxes.push(...own);
    const tax = totalOf(own);
    return {
      ref: `${orderRef(index)}_${nth + 1}`,
      product: productRef(item.product),
      variant: variantRef(item.product, item.variant),
      code: item.code,
      title: item.title,
      qty_milli: qty,
      sent_milli: sentOf(course, nth, count, qty),
      each: item.price,
      gross,
      reduced,
      tax,
      pays: gross - reduced + (shop.taxation.kind === "added" ? tax : 0),
    };
  });
  return { rows, reductions, taxes };
}

/** The first products sell most; what is hidden was never for sale. */
function pickItem(shop: Shop, dice: Dice) {
  const products = productCount(shop);
  let index = Math.floor(dice.next() ** 2 * products);
  while (visibilityOf(shop, index) === "hidden") index = (index + 1) % products;
  return sellable(shop, index, dice.int(0, variantCount(shop, index) - 1));
}

function couponOf(shop: Shop, dice: Dice, goods: Minor): WireOrder["reductions"][number] | null {
  if (!dice.chance(0.12)) return null;
  const offer = dice.pick(shop.codes);
  const amount =
    offer.kind === "percent"
      ? Math.floor((goods * offer.percent) / 100)
      : Math.min(offer.amount, Math.floor(goods / 2));
  return amount === 0 ? null : { label: offer.label, code: offer.code, amount };
}

function deliveryOf(shop: Shop, dice: Dice, goods: Minor) {
  const option = dice.pick(shop.delivery);
  const reduced = option.freeFrom !== null && goods >= option.freeFrom ? option.amount : 0;
  const taxes = taxesOn(shop, option.amount - reduced, "standard");
  const wire = { label: option.label, code: option.code, gross: option.amount, reduced, tax: totalOf(taxes) };
  return { wire, taxes };
}

function returnOf(
  shop: Shop,
  course: Story,
  nth: number,
  rows: readonly WireRow[],
  grand: Minor,
): WireReturn {
  const plan = course.returns[nth];
  if (!plan) throw new RangeError("no such return");
  const { extent } = plan;
  const back = extent.kind === "all" ? rows : rows.slice(extent.row, extent.row + 1);
  return {
    ref: `ret_${String(course.index).padStart(6, "0")}_${nth + 1}`,
    order: orderRef(course.index),
    state: plan.state,
    currency: shop.currency,
    // All of an order gives delivery, charges and gratuity back as well; a row gives back what it cost.
    amount: extent.kind === "all" ? grand : sum(back, (row) => row.pays),
    why: course.state === "void" ? "cancelled" : reasonOf(shop, course.index, nth),
    location: course.location === null ? null : locationRef(course.location),
    rows: back.map((row) => ({ row: row.ref, qty_milli: row.qty_milli, amount: row.pays })),
    created: plan.created,
    changed: plan.changed,
  };
}

function sentOf(course: Story, nth: number, count: number, qty: number): number {
  if (course.dispatch === "none") return 0;
  return course.dispatch === "part" && nth === count - 1 ? 0 : qty;
}

function paidOf(course: Story, grand: Minor): Minor {
  if (course.pay === "due" || course.pay === "authorised" || course.pay === "released") return 0;
  return course.pay === "part_captured" ? Math.floor(grand / 2) : grand;
}

function sum<T>(list: readonly T[], amountOf: (entry: T) => number): number {
  return list.reduce((total, entry) => total + amountOf(entry), 0);
}
