import { z } from "zod";
import { DAY, rfc3339, SECOND } from "../../kernel/clock";
import type { Warning } from "../../model/common";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { byGuid, type Placed, placed, toastTime } from "./values";

/**
 * GET /orders/v2/ordersBulk selects orders by when they changed, and pages by number: an order that changes meanwhile
 * leaves its window, and the ones behind it move up unseen. So windows are made so narrow that one answer holds all of
 * one, and are walked by GUID. A window that has passed gains nothing, and what it loses comes again in a later one.
 */
const PAGE = 100;
const NARROWEST = SECOND;
const WIDEST = 16 * DAY;
/** Fewer orders than this, and the next window is twice as wide. */
const FEW = 30;
/** Questions to Toast for one page of ours; where they find nothing the page is empty, and its cursor goes on. */
const MAX_CALLS = 10;
const MAX_PAGES = 20;
const WITHOUT_FILTER = 30 * DAY;
/** Toast takes no earlier time. */
const FIRST = Date.UTC(2015, 11, 1, 0, 0, 1);

const position = z.object({
  from: z.int(),
  /** Set where a window is not yet read to its end. */
  to: z.int().nullable(),
  span: z.int().positive(),
  after: z.string().nullable(),
});
type Position = z.infer<typeof position>;

/** `map` gives the records of one order: itself, or its refunds. */
export async function walkChanged<T>(
  api: Api,
  query: ListQuery,
  map: (order: Placed) => Mapped<T>[],
): Promise<Page<T>> {
  const begin = query.updated_since ? Date.parse(query.updated_since) : api.now - WITHOUT_FILTER;
  const warnings = query.updated_since ? [] : [windowWarning(begin)];
  let at: Position | null = query.cursor
    ? readPosition(query.cursor)
    : { from: Math.max(begin, FIRST), to: null, span: DAY, after: null };
  let records: Mapped<T>[] = [];
  for (let calls = 0; at !== null && records.length === 0 && calls < MAX_CALLS; calls++) {
    const { from, after, span } = at as Position;
    const to: number = at.to ?? Math.min(from + span, api.now);
    if (to <= from) {
      at = null;
      break;
    }
    const orders = await readWindow(api, from, to);
    if (orders === null) {
      at = { from, to: null, span: Math.max(NARROWEST, Math.floor((to - from) / 2)), after: null };
      continue;
    }
    const left = orders.filter(({ guid }) => after === null || guid > after).sort(byGuid);
    const taken = take(left, query.limit, map);
    records = taken.records;
    if (taken.last !== null) at = { from, to, span, after: taken.last };
    else if (to === api.now) at = null;
    else {
      const wider = orders.length < FEW ? Math.min(span * 2, WIDEST) : span;
      at = { from: to, to: null, span: wider, after: null };
    }
  }
  return { records, next: at && JSON.stringify(at), warnings };
}

/** @returns null where there may be more than one answer holds, and the window can be narrowed. */
async function readWindow(api: Api, from: number, to: number): Promise<Placed[] | null> {
  const found = new Map<string, Placed>();
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { body } = await api.send({
      method: "GET",
      path: "/orders/v2/ordersBulk",
      query: { startDate: toastTime(from), endDate: toastTime(to), pageSize: PAGE, page },
    });
    const orders = placed(expectShape(z.array(z.unknown()), body, "orders"), "orders");
    for (const order of orders) found.set(order.guid, order);
    if (orders.length < PAGE) return [...found.values()];
    if (to - from > NARROWEST) return null;
  }
  const detail = `more than ${MAX_PAGES * PAGE} orders within a second`;
  throw new PlatformFailure({ kind: "unexpected", field: "orders", detail }, null);
}

/** Whole orders, as many as fit; `last` is the one taken last, where some are left. */
function take<T>(orders: readonly Placed[], limit: number, map: (order: Placed) => Mapped<T>[]) {
  const records: Mapped<T>[] = [];
  let last: string | null = null;
  for (const order of orders) {
    const more = map(order);
    if (records.length > 0 && records.length + more.length > limit) return { records, last };
    records.push(...more);
    last = order.guid;
  }
  return { records, last: null };
}

function readPosition(cursor: string): Position {
  try {
    return position.parse(JSON.parse(cursor));
  } catch {
    throw new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
  }
}

function windowWarning(begin: number): Warning {
  return {
    code: "window_limited",
    message: `Without \`updated_since\` these are the orders changed since ${rfc3339(begin)}, 30 days ago.`,
  };
}
