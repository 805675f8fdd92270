import { z } from "zod";
import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapOrder } from "./order-mapper";
import { order, type WixOrder } from "./order-schema";
import { REFUNDED, STATUS_FILTERS } from "./order-status";
import { cursorPage, cursorQuery, since } from "./paging";
import { refundsOf } from "./refunds";

/** POST /ecom/v1/orders/search, GET /ecom/v1/orders/{id}; refunds by one further call where there are any. */

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const { raws, next } = await searchOrders(api, query, statusFilter(query.status));
  const parsed = raws.map((raw, index) => ({ from: expectShape(order, raw, `orders.${index}`), raw }));
  return { records: await withRefunds(api, parsed), next, warnings: [] };
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const { body } = await api.send({ method: "GET", path: `/ecom/v1/orders/${encodeURIComponent(id)}` });
  const raw = expectShape(z.object({ order: z.unknown() }), body).order;
  const [mapped] = await withRefunds(api, [{ from: expectShape(order, raw, "order"), raw }]);
  if (!mapped) throw new Error("one order in, none out");
  return mapped;
}

/** Oldest first. Wix never gives orders that were begun and not placed (`INITIALIZED`). */
export async function searchOrders(api: Api, query: ListQuery, more: object) {
  const filter = {
    ...more,
    createdDate: since(query.created_after, query.created_before),
    updatedDate: since(query.updated_since),
  };
  const { body } = await api.send({
    method: "POST",
    path: "/ecom/v1/orders/search",
    json: {
      search: cursorQuery(query, { filter, sort: [{ fieldName: "createdDate", order: "ASC" }] }),
    },
  });
  return cursorPage(body, "orders", "metadata");
}

async function withRefunds(
  api: Api,
  orders: readonly { from: WixOrder; raw: unknown }[],
): Promise<Mapped<Order>[]> {
  const refunded = orders.filter(({ from }) => REFUNDED.includes(from.paymentStatus ?? ""));
  const refunds = await refundsOf(
    api,
    refunded.map(({ from }) => from),
  );
  return orders.map(({ from, raw }) => ({
    value: mapping(`order ${from.id}`, () =>
      mapOrder(
        from,
        (refunds.get(from.id) ?? []).map(({ value }) => value),
      ),
    ),
    raw,
  }));
}

function statusFilter(status: string | undefined): object {
  if (status === undefined) return {};
  const parsed = z.enum(["open", "completed", "cancelled"]).safeParse(status);
  if (parsed.success) return STATUS_FILTERS[parsed.data];
  throw new PlatformFailure({ kind: "rejected", detail: "status: one of open, completed, cancelled" }, null);
}
