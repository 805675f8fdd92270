import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { mapOne, readCursor } from "../mapped";
import { place, slice } from "./paging";
import { mapReceipt } from "./receipt-mapper";
import { receipt } from "./receipt-shapes";
import { shopPath } from "./shop";
import { epochOf } from "./values";

/** GET /shops/{shop_id}/receipts[/{receipt_id}] (getShopReceipts, getShopReceipt). */

/** What Etsy can be asked for; what it means to us is compared as well. */
const STATUS_FILTERS: Readonly<Record<string, Record<string, string>>> = {
  open: { was_canceled: "false" },
  completed: { was_canceled: "false", was_shipped: "true" },
  cancelled: { was_canceled: "true" },
};
export const ORDER_STATUSES = Object.keys(STATUS_FILTERS);

/**
 * By id, upwards: a new receipt lands at the end. One that changes keeps its place, and enters a list of changes where it
 * belongs, so none of those that were there when the reading began is missed.
 */
export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const at = query.cursor === null ? null : readCursor(place, query.cursor);
  const { items, next } = await slice(
    api,
    {
      path: `${shopPath(api)}/receipts`,
      query: {
        ...statusFilter(query.status),
        min_created: epochOf(query.created_after),
        max_created: epochOf(query.created_before),
        min_last_modified: epochOf(query.updated_since),
        sort_on: "receipt_id",
        sort_order: "asc",
      },
    },
    { at, limit: query.limit, idField: "receipt_id" },
  );
  const records = items
    .map(({ where, raw }) => mapOne(where, raw, receipt, mapReceipt))
    .filter(({ value }) => query.status === undefined || value.status === query.status);
  return { records, next: next && JSON.stringify(next), warnings: [] };
}

function statusFilter(status: string | undefined): Record<string, string> {
  if (status === undefined) return {};
  const found = Object.hasOwn(STATUS_FILTERS, status) ? STATUS_FILTERS[status] : undefined;
  if (found) return found;
  throw new PlatformFailure(
    { kind: "rejected", detail: `status: one of ${ORDER_STATUSES.join(", ")}` },
    null,
  );
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const path = `${shopPath(api)}/receipts/${encodeURIComponent(id)}`;
  const { body } = await api.send({ method: "GET", path });
  return mapOne("body", body, receipt, mapReceipt);
}
