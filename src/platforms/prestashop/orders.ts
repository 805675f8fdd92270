import { z } from "zod";
import type { Order } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapEach } from "../mapped";
import { addressesBy } from "./addresses";
import { mapOrder, type Surroundings } from "./order-mapper";
import { order, orderState } from "./order-schema";
import { list, listBy, one, readPage, timeFilters } from "./requests";
import { readCurrencies, readSettings, type Settings } from "./settings";
import { slip } from "./slips";
import { id, idPath, reference } from "./values";

/** `orders` with what they name by id: currency, state, address, and the credit slips written for them. */

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const settings = await readSettings(api);
  const { raws, next } = await readPage(api, "orders", query, timeFilters(query, settings));
  const around = await surroundings(api, settings, raws);
  return { records: mapEach("orders", raws, order, (from) => mapOrder(from, around)), next, warnings: [] };
}

export async function readOrder(api: Api, key: string): Promise<Mapped<Order>> {
  const [settings, raw] = await Promise.all([readSettings(api), one(api, "orders", "order", idPath(key))]);
  const around = await surroundings(api, settings, [raw]);
  return { value: mapping("order", () => mapOrder(expectShape(order, raw, "order"), around)), raw };
}

const names = z.object({ id, id_address_delivery: reference });

async function surroundings(api: Api, settings: Settings, raws: readonly unknown[]): Promise<Surroundings> {
  const named = expectShape(z.array(names), raws, "orders");
  if (named.length === 0)
    return { settings, currencies: new Map(), states: new Map(), slips: [], addresses: new Map() };
  const ids = named.map((one) => one.id);
  const [currencies, states, slips, addresses] = await Promise.all([
    readCurrencies(api),
    list(api, "order_states"),
    listBy(api, "order_slip", "id_order", ids),
    addressesBy(
      api,
      "id",
      named.map((one) => one.id_address_delivery),
    ),
  ]);
  return {
    settings,
    currencies,
    states: new Map(expectShape(z.array(orderState), states, "order_states").map((one) => [one.id, one])),
    slips: expectShape(z.array(slip), slips, "order_slip"),
    addresses: new Map(addresses.map((one) => [one.id, one.address])),
  };
}
