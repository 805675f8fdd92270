import { DAYS_OF, openedAt, SANDBOX_END } from "./calendar";
import { Dice } from "./dice";
import type { Place, Shop } from "./shop";
import type { WireAddress, WireLocation, WireShop } from "./wire";

export function shopRecord(shop: Shop): WireShop {
  return {
    key: shop.key,
    title: shop.name,
    web: `https://${shop.key}.example/`,
    country_code: shop.country,
    currency: shop.currency,
    tz: shop.timezone,
    lang: shop.locale,
    opened: openedAt(shop),
  };
}

export function locationRef(index: number): string {
  return `loc_${index + 1}`;
}

export function location(shop: Shop, index: number): WireLocation {
  const place = shop.locations[index] ?? shop.locations[0];
  const dice = new Dice(`${shop.key}/location/${index}`);
  const opened = openedAt(shop) + DAYS_OF(index * 90);
  return {
    ref: locationRef(index),
    title: place.title,
    trading: place.trading,
    type: place.type,
    currency: shop.currency,
    tz: shop.timezone,
    address: addressOf(shop, place),
    opened,
    changed: dice.int(opened, SANDBOX_END),
  };
}

function addressOf(shop: Shop, place: Place): WireAddress {
  return {
    name: shop.name,
    street: place.street,
    extra: null,
    town: place.town,
    province: place.province,
    postcode: place.postcode,
    country_code: shop.country,
    tel: null,
  };
}

/** Where goods are sold over a counter: the open shops and vans. */
export function tills(shop: Shop): number[] {
  return indexesOf(shop, (place) => place.trading && (place.type === "store" || place.type === "van"));
}

/** Where web orders are packed: the warehouse or web shop, else the first shop. */
export function packer(shop: Shop): number {
  return indexesOf(shop, (place) => place.type === "warehouse" || place.type === "web")[0] ?? 0;
}

/** Where goods lie: everywhere but in the closed shops. */
export function stockrooms(shop: Shop): number[] {
  return indexesOf(shop, (place) => place.trading);
}

function indexesOf(shop: Shop, fits: (place: Place) => boolean): number[] {
  return shop.locations.flatMap((place, index) => (fits(place) ? [index] : []));
}
