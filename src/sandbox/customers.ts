import { MINUTES, placedAt, SANDBOX_END } from "./calendar";
import { Dice } from "./dice";
import type { Shop } from "./shop";
import type { WireAddress, WireCustomer } from "./wire";

export function customerRef(index: number): string {
  return `cus_${String(index).padStart(5, "0")}`;
}

/**
 * How many customers the shop knew when order `order` came: customers come evenly over the orders, so that
 * nobody buys before being known and customer N needs no other customer.
 */
export function knownAt(shop: Shop, order: number): number {
  return Math.floor((order * shop.customers) / shop.orders) + 1;
}

export function customer(shop: Shop, index: number): WireCustomer {
  const dice = new Dice(`${shop.key}/customer/${index}`);
  const { given, family } = nameOf(shop, index);
  const firstOrder = Math.ceil((index * shop.orders) / shop.customers);
  const created = placedAt(shop, firstOrder, 0) - MINUTES(dice.int(2, 30));
  const tel = shop.people.tel(String(index).padStart(4, "0"));
  return {
    ref: customerRef(index),
    given,
    family,
    firm: dice.chance(0.06) ? `${family} & Co` : null,
    // The names under .example belong to nobody (RFC 2606).
    mail: dice.chance(0.85) ? `customer${index}@${shop.key}.example` : null,
    tel: dice.chance(0.7) ? tel : null,
    addresses: dice.chance(0.75) ? [addressOf(shop, index)] : [],
    memo: dice.chance(0.05) ? "Prefers the afternoon" : null,
    created,
    changed: dice.chance(0.3) ? dice.int(created, SANDBOX_END) : created,
  };
}

/** Where a customer's parcels go. */
export function addressOf(shop: Shop, index: number): WireAddress {
  const dice = new Dice(`${shop.key}/address/${index}`);
  const { given, family } = nameOf(shop, index);
  const place = dice.pick(shop.people.towns);
  return {
    name: `${given} ${family}`,
    street: `${dice.int(1, 199)} ${dice.pick(shop.people.streets)}`,
    extra: dice.chance(0.2) ? `${dice.int(1, 9)}/${dice.int(1, 40)}` : null,
    town: place.town,
    province: place.province,
    postcode: place.postcode,
    country_code: shop.country,
    tel: dice.chance(0.6) ? shop.people.tel(String(index).padStart(4, "0")) : null,
  };
}

function nameOf(shop: Shop, index: number): { given: string; family: string } {
  const dice = new Dice(`${shop.key}/name/${index}`);
  return { given: dice.pick(shop.people.given), family: dice.pick(shop.people.family) };
}
