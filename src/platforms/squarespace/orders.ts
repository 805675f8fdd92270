import { z } from "zod";
import type { Warning } from "../../model/common";
import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapEach } from "../mapped";
import { mapOrder } from "./order-mapper";
import { order } from "./order-schema";
import { changedSince, readPage } from "./paging";

/** GET /1.0/commerce/orders[/{id}]. */

/** Our word for each fulfilment status, to ask by: Squarespace has no other status of an order. */
export const ORDER_STATUSES = { open: "PENDING", completed: "FULFILLED", cancelled: "CANCELED" } as const;

/** All but FAILED, whose orders were never placed. Without it Squarespace leaves half of these out. */
const PAYMENT_STATES = [
  "NOT_CHARGED",
  "AUTHORIZED",
  "PAID",
  "PARTIALLY_PAID",
  "PENDING",
  "REFUND_PENDING",
  "REFUNDED",
  "REFUND_FAILED",
].join(",");

const LINES_APART: Warning = {
  code: "line_amounts_incomplete",
  field: "data.lines",
  message:
    "Squarespace tells discounts and tax for the whole order alone: on its lines `discount` and `tax` are zero, and " +
    "`total` is the price times the quantity.",
};

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const { raws, next, warnings } = await readPage(api, "/1.0/commerce/orders", "result", query, {
    ...changedSince(api, query),
    fulfillmentStatus: fulfilment(query.status),
    paymentStates: PAYMENT_STATES,
  });
  const records = mapEach("result", raws, order, mapOrder);
  return { records, next, warnings: records.length > 0 ? [LINES_APART, ...warnings] : warnings };
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const { body } = await api.send({ method: "GET", path: `/1.0/commerce/orders/${encodeURIComponent(id)}` });
  return { value: mapping("order", () => mapOrder(expectShape(order, body, "order"))), raw: body };
}

function fulfilment(status: string | undefined): string | undefined {
  if (status === undefined) return undefined;
  const parsed = z.enum(["open", "completed", "cancelled"]).safeParse(status);
  if (parsed.success) return ORDER_STATUSES[parsed.data];
  throw new PlatformFailure({ kind: "rejected", detail: "status: one of open, completed, cancelled" }, null);
}
