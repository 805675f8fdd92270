import { z } from "zod";
import type { Warning } from "../../model/common";
import type { Order } from "../../model/retail";
import {
  type Api,
  type ApiRequest,
  type ListQuery,
  type Mapped,
  type Page,
  PlatformFailure,
} from "../adapter";
import { expectShape, mapping } from "../expect";
import { mapOrder, ORDER_STATUSES } from "./order-mapper";
import { item, itemsAnswer, order } from "./order-schema";
import { tokenPage } from "./paging";

/**
 * GET /orders, the oldest first, in windows: Jumia takes three months at most, by creation or by change, not both, and
 * shows today alone where none is named. Its times have no zone and their ends are undocumented; so a day is added on
 * either side, what was asked for is compared here, and what two windows may both show is remembered.
 */
const DAY_MS = 86_400_000;
const WINDOW_MS = 85 * DAY_MS;

const position = z.object({
  from: z.int(),
  to: z.int(),
  end: z.int(),
  token: z.string().nullable(),
  seen: z.array(z.string()),
});
type Position = z.infer<typeof position>;

const THREE_MONTHS: Warning = {
  code: "window_limited",
  field: "data",
  message:
    "Without created_after or updated_since only the last 85 days are read: Jumia takes three months at a time.",
};

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const here = query.cursor === null ? firstPosition(query, api.now) : readPosition(query.cursor);
  const { raws, next } = await tokenPage(api, "/orders", "orders", parametersOf(query, here));
  const parsed = raws.map((raw, index) => ({
    raw,
    where: `orders.${index}`,
    from: expectShape(order, raw, `orders.${index}`),
  }));
  const meant = parsed.filter(({ from }) => !here.seen.includes(from.id) && isMeant(query, from));
  const records: Mapped<Order>[] = [];
  // One after the other: Jumia takes four calls a second.
  for (const { from, raw, where } of meant) {
    const items = await itemsOf(api, from.id, where);
    const bought = items.map((one, index) => expectShape(item, one, `${where}.items.${index}`));
    records.push({ value: mapping(where, () => mapOrder(from, bought)), raw: { order: raw, items } });
  }
  const last = parsed.at(-1)?.from.createdAt;
  const latest = parsed.filter(({ from }) => from.createdAt === last).map(({ from }) => from.id);
  const after = next === null ? windowAfter(here, latest) : { ...here, token: next };
  const isOpen = query.created_after === undefined && query.updated_since === undefined;
  return { records, next: after && JSON.stringify(after), warnings: isOpen ? [THREE_MONTHS] : [] };
}

async function itemsOf(api: Api, orderId: string, where: string): Promise<unknown[]> {
  const { body } = await api.send({ method: "GET", path: "/orders/items", query: { orderId } });
  return expectShape(itemsAnswer, body, where).items;
}

function firstPosition(query: ListQuery, now: number): Position {
  const { created_after, created_before, updated_since } = query;
  const byChange = updated_since !== undefined;
  const until = byChange || created_before === undefined ? now : Date.parse(created_before);
  const since = updated_since ?? created_after;
  const end = until + DAY_MS;
  const from = since === undefined ? end - WINDOW_MS : Date.parse(since) - DAY_MS;
  return { from, to: Math.min(from + WINDOW_MS, end), end, token: null, seen: [] };
}

/** @param seen what stands at the very end of a window may stand at the beginning of the next one again */
function windowAfter({ to, end }: Position, seen: string[]): Position | null {
  return to >= end ? null : { from: to, to: Math.min(to + WINDOW_MS, end), end, token: null, seen };
}

function parametersOf(query: ListQuery, here: Position): NonNullable<ApiRequest["query"]> {
  const by = query.updated_since === undefined ? "created" : "updated";
  return {
    size: query.limit,
    sort: "ASC",
    token: here.token ?? undefined,
    [`${by}After`]: timeOf(here.from),
    [`${by}Before`]: timeOf(here.to),
    shopId: query.location_id,
    status: statusOf(query.status),
  };
}

function statusOf(status: string | undefined): string | undefined {
  if (status === undefined) return undefined;
  if (Object.hasOwn(ORDER_STATUSES, status)) return ORDER_STATUSES[status as keyof typeof ORDER_STATUSES];
  const words = Object.keys(ORDER_STATUSES).join(", ");
  throw new PlatformFailure({ kind: "rejected", detail: `status: one of ${words}` }, null);
}

/** What is older or newer than asked for came with the day to spare. */
function isMeant(query: ListQuery, { createdAt, updatedAt }: z.infer<typeof order>): boolean {
  const { created_after, created_before, updated_since } = query;
  const created = Date.parse(createdAt);
  const changed = Date.parse(updatedAt ?? createdAt);
  return !(
    (created_after !== undefined && created < Date.parse(created_after)) ||
    (created_before !== undefined && created > Date.parse(created_before)) ||
    (updated_since !== undefined && changed < Date.parse(updated_since))
  );
}

/** `2026-01-31 09:05:00` */
function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

function readPosition(text: string): Position {
  try {
    return position.parse(JSON.parse(text));
  } catch {
    throw new PlatformFailure({ kind: "rejected", detail: "cursor: not one of this list's" }, null);
  }
}
