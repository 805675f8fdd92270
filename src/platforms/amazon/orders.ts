import { z } from "zod";
import type { Warning } from "../../model/common";
import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { mapEach, mapOne, readCursor } from "../mapped";
import { isWithoutAmounts, mapOrder, ORDER_STATUSES } from "./order-mapper";
import { order } from "./order-shapes";
import { siteOf } from "./sites";

/** GET /orders/2026-01-01/orders[/{orderId}] (Orders API 2026-01-01): searchOrders, getOrder. */

/** Neither BUYER nor RECIPIENT: no personal data is requested, so none can pass through. */
const DATA = "PROCEEDS,PROMOTION,FULFILLMENT";

const answer = z.object({
  orders: z.array(z.unknown()),
  pagination: z.object({ nextToken: z.string().nullish() }).nullish(),
});

const position = z.object({ until: z.string(), token: z.string() });

/** An end (createdBefore, lastUpdatedBefore) must be two minutes past at the least; a little more, for the way there. */
const SETTLED_MS = 2 * 60_000 + 5_000;
const TWO_YEARS_MS = 2 * 365 * 86_400_000;
/** The beginning of what any marketplace still tells (orders-api: JP, AU and SG from 2016). */
const FIRST_TOLD = "2016-01-01T00:00:00Z";

const WINDOW: Warning = {
  code: "window_limited",
  message: "Amazon tells the orders of the last two years only (Japan, Australia and Singapore: since 2016).",
};
const NO_REFUNDS: Warning = {
  code: "refunds_not_told",
  field: "data.totals.refunded",
  message:
    "Amazon does not tell an order's refunds: `refunded` is zero and `refunds` empty whatever was refunded.",
};
const NO_AMOUNTS: Warning = {
  code: "amounts_not_told",
  field: "data.totals",
  message: "Amazon tells no amounts of a pending order: they are zero until it is released to the seller.",
};
const CURSOR_EXPIRES: Warning = {
  code: "cursor_expires",
  field: "next_cursor",
  message: "Amazon's page tokens live 24 hours.",
};

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const at = query.cursor === null ? null : readCursor(position, query.cursor);
  const until = at?.until ?? endOf(api, query);
  const from = query.updated_since ?? query.created_after ?? FIRST_TOLD;
  const warnings = Date.parse(from) < api.now - TWO_YEARS_MS ? [WINDOW] : [];
  // An end before the beginning is refused by Amazon; there is nothing in between.
  if (Date.parse(until) <= Date.parse(from)) return { records: [], next: null, warnings };
  const { body } = await api.send({
    method: "GET",
    path: "/orders/2026-01-01/orders",
    query: {
      ...(query.updated_since === undefined
        ? { createdAfter: from, createdBefore: until }
        : { lastUpdatedAfter: from, lastUpdatedBefore: until }),
      marketplaceIds: query.location_id,
      fulfillmentStatuses: statusesOf(query.status),
      includedData: DATA,
      maxResultsPerPage: query.limit,
      paginationToken: at?.token,
    },
  });
  const got = expectShape(answer, body);
  const { currency } = siteOf(api.target);
  let isUntold = false;
  const records = mapEach("orders", got.orders, order, (one) => {
    isUntold ||= isWithoutAmounts(one);
    return mapOrder(one, currency);
  }).filter((record) => within(query, record));
  const token = got.pagination?.nextToken;
  return {
    records,
    next: token ? JSON.stringify({ until, token }) : null,
    warnings: [
      ...warnings,
      ...(records.length > 0 ? [NO_REFUNDS] : []),
      ...(isUntold ? [NO_AMOUNTS] : []),
      ...(token ? [CURSOR_EXPIRES] : []),
    ],
  };
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const { body } = await api.send({
    method: "GET",
    path: `/orders/2026-01-01/orders/${encodeURIComponent(id)}`,
    query: { includedData: DATA },
  });
  const raw = expectShape(z.object({ order: z.unknown() }), body).order;
  return mapOne("order", raw, order, (one) => mapOrder(one, siteOf(api.target).currency));
}

/** A fixed end, kept through all pages: what is added or changed meanwhile belongs to the next reading. */
function endOf(api: Api, query: ListQuery): string {
  const settled = api.now - SETTLED_MS;
  const asked = query.updated_since === undefined ? query.created_before : undefined;
  return new Date(Math.min(settled, asked ? Date.parse(asked) : settled)).toISOString();
}

function statusesOf(status: string | undefined): string | undefined {
  if (status === undefined) return undefined;
  const found = Object.entries(ORDER_STATUSES).find(([ours]) => ours === status);
  if (found) return found[1].join(",");
  const detail = `status: one of ${Object.keys(ORDER_STATUSES).join(", ")}`;
  throw new PlatformFailure({ kind: "rejected", detail }, null);
}

/** Amazon searches by one time only: with a change asked for, the creation is compared here. */
function within(query: ListQuery, { value }: Mapped<Order>): boolean {
  if (query.updated_since === undefined) return true;
  const placed = Date.parse(value.placed_at);
  return (
    (query.created_after === undefined || placed >= Date.parse(query.created_after)) &&
    (query.created_before === undefined || placed <= Date.parse(query.created_before))
  );
}
