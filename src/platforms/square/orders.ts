import { z } from "zod";
import type { Warning } from "../../model/common";
import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapEach } from "../mapped";
import { allLocations } from "./business";
import { mapOrder } from "./order-mapper";
import { order } from "./order-schema";
import { ORDER_STATUSES } from "./order-status";
import { CURSOR_EXPIRES, createdRange, cursor, objects, squareStatus } from "./paging";

/** POST /v2/orders/search, GET /v2/orders/{id}. */

const searchAnswer = z.object({ orders: objects, cursor });
const orderAnswer = z.object({ order: z.unknown() });

/** "Max: 10 location IDs" (SearchOrders). */
const GROUP = 10;

/**
 * Where the reading stands: the locations being searched and Square's cursor within them. With more than ten
 * locations the groups follow one another by location id; the group itself is kept, since Square's cursor holds only
 * for the very same query, and the next one is found by id, so that a location opened meanwhile shifts nothing.
 */
const position = z.object({
  group: z.array(z.string()).min(1).max(GROUP),
  at: z.string().nullable(),
});
type Position = z.infer<typeof position>;

const REFUNDS_APART: Warning = {
  code: "refunds_apart",
  field: "data.refunds",
  message:
    "Square leaves a sale as it was when it is refunded and writes the refund into an order of its own: a refunded " +
    "sale still reads `paid`. See /refunds, and `returns[].source_order_id` in the raw return order.",
};

const GROUPED: Warning = {
  code: "grouped_by_location",
  field: "data",
  message:
    "Square searches ten locations at a time: the orders are sorted by time within each ten locations, not over all.",
};

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  let ids: string[] | null = null;
  const locationIds = async () =>
    (ids ??= query.location_id
      ? [query.location_id]
      : (await allLocations(api)).map((location) => location.value.id));

  const here = query.cursor === null ? firstGroup(await locationIds()) : readPosition(query.cursor);
  if (!here) return { records: [], next: null, warnings: [] };

  const { body } = await api.send({
    method: "POST",
    path: "/orders/search",
    json: searchRequest(query, here),
  });
  const answer = expectShape(searchAnswer, body);
  const records = mapEach("orders", answer.orders ?? [], order, mapOrder).filter((record) =>
    within(query, record),
  );
  const last = here.group.at(-1) ?? "";
  const next: Position | null = answer.cursor
    ? { group: here.group, at: answer.cursor }
    : firstGroup((await locationIds()).filter((id) => id > last));
  return {
    records,
    next: next && JSON.stringify(next),
    warnings: [
      ...(records.length > 0 ? [REFUNDS_APART] : []),
      ...(isOneOfSeveral(here, ids, next) ? [GROUPED] : []),
      ...(next?.at ? [CURSOR_EXPIRES] : []),
    ],
  };
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const { body } = await api.send({ method: "GET", path: `/orders/${encodeURIComponent(id)}` });
  const raw = expectShape(orderAnswer, body).order;
  return { value: mapping("order", () => mapOrder(expectShape(order, raw, "order"), "order")), raw };
}

function firstGroup(ids: readonly string[]): Position | null {
  return ids.length === 0 ? null : { group: ids.slice(0, GROUP), at: null };
}

function readPosition(text: string): Position {
  try {
    return position.parse(JSON.parse(text));
  } catch {
    throw new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
  }
}

function isOneOfSeveral(here: Position, ids: readonly string[] | null, next: Position | null): boolean {
  return (ids !== null && ids.length > GROUP) || (next !== null && next.group[0] !== here.group[0]);
}

/**
 * Square filters by one time only, and sorts by the one it filters by (SearchOrdersDateTimeFilter). With both given,
 * the changes are searched and the creation time is compared here (`within`). Changes come oldest first, so that
 * what changes during the reading lands at its end.
 */
function searchRequest(query: ListQuery, { group, at }: Position): unknown {
  const created = createdRange(query);
  const state = squareStatus(ORDER_STATUSES, query.status);
  const byUpdate = query.updated_since !== undefined;
  const times = byUpdate
    ? { updated_at: { start_at: query.updated_since } }
    : created && { created_at: created };
  const filter = {
    ...(state && { state_filter: { states: [state] } }),
    ...(times && { date_time_filter: times }),
  };
  return {
    location_ids: group,
    limit: query.limit,
    return_entries: false,
    ...(at !== null && { cursor: at }),
    query: {
      ...(Object.keys(filter).length > 0 && { filter }),
      sort: byUpdate
        ? { sort_field: "UPDATED_AT", sort_order: "ASC" }
        : { sort_field: "CREATED_AT", sort_order: "DESC" },
    },
  };
}

function within(query: ListQuery, { value }: Mapped<Order>): boolean {
  if (query.updated_since === undefined) return true;
  const placed = Date.parse(value.placed_at);
  return (
    (query.created_after === undefined || placed >= Date.parse(query.created_after)) &&
    (query.created_before === undefined || placed <= Date.parse(query.created_before))
  );
}
