import { z } from "zod";
import type { Warning } from "../../model/common";
import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { mapOne, readCursor } from "../mapped";
import { mapOrder } from "./order-mapper";
import { order } from "./order-shapes";

/** GET /sell/fulfillment/v1/order[/{orderId}] (Fulfillment API): getOrders, getOrder. */

/** eBay's own two combinations; IN_PROGRESS is in both, so the answer is compared as well. */
const STATUS_FILTERS = { open: "{NOT_STARTED|IN_PROGRESS}", completed: "{FULFILLED|IN_PROGRESS}" } as const;
export const ORDER_STATUSES = Object.keys(STATUS_FILTERS);

const answer = z.object({ orders: z.array(z.unknown()).nullish(), total: z.int().nullish() });

const position = z.object({
  until: z.string(),
  offset: z.int(),
  total: z.int(),
  /** The last orders given: what moves forward meanwhile is known again. */
  tail: z.array(z.string()),
});

const TAIL = 20;
/** A little less than two years: an older beginning is refused. */
const WINDOW_MS = (2 * 365 - 1) * 86_400_000;

const WINDOW: Warning = {
  code: "window_limited",
  message: "eBay tells the orders of the last two years only.",
};

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const at = query.cursor === null ? null : readCursor(position, query.cursor);
  const byUpdate = query.updated_since !== undefined;
  const earliest = new Date(api.now - WINDOW_MS).toISOString();
  const asked = (byUpdate ? query.updated_since : query.created_after) ?? earliest;
  const isCut = Date.parse(asked) <= Date.parse(earliest);
  const from = isCut ? earliest : new Date(asked).toISOString();
  const until = at?.until ?? endOf(api, byUpdate ? undefined : query.created_before);
  const warnings = isCut ? [WINDOW] : [];
  if (until <= from) return { records: [], next: null, warnings };
  const filters = [
    `${byUpdate ? "lastmodifieddate" : "creationdate"}:[${from}..${until}]`,
    ...(query.status === undefined ? [] : [`orderfulfillmentstatus:${statusFilter(query.status)}`]),
  ];
  const page = async (offset: number) => {
    const { body } = await api.send({
      method: "GET",
      path: "/sell/fulfillment/v1/order",
      query: { filter: filters.join(","), limit: query.limit, offset, fieldGroups: "TAX_BREAKDOWN" },
    });
    const { orders, total } = expectShape(answer, body);
    return { offset, orders: orders ?? [], total: total ?? 0 };
  };
  let got = await page(at?.offset ?? 0);
  // Pages count from the beginning of a window with a fixed end, so what is added stays outside. An order changed
  // meanwhile leaves a window of changes, and the rest moves forward by as many as the total shrank.
  const moved = at ? Math.min(at.total - got.total, got.offset, TAIL) : 0;
  if (moved > 0) got = await page(got.offset - moved);
  const all = got.orders.map((raw, index) => mapOne(`orders.${index}`, raw, order, mapOrder));
  const records = all.filter(({ value }) => !at?.tail.includes(value.id) && within(query, value));
  const end = got.offset + all.length;
  const tail = [...(at?.tail ?? []), ...all.map(({ value }) => value.id)].slice(-TAIL);
  const next: z.infer<typeof position> = { until, offset: end, total: got.total, tail };
  const hasMore = all.length > 0 && end < got.total;
  return { records, next: hasMore ? JSON.stringify(next) : null, warnings };
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const { body } = await api.send({
    method: "GET",
    path: `/sell/fulfillment/v1/order/${encodeURIComponent(id)}`,
    query: { fieldGroups: "TAX_BREAKDOWN" },
  });
  return mapOne("body", body, order, mapOrder);
}

function endOf(api: Api, asked: string | undefined): string {
  return new Date(Math.min(api.now, asked ? Date.parse(asked) : api.now)).toISOString();
}

function statusFilter(status: string): string {
  const found = Object.entries(STATUS_FILTERS).find(([ours]) => ours === status);
  if (found) return found[1];
  throw new PlatformFailure(
    { kind: "rejected", detail: `status: one of ${ORDER_STATUSES.join(", ")}` },
    null,
  );
}

function within(query: ListQuery, value: Order): boolean {
  if (query.status !== undefined && value.status !== query.status) return false;
  if (query.updated_since === undefined) return true;
  // eBay filters by one of its two dates only, the creation's where both are given; so that one is compared here.
  const placed = Date.parse(value.placed_at);
  return (
    (query.created_after === undefined || placed >= Date.parse(query.created_after)) &&
    (query.created_before === undefined || placed <= Date.parse(query.created_before))
  );
}
