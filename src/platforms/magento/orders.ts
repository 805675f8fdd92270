import { z } from "zod";
import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapEach } from "../mapped";
import { mapOrder } from "./order-mapper";
import { order } from "./order-schema";
import { ORDER_STATUSES } from "./order-status";
import { type Creditmemo, creditmemo } from "./refunds";
import { readPage, searchBy, timeConditions } from "./search";
import { id, maybe } from "./values";

/** `/orders`, `/orders/{id}`, with the credit memos of those that have any. */

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const states = magentoStates(query.status);
  const { raws, next } = await readPage(api, "/orders", query, [
    ...timeConditions(query),
    ...(states === undefined ? [] : [{ field: "state", is: "in" as const, value: states }]),
  ]);
  const memos = await memosOf(api, raws);
  return { records: mapEach("items", raws, order, (from) => mapOrder(from, memos)), next, warnings: [] };
}

export async function readOrder(api: Api, key: string): Promise<Mapped<Order>> {
  if (!/^\d{1,12}$/.test(key)) throw new PlatformFailure({ kind: "not_found" }, null);
  const { body } = await api.send({ method: "GET", path: `/orders/${key}` });
  const memos = await memosOf(api, [body]);
  return { value: mapping("order", () => mapOrder(expectShape(order, body, "order"), memos)), raw: body };
}

const refunded = z.object({ entity_id: id, total_refunded: maybe });

async function memosOf(api: Api, raws: readonly unknown[]): Promise<Creditmemo[]> {
  const orders = expectShape(z.array(refunded), raws, "items");
  const ids = orders.filter((one) => Number(one.total_refunded) > 0).map((one) => one.entity_id);
  const found = await searchBy(api, "/creditmemos", "order_id", ids, "entity_id");
  return expectShape(z.array(creditmemo), found, "creditmemos");
}

function magentoStates(status: string | undefined): string | undefined {
  if (status === undefined) return undefined;
  if (Object.hasOwn(ORDER_STATUSES, status)) return ORDER_STATUSES[status as keyof typeof ORDER_STATUSES];
  throw new PlatformFailure(
    { kind: "rejected", detail: `status: one of ${Object.keys(ORDER_STATUSES).join(", ")}` },
    null,
  );
}
