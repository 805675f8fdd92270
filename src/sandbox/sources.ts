import { product, productCount, visibilityOf } from "./catalogue";
import { customer } from "./customers";
import type { Source } from "./listing";
import { order } from "./orders";
import { location, locationRef } from "./places";
import type { Shop } from "./shop";
import { stock, stockCount } from "./stock";
import { MAX_RETURNS, story } from "./story";
import type { WireCustomer, WireLocation, WireOrder, WireProduct, WireReturn, WireStock } from "./wire";

/** The shop's lists, each as places that can be filtered before a record is made. */

export function orders(shop: Shop): Source<WireOrder> {
  return {
    name: "orders",
    places: shop.orders,
    direction: "newest_first",
    filters: ["updated_since", "created_after", "created_before", "location_id", "status"],
    states: ["placed", "done", "void"],
    keys(place) {
      const { placed, changed, location, state } = story(shop, place);
      return { created: placed, changed, location: location === null ? null : locationRef(location), state };
    },
    make: (place) => order(shop, place),
  };
}

/** An order has a place for each return it could have; most stay empty. */
export function returns(shop: Shop): Source<WireReturn> {
  const split = (place: number) => [Math.floor(place / MAX_RETURNS), place % MAX_RETURNS] as const;
  return {
    name: "refunds",
    places: shop.orders * MAX_RETURNS,
    direction: "newest_first",
    filters: ["updated_since", "created_after", "created_before", "location_id", "status"],
    states: ["waiting", "done", "failed"],
    keys(place) {
      const [index, nth] = split(place);
      const course = story(shop, index);
      const plan = course.returns[nth];
      if (!plan) return null;
      const at = course.location === null ? null : locationRef(course.location);
      return { created: plan.created, changed: plan.changed, location: at, state: plan.state };
    },
    make(place) {
      const [index, nth] = split(place);
      const entry = order(shop, index).returns[nth];
      if (!entry) throw new RangeError("an empty place has no return");
      return entry;
    },
  };
}

export function products(shop: Shop): Source<WireProduct> {
  return {
    name: "products",
    places: productCount(shop),
    direction: "in_order",
    filters: ["updated_since", "created_after", "created_before", "status"],
    states: ["listed", "hidden", "retired"],
    keys(place) {
      const { created, changed } = product(shop, place);
      return { created, changed, location: null, state: visibilityOf(shop, place) };
    },
    make: (place) => product(shop, place),
  };
}

export function customers(shop: Shop): Source<WireCustomer> {
  return {
    name: "customers",
    places: shop.customers,
    direction: "newest_first",
    filters: ["updated_since", "created_after", "created_before"],
    states: [],
    keys(place) {
      const { created, changed } = customer(shop, place);
      return { created, changed, location: null, state: null };
    },
    make: (place) => customer(shop, place),
  };
}

export function inventory(shop: Shop): Source<WireStock> {
  const at = (place: number): WireStock => {
    const level = stock(shop, place);
    if (!level) throw new RangeError("there is no such stock record");
    return level;
  };
  return {
    name: "inventory",
    places: stockCount(shop),
    direction: "in_order",
    filters: ["updated_since", "location_id"],
    states: [],
    keys(place) {
      const { changed, location } = at(place);
      return { created: changed, changed, location, state: null };
    },
    make: at,
  };
}

export function locations(shop: Shop): Source<WireLocation> {
  return {
    name: "locations",
    places: shop.locations.length,
    direction: "in_order",
    filters: [],
    states: [],
    keys: (place) => {
      const { opened, changed } = location(shop, place);
      return { created: opened, changed, location: null, state: null };
    },
    make: (place) => location(shop, place),
  };
}
