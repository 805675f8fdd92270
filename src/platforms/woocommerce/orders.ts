import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { mapping } from "../expect";
import { mapEach } from "../mapped";
import { mapOrder, parseOrder } from "./order-mapper";
import { order } from "./order-schema";
import { ORDER_STATUSES } from "./order-status";
import { readPage, timeFilters } from "./paging";
import { idPath } from "./values";

/** GET /orders, GET /orders/{id}. */

/** Six decimals, whatever the shop shows: what it keeps, before its own rounding (`dp`). */
export const DECIMALS = 6;

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const { raws, next } = await readPage(api, "/orders", query, {
    dp: DECIMALS,
    status: wooStatus(query.status),
    ...timeFilters(query),
  });
  return { records: mapEach("orders", raws, order, mapOrder), next, warnings: [] };
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const { body } = await api.send({ method: "GET", path: `/orders/${idPath(id)}`, query: { dp: DECIMALS } });
  return { value: mapping("order", () => parseOrder(body)), raw: body };
}

function wooStatus(status: string | undefined): string | undefined {
  if (status === undefined) return undefined;
  if (Object.hasOwn(ORDER_STATUSES, status)) return ORDER_STATUSES[status as keyof typeof ORDER_STATUSES];
  throw new PlatformFailure(
    { kind: "rejected", detail: `status: one of ${Object.keys(ORDER_STATUSES).join(", ")}` },
    null,
  );
}
