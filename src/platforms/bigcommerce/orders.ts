import { z } from "zod";
import type { Order } from "../../model/retail";
import type { Api, ListQuery, Mapped, Page } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapOrder } from "./order-mapper";
import { type BigOrder, order } from "./order-schema";
import { afterId, byId } from "./paging";
import { refundsOf } from "./refunds";

/** GET /v2/orders[/{id}] with their lines and fees in the same answer; refunds by one further call a page. */

const INCLUDE = { include: "consignments.line_items,fees", consignment_structure: "object" };

/** By id from the last one given: an order that is added or changed meanwhile shifts nothing. */
export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const { body } = await api.send({
    method: "GET",
    path: "/v2/orders",
    query: {
      ...INCLUDE,
      sort: "id:asc",
      limit: query.limit,
      min_id: afterId(query) + 1,
      min_date_modified: query.updated_since,
      min_date_created: query.created_after,
      max_date_created: query.created_before,
    },
  });
  // 204 without a body is V2's empty list.
  const raws = body === null ? [] : expectShape(z.array(z.unknown()), body);
  const parsed = raws.map((raw, index) => ({ from: expectShape(order, raw, `orders.${index}`), raw }));
  return byId(await withRefunds(api, parsed), query.limit);
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const { body } = await api.send({
    method: "GET",
    path: `/v2/orders/${encodeURIComponent(id)}`,
    query: INCLUDE,
  });
  const [mapped] = await withRefunds(api, [{ from: expectShape(order, body, "order"), raw: body }]);
  if (!mapped) throw new Error("one order in, none out");
  return mapped;
}

async function withRefunds(
  api: Api,
  orders: readonly { from: BigOrder; raw: unknown }[],
): Promise<Mapped<Order>[]> {
  const refunds = await refundsOf(
    api,
    new Map(orders.map(({ from }) => [from.id, from.default_currency_code])),
  );
  return orders.map(({ from, raw }) => ({
    value: mapping(`order ${from.id}`, () =>
      mapOrder(from, refunds.get(from.id) ?? { refunds: [], refunded: null }),
    ),
    raw,
  }));
}
