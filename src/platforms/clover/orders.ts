import { z } from "zod";
import type { Order, Refund } from "../../model/retail";
import { type Api, type ListQuery, type Mapped, type Page, PlatformFailure } from "../adapter";
import { expectShape, mapping } from "../expect";
import { readCursor } from "../mapped";
import { type Place, pageQuery, placeSchema, readPage } from "./keyset";
import { currencyOf } from "./merchant";
import { mapOrder, mapRefund, ORDER_STATES } from "./order-mapper";
import { order, refund } from "./order-schema";
import { collection, mapEach } from "./values";
import { walkCreated } from "./windows";

/** GET /v3/merchants/{mId}/orders, …/orders/{id}, …/refunds. */

/**
 * An order needs six expansions and a call may ask for three (expanding-fields): each page is asked for twice.
 * What the second did not contain, because it changed in between, is read by itself.
 */
const LINES = "lineItems.discounts,lineItems.modifications,discounts";
const MONEY = "payments,refunds,customers";

export async function readOrders(api: Api, query: ListQuery): Promise<Page<Order>> {
  const state = stateFilter(query.status);
  if (query.updated_since !== undefined) return readChanged(api, query, state);
  const { raws, asked, ...page } = await walkCreated(api, query, {
    path: "/orders",
    filters: state,
    expand: LINES,
  });
  const records = await completed(api, raws, { ...asked, by: "createdTime", limit: query.limit });
  return { ...page, records };
}

/** By change there is no window. What was created outside the span asked for besides is left out here. */
async function readChanged(api: Api, query: ListQuery, state: string[]): Promise<Page<Order>> {
  const place: Place =
    query.cursor === null
      ? { from: Date.parse(query.updated_since ?? ""), seen: [] }
      : readCursor(placeSchema, query.cursor);
  const asked = { by: "modifiedTime" as const, place, limit: query.limit, filters: state };
  const { raws, next } = await readPage(api, { ...asked, path: "/orders", expand: LINES });
  const records = (await completed(api, raws, asked)).filter(({ raw }) => within(query, raw));
  const limited = state.length > 0 ? [STATE_WINDOW] : [];
  return { records, next: next && JSON.stringify(next), warnings: limited };
}

const STATE_WINDOW = {
  code: "window_limited",
  field: "status",
  message: "With `status`, Clover shows orders of the last 90 days only, whenever they changed.",
};

const keyed = z.object({ id: z.string(), createdTime: z.int().nullish() });

function within(query: ListQuery, raw: unknown): boolean {
  const created = expectShape(keyed, raw, "order").createdTime ?? 0;
  return (
    (query.created_after === undefined || created >= Date.parse(query.created_after)) &&
    (query.created_before === undefined || created <= Date.parse(query.created_before))
  );
}

async function completed(
  api: Api,
  raws: readonly unknown[],
  asked: { by: "createdTime" | "modifiedTime"; place: Place; limit: number; filters: readonly string[] },
): Promise<Mapped<Order>[]> {
  if (raws.length === 0) return [];
  const query = pageQuery({ ...asked, path: "/orders", expand: MONEY });
  const { body } = await api.send({ method: "GET", path: "/orders", query });
  const others = new Map(
    expectShape(collection, body).elements.map((raw) => [expectShape(keyed, raw, "order").id, raw]),
  );
  const whole: unknown[] = [];
  for (const raw of raws) {
    const { id } = expectShape(keyed, raw, "order");
    whole.push(merged(raw, others.get(id) ?? (await readMoney(api, id))));
  }
  return mapEach(whole, order, (from) => mapOrder(from, api.account.id));
}

async function readMoney(api: Api, id: string): Promise<unknown> {
  const path = `/orders/${encodeURIComponent(id)}`;
  return (await api.send({ method: "GET", path, query: { expand: MONEY } })).body;
}

/** One order out of its two halves; the fields of the first win, so that it is the state at one moment. */
function merged(lines: unknown, money: unknown): unknown {
  return { ...(money as object), ...(lines as object), ...pick(money as Record<string, unknown>) };
}

function pick({ payments, refunds, customers }: Record<string, unknown>) {
  return {
    ...(payments !== undefined && { payments }),
    ...(refunds !== undefined && { refunds }),
    ...(customers !== undefined && { customers }),
  };
}

export async function readOrder(api: Api, id: string): Promise<Mapped<Order>> {
  const path = `/orders/${encodeURIComponent(id)}`;
  const { body } = await api.send({ method: "GET", path, query: { expand: LINES } });
  expectShape(keyed, body, "order");
  const raw = merged(body, await readMoney(api, id));
  return { value: mapping("order", () => mapOrder(expectShape(order, raw, "order"), api.account.id)), raw };
}

export async function readRefunds(api: Api, query: ListQuery): Promise<Page<Refund>> {
  const currency = await currencyOf(api);
  const { raws, next, warnings } = await walkCreated(api, query, { path: "/refunds", filters: [] });
  const records = mapEach(raws, refund, (from) => mapRefund(from, currency, api.account.id));
  return { records, next, warnings };
}

function stateFilter(status: string | undefined): string[] {
  if (status === undefined) return [];
  if (!Object.hasOwn(ORDER_STATES, status)) {
    throw new PlatformFailure(
      { kind: "rejected", detail: `status: one of ${Object.keys(ORDER_STATES).join(", ")}` },
      null,
    );
  }
  return [`state=${ORDER_STATES[status as keyof typeof ORDER_STATES]}`];
}
