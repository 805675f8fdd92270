import type { Order, Refund } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapOrder, mapRefunds } from "./order-mapper";
import { order, type ToastOrder } from "./order-schema";
import { currencyOf } from "./restaurant";
import type { Placed } from "./values";
import { walkChanged } from "./windows";

/** GET /orders/v2/ordersBulk, GET /orders/v2/orders/{guid}. */

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const currency = await currencyOf(api);
  return walkChanged(api, query, ({ raw, where }) => {
    const from = expectShape(order, raw, where);
    if (!isSale(from)) return [];
    return [{ value: mapping(where, () => mapOrder(from, currency, api.account.id)), raw }];
  });
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const { body } = await api.send({ method: "GET", path: `/orders/v2/orders/${encodeURIComponent(id)}` });
  const from = expectShape(order, body, "order");
  const currency = await currencyOf(api);
  return { value: mapping("order", () => mapOrder(from, currency, api.account.id)), raw: body };
}

/** They stand in their orders: each is read from the order that it changed. */
export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const currency = await currencyOf(api);
  return walkChanged(api, query, ({ raw, where }: Placed) => {
    const from = expectShape(order, raw, where);
    if (!isSale(from)) return [];
    return mapping(where, () => mapRefunds(from, currency, api.account.id)).map((value) => ({ value, raw }));
  });
}

/** Toast keeps a day's wasted food, and what was rung up in its test mode, as orders too. */
const isSale = ({ excessFood, createdInTestMode }: ToastOrder) => !excessFood && !createdInTestMode;
