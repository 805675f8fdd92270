import { z } from "zod";
import type { Warning } from "../../model/common";
import type { Order } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape } from "../expect";
import { complete, isTruncated, list, query, type Sender } from "./graphql";
import { globalId } from "./ids";
import { mapOrder } from "./map-order";
import {
  ORDER_ALONE,
  ORDER_BY_ID,
  ORDER_DISCOUNTS,
  ORDER_IN_LIST,
  ORDER_LINES,
  ORDER_SHIPPING,
  ORDERS,
} from "./queries";
import { wholeRefund } from "./read-refunds";
import { allOf, choiceTerm, idTerm, timeTerm } from "./search";
import { windowWarnings } from "./window";

export const ORDER_STATUSES = {
  open: "status:open",
  completed: "status:closed",
  cancelled: "status:cancelled",
};

/** Orders of one page that are read again alone, for their long lists; the next such order begins the next page. */
const REREADS_PER_PAGE = 5;

/** Newest first; by time of change, oldest first, where the caller follows changes. */
export async function readOrders(api: Api, ask: ListQuery): Promise<Page<Order>> {
  const terms = [
    ...(ask.updated_since ? [timeTerm("updated_at", ">=", ask.updated_since)] : []),
    ...(ask.created_after ? [timeTerm("created_at", ">=", ask.created_after)] : []),
    ...(ask.created_before ? [timeTerm("created_at", "<", ask.created_before)] : []),
    ...(ask.location_id ? [idTerm("location_id", ask.location_id)] : []),
    ...(ask.status ? [choiceTerm(ORDER_STATUSES, ask.status)] : []),
  ];
  const page = await list(
    api,
    "orders",
    ORDERS,
    { first: ask.limit, after: ask.cursor },
    {
      search: allOf(terms),
      sort: ask.updated_since ? "UPDATED_AT" : "CREATED_AT",
      reverse: !ask.updated_since,
      ...ORDER_IN_LIST,
    },
  );
  const records: Mapped<Order>[] = [];
  let { next } = page;
  let read = ask.cursor;
  let rereads = 0;
  for (const { cursor, node } of page.edges) {
    let raw: unknown = node;
    if (isTruncated(node)) {
      if (rereads === REREADS_PER_PAGE) {
        next = read;
        break;
      }
      rereads++;
      raw = await wholeOrder(api, expectShape(z.object({ id: z.string() }), node, "order").id);
    }
    read = cursor;
    if (raw !== null) records.push({ value: mapOrder(raw), raw });
  }
  const warnings = [
    ...windowWarnings(page.data, ask.created_after ?? null, api.now),
    ...page.warnings,
    ...presentmentWarnings(records),
  ];
  return { records, next, warnings };
}

/** @throws PlatformFailure `not_found`, also for an order older than the window. */
export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const gid = globalId("Order", id);
  const raw = gid && (await wholeOrder(api, gid));
  if (!raw) throw new PlatformFailure({ kind: "not_found" }, null);
  return { value: mapOrder(raw), raw };
}

/** An order with all its nested lists; null where there is none of that id. */
async function wholeOrder(api: Sender, id: string): Promise<Record<string, unknown> | null> {
  const { data } = await query(api, ORDER_BY_ID, { id, ...ORDER_ALONE });
  let order = expectShape(z.record(z.string(), z.unknown()).nullable(), data.order, "data.order");
  order = order && (await complete(api, order, "lineItems", ORDER_LINES));
  order = order && (await complete(api, order, "shippingLines", ORDER_SHIPPING));
  order = order && (await complete(api, order, "discountApplications", ORDER_DISCOUNTS));
  if (!order) return null;
  const refunds: unknown[] = [];
  for (const refund of expectShape(
    z.array(z.record(z.string(), z.unknown())),
    order.refunds,
    "order.refunds",
  )) {
    const whole = await wholeRefund(api, refund);
    if (whole) refunds.push(whole);
  }
  return { ...order, refunds };
}

const presentmentShape = z.object({ currencyCode: z.string(), presentmentCurrencyCode: z.string() });

function presentmentWarnings(records: readonly Mapped<Order>[]): Warning[] {
  const foreign = records.filter(({ raw }) => {
    const { currencyCode, presentmentCurrencyCode } = expectShape(presentmentShape, raw, "order");
    return currencyCode !== presentmentCurrencyCode;
  });
  if (foreign.length === 0) return [];
  return [
    {
      code: "presentment_currency",
      field: "currency",
      message: `The buyers of ${foreign.length} of these orders paid in another currency than the shop's; amounts are in the shop's currency. The raw object's totalPriceSet shows both.`,
    },
  ];
}
