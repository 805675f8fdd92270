import type { Order } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping } from "../expect";
import { notACursor } from "../mapped";
import { mapOrder } from "./order-mapper";
import { order } from "./order-schema";
import { mapEach, search, timeFilters } from "./paging";
import { currencyOf } from "./store";
import { unix } from "./values";

/** GET /orders[/{id}]. */

interface Position {
  /** UNIX seconds; orders placed later are left for the next reading. */
  until: number;
  offset: number;
}

/**
 * The search cannot be told an order to sort by, and counts its pages: every page is of the orders that there were
 * when the reading began, so that none placed meanwhile shifts the others.
 */
export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const { until, offset } = positionOf(query, api.now);
  const currency = await currencyOf(api);
  const { raws, next } = await search(api, "/orders", {
    limit: query.limit,
    offset,
    ...timeFilters(query),
    createdTo: until,
  });
  return {
    records: mapEach(raws, order, (from) => mapOrder(from, currency)),
    next: next === null ? null : `${until}:${next}`,
    warnings: [],
  };
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const currency = await currencyOf(api);
  const { body } = await api.send({ method: "GET", path: `/orders/${encodeURIComponent(id)}` });
  const from = expectShape(order, body, "order");
  return { value: mapping("order", () => mapOrder(from, currency)), raw: body };
}

function positionOf({ cursor, created_before }: ListQuery, now: number): Position {
  if (cursor === null) {
    const begun = Math.floor(now / 1_000);
    return { until: created_before ? Math.min(begun, unix(created_before)) : begun, offset: 0 };
  }
  const [, until, offset] = /^(\d{1,11}):(\d{1,9})$/.exec(cursor) ?? [];
  if (until === undefined || offset === undefined) throw notACursor();
  return { until: Number(until), offset: Number(offset) };
}
